//! The history behind HEAD as a graph, each commit with what it did of itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Change, Deed, Oid, RepoPath, State, Touched};
use crate::world::gather::Error;
use crate::world::git::{Commits, Recorded, Repo};

/// The commits that HEAD holds, from some point on; parents before children.
pub struct Graph {
    commits: Vec<Recorded>,
    index: HashMap<Oid, usize>,
}

impl Graph {
    /// Reads what `until` holds and `since` does not; one process.
    pub fn read(repo: &Repo, since: Option<&Oid>, until: &Oid) -> Result<Self, Error> {
        let commits = repo.deeds(Commits { since, until })?;
        let index = commits.iter().enumerate().map(|(at, it)| (it.info.commit.oid.clone(), at)).collect();
        Ok(Self { commits, index })
    }

    /// True where the commit is one of these.
    pub fn holds(&self, commit: &Oid) -> bool {
        self.index.contains_key(commit)
    }

    /// The commits that do not come before `start`, nor are it, in order.
    pub fn behind(&self, start: &Oid) -> Vec<&Recorded> {
        let mut before = vec![false; self.commits.len()];
        let mut next: Vec<usize> = self.index.get(start).copied().into_iter().collect();
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut before[at], true) {
                next.extend(self.commits[at].info.parents.iter().filter_map(|parent| self.index.get(parent)));
            }
        }
        self.commits.iter().zip(before).filter(|(_, before)| !before).map(|(it, _)| it).collect()
    }

    /// The commit, where it is one of these.
    pub fn get(&self, commit: &Oid) -> Option<&Recorded> {
        self.index.get(commit).map(|at| &self.commits[*at])
    }
}

/// What merges did of themselves: asked once for all of them.
#[derive(Default)]
pub struct Merges(BTreeMap<Oid, Vec<Touched>>);

impl Merges {
    /// Looks into those merges, among these commits, of which a path that counts is as in none of their parents.
    pub fn read<'a>(
        repo: &Repo,
        commits: impl IntoIterator<Item = &'a Recorded>,
        counts: impl Fn(&RepoPath) -> bool,
    ) -> Result<Self, Error> {
        let of_neither = |it: &&Recorded| it.info.parents.len() > 1 && of_no_side(it).any(|path| counts(path));
        let merges: BTreeSet<&Oid> =
            commits.into_iter().filter(of_neither).map(|recorded| &recorded.info.commit.oid).collect();
        let remerged = repo.remerged(&merges.into_iter().collect::<Vec<_>>())?;
        let touched = |it: Recorded| (it.info.commit.oid, it.sides.iter().flat_map(|side| touched(&side.changes, &[])).collect());
        Ok(Self(remerged.into_iter().map(touched).collect()))
    }

    /// What a commit did of itself.
    pub fn deed(&self, recorded: &Recorded) -> Deed {
        let info = &recorded.info;
        let touched = match (&recorded.sides[..], info.parents.len()) {
            (_, 2..) => self.0.get(&info.commit.oid).cloned().unwrap_or_default(),
            ([side], _) => touched(&side.changes, &side.renames),
            _ => Vec::new(),
        };
        Deed { commit: Some(info.commit.clone()), trailers: info.trailers.clone(), touched }
    }
}

/// The paths of a merge that are as in none of its parents.
fn of_no_side(recorded: &Recorded) -> impl Iterator<Item = &RepoPath> {
    let whole = recorded.sides.len() == recorded.info.parents.len();
    let (first, others) = recorded.sides.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
    let first = first.filter(|_| whole).into_iter().flat_map(|side| &side.changes);
    first.map(|change| &change.path).filter(move |path| others.iter().all(|side| side.change(path).is_some()))
}

/// Changes as touches; the two halves of a rename are one.
pub fn touched(changes: &[Change], renames: &[(RepoPath, RepoPath)]) -> Vec<Touched> {
    let state = |change: &Change, after: bool| {
        let side = if after { &change.after } else { &change.before };
        side.as_ref().map(|(kind, blob)| State::new(&change.path, *kind, blob))
    };
    let half = |path: &RepoPath, after: bool| {
        let change = changes.iter().find(|it| it.path == *path && (if after { &it.after } else { &it.before }).is_some());
        change.and_then(|change| state(change, after))
    };
    let renamed: BTreeSet<&RepoPath> = renames.iter().flat_map(|(from, to)| [from, to]).collect();
    let plain = changes.iter().filter(|change| !renamed.contains(&change.path));
    let plain = plain.map(|change| Touched { before: state(change, false), after: state(change, true) });
    let moved = renames.iter().map(|(from, to)| Touched { before: half(from, false), after: half(to, true) });
    plain.chain(moved).collect()
}
