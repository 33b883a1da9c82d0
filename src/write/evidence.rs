//! A recorded run put into the packet: behind what its EVIDENCE holds, every other byte as it was.

use super::append::{DEEPEST, insertion};
use crate::model::{Key, Packet, SectionName};
use crate::text::{Edit, Source, Span};

/// The edits that append a block to EVIDENCE; where the packet has no such section, it gets one before the reports,
/// else at its end.
pub fn evidence(packet: &Packet, source: &Source, block: &str) -> Vec<Edit> {
    let Some(heading) = packet.evidence.heading else { return vec![new_section(packet, source, block)] };
    let own = packet.headings.iter().find(|it| it.span.start == heading.start).map_or(2, |it| it.level);
    let body = packet.evidence.body;
    let block = at_level(block, (own + 1).min(DEEPEST));
    vec![insertion(packet, source, Span::new(heading.end, body.end.max(heading.end)), &block)]
}

fn new_section(packet: &Packet, source: &Source, block: &str) -> Edit {
    let report = packet.sections.iter().find_map(|section| match section.key {
        Key::Heading(level) if section.name.is_report() => Some((level, section.heading.start)),
        _ => None,
    });
    let (level, at) = report.unwrap_or((2, source.text().len()));
    let block = at_level(block, (level + 1).min(DEEPEST));
    let name = SectionName::Evidence.word();
    let text = format!("{} {name}\n\n{block}", "#".repeat(usize::from(level)));
    insertion(packet, source, Span::new(0, at), &text)
}

/// The block with its heading at that level: directly within the section, and so in none of the parts within that.
fn at_level(block: &str, level: u8) -> String {
    format!("{} {}", "#".repeat(usize::from(level)), block.trim_start_matches('#').trim_start())
}
