//! The gates of post-work that ask about the packet as a whole, in the order of the report.

mod all_links_resolvable;
mod audits_clean;
mod contract_unchanged;
mod done_means_traced;
mod evidence_fresh;
mod manifest_covers_changes;
mod phase_order;
mod reports_append_only;
mod scope_respected;

pub use audits_clean::{judged as audited, named_by};
pub use done_means_traced::{Proof, THIS_RUN, Trace, left, settle, trace};
pub use evidence_fresh::{Grade, fresh, grade, settle as settle_evidence};
pub use manifest_covers_changes::DUPLICATE;

use super::{Check, Gate, Judgement, Topic};
use crate::finding::Code;
use crate::model::After;

/// The gates of post-work that ask about the packet as a whole, in the order of the report.
pub static POST_WORK: &[Gate] = &[
    gate(&scope_respected::CODE, Topic::Scope, scope_respected::check),
    gate(&contract_unchanged::CODE, Topic::Contract, contract_unchanged::check),
    gate(phase_order::CODE, Topic::Phases, phase_order::check),
    gate(&reports_append_only::CODE, Topic::Reports, reports_append_only::check),
    gate(&manifest_covers_changes::CODE, Topic::Manifest, manifest_covers_changes::check),
    gate(&evidence_fresh::CODE, Topic::Evidence, evidence_fresh::check),
    gate(all_links_resolvable::CODE, Topic::Links, all_links_resolvable::check),
    gate(&audits_clean::CODE, Topic::Audits, audits_clean::check),
    gate(&done_means_traced::CODE, Topic::DoneMeans, done_means_traced::check),
];

const fn gate(code: &'static Code, topic: Topic, check: fn(&After) -> Judgement) -> Gate {
    Gate { name: code.name, code, topic, check: Check::Post(check) }
}
