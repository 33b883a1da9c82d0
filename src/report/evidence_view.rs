//! EVIDENCE as `show` shows it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Claim, Evidence, RecordedRun};
use crate::text::Source;

/// What was recorded, and what is claimed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// The recorded runs, the last one counts.
    pub runs: Vec<RecordedRunView>,
    /// What was written by hand.
    pub claims: Vec<ClaimView>,
}

/// One recorded run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordedRunView {
    /// Its id.
    pub id: String,
    /// When it began, in UTC.
    pub date: String,
    /// `pass`, `unproven`, `fail` or `interrupted`.
    pub end: &'static str,
    /// The digest of the files that it ran on.
    pub tree: String,
    /// The digest of the commands.
    pub plan: String,
    /// How many steps it lists.
    pub steps: usize,
    /// Where it stands.
    pub line: usize,
}

/// One claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimView {
    /// The command; null for a log or a sentence that names none.
    pub command: Option<String>,
    /// The exit status that it claims.
    pub exit: Option<i32>,
    /// Where it stands.
    pub line: usize,
}

impl EvidenceView {
    /// Views a packet's evidence.
    pub fn new(evidence: &Evidence, source: &Source) -> Self {
        Self {
            runs: evidence.runs.iter().map(|run| run_view(run, source)).collect(),
            claims: evidence.claims.iter().map(|claim| claim_view(claim, source)).collect(),
        }
    }
}

fn run_view(recorded: &RecordedRun, source: &Source) -> RecordedRunView {
    let run = &recorded.run;
    RecordedRunView {
        id: run.id.to_string(),
        date: run.began.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        end: run.end.word(),
        tree: run.tree.to_string(),
        plan: run.plan.to_string(),
        steps: run.steps.len(),
        line: source.line_at(recorded.span.start),
    }
}

fn claim_view(claim: &Claim, source: &Source) -> ClaimView {
    ClaimView { command: claim.command.clone(), exit: claim.exit, line: source.line_at(claim.span.start) }
}
