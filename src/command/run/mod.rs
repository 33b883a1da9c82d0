//! `run`: carries the TEST_PLAN out as it is written, and leaves evidence that the gates can check.

mod came;
mod carried;
mod execution;
mod inside;
mod order;
mod record;
mod telling;
mod trust;
mod wording;

use std::time::Duration;

use self::carried::Carried;
use self::execution::{Execution, Manner, row};
use self::order::{Ordered, Surroundings, Task, ordered};
use self::record::{Recorded, record};
use self::telling::Ran;
use self::trust::{Trust, trust};
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::carried_out::PLAN_UNTRUSTED;
use crate::gate::contract::plan_digest;
use crate::model::{Packet, PacketId, Plan, RepoPath, RunEnd, Shell};
use crate::report::{Ended, Event, Progress, Reporter, RunView, Watcher};
use crate::text::Sources;
use crate::world::gather::{self, Place, Running};
use crate::world::runs::Runs;
use crate::world::shells::program;

/// What one step may take where nothing else is said.
const STEP_TIMEOUT: Duration = Duration::from_hours(1);

/// What documentation files end in.
const DOC_ENDINGS: &[&str] = &[".md", ".txt", ".rst", ".adoc"];

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Shows what would be carried out, and carries nothing out.
    pub plan_only: bool,
    /// Which plan of the packet.
    pub part: PlanPart,
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

/// A plan that a packet holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanPart {
    /// TEST_PLAN: what proves the work.
    #[default]
    TestPlan,
    /// RUN_COMMANDS of BOOTSTRAP: what the coder begins with; it proves nothing.
    RunCommands,
}

impl RunOptions {
    fn plan_of(&self) -> fn(&Packet) -> &Plan {
        match self.part {
            PlanPart::TestPlan => |packet| &packet.plan,
            PlanPart::RunCommands => |packet| &packet.run_commands,
        }
    }

    /// True where what passes is written into the packet.
    fn records(&self) -> bool {
        !self.no_record && self.part == PlanPart::TestPlan && self.step.is_none()
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
    let steps = steps(&running, &id, options)?;
    let trust = trust(&running, options.plan_of(), options.trust_plan.as_deref());
    if options.plan_only {
        return show(&running, &id, options, &steps, &trust, reporter);
    }
    let stands = match trust {
        Trust::By(who) => who,
        Trust::Nobody(difference) => return refuse(&running, &id, options, difference, reporter),
    };
    let (carried, recorded) =
        carry_out(&Call { ctx, place: &place, running: &running, id: &id, options }, &steps, watcher)?;
    let interrupted = carried.is_interrupted();
    let ran = Ran { running: &running, id: &id, options, stands: &stands, recorded: &recorded };
    let outcome = ran.tell(ctx, carried, reporter)?;
    if interrupted { Err(Error::Interrupted) } else { Ok(outcome) }
}

/// A run that is a part of something else, which tells of it.
pub struct Outing {
    /// The steps with what came of them.
    pub view: RunView,
    /// What is to be said of them.
    pub findings: Vec<Finding>,
    /// Where the findings point into.
    pub sources: Sources,
    /// How it ended.
    pub end: RunEnd,
    /// True where somebody interrupted it.
    pub interrupted: bool,
}

/// Carries the plan out, for whoever tells of it; nothing is carried out where nobody stands for
/// the plan.
pub fn run_within(
    ctx: &Ctx,
    place: &Place,
    running: &Running,
    id: &PacketId,
    options: &RunOptions,
    watcher: &mut dyn Watcher,
) -> Result<Outing, Error> {
    let steps = steps(running, id, options)?;
    let stands = match trust(running, options.plan_of(), options.trust_plan.as_deref()) {
        Trust::By(who) => who,
        Trust::Nobody(difference) => {
            return Ok(Outing {
                view: RunView::default(),
                findings: vec![untrusted(running, id, options, difference.as_ref())],
                sources: running.after.sources.clone(),
                end: RunEnd::Unproven,
                interrupted: false,
            });
        }
    };
    let (carried, recorded) = carry_out(&Call { ctx, place, running, id, options }, &steps, watcher)?;
    let view = Ran { running, id, options, stands: &stands, recorded: &recorded }.view(&carried);
    let interrupted = carried.is_interrupted();
    let Carried { findings, sources, .. } = carried;
    Ok(Outing { view, findings, sources, end: recorded.run.end, interrupted })
}

/// What is carried out, and how.
struct Call<'a> {
    ctx: &'a Ctx,
    place: &'a Place,
    running: &'a Running,
    id: &'a PacketId,
    options: &'a RunOptions,
}

