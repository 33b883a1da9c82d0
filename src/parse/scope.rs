//! SCOPE: what may be changed, and what may not.

use super::doc::Doc;
use super::items::{self, Listed};
use super::{key, value};
use crate::model::{OutItem, Scope, ScopeItem, ScopeKind, Section, SectionName};
use crate::text::Span;

/// Reads both lists.
pub(super) fn read(doc: &Doc) -> Scope {
    let inside = doc.section(SectionName::InScopePaths);
    let out = doc.section(SectionName::OutOfScope);
    Scope {
        heading: inside.map(|section| section.heading),
        items: inside.map(|section| paths(doc, section)).unwrap_or_default(),
        out_heading: out.map(|section| section.heading),
        out: out.map(|section| out_items(doc, section)).unwrap_or_default(),
    }
}

fn paths(doc: &Doc, section: &Section) -> Vec<ScopeItem> {
    let mut paths = Vec::new();
    if let Some(span) = doc.inline_value(section) {
        paths.extend(inline(doc, span).into_iter().filter_map(|span| in_item(doc.slice(span), span, true)));
    }
    let listed = own_items(doc, section);
    let shallowest = listed.iter().filter(|it| it.bullet).map(|it| it.item.indent).min();
    for it in listed.iter().filter(|it| it.bullet || key::parse(doc.slice(it.first)).is_none()) {
        let top = it.bullet && Some(it.item.indent) == shallowest;
        paths.extend(in_item(doc.slice(it.first), it.first, top));
    }
    paths
}

/// The items of a section but not those of the sections within it.
fn own_items(doc: &Doc, section: &Section) -> Vec<Listed> {
    let first_within = doc
        .sections
        .iter()
        .find(|it| section.body.start <= it.heading.start && it.heading.start < section.body.end)
        .map_or(section.body.end, |it| it.heading.start);
    items::read(doc, doc.lines_in(Span::new(section.body.start, first_within)))
}

/// The parts of an inline list; commas within braces and parentheses belong to the part.
fn inline(doc: &Doc, span: Span) -> Vec<Span> {
    let text = doc.slice(span);
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_i64);
    for (at, byte) in text.bytes().chain([b',']).enumerate() {
        match byte {
            b'{' | b'(' => depth += 1,
            b'}' | b')' => depth -= 1,
            b',' | b';' if depth <= 0 || at == text.len() => {
                let part = text[start..at].trim();
                let from = span.start + start + (text[start..at].len() - text[start..at].trim_start().len());
                if !part.is_empty() {
                    parts.push(Span::new(from, from + part.len()));
                }
                start = (at + 1).min(text.len());
            }
            _ => {}
        }
    }
    parts
}

/// Reads one item. Labels, notes and template lines are none; a sentence in a bullet of its own is one that cannot be
/// read, so that nobody takes it for permission.
fn in_item(text: &str, span: Span, top: bool) -> Option<ScopeItem> {
    if is_label(text) || text.starts_with('(') {
        return None;
    }
    let cleaned = cut(text);
    let note = cleaned.note.map(str::to_owned);
    let path = cleaned.value.trim_end_matches([',', ';']);
    if let Some(why) = unreadable(cleaned, path) {
        let unreadable = ScopeItem { path: path.to_owned(), kind: ScopeKind::Unreadable(why), note, span };
        return top.then_some(unreadable);
    }
    Some(ScopeItem::new(path, note, span))
}

/// A sub-label between items: `**Backend (Rust):**`.
fn is_label(text: &str) -> bool {
    key::parse(text).is_some_and(|key| key.value.is_empty())
}

/// Takes the annotation off, `path - why` and `path # why` included.
fn cut(text: &str) -> value::Cleaned<'_> {
    if let Some(inner) = text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'))
        && !inner.contains('`')
    {
        return cut(inner);
    }
    let cleaned = value::clean(text);
    if cleaned.note.is_some() && !cleaned.value.contains(' ') {
        return cleaned;
    }
    let tails = [" - ", " -- ", " \u{2013} ", " \u{2014} ", " # ", " -> ", " (", ": "];
    let tail = tails.iter().filter_map(|tail| text.find(tail)).min();
    match tail.map(|at| text.split_at(at)) {
        Some((head, tail)) if !head.contains(' ') && (!tail.starts_with(':') || head.contains(['/', '.'])) => {
            let note = tail.trim_matches([' ', '-', ':', '#', '(', ')']);
            value::Cleaned { value: value::clean(head).value, note: Some(note) }
        }
        _ => cleaned,
    }
}

fn unreadable(cleaned: value::Cleaned, path: &str) -> Option<&'static str> {
    if value::placeholder(cleaned).is_some() || path.contains(['<', '>']) {
        return Some("it is a blank of the template");
    }
    let lower = path.to_ascii_lowercase();
    if matches!(lower.trim_end_matches('.'), "none" | "n/a" | "tbd" | "nothing" | "all" | "any" | "") {
        return Some("it names no path");
    }
    if path.contains('`') {
        return Some("it is a sentence, not a path");
    }
    (!is_path(path)).then_some("it is a sentence, not a path")
}

/// True where a text is a path: one word, or words that end in a file's extension and do not read as a sentence.
fn is_path(text: &str) -> bool {
    if !text.contains(char::is_whitespace) {
        return true;
    }
    let stop =
        ["all", "any", "and", "or", "files", "file", "under", "the", "of", "in", "for", "to", "with", "only", "new"];
    let words = text.split_ascii_whitespace();
    let extension = text
        .rsplit_once('.')
        .is_some_and(|(_, it)| (1..=8).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (extension || text.ends_with('/')) && !text.contains([',', ';']) && !words.into_iter().any(|it| stop.contains(&it))
}

fn out_items(doc: &Doc, section: &Section) -> Vec<OutItem> {
    let inline = doc.inline_value(section).map(|span| inline(doc, span)).unwrap_or_default();
    let listed = own_items(doc, section).into_iter().filter(|it| !is_label(doc.slice(it.first))).map(|it| it.first);
    inline.into_iter().chain(listed).filter_map(|span| out_item(doc.slice(span), span)).collect()
}

/// Reads one item of OUT_OF_SCOPE: it is a path only if all of it is one.
fn out_item(text: &str, span: Span) -> Option<OutItem> {
    if text.is_empty() || text.starts_with('(') {
        return None;
    }
    let cleaned = value::clean(text);
    let path = cleaned.value;
    let alone = !path.contains(char::is_whitespace) && path.contains(['/', '\\', '.', '*']);
    let is_path = alone && !path.ends_with('.') && unreadable(cleaned, path).is_none();
    let path = is_path.then(|| ScopeItem::new(path, cleaned.note.map(str::to_owned), span));
    Some(OutItem { text: text.to_owned(), path, span })
}
