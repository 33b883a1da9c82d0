//! The packet's recorded past: the commit that froze the contract, and every version since.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::snapshot::Sides;
use crate::model::{Change, Checkpoint, Commit, Digest, FileKind, Image, Oid, Packet, RepoPath, Revision, Waiver};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::git::{Blobs, Commits, Recorded, Repo, Side, Spec};

/// How many earlier versions of a file are hashed to explain a digest.
const MOST_VERSIONS: usize = 50;

/// What the history tells.
#[derive(Default)]
pub struct Past {
    /// The commit that froze the contract, before any amendment.
    pub checkpoint: Option<Checkpoint>,
    /// True where that commit came before the branch, or changed nothing but governance.
    pub checkpoint_alone: bool,
    /// The versions behind it, oldest first.
    pub revisions: Vec<Revision>,
    /// Who wrote the code, as `Name <mail>`.
    pub coders: BTreeSet<String>,
    /// The branch's own commits that change more than governance, oldest first; empty on the default branch.
    pub own: Vec<Commit>,
    /// The parents of the branch's commits.
    pub parents: BTreeMap<Oid, Vec<Oid>>,
    /// Paths outside governance that the branch's commits changed behind the last of the versions.
    pub code_since: BTreeSet<RepoPath>,
    /// Blobs that files of the branch once were: by path, each id with the commit that brought it.
    pub blobs: BTreeMap<RepoPath, Vec<(Oid, Commit)>>,
}

/// Reads packets from blobs, each blob once.
pub struct Packets<'a, 'repo> {
    /// Where findings point into.
    pub sources: &'a mut Sources,
    /// Where content comes from.
    pub blobs: &'a mut Blobs<'repo>,
    /// Where the packet lies, and where it lay if it was moved: a file of its own, or in a folder of its own.
    pub forms: &'a [RepoPath; 2],
    /// What was read already.
    pub read: BTreeMap<Oid, Packet>,
}

impl Packets<'_, '_> {
    /// The packet of a blob; `commit` is named in findings about it.
    fn of_blob(&mut self, oid: &Oid, commit: &Oid) -> Result<Option<Packet>, Error> {
        if let Some(packet) = self.read.get(oid) {
            return Ok(Some(packet.clone()));
        }
        let Some(object) = self.blobs.get(Spec::Oid(oid))? else { return Ok(None) };
        let Some(bytes) = object.bytes() else { return Ok(None) };
        let source = self.sources.add(Source::new(self.forms[0].to_string(), bytes.clone()).at_commit(commit.short()));
        let (packet, _) = parse::packet(self.sources, source);
        self.read.insert(oid.clone(), packet.clone());
        Ok(Some(packet))
    }

    /// The packet before and after a change, in whichever form; `None` where it was not touched.
    fn of_side(&mut self, side: &Side, commit: &Oid) -> Result<Option<[Option<Packet>; 2]>, Error> {
        let changes: Vec<&Change> = self.forms.iter().filter_map(|form| side.change(form)).collect();
        if changes.is_empty() {
            return Ok(None);
        }
        let before = changes.iter().find_map(|change| change.before.as_ref());
        let after = changes.iter().find_map(|change| change.after.as_ref());
        let mut read = |it: Option<&(FileKind, Oid)>| it.map_or(Ok(None), |(_, oid)| self.of_blob(oid, commit));
        Ok(Some([read(before)?, read(after)?]))
    }

    /// The packet as a commit holds it.
    fn of_commit(&mut self, commit: &Oid) -> Result<Option<Packet>, Error> {
        for form in self.forms {
            if let Some(object) = self.blobs.get(Spec::Commit(commit, form))? {
                return self.of_blob(&object.oid, commit);
            }
        }
        Ok(None)
    }
}

impl Past {
    /// Of the branch's own commits that change more than governance, those that `base` holds already, oldest first.
    pub fn own_before(&self, base: &Oid) -> Vec<Commit> {
        let mut held: BTreeSet<&Oid> = BTreeSet::new();
        let mut next = vec![base];
        while let Some(oid) = next.pop() {
            if let Some(parents) = self.parents.get(oid).filter(|_| held.insert(oid)) {
                next.extend(parents);
            }
        }
        self.own.iter().filter(|commit| held.contains(&commit.oid)).cloned().collect()
    }
}

