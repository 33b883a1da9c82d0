//! The content of a fence without its indentation, and where each byte of it came from.

use crate::text::Span;

/// A dedented text.
pub(super) struct Snippet {
    /// The text; lines end in a line feed alone.
    pub text: String,
    /// For each line: where it starts in the text, and in the source.
    starts: Vec<(usize, usize)>,
}

impl Snippet {
    /// Takes `span` of `source`, as many columns of white space off each line as its fence is indented.
    pub fn new(source: &str, span: Span, indent: usize) -> Self {
        let mut snippet = Self { text: String::with_capacity(span.len()), starts: Vec::new() };
        let mut at = span.start;
        for raw in source[span.start..span.end].split_inclusive('\n') {
            let space = raw.len() - raw.trim_start_matches([' ', '\t']).len();
            let off = space.min(indent);
            snippet.starts.push((snippet.text.len(), at + off));
            let line = raw.strip_suffix('\n').unwrap_or(raw);
            let line = line.strip_suffix('\r').unwrap_or(line);
            snippet.text.push_str(&line[off..]);
            if raw.ends_with('\n') {
                snippet.text.push('\n');
            }
            at += raw.len();
        }
        snippet
    }

    /// Where a range of the text stands in the source.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.offset(start);
        Span::new(from, self.offset(end).max(from))
    }

    fn offset(&self, at: usize) -> usize {
        let line = self.starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.starts.get(line).map_or(0, |(start, source)| source + (at - start))
    }
}
