//! A packet's whole past: which versions of it there were, and which commit made which of which.

use std::collections::BTreeMap;

use super::{Commit, Oid, Packet, PacketId, RepoPath};

/// When a version of a packet came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// In a commit.
    Commit(Commit),
    /// In what is not committed: the index, or the files on disk.
    Uncommitted,
    /// At some time since that commit, which the history that is judged does not hold: no commit tells when.
    Since(Oid),
}

/// One step of a packet's past: the versions before it, one for each parent, and what was made of them.
#[derive(Clone, Debug)]
pub struct PastStep {
    /// When.
    pub when: When,
    /// Each parent, and the version that it holds; none for what has no parent.
    pub before: Vec<(Option<Oid>, Option<Oid>)>,
    /// The version behind it; `None` where the packet is gone.
    pub after: Option<Oid>,
}

/// The past of one packet, under all names that it has had.
#[derive(Clone, Debug)]
pub struct PacketPast {
    /// Its id; of a packet that is gone, the last one that it had.
    pub id: PacketId,
    /// Where it lies, or lay last.
    pub path: RepoPath,
    /// The steps, each behind those that it builds upon.
    pub steps: Vec<PastStep>,
    /// The versions that the steps name, read, by the id of their content.
    pub versions: BTreeMap<Oid, Packet>,
    /// The version that counts now; `None` where the packet is gone.
    pub now: Option<Oid>,
    /// The commit with which a shallow clone ends, where the packet was there already.
    pub cut: Option<Commit>,
}
