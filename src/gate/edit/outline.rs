//! Whether an edited packet is still the same packet, but for what was edited.

use crate::gate::contract::plan_digest;
use crate::model::{Packet, SectionName};

/// True where both readings have the same headings, sections, fences, plan, entries and reports: nothing that was written
/// into the packet hides or makes a part of it. A section for waivers may be new.
pub fn same_outline(then: &Packet, now: &Packet) -> bool {
    let made = then.section(SectionName::WaiversGranted).is_none();
    let headings = |packet: &Packet| -> Vec<(u8, String)> {
        let all = packet.headings.iter().map(|heading| (heading.level, heading.title.clone()));
        all.filter(|(_, title)| !made || title != SectionName::WaiversGranted.word()).collect()
    };
    let sections = |packet: &Packet| -> Vec<(SectionName, String)> {
        let all = packet.sections.iter().map(|section| (section.name, section.title.clone()));
        all.filter(|(name, _)| !made || *name != SectionName::WaiversGranted).collect()
    };
    let counts = |packet: &Packet| {
        let reports: Vec<_> = packet.reports.iter().map(|report| report.verdict).collect();
        let evidence = (packet.evidence.runs.len(), packet.evidence.claims.len());
        (packet.code_blocks.len(), packet.manifest.entries.len(), packet.done_means.len(), evidence, reports)
    };
    headings(then) == headings(now)
        && sections(then) == sections(now)
        && counts(then) == counts(now)
        && plan_digest(&then.plan) == plan_digest(&now.plan)
}
