//! Status, risk tier and strength in known words that are spelt otherwise.

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{Metadata, Value};
use crate::text::{Edit, Span};

pub(super) static VALUE_SPELLING: Code = Code {
    id: "TP049",
    name: "value-spelling",
    page: Page {
        checks: "Status, RISK_TIER and CODER_REASONING_STRENGTH are spelt as the format spells them.",
        why: "They are understood in any case; a search over all packets finds one spelling only. This is a note.",
        fails: "- RISK_TIER: high\n- **Status:** Ready-for-Dev",
        mend: "`taskpacket lint --fix` writes the canonical spelling.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    misspelt(subject)
        .into_iter()
        .map(|(key, span, canonical)| {
            let got = subject.source.slice(span);
            subject
                .note(&VALUE_SPELLING, span, format!("`{key}` is written `{got}`"))
                .compare(&*canonical, got)
                .help(subject.fix_command())
                .about(key)
        })
        .collect()
}

pub(super) fn fix(subject: &Subject) -> Vec<Edit> {
    misspelt(subject).into_iter().map(|(_, span, canonical)| Edit::new(span, canonical)).collect()
}

/// Values that differ from their canonical spelling in case, `-` and `_` alone.
fn misspelt<'a>(subject: &Subject) -> Vec<(&'a str, Span, String)> {
    let Metadata { status, risk_tier, coder_strength, .. } = &subject.packet.metadata;
    [
        ("Status", canonical(subject, status)),
        ("RISK_TIER", canonical(subject, risk_tier)),
        ("CODER_REASONING_STRENGTH", canonical(subject, coder_strength)),
    ]
    .into_iter()
    .filter_map(|(key, found)| found.map(|(span, canonical)| (key, span, canonical)))
    .collect()
}

/// The canonical spelling of a value, and where another one stands.
fn canonical<T: std::fmt::Display>(subject: &Subject, value: &Value<T>) -> Option<(Span, String)> {
    let Value::Present(value, raw) = value else { return None };
    let canonical = value.to_string();
    let written = subject.source.slice(raw.span);
    let start = written.find(|letter: char| letter.is_alphanumeric())?;
    let written = written.get(start..start + canonical.len())?;
    let flat = |text: &str| text.to_ascii_uppercase().replace(['-', '_'], " ");
    let span = Span::new(raw.span.start + start, raw.span.start + start + canonical.len());
    (written != canonical && flat(written) == flat(&canonical)).then_some((span, canonical))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, mended, with};
    use super::*;

    #[test]
    fn the_canonical_spelling_is_fine() {
        assert_eq!(lines(check, light()), [""; 0]);
    }

    #[test]
    fn another_spelling_is_mended() {
        let cases = [
            ("- Status: READY-FOR-DEV", "- Status: Ready for Dev"),
            ("- Status: Done\n- RISK_TIER: high (Safety)", "- Status: Done\n- RISK_TIER: HIGH (Safety)"),
        ];
        for (wrong, right) in cases {
            let text = with(light(), "- Status: Ready for Dev", wrong);
            assert_eq!(lines(check, &text).len(), 1, "{wrong}");
            assert_eq!(mended(&text), with(light(), "- Status: Ready for Dev", right));
        }
    }
}
