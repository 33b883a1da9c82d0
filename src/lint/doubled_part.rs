//! Sections and keys that stand in the packet twice: one of them is not read.

use std::collections::HashMap;

use super::Subject;
use super::place::{around, is_record};
use crate::finding::{Code, Finding, Page};
use crate::model::{Key, Section, SectionName};
use crate::text::Span;

pub(super) static DOUBLED_PART: Code = Code {
    id: "TP031",
    name: "doubled-part",
    page: Page {
        checks: "No section of the contract, and no field of METADATA, stands in the packet twice. Sections that grow \
                 by appending (waivers, evidence, reports) may; so may names that are only mentioned in reports.",
        why: "Only the first one is read. What was added to the second one looks agreed, and binds nobody.",
        fails: "## TEST_PLAN\n..\n\n## TEST_PLAN\n..",
        mend: "Merge the two, or rename the one that is meant as a record.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = sections(subject);
    findings.extend(fields(subject));
    findings
}

fn sections(subject: &Subject) -> Vec<Finding> {
    let packet = subject.packet;
    let mut seen: HashMap<SectionName, Vec<&Section>> = HashMap::new();
    for section in packet.sections.iter().filter(|section| is_single(section.name)) {
        if !is_record(packet, section.heading.start.saturating_sub(1)) {
            seen.entry(section.name).or_default().push(section);
        }
    }
    let mut findings = Vec::new();
    for (name, sections) in seen {
        let Some(first) = packet.section(name) else { continue };
        for second in sections.iter().filter(|it| it.heading != first.heading && competes(subject, first, it)) {
            findings.push(doubled(subject, name.word(), second.heading, first.heading, hides(name)));
        }
    }
    findings.sort_by_key(|finding| finding.site);
    findings
}

/// True where the second section says the same thing as the first: a heading does, a key only in the same section.
fn competes(subject: &Subject, first: &Section, second: &Section) -> bool {
    let parent = |section: &Section| section.parent.map(|index| &subject.packet.sections[index]);
    let in_another = parent(second).is_some_and(|it| it.name == SectionName::Other && it.key != Key::Heading(1));
    let same_place = parent(first).map(|it| it.name) == parent(second).map(|it| it.name);
    !in_another && (same_place || matches!(second.key, Key::Heading(_)))
}

fn fields(subject: &Subject) -> Vec<Finding> {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let mut findings = Vec::new();
    let of_metadata = subject.packet.fields.iter().filter(|field| {
        let section = around(subject.packet, field.key_span.start).next();
        section.is_some_and(|section| section.name == SectionName::Metadata) && field.key != "STATUS"
    });
    for field in of_metadata {
        match seen.get(field.key.as_str()) {
            Some(first) => findings.push(doubled(subject, &field.key, field.key_span, *first, true)),
            None => {
                seen.insert(&field.key, field.key_span);
            }
        }
    }
    findings
}

fn doubled(subject: &Subject, name: &str, second: Span, first: Span, hides: bool) -> Finding {
    let line = subject.source.line_at(first.start);
    let message = format!("`{name}` stands here a second time, and only line {line} is read");
    let finding = if hides {
        subject.error(&DOUBLED_PART, second, message)
    } else {
        subject.warning(&DOUBLED_PART, second, message)
    };
    finding.related(subject.packet.source, first, "the first one").help("merge the two").about(name)
}

/// True for a section of which a packet has one.
fn is_single(name: SectionName) -> bool {
    !matches!(
        name,
        SectionName::Other
            | SectionName::WaiversGranted
            | SectionName::SkeletonApproved
            | SectionName::Evidence
            | SectionName::EvidenceMapping
            | SectionName::StatusHandoff
            | SectionName::ValidationHistory
            | SectionName::ValidationPlan
            | SectionName::ValidationReport
            | SectionName::ValidationReports
    )
}

/// True where a second section holds content that a gate would have asked for.
fn hides(name: SectionName) -> bool {
    matches!(
        name,
        SectionName::RiskTier
            | SectionName::Scope
            | SectionName::InScopePaths
            | SectionName::OutOfScope
            | SectionName::TestPlan
            | SectionName::DoneMeans
            | SectionName::Authority
            | SectionName::Validation
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn once_is_fine_and_look_alikes_are_no_doubles() {
        assert_eq!(lines(check, light()), [""; 0]);
        let report = "\n## VALIDATION_REPORTS\n### Report\n- TEST_PLAN execution: PASS\n#### TEST_PLAN\n- ran\n";
        assert_eq!(lines(check, &format!("{}{report}", light())), [""; 0]);
        let other = "\n## DATA_CONTRACT\n- IN_SCOPE_PATHS:\n  - data/\n";
        assert_eq!(lines(check, &format!("{}{other}", light())), [""; 0]);
    }

    #[test]
    fn a_second_section() {
        let text = format!("{}\n## TEST_PLAN\n```bash\nmake\n```\n\n## HYGIENE\n\n## HYGIENE\n", light());
        assert_eq!(
            lines(check, &text),
            [
                "error: `TEST_PLAN` stands here a second time, and only line 12 is read @ ## TEST_PLAN",
                "warning: `HYGIENE` stands here a second time, and only line 25 is read @ ## HYGIENE",
            ]
        );
    }

    #[test]
    fn a_second_field() {
        let text = with(light(), "- Status", "- RISK_TIER: LOW\n- RISK_TIER: HIGH\n- Status");
        assert_eq!(
            lines(check, &text),
            ["error: `RISK_TIER` stands here a second time, and only line 5 is read @ - RISK_TIER: HIGH"]
        );
    }
}
