//! Collects the facts that gates look at: everything is read here, once, and judged elsewhere.

mod after;
mod before;
mod config;
mod error;
mod history;
mod place;
mod reader;
mod snapshot;
mod target;

pub use after::{Depth, after};
pub use before::before;
pub use error::Error;
pub use place::Place;
pub use snapshot::Selection;

use std::collections::BTreeSet;

use std::path::Path;

use crate::model::{Config, Packet, PacketId, RepoPath};
use crate::world::files::{FileError, LARGEST_DOCUMENT, other_form, read};

/// Reads a packet, refinement, specification, table or configuration from disk.
pub fn document(path: &Path) -> Result<Vec<u8>, FileError> {
    read(path, LARGEST_DOCUMENT)
}

/// The same, where there may be none.
pub fn document_if_there(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match document(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(FileError::Missing { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The files that a packet is governed by: itself in both its forms, its refinement, the board, the registry, the signature audit log.
/// A refinement counts only in the folder of the refinements: a packet cannot declare code to be governance.
pub fn governance(config: &Config, id: &PacketId, path: &RepoPath, packet: &Packet) -> BTreeSet<RepoPath> {
    let mut governance = BTreeSet::from([
        path.clone(),
        other_form(path),
        RepoPath::from(config.board.as_str()),
        RepoPath::from(config.registry.as_str()),
        RepoPath::from(config.signature_audit.as_str()),
        RepoPath::from(format!("{}/{id}.md", config.refinements).as_str()),
    ]);
    let named = packet.metadata.refinement_file.get().map(|file| RepoPath::from(file.as_str()));
    governance.extend(named.filter(|file| file.is_within(config.refinements.as_bytes())));
    governance
}
