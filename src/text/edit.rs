//! Edits by spans: every byte outside an edit stays as it is.

use super::Span;

/// One replacement of a span of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is taken out; empty for an insertion.
    pub span: Span,
    /// What is put there.
    pub replacement: Vec<u8>,
}

impl Edit {
    /// Replaces `span` by `replacement`.
    pub fn new(span: Span, replacement: impl Into<Vec<u8>>) -> Self {
        Self { span, replacement: replacement.into() }
    }
}

/// Why edits could not be applied; nothing is applied then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Two edits touch the same bytes.
    Overlap(Span, Span),
    /// An edit reaches beyond the end of the text.
    Outside(Span),
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Overlap(a, b) => {
                write!(f, "edits of bytes {}..{} and {}..{} overlap", a.start, a.end, b.start, b.end)
            }
            Self::Outside(span) => write!(f, "an edit of bytes {}..{} lies outside the text", span.start, span.end),
        }
    }
}

impl std::error::Error for EditError {}

/// Applies all edits to `bytes`, whatever their order; insertions at one place keep the order they are given in.
pub fn apply(bytes: &[u8], edits: &[Edit]) -> Result<Vec<u8>, EditError> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut result = Vec::with_capacity(bytes.len());
    let mut done = Span::default();
    for edit in ordered {
        if edit.span.end > bytes.len() || edit.span.start > edit.span.end {
            return Err(EditError::Outside(edit.span));
        }
        if edit.span.start < done.end {
            return Err(EditError::Overlap(done, edit.span));
        }
        result.extend_from_slice(&bytes[done.end..edit.span.start]);
        result.extend_from_slice(&edit.replacement);
        done = edit.span;
    }
    result.extend_from_slice(&bytes[done.end..]);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_touch_nothing_else() {
        let edits = [Edit::new(Span::new(4, 5), "X"), Edit::new(Span::at(0), ">"), Edit::new(Span::at(0), ">")];
        assert_eq!(apply(b"a\r\nbc", &edits).unwrap(), b">>a\r\nbX");
        assert_eq!(apply(b"abc", &[]).unwrap(), b"abc");
    }

    #[test]
    fn bad_edits_are_refused_whole() {
        let overlap = [Edit::new(Span::new(0, 2), ""), Edit::new(Span::new(1, 3), "")];
        assert_eq!(apply(b"abc", &overlap), Err(EditError::Overlap(Span::new(0, 2), Span::new(1, 3))));
        assert_eq!(apply(b"abc", &[Edit::new(Span::new(2, 4), "")]), Err(EditError::Outside(Span::new(2, 4))));
    }
}
