//! Whether a verdict still holds: by content first, then by who moved it.

mod judge;
mod moves;
mod own;
mod same;
#[cfg(test)]
mod tests;

pub use judge::standing;
pub use moves::moves;
pub use own::{is_own, names};
pub use same::says_the_same;
