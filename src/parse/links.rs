//! Everything that a packet points to.

use super::doc::Doc;
use super::lines::Class;
use super::{items, key, value};
use crate::model::{Field, Link, LinkKind, PlaceholderKind, SectionName, Value};
use crate::text::Span;

/// The fields whose value is a path.
const PATH_FIELDS: &[&str] =
    &["REFINEMENT_FILE", "SPEC_BASELINE", "SPEC_TARGET", "SPEC_CURRENT", "CODEX", "TASK_BOARD", "WP_TRACEABILITY"];

/// Collects the links, in the order of the packet.
pub(super) fn read(doc: &Doc, fields: &[Field]) -> Vec<Link> {
    let mut links = Vec::new();
    for line in doc.lines.iter().filter(|line| matches!(line.class, Class::Text | Class::Heading(_))) {
        markdown(doc, line.span, &mut links);
    }
    fields.iter().filter(|field| PATH_FIELDS.contains(&field.key.as_str())).for_each(|field| {
        if let Value::Present(text, raw) = &field.value {
            links.extend(pointer(text, raw.span));
        }
    });
    files_to_open(doc, fields, &mut links);
    evidence(doc, &mut links);
    links.sort_by_key(|link| link.span.start);
    links.dedup();
    links
}

/// `[text](path "title")`, outside of inline code.
fn markdown(doc: &Doc, span: Span, links: &mut Vec<Link>) {
    let text = doc.slice(span);
    let (mut counted, mut ticks, mut label) = (0, 0, false);
    for (at, _) in text.match_indices("](") {
        let before = &text[counted..at];
        ticks += before.matches('`').count();
        label |= before.contains('[');
        counted = at;
        let open = at + 2;
        let Some(close) = closing(&text[open..]) else { continue };
        let path = target(text[open..open + close].trim());
        if ticks % 2 == 0 && label && !is_foreign(path) {
            let span = Span::new(span.start + open, span.start + open + close);
            links.push(Link { kind: LinkKind::Markdown, path: decoded(path), line: None, span });
        }
    }
}

/// The path of a target: angle brackets, title, query and fragment taken off. A path may hold spaces.
fn target(text: &str) -> &str {
    let bracketed = text.strip_prefix('<').and_then(|it| it.split_once('>')).map(|(inner, _)| inner);
    let text = match bracketed.filter(|inner| inner.contains(['/', '.'])) {
        Some(inner) => inner,
        None => text.split(['"', '\'']).next().unwrap_or_default(),
    };
    let foreign = is_foreign(text);
    let end = if foreign { text.len() } else { text.find(['#', '?']).unwrap_or(text.len()) };
    text[..end].trim()
}

/// The offset of the parenthesis that closes a link's target; parentheses within it are in pairs, and it ends before
/// the next link.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut previous = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' if previous == b']' => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
        previous = byte;
    }
    None
}

/// True for what is not a path in this repository: an address, a fragment, a blank.
fn is_foreign(target: &str) -> bool {
    let scheme = target.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.len() > 1
            && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !rest.starts_with(|it: char| it.is_ascii_digit())
    });
    scheme || target.starts_with(['#', '<', '{']) || target.is_empty()
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let pair = tail.get(..2).filter(|pair| *first == b'%' && pair.iter().all(u8::is_ascii_hexdigit));
        let byte = pair.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// A field's path; of `pointer -> file` both, of a sentence none.
fn pointer(text: &str, span: Span) -> Vec<Link> {
    text.split(" -> ").filter_map(path_of).map(|path| Link { kind: LinkKind::Field, path, line: None, span }).collect()
}

