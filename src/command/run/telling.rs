//! What a run says: what it runs, what came of it, what is to be done next.

use super::carried::Carried;
use super::record::Recorded;
use super::{PlanPart, RunOptions};
use crate::command::tell::{Told, tell_at_least};
use crate::command::{Ctx, Error};
use crate::gate::Outcome;
use crate::model::{PacketId, RepoPath, RunEnd, SectionName, StepResult};
use crate::report::{Event, PacketRef, Reporter, RunView, SnapshotRef, Started, StepTail};
use crate::text::{duration, listed};
use crate::world::gather::Running;

/// How many lines of a failed step's log are shown.
const TAIL: usize = 10;

/// A run that was made.
pub struct Ran<'a> {
    pub running: &'a Running,
    pub id: &'a PacketId,
    pub options: &'a RunOptions,
    /// Who stands for its plan.
    pub stands: &'a str,
    pub recorded: &'a Recorded,
}

impl Ran<'_> {
    /// Tells all of it, and what it comes to.
    pub fn tell(&self, ctx: &Ctx, carried: Carried, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
        let started = started(self.running, self.id, self.options, Some((self, &carried)));
        let view = self.view(&carried);
        let id = self.id;
        let Carried { rows, findings, sources, millis, .. } = carried;
        let of = |results: &[StepResult]| {
            rows.iter().filter(|row| row.result.is_some_and(|it| results.contains(&it))).count()
        };
        let counts = [
            (of(&[StepResult::Pass, StepResult::Leak]), "passed"),
            (of(&[StepResult::Fail, StepResult::Timeout, StepResult::Signal]), "failed"),
            (of(&[StepResult::Unproven]), "unproven"),
            (of(&[StepResult::Skipped]), "skipped"),
            (of(&[StepResult::Manual]), "left to a person"),
            (of(&[StepResult::NotRun, StepResult::Interrupted]), "not run"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        let kept = match (self.recorded.written, self.options.step) {
            (true, _) => "written into EVIDENCE",
            (false, Some(_)) => "not kept",
            (false, None) => "kept in .git, not written to the packet",
        };
        let summary = format!("{}, in {}; {kept}", counts.collect::<Vec<_>>().join(", "), duration(millis));
        let end = self.recorded.run.end;
        reporter.event(&sources, Event::Ran(Box::new(view)))?;
        let told =
            Told { started, judged: Vec::new(), others: findings, details: Vec::new(), briefs: Vec::new(), summary };
        let path = RepoPath::from(self.recorded.packet.as_str()).quoted();
        let at_least = match end {
            RunEnd::Pass => Outcome::Pass,
            RunEnd::Unproven | RunEnd::Interrupted => Outcome::NoVerdict,
            RunEnd::Fail => Outcome::Fail,
        };
        Ok(tell_at_least(at_least, ctx, &sources, told, reporter, |outcome, _| {
            Some(match (outcome, self.recorded.written) {
                (Outcome::Pass, true) => format!("git add -- {path}; then  taskpacket post-work {id}"),
                (Outcome::Pass, false) => format!("taskpacket run {id}  runs all of it, and writes the evidence"),
                _ if end == RunEnd::Interrupted => format!("taskpacket run {id}"),
                _ => format!("mend, then  taskpacket run {id}  (evidence is written when all steps pass)"),
            })
        })?)
    }

    /// The steps with what came of them.
    pub fn view(&self, carried: &Carried) -> RunView {
        let (options, recorded) = (self.options, self.recorded);
        let run = &recorded.run.id;
        let kept = options.step.is_none();
        let tails = carried.rows.iter().zip(&carried.logs).filter_map(|(row, log)| {
            let failed = row.result.is_some_and(|it| it.failed() || it == StepResult::Interrupted);
            let log = log.as_ref().filter(|_| failed || !kept)?;
            let text = String::from_utf8_lossy(&log.end);
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let from = lines.len().saturating_sub(TAIL);
            Some(StepTail {
                step: row.index,
                lines_in_all: usize::try_from(log.lines).unwrap_or(usize::MAX),
                lines: lines[from..].to_vec(),
                whole: kept.then(|| format!("taskpacket runs show {run} --step {}", row.index)),
            })
        });
        RunView {
            id: Some(run.to_string()),
            plan: recorded.run.plan.to_string(),
            tree: Some(recorded.run.tree.to_string()),
            shell: carried.shell.clone(),
            steps: carried.rows.clone(),
            tails: tails.collect(),
            recorded: recorded.written,
            rollback: rollback(self.running).filter(|_| recorded.run.end == RunEnd::Fail),
        }
    }
}

/// What a run says it runs.
pub fn started(running: &Running, id: &PacketId, options: &RunOptions, ran: Option<(&Ran, &Carried)>) -> Started {
    let after = &running.after;
    let source = after.sources.get(after.packet.source);
    let plan = options.plan_of()(&after.packet);
    let lines = plan.heading.map_or(String::new(), |heading| {
        let last = plan.steps.last().map_or(heading.end, |step| step.span.end);
        format!(" at :{}..{}", source.line_at(heading.start), source.line_at(last))
    });
    let what = match options.part {
        PlanPart::TestPlan => "plan",
        PlanPart::RunCommands => "RUN_COMMANDS",
    };
    let headline = match ran {
        Some((ran, carried)) => {
            let (run, stands) = (&ran.recorded.run.id, ran.stands);
            let shell = carried.shell.as_deref().map_or(String::new(), |shell| format!(", {shell}"));
            let where_ = if running.beside_index.is_empty() { "on disk" } else { "on disk, which is not the index" };
            format!("run {run}, {what}{lines} {stands}{shell}, {where_}")
        }
        None => format!("{what}{lines}"),
    };
    let mut context = Vec::new();
    if ran.is_some() && !running.loose.is_empty() {
        context.push(format!("beside the work: {} (untracked, out of scope)", listed(&running.loose, 5)));
    }
    Started {
        command: "run",
        packet: Some(PacketRef { id: id.to_string(), path: after.path.to_string() }),
        snapshot: Some(SnapshotRef { mode: "disk", base: None, head: "disk".to_owned() }),
        headline,
        context,
    }
}

/// ROLLBACK_HINT on one line; `None` where the packet has none.
pub fn rollback(running: &Running) -> Option<String> {
    let packet = &running.after.packet;
    let body = packet.section(SectionName::RollbackHint)?.body;
    let text = running.after.sources.get(packet.source).slice(body);
    let lines = text.lines().map(|line| line.trim().trim_start_matches(['-', '*']).trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with("```")).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}
