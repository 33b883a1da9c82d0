//! The steps of a plan, carried out one behind the other.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::came::{Came, came};
use super::carried::Carried;
use super::inside;
use super::order::{Ordered, Task};
use crate::command::{Ctx, Error};
use crate::gate::carried_out;
use crate::model::{Condition, PacketId, StepResult};
use crate::report::{Progress, StepRow, Watcher};
use crate::world::clock::Stopwatch;
use crate::world::gather::{Place, Running};
use crate::world::runs::{OpenRun, Runs};
use crate::world::session::{
    Ended, Interrupt, Kept, Limits, Mask, MaskedStream, Session, SessionError, Start, StepLog,
};
use crate::world::shells::on_path;

/// How long what is ended is given to end by itself.
const GRACE: Duration = Duration::from_secs(3);

/// After how many seconds a step is slow, and how often that is said again.
const SLOW: u64 = 30;

/// How a plan is to be carried out.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Goes on behind a step that failed.
    pub keep_going: bool,
    /// What the whole plan may take.
    pub timeout: Option<Duration>,
    /// What one step may take.
    pub step_timeout: Duration,
}

/// A plan that is being carried out.
pub struct Execution<'a> {
    pub ctx: &'a Ctx,
    pub place: &'a Place,
    pub running: &'a Running,
    pub id: &'a PacketId,
    pub open: &'a OpenRun,
    pub manner: Manner,
    pub watcher: &'a mut dyn Watcher,
}

/// Why the steps that are left are not carried out.
enum Stopped {
    /// Those of the whole plan.
    Plan(String),
    /// Those of the fence of that number.
    Fence(Option<usize>, String),
}

/// The shell of a fence.
struct Fence {
    index: Option<usize>,
    session: Session,
}

