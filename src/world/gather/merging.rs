//! How a branch stands to the default one: what is its alone, and whether the two merge.

use std::collections::BTreeSet;

use super::{Error, Place};
use crate::gate::standing::names;
use crate::model::{Commit, Oid, PacketId, RepoPath};
use crate::world::files;
use crate::world::git::{Merged, Status, Trunk};

/// How HEAD stands to the default branch.
pub struct Merging {
    /// The default branch, as it is called locally.
    pub trunk: String,
    /// True where HEAD is on it: there is nothing to merge.
    pub is_on_it: bool,
    /// For each ref that stands for it (the local branch, that of the remote): what merging it comes to.
    pub refs: Vec<MergedRef>,
    /// The commits that only this branch has and that are no packet's own.
    pub unclaimed: BTreeSet<Oid>,
}

/// What merging HEAD with a ref comes to.
pub struct MergedRef {
    /// The ref, without `refs/heads/` or `refs/remotes/`.
    pub name: String,
    /// Its commit.
    pub oid: Oid,
    /// What it comes to.
    pub state: MergeState,
}

/// Whether two commits merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeState {
    /// They do.
    Clean,
    /// They do not: the paths in conflict.
    Conflicts(Vec<RepoPath>),
    /// This git is too old to tell.
    GitTooOld,
}

/// Finds it out; nothing of the repository is written.
pub fn merging(place: &Place, status: &Status) -> Result<Merging, Error> {
    let repo = &place.repo;
    let head = status.head.as_ref().ok_or(Error::NoCommits)?;
    let trunk = repo.trunk(place.config.default_branch.as_deref(), status)?;
    let trunk = trunk.ok_or(Error::NoMergeBase { branch: None })?;
    if trunk.head_is_on_it {
        return Ok(Merging { trunk: trunk.name, is_on_it: true, refs: Vec::new(), unclaimed: BTreeSet::new() });
    }
    let mut refs: Vec<MergedRef> = Vec::new();
    for (name, oid) in &trunk.refs {
        let state = match refs.iter().find(|known| known.oid == *oid) {
            Some(known) => known.state.clone(),
            None => match repo.merge(head, oid)? {
                Merged::Clean(_) => MergeState::Clean,
                Merged::Conflicts(paths) => MergeState::Conflicts(paths),
                Merged::GitTooOld => MergeState::GitTooOld,
            },
        };
        let short = name.trim_start_matches("refs/heads/").trim_start_matches("refs/remotes/");
        refs.push(MergedRef { name: short.to_owned(), oid: oid.clone(), state });
    }
    let unclaimed = unclaimed(place, head, &trunk)?;
    Ok(Merging { trunk: trunk.name, is_on_it: false, refs, unclaimed })
}

/// The commits that only this branch has, those left out that touch a packet or name one.
fn unclaimed(place: &Place, head: &Oid, trunk: &Trunk) -> Result<BTreeSet<Oid>, Error> {
    let repo = &place.repo;
    let ids: Vec<PacketId> = files::list(&repo.root, &place.config.packets)?.into_iter().map(|file| file.id).collect();
    // Anybody can move the local branch; what the remote's holds is what was merged.
    let remote: Vec<&Oid> =
        trunk.refs.iter().filter(|(name, _)| name.starts_with("refs/remotes/")).map(|(_, oid)| oid).collect();
    let refs = if remote.is_empty() { trunk.refs.iter().map(|(_, oid)| oid).collect() } else { remote };
    let touching: BTreeSet<Oid> = repo
        .touches(&[head], &RepoPath::from(place.config.packets.as_str()), None)?
        .into_iter()
        .map(|recorded| recorded.info.commit.oid)
        .collect();
    let claimed = |commit: &Commit, trailers: &[String]| {
        let mut texts = std::iter::once(&commit.subject).chain(trailers);
        touching.contains(&commit.oid) || texts.any(|text| ids.iter().any(|id| names(text, id)))
    };
    let own = repo.own_commits(&[head], &refs)?.into_iter();
    Ok(own.filter(|info| !claimed(&info.commit, &info.trailers)).map(|info| info.commit.oid).collect())
}
