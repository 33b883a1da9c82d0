//! What a review has set up, as a part of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::ReviewView;

/// What `review` has set up for a validator.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReviewDocument {
    /// The top of the work tree that was judged.
    folder: String,
    /// True where it was made for this.
    made: bool,
    /// The branch that was judged; null where it is none.
    branch: Option<String>,
    /// The file of the report.
    report: String,
    /// True where a report of this work was there already, and is as it was left.
    kept: bool,
    /// How many of its parts are still to be filled in.
    left: usize,
    /// The digest of the report as it is.
    sha1: String,
    /// The command that appends it as a PASS.
    append: String,
}

impl ReviewDocument {
    pub fn new(view: &ReviewView) -> Self {
        Self {
            folder: view.folder.clone(),
            made: view.made,
            branch: view.branch.clone(),
            report: view.report.clone(),
            kept: view.kept,
            left: view.left,
            sha1: view.sha1.clone(),
            append: view.append.clone(),
        }
    }
}
