//! The gates of post-work that ask about the packet as a whole, in the order of the report.

mod contract_unchanged;
mod done_means_traced;
mod manifest_covers_changes;
mod reports_append_only;
mod scope_respected;

pub use done_means_traced::{Proof, THIS_RUN, Trace, settle, trace};
pub use manifest_covers_changes::DUPLICATE;

use super::{Check, Gate, Topic};

/// The gates of post-work that ask about the packet as a whole, in the order of the report.
pub static POST_WORK: &[Gate] = &[
    Gate {
        name: "scope_respected",
        code: &scope_respected::CODE,
        topic: Topic::Scope,
        check: Check::Post(scope_respected::check),
    },
    Gate {
        name: "contract_unchanged",
        code: &contract_unchanged::CODE,
        topic: Topic::Contract,
        check: Check::Post(contract_unchanged::check),
    },
    Gate {
        name: "reports_append_only",
        code: &reports_append_only::CODE,
        topic: Topic::Reports,
        check: Check::Post(reports_append_only::check),
    },
    Gate {
        name: "manifest_covers_changes",
        code: &manifest_covers_changes::CODE,
        topic: Topic::Manifest,
        check: Check::Post(manifest_covers_changes::check),
    },
    Gate {
        name: "done_means_traced",
        code: &done_means_traced::CODE,
        topic: Topic::DoneMeans,
        check: Check::Post(done_means_traced::check),
    },
];
