//! The files that manifest entries name, on all sides that they can be judged against.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::history::{Past, known};
use super::snapshot::Sides;
use crate::gate;
use crate::model::{Change, Commit, Digest, FileKind, HashClaim, Image, Oid, Packet, RepoPath, TargetFile, Tree};
use crate::text::Sources;
use crate::world::git::{Blobs, Commits, Listing, ObjectKind, Repo, Spec, Trunk};

/// How many commits of the default branch are looked through at most.
const MOST_STEPS: usize = 1000;

/// Reads the sides of files, each file once.
pub struct Targets<'a, 'repo> {
    /// The repository.
    pub repo: &'a Repo,
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
    /// Every file that an entry names, and `others`, by the path as it is written.
    pub fn read(
        mut self,
        packet: &Packet,
        others: &BTreeSet<RepoPath>,
        past: &Past,
    ) -> Result<BTreeMap<String, TargetFile>, Error> {
        let mut targets = BTreeMap::new();
        let mut named = Vec::new();
        let mut missing = false;
        for target in packet.manifest.entries.iter().filter_map(|entry| entry.target.get()) {
            let Some(path) = target_path(target) else { continue };
            let file = self.file(&path)?;
            missing |= file.base.is_none() && file.head.is_none() && file.change.is_none();
            targets.insert(target.clone(), file);
            named.push((target.clone(), path));
        }
        let paths: BTreeSet<RepoPath> = named.iter().map(|(_, path)| path.clone()).collect();
        for path in others.difference(&paths) {
            targets.insert(path.to_string(), self.file(path)?);
        }
        let mut moved = self.moved(&paths)?;
        let listing = if missing { Some(self.listing()?) } else { None };
        for (target, path) in named {
            let Some(file) = targets.get_mut(&target) else { continue };
            file.moved = moved.remove(&path);
            if file.base.is_none() && file.head.is_none() {
                file.other_case = listing.as_ref().and_then(|listing| listing.other_case(&path).cloned());
            }
        }
        explain_hashes(self.blobs, past, packet, &mut targets)?;
        Ok(targets)
    }

    /// All that gates may want to know of one file.
    fn file(&mut self, path: &RepoPath) -> Result<TargetFile, Error> {
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
        let object = self.blobs.at(tree, path)?;
        match object.filter(|object| object.kind == ObjectKind::Blob) {
            Some(object) => self.image(path, Some(&(FileKind::Regular { executable: false }, object.oid))),
            None => Ok(None),
        }
    }

    /// Every file at the head, to be asked for another spelling; one process.
    fn listing(&mut self) -> Result<Listing, Error> {
        Ok(match &self.sides.copy {
            Some(copy) => self.repo.listing_of(copy)?,
            None => self.repo.listing(&self.sides.head)?,
        })
    }

    /// Of the given files, those that the default branch has changed since the merge base: how often, and last by which
    /// commit. Costs a process only where there is one.
    fn moved(&mut self, paths: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, (usize, Commit)>, Error> {
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
            for recorded in self.repo.steps(Commits { since: Some(base), until: tip }, &differing, MOST_STEPS)? {
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

/// For entries with a digest that is none of the file's: what it is instead, where that can be found.
fn explain_hashes(
    blobs: &mut Blobs,
    past: &Past,
    packet: &Packet,
    targets: &mut BTreeMap<String, TargetFile>,
) -> Result<(), Error> {
    let contents: Vec<(String, Digest)> = targets
        .iter()
        .flat_map(|(name, file)| images(file).filter_map(move |image| Some((name.clone(), image.sha1()?))))
        .collect();
    for entry in &packet.manifest.entries {
        let Some((target, file)) = entry.target.get().and_then(|target| Some((target, targets.get_mut(target)?)))
        else {
            continue;
        };
        let own: Vec<Digest> = images(file).filter_map(Image::sha1).collect();
        let claims = [&entry.pre, &entry.post].into_iter().filter_map(|value| value.get().copied());
        let strange = |claim| matches!(claim, HashClaim::Sha1(digest) if !own.contains(&digest));
        if !claims.into_iter().any(strange) {
            continue;
        }
        for (name, digest) in contents.iter().filter(|(name, _)| name != target) {
            file.known.insert(*digest, format!("the content of `{name}`"));
        }
        if let Some(path) = target_path(target) {
            file.known.extend(known(blobs, &path, past, images(file))?);
        }
    }
    Ok(())
}

/// All sides of a file.
fn images(file: &TargetFile) -> impl Iterator<Item = &Image> {
    file.base.iter().chain(&file.head).chain(file.merge_base.iter().flatten())
}

/// The path that an entry's target means, where it means one.
fn target_path(target: &str) -> Option<RepoPath> {
    gate::normal(target).map(|path| RepoPath::from(path.as_str()))
}
