//! Status, risk tier and strength in words that the format does not know.

use super::Subject;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::{Metadata, Raw, Value};

pub(super) static UNKNOWN_VALUE: Code = Code {
    id: "TP048",
    name: "unknown-value",
    page: Page {
        checks: "Status, RISK_TIER and CODER_REASONING_STRENGTH hold one of the words that the format knows.",
        why: "Gates and boards decide by these words. One that nobody knows is read as none.",
        fails: "- **Status:** Ready for Validation",
        mend: "Status is `Ready for Dev`, `In Progress`, `Blocked`, `Done`, `Done (Historical)`, `Validated (PASS)`, \
               `Validated (FAIL)`, `Validated (OUTDATED_ONLY)` or `Superseded`; RISK_TIER `LOW`, `MEDIUM` or `HIGH`; \
               the strength one of these or `EXTRA_HIGH`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let Metadata { status, risk_tier, coder_strength, .. } = &subject.packet.metadata;
    let values = [
        (
            "Status",
            malformed(status),
            "`Ready for Dev`, `In Progress`, `Blocked`, `Done`, `Validated (..)`, `Superseded`",
        ),
        ("RISK_TIER", malformed(risk_tier), "`LOW`, `MEDIUM`, `HIGH`"),
        ("CODER_REASONING_STRENGTH", malformed(coder_strength), "`LOW`, `MEDIUM`, `HIGH`, `EXTRA_HIGH`"),
    ];
    values
        .into_iter()
        .filter_map(|(key, raw, words)| {
            let raw = raw?;
            let text = shorten(&raw.text);
            let finding =
                subject.error(&UNKNOWN_VALUE, raw.span, format!("`{key}` is no word of the format: `{text}`"));
            Some(finding.compare(words, text).help(format!("write one of {words}")).about(key))
        })
        .collect()
}

fn malformed<T>(value: &Value<T>) -> Option<&Raw> {
    match value {
        Value::Malformed(raw) => Some(raw),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn words_of_the_format() {
        for status in ["Ready for Dev", "**In Progress**", "Done (historical; see WP-2)", "Validated (PASS)"] {
            assert_eq!(lines(check, &with(light(), "Ready for Dev", status)), [""; 0], "{status}");
        }
    }

    #[test]
    fn a_word_that_nobody_knows() {
        assert_eq!(
            lines(check, &with(light(), "Ready for Dev", "Waiting")),
            ["error: `Status` is no word of the format: `Waiting` @ Waiting"]
        );
    }
}
