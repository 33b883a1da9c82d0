//! The gates: one computed question each. One gate, one file, one row of a table.
//!
//! A gate judges plain values: it cannot fail, needs no mock, and gives the same answer twice. Its phase is the variant
//! of [`Check`], so a gate of pre-work cannot ask for results that do not exist yet.

use crate::finding::Code;

pub mod carried_out;
pub mod contract;
pub mod doctor;
pub mod edit;
mod entry;
#[cfg(test)]
mod falsify;
#[cfg(test)]
mod fixture;
mod follow;
mod judge;
mod links;
mod permit;
mod phases;
mod post;
mod pre;
mod progress;
pub mod recorded;
pub mod refinement;
mod run;
#[cfg(test)]
mod sample;
mod scope_tree;
pub mod set_up;
pub mod signature;
mod snapshot;
mod specs;
pub mod standing;
pub mod verdict;
mod waive;
pub mod way;
mod words;

pub use entry::{ENTRY, delta};
pub use follow::follow;
pub use judge::{Check, Gate, GateStatus, Judged, Judgement, Topic, outcome};
pub use links::{normal, pointed_at, unresolved};
pub use permit::{Permission, permission};
pub use post::{Grade, POST_WORK, Proof, Trace, audited, fresh, grade, left, named_by, trace};
pub use pre::{PRE_WORK, module_files, module_hints, status_refusal};
pub use progress::{Ending, GatesNow, Group, Known, gates_now, group, leading, sole_in_progress};
pub use run::{after, before, before_only, of_entry};
pub use scope_tree::scope_tree;
pub use snapshot::{only_packet_differs, packet_differs_on_disk, snapshot_findings};
pub use specs::spec_names;
pub use waive::apply_waivers;

/// Codes of findings about a whole run, which belong to no gate.
pub static CODES: &[&Code] = &[
    &pre::STATUS_ALLOWS_WORK,
    &pre::MODULE_LINE,
    &post::DUPLICATE,
    &entry::UNTICKED,
    &waive::UNCOMMITTED,
    &snapshot::UNJUDGED_COMMITS,
    &snapshot::PACKET_ON_DISK,
];

/// All gates of all phases.
pub fn all() -> impl Iterator<Item = &'static Gate> {
    PRE_WORK.iter().chain(ENTRY).chain(POST_WORK)
}

/// True where a gate has that name.
pub fn is_gate(name: &str) -> bool {
    all().any(|gate| gate.name == name)
}

/// How a whole run ended. Fail beats no-verdict beats pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Everything that was asked was judged, and holds.
    Pass,
    /// Something could not be judged.
    NoVerdict,
    /// Something was found wanting.
    Fail,
}

impl Outcome {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::NoVerdict => "no-verdict",
            Self::Fail => "fail",
        }
    }
}
