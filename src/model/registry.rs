//! The tables beside the packets: the traceability registry and the signature audit log.

use chrono::NaiveDateTime;

use crate::text::{SourceId, Span, Spanned};

/// The registry: which packet is the active one of a lineage.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The text it was read from.
    pub source: SourceId,
    /// Its rows, in order.
    pub rows: Vec<RegistryRow>,
    /// The table that new rows go into; `None` where there is none.
    pub shape: Option<TableShape>,
}

/// How a table is made, for those who add to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableShape {
    /// The titles of its columns, in order.
    pub head: Vec<String>,
    /// The line of dashes beneath the head.
    pub rule: Span,
}

/// One row of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryRow {
    /// The id without its revision.
    pub base_id: String,
    /// The path (or id) of the active packet.
    pub active: String,
    /// The cell that names it, a link and other decoration included.
    pub active_cell: Span,
    /// What it says of the packet's place on the board; `None` where it has no such column.
    pub board: Option<Spanned<String>>,
    /// The whole row.
    pub span: Span,
}

/// The signature audit log: which signatures were used, and for what.
#[derive(Clone, Debug)]
pub struct SignatureAudit {
    /// The text it was read from.
    pub source: SourceId,
    /// Its rows, in order.
    pub rows: Vec<SignatureRow>,
    /// The table that new rows go into; `None` where there is none.
    pub shape: Option<TableShape>,
}

/// One row of the signature audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureRow {
    /// The signature.
    pub signature: String,
    /// What it was used for.
    pub purpose: String,
    /// The whole row.
    pub span: Span,
}

/// What the registry is to say of one lineage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivePacket {
    /// The id without its revision.
    pub base_id: String,
    /// The packet in force.
    pub id: String,
    /// Where that lies.
    pub path: String,
    /// The section of the board that it stands in.
    pub board: String,
}

/// What the log is to say of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedSignature {
    /// The signature.
    pub signature: String,
    /// Who used it: a person, a role.
    pub used_by: String,
    /// When.
    pub when: NaiveDateTime,
    /// For what: `Task packet creation: WP-1-X`.
    pub purpose: String,
    /// The specification in force.
    pub spec: String,
    /// Anything else.
    pub notes: String,
}
