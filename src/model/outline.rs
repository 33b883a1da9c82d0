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

impl SectionName {
    /// Every name but [`SectionName::Other`].
    pub const ALL: &[Self] = &[
        Self::Metadata,
        Self::TechnicalRefinement,
        Self::Scope,
        Self::InScopePaths,
        Self::OutOfScope,
        Self::WaiversGranted,
        Self::QualityGate,
        Self::RiskTier,
        Self::TestPlan,
        Self::DoneMeans,
        Self::RollbackHint,
        Self::Authority,
        Self::Bootstrap,
        Self::Skeleton,
        Self::SkeletonApproved,
        Self::Implementation,
        Self::Hygiene,
        Self::Validation,
        Self::ValidationHistory,
        Self::ValidationPlan,
        Self::StatusHandoff,
        Self::Evidence,
        Self::EvidenceMapping,
        Self::ValidationReports,
        Self::ValidationReport,
    ];

    /// The name as packets write it, upper case. Empty for a section that we do not know.
    pub fn word(self) -> &'static str {
        match self {
            Self::Metadata => "METADATA",
            Self::TechnicalRefinement => "TECHNICAL_REFINEMENT",
            Self::Scope => "SCOPE",
            Self::InScopePaths => "IN_SCOPE_PATHS",
            Self::OutOfScope => "OUT_OF_SCOPE",
            Self::WaiversGranted => "WAIVERS GRANTED",
            Self::QualityGate => "QUALITY_GATE",
            Self::RiskTier => "RISK_TIER",
            Self::TestPlan => "TEST_PLAN",
            Self::DoneMeans => "DONE_MEANS",
            Self::RollbackHint => "ROLLBACK_HINT",
            Self::Authority => "AUTHORITY",
            Self::Bootstrap => "BOOTSTRAP",
            Self::Skeleton => "SKELETON",
            Self::SkeletonApproved => "SKELETON APPROVED",
            Self::Implementation => "IMPLEMENTATION",
            Self::Hygiene => "HYGIENE",
            Self::Validation => "VALIDATION",
            Self::ValidationHistory => "VALIDATION_HISTORY",
            Self::ValidationPlan => "VALIDATION_PLAN",
            Self::StatusHandoff => "STATUS_HANDOFF",
            Self::Evidence => "EVIDENCE",
            Self::EvidenceMapping => "EVIDENCE_MAPPING",
            Self::ValidationReports => "VALIDATION_REPORTS",
            Self::ValidationReport => "VALIDATION_REPORT",
            Self::Other => "",
        }
    }

    /// The section of exactly that name, with `_` and space equal.
    pub fn of_word(word: &str) -> Option<Self> {
        let same = |one: u8, other: u8| one == other || (matches!(one, b' ' | b'_') && matches!(other, b' ' | b'_'));
        let is_word = |name: &Self| {
            let own = name.word();
            own.len() == word.len() && own.bytes().zip(word.bytes()).all(|(one, other)| same(one, other))
        };
        Self::ALL.iter().copied().find(is_word)
    }
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

impl SectionName {
    /// True for the parts that record what was done and found: what looks like a part of the contract in there is a
    /// quotation.
    pub fn is_record(self) -> bool {
        matches!(
            self,
            Self::WaiversGranted
                | Self::Bootstrap
                | Self::Skeleton
                | Self::Implementation
                | Self::Hygiene
                | Self::Validation
                | Self::ValidationHistory
                | Self::ValidationPlan
                | Self::StatusHandoff
                | Self::Evidence
                | Self::EvidenceMapping
                | Self::ValidationReports
                | Self::ValidationReport
        )
    }

    /// True for what validators write.
    pub fn is_report(self) -> bool {
        matches!(self, Self::ValidationReports | Self::ValidationReport)
    }
}

/// The sections around the one of that index, from the innermost out.
pub fn ancestors(sections: &[Section], index: usize) -> impl Iterator<Item = &Section> {
    std::iter::successors(sections.get(index).and_then(|it| it.parent), |at| sections[*at].parent)
        .map(|at| &sections[at])
}

/// The section of that name that governs: the first one that does not stand within a record, one that a heading
/// introduces before one that a key does. A part that belongs to the record itself may stand in any but a report.
pub fn governing(sections: &[Section], name: SectionName) -> Option<&Section> {
    let candidates = || sections.iter().enumerate().filter(|(_, section)| section.name == name);
    let stands = |index: usize| {
        !ancestors(sections, index).any(|around| {
            if name.is_record() { around.name.is_report() && !name.is_report() } else { around.name.is_record() }
        })
    };
    let heading = |section: &Section| matches!(section.key, Key::Heading(_));
    candidates()
        .find(|(index, section)| heading(section) && stands(*index))
        .or_else(|| candidates().find(|(index, _)| stands(*index)))
        .map(|(_, section)| section)
}
