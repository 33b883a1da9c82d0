//! The active packets of a repository that was adopted, as a part of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::AdoptedPacket;

/// A packet that somebody works on, with what it lacks today.
#[derive(Serialize, JsonSchema)]
pub(super) struct AdoptedDocument {
    /// Its id.
    id: String,
    /// Its status: `Ready for Dev`, `In Progress` or `Blocked`.
    status: String,
    /// What `pre-work` would say of it today: `pass`, `fail` or `no-verdict`.
    outcome: &'static str,
    /// The gates that do not hold; `status_allows_work` where its status refuses work.
    failing: Vec<&'static str>,
}

impl AdoptedDocument {
    pub fn new(packet: &AdoptedPacket) -> Self {
        Self {
            id: packet.id.clone(),
            status: packet.status.to_string(),
            outcome: packet.outcome.word(),
            failing: packet.failing.clone(),
        }
    }
}
