//! Which changed files are read besides those that have an entry.

use std::collections::BTreeSet;

use super::Error;
use super::snapshot::Sides;
use crate::model::{Change, Config, Mode, Oid, Packet, RepoPath, Tree};
use crate::world::git::Repo;

/// How many files without an entry, or out of scope, are shown with their first change.
const MOST_SHOWN: usize = 50;

/// Which changed files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Those that have an entry, and as many others as a report can show.
    Judged,
    /// Every one.
    All,
}

/// The first changed files that a gate can have something to say about, as many as a report can show. Of a file that is
/// in scope and needs no entry there is nothing to say.
pub fn first_changed(
    changes: &[Change],
    packet: &Packet,
    config: &Config,
    governance: &BTreeSet<RepoPath>,
) -> BTreeSet<RepoPath> {
    let is_fine = |path: &RepoPath| config.is_exempt(path) && packet.scope.allows(path);
    let paths = changes.iter().map(|change| &change.path);
    paths.filter(|path| !governance.contains(*path) && !is_fine(path)).take(MOST_SHOWN).cloned().collect()
}

/// Every file that the whole work may have changed, commits included that the snapshot does not judge. On the default
/// branch those commits are everybody's, so only what is in scope counts of them.
pub fn whole_work(
    repo: &Repo,
    sides: &Sides,
    origin: Option<&Oid>,
    changes: &[Change],
    packet: &Packet,
    governance: &BTreeSet<RepoPath>,
) -> Result<BTreeSet<RepoPath>, Error> {
    let mut paths: BTreeSet<RepoPath> = changes.iter().map(|change| change.path.clone()).collect();
    if let (Some(origin), Some(upto), Mode::Staged | Mode::Worktree) = (origin, &sides.upto, sides.mode)
        && origin != upto
    {
        let committed = repo.changes(&Tree::Commit(origin.clone()), &Tree::Commit(upto.clone()))?;
        let own = |path: &RepoPath| sides.merge_base.is_some() || packet.scope.allows(path);
        paths.extend(committed.into_iter().map(|change| change.path).filter(own));
    }
    paths.retain(|path| !governance.contains(path));
    Ok(paths)
}
