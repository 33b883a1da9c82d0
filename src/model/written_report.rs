//! A validator's report as it will stand in the packet, and what of it the program reads.

use super::{Digest, PacketId};
use crate::text::Span;

/// How a part of a report begins that only a person can write, and has not written yet.
pub const FILL_IN: &str = "[[FILL IN";

/// How many bytes a report may have: a packet stays something that people read.
pub const LONGEST_REPORT: usize = 512 << 10;

/// A report, with everything in it visible and LF line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenReport {
    /// The text, with one line feed at its end.
    pub text: String,
    /// The digest of that text.
    pub digest: Digest,
    /// The parts that are still to be filled in, in the text.
    pub left: Vec<Span>,
    /// The packet that it says it is about.
    pub id: Option<PacketId>,
    /// The contract that it was drafted for.
    pub contract: Option<Digest>,
    /// The files in scope that it was drafted for.
    pub scope_tree: Option<Digest>,
}
