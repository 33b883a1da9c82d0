//! What is compared with what: the mode chosen, its two sides, and every path in which they differ.

use std::collections::BTreeSet;

use super::Error;
use crate::model::{Change, Mode, Oid, RepoPath, Tree};
use crate::world::git::{Repo, Status, Trunk, WorktreeCopy};

/// What was asked to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Whatever is there: the index if something besides governance is staged, else the work tree if something besides
    /// governance is dirty, else what is committed.
    Chosen,
    /// The same, with the packet as it lies on disk laid over it: what is about to be staged.
    WithPacketOnDisk,
    /// HEAD against the index.
    Staged,
    /// HEAD against the work tree.
    Worktree,
    /// Two commits, `A..B`.
    Range(String),
    /// The parent of a commit against it.
    Rev(String),
}

/// The two sides, before anything is read of them.
pub struct Sides {
    /// How they were chosen.
    pub mode: Mode,
    /// The side before, and what it is in words; `None` where only the packet's history can tell (on the default
    /// branch).
    pub base: Option<(Tree, String)>,
    /// The side after.
    pub head: Tree,
    /// The last commit of either side: up to it, history counts. `None` before the first commit.
    pub upto: Option<Oid>,
    /// The merge base of `upto` with the default branch; `None` where `upto` lies on it, or there is none.
    pub merge_base: Option<Oid>,
    /// The work tree, where it is the head.
    pub copy: Option<WorktreeCopy>,
}

/// Chooses the sides.
pub fn sides(
    repo: &Repo,
    status: &Status,
    trunk: Option<&Trunk>,
    selection: &Selection,
    governance: &BTreeSet<RepoPath>,
) -> Result<Sides, Error> {
    let range = match selection {
        Selection::Range(range) => Some(repo.blobs().range(range)?),
        Selection::Rev(rev) => Some(repo.blobs().single(rev)?),
        _ => None,
    };
    if let Some(range) = range {
        let refs: Vec<&Oid> = trunk.into_iter().flat_map(|trunk| trunk.refs.iter().map(|(_, oid)| oid)).collect();
        let merge_base = if refs.is_empty() { None } else { repo.merge_base(&range.head, &refs)? };
        return Ok(Sides {
            mode: Mode::Range,
            base: Some((range.base, range.base_name)),
            head: Tree::Commit(range.head.clone()),
            merge_base: merge_base.filter(|base| *base != range.head),
            upto: Some(range.head),
            copy: None,
        });
    }
    refuse_unfinished(status)?;
    let mode = match selection {
        Selection::Staged => Mode::Staged,
        Selection::Worktree => Mode::Worktree,
        _ => chosen(status, governance),
    };
    let merge_base = trunk.filter(|trunk| !trunk.head_is_on_it).and_then(|trunk| trunk.merge_base.clone());
    let (base, head, copy) = match (mode, &status.head) {
        (Mode::Committed, None) => return Err(Error::NoCommits),
        (Mode::Committed, Some(head)) => {
            if repo.shallow && merge_base.is_none() && trunk.is_some_and(|trunk| !trunk.head_is_on_it) {
                return Err(Error::Shallow { before: "the branch left the default one" });
            }
            (committed_base(trunk, merge_base.as_ref())?, Tree::Commit(head.clone()), None)
        }
        (Mode::Worktree, head) => {
            (Some(of_head(head.as_ref())), Tree::Worktree, Some(repo.copy_worktree(head.as_ref())?))
        }
        (_, head) => (Some(of_head(head.as_ref())), Tree::Index, None),
    };
    Ok(Sides { mode, base, head, upto: status.head.clone(), merge_base, copy })
}

/// The base of what is committed: the merge base with the default branch; on that branch itself the packet's
/// checkpoint, which the history tells.
fn committed_base(trunk: Option<&Trunk>, merge_base: Option<&Oid>) -> Result<Option<(Tree, String)>, Error> {
    match (trunk, merge_base) {
        (Some(trunk), Some(base)) => Ok(Some((Tree::Commit(base.clone()), format!("merge base with {}", trunk.name)))),
        (Some(trunk), None) if trunk.head_is_on_it => Ok(None),
        (trunk, None) => Err(Error::NoMergeBase { branch: trunk.map(|trunk| trunk.name.clone()) }),
        (None, Some(_)) => Err(Error::NoMergeBase { branch: None }),
    }
}

fn of_head(head: Option<&Oid>) -> (Tree, String) {
    match head {
        Some(head) => (Tree::Commit(head.clone()), "HEAD".to_owned()),
        None => (Tree::Empty, "nothing, before the first commit".to_owned()),
    }
}

/// The paths in which the two sides differ.
pub fn changes(repo: &Repo, status: &Status, sides: &Sides, base: &Tree) -> Result<Vec<Change>, Error> {
    Ok(match (&sides.copy, &sides.head) {
        (Some(copy), _) => copy.changes.clone(),
        (None, Tree::Index) => status.staged.clone(),
        (None, head) => repo.changes(base, head)?,
    })
}

/// The mode that is right for what is there. Governance chooses no mode: filling in evidence behind a commit must
/// still judge the code that was committed.
fn chosen(status: &Status, governance: &BTreeSet<RepoPath>) -> Mode {
    let counts = |path: &RepoPath| !governance.contains(path);
    if status.staged.iter().any(|change| counts(&change.path)) {
        Mode::Staged
    } else if status.unstaged.iter().chain(&status.untracked).any(counts) {
        Mode::Worktree
    } else if status.head.is_none() {
        Mode::Staged
    } else {
        Mode::Committed
    }
}

/// While git is in the middle of something, neither index nor HEAD is anybody's work.
fn refuse_unfinished(status: &Status) -> Result<(), Error> {
    if let Some(path) = status.unmerged.first() {
        return Err(Error::Unmerged { path: path.clone(), count: status.unmerged.len() });
    }
    match status.operation {
        Some(operation) => Err(Error::Unfinished { operation: operation.word() }),
        None => Ok(()),
    }
}
