//! What kind of document a Markdown file is, told by its content: names and folders differ from team to team.

use super::{packet, registry, signature_audit};
use crate::model::{Packet, SectionName, Signature, Status};
use crate::text::{SourceId, Sources};

/// What a Markdown file turns out to be.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A task packet.
    Packet(Box<Packet>),
    /// What was thought through before a packet was written.
    Refinement,
    /// A list of all packets by where they stand.
    Board,
    /// The table of lineages.
    Registry,
    /// The table of signatures that were used.
    SignatureAudit,
}

/// Tells what a document is; `None` where it is nothing of ours.
pub fn kind(sources: &Sources, source: SourceId) -> Option<Kind> {
    let (packet, _) = packet(sources, source);
    if is_refinement(&packet) {
        return Some(Kind::Refinement);
    }
    if is_packet(&packet) {
        return Some(Kind::Packet(Box::new(packet)));
    }
    if is_board(&packet, sources.get(source).text()) {
        return Some(Kind::Board);
    }
    if !registry(sources, source).rows.is_empty() {
        return Some(Kind::Registry);
    }
    let signatures = signature_audit(sources, source).rows;
    signatures.iter().any(|row| Signature::parse(&row.signature).is_some()).then_some(Kind::SignatureAudit)
}

/// A packet says what may be changed and how it is proven. Not every one has all parts, and old ones have few.
fn is_packet(packet: &Packet) -> bool {
    let parts = [
        packet.metadata.status.get().is_some(),
        !packet.scope.items.is_empty() || packet.section(SectionName::Scope).is_some(),
        packet.section(SectionName::TestPlan).is_some() || packet.section(SectionName::QualityGate).is_some(),
        !packet.done_means.is_empty() || packet.section(SectionName::DoneMeans).is_some(),
        packet.section(SectionName::Bootstrap).is_some(),
        packet.section(SectionName::Metadata).is_some(),
    ];
    let titled = packet.headings.iter().filter(|heading| heading.level == 1).any(|heading| {
        let title = heading.title.to_ascii_lowercase();
        title.starts_with("task packet") || title.starts_with("work packet")
    });
    let count = parts.into_iter().filter(|part| *part).count();
    count >= 3 || (titled && count >= 2)
}

fn is_refinement(packet: &Packet) -> bool {
    let first =
        packet.headings.first().is_some_and(|heading| heading.title.to_ascii_lowercase().contains("refinement"));
    let has =
        |name: &str| packet.headings.iter().any(|it| it.title.to_ascii_uppercase().replace(' ', "_").contains(name));
    (first && packet.section(SectionName::TestPlan).is_none()) || (has("GAPS_IDENTIFIED") && has("SPEC_ANCHORS"))
}

/// A board has headings that are statuses, with packets in brackets beneath them.
fn is_board(packet: &Packet, text: &str) -> bool {
    let statuses = packet.headings.iter().filter(|heading| Status::parse(&heading.title).is_some()).count();
    let entries =
        text.lines().filter(|line| line.trim_start().starts_with(['-', '*']) && line.contains("[WP-")).count();
    statuses >= 2 && (entries > 0 || statuses >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn documents_are_what_they_hold() {
        let cases = [
            ("# Task Packet: WP-1-A\n\n## METADATA\n- WP_ID: WP-1-A\n- **Status:** Done\n", "packet"),
            (
                "# WP-1-A\n\n## SCOPE\n- IN_SCOPE_PATHS:\n  - src/\n\n## TEST_PLAN\n- `a`\n\n## DONE_MEANS\n- b\n",
                "packet",
            ),
            ("# Refinement: WP-1-A\n\n## METADATA\n- WP_ID: WP-1-A\n- USER_REVIEW_STATUS: APPROVED\n", "refinement"),
            ("## GAPS_IDENTIFIED\n- x\n\n## SPEC_ANCHORS\n- y\n", "refinement"),
            ("# Board\n\n## Ready for Dev\n\n## In Progress\n- **[WP-1-A]** - [IN_PROGRESS]\n\n## Done\n", "board"),
            ("| Base WP ID | Active Packet |\n|---|---|\n| WP-1-A | p/WP-1-A.md |\n", "registry"),
            ("| Signature | Purpose |\n|---|---|\n| ann010120261200 | packet: WP-1-A |\n", "signatures"),
            ("# How we work\n\n## Scope\n\nEverything.\n", "nothing"),
            ("# Roadmap\n\n## Done\n- the first version\n", "nothing"),
            ("", "nothing"),
        ];
        for (text, expected) in cases {
            let mut sources = Sources::default();
            let id = sources.add(Source::new("x.md", text.as_bytes()));
            let got = match kind(&sources, id) {
                Some(Kind::Packet(_)) => "packet",
                Some(Kind::Refinement) => "refinement",
                Some(Kind::Board) => "board",
                Some(Kind::Registry) => "registry",
                Some(Kind::SignatureAudit) => "signatures",
                None => "nothing",
            };
            assert_eq!(got, expected, "{text}");
        }
    }
}
