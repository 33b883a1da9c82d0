//! List items, and lines of prose that stand in a list's place.

use std::ops::Range;

use super::doc::Doc;
use super::key;
use super::lines::Class;
use crate::model::Item;
use crate::text::Span;

/// One item, with what its reader may want to know of its form.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// The item as the model has it.
    pub item: Item,
    /// Its first line behind bullet and check box.
    pub first: Span,
    /// True where a bullet or a number carries it.
    pub bullet: bool,
}

/// The items in a range of lines. A line without a bullet goes on with the item above it, unless a blank line or code
/// stands between them, or it begins with a key.
pub(super) fn read(doc: &Doc, lines: Range<usize>) -> Vec<Listed> {
    let mut items: Vec<Listed> = Vec::new();
    let mut broken = true;
    for line in &doc.lines[lines] {
        if line.class != Class::Text {
            broken = true;
            continue;
        }
        let content = doc.slice(line.content);
        if !broken
            && !line.bullet
            && key::parse(content).is_none()
            && let Some(last) = items.last_mut()
        {
            last.item.text.push(' ');
            last.item.text.push_str(content);
            last.item.span.end = line.content.end;
            continue;
        }
        broken = false;
        let boxed = check_box(content);
        let first = Span::new(line.content.start + boxed, line.content.end);
        let lead = doc.slice(line.span).len() - doc.slice(line.span).trim_start().len();
        let span = Span::new(line.span.start + lead, line.content.end.max(line.span.start + lead));
        let text = doc.slice(first).to_owned();
        items.push(Listed { item: Item { text, span, indent: line.indent }, first, bullet: line.bullet });
    }
    items
}

/// How many bytes a check box and the white space behind it take.
fn check_box(content: &str) -> usize {
    let Some(rest) = content.strip_prefix('[') else { return 0 };
    let mark = rest.trim_start_matches([' ', 'x', 'X', '-', '~', '\u{2713}', '\u{2705}']);
    let Some(rest) = mark.strip_prefix(']') else { return 0 };
    if rest.is_empty() || rest.starts_with(' ') { content.len() - rest.trim_start().len() } else { 0 }
}
