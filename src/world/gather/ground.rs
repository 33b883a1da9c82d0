//! What a snapshot compares, and by whose rules, before any file in it is read.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{Packets, Past, past};
use super::origin::base;
use super::snapshot::{Selection, Sides, changes, sides};
use super::version::packet_before;
use super::{Error, Place, config, governance};
use crate::model::{Change, Config, Packet, PacketId, RepoPath, Tree};
use crate::text::Sources;
use crate::world::git::{Blobs, Status, Trunk};

/// What a snapshot compares, and by whose rules.
pub struct Ground<'a> {
    /// Where findings point into.
    pub sources: Sources,
    /// Where content comes from; the work tree's copy stands for the index where it is the head.
    pub blobs: Blobs<'a>,
    /// The default branch.
    pub trunk: Option<Trunk>,
    /// The two sides.
    pub sides: Sides,
    /// The packet's recorded past.
    pub past: Past,
    /// The side before.
    pub base: Tree,
    /// What the base is, in words.
    pub base_name: String,
    /// Every path in which the sides differ.
    pub changes: Vec<Change>,
    /// The configuration at the base.
    pub config: Config,
    /// True where the work that is judged brings a configuration that does not count yet.
    pub config_changed: bool,
    /// The files that the packet is governed by.
    pub governance: BTreeSet<RepoPath>,
}

/// Chooses the sides and reads what came before them; `forms` are both places where the packet may lie, the one where it
/// does first. With them comes the packet as it lies on disk, which tells what governance is.
pub fn ground<'a>(
    place: &'a Place,
    status: &Status,
    id: &PacketId,
    forms: &[RepoPath; 2],
    selection: &Selection,
) -> Result<(Ground<'a>, Packet), Error> {
    let repo = &place.repo;
    let [path, _] = forms;
    let mut sources = place.sources.clone();
    let mut blobs = repo.blobs();
    let head = status.head.clone().map_or(Tree::Empty, Tree::Commit);
    // What nobody changed is read from HEAD, so that a branch can be judged that is checked out nowhere.
    let recorded = if is_dirty(status, path) {
        None
    } else {
        packet_before(&mut sources, &mut blobs, &head, std::slice::from_ref(path))?
    };
    let on_disk = match recorded {
        Some(packet) => packet,
        None => place.read(&mut sources, path)?,
    };
    let committed = config::of_commit(place, &mut sources, &mut blobs, &head)?;
    let trunk = trunk(place, status, &committed)?;
    // The base is not known yet, and with it neither its configuration: HEAD's tells what is governance until then.
    let choosing = governance(&committed, id, path, &on_disk);
    let sides = sides(repo, status, trunk.as_ref(), selection, &choosing)?;
    if let Some(copy) = &sides.copy {
        blobs = repo.blobs_of(copy);
    }
    let mut packets = Packets { sources: &mut sources, blobs: &mut blobs, forms, read: BTreeMap::new() };
    let past = past(repo, &mut packets, &sides, &choosing)?;
    let (base, base_name) = base(&sides, &past);
    let changes = changes(repo, status, &sides, &base)?;
    let config = config::of_commit(place, &mut sources, &mut blobs, &base)?;
    let config_changed = config::is_changed(place, sides.mode, &changes, &committed);
    let governance = governance(&config, id, path, &on_disk);
    let ground =
        Ground { sources, blobs, trunk, sides, past, base, base_name, changes, config, config_changed, governance };
    Ok((ground, on_disk))
}

/// True where the file is not as HEAD has it.
fn is_dirty(status: &Status, path: &RepoPath) -> bool {
    status.staged.iter().any(|change| change.path == *path)
        || status.unstaged.contains(path)
        || status.untracked.contains(path)
}

/// The default branch, by the configuration in HEAD; where nothing tells it, by that on disk.
fn trunk(place: &Place, status: &Status, committed: &Config) -> Result<Option<Trunk>, Error> {
    let told = place.repo.trunk(committed.default_branch.as_deref(), status)?;
    match (&told, &place.config.default_branch) {
        (None, Some(name)) => Ok(place.repo.trunk(Some(name), status)?),
        _ => Ok(told),
    }
}
