//! One thing that the contract no longer means, or newly means.

use super::owner::Part;
use crate::text::Span;

/// One thing that the contract no longer means, or newly means.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The part of the packet that it is in.
    pub part: &'static Part,
    /// What is so: ``IN_SCOPE_PATHS newly allows `src/lib.rs` ``.
    pub what: String,
    /// The paths that it lets in, for the scope.
    pub paths: Vec<String>,
    /// Where the packet then has it, in that packet's source.
    pub then: Option<Span>,
    /// Where the packet now has it, in that packet's source.
    pub now: Option<Span>,
    /// What it said then, where it said anything.
    pub expected: Option<String>,
    /// What it says now, where it says anything.
    pub got: Option<String>,
}

impl Difference {
    /// A difference in `part`, as yet without places.
    pub(super) fn new(part: &'static Part, what: impl Into<String>) -> Self {
        Self { part, what: what.into(), paths: Vec::new(), then: None, now: None, expected: None, got: None }
    }
}

/// True where a text still holds a template's blank: `<commit-sha>`, `...`.
pub(super) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    let angle = text.find('<').is_some_and(|open| {
        text[open..].find('>').is_some_and(|close| {
            let inner = &text[open + 1..open + close];
            inner.starts_with(|letter: char| letter.is_ascii_lowercase())
                && inner.chars().all(|letter| letter.is_ascii_alphanumeric() || " -_/.|".contains(letter))
        })
    });
    angle || text == "..." || text.starts_with("measurable criterion") || text.starts_with("path/to/")
}
