//! A history that was written again: what was judged, held against what the verdict came to this history with.
//!
//! After a rebase or a squash the commits are others, and what others did meanwhile is beneath them. Where a file is not
//! what was judged, merging what was judged with what others did tells whether that explains it.

use std::collections::BTreeMap;

use super::asked::Asked;
use super::graph::touched;
use super::reach::Reach;
use crate::model::{Deed, Move, Mover, Oid, RepoPath, State, Tree};
use crate::world::gather::Error;
use crate::world::git::{Commits, Merged, Recorded, Repo};

/// The moves between `judged` and `brought`, neither of which needs to come before the other.
pub fn rewritten(repo: &Repo, asked: &Asked, judged: &Oid, brought: &Oid, reach: &Reach) -> Result<Vec<Move>, Error> {
    let (then, now) = (Tree::Commit(judged.clone()), Tree::Commit(brought.clone()));
    let changes: Vec<_> = repo.changes(&then, &now)?.into_iter().filter(|change| reach.allows(&change.path)).collect();
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let mut movers: BTreeMap<RepoPath, Vec<Mover>> = BTreeMap::new();
    let commits = repo.deeds(Commits { since: Some(judged), until: brought })?;
    for recorded in commits.iter().filter(|recorded| recorded.info.parents.len() < 2) {
        let deed = deed(recorded);
        let mover = Mover { commit: deed.commit.clone(), own: asked.owns(&deed) };
        for path in deed.touched.iter().flat_map(crate::model::Touched::paths) {
            movers.entry(path.clone()).or_default().push(mover.clone());
        }
    }
    let others = beneath(&commits, brought, |deed| asked.owns(deed));
    let merged = match &others {
        Some(others) => match repo.merge(judged, others)? {
            Merged::Clean(tree) => Some(repo.listing_of_merge(&tree)?),
            Merged::Conflicts(_) | Merged::GitTooOld => None,
        },
        None => None,
    };
    let mut found = Vec::new();
    for change in changes {
        let mut by = movers.remove(&change.path).unwrap_or_default();
        by.dedup();
        let expected = merged.as_ref().map(|files| files.get(&change.path).map(|(kind, oid)| (kind, oid.clone())));
        match expected {
            // What others did, and nothing else, makes of the judged file what is there.
            Some(expected) if expected == change.after => by.iter_mut().for_each(|mover| mover.own = false),
            // Something else was left out or put in when it was written again.
            Some(_) if !by.iter().any(|mover| mover.own) => {
                let commit = commits.iter().map(|it| &it.info.commit).find(|commit| commit.oid == *brought);
                by.push(Mover { commit: commit.cloned(), own: true });
            }
            _ => {}
        }
        let state = |side: &Option<(crate::model::FileKind, Oid)>| {
            side.as_ref().map(|(kind, blob)| State::new(&change.path, *kind, blob))
        };
        found.push(Move { before: state(&change.before), after: state(&change.after), by });
    }
    Ok(found)
}

/// The first commit beneath a packet's own commits: what others had when it was written again.
fn beneath(commits: &[Recorded], brought: &Oid, own: impl Fn(&Deed) -> bool) -> Option<Oid> {
    let mut at = brought.clone();
    loop {
        let recorded = commits.iter().find(|recorded| recorded.info.commit.oid == at);
        let Some(recorded) = recorded else { return Some(at) };
        if !own(&deed(recorded)) {
            return Some(at);
        }
        at = recorded.info.parents.first()?.clone();
    }
}

fn deed(recorded: &Recorded) -> Deed {
    let touched = recorded.sides.iter().flat_map(|side| touched(&side.changes, &[])).collect();
    Deed { commit: Some(recorded.info.commit.clone()), trailers: recorded.info.trailers.clone(), touched }
}
