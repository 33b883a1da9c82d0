//! Blanks of the template that the orchestrator left in the contract.

use super::Subject;
use super::place::around;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::{PlaceholderKind, SectionName, Status, Value};
use crate::parse;
use crate::text::Span;

pub(super) static PLACEHOLDER_LEFT: Code = Code {
    id: "TP033",
    name: "placeholder-left",
    page: Page {
        checks: "No value of METADATA, SCOPE, QUALITY_GATE, AUTHORITY or BOOTSTRAP is a blank of the template: \
                 `<fill>`, `<pending>`, `{user or source}`, `path/to/file`. The coder's `<unclaimed>` \
                 may stand until the packet is In Progress, a validator's `<unassigned>` until there is one. Angle \
                 brackets within code, fences and ROLLBACK_HINT are nobody's business.",
        why: "A blank looks like an answer to a quick eye and to a search, and says nothing.",
        fails: "- USER_SIGNATURE: <pending>",
        mend: "Write the value, or take the line out where the configuration does not demand it.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let packet = subject.packet;
    let of_fields = packet.fields.iter().filter_map(|field| match &field.value {
        Value::Placeholder(raw, kind) => Some((field.key.as_str(), raw.text.as_str(), raw.span, *kind)),
        _ => None,
    });
    let item = |key: &'static str, text, span| Some((key, text, span, parse::blank(text)?));
    let done_means = packet.done_means.iter().filter_map(|it| item("DONE_MEANS", it.text.as_str(), it.span));
    let mut findings: Vec<Finding> = of_fields
        .chain(done_means)
        .filter(|(_, _, span, _)| is_contract(subject, *span))
        .filter(|(.., kind)| *kind != PlaceholderKind::Enumeration)
        .filter(|(key, .., kind)| *kind != PlaceholderKind::Unclaimed || is_coder_missing(subject, key))
        .map(|(key, text, span, kind)| blank(subject, key, text, span, kind))
        .collect();
    findings.sort_by_key(|finding| finding.site);
    findings.dedup_by_key(|finding| finding.site);
    findings
}

fn blank(subject: &Subject, key: &str, text: &str, span: Span, kind: PlaceholderKind) -> Finding {
    let text = shorten(text);
    let message = match kind {
        PlaceholderKind::Unclaimed => format!("`{key}` is still `{text}`, and the packet is In Progress"),
        PlaceholderKind::Sample => format!("`{key}` is still the sample of the template: `{text}`"),
        PlaceholderKind::Blank | PlaceholderKind::Enumeration => format!("`{key}` is still a blank: `{text}`"),
    };
    let is_demanded = super::demand::is_demanded(subject.config, key) || kind == PlaceholderKind::Unclaimed;
    let finding = if is_demanded {
        subject.error(&PLACEHOLDER_LEFT, span, message)
    } else {
        subject.warning(&PLACEHOLDER_LEFT, span, message)
    };
    finding.help(format!("write the value of `{key}`")).about(key)
}

/// True for a value that the orchestrator owns.
fn is_contract(subject: &Subject, span: Span) -> bool {
    let title = subject.packet.title.as_ref().map(|title| title.span);
    let mut sections = around(subject.packet, span.start).peekable();
    let mut own = sections.peek().is_none_or(|section| Some(section.heading) == title);
    for section in sections {
        match section.name {
            SectionName::RollbackHint | SectionName::WaiversGranted | SectionName::Validation => return false,
            SectionName::Metadata
            | SectionName::TechnicalRefinement
            | SectionName::Scope
            | SectionName::QualityGate
            | SectionName::TestPlan
            | SectionName::DoneMeans
            | SectionName::Authority
            | SectionName::Bootstrap => own = true,
            _ => {}
        }
    }
    own
}

/// True where the packet is In Progress and nobody says who does it. A validator may still come later.
fn is_coder_missing(subject: &Subject, key: &str) -> bool {
    key.starts_with("CODER_") && subject.packet.metadata.status.get() == Some(&Status::InProgress)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn values_and_angle_brackets_in_code_are_fine() {
        assert_eq!(lines(check, light()), [""; 0]);
        let rollback = format!("{}\n### ROLLBACK_HINT\n```bash\ngit revert <commit-sha>\n```\n", light());
        assert_eq!(lines(check, &rollback), [""; 0]);
        let template = format!("{}\n## VALIDATION\n- **Target File**: `path/to/file`\n- **Start**: <line>\n", light());
        assert_eq!(lines(check, &template), [""; 0]);
    }

    #[test]
    fn blanks_by_kind() {
        let text = with(light(), "- WP_ID: WP-1", "- WP_ID: <fill>\n- DATE: <pending>");
        assert_eq!(
            lines(check, &text),
            [
                "error: `WP_ID` is still a blank: `<fill>` @ <fill>",
                "warning: `DATE` is still a blank: `<pending>` @ <pending>"
            ]
        );
    }

    #[test]
    fn fields_right_beneath_the_title_are_metadata() {
        let text = with(light(), "## METADATA\n", "**USER_SIGNATURE:** <pending>\n\n## METADATA\n");
        assert_eq!(lines(check, &text), ["warning: `USER_SIGNATURE` is still a blank: `<pending>` @ <pending>"]);
    }

    #[test]
    fn items_of_done_means() {
        let found = lines(check, &with(light(), "- it works", "- measurable criterion 1\n- it works"));
        assert_eq!(
            found,
            [
                "error: `DONE_MEANS` is still the sample of the template: `measurable criterion 1` @ - measurable criterion 1"
            ]
        );
    }

    #[test]
    fn unclaimed_may_stand_until_the_packet_is_in_progress() {
        let blanks = "- CODER_MODEL: <unclaimed>\n- VALIDATOR_OF_RECORD: <unassigned>\n- Status";
        let text = with(light(), "- Status", blanks);
        assert_eq!(lines(check, &text), [""; 0]);
        assert_eq!(
            lines(check, &with(&text, "Ready for Dev", "In Progress")),
            ["error: `CODER_MODEL` is still `<unclaimed>`, and the packet is In Progress @ <unclaimed>"]
        );
    }
}
