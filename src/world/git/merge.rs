//! Whether two commits merge, without the index, the work tree or a ref being touched.

use super::worktree::ScratchObjects;
use super::{GitError, Repo, program};
use crate::model::{Oid, RepoPath};

/// What merging two commits comes to.
#[derive(Debug)]
pub enum Merged {
    /// They merge: the files that come of it, with those of them that neither side has.
    Clean(MergedTree),
    /// They do not: the paths in conflict, sorted.
    Conflicts(Vec<RepoPath>),
    /// This git cannot tell: it is older than 2.38.
    GitTooOld,
}

/// The tree of a merge that nobody made; what it holds is gone when it is dropped.
#[derive(Debug)]
pub struct MergedTree {
    /// Its id.
    pub tree: Oid,
    pub(super) scratch: ScratchObjects,
}

impl Repo {
    /// Merges two commits as `git merge` would, and keeps nothing of it; one process.
    pub fn merge(&self, one: &Oid, other: &Oid) -> Result<Merged, GitError> {
        let scratch = self.scratch_objects()?;
        let words = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", one.as_str(), other.as_str()];
        let call = self.call(&words).variables(&scratch.variables);
        let command = call.shown();
        let output = call.finish()?;
        let mut fields = output.stdout.split(|byte| *byte == 0).filter(|field| !field.is_empty());
        let tree = fields.next().and_then(|field| Oid::parse(std::str::from_utf8(field).ok()?));
        match (output.status.code(), tree) {
            (Some(0), Some(tree)) => Ok(Merged::Clean(MergedTree { tree, scratch })),
            (Some(1), Some(_)) => {
                let mut paths: Vec<RepoPath> = fields.map(RepoPath::new).collect();
                paths.sort();
                paths.dedup();
                Ok(Merged::Conflicts(paths))
            }
            // Before git 2.38 `merge-tree` took three trees and knew no options.
            (Some(128 | 129), _) if String::from_utf8_lossy(&output.stderr).contains("usage: git merge-tree") => {
                Ok(Merged::GitTooOld)
            }
            _ => Err(program::failure(command, &output)),
        }
    }
}
