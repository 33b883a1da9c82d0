//! Who else is at work, and on which files: the other packets that are In Progress, wherever they are worked on.
//!
//! Copies of a packet lie in many places, and most of them are merely old. What nobody committed yet counts first; then the
//! version that was committed last, on whichever branch. A claim without a commit for long is dormant, and left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use super::historic::{blob_ids, packets_of};
use super::place::named_by;
use super::{Error, Place, document};
use crate::model::{Claimed, Oid, PacketId, RepoPath, Status as PacketStatus};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files::{self, PacketFile};
use crate::world::git::{Blobs, Ref, Spec, Status, Trunk, Worktree, os_string};

/// Gathers them, sorted by id; `own` is the packet that asks.
pub fn claims(
    place: &Place,
    status: &Status,
    blobs: &mut Blobs,
    (refs, trunk): (&[Ref], Option<&Trunk>),
    own: &PacketId,
) -> Result<Vec<Claimed>, Error> {
    let folder = &place.config.packets;
    let since = dormant_before(place.now, place.config.dormant_days);
    let worktrees = place.repo.worktrees()?;
    let is_trunk = |it: &&Ref| trunk.is_some_and(|trunk| trunk.refs.iter().any(|(name, _)| *name == it.name));
    let branches: Vec<&Ref> = refs.iter().filter(|it| it.leads_to.is_empty() && !is_trunk(it)).collect();
    let heads = worktrees.iter().filter_map(|worktree| worktree.head.as_ref());
    let tips: BTreeSet<&Oid> = refs.iter().map(|it| &it.oid).chain(heads).chain(&status.head).collect();
    let mut versions: BTreeMap<PacketId, (Option<String>, Arc<[u8]>)> = BTreeMap::new();

    // What a branch that moved lately says, though nobody touched the packet itself for long.
    let here: Vec<PacketFile> = files::list(&place.repo.root, folder)?;
    let ids: BTreeSet<&PacketId> = here.iter().map(|file| &file.id).collect();
    let mut named: BTreeMap<PacketId, String> = BTreeMap::new();
    for branch in branches.iter().filter(|branch| branch.when >= since) {
        let name = branch.name.splitn(3, '/').nth(2).unwrap_or(&branch.name);
        let Some(id) = named_by(name, &ids.iter().copied()).filter(|id| *id != own) else { continue };
        named.insert(id.clone(), name.to_owned());
        let file = here.iter().find(|file| file.id == *id);
        let object = file.map(|file| blobs.get(Spec::Commit(&branch.oid, &file.path))).transpose()?.flatten();
        if let Some(bytes) = object.and_then(|object| object.bytes().cloned()) {
            versions.insert(id.clone(), (None, bytes));
        }
    }

    // The version committed last.
    let tips: Vec<&Oid> = tips.into_iter().collect();
    let touches = if tips.is_empty() {
        Vec::new()
    } else {
        place.repo.touches(&tips, &RepoPath::from(folder.as_str()), Some(since))?
    };
    let mut seen: BTreeSet<RepoPath> = BTreeSet::new();
    for change in touches.into_iter().flat_map(|recorded| recorded.sides).flat_map(|side| side.changes) {
        let Some(id) = id_of(folder, &change.path).filter(|id| id != own) else { continue };
        if !seen.insert(change.path) {
            continue;
        }
        let object = change.after.map(|(_, oid)| blobs.get(Spec::Oid(&oid))).transpose()?.flatten();
        match object.and_then(|object| object.bytes().cloned()) {
            Some(bytes) => versions.insert(id, (None, bytes)),
            None => versions.remove(&id),
        };
    }

    // What somebody is about to commit.
    for worktree in worktrees.iter().filter(|worktree| !worktree.without_files) {
        let is_here = worktree.path == place.repo.root;
        let label = (!is_here).then(|| near(&place.repo.root, &worktree.path));
        for (id, bytes) in uncommitted(place, blobs, worktree)?.into_iter().filter(|(id, _)| id != own) {
            versions.insert(id, (label.clone(), bytes));
        }
    }
    let mut claims = Vec::new();
    for (id, (label, bytes)) in versions {
        let mut sources = Sources::default();
        let source = sources.add(Source::new(id.as_str(), bytes));
        let (packet, _) = parse::packet(&sources, source);
        if packet.metadata.status.get() == Some(&PacketStatus::InProgress) {
            let branch = named.get(&id);
            let place =
                label.or_else(|| checked_out(&worktrees, branch?, &place.repo.root)).or_else(|| branch.cloned());
            claims.push(Claimed { id, place, scope: packet.scope });
        }
    }
    Ok(claims)
}

/// A worktree as people in another one (`here`) would name it: `.`, or `../wt-9` for one beside it.
pub fn near(here: &Path, path: &Path) -> String {
    let beside = here.parent().and_then(|folder| path.strip_prefix(folder).ok());
    match beside {
        _ if here == path => ".".to_owned(),
        Some(beside) => format!("../{}", beside.display()),
        None => path.display().to_string(),
    }
}

/// The moment before which a claim is dormant.
pub fn dormant_before(now: DateTime<Utc>, days: u64) -> DateTime<Utc> {
    let days = i64::try_from(days).ok().and_then(Duration::try_days);
    days.and_then(|days| now.checked_sub_signed(days)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The other worktree that has a branch checked out.
fn checked_out(worktrees: &[Worktree], branch: &str, here: &Path) -> Option<String> {
    let found =
        worktrees.iter().find(|worktree| worktree.branch.as_deref() == Some(branch) && worktree.path != here)?;
    Some(near(here, &found.path))
}

/// A packet, and its text.
type Text = (PacketId, Arc<[u8]>);

/// The packets of a worktree that its own commit does not hold as they are there. What cannot be read is that worktree's
/// own trouble; where git does not use SHA1, nothing tells.
fn uncommitted(place: &Place, blobs: &mut Blobs, worktree: &Worktree) -> Result<Vec<Text>, Error> {
    let held = match &worktree.head {
        Some(head) => packets_of(blobs, head, &place.config.packets)?,
        None => BTreeMap::new(),
    };
    let mut found = Vec::new();
    for PacketFile { id, path } in files::list(&worktree.path, &place.config.packets).unwrap_or_default() {
        let Ok(bytes) = document(&worktree.path.join(os_string(path.as_bytes()))) else { continue };
        let ids = blob_ids(&place.repo, &bytes);
        let is_held = held.get(&path).is_some_and(|held| ids.is_empty() || ids.contains(held));
        if !is_held {
            found.push((id, bytes.into()));
        }
    }
    Ok(found)
}

/// The id of a packet in that folder; `None` for any other file beneath it.
fn id_of(folder: &str, path: &RepoPath) -> Option<PacketId> {
    let text = path.to_string();
    let rest = text.strip_prefix(folder)?.strip_prefix('/')?;
    let stem = rest.strip_suffix("/packet.md").or_else(|| rest.strip_suffix(".md"))?;
    if stem.contains('/') { None } else { PacketId::parse(stem) }
}
