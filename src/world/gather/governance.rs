//! The files that a packet is governed by.

use std::collections::BTreeSet;

use crate::model::{Config, Packet, PacketId, RepoPath};
use crate::world::files::{forms, other_form};

/// How many earlier revisions are thought of.
const MOST_REVISIONS: u32 = 100;

/// The files that a packet is governed by: itself in both its forms, its refinement, the board, the registry, the
/// signature audit log; and packets and refinements of the lineage that it goes on from, which become Superseded with it. A refinement counts only in the folder of the refinements: a packet cannot declare code to be
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
    governance.extend(lineage(config, id));
    governance.extend(named.filter(|file| file.is_within(config.refinements.as_bytes())));
    governance
}

/// The packets and refinements of the earlier revisions: `WP-1` and `WP-1-v2` for `WP-1-v3`.
fn lineage(config: &Config, id: &PacketId) -> Vec<RepoPath> {
    let Some((base, revision)) = id.revision() else { return Vec::new() };
    let earlier = (1..revision.min(MOST_REVISIONS)).map(|number| format!("{base}-v{number}"));
    let ids = earlier.chain([base.to_owned()]).filter_map(|id| PacketId::parse(&id));
    let files = |id: PacketId| {
        let refinement = RepoPath::from(format!("{}/{id}.md", config.refinements).as_str());
        forms(&config.packets, &id).into_iter().chain([refinement])
    };
    ids.flat_map(files).collect()
}
