//! What an entry claims, held against two sides of a file: plain answers, without findings.

use crate::model::{Delta, DeltaClaim, Entry, HashClaim, Image, Value, Window};

/// The window as written; `None` where it is not two line numbers.
pub fn window(entry: &Entry) -> Option<Window> {
    Some(Window { start: *entry.start.get()?, end: *entry.end.get()? })
}

/// True where a line number says that there are no lines: `N/A` or 0.
pub fn says_no_line(value: &Value<u64>) -> bool {
    match value {
        Value::Present(number, _) => *number == 0,
        Value::Placeholder(raw, _) | Value::Malformed(raw) => raw.text.trim_matches('`').eq_ignore_ascii_case("n/a"),
        Value::Absent => false,
    }
}

/// True where a side has no lines to speak of: it is binary, or a submodule.
pub fn lacks_lines(base: Option<&Image>, head: Option<&Image>) -> bool {
    base.into_iter().chain(head).any(|image| image.text().is_none())
}

/// How many lines the change added minus how many it removed.
pub fn delta(base: Option<&Image>, head: Option<&Image>) -> Delta {
    if lacks_lines(base, head) {
        return Delta::NoLines;
    }
    let count = |side: Option<&Image>| side.map_or(0, |image| i64::try_from(image.line_count()).unwrap_or(i64::MAX));
    Delta::Lines(count(head) - count(base))
}

/// True where a claimed delta is the true one.
pub fn delta_holds(claim: DeltaClaim, base: Option<&Image>, head: Option<&Image>) -> bool {
    match (claim, delta(base, head)) {
        (DeltaClaim::Lines(claimed), Delta::Lines(lines)) => claimed == lines,
        (DeltaClaim::Lines(claimed), Delta::NoLines) => claimed == 0,
        (DeltaClaim::NotApplicable, Delta::NoLines) => true,
        (DeltaClaim::NotApplicable, Delta::Lines(_)) => false,
    }
}

/// How a claimed digest stands to one side of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is the digest of the content, or rightly says that there is none.
    Exact,
    /// It is the digest of the text with every line ended by LF.
    Lf,
    /// It is the digest of the text with every line ended by CRLF.
    CrLf,
    /// It is something else.
    No,
}

/// Holds a claimed digest against one side.
pub fn matches(claim: HashClaim, side: Option<&Image>) -> Match {
    let Some(image) = side else {
        return if claim.says_absent() { Match::Exact } else { Match::No };
    };
    let (HashClaim::Sha1(claimed), Some(digest)) = (claim, image.sha1()) else {
        let nothing_to_hash = image.sha1().is_none() && claim.says_absent();
        return if nothing_to_hash { Match::Exact } else { Match::No };
    };
    if claimed == digest {
        return Match::Exact;
    }
    match image.line_ending_variants() {
        Some((lf, _)) if claimed == lf => Match::Lf,
        Some((_, crlf)) if claimed == crlf => Match::CrLf,
        _ => Match::No,
    }
}

/// True where the entry, taken as a whole, is true of these two sides.
pub fn is_true_of(entry: &Entry, base: Option<&Image>, head: Option<&Image>) -> bool {
    let hash = |value: &Value<HashClaim>, side: Option<&Image>| match value {
        Value::Present(claim, _) => matches(*claim, side) != Match::No,
        Value::Absent => side.is_none(),
        Value::Placeholder(..) | Value::Malformed(_) => false,
    };
    let window = || match window(entry) {
        Some(window) => window.holds_change(base, head).unwrap_or(false) || lacks_lines(base, head),
        None => lacks_lines(base, head),
    };
    let delta = || entry.delta.get().is_some_and(|claim| delta_holds(*claim, base, head));
    hash(&entry.pre, base) && hash(&entry.post, head) && delta() && window()
}
