//! What is compared with what.

use std::fmt;

use super::{FileKind, Oid, RepoPath};

/// How a snapshot was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The files on disk alone, as pre-work reads them.
    Disk,
    /// HEAD against the index.
    Staged,
    /// HEAD against the work tree, untracked files included.
    Worktree,
    /// Two named commits.
    Range,
    /// The merge base with the default branch against HEAD.
    Committed,
}

impl Mode {
    /// The word for it in JSON and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Staged => "staged",
            Self::Worktree => "worktree",
            Self::Range => "range",
            Self::Committed => "committed",
        }
    }
}

/// A commit, as far as reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub oid: Oid,
    /// Its author, `Name <mail>`.
    pub author: String,
    /// Its first line.
    pub subject: String,
}

/// One side of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Nothing at all: before the first commit.
    Empty,
    /// A commit.
    Commit(Oid),
    /// The index.
    Index,
    /// The files on disk.
    Worktree,
}

impl Snapshot {
    /// The commit on the side before; `None` where that is none.
    pub fn base_oid(&self) -> Option<Oid> {
        match &self.base {
            Tree::Commit(oid) => Some(oid.clone()),
            _ => None,
        }
    }
}

impl Tree {
    /// What it is, in words that a sentence can end with: `the index`.
    pub fn name(&self) -> &str {
        match self {
            Self::Empty => "nothing",
            Self::Commit(oid) => oid.short(),
            Self::Index => "the index",
            Self::Worktree => "the work tree",
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing"),
            Self::Commit(oid) => f.write_str(oid.as_str()),
            Self::Index => f.write_str("index"),
            Self::Worktree => f.write_str("worktree"),
        }
    }
}

/// What is judged: two sides, and every path in which they differ.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// How it was chosen.
    pub mode: Mode,
    /// The side before.
    pub base: Tree,
    /// What the base is, in words: `merge base with main`, `the packet's checkpoint`.
    pub base_name: String,
    /// The side after.
    pub head: Tree,
    /// Every changed path, sorted. A rename is a deletion and an addition.
    pub changes: Vec<Change>,
    /// Changed or untracked paths that this mode does not judge, sorted.
    pub not_judged: Vec<RepoPath>,
    /// The branch's own commits that this mode does not judge.
    pub unjudged_commits: Vec<Commit>,
}

/// One changed path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path.
    pub path: RepoPath,
    /// What happened to it.
    pub kind: ChangeKind,
    /// What it was before; `None` where it was not there.
    pub before: Option<(FileKind, Oid)>,
    /// What it is after; `None` where it is gone.
    pub after: Option<(FileKind, Oid)>,
}

/// What happened to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// Its content or its kind changed.
    Modified,
    /// Its executable bit changed, and nothing else.
    ModeOnly,
    /// It is gone.
    Deleted,
}
