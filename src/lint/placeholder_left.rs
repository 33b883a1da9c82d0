//! Blanks of the template that the orchestrator left in the contract.

use super::Subject;
use super::place::around;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::{PlaceholderKind, Raw, SectionName, Status, Value};

pub(super) static PLACEHOLDER_LEFT: Code = Code {
    id: "TP033",
    name: "placeholder-left",
    page: Page {
        checks: "No value of METADATA, SCOPE, QUALITY_GATE, AUTHORITY or BOOTSTRAP is a blank of the template: \
                 `<fill>`, `<pending>`, `{user or source}`, `path/to/file`. `<unclaimed>` may stand until the packet is \
                 In Progress. Angle brackets within code, fences and ROLLBACK_HINT are nobody's business.",
        why: "A blank looks like an answer to a quick eye and to a search, and says nothing.",
        fails: "- USER_SIGNATURE: <pending>",
        mend: "Write the value, or take the line out where the configuration does not demand it.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let packet = subject.packet;
    let of_fields = packet.fields.iter().filter_map(|field| match &field.value {
        Value::Placeholder(raw, kind) if is_contract(subject, raw) => Some((field.key.as_str(), raw, *kind)),
        _ => None,
    });
    let mut findings: Vec<Finding> = of_fields
        .filter(|(_, _, kind)| *kind != PlaceholderKind::Enumeration)
        .filter(|(_, _, kind)| *kind != PlaceholderKind::Unclaimed || is_in_progress(subject))
        .map(|(key, raw, kind)| blank(subject, key, raw, kind))
        .collect();
    findings.sort_by_key(|finding| finding.site);
    findings
}

fn blank(subject: &Subject, key: &str, raw: &Raw, kind: PlaceholderKind) -> Finding {
    let text = shorten(&raw.text);
    let message = match kind {
        PlaceholderKind::Unclaimed => format!("`{key}` is still `{text}`, and the packet is In Progress"),
        PlaceholderKind::Sample => format!("`{key}` is still the sample of the template: `{text}`"),
        PlaceholderKind::Blank | PlaceholderKind::Enumeration => format!("`{key}` is still a blank: `{text}`"),
    };
    let is_demanded = super::demand::is_demanded(subject.config, key) || kind == PlaceholderKind::Unclaimed;
    let finding = if is_demanded {
        subject.error(&PLACEHOLDER_LEFT, raw.span, message)
    } else {
        subject.warning(&PLACEHOLDER_LEFT, raw.span, message)
    };
    finding.help(format!("write the value of `{key}`")).about(key)
}

/// True for a value that the orchestrator owns.
fn is_contract(subject: &Subject, raw: &Raw) -> bool {
    let mut sections = around(subject.packet, raw.span.start).map(|section| section.name).peekable();
    let in_preamble = sections.peek().is_none();
    let mut own = false;
    for name in sections {
        match name {
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
    own || in_preamble
}

fn is_in_progress(subject: &Subject) -> bool {
    subject.packet.metadata.status.get() == Some(&Status::InProgress)
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
    fn unclaimed_may_stand_until_the_packet_is_in_progress() {
        let text = with(light(), "- Status", "- CODER_MODEL: <unclaimed>\n- Status");
        assert_eq!(lines(check, &text), [""; 0]);
        assert_eq!(
            lines(check, &with(&text, "Ready for Dev", "In Progress")),
            ["error: `CODER_MODEL` is still `<unclaimed>`, and the packet is In Progress @ <unclaimed>"]
        );
    }
}
