//! The packet on each side of a snapshot.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Error;
use super::history::Past;
use super::snapshot::Sides;
use crate::model::{Mode, Packet, RepoPath, Revision, Tree};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::git::{Blobs, Status};

/// The packet that is judged: that of the head; over a commit, what the index or the disk has of it.
pub fn packet_at_head(
    (sources, blobs): (&mut Sources, &mut Blobs),
    sides: &Sides,
    on_disk: Packet,
    status: &Status,
    path: &RepoPath,
) -> Result<Packet, Error> {
    let staged = status.staged.iter().any(|change| change.path == *path);
    let dirty = status.unstaged.contains(path) || status.untracked.contains(path);
    let tree = match sides.mode {
        Mode::Committed if staged => Tree::Index,
        Mode::Committed if dirty => return Ok(on_disk),
        _ => sides.head.clone(),
    };
    if let Some(packet) = packet_of(sources, blobs, &tree, path)? {
        return Ok(packet);
    }
    match tree {
        // The work tree holds what git ignores, too.
        Tree::Worktree => Ok(on_disk),
        Tree::Index => Err(Error::NotInSnapshot { path: path.clone(), head: "the index".to_owned(), stage: true }),
        tree => Err(Error::NotInSnapshot { path: path.clone(), head: tree.to_string(), stage: false }),
    }
}

/// The packet of the side that is judged; `None` where it does not hold it.
fn packet_of(sources: &mut Sources, blobs: &mut Blobs, tree: &Tree, path: &RepoPath) -> Result<Option<Packet>, Error> {
    let Some(bytes) = bytes_of(blobs, tree, path)? else { return Ok(None) };
    let source = sources.add(Source::new(path.to_string(), bytes));
    Ok(Some(parse::packet(sources, source).0))
}

/// The packet of a side that it is compared with, in whichever form it lies there; findings in it name the commit.
pub fn packet_before(
    sources: &mut Sources,
    blobs: &mut Blobs,
    tree: &Tree,
    forms: &[RepoPath],
) -> Result<Option<Packet>, Error> {
    for path in forms {
        let Some(bytes) = bytes_of(blobs, tree, path)? else { continue };
        let source = Source::new(path.to_string(), bytes);
        let source = match tree {
            Tree::Commit(oid) => source.at_commit(oid.short()),
            _ => source,
        };
        let source = sources.add(source);
        return Ok(Some(parse::packet(sources, source).0));
    }
    Ok(None)
}

/// The head's own version of the packet, where no commit holds it yet.
pub fn own_revision(
    sides: &Sides,
    past: &Past,
    in_head: Option<Packet>,
    packet: &Packet,
    sources: &Sources,
) -> Option<Revision> {
    past.checkpoint.as_ref()?;
    let bytes = |packet: &Packet| sources.get(packet.source).bytes();
    let recorded = in_head.as_ref().is_some_and(|in_head| bytes(in_head) == bytes(packet));
    (sides.mode != Mode::Range && !recorded).then(|| Revision {
        commit: None,
        parent: None,
        before: in_head,
        after: Some(packet.clone()),
        alone: false,
        code: BTreeSet::new(),
    })
}

/// What one side holds under a path.
fn bytes_of(blobs: &mut Blobs, tree: &Tree, path: &RepoPath) -> Result<Option<Arc<[u8]>>, Error> {
    Ok(blobs.at(tree, path)?.and_then(|object| object.bytes().cloned()))
}
