//! What can be said of a packet without git: one rule, one file.

pub mod demand;
mod masked_status;
mod rule;

pub use masked_status::{Mask, Masked, masked};
pub use rule::{Lint, Subject};

use crate::finding::Code;

/// All rules, in the order of their codes.
pub static LINTS: &[Lint] = &[];

/// The codes of this floor, in the order of their numbers.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    LINTS.iter().map(|lint| lint.code)
}
