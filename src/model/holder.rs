//! Who holds a name already: the file that has it, and where that lies.

use std::fmt;

use super::RepoPath;

/// A file that has a name which somebody wants to give.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holder {
    /// Where that is.
    pub whereabouts: Whereabouts,
    /// The file.
    pub path: RepoPath,
}

/// Where a file of the repository lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whereabouts {
    /// In this work tree.
    Here,
    /// In another worktree, by its folder.
    Worktree(String),
    /// On a branch, of this clone or of a remote.
    Branch(String),
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.whereabouts {
            Whereabouts::Here => write!(f, "{}", self.path),
            Whereabouts::Worktree(folder) => write!(f, "{} in the worktree {folder}", self.path),
            Whereabouts::Branch(branch) => write!(f, "{} on the branch {branch}", self.path),
        }
    }
}
