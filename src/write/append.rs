//! Text put behind what a section holds, every other byte as it was.

use super::block::is_rule;
use crate::model::{Packet, SectionName};
use crate::text::{Edit, Source, Span};

/// The deepest heading there is.
pub(super) const DEEPEST: u8 = 6;

/// The byte order mark, which stays the first character there is.
const MARK: char = '\u{feff}';

/// The edit that puts `text` behind the last line of a section that says something, with a blank line before it; a section
/// that is not there is made at the end. Line endings are those of the packet.
pub fn append_to(packet: &Packet, source: &Source, section: SectionName, text: &str) -> Edit {
    if let Some(section) = packet.section(section) {
        let end = section.body.end.max(section.heading.end);
        return insertion(packet, source, Span::new(section.heading.end, end), text);
    }
    let text = format!("## {}\n\n{text}", section.word());
    insertion(packet, source, Span::new(0, source.text().len()), &text)
}

/// Puts the text behind the last line of a stretch that says something, with a blank line around it. A fence that is
/// still open there is closed first: it would take the block in.
pub(super) fn insertion(packet: &Packet, source: &Source, stretch: Span, text: &str) -> Edit {
    let whole = source.text();
    let at = stretch.start + said(&whole[stretch.start..stretch.end]);
    let at = if at == stretch.start { line_behind(whole, at) } else { at };
    let (before, behind) = whole.split_at(at);
    let mut lines = String::new();
    if !before.trim_start_matches(MARK).is_empty() {
        lines.push_str(if before.ends_with('\n') { "" } else { "\n" });
        lines.push_str(&open_fence(packet, source, at).map(|fence| fence + "\n").unwrap_or_default());
        lines.push('\n');
    }
    lines.push_str(text);
    let next = behind.split('\n').next().unwrap_or_default();
    lines.push_str(if next.trim().is_empty() { "" } else { "\n" });
    let lines = if ends_in_crlf(whole, at) { lines.replace('\n', "\r\n") } else { lines };
    Edit::new(Span::at(at), lines)
}

/// How much of a text stands before its last blank lines, and before a rule that stands between them.
fn said(text: &str) -> usize {
    let mut said = text.len();
    let mut at = text.len();
    for line in text.split_inclusive('\n').rev() {
        at -= line.len();
        if line.trim().is_empty() {
            said = at;
        } else if !is_rule(line) {
            break;
        }
    }
    said
}

/// Where the line behind an offset begins; the end of the text where there is none.
fn line_behind(text: &str, at: usize) -> usize {
    if at == 0 && text.starts_with(MARK) {
        return MARK.len_utf8();
    }
    if at == 0 { 0 } else { text[at..].find('\n').map_or(text.len(), |feed| at + feed + 1) }
}

/// The marks of the fence that nothing closes before that place.
fn open_fence(packet: &Packet, source: &Source, at: usize) -> Option<String> {
    let block = packet.code_blocks.iter().rev().find(|block| block.span.start < at)?;
    let unclosed = block.mended && block.content.end == block.span.end && at <= block.span.end;
    let opening = source.slice(block.span).trim_start_matches([' ', '\t', '-', '*', '+']);
    let mark = if opening.starts_with('~') { '~' } else { '`' };
    let length = opening.chars().take_while(|letter| *letter == mark).count().max(3);
    unclosed.then(|| mark.to_string().repeat(length))
}

/// True where the line before that place, else the first line, ends in CRLF.
fn ends_in_crlf(text: &str, at: usize) -> bool {
    let feed = text[..at].rfind('\n').or_else(|| text.find('\n'));
    feed.is_some_and(|feed| text[..feed].ends_with('\r'))
}
