//! A status elsewhere in the packet that says something else than METADATA.

use super::Subject;
use super::place::{around, canonical};
use crate::finding::{Code, Finding, Page};
use crate::model::{Field, SectionName, Status};

pub(super) static STATUSES_DISAGREE: Code = Code {
    id: "TP035",
    name: "statuses-disagree",
    page: Page {
        checks: "Every other status line of the packet (a second one in METADATA, `Current WP_STATUS` in \
                 STATUS_HANDOFF, a `STATUS` heading) says the same as the one that governs: the first of METADATA.",
        why: "Two statuses are two truths. Readers take the one that they see first; boards and gates take METADATA.",
        fails: "## METADATA\n- **Status:** Done\n..\n## STATUS_HANDOFF\n- Current WP_STATUS: Ready for Dev",
        mend: "Mend the line that is out of date, or take it out.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let status = &subject.packet.metadata.status;
    let (Some(governing), Some(raw)) = (status.get(), status.raw()) else { return Vec::new() };
    let others: Vec<(&Field, Status)> = subject
        .packet
        .fields
        .iter()
        .filter(|field| field.value.span() != Some(raw.span) && is_status_line(subject, field))
        .filter_map(|field| Some((field, Status::parse(field.value.get()?)?)))
        .filter(|(_, status)| status != governing)
        .collect();
    let Some((first, status)) = others.first() else { return Vec::new() };
    let span = first.value.span().unwrap_or(first.key_span);
    let message = format!("the status here is `{status}`, and METADATA says `{governing}`");
    let mut finding = subject
        .warning(&STATUSES_DISAGREE, span, message)
        .compare(governing.to_string(), status.to_string())
        .related(subject.packet.source, raw.span, "this one governs")
        .help("mend the line that is out of date, or take it out")
        .about("STATUS");
    for (field, status) in &others[1..] {
        let span = field.value.span().unwrap_or(field.key_span);
        finding = finding.related(subject.packet.source, span, format!("`{status}` here"));
    }
    vec![finding]
}

/// True for a line that speaks of the whole packet's status: in METADATA, at the head, in STATUS_HANDOFF, or below a
/// heading that begins with STATUS. `STATUS:` in a waiver, a report or a list of tasks speaks of something else.
fn is_status_line(subject: &Subject, field: &Field) -> bool {
    if !matches!(field.key.as_str(), "STATUS" | "WP_STATUS" | "CURRENT_WP_STATUS") {
        return false;
    }
    around(subject.packet, field.key_span.start).next().is_none_or(|section| match section.name {
        SectionName::Metadata | SectionName::StatusHandoff => true,
        SectionName::Other => canonical(&section.title).starts_with("STATUS"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines};
    use super::*;

    #[test]
    fn one_status_or_several_that_agree_are_fine() {
        assert_eq!(lines(check, light()), [""; 0]);
        let agreeing = format!("{}\n## STATUS_HANDOFF\n- Current WP_STATUS: Ready-for-Dev (soon)\n", light());
        assert_eq!(lines(check, &agreeing), [""; 0]);
        let waiver = format!("{}\n## WAIVERS GRANTED\n- WAIVER_ID: W-1\n  - STATUS: Done\n", light());
        assert_eq!(lines(check, &waiver), [""; 0]);
    }

    #[test]
    fn metadata_governs() {
        let text = format!("{}\n## STATUS_HANDOFF\n- Current WP_STATUS: Done\n- STATUS: Blocked\n", light());
        assert_eq!(
            lines(check, &text),
            ["warning: the status here is `Done`, and METADATA says `Ready for Dev` @ Done"]
        );
    }
}
