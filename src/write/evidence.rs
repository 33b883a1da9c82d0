//! A recorded run put into the packet: behind what its EVIDENCE holds, every other byte as it was.

use super::block::is_rule;
use crate::model::{Key, Packet, SectionName};
use crate::text::{Edit, Source, Span};

/// The deepest heading there is.
pub(super) const DEEPEST: u8 = 6;

/// The byte order mark, which stays the first character there is.
const MARK: char = '\u{feff}';

/// The edits that append a block to EVIDENCE; where the packet has no such section, it gets one before the reports,
/// else at its end.
pub fn evidence(packet: &Packet, source: &Source, block: &str) -> Vec<Edit> {
    let Some(heading) = packet.evidence.heading else { return vec![new_section(packet, source, block)] };
    let own = packet.headings.iter().find(|it| it.span.start == heading.start).map_or(2, |it| it.level);
    let body = packet.evidence.body;
    let block = at_level(block, (own + 1).min(DEEPEST));
    vec![insertion(packet, source, Span::new(heading.end, body.end.max(heading.end)), &block)]
}

fn new_section(packet: &Packet, source: &Source, block: &str) -> Edit {
    let report = packet.sections.iter().find_map(|section| match section.key {
        Key::Heading(level) if section.name.is_report() => Some((level, section.heading.start)),
        _ => None,
    });
    let (level, at) = report.unwrap_or((2, source.text().len()));
    let block = at_level(block, (level + 1).min(DEEPEST));
    let name = SectionName::Evidence.word();
    let text = format!("{} {name}\n\n{block}", "#".repeat(usize::from(level)));
    insertion(packet, source, Span::new(0, at), &text)
}

/// The block with its heading at that level: directly within the section, and so in none of the parts within that.
fn at_level(block: &str, level: u8) -> String {
    format!("{} {}", "#".repeat(usize::from(level)), block.trim_start_matches('#').trim_start())
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
