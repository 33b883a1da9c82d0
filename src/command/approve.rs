//! `approve`: puts the approval behind the skeleton, with who gave it and when.

use super::edit::{Desk, Doing, typed};
use super::{Ctx, Error};
use crate::finding::Severity;
use crate::gate::Outcome;
use crate::gate::edit::approvable;
use crate::model::SectionName;
use crate::report::Reporter;
use crate::write::append_to;

/// Approves the skeleton in the name of `by`, else of whom git would name.
pub fn approve(
    ctx: &Ctx,
    id: Option<&str>,
    by: Option<&str>,
    commit: bool,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let desk = Desk::open(ctx, id)?;
    let author = desk.author();
    let by = by.unwrap_or_else(|| author.split('<').next().unwrap_or_default());
    let by = typed("--by", by)?;
    let facts = desk.facts()?;
    let mut sources = facts.sources.clone();
    let packet = &facts.packet;
    let findings = approvable(packet, &desk.id, by, facts.coders.contains(&author));
    let mut doing = Doing {
        command: "approve",
        headline: format!("the skeleton, by {by} (not signed)"),
        findings,
        edited: None,
        commit: None,
        summary: String::new(),
        next: format!(
            "commit it alone, ahead of the code:  git commit --only -m 'approve the skeleton of {}' -- {}",
            desk.id,
            desk.path.quoted()
        ),
    };
    if doing.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return desk.finish(ctx, &sources, doing, reporter);
    }
    let at = desk.place.now.format("%Y-%m-%dT%H:%M:%SZ");
    let line = format!("SKELETON APPROVED by {by} on {at}\n");
    let edit = append_to(packet, sources.get(packet.source), SectionName::Skeleton, &line);
    let edited = desk.edited(&mut sources, packet, &[edit])?;
    if edited.packet.phases.approval.is_none() {
        let why = "behind `SKELETON APPROVED` it would be read as a refusal";
        return Err(Error::BadText { option: "--by", text: by.to_owned(), why });
    }
    if commit {
        doing.findings.extend(desk.comes_along(&sources, &facts, &edited));
        doing.commit = Some(format!("approve the skeleton of {}\n\nApproved-by: {by}", desk.id));
        doing.next = format!("write the code, then  taskpacket handoff {}", desk.id);
    }
    doing.summary = format!("approved by {by}");
    doing.edited = Some(&edited);
    desk.finish(ctx, &sources, doing, reporter)
}
