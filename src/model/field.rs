//! A key with its value, and the four things a value can be.

use crate::text::Span;

/// The text of a value as it stands in the source, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The text as written, without the white space around it.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A value that is absent, a placeholder, malformed and present are four different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<T> {
    /// The key is not there, or nothing stands behind it.
    Absent,
    /// A template's blank that nobody filled in.
    Placeholder(Raw, PlaceholderKind),
    /// Something that does not mean anything here.
    Malformed(Raw),
    /// What was meant, and how it was written.
    Present(T, Raw),
}

impl<T> Value<T> {
    /// The value, where there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Present(value, _) => Some(value),
            _ => None,
        }
    }

    /// How it was written, where anything was.
    pub fn raw(&self) -> Option<&Raw> {
        match self {
            Self::Absent => None,
            Self::Placeholder(raw, _) | Self::Malformed(raw) | Self::Present(_, raw) => Some(raw),
        }
    }

    /// Where it stands, where anything does.
    pub fn span(&self) -> Option<Span> {
        self.raw().map(|raw| raw.span)
    }
}

/// Which kind of blank was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceholderKind {
    /// `<fill>`, `<pending>`, `<line>`, `{user or source}`.
    Blank,
    /// `<unclaimed>`.
    Unclaimed,
    /// A list of choices of which none was chosen: `LOW | MEDIUM | HIGH`.
    Enumeration,
    /// A sample that was left: `path/to/file`, `measurable criterion 1`, `vXX.XX`.
    Sample,
}

/// `KEY: value`, in any of the forms that packets use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in canonical spelling: upper case, `_` between words.
    pub key: String,
    /// Where the key stands, without decoration.
    pub key_span: Span,
    /// The text behind it, without backticks and without its annotation.
    pub value: Value<String>,
    /// The annotation behind the value: `(stable ID without ..)`.
    pub note: Option<String>,
    /// The list items beneath it.
    pub items: Vec<Item>,
}

/// One list item, or one line of prose that stands in a list's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its text, decoration and check box removed; continuation lines joined by a space.
    pub text: String,
    /// From its bullet to the end of its last line.
    pub span: Span,
    /// How far it is indented, in columns.
    pub indent: usize,
}
