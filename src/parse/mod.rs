//! Bytes to model. Reading never fails: what was not understood is said in findings.

mod packet;
mod spec;
mod spec_anchor;

pub use packet::packet;
pub use spec::{spec, spec_file, spec_pointer};
pub use spec_anchor::spec_anchors;

use crate::finding::Code;

/// The codes of this floor, in the order of their numbers.
pub static CODES: &[&Code] = &[];
