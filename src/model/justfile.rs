//! A justfile: the named things in it, each with all that belongs to it, and what it imports.

use crate::text::Span;

/// A justfile as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Justfile {
    /// Recipes, aliases and variables, in order.
    pub items: Vec<JustItem>,
    /// The files that it imports, in order.
    pub imports: Vec<JustImport>,
}

/// One named thing of a justfile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JustItem {
    /// What it is.
    pub kind: JustKind,
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The whole of it, with the comments and attributes directly above, up to and with its last line's ending.
    pub span: Span,
}

/// What a named thing of a justfile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JustKind {
    /// A recipe with its body.
    Recipe,
    /// Another name of a recipe.
    Alias,
    /// A variable.
    Variable,
}

/// One file that a justfile imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JustImport {
    /// Its path, as it is written.
    pub path: String,
    /// The whole line.
    pub span: Span,
}
