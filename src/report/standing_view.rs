//! Where verdicts stand, and what moved since.

/// What `verdict status`, `verdict diff` and `verdict require` found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandingsView {
    /// True where one line a packet is meant: the last verdict of each.
    pub of_all: bool,
    /// The verdicts, in the order of the packets.
    pub rows: Vec<StandingRow>,
}

/// One verdict, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandingRow {
    /// The packet's id.
    pub packet: String,
    /// Where the packet lies.
    pub path: String,
    /// The line of the report's heading, counted from 1.
    pub line: usize,
    /// The verdict.
    pub verdict: String,
    /// When it was given, as far as it says so.
    pub date: Option<String>,
    /// Who gave it, as typed; `None` where it was written by hand.
    pub validator: Option<String>,
    /// `current`, `stale`, `context moved` or `superseded`.
    pub standing: &'static str,
    /// What governs in its place, in a few words.
    pub successor: Option<String>,
    /// The commit that brought it.
    pub brought: Option<CommitRow>,
    /// The commit whose files were judged.
    pub judged: Option<String>,
    /// What the contract no longer means.
    pub contract: Vec<ContractRow>,
    /// The files in scope that are others now.
    pub files: Vec<MoveRow>,
    /// Why it cannot be told for certain.
    pub doubt: Option<String>,
}

/// A commit, as far as people need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitRow {
    /// Its id.
    pub id: String,
    /// Its author.
    pub author: String,
    /// Its first line.
    pub subject: String,
}

/// One thing that the contract no longer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractRow {
    /// The part of the packet.
    pub part: String,
    /// What is so.
    pub what: String,
    /// What it said.
    pub before: Option<String>,
    /// What it says now.
    pub after: Option<String>,
    /// The commit that did it; `None` for what is not committed.
    pub commit: Option<CommitRow>,
}

/// One file in scope that is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRow {
    /// Its path, as it was judged.
    pub path: String,
    /// `new`, `changed`, `renamed` or `deleted`.
    pub what: &'static str,
    /// Where it lies now, where that is elsewhere.
    pub renamed_to: Option<String>,
    /// True where the packet's own work had a part in it.
    pub own: bool,
    /// Who changed it, in order.
    pub by: Vec<MoverRow>,
    /// What changed in it, as a unified difference; `None` where that was not asked for.
    pub diff: Option<String>,
}

/// Who changed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoverRow {
    /// The commit; `None` for what is not committed.
    pub commit: Option<CommitRow>,
    /// True where it is the packet's own.
    pub own: bool,
}
