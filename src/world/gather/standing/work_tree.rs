//! What is not committed, as far as it counts.

use std::collections::BTreeMap;

use super::graph::touched;
use crate::model::{Change, Deed, FileList, Oid, RepoPath, State};
use crate::world::gather::{Error, Place};
use crate::world::git::{Blobs, Spec, Status, WorktreeCopy};

/// The work tree on top of HEAD.
#[derive(Default)]
pub struct WorkTree {
    copy: Option<WorktreeCopy>,
    /// What differs from HEAD: on disk, else in the index alone, from where the next commit is made.
    by_path: BTreeMap<RepoPath, Change>,
}

impl WorkTree {
    /// Takes it, where a path that counts is dirty; two processes then.
    pub fn read(place: &Place, status: &Status, counts: impl Fn(&RepoPath) -> bool) -> Result<Self, Error> {
        let staged = status.staged.iter().map(|change| &change.path);
        let mut dirty = staged.chain(&status.unstaged).chain(&status.untracked).chain(&status.unmerged);
        if !dirty.any(counts) {
            return Ok(Self::default());
        }
        let copy = place.repo.copy_worktree(status.head.as_ref())?;
        let changes = status.staged.iter().chain(&copy.changes);
        let by_path = changes.map(|change| (change.path.clone(), change.clone())).collect();
        Ok(Self { copy: Some(copy), by_path })
    }

    /// All that is not committed, as one deed; the renames among it are those that changed nothing.
    pub fn deed(&self) -> Option<Deed> {
        self.copy.as_ref()?;
        let changes: Vec<Change> = self.by_path.values().cloned().collect();
        let mut renames: Vec<(RepoPath, RepoPath)> = Vec::new();
        for gone in changes.iter().filter(|change| change.after.is_none()) {
            let same = |it: &&Change| it.before.is_none() && it.after == gone.before;
            let free = |it: &&Change| !renames.iter().any(|(_, to)| *to == it.path);
            if let Some(to) = changes.iter().filter(same).find(free) {
                renames.push((gone.path.clone(), to.path.clone()));
            }
        }
        Some(Deed { commit: None, trailers: Vec::new(), touched: touched(&changes, &renames) })
    }

    /// What lies there now under a path: its blob.
    pub fn blob(&self, blobs: &mut Blobs, head: &Oid, path: &RepoPath) -> Result<Option<Oid>, Error> {
        match self.by_path.get(path) {
            Some(change) => Ok(change.after.as_ref().map(|(_, oid)| oid.clone())),
            None => Ok(blobs.get(Spec::Commit(head, path))?.map(|object| object.oid)),
        }
    }

    /// All files as they are now.
    pub fn files(&self, blobs: &mut Blobs, head: &Oid) -> Result<FileList, Error> {
        Ok(blobs.files(head)?.changed(self.by_path.values()))
    }

    /// The content of a file as it is now.
    pub fn bytes(&self, place: &Place, state: &State) -> Result<Option<std::sync::Arc<[u8]>>, Error> {
        let mut blobs = match &self.copy {
            Some(copy) => place.repo.blobs_of(copy),
            None => place.repo.blobs(),
        };
        Ok(blobs.get(Spec::Oid(&state.blob))?.and_then(|object| object.bytes().cloned()))
    }
}
