//! `run`: carries the TEST_PLAN out as it is written, and leaves evidence that the gates can check.

mod came;
mod carried;
mod execution;
mod inside;
mod order;
mod record;
mod trust;
mod wording;

use std::time::Duration;

use self::carried::Carried;
use self::execution::{Execution, Manner, row};
use self::order::{Ordered, Surroundings, Task, ordered};
use self::record::{Recorded, record};
use self::trust::{Trust, trust};
use super::tell::{Told, tell_as};
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::carried_out::PLAN_UNTRUSTED;
use crate::gate::contract::plan_digest;
use crate::model::{Packet, PacketId, Plan, RepoPath, RunEnd, SectionName, Shell, StepResult};
use crate::report::{Ended, Event, PacketRef, Progress, Reporter, RunView, SnapshotRef, Started, StepTail, Watcher};
use crate::text::{duration, listed};
use crate::world::gather::{self, Running};
use crate::world::runs::Runs;
use crate::world::shells::program;

/// What one step may take where nothing else is said.
const STEP_TIMEOUT: Duration = Duration::from_hours(1);

/// How many lines of a failed step's log are shown.
const TAIL: usize = 10;

/// What documentation files end in.
const DOC_ENDINGS: &[&str] = &[".md", ".txt", ".rst", ".adoc"];

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Shows what would be carried out, and carries nothing out.
    pub plan_only: bool,
    /// RUN_COMMANDS of BOOTSTRAP instead of TEST_PLAN.
    pub bootstrap: bool,
    /// This step alone; nothing of it is kept.
    pub step: Option<usize>,
    /// Goes on behind a step that failed.
    pub keep_going: bool,
    /// What the whole plan may take.
    pub timeout: Option<Duration>,
    /// What one step may take.
    pub step_timeout: Option<Duration>,
    /// Leaves the packet as it is.
    pub no_record: bool,
    /// The digest of the plan that the caller has read.
    pub trust_plan: Option<String>,
}

impl RunOptions {
    fn plan_of(&self) -> fn(&Packet) -> &Plan {
        if self.bootstrap { |packet| &packet.run_commands } else { |packet| &packet.plan }
    }

    /// True where what passes is written into the packet.
    fn records(&self) -> bool {
        !self.no_record && !self.bootstrap && self.step.is_none()
    }
}

/// Carries a plan out, or shows it.
pub fn run(
    ctx: &Ctx,
    id: Option<&str>,
    options: &RunOptions,
    watcher: &mut dyn Watcher,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let running = gather::running(&place, &status, &id, &path)?;
    let plan = options.plan_of()(&running.after.packet);
    let around = Surroundings { id: &id, powershell: program(Shell::PowerShell), non_doc: non_doc(&running) };
    let steps = ordered(plan, options.step, &around);
    if steps.is_empty() {
        return Err(Error::NoSteps { section: section(options), step: options.step, steps: plan.steps.len() });
    }
    let trust = trust(&running, options.plan_of(), options.trust_plan.as_deref());
    if options.plan_only {
        return show(&running, &id, options, &steps, &trust, reporter);
    }
    let stands = match trust {
        Trust::By(who) => who,
        Trust::Nobody(difference) => return refuse(&running, &id, options, difference, reporter),
    };
    let runs = Runs::of(&place.repo.common_dir);
    let open = runs.begin(&id, place.now)?;
    open.keep_files(&running.files)?;
    watcher.progress(Progress::Began(open.id.as_str(), id.as_str(), steps.len()));
    let manner = Manner {
        keep_going: options.keep_going,
        timeout: options.timeout,
        step_timeout: options.step_timeout.unwrap_or(STEP_TIMEOUT),
    };
    let mut execution = Execution { ctx, place: &place, running: &running, id: &id, open: &open, manner, watcher };
    let mut carried = execution.carry_out(&steps)?;
    let interrupted = carried.rows.iter().any(|row| row.result == Some(StepResult::Interrupted));
    let recorded = record(&place, &running, &id, &runs, &open, options, &mut carried)?;
    let view = view(&running, options, &open.id.to_string(), &carried, &recorded);
    let started = started(&running, &id, options, Some((open.id.as_str(), &stands, &carried)));
    if options.step.is_some() {
        open.forget()?;
    }
    let outcome = conclude(ctx, started, view, carried, &recorded, reporter, &id, options)?;
    if interrupted { Err(Error::Interrupted) } else { Ok(outcome) }
}

