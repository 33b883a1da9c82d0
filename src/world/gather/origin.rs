//! Where the work began: the base of the snapshot, and the commit that entries may be true against as well.

use super::Error;
use super::history::Past;
use super::snapshot::Sides;
use crate::model::{Mode, Oid, Packet, RepoPath, Tree};
use crate::world::git::{Blobs, Commits, Repo, Spec};

/// The side before, and what it is in words.
pub fn base(sides: &Sides, past: &Past) -> (Tree, String) {
    if let Some((tree, name)) = &sides.base {
        return (tree.clone(), name.clone());
    }
    match (&past.checkpoint, &sides.upto) {
        (Some(checkpoint), _) => (Tree::Commit(checkpoint.commit.oid.clone()), "the packet's checkpoint".to_owned()),
        (None, Some(head)) => (Tree::Commit(head.clone()), "HEAD, which does not hold the packet".to_owned()),
        (None, None) => (Tree::Empty, "nothing, before the first commit".to_owned()),
    }
}

/// The commit that brought the packet, where the default branch holds all of HEAD already: a branch that was merged has no
/// change of its own left, and its entries are true since then.
pub fn arrived(repo: &Repo, sides: &Sides, forms: &[RepoPath]) -> Result<Option<Oid>, Error> {
    let merged = sides.mode != Mode::Range && sides.merge_base == sides.upto;
    let Some(upto) = sides.upto.as_ref().filter(|_| merged) else {
        return Ok(None);
    };
    let history = repo.history(Commits { since: None, until: upto }, forms)?;
    Ok(history.first().map(|recorded| recorded.info.commit.oid.clone()))
}

/// MERGE_BASE_SHA, where it lies before the committed base: an entry may be true against it as well. It never narrows
/// what is judged, and adds no file of others to it.
pub fn declared_base(
    repo: &Repo,
    blobs: &mut Blobs,
    packet: &Packet,
    base: &Tree,
    mode: Mode,
) -> Result<Option<Oid>, Error> {
    let (Some(declared), Tree::Commit(base), Mode::Committed) = (packet.metadata.merge_base.get(), base, mode) else {
        return Ok(None);
    };
    let Some(declared) = Oid::parse(&declared.to_ascii_lowercase()) else { return Ok(None) };
    if declared == *base || blobs.get(Spec::Oid(&declared))?.is_none() {
        return Ok(None);
    }
    Ok(repo.is_ancestor(&declared, base)?.then_some(declared))
}
