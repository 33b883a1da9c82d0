//! BOOTSTRAP, then SKELETON, then the approval, then the work.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{Approval, Before, DeltaClaim, Entry, HashClaim, Packet, RepoPath, SectionName};
use crate::text::{Span, plural};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP101",
    name: "phase_order",
    page: Page {
        checks: "BOOTSTRAP stands before SKELETON, and a line that begins with `SKELETON APPROVED` stands behind it, outside \
                 of fences and comments, before the work begins. Work is prose under IMPLEMENTATION that is not the \
                 template's, a manifest entry with a delta or with two different hashes, or a changed file outside of the \
                 packet's governance. Evidence, reports and entries without a change need no approval.",
        why: "The skeleton is the last moment at which a wrong plan costs nothing. Approved afterwards, it is no plan but a \
              description.",
        fails: "## SKELETON\n- one new trait\n\n## IMPLEMENTATION\n- added the trait in src/store.rs",
        mend: "Have the skeleton approved: `taskpacket approve WP-ID` adds the line. Teams that work without an approval set \
               `approval: optional` in `taskpacket.yaml`.",
    },
};

/// Whether the phases came in order.
pub fn check(facts: &Before) -> Judgement {
    let findings: Vec<Finding> = in_order(&facts.packet)
        .into_iter()
        .chain(approved(&facts.packet, facts.config.approval, &facts.changed, facts.id.as_str()))
        .collect();
    let phases = &facts.packet.phases;
    if findings.is_empty() && phases.bootstrap.is_none() && phases.skeleton.is_none() && phases.approval.is_none() {
        return Judgement::not_applicable("");
    }
    let phrase = if phases.approval.is_some() { "skeleton approved" } else { "not begun, no approval needed yet" };
    let phrase = if facts.config.approval == Approval::Optional && phases.approval.is_none() { "" } else { phrase };
    Judgement::of(findings, phrase)
}

/// What stands in the wrong order.
pub(in crate::gate) fn in_order(packet: &Packet) -> Vec<Finding> {
    let phases = &packet.phases;
    let mut findings = Vec::new();
    if let (Some(bootstrap), Some(skeleton)) = (phases.bootstrap, phases.skeleton)
        && skeleton.start < bootstrap.start
    {
        let finding = Finding::error(&CODE, "SKELETON stands before BOOTSTRAP")
            .at(packet.source, skeleton)
            .related(packet.source, bootstrap, "BOOTSTRAP")
            .help("move BOOTSTRAP above SKELETON");
        findings.push(finding);
    }
    if let (Some(skeleton), Some(approval)) = (phases.skeleton, phases.approval)
        && approval.start < skeleton.start
    {
        let finding = Finding::error(&CODE, "the approval stands before the skeleton that it approves")
            .at(packet.source, approval)
            .related(packet.source, skeleton, "SKELETON")
            .help("move the approval behind SKELETON");
        findings.push(finding);
    }
    findings
}

/// What was begun without the approval that it needs.
pub(in crate::gate) fn approved(
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
        Some(given) => Finding::error(&CODE, "the skeleton was approved after the implementation was written down")
            .at(packet.source, given)
            .related(packet.source, at, work),
        None => Finding::error(&CODE, format!("work has begun ({work}), and the skeleton is not approved"))
            .at(packet.source, at)
            .compare("a line that begins with `SKELETON APPROVED`", "none"),
    };
    Some(finding.help(format!("have it approved: taskpacket approve {id}")))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn holds_before_the_work_and_with_an_approval() {
        assert_eq!(check(&Fixture::new().facts()).status, GateStatus::Pass);
        let approved = Fixture::new().edit("- one new trait\n", "- one new trait\n\nSKELETON APPROVED: ann\n");
        assert_eq!(check(&approved.clone().changed("src/a.rs").facts()).status, GateStatus::Pass);
        let written = approved.edit("- (Coder fills", "- done in src/a.rs\n- (Coder fills");
        assert_eq!(check(&written.facts()).phrase, "skeleton approved");
    }

    #[test]
    fn fails_where_work_began_without_it() {
        Fixture::new().changed("src/a.rs").fails(check, "src/a.rs` changed", "## SKELETON");
        Fixture::new().edit("- (Coder fills", "- wrote it\n- (Coder fills").fails(
            check,
            "IMPLEMENTATION has text",
            "- wrote it",
        );
        Fixture::new()
            .edit("- **Line Delta**: <adds - dels>", "- **Line Delta**: 3")
            .edit("`path/to/file`", "`src/a.rs`")
            .fails(check, "the manifest lists a change", "");
        let late = Fixture::new().edit("- (Coder fills", "- wrote it\n\nSKELETON APPROVED\n\n- (Coder fills");
        late.fails(check, "after the implementation", "SKELETON APPROVED");
    }

    #[test]
    fn fails_out_of_order() {
        let swapped = Fixture::new()
            .edit("## BOOTSTRAP", "## X")
            .edit("## IMPLEMENTATION", "## BOOTSTRAP\n- a\n\n## IMPLEMENTATION");
        swapped.fails(check, "SKELETON stands before BOOTSTRAP", "## SKELETON");
        Fixture::new().edit("## BOOTSTRAP", "SKELETON APPROVED\n\n## BOOTSTRAP").fails(
            check,
            "before the skeleton",
            "SKELETON APPROVED",
        );
    }

    #[test]
    fn a_team_can_do_without() {
        let facts = Fixture::new().changed("src/a.rs").config(|config| config.approval = Approval::Optional).facts();
        assert_eq!(check(&facts).status, GateStatus::Pass);
    }
}
