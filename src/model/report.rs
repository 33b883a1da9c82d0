//! What a validator wrote: reports and their verdicts.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Digest, Oid};
use crate::text::{Source, Span};

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
    /// What it is bound to; `None` for a report that was written by hand, and for an entry that can no longer be read as
    /// `verdict append` wrote it.
    pub bound: Option<Bound>,
}

/// What a verdict was bound to when `verdict append` wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Who judged, as typed: nobody signed it.
    pub validator: String,
    /// When it was appended.
    pub at: DateTime<Utc>,
    /// SHA1 of the report, as it stands in the entry's fence, with LF line ends.
    pub report: Digest,
    /// The commit that was judged; for staged or uncommitted work the one beneath it.
    pub head: Oid,
    /// The commit that it was compared with; `None` where that was nothing.
    pub base: Option<Oid>,
    /// How the snapshot was chosen: `committed`, `range`, `staged`, `worktree`.
    pub mode: String,
    /// The digest of the contract, by meaning.
    pub contract: Digest,
    /// The digest of the files that the packet allows to be changed.
    pub scope_tree: Digest,
    /// The digest of the entry before, where there was one: for information.
    pub before: Option<Digest>,
    /// The gates that could not be judged and were taken on, each with the reason.
    pub unproven: Vec<(String, String)>,
}

impl Report {
    /// SHA1 of the report with LF line ends, whatever the file has: what the next entry keeps as that of the one before.
    pub fn digest_in_lf(&self, source: &Source) -> Digest {
        let bytes = &source.bytes()[self.span.start..self.span.end];
        Digest::of_parts(bytes.split_inclusive(|byte| *byte == b'\n').flat_map(
            |line| match line.strip_suffix(b"\r\n") {
                Some(bare) => [bare, &b"\n"[..]],
                None => [line, &b""[..]],
            },
        ))
    }
}
