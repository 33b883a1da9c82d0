//! `handoff`: the one command of a coder at the end of the day. The manifest is written, the plan carried out,
//! STATUS_HANDOFF says what there is, and every gate of post-work is asked; one report at the end.

mod facts;
mod rehome;

use self::facts::handed_over;
pub use self::rehome::rehomed;
use super::edit::Desk;
use super::manifest::rows;
use super::post_work::{details, items, next, packet_on_disk, started};
use super::run::{Outing, RunOptions, run_within};
use super::tell::{Told, tell_at_least};
use super::writes::written;
use super::{Ctx, Error, Selection};
use crate::finding::{Finding, Severity};
use crate::gate::{self, GateStatus, Judged, Outcome};
use crate::model::{After, KeptHere, Mode, RunEnd};
use crate::report::{Event, Reporter, Watcher};
use crate::text::{Sources, apply};
use crate::world::gather::{self, Depth, Running};
use crate::write;

/// The gates that are asked before anything is written: where one of them fails, nothing that follows helps.
const FIRST: &[&str] = &["scope_respected", "contract_unchanged", "phase_order"];

/// What was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct HandoffOptions {
    /// Puts the packet, and nothing else, into the index.
    pub stage: bool,
    /// Carries the plan out again where a run of it counts already.
    pub rerun: bool,
}

/// Hands the work over.
pub fn handoff(
    ctx: &Ctx,
    id: Option<&str>,
    options: HandoffOptions,
    watcher: &mut dyn Watcher,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let mut desk = Desk::open(ctx, id)?;
    let facts = desk.facts()?;
    let work = Work { ctx, options, old: facts.sources.get(facts.packet.source).bytes().to_vec() };
    let early = first_gates(&facts);
    if !early.is_empty() {
        return work.stop(&desk, &facts, early, Vec::new(), reporter);
    }
    write_manifest(&desk, &facts)?;
    work.stage(&desk)?;
    let running = gather::running(&desk.place, &desk.status, &desk.id, &desk.path)?;
    let beside = beside(&running);
    if !beside.is_empty() {
        return work.stop(&desk, &running.after, Vec::new(), beside, reporter);
    }
    let reused = counting_run(&running).filter(|_| !options.rerun);
    let mut outing = None;
    if reused.is_none() {
        let ran = run_within(ctx, &desk.place, &running, &desk.id, &RunOptions::default(), watcher)?;
        if ran.end != RunEnd::Pass || !ran.view.recorded {
            return work.did_not_pass(&desk, &running, ran, reporter);
        }
        outing = Some(ran);
    }
    write_status(&desk, &facts)?;
    work.stage(&desk)?;
    desk.status = desk.place.repo.status()?;
    work.tell(&desk, reused, outing, reporter)
}

/// The answers of the first gates that fail.
fn first_gates(facts: &After) -> Vec<Judged> {
    let judged = gate::after(facts).into_iter();
    judged.filter(|it| FIRST.contains(&it.gate.name) && it.judgement.status == GateStatus::Fail).collect()
}

/// Files that lie on disk otherwise than they are staged: the run would test one thing, and another is handed over.
fn beside(running: &Running) -> Vec<Finding> {
    if running.beside_index.is_empty() {
        return Vec::new();
    }
    let finding = gate::carried_out::tested_beside(&running.beside_index);
    vec![Finding { severity: Severity::Error, ..finding }]
}

/// The run that counts for the plan and the files on disk, where its record holds.
fn counting_run(running: &Running) -> Option<String> {
    let after = &running.after;
    let recorded = gate::fresh(after).filter(|it| it.run.steps.len() == after.packet.plan.steps.len())?;
    let contradicted = matches!(after.runs.kept.get(&recorded.run.id), Some(KeptHere::Different(_)));
    (!contradicted && after.runs.failed_later.is_empty()).then(|| recorded.run.id.to_string())
}

/// Makes the manifest of the packet on disk true.
fn write_manifest(desk: &Desk, facts: &After) -> Result<(), Error> {
    let source = facts.sources.get(facts.packet.source);
    let edits = write::manifest(&facts.packet, source, &rows(facts), facts.now).edits;
    let new = apply(source.bytes(), &edits).expect("the writer's edits do not overlap");
    if new != source.bytes() {
        desk.place.replace(&desk.path, source.bytes(), &new)?;
    }
    Ok(())
}

/// Has STATUS_HANDOFF say what there is.
fn write_status(desk: &Desk, facts: &After) -> Result<(), Error> {
    let mut sources = Sources::default();
    let packet = desk.place.read(&mut sources, &desk.path)?;
    let source = sources.get(packet.source);
    let Some(edit) = write::handoff(&packet, source, &handed_over(facts, &packet), facts.now) else {
        return Ok(());
    };
    let new = apply(source.bytes(), &[edit]).expect("it is one edit");
    Ok(desk.place.replace(&desk.path, source.bytes(), &new)?)
}

/// A handoff that goes on.
struct Work<'a> {
    ctx: &'a Ctx,
    options: HandoffOptions,
    /// The packet as it was before.
    old: Vec<u8>,
}

