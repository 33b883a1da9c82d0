//! A packet whose verdict is asked about.

use std::collections::BTreeSet;

use crate::gate::standing::is_own;
use crate::model::{Deed, Oid, Packet, PacketPast, PacketStanding, When};
use crate::text::Sources;

/// A packet whose verdict is asked about.
pub struct Asked {
    pub of: PacketStanding,
    /// The packet as it is now, among the versions of its past.
    pub now: Packet,
    pub past: PacketPast,
    /// The texts of those versions.
    pub texts: Sources,
    /// The commits that touch it.
    pub touching: BTreeSet<Oid>,
    /// True where its own work is what is not committed.
    pub at_work: bool,
}

impl Asked {
    pub fn new(of: PacketStanding, now: Packet, past: PacketPast, texts: Sources) -> Self {
        let commit = |when: &When| match when {
            When::Commit(commit) => Some(commit.oid.clone()),
            When::Uncommitted | When::Since(_) => None,
        };
        let touching = past.steps.iter().filter_map(|step| commit(&step.when)).collect();
        Self { of, now, past, texts, touching, at_work: false }
    }

    /// True for a deed of the packet's own.
    pub fn owns(&self, deed: &Deed) -> bool {
        match deed.commit {
            Some(_) => is_own(deed, &self.of.id, &self.touching),
            None => self.at_work,
        }
    }
}
