//! The tables beside the packets: the traceability registry and the signature audit log.

use crate::text::{SourceId, Span};

/// The registry: which packet is the active one of a lineage.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The text it was read from.
    pub source: SourceId,
    /// Its rows, in order.
    pub rows: Vec<RegistryRow>,
}

/// One row of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryRow {
    /// The id without its revision.
    pub base_id: String,
    /// The path (or id) of the active packet.
    pub active: String,
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
