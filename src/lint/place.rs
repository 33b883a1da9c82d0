//! Where in a packet something stands: the sections around an offset, and names in their canonical spelling.

use crate::model::{Packet, Section, SectionName};

/// The sections around a byte offset, the innermost first.
pub fn around(packet: &Packet, offset: usize) -> impl Iterator<Item = &Section> {
    let last = packet.sections.partition_point(|section| section.heading.start <= offset).checked_sub(1);
    std::iter::successors(last, |index| packet.sections[*index].parent)
        .map(|index| &packet.sections[index])
        .filter(move |section| offset < section.body.end.max(section.heading.end))
}

/// True where the offset lies in what is written after the contract: reports, evidence, handoff, history.
pub fn is_record(packet: &Packet, offset: usize) -> bool {
    around(packet, offset).any(|section| {
        matches!(
            section.name,
            SectionName::ValidationReports
                | SectionName::ValidationReport
                | SectionName::ValidationHistory
                | SectionName::Evidence
                | SectionName::EvidenceMapping
                | SectionName::StatusHandoff
        )
    })
}

/// A name in canonical spelling: its first word group in upper case, `_` between words, tails such as `[CX-623]` or
/// `(Coder Work Plan)` left out.
pub fn canonical(title: &str) -> String {
    let head = title.split(['(', '[', ':']).next().unwrap_or_default();
    let words = head.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_uppercase).collect::<Vec<_>>().join("_")
}
