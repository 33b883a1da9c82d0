//! Reports and entries of verdicts, as parts of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::{AppendedEntry, BoundView, ReportText};

/// A report as it will stand in the packet.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReportTextDocument {
    /// The file that it was read from; null for a draft made just now.
    file: Option<String>,
    /// SHA1 of the text: what `--acknowledge` takes.
    sha1: String,
    /// The text.
    text: String,
    /// The lines of the text, counted from 1, with something that is still to be filled in.
    left: Vec<usize>,
}

/// An entry that was appended, or would be.
#[derive(Serialize, JsonSchema)]
pub(super) struct AppendedDocument {
    /// The packet.
    path: String,
    /// The line of the entry's heading.
    line: usize,
    /// Which report of the packet it is, counted from 1.
    number: usize,
    /// `PASS`, `FAIL` or `OUTDATED_ONLY`.
    verdict: String,
    /// What it is bound to.
    bound: BoundView,
    /// The commit that holds it; null where it is not committed.
    commit: Option<String>,
    /// True where nothing was written.
    dry_run: bool,
}

impl ReportTextDocument {
    pub(super) fn new(report: &ReportText) -> Self {
        let ReportText { file, sha1, text, left } = report.clone();
        Self { file, sha1, text, left }
    }
}

impl AppendedDocument {
    pub(super) fn new(entry: &AppendedEntry) -> Self {
        let AppendedEntry { path, line, number, verdict, bound, commit, dry } = entry.clone();
        Self { path, line, number, verdict, bound, commit, dry_run: dry }
    }
}
