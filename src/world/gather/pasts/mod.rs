//! The whole past of packets: one log over their folder, moved files followed, and what is not committed as the last step.

mod pairs;
mod steps;
mod tracked;

use std::collections::BTreeMap;

use self::steps::{Owner, steps};
use self::tracked::{Logged, log};
use super::{Error, Place};
use crate::model::{Commit, Oid, PacketId, PacketPast, RepoPath, Tree, When};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::git::{Blobs, Commits, GitError, Spec, Status, WorktreeCopy};

/// Whose past is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// That of one packet, and where it lies.
    One(&'a PacketId, &'a RepoPath),
    /// Those of all packets that there are, or ever were.
    All,
}

/// From where on the past is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCommit {
    /// The commit: what it holds is taken as it is.
    pub commit: Oid,
    /// True where the history that is judged must hold that commit: what was lost by rewriting it shows, too.
    pub must_be_held: bool,
}

/// The pasts of packets, to be read one after the other.
pub struct Pasts<'a> {
    /// The parents of the commits, where there are merges among those that touched packets.
    pub parents: BTreeMap<Oid, Vec<Oid>>,
    /// Whether what is not committed is covered.
    pub uncommitted: Uncommitted,
    /// The commit from which on the past is told and which the history does not hold, where there is one.
    pub outside: Option<Oid>,
    /// How many commits touched the packets.
    pub commits: usize,
    owners: Vec<Owner>,
    blobs: Blobs<'a>,
    head: Oid,
    /// The objects of what is not committed live as long as this.
    _copy: Option<WorktreeCopy>,
}

/// Whether what is not committed is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncommitted {
    /// It is, or there is nothing.
    Covered,
    /// It is not: git is in the middle of something, and what lies there is not yet what it will be.
    Underway(&'static str),
}

/// Finds out which commits touched which packets.
pub fn pasts<'a>(
    place: &'a Place,
    status: &Status,
    whose: Whose,
    from: Option<&KnownCommit>,
) -> Result<Pasts<'a>, Error> {
    let repo = &place.repo;
    let head = status.head.clone().ok_or(Error::NoCommits)?;
    let copy = match status.operation {
        None if has_documents(status) => Some(repo.copy_worktree(Some(&head))?),
        _ => None,
    };
    let mut blobs = copy.as_ref().map_or_else(|| repo.blobs(), |copy| repo.blobs_of(copy));
    let held = from.map(|from| repo.is_ancestor(&from.commit, &head)).transpose()?;
    let commits = Commits { since: from.map(|from| &from.commit), until: &head };
    let outside = from.filter(|from| held == Some(false) && from.must_be_held).map(|from| from.commit.clone());
    let mut extra = Vec::new();
    if let Some(known) = &outside {
        let changes = repo.changes(&Tree::Commit(known.clone()), &Tree::Commit(head.clone()))?;
        extra.push((When::Since(known.clone()), changes));
    }
    let uncommitted = match status.operation {
        Some(operation) => Uncommitted::Underway(operation.word()),
        None => {
            extra.extend(loose(status, copy.as_ref()).map(|changes| (When::Uncommitted, changes)));
            Uncommitted::Covered
        }
    };
    let logged = log(place, whose, commits, &extra, &mut blobs)?;
    let merges = logged.recorded.iter().any(|(recorded, _)| recorded.info.parents.len() > 1);
    let parents = if merges { repo.parents(commits)? } else { BTreeMap::new() };
    let owners = steps(place, whose, &logged)?;
    let Logged { recorded, .. } = logged;
    Ok(Pasts { parents, uncommitted, outside, commits: recorded.len(), owners, blobs, head, _copy: copy })
}

fn has_documents(status: &Status) -> bool {
    status.unstaged.iter().chain(&status.untracked).any(pairs::is_document)
}

