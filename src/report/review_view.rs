//! What a review has set up.

/// What `review` has set up for a validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    /// The top of the work tree that was judged.
    pub folder: String,
    /// True where it was made for this.
    pub made: bool,
    /// The branch that was judged.
    pub branch: Option<String>,
    /// The file of the report.
    pub report: String,
    /// True where a report of this work was there already, and is as it was left.
    pub kept: bool,
    /// How many of its parts are still to be filled in.
    pub left: usize,
    /// The digest of the report as it is.
    pub sha1: String,
    /// The command that appends it as a PASS.
    pub append: String,
}
