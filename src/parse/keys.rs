//! All lines that begin with a key, each with what stands beneath it.

use std::ops::Range;

use super::key;
use super::lines::{Class, Line};
use super::outline::Outline;
use super::section_name::is_key_section;
use crate::text::Span;

/// A line that begins with a key.
#[derive(Clone, Debug)]
pub(super) struct KeyLine {
    /// The line's index.
    pub line: usize,
    /// Where the line starts.
    pub line_start: usize,
    /// The key in canonical spelling.
    pub name: String,
    /// The key without decoration.
    pub key: Span,
    /// What stands behind the colon.
    pub value: Span,
    /// How far it is indented, in columns.
    pub indent: usize,
    /// What carries it.
    pub carrier: Carrier,
    /// True where the format itself writes such keys.
    structural: bool,
    /// The lines beneath it.
    pub body: Range<usize>,
    /// How its list stands to it.
    list: List,
}

/// How the list beneath a key stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    /// Nothing seen of it yet.
    Unseen,
    /// Its items stand no deeper than the key.
    Flat,
    /// Its items stand deeper than the key.
    Deep,
}

/// What a key stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// A heading.
    Heading,
    /// A list item.
    Bullet,
    /// A line of its own.
    Paragraph,
}

/// Finds all keys, and where what stands beneath each ends.
pub(super) fn read(text: &str, outline: &Outline, lines: &[Line]) -> Vec<KeyLine> {
    let mut keys: Vec<KeyLine> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut after_blank = false;
    for (index, line) in lines.iter().enumerate() {
        let found = match line.class {
            Class::Heading(at) => heading_key(text, line, &outline.headings[at].title),
            Class::Text => text_key(text, line),
            Class::Blank | Class::Code(_) | Class::Rule => None,
        };
        match line.class {
            Class::Heading(_) | Class::Rule => close(&mut keys, &mut open, 0, index),
            Class::Text => {
                let first = first_to_close(&mut keys, &open, line, found.as_ref(), after_blank);
                close(&mut keys, &mut open, first, index);
            }
            Class::Blank | Class::Code(_) => {}
        }
        if let (Class::Text | Class::Code(_), Some(last)) = (line.class, open.last())
            && keys[*last].list == List::Unseen
        {
            keys[*last].list = List::Deep;
        }
        after_blank = line.class == Class::Blank;
        if let Some(mut key) = found {
            key.line = index;
            key.body = index + 1..lines.len();
            open.push(keys.len());
            keys.push(key);
        }
    }
    keys
}

/// Ends what stands beneath all open keys from the one at `first` on.
fn close(keys: &mut [KeyLine], open: &mut Vec<usize>, first: usize, line: usize) {
    for key in open.drain(first..) {
        keys[key].body.end = line;
    }
}

/// The position in `open` of the outermost key that this line ends. Keys that stand less deep than the line stay.
fn first_to_close(
    keys: &mut [KeyLine],
    open: &[usize],
    line: &Line,
    found: Option<&KeyLine>,
    after_blank: bool,
) -> usize {
    let mut first = open.len();
    for (position, index) in open.iter().enumerate().rev() {
        let key = &mut keys[*index];
        if key.indent < line.indent {
            break;
        }
        if ends(key, line, found, after_blank) {
            first = position;
        }
    }
    first
}

/// True where a line that stands no deeper than a key ends what stands beneath it.
fn ends(key: &mut KeyLine, line: &Line, found: Option<&KeyLine>, after_blank: bool) -> bool {
    let known = is_key_section(&key.name);
    let structural = found.is_some_and(|found| found.structural);
    match (line.bullet, key.carrier) {
        (true, Carrier::Bullet) if key.list == List::Flat => structural,
        (true, Carrier::Bullet) => {
            let unseen = key.list == List::Unseen && key.value.is_empty();
            let own = known && unseen && line.indent == key.indent && found.is_none();
            if own {
                key.list = List::Flat;
            }
            !own
        }
        (true, Carrier::Paragraph | Carrier::Heading) => line.indent < key.indent || (known && structural),
        (false, Carrier::Heading) => structural,
        (false, _) if found.is_some() => structural || !known || key.carrier == Carrier::Bullet,
        (false, Carrier::Bullet) => after_blank,
        (false, Carrier::Paragraph) => after_blank && !known,
    }
}

fn heading_key(text: &str, line: &Line, title: &str) -> Option<KeyLine> {
    let at = line.span.start + text[line.span.start..line.span.end].rfind(title)?;
    found(line, title, at, 0, Carrier::Heading)
}

fn text_key(text: &str, line: &Line) -> Option<KeyLine> {
    let content = &text[line.content.start..line.content.end];
    let carrier = if line.bullet { Carrier::Bullet } else { Carrier::Paragraph };
    found(line, content, line.content.start, line.indent, carrier)
}

fn found(line: &Line, content: &str, at: usize, indent: usize, carrier: Carrier) -> Option<KeyLine> {
    let key = key::parse(content)?;
    let written = &content[key.key.clone()];
    Some(KeyLine {
        line: 0,
        line_start: line.span.start,
        name: key::canonical(written),
        structural: key::is_structural(written),
        key: Span::new(at + key.key.start, at + key.key.end),
        value: Span::new(at + key.value.start, at + key.value.end),
        indent,
        carrier,
        body: 0..0,
        list: List::Unseen,
    })
}
