//! `review`: everything set up for judging. A worktree at the branch's head, the run reproduced, all gates, the draft of
//! the report; what is left is the judgement.

mod setting;
mod telling;

use std::collections::BTreeSet;

use self::setting::{Setting, set_up};
use self::telling::{Reviewed, next, reviewed};
use super::handoff::rehomed;
use super::post_work::{details, items, started};
use super::run::{Outing, RunOptions, run_within};
use super::tell::{Told, tell_at_least};
use super::verdict::drafted;
use super::{Ctx, Error, Selection};
use crate::finding::Finding;
use crate::gate::{self, Outcome};
use crate::model::{Digest, PacketId, RunEnd};
use crate::parse;
use crate::report::{Event, Reporter, Watcher};
use crate::world::editor;
use crate::world::files::{LARGEST_DOCUMENT, read};
use crate::world::gather::{self, Judging, Place};
use crate::world::reviews::Reviews;

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct ReviewRequest {
    /// The packet's id; the one that is meant where nothing is said.
    pub id: Option<String>,
    /// The branch that is judged; the one that names the packet where nothing is said.
    pub branch: Option<String>,
    /// Judges this work tree as it is.
    pub here: bool,
    /// Leaves the plan alone.
    pub no_run: bool,
    /// The digest of the plan that the caller has read.
    pub trust_plan: Option<String>,
}

/// Sets a validator up.
pub fn review(
    ctx: &Ctx,
    request: &ReviewRequest,
    watcher: &mut dyn Watcher,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let setting = set_up(ctx, request)?;
    let ctx = &Ctx { dir: setting.folder.clone(), ..ctx.clone() };
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(Some(setting.id.as_str()), None)?;
    let mut outing = None;
    if !request.no_run {
        let running = gather::running(&place, &status, &id, &path)?;
        let options = RunOptions { no_record: true, trust_plan: request.trust_plan.clone(), ..RunOptions::default() };
        let ran = run_within(ctx, &place, &running, &id, &options, watcher)?;
        if ran.interrupted {
            return Err(Error::Interrupted);
        }
        outing = Some(ran);
    }
    let mut judging = gather::judging(&place, &status, &id, &path, &Selection::Chosen)?;
    let report = report(&place, &id, &judging)?;
    let mut others: Vec<Finding> = place.config_findings.clone();
    others.extend(gate::snapshot_findings(&judging.after));
    let mut at_least = Outcome::Pass;
    if let Some(Outing { view, findings, sources, end, .. }) = outing {
        at_least = match end {
            RunEnd::Pass => Outcome::Pass,
            RunEnd::Fail => Outcome::Fail,
            RunEnd::Unproven | RunEnd::Interrupted => Outcome::NoVerdict,
        };
        others.extend(rehomed(findings, &sources, &mut judging.after.sources));
        if view.id.is_some() {
            reporter.event(&judging.after.sources, Event::Ran(Box::new(view)))?;
        }
    }
    tell(ctx, &setting, &place, &judging, &report, others, at_least, reporter)
}

/// The draft, kept where it is no part of any work tree, and edited where somebody sits there to do it.
fn report(place: &Place, id: &PacketId, judging: &Judging) -> Result<Reviewed, Error> {
    let reviews = Reviews::of(&place.repo.common_dir);
    let draft = drafted(judging, place);
    let bound = |bytes: &[u8]| {
        let report = parse::written_report(bytes);
        (report.contract, report.scope_tree)
    };
    let same = bound(draft.as_bytes());
    // What was appended once is not offered again, though it was of the same work.
    let reports = &judging.after.packet.reports;
    let used: BTreeSet<Digest> = reports.iter().filter_map(|report| Some(report.bound.as_ref()?.report)).collect();
    let is_same = |bytes: &[u8]| bound(bytes) == same && !used.contains(&parse::written_report(bytes).digest);
    let kept = reviews.keep(id, &draft, is_same)?;
    let file = reviews.path(id);
    let mut edited = None;
    if let Some(editor) = editor::editor() {
        edited = Some(editor::edit(&editor, &file).unwrap_or(false));
    }
    let written = parse::written_report(&read(&file, LARGEST_DOCUMENT)?);
    Ok(Reviewed { file, moved: kept, left: written.left.len(), sha1: written.digest.to_string(), edited })
}

#[expect(clippy::too_many_arguments, reason = "what was set up, what was found out, and how to tell it")]
fn tell(
    ctx: &Ctx,
    setting: &Setting,
    place: &Place,
    judging: &Judging,
    report: &Reviewed,
    others: Vec<Finding>,
    at_least: Outcome,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let after = &judging.after;
    let (view, briefs) = reviewed(setting, report, judging);
    reporter.event(&after.sources, Event::Reviewed(view))?;
    let told = Told {
        started: started("review", after, place),
        judged: gate::after(after),
        others,
        details: details(after),
        briefs,
        summary: String::new(),
    };
    let outcome = tell_at_least(at_least, ctx, &after.sources, told, reporter, |outcome, _| {
        Some(next(setting, report, judging, outcome))
    })?;
    for item in items(after) {
        reporter.event(&after.sources, Event::Proven(item))?;
    }
    Ok(outcome)
}
