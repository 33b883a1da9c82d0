//! What commands about verdicts tell: a report as it will stand in the packet, and an entry that was appended.

use super::BoundView;

/// A report, as it will stand in the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportText {
    /// The file that it was read from; `None` for one that was made just now.
    pub file: Option<String>,
    /// SHA1 of the text.
    pub sha1: String,
    /// The text.
    pub text: String,
    /// The lines (counted from 1) of what is still to be filled in.
    pub left: Vec<usize>,
}

/// An entry that was appended, or would be.
#[derive(Clone, Debug)]
pub struct AppendedEntry {
    /// The packet.
    pub path: String,
    /// The line of the entry's heading.
    pub line: usize,
    /// Which report of the packet it is, counted from 1.
    pub number: usize,
    /// `PASS`, `FAIL` or `OUTDATED_ONLY`.
    pub verdict: String,
    /// What it is bound to.
    pub bound: BoundView,
    /// The commit that holds it; `None` where it is not committed.
    pub commit: Option<String>,
    /// True where nothing was written.
    pub dry: bool,
}