/// Reads the past of the packet up to the last commit of either side: since the merge base, or all of it where there is
/// none.
pub fn past(repo: &Repo, packets: &mut Packets, sides: &Sides, governance: &BTreeSet<RepoPath>) -> Result<Past, Error> {
    let Some(upto) = &sides.upto else { return Ok(Past::default()) };
    let merge_base = sides.merge_base.as_ref();
    let commits = Commits { since: merge_base, until: upto };
    let log = match merge_base {
        Some(base) if base == upto => Vec::new(),
        Some(_) => repo.history(commits, &[])?,
        None => repo.history(commits, packets.forms)?,
    };
    let mut past = Past::default();
    if let Some(base) = merge_base
        && let Some(packet) = packets.of_commit(base)?
    {
        let commit = packets.blobs.commit(base.as_str())?.commit;
        past.checkpoint = Some(checkpoint(commit, packet));
        past.checkpoint_alone = true;
    }
    let mut code = BTreeSet::new();
    for recorded in &log {
        remember(recorded, &mut past.blobs);
        past.parents.insert(recorded.info.commit.oid.clone(), recorded.info.parents.clone());
        let merge = recorded.info.parents.len() > 1;
        let outside: BTreeSet<RepoPath> =
            changes(recorded).map(|change| change.path.clone()).filter(|path| !governance.contains(path)).collect();
        let alone = !merge && outside.is_empty();
        if !merge && !outside.is_empty() {
            if merge_base.is_some() {
                past.own.push(recorded.info.commit.clone());
            }
            past.coders.insert(recorded.info.commit.author.clone());
            code.extend(outside);
        }
        for side in &recorded.sides {
            let commit = &recorded.info.commit;
            let Some([before, after]) = packets.of_side(side, &commit.oid)? else { continue };
            if past.checkpoint.is_some() {
                let code = std::mem::take(&mut code);
                let (commit, parent) = (Some(commit.clone()), side.parent.clone());
                past.revisions.push(Revision { commit, parent, before, after, alone, code });
            } else if let Some(packet) = after {
                if repo.is_cut_at(&recorded.info.commit.oid) {
                    return Err(Error::Shallow { before: "the packet was committed" });
                }
                past.checkpoint = Some(checkpoint(commit.clone(), packet));
                past.checkpoint_alone = alone;
                // What the first commit of all brings was there before anybody worked by a packet.
                let code = std::mem::take(&mut code);
                if let Some(checkpoint) = past.checkpoint.as_mut().filter(|_| !recorded.info.parents.is_empty()) {
                    checkpoint.code = code;
                }
            }
        }
    }
    past.code_since = code;
    Ok(past)
}

fn checkpoint(commit: Commit, packet: Packet) -> Checkpoint {
    Checkpoint { commit, packet, amendments: Vec::new(), code: BTreeSet::new() }
}

fn changes(recorded: &Recorded) -> impl Iterator<Item = &Change> {
    recorded.sides.iter().flat_map(|side| &side.changes)
}

fn remember(recorded: &Recorded, blobs: &mut BTreeMap<RepoPath, Vec<(Oid, Commit)>>) {
    for change in changes(recorded) {
        if let Some((_, oid)) = &change.after {
            blobs.entry(change.path.clone()).or_default().push((oid.clone(), recorded.info.commit.clone()));
        }
    }
}

/// The waivers in force, and those that the head brings on top: a waiver counts where the base holds it, or where a
/// commit that changed nothing but governance brought it since. A relaxation does not excuse the change that makes it.
pub fn waivers(base: Option<&Packet>, revisions: &[Revision], head: &Packet) -> (Vec<Waiver>, Vec<Waiver>) {
    let alone = revisions.iter().filter(|revision| revision.alone && revision.commit.is_some());
    let recorded: Vec<&Waiver> = base
        .into_iter()
        .chain(alone.filter_map(|revision| revision.after.as_ref()))
        .flat_map(|packet| &packet.waivers)
        .collect();
    let same = |one: &Waiver, other: &Waiver| {
        let paths = |waiver: &Waiver| waiver.paths.iter().map(|item| item.path.clone()).collect::<Vec<_>>();
        (&one.id, &one.covers, &one.sections, one.expires, one.state)
            == (&other.id, &other.covers, &other.sections, other.expires, other.state)
            && paths(one) == paths(other)
    };
    head.waivers.iter().cloned().partition(|waiver| recorded.iter().any(|known| same(known, waiver)))
}

/// What digests of a file are known to be, where they are not the right ones: its content in earlier commits of the
/// branch, and git's blob ids.
pub fn known<'a>(
    blobs: &mut Blobs,
    path: &RepoPath,
    past: &Past,
    images: impl Iterator<Item = &'a Image>,
) -> Result<BTreeMap<Digest, String>, Error> {
    let mut known = BTreeMap::new();
    for (oid, commit) in past.blobs.get(path).into_iter().flatten().rev().take(MOST_VERSIONS) {
        if let Some(object) = blobs.get(Spec::Oid(oid))?
            && let Some(bytes) = object.bytes()
        {
            known.insert(Digest::of(bytes), format!("`{path}` at {}", commit.oid.short()));
        }
    }
    for digest in images.filter_map(|image| Digest::parse(image.oid.as_str())) {
        known.insert(digest, format!("git's blob id of `{path}`, not the SHA1 of its content"));
    }
    Ok(known)
}
