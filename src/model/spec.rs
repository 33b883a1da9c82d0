//! A specification's headings, and the anchors that packets tie themselves to.

use crate::text::{SourceId, Span};

/// A specification file as far as anchors need it.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The text it was read from.
    pub source: SourceId,
    /// Its headings, in order.
    pub headings: Vec<SpecHeading>,
}

/// One heading of a specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecHeading {
    /// 1 for `#`.
    pub level: u8,
    /// Its section number, such as `2.3.12.5`; `None` where it has none.
    pub number: Option<String>,
    /// The heading's line.
    pub span: Span,
    /// Its own text: from the heading to the next heading of any level.
    pub own: Span,
    /// The whole section, those beneath it included.
    pub section: Span,
}

/// `FILE NUMBER [TAG]`, as packets and refinements write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecAnchor {
    /// The file; `None` where the anchor names none and SPEC_BASELINE is meant.
    pub file: Option<String>,
    /// The section number; `None` where the anchor names none.
    pub number: Option<String>,
    /// The tag, without its brackets.
    pub tag: Option<String>,
}
