//! Whether a verdict may be appended: one condition, one file. They bind a PASS; a FAIL may always be said, by whoever
//! acknowledges its report.

mod entry_stands;
mod pass_earned;
mod report_acknowledged;
mod report_current;
mod report_finished;
mod unproven_named;
mod validator_independent;

pub use entry_stands::{moved_meanwhile, stands};
pub use report_finished::unfinished;
pub use validator_independent::coder_judges;

use super::Judged;
use crate::finding::{Code, Finding};
use crate::model::{After, Digest, Verdict, WrittenReport};
use crate::text::SourceId;

/// Codes of what keeps a verdict from being appended, in the order of their numbers.
pub static CODES: &[&Code] = &[
    &report_finished::CODE,
    &report_acknowledged::CODE,
    &report_current::CODE,
    &pass_earned::CODE,
    &validator_independent::CODE,
    &unproven_named::CODE,
    &entry_stands::CODE,
];

/// A verdict that somebody wants to be appended.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided it, as typed.
    pub validator: &'a str,
    /// The digest of the report that was looked at, or its first digits.
    pub acknowledged: &'a str,
    /// Gates that could not be judged and are taken on, each with the reason.
    pub unproven: &'a [(String, String)],
    /// The report.
    pub report: &'a WrittenReport,
    /// The text of the report among the sources.
    pub source: SourceId,
    /// The report's file, as a word for a shell.
    pub file: &'a str,
}

/// What there is to judge it by.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The facts of post-work.
    pub after: &'a After,
    /// Its gates, with their answers.
    pub judged: &'a [Judged],
    /// The digest of the contract now.
    pub contract: Digest,
    /// The digest of the files in scope now.
    pub scope_tree: Digest,
    /// Whom git would name as the author of a commit made now.
    pub identity: Option<&'a str>,
}

/// Everything that is to be said of the verdict before it is appended; an error keeps it from being so.
pub fn objections(asked: &Asked, known: &Known) -> Vec<Finding> {
    let mut findings = report_finished::check(asked);
    findings.extend(report_acknowledged::check(asked));
    findings.extend(report_current::check(asked, known));
    findings.extend(validator_independent::check(asked, known));
    findings.extend(unproven_named::check(asked, known));
    findings.extend(pass_earned::check(asked, known));
    findings
}
