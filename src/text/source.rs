//! The texts that findings point into, each with its lines.

use std::sync::{Arc, OnceLock};

use super::Span;

/// Names one source of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A place: a span in one of the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// Which text.
    pub source: SourceId,
    /// Where in it.
    pub span: Span,
}

/// Line and column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, counted from 1. Only a line feed ends a line: a lone carriage return does not.
    pub line: usize,
    /// The column, counted from 1, in Unicode scalar values.
    pub column: usize,
}

/// One text: its name as people know it, its bytes as they are, and a view of them as UTF-8 of the same length.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    commit: Option<String>,
    first: Position,
    bytes: Arc<[u8]>,
    view: OnceLock<View>,
}

#[derive(Clone, Debug)]
struct View {
    /// A copy, so that nobody has to look through the bytes again to know that they are UTF-8.
    text: String,
    /// Offset of the first byte of each line.
    lines: Vec<usize>,
}

impl Source {
    /// Takes the bytes as they are; they are looked at only when somebody asks.
    pub fn new(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let first = Position { line: 1, column: 1 };
        Self { name: name.into(), commit: None, first, bytes: bytes.into(), view: OnceLock::new() }
    }

    /// Says that the text is cut out of a larger one, and where in that its first character stands. Lines and columns are
    /// those of the larger one.
    #[must_use]
    pub fn cut_out_at(self, first: Position) -> Self {
        Self { first, ..self }
    }

    /// Says that the text is that of a commit (in its short form), which the file of that name need not hold any more.
    #[must_use]
    pub fn at_commit(self, commit: &str) -> Self {
        Self { commit: Some(commit.to_owned()), ..self }
    }

    /// The name that reports print, for a file its path relative to the repository's root.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The commit that the text is of, in its short form; `None` for what is judged or lies on disk.
    pub fn commit(&self) -> Option<&str> {
        self.commit.as_deref()
    }

    /// The name, and the commit where the text is that of one: `docs/a.md at 3c1f22a`.
    pub fn title(&self) -> String {
        self.commit.as_ref().map_or_else(|| self.name.clone(), |commit| format!("{} at {commit}", self.name))
    }

    /// The bytes as they are in the file or the object.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, of the same length as the bytes: each byte that is not part of UTF-8 is replaced by one `?`.
    pub fn text(&self) -> &str {
        &self.view().text
    }

    /// The text of `span`, cut to what lies within the source and to character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        let text = self.text();
        let end = text.floor_char_boundary(span.end.min(text.len()));
        &text[text.floor_char_boundary(span.start.min(end))..end]
    }

    /// How many lines the text has; text behind the last line feed counts as one.
    pub fn line_count(&self) -> usize {
        let lines = &self.view().lines;
        if lines.last() == Some(&self.bytes.len()) { lines.len() - 1 } else { lines.len() }
    }

    /// The span of line `number` (counted from 1) without its line ending; `None` beyond the last line.
    pub fn line_span(&self, number: usize) -> Option<Span> {
        let lines = &self.view().lines;
        let number = number.checked_sub(self.first.line - 1)?;
        let start = *lines.get(number.checked_sub(1)?)?;
        if number > self.line_count() {
            return None;
        }
        let mut end = lines.get(number).map_or(self.bytes.len(), |next| next - 1);
        if end > start && self.bytes[end - 1] == b'\r' {
            end -= 1;
        }
        Some(Span::new(start, end))
    }

    /// Line and column of a byte offset; an offset beyond the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let lines = &self.view().lines;
        let line = lines.partition_point(|start| *start <= offset);
        let start = lines[line - 1];
        let text = self.text();
        let column = text[start..text.floor_char_boundary(offset)].chars().count() + 1;
        let before = if line == 1 { self.first.column - 1 } else { 0 };
        Position { line: line + self.first.line - 1, column: column + before }
    }

    /// The line (counted from 1) in which `offset` lies.
    pub fn line_at(&self, offset: usize) -> usize {
        self.view().lines.partition_point(|start| *start <= offset) + self.first.line - 1
    }

    fn view(&self) -> &View {
        self.view.get_or_init(|| {
            let mut lines = vec![0];
            lines.extend(self.bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
            View { text: same_length(&self.bytes), lines }
        })
    }
}

/// Replaces each byte that is not part of UTF-8 by `?`, so that offsets stay what they are.
fn same_length(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// All texts of one run, so that a finding can carry a small [`Site`] instead of a copy. A clone shares the texts.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Keeps a source and names it.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = u32::try_from(self.0.len()).expect("a run reads fewer than four billion files");
        self.0.push(Arc::new(source));
        SourceId(id)
    }

    /// The source of that name.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The source of that name, where this is the collection that named it.
    pub fn try_get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(id.0 as usize).map(AsRef::as_ref)
    }

    /// Where a site begins.
    pub fn position(&self, site: Site) -> Position {
        self.get(site.source).position(site.span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let source = Source::new("a", "é=1\r\n\nlast".as_bytes());
        assert_eq!(source.line_count(), 3);
        assert_eq!(source.slice(source.line_span(1).unwrap()), "é=1");
        assert_eq!(source.slice(source.line_span(2).unwrap()), "");
        assert_eq!(source.line_span(4), None);
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(6), Position { line: 2, column: 1 });
        assert_eq!(source.position(999), Position { line: 3, column: 5 });
    }

    #[test]
    fn a_final_line_feed_opens_no_line() {
        let source = Source::new("a", "one\n".as_bytes());
        assert_eq!(source.line_count(), 1);
        assert_eq!(source.line_span(2), None);
        assert_eq!(Source::new("a", &b""[..]).line_count(), 0);
    }

    #[test]
    fn a_cutting_keeps_its_place() {
        let source = Source::new("a", "bc\nd\n".as_bytes()).cut_out_at(Position { line: 7, column: 4 });
        assert_eq!(source.position(1), Position { line: 7, column: 5 });
        assert_eq!(source.position(3), Position { line: 8, column: 1 });
        assert_eq!((source.line_at(4), source.line_span(8), source.line_span(6)), (8, Some(Span::new(3, 4)), None));
    }

    #[test]
    fn bytes_that_are_not_text_keep_their_offsets() {
        let source = Source::new("a", &b"a\x97b\xe2\x80"[..]);
        assert_eq!(source.text(), "a?b??");
        assert_eq!(source.text().len(), source.bytes().len());
    }
}
