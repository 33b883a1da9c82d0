//! Waivers: what relaxes a gate, for which paths, until when.

use chrono::NaiveDate;

use super::{RepoPath, ScopeItem};
use crate::text::Span;

/// One record under WAIVERS GRANTED. Prose that names no gate is kept, shown, and relaxes nothing.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Its id, such as `W-1`; empty for prose without one.
    pub id: String,
    /// Whether it is in force, by its own words.
    pub state: WaiverState,
    /// The gates that it relaxes, by name.
    pub covers: Vec<String>,
    /// The sections that an amendment of the contract names.
    pub sections: Vec<String>,
    /// The paths for which it relaxes them; empty means all of them.
    pub paths: Vec<ScopeItem>,
    /// Why.
    pub reason: String,
    /// Who granted it.
    pub approver: String,
    /// When it was granted.
    pub date: Option<NaiveDate>,
    /// The last day on which it holds, inclusive, in UTC.
    pub expires: Option<NaiveDate>,
    /// Where it stands.
    pub span: Span,
}

/// Whether a waiver is in force by its own words; its dates are another matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    /// `STATUS: ACTIVE`, or no status at all.
    Active,
    /// `REVOKED`, `EXPIRED`, `CLOSED`.
    Ended,
    /// A field that cannot be read (a date, a status): it relaxes nothing.
    Unreadable,
    /// Free text, or a record without COVERS: shown, relaxes nothing.
    Prose,
}

impl Waiver {
    /// True where it relaxes `gate` for `path` on the day `today`.
    pub fn relaxes(&self, gate: &str, path: Option<&RepoPath>, today: NaiveDate) -> bool {
        self.state == WaiverState::Active
            && self.expires.is_none_or(|last| today <= last)
            && self.covers.iter().any(|name| name == gate)
            && match path {
                Some(path) => self.paths.is_empty() || self.paths.iter().any(|item| item.matches(path)),
                None => self.paths.is_empty(),
            }
    }
}
