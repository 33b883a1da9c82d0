//! Whether a verdict still holds: by content first, then by who moved it.

mod brought;
mod codes;
mod contract;
mod judge;
mod moves;
mod own;
#[cfg(test)]
mod tests;

pub use brought::brought;
pub use codes::{BRANCH_WENT_ON, BY_HAND, CODES, CONFLICTS, MERGE_UNKNOWN, NOT_PASS, STALE, UNCOMMITTED, UNSETTLED};
pub use contract::contract_moves;
pub use judge::standing;
pub use moves::moves;
pub use own::{is_own, names};