impl Execution<'_> {
    /// Carries the steps out.
    pub fn carry_out(&mut self, ordered: &[Ordered]) -> Result<Carried, Error> {
        let mut carried = Carried { sources: self.running.after.sources.clone(), ..Carried::default() };
        let interrupt = Interrupt::watch()?;
        let mask = Mask::of_environment();
        let watch = Stopwatch::start();
        let mut fence: Option<Fence> = None;
        let mut stopped: Option<Stopped> = None;
        for one in ordered {
            if fence.as_ref().is_some_and(|fence| fence.index.is_none() || fence.index != one.step.fence) {
                self.close(fence.take(), &interrupt, &mut carried)?;
            }
            let why_not = match &stopped {
                Some(Stopped::Plan(why)) => Some(why.clone()),
                Some(Stopped::Fence(of, why)) if *of == one.step.fence => Some(why.clone()),
                _ => None,
            };
            let came = match why_not {
                Some(why) => {
                    carried.push(self.row(one, not_run(one, why), 0), None);
                    continue;
                }
                None => self.one(one, &mut fence, (&interrupt, &mask, watch), &mut carried)?,
            };
            stopped = self.stops(one, came, watch).or(stopped);
        }
        self.close(fence.take(), &interrupt, &mut carried)?;
        carried.millis = watch.millis();
        self.watcher.progress(Progress::Done);
        Ok(carried)
    }

    /// One step, and its row.
    fn one(
        &mut self,
        one: &Ordered,
        fence: &mut Option<Fence>,
        (interrupt, mask, watch): (&Interrupt, &Mask, Stopwatch),
        carried: &mut Carried,
    ) -> Result<(StepResult, Option<Ended>), Error> {
        let step = one.step;
        let own = Stopwatch::start();
        let line = self.line(one);
        self.watcher.progress(Progress::Step(step.index, line, first_line(&step.text)));
        let (came, kept, ended) = match &one.task {
            Task::Bash(text) | Task::PowerShell { command: text, .. } => {
                let mut log = StepLog::create(&self.open.log(step.index))?;
                let ended = self.in_shell(one, (line, text), fence, (interrupt, mask, watch), &mut log, carried)?;
                (came(step, ended), Some(log.finish()?), Some(ended))
            }
            Task::Audit => {
                let came = inside::audit(self.place, &self.running.after.packet, step, carried);
                (came.0, Some(self.logged(step.index, &came.1, mask)?), None)
            }
            Task::Gate(gate) => {
                let came = inside::gate(self.ctx, self.id, &self.open.id, gate, step);
                (came.0, Some(self.logged(step.index, &came.1, mask)?), None)
            }
            Task::With(first) => (carried.like(*first), None, None),
            Task::ByHand | Task::Skip(_) | Task::Nothing(_) => (not_carried_out(one), None, None),
        };
        let packet = &self.running.after.packet;
        if !matches!(one.task, Task::With(_)) {
            carried.findings.extend(carried_out::of_step(packet, step, came.result, &came.note));
        }
        if came.undeclared {
            carried.findings.push(carried_out::undeclared(packet, step));
        }
        let result = came.result;
        let mut row = self.row(one, came, own.millis());
        row.bytes = kept.as_ref().map_or(0, |kept| kept.total);
        if own.elapsed().as_secs() >= SLOW {
            row.note =
                [row.note.as_str(), "SLOW"].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(", ");
        }
        self.watcher.progress(Progress::Ended(&row));
        carried.push(row, kept);
        Ok((result, ended))
    }

    /// Carries a step out in the shell of its fence, which is started where it is not there yet.
    fn in_shell(
        &mut self,
        one: &Ordered,
        text: (usize, &str),
        fence: &mut Option<Fence>,
        (interrupt, mask, watch): (&Interrupt, &Mask, Stopwatch),
        log: &mut StepLog,
        carried: &mut Carried,
    ) -> Result<Ended, Error> {
        let own = Stopwatch::start();
        let session = if let Some(fence) = fence {
            &mut fence.session
        } else {
            let session = self.start(interrupt)?;
            carried.shell.get_or_insert(format!("bash {}", session.version()));
            &mut fence.insert(Fence { index: one.step.fence, session }).session
        };
        let whole = self.manner.timeout.map(|most| watch.after(most));
        let deadline = own.after(self.manner.step_timeout);
        let deadline = whole.map_or(deadline, |whole: Instant| whole.min(deadline));
        let mut stream = MaskedStream::new(mask);
        let watcher = &mut *self.watcher;
        let mut said = 0;
        let mut sink = |bytes: &[u8]| {
            let seconds = own.elapsed().as_secs();
            if seconds / SLOW > said {
                said = seconds / SLOW;
                watcher.progress(Progress::Slow(seconds));
            }
            let bytes = stream.push(bytes);
            watcher.progress(Progress::Output(&bytes));
            log.push(&bytes)
        };
        let limits = Limits { deadline: Some(deadline), grace: GRACE };
        let ended = session.step(one.step.index, text, limits, interrupt, &mut sink)?;
        let rest = stream.finish();
        self.watcher.progress(Progress::Output(&rest));
        log.push(&rest)?;
        Ok(ended)
    }

    fn start(&self, interrupt: &Interrupt) -> Result<Session, Error> {
        let bash: PathBuf = on_path("bash").ok_or(SessionError::NoBash)?;
        let (name, value) = Runs::stack(self.id, &self.open.id);
        let variables = [(OsString::from(name), OsString::from(value))];
        let path = self.running.after.path.to_string();
        let start = Start { bash: &bash, folder: &self.place.repo.root, name: &path, variables: &variables };
        Ok(Session::start(&start, interrupt)?)
    }

    /// Ends the shell of a fence; what its steps left behind is told with them.
    fn close(&mut self, fence: Option<Fence>, interrupt: &Interrupt, carried: &mut Carried) -> Result<(), Error> {
        let Some(Fence { index, session }) = fence else { return Ok(()) };
        let left = session.close(GRACE, interrupt, &mut |_| Ok(()))?;
        for (process, step) in left {
            let of_fence = |row: &&mut StepRow| {
                step.map_or_else(
                    || row.result.is_some_and(StepResult::passed) && row.by == "bash",
                    |step| row.index == step,
                )
            };
            let Some(row) = carried.rows.iter_mut().rev().find(of_fence) else { continue };
            let told = format!("left `{}` ({}) running", process.name, process.pid);
            if row.result == Some(StepResult::Pass) {
                row.result = Some(StepResult::Leak);
                let plan = &self.running.after.packet.plan;
                let step = plan.steps.iter().find(|step| step.index == row.index && step.fence == index);
                let packet = &self.running.after.packet;
                carried
                    .findings
                    .extend(step.and_then(|step| carried_out::of_step(packet, step, StepResult::Leak, &told)));
            }
            row.note = [row.note.clone(), told].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
        }
        Ok(())
    }

    /// Keeps the log of what was judged in this process.
    fn logged(&self, step: usize, lines: &[String], mask: &Mask) -> Result<Kept, Error> {
        let mut log = StepLog::create(&self.open.log(step))?;
        for line in lines {
            log.push(&mask.masked(format!("{line}\n").as_bytes()))?;
        }
        Ok(log.finish()?)
    }

    /// Whether what is left is not carried out.
    fn stops(&self, one: &Ordered, (result, ended): (StepResult, Option<Ended>), watch: Stopwatch) -> Option<Stopped> {
        let index = one.step.index;
        if result == StepResult::Interrupted {
            return Some(Stopped::Plan("interrupted".to_owned()));
        }
        if self.manner.timeout.is_some_and(|most| watch.elapsed() >= most) {
            return Some(Stopped::Plan("the time for all of it was up".to_owned()));
        }
        let failed = result.failed();
        if failed && !self.manner.keep_going {
            return Some(Stopped::Plan(format!("after step {index}")));
        }
        match ended {
            Some(Ended::Shell(_) | Ended::TimedOut) => {
                Some(Stopped::Fence(one.step.fence, format!("step {index} ended the shell")))
            }
            _ => None,
        }
        .filter(|_| one.step.fence.is_some())
    }

    fn line(&self, one: &Ordered) -> usize {
        let after = &self.running.after;
        after.sources.get(after.packet.source).line_at(one.step.span.start)
    }

    fn row(&self, one: &Ordered, came: Came, millis: u64) -> StepRow {
        row(one, self.line(one), Some(came), millis)
    }
}

