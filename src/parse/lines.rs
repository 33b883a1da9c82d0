//! The lines of a packet: what each is by the outline, how far it is indented, and which bullet it carries.

use super::outline::Outline;
use crate::text::Span;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The whole line without its ending.
    pub span: Span,
    /// What it is.
    pub class: Class,
    /// How many columns stand before its first character; a tab reaches to the next multiple of four.
    pub indent: usize,
    /// True where it begins with `-`, `*`, `+`, `1.` or `1)`.
    pub bullet: bool,
    /// What stands behind indentation and bullet, without the white space around it.
    pub content: Span,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing, or nothing but a comment.
    Blank,
    /// The heading of that index.
    Heading(usize),
    /// Part of the code block of that index, its fences included.
    Code(usize),
    /// A line of dashes.
    Rule,
    /// Anything else.
    Text,
}

/// Cuts the text into lines. Only a line feed ends a line.
pub(super) fn read(text: &str, outline: &Outline) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut heading, mut block) = (0, 0);
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let bare = raw.strip_suffix('\n').unwrap_or(raw);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let span = Span::new(start, start + bare.len());
        while outline.code_blocks.get(block).is_some_and(|it| it.span.end <= start && it.span.start < start) {
            block += 1;
        }
        while outline.headings.get(heading).is_some_and(|it| it.span.start < start) {
            heading += 1;
        }
        let mut line = text_line(bare, span);
        if outline.code_blocks.get(block).is_some_and(|it| it.span.start <= span.end && start < it.span.end) {
            line.class = Class::Code(block);
        } else if outline.headings.get(heading).is_some_and(|it| it.span.start == start) {
            line.class = Class::Heading(heading);
        }
        lines.push(line);
        start += raw.len();
    }
    lines
}

fn text_line(bare: &str, span: Span) -> Line {
    let rest = bare.trim_start_matches([' ', '\t']);
    let lead = bare.len() - rest.len();
    let indent = columns(&bare[..lead]);
    let bullet = bullet_width(rest);
    let content = rest[bullet..].trim();
    let at = span.start + lead + bullet + (rest[bullet..].len() - rest[bullet..].trim_start().len());
    let class = if rest.trim().is_empty() {
        Class::Blank
    } else if is_rule(rest) {
        Class::Rule
    } else {
        Class::Text
    };
    Line { span, class, indent, bullet: bullet > 0, content: Span::new(at, at + content.len()) }
}

/// How many columns some white space takes.
pub(super) fn columns(space: &str) -> usize {
    space.bytes().fold(0, |column, byte| if byte == b'\t' { (column / 4 + 1) * 4 } else { column + 1 })
}

/// How many bytes the bullet or number at the start of `text` takes; 0 where there is none.
pub(super) fn bullet_width(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let width = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        _ => return 0,
    };
    if text[width..].is_empty() || text[width..].starts_with([' ', '\t']) { width } else { 0 }
}

fn is_rule(text: &str) -> bool {
    let text = text.trim_end();
    let mark = text.as_bytes()[0];
    matches!(mark, b'-' | b'*' | b'_')
        && text.bytes().all(|byte| byte == mark || byte == b' ')
        && text.bytes().filter(|byte| *byte == mark).count() >= 3
}
