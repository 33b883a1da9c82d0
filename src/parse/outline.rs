//! Headings and code blocks, by a CommonMark reader that looks at the mended scratch copy.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::model::{CodeBlock, Heading};
use crate::text::Span;

/// What stands where, in order. Comments are kept apart: they are blank to whoever reads values.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The ATX headings outside of fences, comments and quotations.
    pub headings: Vec<Heading>,
    /// The fenced blocks, the mended ones included.
    pub code_blocks: Vec<CodeBlock>,
}

/// Reads the outline of `scratch`; `blocks` are the fences that are blank in there. Text for titles is taken from `text`,
/// which has the length of the scratch copy.
pub(super) fn read(text: &str, scratch: &str, blocks: Vec<CodeBlock>) -> Outline {
    let mut outline = Outline { headings: Vec::new(), code_blocks: blocks };
    let mut quotes = 0_usize;
    for (event, range) in Parser::new(scratch).into_offset_iter() {
        let span = Span::new(range.start, range.end);
        match event {
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes = quotes.saturating_sub(1),
            Event::Start(Tag::Heading { level, .. }) if quotes == 0 => {
                outline.headings.extend(atx_heading(text, span, level as u8));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                outline.code_blocks.push(code_block(text, span, &info));
            }
            _ => {}
        }
    }
    outline.code_blocks.sort_by_key(|block| block.span.start);
    outline
}

/// The heading, unless it is one of those that a line of dashes makes out of the text above it, or stands in a bullet.
fn atx_heading(text: &str, span: Span, level: u8) -> Option<Heading> {
    let start = line_start(text, span.start);
    let end = line_end(text, span.start);
    let line = text[start..end].trim();
    let title = line.strip_prefix(&"######"[..usize::from(level.min(6))])?.trim();
    let bare = title.trim_end_matches('#');
    let title = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_end() } else { title };
    Some(Heading { level, title: title.to_owned(), span: Span::new(start, end) })
}

fn code_block(text: &str, span: Span, info: &str) -> CodeBlock {
    let start = line_start(text, span.start);
    let content_start = (line_feed_from(text, span.start) + 1).min(span.end.max(span.start));
    let body = text[content_start..span.end].trim_end_matches(['\n', '\r']);
    let last = content_start + body.rfind('\n').map_or(0, |at| at + 1);
    let closing = text[last..content_start + body.len()].trim_matches([' ', '\t', '>', '\r']);
    let opener = text[span.start..].trim_start();
    let fence = opener.chars().next().unwrap_or('`');
    let closed = content_start < span.end && closing.len() >= 3 && closing.chars().all(|letter| letter == fence);
    let content_end = if closed { last } else { span.end };
    let end = if closed { content_start + body.len() } else { span.end };
    CodeBlock {
        language: language(info),
        span: Span::new(start.max(span.start.min(start)), end.max(content_end)),
        content: Span::new(content_start.min(content_end), content_end),
        mended: !closed,
    }
}

/// The first word of an info string, in lower case.
pub(super) fn language(info: &str) -> String {
    info.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_ascii_lowercase()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |feed| feed + 1)
}

/// The offset of the line feed that ends the line, or the end of the text.
fn line_feed_from(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |feed| at + feed)
}

fn line_end(text: &str, at: usize) -> usize {
    let feed = line_feed_from(text, at);
    if text[..feed].ends_with('\r') && feed > at { feed - 1 } else { feed }
}
