//! The configuration that a snapshot is judged by: that of a commit, never that of the disk.

use super::Error;
use super::place::{CONFIGURATION, Place, configuration};
use crate::model::{Change, Config, Mode, RepoPath, Tree};
use crate::text::Sources;
use crate::world::git::{Blobs, Spec};

/// The configuration as a commit has it, its default where the commit has none. Before the first commit, and where one
/// was named on the command line, it is the one that was read already.
pub fn of_commit(place: &Place, sources: &mut Sources, blobs: &mut Blobs, tree: &Tree) -> Result<Config, Error> {
    let (Tree::Commit(oid), None) = (tree, &place.config_file) else { return Ok(place.config.clone()) };
    let object = blobs.get(Spec::Commit(oid, &RepoPath::from(CONFIGURATION)))?;
    match object.and_then(|object| object.bytes().cloned()) {
        Some(bytes) => Ok(configuration(sources, &format!("{CONFIGURATION} at {}", oid.short()), bytes.to_vec())?.0),
        None => Ok(Config::default()),
    }
}

/// True where the work that is judged brings a configuration that does not count yet: in the snapshot, or on disk behind
/// it. `committed` is that of HEAD.
pub fn is_changed(place: &Place, mode: Mode, changes: &[Change], committed: &Config) -> bool {
    let path = RepoPath::from(CONFIGURATION);
    let in_snapshot = || changes.iter().any(|change| change.path == path);
    place.config_file.is_none() && (in_snapshot() || (mode != Mode::Range && place.config != *committed))
}
