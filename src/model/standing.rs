//! Whether verdicts still hold, and what moved since they were given.

use super::{Commit, Oid, Packet, PacketId, RepoPath, State};

/// Whether a verdict still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Contract and files in scope are those that were judged.
    Current,
    /// Others changed files in its scope since: worth knowing, and no fault of this work.
    ContextMoved,
    /// This packet's own work went on.
    Stale,
    /// Something later governs.
    Superseded,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::ContextMoved => "context moved",
            Self::Stale => "stale",
            Self::Superseded => "superseded",
        }
    }
}

/// What governs in the place of a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Successor {
    /// The report of that index in the same packet.
    Report(usize),
    /// A later revision of the packet.
    Revision(PacketId),
}

/// Who changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// The commit; `None` for what is not committed.
    pub commit: Option<Commit>,
    /// True where it is this packet's own.
    pub own: bool,
}

/// One file in scope that is not what was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What was judged; `None` where there was no such file.
    pub before: Option<State>,
    /// What it is now; `None` where it is gone.
    pub after: Option<State>,
    /// Who changed it, in order.
    pub by: Vec<Mover>,
}

impl Move {
    /// The path it was judged under, else the one it has now.
    pub fn path(&self) -> &RepoPath {
        let state = self.before.as_ref().or(self.after.as_ref());
        &state.expect("a move has a side").path
    }

    /// The path it has now, where that is another one.
    pub fn renamed_to(&self) -> Option<&RepoPath> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        (before.path != after.path).then_some(&after.path)
    }

    /// What happened, in one word.
    pub fn word(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "new",
            (_, None) => "deleted",
            _ if self.renamed_to().is_some() => "renamed",
            _ => "changed",
        }
    }

    /// True where this packet's own work had a part in it.
    pub fn is_own(&self) -> bool {
        self.by.iter().any(|mover| mover.own)
    }
}

/// One thing that the contract no longer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractMove {
    /// The part: `SCOPE.IN_SCOPE_PATHS`.
    pub part: String,
    /// What is so.
    pub what: String,
    /// What it said, and what it says now.
    pub sides: (Option<String>, Option<String>),
    /// The commit that did it; `None` for what is not committed, and where `known` is false.
    pub commit: Option<Commit>,
}

/// Where one verdict stands.
#[derive(Clone, Debug)]
pub struct EntryStanding {
    /// The index of its report in the packet.
    pub report: usize,
    /// The commit that brought it; `None` while it is not committed.
    pub brought: Option<Commit>,
    /// The commit whose files were judged; `None` where none holds them.
    pub judged: Option<Oid>,
    /// Whether it holds.
    pub standing: Standing,
    /// What governs in its place.
    pub successor: Option<Successor>,
    /// What the contract no longer means.
    pub contract: Vec<ContractMove>,
    /// The files in scope that are others now.
    pub moves: Vec<Move>,
    /// Why it cannot be told for certain; `None` where it can.
    pub doubt: Option<String>,
}

/// Where the verdicts of one packet stand.
#[derive(Clone, Debug)]
pub struct PacketStanding {
    /// Its id.
    pub id: PacketId,
    /// Where it lies.
    pub path: RepoPath,
    /// The packet on disk.
    pub packet: Packet,
    /// Its verdicts, in the order of the packet.
    pub entries: Vec<EntryStanding>,
}

impl PacketStanding {
    /// The last verdict.
    pub fn last(&self) -> Option<&EntryStanding> {
        self.entries.last()
    }
}
