//! Whether a verdict still holds: by content first, then by who moved it.

mod brought;
mod contract;
mod judge;
mod moves;
mod own;
#[cfg(test)]
mod tests;

pub use brought::brought;
pub use contract::contract_moves;
pub use judge::standing;
pub use moves::moves;
pub use own::{is_own, names};