/// What the plan would do, and with whom it stands.
fn show(
    running: &Running,
    id: &PacketId,
    options: &RunOptions,
    steps: &[Ordered],
    trust: &Trust,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let sources = &running.after.sources;
    let packet = &running.after.packet;
    let rows = steps.iter().map(|one| {
        let line = sources.get(packet.source).line_at(one.step.span.start);
        let mut row = row(one, line, None, 0);
        row.note = match &one.task {
            Task::Skip(why) => format!("skipped: {why}"),
            Task::Nothing(why) => format!("unproven: {why}"),
            Task::With(first) => format!("with step {first}"),
            _ => one.step.unreadable.as_ref().map_or(String::new(), |why| format!("no bash: {}", why.reason)),
        };
        row
    });
    let digest = plan_digest(options.plan_of()(packet)).to_string();
    let view =
        RunView { plan: digest.clone(), steps: rows.collect(), rollback: rollback(running), ..RunView::default() };
    let (summary, next) = match trust {
        Trust::By(who) => (format!("nothing was run; the plan is {who}"), format!("taskpacket run {id}")),
        Trust::Nobody(_) => (
            "nothing was run; nobody stands for this plan".to_owned(),
            format!("read it; then  taskpacket run {id} --trust-plan {digest}"),
        ),
    };
    reporter.event(sources, Event::Started(started(running, id, options, None)))?;
    reporter.event(sources, Event::Ran(Box::new(view)))?;
    let ended = Ended { outcome: Outcome::Pass, summary, next: Some(next) };
    reporter.event(sources, Event::Ended(ended))?;
    Ok(Outcome::Pass)
}

/// Nothing is carried out; what nobody stands for is shown.
fn refuse(
    running: &Running,
    id: &PacketId,
    options: &RunOptions,
    difference: Option<(String, String)>,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let sources = &running.after.sources;
    let packet = &running.after.packet;
    let plan = options.plan_of()(packet);
    let digest = plan_digest(plan).to_string();
    let bootstrap = if options.bootstrap { " --bootstrap" } else { "" };
    let message = match &difference {
        Some((name, _)) => format!("the commands are not those of {name}, and nothing was run"),
        None => "no commit holds the commands, and nothing was run".to_owned(),
    };
    let finding = Finding::error(&PLAN_UNTRUSTED, message)
        .at(packet.source, plan.heading.unwrap_or_default())
        .help(match &difference {
            Some(_) => "read the difference above, and have it amended if it is right",
            None => "commit the packet: its first commit is its checkpoint",
        })
        .help(format!("if these are the commands you mean: taskpacket run {id}{bootstrap} --trust-plan {digest}"));
    reporter.event(sources, Event::Started(started(running, id, options, None)))?;
    if let Some((_, text)) = difference {
        reporter.event(sources, Event::Text(format!("{text}\n")))?;
    }
    reporter.event(sources, Event::Found(finding))?;
    let next = format!("taskpacket run {id}{bootstrap} --plan  shows what would be run");
    let ended = Ended { outcome: Outcome::NoVerdict, summary: "nothing was run".to_owned(), next: Some(next) };
    reporter.event(sources, Event::Ended(ended))?;
    Ok(Outcome::NoVerdict)
}

