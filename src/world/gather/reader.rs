//! The repository's files, wherever they are judged: on disk, in the index, in a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Error, document_if_there};
use crate::gate;
use crate::model::{Change, Config, Oid, Packet, Refinement, RepoPath, SpecFile, Tree};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files::Disk;
use crate::world::git::{Blobs, Repo, Spec};

/// Gives files by their path from the root.
pub trait Reader {
    /// The bytes of a file; `None` where there is none.
    fn file(&mut self, path: &RepoPath) -> Result<Option<Arc<[u8]>>, Error>;

    /// True where a file or a folder lies there, in exactly this spelling.
    fn exists(&mut self, path: &RepoPath) -> Result<bool, Error>;
}

/// The files on disk.
pub struct OnDisk<'a> {
    repo: &'a Repo,
    disk: Disk,
}

impl<'a> OnDisk<'a> {
    /// Reads the work tree of a repository.
    pub fn new(repo: &'a Repo) -> Self {
        Self { repo, disk: Disk::new(&repo.root) }
    }
}

impl Reader for OnDisk<'_> {
    fn file(&mut self, path: &RepoPath) -> Result<Option<Arc<[u8]>>, Error> {
        Ok(document_if_there(&self.repo.on_disk(path))?.map(Arc::from))
    }

    fn exists(&mut self, path: &RepoPath) -> Result<bool, Error> {
        Ok(self.disk.exists(path))
    }
}

/// The files at the head of a snapshot.
pub struct AtHead<'a, 'repo> {
    /// Where content comes from; the work tree's copy stands for the index where it is the head.
    pub blobs: &'a mut Blobs<'repo>,
    /// The head.
    pub head: &'a Tree,
    /// The commit beneath an index or a work tree, which knows the folders.
    pub commit: Option<&'a Oid>,
    /// What differs from that commit.
    pub changes: &'a [Change],
}

impl Reader for AtHead<'_, '_> {
    fn file(&mut self, path: &RepoPath) -> Result<Option<Arc<[u8]>>, Error> {
        let object = self.blobs.at(self.head, path)?;
        Ok(object.and_then(|object| object.bytes().cloned()))
    }

    fn exists(&mut self, path: &RepoPath) -> Result<bool, Error> {
        if let Tree::Commit(oid) = self.head {
            return Ok(self.blobs.get(Spec::Commit(oid, path))?.is_some());
        }
        let arrived = |change: &Change| change.after.is_some() && change.path.is_within(path.as_bytes());
        if self.file(path)?.is_some() || self.changes.iter().any(arrived) {
            return Ok(true);
        }
        // Only folders are left: one that the commit has is there unless the file itself is what is gone.
        let gone = self.changes.iter().any(|change| change.path == *path && change.after.is_none());
        match self.commit {
            Some(commit) if !gone => Ok(self.blobs.get(Spec::Commit(commit, path))?.is_some()),
            _ => Ok(false),
        }
    }
}

/// Of `names`, those that exist.
pub fn existing(reader: &mut dyn Reader, names: BTreeSet<String>) -> Result<BTreeSet<String>, Error> {
    let mut found = BTreeSet::new();
    for name in names {
        if reader.exists(&RepoPath::from(name.as_str()))? {
            found.insert(name);
        }
    }
    Ok(found)
}

/// The specification files that exist, by name, and the name that the pointer leads to.
pub fn specs(
    reader: &mut dyn Reader,
    sources: &mut Sources,
    config: &Config,
    packet: &Packet,
    refinement: Option<&Refinement>,
) -> Result<(BTreeMap<String, SpecFile>, Option<String>), Error> {
    let pointer = packet.authority.target.get().unwrap_or(&config.spec).clone();
    let folder = pointer.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut names = gate::spec_names(packet, refinement);
    let mut target = None;
    if let Some(bytes) = reader.file(&RepoPath::from(pointer.as_str()))? {
        let source = Source::new(pointer.clone(), bytes);
        target = Some(parse::spec_pointer(&source).map_or_else(|| pointer.clone(), |name| name.value));
    }
    names.extend(target.clone());
    let mut specs = BTreeMap::new();
    for name in names {
        for path in [name.clone(), format!("{folder}/{name}")] {
            if let Some(bytes) = reader.file(&RepoPath::from(path.as_str()))? {
                let source = sources.add(Source::new(path, bytes));
                specs.insert(name, parse::spec_file(sources, source));
                break;
            }
        }
    }
    Ok((specs, target))
}
