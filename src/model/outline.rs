//! The structure of a packet: headings, sections, keys and code blocks, each with its place.

use crate::text::Span;

/// One ATX heading outside of fences, comments and quotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 for `#`, 6 at most.
    pub level: u8,
    /// The text behind the hashes.
    pub title: String,
    /// The whole line, without its ending.
    pub span: Span,
}

/// A part of a packet that is known by name. Names are matched by their first word group, in any case, with `_` and
/// space equal; tails such as `[CX-623]` or `(Coder Work Plan)` are dropped. `VALIDATION`, `VALIDATION_REPORT`,
/// `VALIDATION_REPORTS`, `VALIDATION_PLAN` and `VALIDATION_HISTORY` are five different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each variant is the section of that name")]
pub enum SectionName {
    Metadata,
    TechnicalRefinement,
    Scope,
    InScopePaths,
    OutOfScope,
    WaiversGranted,
    QualityGate,
    RiskTier,
    TestPlan,
    DoneMeans,
    RollbackHint,
    Authority,
    Bootstrap,
    Skeleton,
    SkeletonApproved,
    Implementation,
    Hygiene,
    Validation,
    ValidationHistory,
    ValidationPlan,
    StatusHandoff,
    Evidence,
    EvidenceMapping,
    ValidationReports,
    /// One report of a validator, of whatever heading level.
    ValidationReport,
    /// Not one that we know.
    Other,
}

/// What introduces a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A heading of this level.
    Heading(u8),
    /// `- **TEST_PLAN**:` or another key on a line of its own, indented so many columns.
    Bullet(usize),
}

/// A named part of a packet, from its heading or key to the next one that is not beneath it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which one it is.
    pub name: SectionName,
    /// What introduces it.
    pub key: Key,
    /// Its heading's or key's text, as written.
    pub title: String,
    /// The heading's or key's line.
    pub heading: Span,
    /// All behind that line.
    pub body: Span,
    /// The index of the section around it.
    pub parent: Option<usize>,
}

/// A fenced block, the mangled ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of the info string, in lower case; empty where there is none.
    pub language: String,
    /// From the opening fence to the end of the closing one.
    pub span: Span,
    /// What stands between them.
    pub content: Span,
    /// True where the fence had to be guessed: mangled, unclosed, or closed by something else.
    pub mended: bool,
}
