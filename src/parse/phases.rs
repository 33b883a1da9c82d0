//! Where the phases stand: the headings, the approval, and the first words of an implementation.

use super::doc::Doc;
use super::lines::{Class, Line};
use super::section_name::name_of;
use crate::model::{Key, Phases, SectionName};
use crate::text::Span;

/// Finds the phases.
pub(super) fn read(doc: &Doc) -> Phases {
    let heading = |name: SectionName| {
        let headed = |it: &&crate::model::Section| matches!(it.key, Key::Heading(_));
        doc.section(name).filter(headed).map(|section| section.heading)
    };
    Phases {
        bootstrap: heading(SectionName::Bootstrap),
        skeleton: heading(SectionName::Skeleton),
        approval: doc.lines.iter().find_map(|line| approval(doc, line)),
        implementation: heading(SectionName::Implementation),
        implementation_text: implementation_text(doc),
    }
}

/// The line, where it begins with the approval and does not take it back.
fn approval(doc: &Doc, line: &Line) -> Option<Span> {
    let text = match line.class {
        Class::Heading(at) => doc.outline.headings[at].title.as_str(),
        Class::Text => doc.slice(line.content),
        Class::Blank | Class::Code(_) | Class::Rule => return None,
    };
    let text = text.trim_start_matches(['*', '_', '`']);
    let text = strip_word(text, "SKELETON")?.trim_start_matches([' ', '_']);
    let rest = strip_word(text, "APPROVED")?;
    let by = strip_word(rest.trim_start_matches([' ', '_']), "BY").map(|rest| rest.trim_start_matches(['*', '`', ' ']));
    let counts = match by.and_then(|rest| rest.strip_prefix(':')) {
        Some(answer) => is_answer(answer),
        None => is_tail(rest.trim_matches(['*', '_', '`', ' '])),
    };
    counts.then_some(line.span)
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// Words of sentences about an approval that is not there.
const NEGATIONS: &[&str] =
    &["no", "not", "none", "pending", "missing", "absent", "n/a", "awaiting", "false", "marker", "required"];

/// Nothing, a signature in brackets, `: date`, a remark: but no sentence about an approval that is missing.
fn is_tail(tail: &str) -> bool {
    let lower = tail.to_ascii_lowercase();
    let marked = tail.is_empty() || tail.starts_with([':', '[', '(', '-', '.', '!', '\u{2013}', '\u{2014}', '@']);
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric() && it != '/').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let signed = words.len() <= 6 && (words.first() == Some(&"by") || words.iter().any(|it| has_digit(it)));
    let negated = words.iter().any(|word| NEGATIONS.contains(word));
    (marked || signed) && !lower.contains('<') && !negated
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_answer(text: &str) -> bool {
    let text = text.trim_matches(['*', '`', ' ']);
    !text.is_empty() && is_tail(&format!(": {text}"))
}

/// The first line of IMPLEMENTATION that is neither the template's (in parentheses) nor a label without an answer.
fn implementation_text(doc: &Doc) -> Option<Span> {
    let section = doc.section(SectionName::Implementation)?;
    doc.lines[doc.lines_in(section.body)]
        .iter()
        .find(|line| match line.class {
            Class::Text => is_prose(doc.slice(line.content)),
            Class::Code(_) => true,
            Class::Blank | Class::Rule | Class::Heading(_) => false,
        })
        .map(|line| line.span)
}

fn is_prose(text: &str) -> bool {
    let template = text.starts_with('(') && text.ends_with([')', '.']);
    let lower = text.to_ascii_lowercase();
    let bare = lower.trim_matches(['.', ' ', '*', '`', '_']);
    let nothing = matches!(bare, "" | "none" | "n/a" | "tbd" | "pending" | "not started" | "none yet");
    let blank = super::value::placeholder(super::value::clean(text)).is_some();
    let label = super::key::parse(text).is_some_and(|key| key.value.is_empty());
    !template && !nothing && !blank && !label && name_of(text) != SectionName::SkeletonApproved
}
