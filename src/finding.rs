//! One thing found wanting, and the code under which its explanation is kept.

use crate::text::{Site, SourceId, Span};

/// A stable code: declared beside the check that raises it, listed in one registry, explained by its page.
#[derive(Debug)]
pub struct Code {
    /// `TP` and three digits; never reused for another meaning.
    pub id: &'static str,
    /// The name of the check, of its file and of its heading in `docs/gates.md`.
    pub name: &'static str,
    /// What `explain` prints.
    pub page: Page,
}

/// The explanation of a code: whole sentences, in Markdown.
#[derive(Debug)]
pub struct Page {
    /// What it checks.
    pub checks: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// An example that fails, as a block of text.
    pub fails: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// Worth mending; passes unless warnings are denied.
    Warning,
    /// Fails its gate.
    Error,
}

impl Severity {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing found wanting: where, what was expected, what was got, and what mends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which explanation belongs to it.
    pub code: &'static Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What is so, in lower case without a final stop; names in backticks.
    pub message: String,
    /// Where it shows.
    pub site: Option<Site>,
    /// What is said beside the caret.
    pub label: Option<String>,
    /// Other places that belong to it, each with what is to be seen there.
    pub related: Vec<(Site, String)>,
    /// What would have been right.
    pub expected: Option<String>,
    /// What stood there instead.
    pub got: Option<String>,
    /// Ways to mend it, the best one first; each an action or a command ready to copy.
    pub help: Vec<String>,
    /// What it is about (a path, a section): findings about one thing can follow from one another.
    pub subject: Option<String>,
    /// The index of the finding that this one is a mere consequence of.
    pub follows: Option<usize>,
}

impl Finding {
    /// A finding with nothing but its code, weight and message.
    pub fn new(code: &'static Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            site: None,
            label: None,
            related: Vec::new(),
            expected: None,
            got: None,
            help: Vec::new(),
            subject: None,
            follows: None,
        }
    }

    /// An error.
    pub fn error(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A warning.
    pub fn warning(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// A note.
    pub fn note(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Says where it shows.
    #[must_use]
    pub fn at(mut self, source: SourceId, span: Span) -> Self {
        self.site = Some(Site { source, span });
        self
    }

    /// Says what is to be seen at the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, source: SourceId, span: Span, label: impl Into<String>) -> Self {
        self.related.push((Site { source, span }, label.into()));
        self
    }

    /// Says what would have been right, and what stood there.
    #[must_use]
    pub fn compare(mut self, expected: impl Into<String>, got: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self.got = Some(got.into());
        self
    }

    /// Adds a way to mend it; call again for an alternative.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}
