//! The history behind HEAD as a graph, each commit with what it did of itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Change, Deed, Oid, RepoPath, State, Touched};
use crate::world::gather::Error;
use crate::world::git::{Commits, Recorded, Repo};

/// The commits that HEAD holds, from some point on; parents before children.
#[derive(Default)]
pub struct Graph {
    deeds: Vec<Deed>,
    parents: Vec<Vec<usize>>,
    index: HashMap<Oid, usize>,
    /// By path, the commits that touched it.
    by_path: BTreeMap<RepoPath, Vec<usize>>,
    renames: Vec<(RepoPath, RepoPath)>,
    /// Merges of which some paths are as in none of their parents, not looked into yet.
    merges: BTreeMap<usize, Vec<RepoPath>>,
}

impl Graph {
    /// Reads what `until` holds and `since` does not; one process.
    pub fn read(repo: &Repo, since: Option<&Oid>, until: &Oid) -> Result<Self, Error> {
        let mut graph = Self::default();
        for recorded in repo.deeds(Commits { since, until })? {
            graph.add(recorded);
        }
        Ok(graph)
    }

    fn add(&mut self, recorded: Recorded) {
        let at = self.deeds.len();
        let mut touched = Vec::new();
        if recorded.info.parents.len() > 1 {
            let paths: Vec<RepoPath> = of_no_side(&recorded).cloned().collect();
            for path in &paths {
                self.by_path.entry(path.clone()).or_default().push(at);
            }
            if !paths.is_empty() {
                self.merges.insert(at, paths);
            }
        } else if let Some(side) = recorded.sides.first() {
            for change in &side.changes {
                self.by_path.entry(change.path.clone()).or_default().push(at);
            }
            touched = self::touched(&side.changes, &side.renames);
            self.renames.extend(side.renames.iter().cloned());
        }
        self.parents.push(recorded.info.parents.iter().filter_map(|it| self.index.get(it).copied()).collect());
        self.index.insert(recorded.info.commit.oid.clone(), at);
        self.deeds.push(Deed { commit: Some(recorded.info.commit), trailers: recorded.info.trailers, touched });
    }

    /// True where the commit is one of these.
    pub fn holds(&self, commit: &Oid) -> bool {
        self.index.contains_key(commit)
    }

    /// The commits that do not come before `start`, nor are it, and that touched a path that counts, or one that such a
    /// path was renamed to; in order.
    pub fn behind(
        &mut self,
        repo: &Repo,
        start: &Oid,
        counts: impl Fn(&RepoPath) -> bool,
    ) -> Result<Vec<&Deed>, Error> {
        let before = self.before(start);
        let mut paths: BTreeSet<&RepoPath> = self.by_path.keys().filter(|path| counts(path)).collect();
        for (from, to) in &self.renames {
            if paths.contains(from) {
                paths.insert(to);
            }
        }
        let touching = paths.iter().filter_map(|path| self.by_path.get(*path)).flatten().copied();
        let places: BTreeSet<usize> = touching.filter(|at| !before[*at]).collect();
        let merges: Vec<usize> = places.iter().copied().filter(|at| self.merges.contains_key(at)).collect();
        self.look_into(repo, &merges)?;
        Ok(places.into_iter().map(|at| &self.deeds[at]).collect())
    }

    /// True for what `start` holds.
    fn before(&self, start: &Oid) -> Vec<bool> {
        let mut before = vec![false; self.deeds.len()];
        let mut next: Vec<usize> = self.index.get(start).copied().into_iter().collect();
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut before[at], true) {
                next.extend(&self.parents[at]);
            }
        }
        before
    }

    /// Finds out what merges did of themselves: what git does not make of their parents by itself.
    fn look_into(&mut self, repo: &Repo, merges: &[usize]) -> Result<(), Error> {
        let oids: Vec<&Oid> = merges.iter().filter_map(|at| Some(&self.deeds[*at].commit.as_ref()?.oid)).collect();
        let found = repo.remerged(&oids)?;
        for recorded in found {
            let Some(at) = self.index.get(&recorded.info.commit.oid) else { continue };
            self.deeds[*at].touched = recorded.sides.iter().flat_map(|side| touched(&side.changes, &[])).collect();
        }
        self.merges.retain(|at, _| !merges.contains(at));
        Ok(())
    }
}

/// The paths of a merge that are as in none of its parents.
fn of_no_side(recorded: &Recorded) -> impl Iterator<Item = &RepoPath> {
    let whole = recorded.sides.len() == recorded.info.parents.len();
    let (first, others) = recorded.sides.split_first().filter(|_| whole).unzip();
    let changes = first.into_iter().flat_map(|side| &side.changes);
    let others: &[_] = others.unwrap_or_default();
    changes.map(|change| &change.path).filter(|path| others.iter().all(|side| side.change(path).is_some()))
}

/// Changes as touches; the two halves of a rename are one.
pub fn touched(changes: &[Change], renames: &[(RepoPath, RepoPath)]) -> Vec<Touched> {
    let state = |path: &RepoPath, side: Option<&(crate::model::FileKind, Oid)>| {
        side.map(|(kind, blob)| State::new(path, *kind, blob))
    };
    let before = |path: &RepoPath| {
        let change = changes.iter().find(|it| it.path == *path && it.before.is_some());
        change.and_then(|it| state(&it.path, it.before.as_ref()))
    };
    let after = |path: &RepoPath| {
        let change = changes.iter().find(|it| it.path == *path && it.after.is_some());
        change.and_then(|it| state(&it.path, it.after.as_ref()))
    };
    let renamed: BTreeSet<&RepoPath> = renames.iter().flat_map(|(from, to)| [from, to]).collect();
    let plain = changes
        .iter()
        .filter(|change| !renamed.contains(&change.path))
        .map(|it| Touched { before: state(&it.path, it.before.as_ref()), after: state(&it.path, it.after.as_ref()) });
    plain.chain(renames.iter().map(|(from, to)| Touched { before: before(from), after: after(to) })).collect()
}
