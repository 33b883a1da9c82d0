//! What a rule is, and what it looks at.

use crate::finding::{Code, Finding};
use crate::model::{Config, Packet, PacketId};
use crate::text::{Edit, Source};

/// What a rule looks at: one packet, its text, and what is demanded of it.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The packet as understood.
    pub packet: &'a Packet,
    /// The text it was read from.
    pub source: &'a Source,
    /// The id that its file name gives it, where the name is an id.
    pub id: Option<&'a PacketId>,
    /// What is demanded.
    pub config: &'a Config,
}

/// One rule: a row of a table.
#[derive(Clone, Copy)]
pub struct Lint {
    /// The code of its findings, with its explanation.
    pub code: &'static Code,
    /// What it finds.
    pub check: fn(&Subject) -> Vec<Finding>,
    /// The mechanical mend, where there is one: minimal edits that touch no other byte.
    pub fix: Option<fn(&Subject) -> Vec<Edit>>,
}
