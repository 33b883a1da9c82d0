//! DONE_MEANS: what must be so in the end.

use super::doc::Doc;
use super::section_name::is_key_section;
use super::{items, key};
use crate::model::{DoneItem, SectionName};
use crate::text::{Span, mended};

/// Reads the items. What is nested beneath an item belongs to it.
pub(super) fn read(doc: &Doc) -> Vec<DoneItem> {
    let Some(section) = doc.section(SectionName::DoneMeans) else { return Vec::new() };
    let listed = items::read(doc, doc.lines_in(section.body));
    let top = listed.iter().filter(|it| it.bullet).map(|it| it.item.indent).min();
    let mut done: Vec<DoneItem> = Vec::new();
    if let Some(span) = doc.inline_value(section) {
        done.push(item(doc.slice(span), span));
    }
    for it in listed {
        let text = bare(&it.item.text);
        if text.is_empty() || text.starts_with('(') {
            continue;
        }
        if is_next_part(text) {
            break;
        }
        if !it.bullet && Some(it.item.indent) <= top && is_label(text) {
            continue;
        }
        match done.last_mut() {
            Some(last) if Some(it.item.indent) > top || (!it.bullet && !last.text.ends_with(':')) => {
                let nested = item(text, it.item.span);
                last.text.push(' ');
                last.text.push_str(&nested.text);
                last.code.extend(nested.code);
                last.tags.extend(nested.tags);
                last.span.end = it.item.span.end;
            }
            _ if it.bullet || top.is_none() => done.push(item(text, it.item.span)),
            _ => {}
        }
    }
    done
}

/// True for a key of the format with nothing behind it: another list begins here. `SPEC 4.2 MUST:` is words, and the
/// head of an item.
fn is_next_part(text: &str) -> bool {
    key::parse(text).is_some_and(|key| {
        let name = &text[key.key];
        let words = name.contains(' ') && !is_key_section(&key::canonical(name));
        key.value.is_empty() && key::is_structural(name) && !words
    })
}

/// True for a line such as `**Backend:**` that says what the items beneath it have in common.
fn is_label(text: &str) -> bool {
    text.trim_end_matches(['*', ' ']).ends_with(':')
}

fn item(text: &str, span: Span) -> DoneItem {
    DoneItem { text: text.to_owned(), code: inline_code(text), tags: tags(text), span }
}

/// The text without what packets put before it: emoji, their mojibake, the `???` of a lost character.
fn bare(text: &str) -> &str {
    let is_sign = |letter: char| !letter.is_ascii() && !letter.is_alphanumeric();
    let mut text = text.trim();
    loop {
        let signs = text.trim_start_matches(is_sign);
        let (word, rest) = signs.split_once(' ').unwrap_or((signs, ""));
        let says_nothing = !word.is_empty() && mended(word).chars().all(|letter| letter == '?' || is_sign(letter));
        let bare = if says_nothing { rest.trim_start() } else { signs.trim_start() };
        if bare.len() == text.len() {
            return text;
        }
        text = bare;
    }
}

/// What stands between backticks.
pub(super) fn inline_code(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).take(text.matches('`').count() / 2).collect()
}

/// The tags in a text: capitals and digits in groups joined by `-`, a digit among them: `CX-DBP-030`.
fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')) {
        let groups = word.split('-').filter(|group| !group.is_empty()).count();
        let capitals = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        let digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let letter = word.starts_with(|letter: char| letter.is_ascii_uppercase());
        if groups >= 2 && capitals && digit && letter && !word.ends_with('-') && !tags.iter().any(|tag| tag == word) {
            tags.push(word.to_owned());
        }
    }
    tags
}
