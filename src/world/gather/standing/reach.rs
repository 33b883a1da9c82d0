//! What a packet lets its coder change, and a verdict is therefore about.

use std::collections::BTreeSet;

use crate::gate::{Permission, permission};
use crate::model::{Config, Packet, PacketStanding, RepoPath, Scope};
use crate::world::gather::{Place, governance};

/// What a packet lets its coder change.
pub struct Reach<'a> {
    scope: Scope,
    governance: BTreeSet<RepoPath>,
    config: &'a Config,
}

impl<'a> Reach<'a> {
    /// By the scope of `packet`, which may be a version of the packet as it was once.
    pub fn of(place: &'a Place, of: &PacketStanding, packet: &Packet) -> Self {
        let governance = governance(&place.config, &of.id, &of.path, packet);
        Self { scope: packet.scope.clone(), governance, config: &place.config }
    }

    /// True where the path is in scope.
    pub fn allows(&self, path: &RepoPath) -> bool {
        let permission = permission(path, &self.scope, &self.governance, self.config);
        matches!(permission, Permission::InScope(_) | Permission::Companion(_))
    }
}
