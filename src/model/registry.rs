//! The tables beside the packets: the traceability registry and the signature audit log.

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
