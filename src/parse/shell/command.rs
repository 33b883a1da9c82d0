//! One top-level command of a bash text.

use std::ops::Range;

use super::trouble::Trouble;

/// One top-level command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Command {
    /// Its text, here-documents included, the comment behind it left out.
    pub range: Range<usize>,
    /// Why bash would not read it; what follows it may belong to it then.
    pub trouble: Option<Trouble>,
}
