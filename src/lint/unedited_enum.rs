//! Lists of choices of which nobody chose one.

use super::Subject;
use super::demand::is_demanded;
use super::place::is_record;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::{PlaceholderKind, Value};

pub(super) static UNEDITED_ENUM: Code = Code {
    id: "TP034",
    name: "unedited-enum",
    page: Page {
        checks: "No value is still the template's list of choices, such as `LOW | MEDIUM | HIGH`.",
        why: "It holds every word that a search for the right one would look for, and decides nothing.",
        fails: "- RISK_TIER: LOW | MEDIUM | HIGH",
        mend: "Leave the one that is meant. A list behind the choice may stay: `HIGH (LOW | MEDIUM | HIGH)`.",
    },
};

/// Keys whose choices the format knows. Any other list with bars in it may be meant as one.
const CHOICES: [&str; 4] = ["STATUS", "RISK_TIER", "CODER_REASONING_STRENGTH", "LEVEL"];

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let unchosen = subject.packet.fields.iter().filter_map(|field| match &field.value {
        Value::Placeholder(raw, PlaceholderKind::Enumeration) => Some((field.key.as_str(), raw)),
        _ => None,
    });
    unchosen
        .filter(|(_, raw)| !is_record(subject.packet, raw.span.start))
        .filter_map(|(key, raw)| {
            let message = format!("`{key}` is still a list of choices: `{}`", shorten(&raw.text));
            let finding = if CHOICES.contains(&key) || is_demanded(subject.config, key) {
                subject.error(&UNEDITED_ENUM, raw.span, message)
            } else if is_yes_or_no(&raw.text) {
                subject.warning(&UNEDITED_ENUM, raw.span, message)
            } else {
                return None;
            };
            Some(finding.help("leave the one that is meant").about(key))
        })
        .collect()
}

/// `YES | NO`, in either order: nobody means both.
fn is_yes_or_no(text: &str) -> bool {
    let mut words: Vec<String> = text.trim_matches('`').split('|').map(|word| word.trim().to_uppercase()).collect();
    words.sort_unstable();
    words == ["NO", "YES"]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn a_choice_with_the_list_behind_it_is_fine() {
        let text = with(light(), "- Status", "- RISK_TIER: HIGH (LOW | MEDIUM | HIGH)\n- Status");
        assert_eq!(lines(check, &text), [""; 0]);
    }

    #[test]
    fn a_list_that_is_meant_as_one_is_fine() {
        let text = with(light(), "- Status", "- LEGAL_VERDICTS: PASS | FAIL | PENDING\n- Status");
        assert_eq!(lines(check, &text), [""; 0]);
    }

    #[test]
    fn a_list_without_a_choice() {
        let text = with(light(), "- Status", "- RISK_TIER: LOW | MEDIUM | HIGH\n- Status");
        assert_eq!(
            lines(check, &text),
            ["error: `RISK_TIER` is still a list of choices: `LOW | MEDIUM | HIGH` @ LOW | MEDIUM | HIGH"]
        );
    }
}
