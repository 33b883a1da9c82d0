//! Here-documents: announced within a line, read behind it.

use std::borrow::Cow;
use std::ops::Range;

use super::trouble::{Kind, Trouble};

/// A here-document that was announced.
#[derive(Clone, Debug)]
pub(super) struct HereDocument<'a> {
    delimiter: Cow<'a, str>,
    /// Where its delimiter stands.
    word: Range<usize>,
    /// True where tabs before its lines do not count.
    tabs: bool,
    /// True where the delimiter stood in quotes, so that a backslash joins no lines.
    literal: bool,
}

impl<'a> HereDocument<'a> {
    /// A here-document that ends at `word`, which stands at `start`.
    pub fn new(word: &'a str, start: usize, tabs: bool) -> Self {
        let literal = word.contains(['\'', '"', '\\']);
        let delimiter = if literal { Cow::Owned(unquoted(word)) } else { Cow::Borrowed(word) };
        Self { delimiter, word: start..start + word.len(), tabs, literal }
    }

    /// The place behind it, its first line being at `at`.
    pub fn skip(&self, text: &str, mut at: usize) -> Result<usize, Trouble> {
        let mut joined = false;
        while at < text.len() {
            let end = text[at..].find('\n').map_or(text.len(), |feed| at + feed);
            let line = &text[at..end];
            let bare = if self.tabs { line.trim_start_matches('\t') } else { line };
            at = (end + 1).min(text.len());
            if !joined && bare == self.delimiter {
                return Ok(at);
            }
            let backslashes = line.len() - line.trim_end_matches('\\').len();
            joined = !self.literal && backslashes % 2 == 1;
        }
        Err(self.unclosed())
    }

    /// What is said where its end is missing.
    pub fn unclosed(&self) -> Trouble {
        let kind = Kind::Unclosed(format!("<<{}", self.delimiter));
        Trouble { at: self.word.clone(), kind }
    }
}

/// A word without its quotes.
fn unquoted(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    let mut quote = None;
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None | Some('"'), '\\') => bare.extend(letters.next()),
            _ => bare.push(letter),
        }
    }
    bare
}