/// What is not committed, as two steps: what is staged, and what differs from that on disk.
fn loose(status: &Status, copy: Option<&WorktreeCopy>) -> impl Iterator<Item = Vec<crate::model::Change>> {
    let staged = status.staged.clone();
    let on_disk = copy.map(|copy| steps::behind(&staged, &copy.changes)).unwrap_or_default();
    [staged, on_disk].into_iter().filter(|changes| !changes.is_empty())
}

impl Pasts<'_> {
    /// Of these commits, those that this repository does not hold.
    pub fn unknown<'b>(&mut self, commits: impl Iterator<Item = &'b Oid>) -> Result<Vec<Oid>, Error> {
        let mut unknown = Vec::new();
        for oid in commits {
            if self.blobs.get(Spec::Oid(oid))?.is_none() {
                unknown.push(oid.clone());
            }
        }
        Ok(unknown)
    }

    /// How many packets there are.
    pub fn len(&self) -> usize {
        self.owners.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// Reads the past of one packet.
    pub fn read(&mut self, place: &Place, sources: &mut Sources, at: usize) -> Result<PacketPast, Error> {
        let owner = &self.owners[at];
        let mut versions = BTreeMap::new();
        let mut cut = None;
        for step in &owner.steps {
            let (commit, parents) = match &step.when {
                When::Commit(commit) => (Some(&commit.oid), true),
                When::Since(known) => (Some(known), true),
                When::Uncommitted => (None, false),
            };
            let parent = |parent: &Option<Oid>| parent.clone().filter(|_| parents);
            let before = step.before.iter().filter_map(|(oid, blob)| Some((blob.clone()?, parent(oid))));
            let after = step.after.iter().map(|blob| (blob.clone(), commit.cloned()));
            for (blob, commit) in before.chain(after) {
                if !versions.contains_key(&blob) {
                    let bytes = self.blobs.get(Spec::Oid(&blob))?;
                    let bytes = bytes.as_ref().and_then(|object| object.bytes());
                    let missing = || GitError::MissingObject { name: format!("{blob} (`{}`)", owner.path) };
                    let source = Source::new(owner.path.to_string(), bytes.ok_or_else(missing)?.clone());
                    let source = match &commit {
                        Some(commit) => source.at_commit(commit.short()),
                        None => source,
                    };
                    let source = sources.add(source);
                    versions.insert(blob, parse::packet(sources, source).0);
                }
            }
            if let When::Commit(commit) = &step.when
                && cut.is_none()
            {
                cut = cut_at(place, commit, &step.before, step.after.is_some());
            }
        }
        let now = self.now(at, sources, &mut versions)?;
        let owner = &self.owners[at];
        let (id, path, steps) = (owner.id.clone(), owner.path.clone(), owner.steps.clone());
        Ok(PacketPast { id, path, steps, versions, now, cut })
    }

    /// The version that counts now: what is not committed, else that of HEAD.
    fn now(
        &mut self,
        at: usize,
        sources: &mut Sources,
        versions: &mut BTreeMap<Oid, crate::model::Packet>,
    ) -> Result<Option<Oid>, Error> {
        let owner = &self.owners[at];
        if let Some(step) = owner.steps.iter().rev().find(|step| step.when == When::Uncommitted) {
            return Ok(step.after.clone());
        }
        let Some(object) = self.blobs.get(Spec::Commit(&self.head, &owner.path))? else { return Ok(None) };
        let Some(bytes) = object.bytes() else { return Ok(None) };
        if !versions.contains_key(&object.oid) {
            let source = sources.add(Source::new(owner.path.to_string(), bytes.clone()));
            versions.insert(object.oid.clone(), parse::packet(sources, source).0);
        }
        Ok(Some(object.oid))
    }
}

/// The commit, where a shallow clone ends with it and the packet was there already.
fn cut_at(place: &Place, commit: &Commit, before: &[(Option<Oid>, Option<Oid>)], is_there: bool) -> Option<Commit> {
    let begins = is_there && before.iter().all(|(_, blob)| blob.is_none());
    (begins && place.repo.is_cut_at(&commit.oid)).then(|| commit.clone())
}
