//! HTML comments: where they open, where they close, and which never do.

use crate::text::Span;

/// What a `<!--` turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A comment, its marks included.
    Closed(Span),
    /// A comment that opens here and is never closed.
    Unclosed(usize),
    /// Inline code that shows one; it ends here.
    Text(usize),
}

/// Finds comments from the start of a text to its end, and remembers what it has searched, so that it is read once.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// The first `-->` at or behind the place searched last; the end of the text where there is none.
    close: Option<usize>,
}

impl Comments {
    /// The first `<!--` between two places of one line.
    pub(super) fn next(&mut self, text: &str, from: usize, to: usize) -> Option<Found> {
        let start = from + text.get(from..to)?.find("<!--")?;
        if text[from..start].matches('`').count() % 2 == 1 {
            let end = text[start..to].find('`').map_or(to, |at| start + at + 1);
            return Some(Found::Text(end));
        }
        let behind = start + 4;
        if self.close.is_none_or(|close| close < behind) {
            self.close = Some(text[behind..].find("-->").map_or(text.len(), |at| behind + at));
        }
        let close = self.close.unwrap_or(text.len());
        let nested = text[behind..close.min(text.len())].find("<!--").is_some_and(|at| behind + at >= to);
        if close >= text.len() || nested {
            return Some(Found::Unclosed(start));
        }
        Some(Found::Closed(Span::new(start, close + 3)))
    }
}
