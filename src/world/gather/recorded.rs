//! What the commits of all branches tell of the packets: who made which version, and what is a branch's own.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use crate::model::{Oid, RepoPath, Touch};
use crate::world::git::{CommitInfo, Repo};

/// The commits of all branches, as far as packets are concerned.
#[derive(Default)]
pub struct Recorded {
    /// The commits that the default branch does not hold.
    own: BTreeMap<Oid, CommitInfo>,
    /// Which files in the folder of the packets each of those touched.
    touched: BTreeMap<Oid, BTreeSet<RepoPath>>,
    /// The versions of each file in the folder of the packets, newest first.
    versions: BTreeMap<RepoPath, Vec<Version>>,
}

/// One version of a file.
struct Version {
    blob: Oid,
    touch: Touch,
    is_merge: bool,
    is_own: bool,
}

impl Recorded {
    /// Reads two logs: one of the packets' folder, and one of what the default branch (`trunk`) does not hold.
    pub fn read(repo: &Repo, tips: &BTreeSet<&Oid>, trunk: &BTreeSet<&Oid>, folder: &RepoPath) -> Result<Self, Error> {
        let all: Vec<&Oid> = tips.iter().copied().collect();
        if all.is_empty() {
            return Ok(Self::default());
        }
        let without: Vec<&Oid> = trunk.iter().copied().collect();
        let beside = all.iter().any(|tip| !trunk.contains(*tip));
        let own = if beside { repo.own_commits(&all, &without)? } else { Vec::new() };
        let own: BTreeMap<Oid, CommitInfo> = own.into_iter().map(|info| (info.commit.oid.clone(), info)).collect();
        let mut versions: BTreeMap<RepoPath, Vec<Version>> = BTreeMap::new();
        let mut touched: BTreeMap<Oid, BTreeSet<RepoPath>> = BTreeMap::new();
        for recorded in repo.touches(&all, folder, None)? {
            let is_own = own.contains_key(&recorded.info.commit.oid);
            let is_merge = recorded.info.parents.len() > 1;
            let touch = touch(&recorded.info);
            for change in recorded.sides.into_iter().flat_map(|side| side.changes) {
                if is_own && !is_merge {
                    touched.entry(recorded.info.commit.oid.clone()).or_default().insert(change.path.clone());
                }
                if let Some((_, blob)) = change.after {
                    versions.entry(change.path).or_default().push(Version {
                        blob,
                        touch: touch.clone(),
                        is_merge,
                        is_own,
                    });
                }
            }
        }
        Ok(Self { own, touched, versions })
    }

    /// The commits of a branch that the default one does not hold, newest first.
    pub fn own(&self, tip: &Oid) -> Vec<Touch> {
        let mut found: BTreeMap<&Oid, &CommitInfo> = BTreeMap::new();
        let mut next = vec![tip];
        while let Some(oid) = next.pop() {
            if let Some(info) = self.own.get(oid)
                && found.insert(&info.commit.oid, info).is_none()
            {
                next.extend(&info.parents);
            }
        }
        let mut infos: Vec<&CommitInfo> = found.into_values().collect();
        infos.sort_by(|a, b| (b.committed, &b.commit.oid).cmp(&(a.committed, &a.commit.oid)));
        infos.into_iter().map(touch).collect()
    }

    /// The only packet that a branch's own commits touched; `None` where they touched several or none.
    pub fn only_packet(&self, own: &[Touch]) -> Option<&RepoPath> {
        let mut paths = own.iter().filter_map(|touch| self.touched.get(&touch.commit.oid)).flatten();
        let first = paths.next()?;
        paths.all(|path| path == first).then_some(first)
    }

    /// The commit that brought a file in this form last; a merge only where nothing else did.
    pub fn touched(&self, path: &RepoPath, blob: &Oid) -> Option<&Touch> {
        let versions = self.versions(path).filter(|version| version.blob == *blob);
        versions.min_by_key(|version| version.is_merge).map(|version| &version.touch)
    }

    /// True where the default branch has, or once had, the file in this form.
    pub fn is_of_trunk(&self, path: &RepoPath, blob: &Oid) -> bool {
        self.versions(path).any(|version| version.blob == *blob && !version.is_own)
    }

    /// True where a commit that the default branch does not hold made the file so.
    pub fn is_own(&self, path: &RepoPath, blob: &Oid) -> bool {
        self.versions(path).any(|version| version.blob == *blob && version.is_own)
    }

    fn versions(&self, path: &RepoPath) -> impl Iterator<Item = &Version> {
        self.versions.get(path).into_iter().flatten()
    }
}

fn touch(info: &CommitInfo) -> Touch {
    Touch { commit: info.commit.clone(), when: info.committed }
}
