//! The files that manifest entries name, on all sides that they can be judged against.

use std::collections::BTreeMap;

use super::Error;
use super::snapshot::Sides;
use crate::model::{Change, Commit, FileKind, Image, Oid, RepoPath, TargetFile, Tree};
use crate::text::Sources;
use crate::world::git::{Blobs, Commits, Listing, ObjectKind, Repo, Spec, Trunk};

/// How many commits of the default branch are looked through at most.
const MOST_STEPS: usize = 1000;

/// Reads the sides of files, each file once.
pub struct Targets<'a, 'repo> {
    /// Where findings point into.
    pub sources: &'a mut Sources,
    /// Where content comes from.
    pub blobs: &'a mut Blobs<'repo>,
    /// The two sides.
    pub sides: &'a Sides,
    /// The side before.
    pub base: &'a Tree,
    /// What differs, by path.
    pub changes: BTreeMap<&'a RepoPath, &'a Change>,
    /// The commit that the whole work began at: the merge base with the default branch; on that branch the checkpoint.
    pub origin: Option<&'a Oid>,
    /// The default branch.
    pub trunk: Option<&'a Trunk>,
}

impl Targets<'_, '_> {
    /// All that gates may want to know of one file.
    pub fn file(&mut self, path: &RepoPath) -> Result<TargetFile, Error> {
        let change = self.changes.get(path).map(|change| (*change).clone());
        let (base, head) = if let Some(change) = &change {
            (self.image(path, change.before.as_ref())?, self.image(path, change.after.as_ref())?)
        } else {
            let same = self.in_tree(path, self.base)?;
            (same.clone(), same)
        };
        let merge_base = match self.origin {
            Some(origin) if *self.base != Tree::Commit(origin.clone()) => {
                let image = self.in_tree(path, &Tree::Commit(origin.clone()))?;
                let differs = image.as_ref().map(|image| &image.oid) != base.as_ref().map(|image| &image.oid);
                differs.then_some(image)
            }
            _ => None,
        };
        Ok(TargetFile { change, base, merge_base, head, ..TargetFile::default() })
    }

    /// The image of one side of a change.
    fn image(&mut self, path: &RepoPath, side: Option<&(FileKind, Oid)>) -> Result<Option<Image>, Error> {
        match side {
            Some((kind, oid)) => Ok(Some(self.blobs.image(self.sources, path, *kind, oid)?)),
            None => Ok(None),
        }
    }

    /// The image of a path that a side holds, whether or not it changed. Its kind is that of a regular file: where a
    /// change does not say otherwise, no gate asks.
    fn in_tree(&mut self, path: &RepoPath, tree: &Tree) -> Result<Option<Image>, Error> {
        let object = match tree {
            Tree::Empty => None,
            Tree::Commit(oid) => self.blobs.get(Spec::Commit(oid, path))?,
            Tree::Index | Tree::Worktree => self.blobs.get(Spec::Index(path))?,
        };
        match object.filter(|object| object.kind == ObjectKind::Blob) {
            Some(object) => self.image(path, Some(&(FileKind::Regular { executable: false }, object.oid))),
            None => Ok(None),
        }
    }

    /// Every file at the head, to be asked for another spelling; one process.
    pub fn listing(&mut self, repo: &Repo) -> Result<Listing, Error> {
        Ok(match &self.sides.copy {
            Some(copy) => repo.listing_of(copy)?,
            None => repo.listing(&self.sides.head)?,
        })
    }

    /// Of the given files, those that the default branch has changed since the merge base: how often, and last by which
    /// commit. Costs a process only where there is one.
    pub fn moved(&mut self, repo: &Repo, paths: &[RepoPath]) -> Result<BTreeMap<RepoPath, (usize, Commit)>, Error> {
        let mut moved = BTreeMap::new();
        let (Some(trunk), Some(base)) = (self.trunk, &self.sides.merge_base) else { return Ok(moved) };
        for (_, tip) in trunk.refs.iter().filter(|(_, tip)| tip != base) {
            let mut differing = Vec::new();
            for path in paths {
                let mut oid = |commit| -> Result<Option<Oid>, Error> {
                    Ok(self.blobs.get(Spec::Commit(commit, path))?.map(|object| object.oid))
                };
                if oid(base)? != oid(tip)? {
                    differing.push(path.clone());
                }
            }
            if differing.is_empty() {
                continue;
            }
            // The newest comes first, and is the one that is named.
            for recorded in repo.steps(Commits { since: Some(base), until: tip }, &differing, MOST_STEPS)? {
                for path in &differing {
                    if recorded.sides.iter().any(|side| side.change(path).is_some()) {
                        moved.entry(path.clone()).or_insert_with(|| (0, recorded.info.commit.clone())).0 += 1;
                    }
                }
            }
        }
        Ok(moved)
    }
}
