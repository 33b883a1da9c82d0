//! The gates of pre-work, in the order of the report.

mod all_links_resolvable;
mod checkpoint_committed;
mod claim_filled;
mod lineage_known;
mod manifest_template_present;
mod no_overlap;
mod packet_complete;
pub(super) mod phase_order;
mod refinement_signed;
mod scope_readable;
mod signature_valid;
mod spec_resolves;
mod status_allows_work;
mod test_plan_runnable;

#[cfg(test)]
mod fixture;

pub use status_allows_work::{STATUS_ALLOWS_WORK, status_refusal};

use super::{Check, Gate, GateStatus, Judgement, Topic};
use crate::finding::Code;
use crate::lint::demand::is_demanded;
use crate::model::Before;

/// The gates of pre-work, in the order of the report.
pub static PRE_WORK: &[Gate] = &[
    gate(&phase_order::CODE, Topic::Phases, phase_order::check),
    gate(&packet_complete::CODE, Topic::Contract, packet_complete::check),
    gate(&claim_filled::CODE, Topic::Contract, claim_filled::check),
    gate(&scope_readable::CODE, Topic::Scope, scope_readable::check),
    gate(&refinement_signed::CODE, Topic::Refinement, refinement_signed::check),
    gate(&signature_valid::CODE, Topic::Contract, signature_valid::check),
    gate(&spec_resolves::CODE, Topic::Refinement, spec_resolves::check),
    gate(&checkpoint_committed::CODE, Topic::Contract, checkpoint_committed::check),
    gate(&manifest_template_present::CODE, Topic::Manifest, manifest_template_present::check),
    gate(&test_plan_runnable::CODE, Topic::Plan, test_plan_runnable::check),
    gate(&all_links_resolvable::CODE, Topic::Links, all_links_resolvable::check),
    gate(&lineage_known::CODE, Topic::Contract, lineage_known::check),
    gate(&no_overlap::CODE, Topic::Others, no_overlap::check),
];

const fn gate(code: &'static Code, topic: Topic, check: fn(&Before) -> Judgement) -> Gate {
    Gate { name: code.name, code, topic, check: Check::Pre(check) }
}

/// The answer of a gate where what it asks about is not there: left to `packet_complete` where it is demanded, so that
/// one cause is one finding and still nothing reads as passed; else there is nothing to ask.
fn left_to_completeness(facts: &Before, name: &str) -> Judgement {
    if is_demanded(&facts.config, name) {
        return Judgement {
            status: GateStatus::NoVerdict,
            findings: Vec::new(),
            phrase: format!("no {name} to judge"),
        };
    }
    Judgement::not_applicable("")
}