impl Work<'_> {
    fn stage(&self, desk: &Desk) -> Result<(), Error> {
        if self.options.stage {
            desk.place.repo.stage(std::slice::from_ref(&desk.path))?;
        }
        Ok(())
    }

    /// What stands in the way is told, and nothing was run.
    fn stop(
        &self,
        desk: &Desk,
        facts: &After,
        judged: Vec<Judged>,
        others: Vec<Finding>,
        reporter: &mut dyn Reporter,
    ) -> Result<Outcome, Error> {
        let told = Told {
            started: started("handoff", facts, &desk.place),
            judged,
            others,
            details: Vec::new(),
            briefs: Vec::new(),
            summary: "nothing was run".to_owned(),
        };
        let next = format!("mend, then  taskpacket handoff {}", desk.id);
        Ok(tell_at_least(Outcome::Fail, self.ctx, &facts.sources, told, reporter, |_, _| Some(next))?)
    }

    /// The run is told, and nothing further was written.
    fn did_not_pass(
        &self,
        desk: &Desk,
        running: &Running,
        ran: Outing,
        reporter: &mut dyn Reporter,
    ) -> Result<Outcome, Error> {
        let at_least = if ran.end == RunEnd::Fail { Outcome::Fail } else { Outcome::NoVerdict };
        let id = &desk.id;
        let first = if ran.interrupted { "" } else { "mend, then  " };
        let next = format!("{first}taskpacket handoff {id}");
        if ran.view.id.is_some() {
            reporter.event(&ran.sources, Event::Ran(Box::new(ran.view)))?;
        }
        let told = Told {
            started: started("handoff", &running.after, &desk.place),
            judged: Vec::new(),
            others: ran.findings,
            details: Vec::new(),
            briefs: Vec::new(),
            summary: "the plan did not pass; the manifest is written".to_owned(),
        };
        let outcome = tell_at_least(at_least, self.ctx, &ran.sources, told, reporter, |_, _| Some(next))?;
        if ran.interrupted { Err(Error::Interrupted) } else { Ok(outcome) }
    }

    /// Asks every gate, with the packet as it is now, and tells all of it.
    fn tell(
        &self,
        desk: &Desk,
        reused: Option<String>,
        outing: Option<Outing>,
        reporter: &mut dyn Reporter,
    ) -> Result<Outcome, Error> {
        let selection = Selection::WithPacketOnDisk;
        let mut facts = gather::after(&desk.place, &desk.status, &desk.id, &desk.path, &selection, Depth::Judged)?;
        let mut others = desk.place.config_findings.clone();
        others.extend(gate::snapshot_findings(&facts));
        others.extend(packet_on_disk(&facts, &desk.status));
        let mut view = None;
        if let Some(Outing { view: ran, findings, sources, .. }) = outing {
            others.extend(rehomed(findings, &sources, &mut facts.sources));
            view = Some(ran);
        }
        if let Some(view) = view {
            reporter.event(&facts.sources, Event::Ran(Box::new(view)))?;
        }
        let new = facts.sources.get(facts.packet.source).bytes();
        reporter.event(&facts.sources, Event::Wrote(written(&desk.path, Some(&self.old), new, false, false)))?;
        let mut started = started("handoff", &facts, &desk.place);
        started.context.extend(
            reused.map(|run| format!("run {run} counts for this plan and these files: not run again (--rerun)")),
        );
        let told = Told {
            started,
            judged: gate::after(&facts),
            others,
            details: details(&facts),
            briefs: Vec::new(),
            summary: self.summary(new),
        };
        let outcome = tell_at_least(Outcome::Pass, self.ctx, &facts.sources, told, reporter, |outcome, findings| {
            Some(next_command(desk, &facts, outcome, findings))
        })?;
        for item in items(&facts) {
            reporter.event(&facts.sources, Event::Proven(item))?;
        }
        Ok(outcome)
    }

    fn summary(&self, new: &[u8]) -> String {
        match (self.old == new, self.options.stage) {
            (false, false) => "the packet is written",
            (false, true) => "the packet is written and staged",
            (true, false) => "the packet says all of it already",
            (true, true) => "the packet says all of it already; it is staged",
        }
        .to_owned()
    }
}

fn next_command(desk: &Desk, facts: &After, outcome: Outcome, findings: &[Finding]) -> String {
    let path = desk.path.quoted();
    if outcome != Outcome::Pass {
        return next(facts, outcome, findings);
    }
    let dirty = desk.is_dirty();
    let staged_only =
        dirty && !desk.status.unstaged.contains(&desk.path) && !desk.status.untracked.contains(&desk.path);
    match facts.snapshot.mode {
        Mode::Staged if staged_only || !dirty => "git commit".to_owned(),
        Mode::Staged => format!("git add -- {path} && git commit"),
        Mode::Worktree => format!("git add -A && git commit; then  taskpacket post-work {}", desk.id),
        _ if dirty => format!("git add -- {path} && git commit"),
        _ => next(facts, outcome, findings),
    }
}
