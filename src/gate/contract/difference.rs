//! One thing that the contract no longer means, or newly means.

use super::owner::Part;
use crate::gate::{recorded, words};
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

/// True where a text is nothing but a template's blank: `<criterion>`, `...`.
pub(super) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    let whole =
        text.starts_with('<') && text.find('>').is_some_and(|close| text[close + 1..].trim_matches('.').is_empty());
    let in_path = !text.contains(char::is_whitespace) && text.contains('<') && text.contains('>');
    let samples = ["measurable criterion", "path/to/", "out/of/scope"];
    whole || in_path || text == "..." || samples.iter().any(|sample| text.starts_with(sample))
}

/// True where `new` says what `old` says, or fills in what a template left blank in it.
pub(super) fn says(new: &str, old: &str) -> bool {
    words::same(old, new) || recorded::fills(old, new)
}
