//! Where verdicts stand, as a part of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::{CommitRow, ContractRow, MoveRow, MoverRow, StandingRow};

/// One verdict, and where it stands.
#[derive(Serialize, JsonSchema)]
pub(super) struct StandingDocument {
    /// The packet's id.
    packet: String,
    /// Where the packet lies.
    path: String,
    /// The line of the report's heading, counted from 1.
    line: usize,
    /// `PASS`, `FAIL` or `OUTDATED_ONLY`.
    verdict: String,
    /// When it was given; null where it does not say so.
    date: Option<String>,
    /// Who gave it, as typed; null where it was written by hand.
    validator: Option<String>,
    /// `current`, `stale`, `context moved` or `superseded`.
    standing: &'static str,
    /// What governs in its place; null where nothing does.
    successor: Option<String>,
    /// The commit that brought it; null where it is not committed, and for one that a later one in its packet governs.
    brought: Option<CommitDocument>,
    /// The commit whose files were judged.
    judged: Option<String>,
    /// What the contract no longer means.
    contract: Vec<ContractDocument>,
    /// The files in scope that are others now.
    files: Vec<MoveDocument>,
    /// Why it cannot be told for certain; null where it can.
    doubt: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct CommitDocument {
    /// Its id.
    id: String,
    /// Its author, `Name <mail>`.
    author: String,
    /// Its first line.
    subject: String,
}

#[derive(Serialize, JsonSchema)]
struct ContractDocument {
    /// The part of the packet: `SCOPE.IN_SCOPE_PATHS`.
    part: String,
    /// What is so.
    what: String,
    /// What it said.
    before: Option<String>,
    /// What it says now.
    after: Option<String>,
    /// The commit that did it; null for what is not committed.
    commit: Option<CommitDocument>,
}

#[derive(Serialize, JsonSchema)]
struct MoveDocument {
    /// Its path, as it was judged.
    path: String,
    /// `new`, `changed`, `renamed` or `deleted`.
    what: &'static str,
    /// Where it lies now, where that is elsewhere.
    renamed_to: Option<String>,
    /// True where the packet's own work had a part in it.
    own: bool,
    /// Who changed it, in order.
    by: Vec<MoverDocument>,
    /// What changed in it, as a unified difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct MoverDocument {
    /// The commit; null for what is not committed.
    commit: Option<CommitDocument>,
    /// True where it is the packet's own.
    own: bool,
}

impl StandingDocument {
    pub fn new(row: &StandingRow) -> Self {
        Self {
            packet: row.packet.clone(),
            path: row.path.clone(),
            line: row.line,
            verdict: row.verdict.clone(),
            date: row.date.clone(),
            validator: row.validator.clone(),
            standing: row.standing,
            successor: row.successor.clone(),
            brought: row.brought.as_ref().map(CommitDocument::new),
            judged: row.judged.clone(),
            contract: row.contract.iter().map(ContractDocument::new).collect(),
            files: row.files.iter().map(MoveDocument::new).collect(),
            doubt: row.doubt.clone(),
        }
    }
}

impl CommitDocument {
    fn new(row: &CommitRow) -> Self {
        Self { id: row.id.clone(), author: row.author.clone(), subject: row.subject.clone() }
    }
}

impl ContractDocument {
    fn new(row: &ContractRow) -> Self {
        Self {
            part: row.part.clone(),
            what: row.what.clone(),
            before: row.before.clone(),
            after: row.after.clone(),
            commit: row.commit.as_ref().map(CommitDocument::new),
        }
    }
}

impl MoveDocument {
    fn new(row: &MoveRow) -> Self {
        let mover = |it: &MoverRow| MoverDocument { commit: it.commit.as_ref().map(CommitDocument::new), own: it.own };
        Self {
            path: row.path.clone(),
            what: row.what,
            renamed_to: row.renamed_to.clone(),
            own: row.own,
            by: row.by.iter().map(mover).collect(),
            diff: row.diff.clone(),
        }
    }
}
