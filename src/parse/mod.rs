//! Bytes to model. Reading never fails: what was not understood is said in findings.

mod packet;

pub use packet::packet;

use crate::finding::Code;

/// The codes of this floor, in the order of their numbers.
pub static CODES: &[&Code] = &[];
