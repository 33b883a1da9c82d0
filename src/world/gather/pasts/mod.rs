//! The whole past of packets: one log over their folder, moved files followed, and what is not committed as the last step.

mod pairs;
mod steps;
mod tracked;

use std::collections::BTreeMap;

use self::steps::{Owner, steps};
use self::tracked::{Logged, log};
use super::{Error, Place};
use crate::model::{Change, Commit, Oid, Packet, PacketId, PacketPast, PastStep, RepoPath, Tree, When};
use crate::parse;
use crate::text::{Source, SourceId, Sources};
use crate::world::git::{Blobs, Commits, GitError, Spec, Status, WorktreeCopy};
use crate::world::parallel::in_parallel;

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
    let uncommitted = if let Some(operation) = status.operation {
        Uncommitted::Underway(operation.word())
    } else {
        extra.extend(loose(status, copy.as_ref()).map(|changes| (When::Uncommitted, changes)));
        Uncommitted::Covered
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

/// What is not committed: what is staged, and what lies on disk where that is something else; both against HEAD.
fn loose(status: &Status, copy: Option<&WorktreeCopy>) -> impl Iterator<Item = Vec<Change>> {
    let on_disk = copy.map(|copy| copy.changes.clone()).filter(|changes| *changes != status.staged);
    [status.staged.clone()].into_iter().chain(on_disk).filter(|changes| !changes.is_empty())
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
        let mut texts: BTreeMap<Oid, SourceId> = BTreeMap::new();
        for (blob, commit) in owner.steps.iter().flat_map(named) {
            if texts.contains_key(blob) {
                continue;
            }
            let object = self.blobs.get(Spec::Oid(blob))?;
            let bytes = object.as_ref().and_then(|object| object.bytes());
            let missing = || GitError::MissingObject { name: format!("{blob} (`{}`)", owner.path) };
            let source = Source::new(owner.path.to_string(), bytes.ok_or_else(missing)?.clone());
            let source = match commit {
                Some(commit) => source.at_commit(commit.short()),
                None => source,
            };
            texts.insert(blob.clone(), sources.add(source));
        }
        let ids: Vec<SourceId> = texts.values().copied().collect();
        let read = in_parallel(&ids, |source| parse::packet(sources, *source).0);
        let mut versions: BTreeMap<Oid, Packet> = texts.into_keys().zip(read).collect();
        let cut = owner.steps.iter().find_map(|step| cut_at(place, step));
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
        versions: &mut BTreeMap<Oid, Packet>,
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

/// The versions that a step names, each with the commit that holds it.
fn named(step: &PastStep) -> impl Iterator<Item = (&Oid, Option<&Oid>)> {
    let commit = match &step.when {
        When::Commit(commit) => Some(&commit.oid),
        When::Since(known) => Some(known),
        When::Uncommitted => None,
    };
    let before =
        step.before.iter().filter_map(move |(parent, blob)| Some((blob.as_ref()?, parent.as_ref().or(commit))));
    before.chain(step.after.iter().map(move |blob| (blob, commit)))
}

/// The commit, where a shallow clone ends with it and the packet was there already.
fn cut_at(place: &Place, step: &PastStep) -> Option<Commit> {
    let When::Commit(commit) = &step.when else { return None };
    let begins = step.after.is_some() && step.before.iter().all(|(_, blob)| blob.is_none());
    (begins && place.repo.is_cut_at(&commit.oid)).then(|| commit.clone())
}