/// The items of FILES_TO_OPEN, whether a key or a heading introduces them.
fn files_to_open(doc: &Doc, fields: &[Field], links: &mut Vec<Link>) {
    for field in fields.iter().filter(|field| field.key == "FILES_TO_OPEN") {
        for item in &field.items {
            file_to_open(&item.text, item.span, links);
        }
    }
    for section in doc.sections.iter().filter(|it| key::canonical(&it.title) == "FILES_TO_OPEN") {
        for listed in items::read(doc, doc.lines_in(section.body)) {
            file_to_open(&listed.item.text, listed.item.span, links);
        }
    }
}

fn file_to_open(text: &str, span: Span, links: &mut Vec<Link>) {
    if let Some(path) = path_of(text) {
        let (path, line) = split_line(&path);
        links.push(Link { kind: LinkKind::FileToOpen, path, line, span });
    }
}

/// The path that a text begins with; `None` for blanks, addresses and sentences.
fn path_of(text: &str) -> Option<String> {
    let cleaned = value::clean(text);
    let blank = value::placeholder(cleaned)
        .is_some_and(|kind| kind != PlaceholderKind::Sample || cleaned.value.contains("path/to"));
    let whole = cleaned.value.trim_end_matches([',', ';']);
    if blank || is_foreign(whole) || whole.contains(['<', '*', '{']) || whole.to_ascii_lowercase().contains("vxx.xx") {
        return None;
    }
    let end = ends_at_extension(whole).unwrap_or(whole.len());
    let path = whole[..end].trim_matches('`').replace('\\', "/");
    let like_path = path.contains('/') || has_extension(&path);
    let sentence = end == whole.len() && path.contains(' ') && !has_extension(&path);
    (like_path && !sentence && !path.contains('`')).then(|| path.strip_prefix("./").unwrap_or(&path).to_owned())
}

/// Where the first word ends that has a file's extension: a path may hold spaces, and a remark may follow it.
fn ends_at_extension(text: &str) -> Option<usize> {
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',', ';', ')']);
        if has_extension(bare.split(':').next().unwrap_or_default()) {
            return Some(at + bare.len());
        }
        at += word.len();
    }
    None
}

fn has_extension(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=8).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

/// `path:12`, `path:12-20`: the path and its first line.
fn split_line(text: &str) -> (String, Option<usize>) {
    let Some((path, place)) = text.rsplit_once(':') else { return (text.to_owned(), None) };
    let digits = place.trim_start_matches('L').split(|it: char| !it.is_ascii_digit()).next().unwrap_or_default();
    match digits.parse() {
        Ok(line) if !path.is_empty() => (path.to_owned(), Some(line)),
        _ => (text.to_owned(), None),
    }
}

/// `"requirement" -> path:line` and `EVIDENCE: path:line` beneath EVIDENCE_MAPPING.
fn evidence(doc: &Doc, links: &mut Vec<Link>) {
    let Some(section) = doc.section(SectionName::EvidenceMapping) else { return };
    for line in doc.lines[doc.lines_in(section.body)].iter().filter(|line| line.class == Class::Text) {
        let text = doc.slice(line.span);
        let keyed = key::parse(doc.slice(line.content))
            .filter(|it| key::canonical(&doc.slice(line.content)[it.key.clone()]) == "EVIDENCE");
        let value = keyed.map(|it| line.content.start - line.span.start + it.value.start);
        let Some(mut at) = value.or_else(|| text.rfind("->").map(|arrow| arrow + 2)) else { continue };
        for part in text[at..].split([',', ';']) {
            let trimmed = part.trim().trim_matches(['`', '"', '.']);
            let start = at + part.find(trimmed).unwrap_or_default();
            let word = trimmed.split(" (").next().unwrap_or_default().trim_matches(['`', ' ']);
            let (path, place) = split_line(word);
            if place.is_some() && !path.contains(['<', '`']) && !path.contains("path/to") && !path.contains("://") {
                let span = Span::new(line.span.start + start, line.span.start + start + trimmed.len());
                links.push(Link { kind: LinkKind::Evidence, path: path.replace('\\', "/"), line: place, span });
            }
            at += part.len() + 1;
        }
    }
}
