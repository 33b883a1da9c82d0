//! Disagreements of the truths, as a part of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::DisagreementRow;

/// One disagreement.
#[derive(Serialize, JsonSchema)]
pub(super) struct DisagreementDocument {
    /// The index (from 0, in `findings`) of its finding.
    finding: usize,
    /// What it is about: a packet, a signature, a lineage; null where it is about none.
    about: Option<String>,
    /// True where `doctor --fix` mends it; false where a person must decide.
    fixable: bool,
}

impl DisagreementDocument {
    /// A disagreement as told.
    pub(super) fn new(row: &DisagreementRow) -> Self {
        Self { finding: row.finding, about: row.about.clone(), fixable: row.fixable }
    }
}
