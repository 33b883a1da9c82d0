//! Why a text is no whole bash command, and where.

use std::fmt;
use std::ops::Range;

/// What bash would stumble over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Trouble {
    /// Where.
    pub at: Range<usize>,
    /// What.
    pub kind: Kind,
}

/// The kinds of trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Kind {
    /// This does not belong here.
    Unexpected(String),
    /// The line ends where something must follow.
    EndOfLine,
    /// This is never closed.
    Unclosed(String),
    /// More than [`DEEPEST`] constructs within each other.
    TooDeep,
}

/// As deep as constructs may stand within each other.
pub(super) const DEEPEST: usize = 200;

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected(what) => write!(f, "`{what}` is not expected here"),
            Self::EndOfLine => write!(f, "something is missing at the end of the line"),
            Self::Unclosed(what) => write!(f, "`{what}` is never closed"),
            Self::TooDeep => write!(f, "more than {DEEPEST} constructs stand within each other"),
        }
    }
}
