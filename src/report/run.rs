//! A run of a plan, as reports show it: the steps with what came of them, and the end of what failed.

use crate::model::StepResult;

/// A plan that was carried out, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunView {
    /// The run's id; `None` where nothing was carried out.
    pub id: Option<String>,
    /// The digest of the plan.
    pub plan: String,
    /// The digest of the files that it ran on; `None` where nothing was carried out.
    pub tree: Option<String>,
    /// What read the steps; `None` where nothing was started.
    pub shell: Option<String>,
    /// The steps, in order.
    pub steps: Vec<StepRow>,
    /// The ends of the logs of what failed.
    pub tails: Vec<StepTail>,
    /// True where the run is written into the packet.
    pub recorded: bool,
    /// What the packet says of going back; never carried out.
    pub rollback: Option<String>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// Counted from 1 over the whole plan.
    pub index: usize,
    /// The line of the packet, counted from 1.
    pub line: usize,
    /// What carries it out: `bash`, `pwsh`, `native`, `in-process`, `by hand`, or `nothing` here.
    pub by: &'static str,
    /// Its first line.
    pub command: String,
    /// The condition that stands over it.
    pub condition: Option<String>,
    /// What came of it; `None` where it was not carried out.
    pub result: Option<StepResult>,
    /// Its exit status.
    pub exit: Option<i32>,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// How many bytes it wrote.
    pub bytes: u64,
    /// What else there is to say.
    pub note: String,
}

/// The end of a step's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTail {
    /// The step.
    pub step: usize,
    /// How many lines it wrote in all.
    pub lines_in_all: usize,
    /// The last of them.
    pub lines: Vec<String>,
    /// The command that shows the whole log; `None` where it is not kept.
    pub whole: Option<String>,
}

/// A run that is kept here, as `runs` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// The packet's.
    pub packet: String,
    /// When it began, in UTC; empty where it was broken off.
    pub began: String,
    /// How it ended: `pass`, `unproven`, `fail`, `interrupted`, or `broken off`.
    pub end: &'static str,
    /// How many of its steps passed, of how many.
    pub passed: (usize, usize),
    /// The digest of its plan, and of its files.
    pub digests: Option<(String, String)>,
}

/// What happens while a plan is carried out, for people who watch.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// A run begins: its id, its packet, and how many steps it has.
    Began(&'a str, &'a str, usize),
    /// A step begins: its number, its line and its first line.
    Step(usize, usize, &'a str),
    /// It wrote something; secrets are masked.
    Output(&'a [u8]),
    /// It has been at it for so many seconds.
    Slow(u64),
    /// It has ended.
    Ended(&'a StepRow),
    /// All have ended.
    Done,
}

/// Shows what happens while it happens.
pub trait Watcher {
    /// Takes one thing that happened.
    fn progress(&mut self, progress: Progress<'_>);
}
