//! A run of a TEST_PLAN as it is recorded: for which plan, on which tree, with which results.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{Digest, Oid};

/// The name of a run: eight hexadecimal digits, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(String);

impl RunId {
    /// Takes an id; `None` where it is anything but eight hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        digits.then(|| Self(text.to_owned()))
    }

    /// The id of a run that is told from all others by these bytes: its packet, its moment, its process.
    pub fn of(seed: &[u8]) -> Self {
        Self(Digest::of(seed).to_string()[..8].to_owned())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is kept of a run, in the packet and beside its logs in the same form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRecord {
    /// Its name.
    pub id: RunId,
    /// When it began, to the second.
    pub began: DateTime<Utc>,
    /// The commit that was checked out; `None` before the first one.
    pub head: Option<Oid>,
    /// The digest of the files that it ran on: see `world::gather::tree_digest`.
    pub tree: Digest,
    /// The digest of the commands: see `gate::contract::plan_digest`.
    pub plan: Digest,
    /// What read the steps, with its version: `bash 5.2.15(1)-release`.
    pub shell: String,
    /// Files that lay beside, neither tracked nor ignored nor in scope: they are not part of the tree.
    pub loose: Vec<String>,
    /// How many runs of this plan ended otherwise before.
    pub failed_before: usize,
    /// How it ended.
    pub end: RunEnd,
    /// Its steps, in the order of the plan.
    pub steps: Vec<StepRecord>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunEnd {
    /// Every step that was to be run passed, and there was one.
    Pass,
    /// Something could not be judged here.
    Unproven,
    /// A step failed.
    Fail,
    /// It was interrupted.
    Interrupted,
}

impl RunEnd {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Pass, Self::Unproven, Self::Fail, Self::Interrupted];

    /// The word for it in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Unproven => "unproven",
            Self::Fail => "fail",
            Self::Interrupted => "interrupted",
        }
    }
}

/// What is kept of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// Counted from 1 over the whole plan.
    pub index: usize,
    /// The line of the packet in which it stood, counted from 1.
    pub line: usize,
    /// What came of it.
    pub result: StepResult,
    /// Its exit status; `None` where it has none.
    pub exit: Option<i32>,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// How many bytes it wrote, those included that were cut out of the log.
    pub bytes: u64,
    /// SHA1 of its log; `None` where it has none.
    pub log: Option<Digest>,
    /// The first line of the command.
    pub command: String,
    /// What else there is to say: `exit 101`, `native, 412 files, 31 allowed`, `after step 5`.
    pub note: String,
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepResult {
    /// It ended as it should.
    Pass,
    /// It ended as it should, and left a process behind, which was ended.
    Leak,
    /// Its condition does not hold.
    Skipped,
    /// It is for a person to do.
    Manual,
    /// It was not reached.
    NotRun,
    /// It could not be judged here.
    Unproven,
    /// It ended otherwise.
    Fail,
    /// It was ended since it took too long.
    Timeout,
    /// A signal ended it.
    Signal,
    /// Somebody interrupted the run while it ran.
    Interrupted,
}

impl StepResult {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Pass,
        Self::Leak,
        Self::Skipped,
        Self::Manual,
        Self::NotRun,
        Self::Unproven,
        Self::Fail,
        Self::Timeout,
        Self::Signal,
        Self::Interrupted,
    ];

    /// The word for it in records and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Leak => "leak",
            Self::Skipped => "skipped",
            Self::Manual => "manual",
            Self::NotRun => "not run",
            Self::Unproven => "unproven",
            Self::Fail => "fail",
            Self::Timeout => "timeout",
            Self::Signal => "signal",
            Self::Interrupted => "interrupted",
        }
    }

    /// True where it was carried out and ended as it should.
    pub fn passed(self) -> bool {
        matches!(self, Self::Pass | Self::Leak)
    }

    /// True where it says that the work is wanting.
    pub fn failed(self) -> bool {
        matches!(self, Self::Fail | Self::Timeout | Self::Signal)
    }
}

impl RunEnd {
    /// How a run ended whose steps ended so. A plan of which nothing was carried out proves nothing.
    pub fn of(results: impl IntoIterator<Item = StepResult>) -> Self {
        let (mut passed, mut worst) = (false, Self::Pass);
        for result in results {
            passed |= result.passed();
            worst = worst.max(match result {
                StepResult::Pass | StepResult::Leak | StepResult::Skipped | StepResult::Manual => Self::Pass,
                StepResult::NotRun | StepResult::Unproven => Self::Unproven,
                StepResult::Fail | StepResult::Timeout | StepResult::Signal => Self::Fail,
                StepResult::Interrupted => Self::Interrupted,
            });
        }
        if worst == Self::Pass && !passed { Self::Unproven } else { worst }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        assert!(RunId::parse("0f3a9c12").is_some());
        for wrong in ["", "0f3a", "0F3A9C12", "0f3a9c1g", "0f3a9c123"] {
            assert_eq!(RunId::parse(wrong), None, "{wrong}");
        }
        assert!(RunId::parse(RunId::of(b"x").as_str()).is_some());
    }

    #[test]
    fn the_end_is_that_of_the_worst_step_and_nothing_proves_nothing() {
        use StepResult as R;
        let cases: &[(&[R], RunEnd)] = &[
            (&[R::Pass, R::Leak, R::Skipped, R::Manual], RunEnd::Pass),
            (&[R::Skipped, R::Manual], RunEnd::Unproven),
            (&[], RunEnd::Unproven),
            (&[R::Pass, R::NotRun], RunEnd::Unproven),
            (&[R::Pass, R::Unproven], RunEnd::Unproven),
            (&[R::Pass, R::Fail, R::NotRun], RunEnd::Fail),
            (&[R::Timeout], RunEnd::Fail),
            (&[R::Fail, R::Interrupted, R::NotRun], RunEnd::Interrupted),
        ];
        for (results, expected) in cases {
            assert_eq!(RunEnd::of(results.iter().copied()), *expected, "{results:?}");
        }
    }
}
