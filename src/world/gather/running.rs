//! The facts of a run: the plan as it lies on disk, who stands for it, and the files that it is carried out on.

use std::collections::BTreeSet;

use super::after::{after, files, loose};
use super::depth::Depth;
use super::snapshot::Selection;
use super::version::packet_before;
use super::{Error, Place};
use crate::model::{After, Change, FileList, Oid, Packet, PacketId, RepoPath, Tree};
use crate::world::files::other_form;
use crate::world::git::Status;

/// The facts of a run.
#[derive(Clone, Debug)]
pub struct Running {
    /// Those of the work tree as it would be handed over.
    pub after: After,
    /// The files that it runs on: governance and loose files left out.
    pub files: FileList,
    /// Files that lie beside: neither tracked nor ignored, and nothing allows them.
    pub loose: BTreeSet<RepoPath>,
    /// Files outside governance that the work changed so far, committed or not.
    pub changed: BTreeSet<RepoPath>,
    /// The default branch by its name, and the packet as it has it.
    pub on_trunk: Option<(String, Packet)>,
    /// Where something is staged: files in scope that lie on disk otherwise than they are staged.
    pub beside_index: Vec<RepoPath>,
}

/// Gathers them.
pub fn running(place: &Place, status: &Status, id: &PacketId, path: &RepoPath) -> Result<Running, Error> {
    let mut after = after(place, status, id, path, &Selection::Worktree, Depth::Judged)?;
    let loose = loose(status, &after.packet.scope, &after.governance, &after.config);
    let snapshot = &after.snapshot;
    let files = files(&mut place.repo.blobs(), &snapshot.base, &snapshot.changes, &after.governance, &loose)?;
    let trunk = place.repo.trunk(place.config.default_branch.as_deref(), status)?;
    let mut on_trunk = None;
    let mut since = after.checkpoint.as_ref().map(|checkpoint| checkpoint.commit.oid.clone());
    if let Some(trunk) = trunk {
        if let Some((_, commit)) = trunk.refs.first() {
            let forms = [path.clone(), other_form(path)];
            let tree = Tree::Commit(commit.clone());
            let packet = packet_before(&mut after.sources, &mut place.repo.blobs(), &tree, &forms)?;
            on_trunk = packet.map(|packet| (trunk.name.clone(), packet));
        }
        if !trunk.head_is_on_it {
            since = trunk.merge_base.or(since);
        }
    }
    let changed = changed(place, status, &after, since.as_ref(), &loose)?;
    let beside_index = beside_index(status, &after, &loose);
    Ok(Running { after, files, loose, changed, on_trunk, beside_index })
}

/// The files of the work tree as they are now.
pub fn files_now(place: &Place, after: &After) -> Result<FileList, Error> {
    let status = place.repo.status()?;
    let copy = place.repo.copy_worktree(status.head.as_ref())?;
    let loose = loose(&status, &after.packet.scope, &after.governance, &after.config);
    let base = status.head.map_or(Tree::Empty, Tree::Commit);
    files(&mut place.repo.blobs(), &base, &copy.changes, &after.governance, &loose)
}

fn changed(
    place: &Place,
    status: &Status,
    after: &After,
    since: Option<&Oid>,
    loose: &BTreeSet<RepoPath>,
) -> Result<BTreeSet<RepoPath>, Error> {
    let mut changes: Vec<Change> = after.snapshot.changes.clone();
    if let (Some(since), Some(head)) = (since, &status.head)
        && since != head
    {
        changes.extend(place.repo.changes(&Tree::Commit(since.clone()), &Tree::Commit(head.clone()))?);
    }
    let paths = changes.into_iter().map(|change| change.path);
    Ok(paths.filter(|path| !after.governance.contains(path) && !loose.contains(path)).collect())
}

/// Nobody hands over the disk where something is staged: what differs from it was tested, and is not what is handed over.
fn beside_index(status: &Status, after: &After, loose: &BTreeSet<RepoPath>) -> Vec<RepoPath> {
    let counts = |path: &&RepoPath| !after.governance.contains(*path) && !loose.contains(*path);
    if !status.staged.iter().any(|change| counts(&&change.path)) {
        return Vec::new();
    }
    status.unstaged.iter().chain(&status.untracked).filter(counts).cloned().collect()
}
