//! What one commit did, or what is not committed yet: the steps by which a verdict ages.

use super::{Commit, FileKind, Oid, RepoPath};

/// What one commit did of itself; of a merge only what neither side of it brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The commit; `None` for what is not committed.
    pub commit: Option<Commit>,
    /// What stands behind the keys of its last paragraph.
    pub trailers: Vec<String>,
    /// The files it touched, sorted by path; a rename is one touch.
    pub touched: Vec<Touched>,
}

/// What was done to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// What it was; `None` where it was not there.
    pub before: Option<State>,
    /// What it is after; `None` where it is gone.
    pub after: Option<State>,
}

/// A file at one moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    /// Where it lies.
    pub path: RepoPath,
    /// git's mode: regular file, executable, link.
    pub mode: u32,
    /// Its content.
    pub blob: Oid,
}

impl State {
    /// A file at one moment.
    pub fn new(path: &RepoPath, kind: FileKind, blob: &Oid) -> Self {
        Self { path: path.clone(), mode: kind.mode(), blob: blob.clone() }
    }
}

impl Touched {
    /// Where the file lies, or lay.
    pub fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        self.before.iter().chain(&self.after).map(|state| &state.path)
    }
}
