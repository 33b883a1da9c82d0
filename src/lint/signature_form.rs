//! A signature that is not of the form `name` and 12 to 14 digits, or whose digits are no date.

use super::Subject;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::Value;

pub(super) static SIGNATURE_FORM: Code = Code {
    id: "TP050",
    name: "signature-form",
    page: Page {
        checks: "USER_SIGNATURE is a name followed by the minute in which it was given, `DDMMYYYYHHMM`, and that is a \
                 real date.",
        why: "A signature is used once. The minute is what makes it one of a kind, and what a forged or copied one gets \
              wrong.",
        fails: "- USER_SIGNATURE: ada\n- USER_SIGNATURE: ada310220261412",
        mend: "Have the refinement signed, and copy its signature: `ada100120261412` for 10 January 2026, 14:12.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let (raw, message) = match &subject.packet.metadata.signature {
        Value::Malformed(raw) => {
            (raw, format!("the signature is not a name and 12 to 14 digits: `{}`", shorten(raw.text.trim_matches('`'))))
        }
        Value::Present(signature, raw) if signature.when.is_none() => {
            (raw, format!("the digits of the signature are no date: `{}`", signature.digits))
        }
        _ => return Vec::new(),
    };
    let finding = subject.error(&SIGNATURE_FORM, raw.span, message);
    vec![finding.help("copy the signature of the refinement").about("USER_SIGNATURE")]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    fn signed(signature: &str) -> String {
        with(light(), "- Status", &format!("- USER_SIGNATURE: {signature}\n- Status"))
    }

    #[test]
    fn a_name_and_a_minute() {
        for signature in ["ada100120261412", "`ada100120261412`"] {
            assert_eq!(lines(check, &signed(signature)), [""; 0], "{signature}");
        }
        assert_eq!(lines(check, light()), [""; 0]);
    }

    #[test]
    fn anything_else() {
        assert_eq!(
            lines(check, &signed("ada")),
            ["error: the signature is not a name and 12 to 14 digits: `ada` @ ada"]
        );
        assert_eq!(
            lines(check, &signed("ada310220261412")),
            ["error: the digits of the signature are no date: `310220261412` @ ada310220261412"]
        );
    }
}