/// The steps that are meant, each with what is to be done for it.
fn steps<'a>(running: &'a Running, id: &PacketId, options: &RunOptions) -> Result<Vec<Ordered<'a>>, Error> {
    let plan = options.plan_of()(&running.after.packet);
    let around = Surroundings { id, powershell: program(Shell::PowerShell), non_doc: non_doc(running) };
    let steps = ordered(plan, options.step, &around);
    if steps.is_empty() {
        return Err(Error::NoSteps { section: section(options), step: options.step, steps: plan.steps.len() });
    }
    Ok(steps)
}

/// Carries the steps out, and keeps what came of them.
fn carry_out(call: &Call, steps: &[Ordered], watcher: &mut dyn Watcher) -> Result<(Carried, Recorded), Error> {
    let &Call { ctx, place, running, id, options } = call;
    if options.records() {
        place.writable(&running.after.path)?;
    }
    let runs = Runs::of(&place.repo.common_dir);
    let open = runs.begin(id, place.now)?;
    open.keep_files(&running.files)?;
    watcher.progress(Progress::Began(open.id.as_str(), id.as_str(), steps.len()));
    let manner = Manner {
        keep_going: options.keep_going,
        timeout: options.timeout,
        step_timeout: options.step_timeout.unwrap_or(STEP_TIMEOUT),
    };
    let mut execution = Execution { ctx, place, running, id, open: &open, manner, watcher };
    let mut carried = execution.carry_out(steps)?;
    let recorded = record(place, running, id, &runs, &open, options, &mut carried)?;
    if options.step.is_some() {
        open.forget()?;
    }
    Ok((carried, recorded))
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
    let view = RunView {
        plan: digest.clone(),
        steps: rows.collect(),
        rollback: telling::rollback(running),
        ..RunView::default()
    };
    let (summary, next) = match trust {
        Trust::By(who) => (format!("nothing was run; the plan is {who}"), format!("taskpacket run {id}")),
        Trust::Nobody(_) => (
            "nothing was run; nobody stands for this plan".to_owned(),
            format!("read it; then  taskpacket run {id} --trust-plan {digest}"),
        ),
    };
    reporter.event(sources, Event::Started(telling::started(running, id, options, None)))?;
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
    let finding = untrusted(running, id, options, difference.as_ref());
    reporter.event(sources, Event::Started(telling::started(running, id, options, None)))?;
    if let Some((_, text)) = difference {
        reporter.event(sources, Event::Text(format!("{text}\n")))?;
    }
    reporter.event(sources, Event::Found(finding))?;
    let next = format!("taskpacket run {id}{} --plan  shows what would be run", bootstrap(options));
    let ended = Ended { outcome: Outcome::NoVerdict, summary: "nothing was run".to_owned(), next: Some(next) };
    reporter.event(sources, Event::Ended(ended))?;
    Ok(Outcome::NoVerdict)
}

/// Says that nobody stands for the plan; `difference` names who stands for another one.
fn untrusted(running: &Running, id: &PacketId, options: &RunOptions, difference: Option<&(String, String)>) -> Finding {
    let packet = &running.after.packet;
    let plan = options.plan_of()(packet);
    let (digest, bootstrap) = (plan_digest(plan), bootstrap(options));
    let message = match difference {
        Some((name, _)) => format!("the commands are not those of {name}, and nothing was run"),
        None => "no commit holds the commands, and nothing was run".to_owned(),
    };
    Finding::error(&PLAN_UNTRUSTED, message)
        .at(packet.source, plan.heading.unwrap_or_default())
        .help(match difference {
            Some(_) => "read the difference above, and have it amended if it is right",
            None => "commit the packet: its first commit is its checkpoint",
        })
        .help(format!("if these are the commands you mean: taskpacket run {id}{bootstrap} --trust-plan {digest}"))
}

/// The option that asks for RUN_COMMANDS, where they are what is meant.
fn bootstrap(options: &RunOptions) -> &'static str {
    match options.part {
        PlanPart::TestPlan => "",
        PlanPart::RunCommands => " --bootstrap",
    }
}

/// Files that are no documentation, and were changed.
fn non_doc(running: &Running) -> Vec<String> {
    let is_doc = |path: &RepoPath| {
        let name = path.to_string().to_ascii_lowercase();
        running.after.config.is_exempt(path) || DOC_ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    running.changed.iter().filter(|path| !is_doc(path)).map(ToString::to_string).collect()
}

fn section(options: &RunOptions) -> &'static str {
    match options.part {
        PlanPart::TestPlan => "TEST_PLAN",
        PlanPart::RunCommands => "RUN_COMMANDS",
    }
}
