//! The files that a packet is governed by.

use std::collections::BTreeSet;

use crate::model::{Config, Packet, PacketId, RepoPath};
use crate::world::files::other_form;

/// The files that a packet is governed by: itself in both its forms, its refinement, the board, the registry, the
/// signature audit log. A refinement counts only in the folder of the refinements: a packet cannot declare code to be
/// governance.
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