/// What a run says it runs.
fn started(running: &Running, id: &PacketId, options: &RunOptions, ran: Option<(&str, &str, &Carried)>) -> Started {
    let after = &running.after;
    let source = after.sources.get(after.packet.source);
    let plan = options.plan_of()(&after.packet);
    let lines = plan.heading.map_or(String::new(), |heading| {
        let last = plan.steps.last().map_or(heading.end, |step| step.span.end);
        format!(" at :{}..{}", source.line_at(heading.start), source.line_at(last))
    });
    let what = if options.bootstrap { "RUN_COMMANDS" } else { "plan" };
    let headline = match ran {
        Some((run, stands, carried)) => {
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

fn view(running: &Running, options: &RunOptions, run: &str, carried: &Carried, recorded: &Recorded) -> RunView {
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
        id: Some(run.to_owned()),
        plan: recorded.run.plan.to_string(),
        tree: Some(recorded.run.tree.to_string()),
        shell: carried.shell.clone(),
        steps: carried.rows.clone(),
        tails: tails.collect(),
        recorded: recorded.written,
        rollback: rollback(running).filter(|_| recorded.run.end == RunEnd::Fail),
    }
}

/// Tells all of it.
#[expect(clippy::too_many_arguments, reason = "what a run ends with comes from everywhere in it, once")]
fn conclude(
    ctx: &Ctx,
    started: Started,
    view: RunView,
    carried: Carried,
    recorded: &Recorded,
    reporter: &mut dyn Reporter,
    id: &PacketId,
    options: &RunOptions,
) -> Result<Outcome, Error> {
    let Carried { rows, findings, sources, millis, .. } = carried;
    let of =
        |results: &[StepResult]| rows.iter().filter(|row| row.result.is_some_and(|it| results.contains(&it))).count();
    let counts = [
        (of(&[StepResult::Pass, StepResult::Leak]), "passed"),
        (of(&[StepResult::Fail, StepResult::Timeout, StepResult::Signal]), "failed"),
        (of(&[StepResult::Unproven]), "unproven"),
        (of(&[StepResult::Skipped]), "skipped"),
        (of(&[StepResult::Manual]), "left to a person"),
        (of(&[StepResult::NotRun, StepResult::Interrupted]), "not run"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let kept = match (recorded.written, options.step) {
        (true, _) => "written into EVIDENCE",
        (false, Some(_)) => "not kept",
        (false, None) => "kept in .git, not written to the packet",
    };
    let summary = format!("{}, in {}; {kept}", counts.collect::<Vec<_>>().join(", "), duration(millis));
    let end = recorded.run.end;
    reporter.event(&sources, Event::Ran(Box::new(view)))?;
    let told = Told { started, judged: Vec::new(), others: findings, details: Vec::new(), briefs: Vec::new(), summary };
    let path = RepoPath::from(recorded.packet.as_str()).quoted();
    // Without a step that failed, a run that is not whole is no pass either.
    let verdict =
        |weighed| if matches!(end, RunEnd::Unproven | RunEnd::Interrupted) { Outcome::NoVerdict } else { weighed };
    let outcome = tell_as(ctx, &sources, told, reporter, verdict, |outcome, _| {
        Some(match (outcome, recorded.written) {
            (Outcome::Pass, true) => format!("git add -- {path}; then  taskpacket post-work {id}"),
            (Outcome::Pass, false) => format!("taskpacket run {id}  runs all of it, and writes the evidence"),
            _ if end == RunEnd::Interrupted => format!("taskpacket run {id}"),
            _ => format!("mend, then  taskpacket run {id}  (evidence is written when all steps pass)"),
        })
    })?;
    Ok(outcome)
}

/// Files that are no documentation, and were changed.
fn non_doc(running: &Running) -> Vec<String> {
    let is_doc = |path: &RepoPath| {
        let name = path.to_string().to_ascii_lowercase();
        running.after.config.is_exempt(path) || DOC_ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    running.changed.iter().filter(|path| !is_doc(path)).map(ToString::to_string).collect()
}

/// ROLLBACK_HINT on one line; `None` where the packet has none.
fn rollback(running: &Running) -> Option<String> {
    let packet = &running.after.packet;
    let body = packet.section(SectionName::RollbackHint)?.body;
    let text = running.after.sources.get(packet.source).slice(body);
    let lines = text.lines().map(|line| line.trim().trim_start_matches(['-', '*']).trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with("```")).collect();
    (!lines.is_empty()).then(|| lines.join("; "))
}

fn section(options: &RunOptions) -> &'static str {
    if options.bootstrap { "RUN_COMMANDS" } else { "TEST_PLAN" }
}
