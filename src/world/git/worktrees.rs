//! The worktrees that share a repository.

use std::path::PathBuf;

use super::{GitError, Repo, os_string};
use crate::model::Oid;

/// A worktree, this one included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worktree {
    /// Its top folder.
    pub path: PathBuf,
    /// The commit checked out; `None` where there is none.
    pub head: Option<Oid>,
    /// The branch checked out, without `refs/heads/`; `None` where HEAD is detached.
    pub branch: Option<String>,
    /// True where there are no files: the bare repository itself, or a folder that is gone.
    pub without_files: bool,
}

impl Repo {
    /// All worktrees, the main one first; one process.
    pub fn worktrees(&self) -> Result<Vec<Worktree>, GitError> {
        let output = self.call(&["worktree", "list", "--porcelain"]).output()?;
        let mut worktrees: Vec<Worktree> = Vec::new();
        for line in output.split(|byte| *byte == b'\n') {
            if let Some(path) = line.strip_prefix(b"worktree ") {
                worktrees.push(Worktree { path: os_string(path).into(), ..Worktree::default() });
            }
            let Some(worktree) = worktrees.last_mut() else { continue };
            let text = String::from_utf8_lossy(line);
            if let Some(oid) = text.strip_prefix("HEAD ") {
                worktree.head = Oid::parse(oid).filter(|oid| !oid.is_zero());
            } else if let Some(branch) = text.strip_prefix("branch ") {
                worktree.branch = Some(branch.strip_prefix("refs/heads/").unwrap_or(branch).to_owned());
            } else if text == "bare" || text.starts_with("prunable") {
                worktree.without_files = true;
            }
        }
        Ok(worktrees)
    }
}
