//! EVIDENCE: the runs that were recorded in it, and what people wrote by hand.

use super::RunRecord;
use crate::text::Span;

/// What a packet's EVIDENCE holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The heading's line; `None` where the packet has no such section.
    pub heading: Option<Span>,
    /// All behind that line.
    pub body: Span,
    /// The runs that `run` recorded, in order.
    pub runs: Vec<RecordedRun>,
    /// What was written by hand, in order.
    pub claims: Vec<Claim>,
}

/// A run as the packet records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedRun {
    /// What it says.
    pub run: RunRecord,
    /// From its heading to the end of its last line, without that line's ending.
    pub span: Span,
}

/// Evidence written by hand: a claim, and no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The command, as written; `None` for a log of which nobody says what wrote it.
    pub command: Option<String>,
    /// The exit status that it claims.
    pub exit: Option<i32>,
    /// Where it stands.
    pub span: Span,
}

impl Evidence {
    /// The run recorded last.
    pub fn last_run(&self) -> Option<&RecordedRun> {
        self.runs.last()
    }
}
