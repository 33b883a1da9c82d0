//! The verdicts as `show` shows them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Bound, Report};
use crate::text::Source;

/// One verdict.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictView {
    /// `PASS`, `FAIL`, `OUTDATED_ONLY`; null for a report that states none that counts.
    pub verdict: Option<String>,
    /// What was written behind it.
    pub note: Option<String>,
    /// The date that the report names.
    pub date: Option<String>,
    /// Where the verdict, else the report, stands.
    pub line: usize,
    /// What it is bound to; null where it was written by hand, or cannot be read any more as it was written.
    pub bound: Option<BoundView>,
}

/// What a verdict is bound to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BoundView {
    /// Who judged, as typed: nobody signed it.
    pub validator: String,
    /// When it was appended, in UTC.
    pub at: String,
    /// SHA1 of the report in its fence.
    pub report_sha1: String,
    /// The commit that was judged, or the one beneath what was.
    pub head: String,
    /// The commit that it was compared with; null where that was nothing.
    pub base: Option<String>,
    /// `committed`, `range`, `staged` or `worktree`.
    pub mode: String,
    /// The digest of the contract.
    pub contract_sha1: String,
    /// The digest of the files in scope.
    pub scope_tree_sha1: String,
    /// The digest of the entry before.
    pub entry_before_sha1: Option<String>,
    /// Gates that could not be judged and were taken on.
    pub unproven: Vec<TakenOnView>,
}

/// A gate that could not be judged and was taken on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TakenOnView {
    /// Its name.
    pub gate: String,
    /// Why.
    pub because: String,
}

impl VerdictView {
    /// Views a report.
    pub fn new(report: &Report, source: &Source) -> Self {
        Self {
            verdict: report.verdict.map(|verdict| verdict.to_string()),
            note: report.note.clone(),
            date: report.date.map(|date| date.to_string()),
            line: source.line_at(report.verdict_span.unwrap_or(report.heading).start),
            bound: report.bound.as_ref().map(BoundView::new),
        }
    }
}

impl BoundView {
    /// Views what a verdict is bound to.
    pub fn new(bound: &Bound) -> Self {
        let taken_on =
            |(gate, because): &(String, String)| TakenOnView { gate: gate.clone(), because: because.clone() };
        Self {
            validator: bound.validator.clone(),
            at: bound.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            report_sha1: bound.report.to_string(),
            head: bound.head.to_string(),
            base: bound.base.as_ref().map(ToString::to_string),
            mode: bound.mode.clone(),
            contract_sha1: bound.contract.to_string(),
            scope_tree_sha1: bound.scope_tree.to_string(),
            entry_before_sha1: bound.before.map(|before| before.to_string()),
            unproven: bound.unproven.iter().map(taken_on).collect(),
        }
    }
}
