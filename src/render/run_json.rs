//! Runs, their steps, and what proves DONE_MEANS, as parts of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::{ProvenItem, RunRow, RunView, StepRow, StepTail};

/// A plan, carried out or not.
#[derive(Serialize, JsonSchema)]
pub(super) struct RunDocument {
    /// The run's id; null where nothing was carried out.
    id: Option<String>,
    /// The digest of the plan: what `--trust-plan` takes.
    plan: String,
    /// The digest of the files that it ran on; null where nothing was carried out.
    tree: Option<String>,
    /// What read the steps, with its version; null where nothing was started.
    shell: Option<String>,
    /// The steps, in order.
    steps: Vec<StepDocument>,
    /// The ends of the logs of what failed.
    tails: Vec<TailDocument>,
    /// True where the run is written into the packet.
    recorded: bool,
    /// ROLLBACK_HINT, which nothing carries out; null where the packet has none.
    rollback_hint: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct StepDocument {
    /// Counted from 1 over the whole plan.
    index: usize,
    /// The line of the packet, counted from 1.
    line: usize,
    /// What carries it out: `bash`, `pwsh`, `native`, `in-process`, `by hand` or `nothing`.
    by: &'static str,
    /// Its first line.
    command: String,
    /// The condition that stands over it.
    condition: Option<String>,
    /// `pass`, `leak`, `skipped`, `manual`, `not run`, `unproven`, `fail`, `timeout`, `signal` or `interrupted`; null where
    /// nothing was carried out.
    result: Option<&'static str>,
    /// Its exit status.
    exit: Option<i32>,
    /// How long it took, in milliseconds.
    millis: u64,
    /// How many bytes it wrote.
    bytes: u64,
    /// What else there is to say.
    note: String,
}

#[derive(Serialize, JsonSchema)]
struct TailDocument {
    /// The step's number.
    step: usize,
    /// How many lines it wrote in all.
    lines_in_all: usize,
    /// The last of them.
    lines: Vec<String>,
}

/// A run that is kept.
#[derive(Serialize, JsonSchema)]
pub(super) struct RunRowDocument {
    /// Its id.
    id: String,
    /// The packet's.
    packet: String,
    /// When it began; null where it was broken off.
    began: Option<String>,
    /// `pass`, `unproven`, `fail`, `interrupted` or `broken off`.
    end: &'static str,
    /// How many steps passed.
    passed: usize,
    /// How many steps it has.
    steps: usize,
    /// The digest of its plan.
    plan: Option<String>,
    /// The digest of its files.
    tree: Option<String>,
}

/// An item of DONE_MEANS.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProvenDocument {
    /// Its text.
    text: String,
    /// The line of the packet, counted from 1.
    line: usize,
    /// What proves it; empty where it is left to a person.
    proofs: Vec<ProofDocument>,
}

#[derive(Serialize, JsonSchema)]
struct ProofDocument {
    /// `command`, `audit` or `this run`.
    kind: &'static str,
    /// The step's number.
    step: Option<usize>,
    /// The line of the step, counted from 1.
    line: Option<usize>,
    /// The run that carried it out; null where no run counts.
    run: Option<String>,
    /// What came of the step in that run.
    result: Option<&'static str>,
}

impl RunDocument {
    pub fn new(view: &RunView) -> Self {
        Self {
            id: view.id.clone(),
            plan: view.plan.clone(),
            tree: view.tree.clone(),
            shell: view.shell.clone(),
            steps: view.steps.iter().map(StepDocument::new).collect(),
            tails: view.tails.iter().map(TailDocument::new).collect(),
            recorded: view.recorded,
            rollback_hint: view.rollback.clone(),
        }
    }
}

impl StepDocument {
    fn new(step: &StepRow) -> Self {
        Self {
            index: step.index,
            line: step.line,
            by: step.by,
            command: step.command.clone(),
            condition: step.condition.clone(),
            result: step.result.map(crate::model::StepResult::word),
            exit: step.exit,
            millis: step.millis,
            bytes: step.bytes,
            note: step.note.clone(),
        }
    }
}

impl TailDocument {
    fn new(tail: &StepTail) -> Self {
        Self { step: tail.step, lines_in_all: tail.lines_in_all, lines: tail.lines.clone() }
    }
}

impl RunRowDocument {
    pub fn new(row: &RunRow) -> Self {
        Self {
            id: row.id.clone(),
            packet: row.packet.clone(),
            began: (!row.began.is_empty()).then(|| row.began.clone()),
            end: row.end,
            passed: row.passed.0,
            steps: row.passed.1,
            plan: row.digests.as_ref().map(|(plan, _)| plan.clone()),
            tree: row.digests.as_ref().map(|(_, tree)| tree.clone()),
        }
    }
}

impl ProvenDocument {
    pub fn new(item: &ProvenItem) -> Self {
        let proofs = item.proofs.iter().map(|proof| ProofDocument {
            kind: proof.kind,
            step: proof.step.map(|(index, _)| index),
            line: proof.step.map(|(_, line)| line),
            run: proof.run.as_ref().map(|(run, _)| run.clone()),
            result: proof.run.as_ref().map(|(_, result)| *result),
        });
        Self { text: item.text.clone(), line: item.line, proofs: proofs.collect() }
    }
}
