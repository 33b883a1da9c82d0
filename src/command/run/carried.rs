//! What came of a plan, step by step.

use super::came::Came;
use crate::finding::Finding;
use crate::model::{Digest, StepResult};
use crate::report::StepRow;
use crate::text::Sources;
use crate::world::session::Kept;

/// What came of a plan.
#[derive(Default)]
pub struct Carried {
    /// The steps.
    pub rows: Vec<StepRow>,
    /// The log of each step that has one.
    pub logs: Vec<Option<Kept>>,
    /// What is to be said of them.
    pub findings: Vec<Finding>,
    /// Where findings point into.
    pub sources: Sources,
    /// What read the steps; `None` where no shell was needed.
    pub shell: Option<String>,
    /// How long all of it took, in milliseconds.
    pub millis: u64,
}

impl Carried {
    /// Takes the next step, with its log where it has one.
    pub fn push(&mut self, row: StepRow, log: Option<Kept>) {
        self.rows.push(row);
        self.logs.push(log);
    }

    /// What came of the step that carried another one out with its own.
    pub fn like(&self, first: usize) -> Came {
        let row = self.rows.iter().find(|row| row.index == first);
        Came {
            result: row.and_then(|row| row.result).unwrap_or(StepResult::NotRun),
            exit: row.and_then(|row| row.exit),
            note: format!("with step {first}"),
            undeclared: false,
        }
    }

    /// True where somebody interrupted it.
    pub fn is_interrupted(&self) -> bool {
        self.rows.iter().any(|row| row.result == Some(StepResult::Interrupted))
    }

    /// The digest of a step's log.
    pub fn digest(&self, at: usize) -> Option<Digest> {
        self.logs[at].as_ref().map(|kept| kept.digest)
    }
}