/// A step as reports show it.
pub fn row(one: &Ordered, line: usize, came: Option<Came>, millis: u64) -> StepRow {
    let condition = one.step.condition.as_ref().map(|condition| match condition {
        Condition::NonDocFilesChanged(text) | Condition::Unknown(text) => text.trim_end_matches(':').to_owned(),
    });
    let by = one.task.by();
    let (result, exit, note) =
        came.map_or((None, None, String::new()), |came| (Some(came.result), came.exit, came.note));
    let how = if matches!(one.task, Task::Bash(_)) || result.is_none() { "" } else { by };
    let carried_out =
        result != Some(StepResult::NotRun) && !matches!(one.task, Task::ByHand | Task::Skip(_) | Task::Nothing(_));
    let parts = [Some(how.to_owned()).filter(|how| !how.is_empty() && carried_out), Some(note)];
    let note = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    StepRow {
        index: one.step.index,
        line,
        by,
        command: first_line(&one.step.text).to_owned(),
        condition,
        result,
        exit,
        millis,
        bytes: 0,
        note,
    }
}

fn not_run(one: &Ordered, why: String) -> Came {
    match one.task {
        Task::ByHand | Task::Skip(_) => not_carried_out(one),
        _ => Came { result: StepResult::NotRun, exit: None, note: why, undeclared: false },
    }
}

fn not_carried_out(one: &Ordered) -> Came {
    let result = match one.task {
        Task::ByHand => StepResult::Manual,
        Task::Skip(_) => StepResult::Skipped,
        _ => StepResult::Unproven,
    };
    Came { result, exit: None, note: one.task.why_not().unwrap_or_default().to_owned(), undeclared: false }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
