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
        skeleton_text: first_text(doc, SectionName::Skeleton),
        implementation_text: first_text(doc, SectionName::Implementation),
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
    (counts && !rest.starts_with(char::is_alphanumeric)).then_some(line.span)
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// Words that take an approval back, or tell of one that is not there, wherever they stand in the line.
const NEGATIONS: &[&str] = &[
    "not", "none", "pending", "missing", "absent", "n/a", "awaiting", "awaited", "false", "required", "tbd", "revoked",
];

/// Words with which a line goes on that is a sentence about approvals and none itself.
const SENTENCES: &[&str] = &[
    "is", "are", "was", "were", "be", "being", "will", "would", "must", "should", "shall", "may", "might", "can",
    "cannot", "could", "has", "have", "had", "does", "do", "did", "needs", "needed", "means", "goes", "appears",
    "comes", "stands", "marker", "markers", "line", "lines", "gate", "comment", "section", "heading", "if", "unless",
    "until", "when", "before", "to", "still", "yet", "or", "here", "there",
];

/// What an approval may say that there are none of.
const REMARKS: &[&str] = &[
    "remarks",
    "remark",
    "changes",
    "change",
    "comments",
    "comment",
    "objections",
    "objection",
    "notes",
    "issues",
    "findings",
    "concerns",
    "blockers",
    "further",
    "more",
    "edits",
];

/// What may follow the words in a line that approves: nothing, a name, a signature, a date, a remark; but no sentence about
/// an approval that is missing, and no blank of a template.
fn is_tail(tail: &str) -> bool {
    let lower = tail.to_ascii_lowercase();
    let words = lower.split(|it: char| !it.is_ascii_alphanumeric() && it != '/').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let denied = |at: usize| words[at] == "no" && !words.get(at + 1).is_some_and(|next| REMARKS.contains(next));
    let negated = (0..words.len()).any(|at| NEGATIONS.contains(&words[at]) || denied(at));
    let sentence = words.first().is_some_and(|first| SENTENCES.contains(first));
    !lower.contains(['<', '?']) && !negated && !sentence
}

fn is_answer(text: &str) -> bool {
    let text = text.trim_matches(['*', '`', ' ']);
    !text.is_empty() && is_tail(&format!(": {text}"))
}

/// The first line of a phase that is neither the template's (in parentheses) nor a label without an answer.
fn first_text(doc: &Doc, phase: SectionName) -> Option<Span> {
    let section = doc.section(phase)?;
    doc.lines[doc.lines_in(section.body)]
        .iter()
        .find(|line| match line.class {
            Class::Text => is_prose(doc.slice(line.content)),
            Class::Code(_) => true,
            Class::Blank | Class::Rule | Class::Heading(_) => false,
        })
        .map(|line| line.span)
}

/// False for a template's words in parentheses, for blanks, and for a label without an answer.
pub(super) fn is_prose(text: &str) -> bool {
    let template = text.starts_with('(') && text.ends_with([')', '.']);
    let lower = text.to_ascii_lowercase();
    let bare = lower.trim_matches(['.', ' ', '*', '`', '_']);
    let nothing = matches!(bare, "" | "none" | "n/a" | "tbd" | "pending" | "not started" | "none yet");
    let blank = super::value::placeholder(super::value::clean(text)).is_some();
    let label = super::key::parse(text).is_some_and(|key| key.value.is_empty());
    !template && !nothing && !blank && !label && name_of(text) != SectionName::SkeletonApproved
}
