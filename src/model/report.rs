//! What a validator wrote: reports and their verdicts.

use std::fmt;

use chrono::NaiveDate;

use super::Digest;
use crate::text::Span;

/// What a validator decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the words of the format")]
pub enum Verdict {
    Pass,
    Fail,
    OutdatedOnly,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::OutdatedOnly => "OUTDATED_ONLY",
        })
    }
}

/// One report, in the order of the packet; the last one with a verdict governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its heading, as written.
    pub title: String,
    /// The heading's line.
    pub heading: Span,
    /// From its heading to the end of its last line that is not blank.
    pub span: Span,
    /// The date that it names, in its heading or in a field.
    pub date: Option<NaiveDate>,
    /// Its verdict; `None` where it states none that counts (`PARTIAL`, `NOT_PROVEN`, `BLOCKED`, pending).
    pub verdict: Option<Verdict>,
    /// What was written behind the verdict: `(with waivers noted)`, or the words of a verdict that does not count.
    pub note: Option<String>,
    /// The line of the verdict.
    pub verdict_span: Option<Span>,
    /// SHA1 of the bytes of `span`.
    pub digest: Digest,
}
