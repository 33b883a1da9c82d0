//! The order of the phases, and the approval between plan and work. Shared by pre-work and post-work.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding};
use crate::model::{Approval, DeltaClaim, Entry, HashClaim, Packet, RepoPath, SectionName};
use crate::text::{Span, plural};

/// What stands in the wrong order.
pub(super) fn in_order(code: &'static Code, packet: &Packet) -> Vec<Finding> {
    let phases = &packet.phases;
    let mut findings = Vec::new();
    if let (Some(bootstrap), Some(skeleton)) = (phases.bootstrap, phases.skeleton)
        && skeleton.start < bootstrap.start
    {
        let finding = Finding::error(code, "SKELETON stands before BOOTSTRAP")
            .at(packet.source, skeleton)
            .related(packet.source, bootstrap, "BOOTSTRAP")
            .help("move BOOTSTRAP above SKELETON");
        findings.push(finding);
    }
    if let (Some(skeleton), Some(approval)) = (phases.skeleton, phases.approval)
        && approval.start < skeleton.start
    {
        let finding = Finding::error(code, "the approval stands before the skeleton that it approves")
            .at(packet.source, approval)
            .related(packet.source, skeleton, "SKELETON")
            .help("move the approval behind SKELETON");
        findings.push(finding);
    }
    findings
}

/// What was begun without the approval that it needs.
pub(super) fn approved(
    code: &'static Code,
    packet: &Packet,
    approval: Approval,
    changed: &BTreeSet<RepoPath>,
    id: &str,
) -> Option<Finding> {
    if approval == Approval::Optional {
        return None;
    }
    let (work, at) = begun(packet, changed)?;
    let finding = match packet.phases.approval {
        Some(given) if !is_late(packet, given) => return None,
        Some(given) => Finding::error(code, "the skeleton was approved after the implementation was written down")
            .at(packet.source, given)
            .related(packet.source, at, work),
        None => Finding::error(code, format!("work has begun ({work}), and the skeleton is not approved"))
            .at(packet.source, at)
            .compare("a line that begins with `SKELETON APPROVED`", "none"),
    };
    Some(finding.help(format!("have whoever approves it run  taskpacket approve {id} --by NAME --commit")))
}

/// The first sign of work, in words, and where it stands.
fn begun(packet: &Packet, changed: &BTreeSet<RepoPath>) -> Option<(String, Span)> {
    if let Some(text) = packet.phases.implementation_text {
        return Some(("IMPLEMENTATION has text".to_owned(), text));
    }
    if let Some(entry) = packet.manifest.entries.iter().find(|entry| changes_something(entry)) {
        let target = entry.target.get().map_or("a file", String::as_str);
        return Some((format!("the manifest lists a change of `{target}`"), entry.span));
    }
    let first = changed.first()?;
    let title = packet.title.as_ref().map(|title| title.span);
    let at = packet.phases.skeleton.or(title).unwrap_or_default();
    let rest = changed.len() - 1;
    let more = if rest == 0 { String::new() } else { format!(" and {} more", plural(rest, "file")) };
    Some((format!("`{first}`{more} changed"), at))
}

/// True for an entry with a delta, or with two different hashes.
fn changes_something(entry: &Entry) -> bool {
    let delta = matches!(entry.delta.get(), Some(DeltaClaim::Lines(lines)) if *lines != 0);
    let hashes = match (entry.pre.get(), entry.post.get()) {
        (Some(HashClaim::Sha1(pre)), Some(HashClaim::Sha1(post))) => pre != post,
        (Some(pre), Some(post)) => pre.says_absent() != post.says_absent(),
        _ => false,
    };
    delta || hashes
}

/// True where the approval stands within IMPLEMENTATION, below its text.
fn is_late(packet: &Packet, approval: Span) -> bool {
    let within = packet.section(SectionName::Implementation).is_some_and(|it| it.body.contains(approval.start));
    within && packet.phases.implementation_text.is_some_and(|text| text.start < approval.start)
}
