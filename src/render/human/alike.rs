//! Findings that say the same of different things, folded into one with a list.

use std::collections::HashMap;

use super::harmless::harmless;
use crate::finding::Finding;
use crate::text::Sources;

/// How many of the others are named.
const MOST_NAMED: usize = 12;

/// A finding that stands for others.
pub(super) struct Alike<'a> {
    /// The first of them, with a mend that mends them all.
    pub first: Finding,
    /// The others, in their order.
    pub others: Vec<&'a Finding>,
}

/// Folds findings of one weight whose code and words agree but for the one name that each is about.
pub(super) fn fold<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Alike<'a>> {
    let mut folded: Vec<Alike> = Vec::new();
    let mut by_shape: HashMap<Shape, usize> = HashMap::new();
    for finding in findings {
        let shape = Shape::of(finding);
        if let Some(at) = shape.as_ref().and_then(|shape| by_shape.get(shape)) {
            folded[*at].others.push(finding);
            continue;
        }
        by_shape.extend(shape.map(|shape| (shape, folded.len())));
        folded.push(Alike { first: finding.clone(), others: Vec::new() });
    }
    for alike in folded.iter_mut().filter(|alike| !alike.others.is_empty()) {
        let names: Vec<&str> =
            [&alike.first].into_iter().chain(alike.others.iter().copied()).filter_map(name).collect();
        let (own, all) = (names[0], names.join(" "));
        let help = alike.first.help.iter();
        let help = help.map(|it| renamed(&it.replace(&format!("`{own}`"), "each of them"), own, &all)).collect();
        alike.first.help = help;
    }
    folded
}

impl Alike<'_> {
    /// The names of the others, each with its place where that is not the one of the first; `None` where there are none.
    pub fn others_named(&self, sources: &Sources) -> Option<String> {
        let place = |finding: &Finding| {
            let site = finding.site?;
            Some((sources.get(site.source).title(), sources.position(site).line))
        };
        let first = place(&self.first);
        let named = self.others.iter().take(MOST_NAMED).map(|finding| {
            let name = name(finding).unwrap_or_default();
            match place(finding) {
                Some(at) if first.as_ref() != Some(&at) => {
                    let (file, line) = at;
                    let is_known = *file == *name || first.as_ref().is_some_and(|(first, _)| *first == file);
                    if is_known { format!("`{name}` (:{line})") } else { format!("`{name}` ({file}:{line})") }
                }
                _ => format!("`{name}`"),
            }
        });
        let named = named.collect::<Vec<_>>().join(", ");
        let more = self.others.len().saturating_sub(MOST_NAMED);
        let more = if more == 0 { String::new() } else { format!(", and {more} more: -v") };
        (!self.others.is_empty()).then(|| harmless(&format!("{named}{more}")))
    }
}

/// What is left of a finding without the name that it is about.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
    code: &'static str,
    message: String,
    help: Vec<String>,
}

impl Shape {
    /// `None` where a finding is about nothing that has a plain name.
    fn of(finding: &Finding) -> Option<Self> {
        let name = name(finding).filter(|name| !name.is_empty() && name.bytes().all(is_plain))?;
        let message = finding.message.replacen(&format!("`{name}`"), "``", 1);
        let help = finding.help.iter().map(|help| renamed(help, name, "`")).collect();
        Some(Self { code: finding.code.id, message, help })
    }
}

/// The first name in backticks.
fn name(finding: &Finding) -> Option<&str> {
    finding.message.split('`').nth(1)
}

/// `text` with the name replaced wherever it stands as a word of its own.
fn renamed(text: &str, name: &str, to: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let end = at + name.len();
        let before = rest[..at].bytes().next_back().or(result.bytes().next_back());
        let is_word = !before.is_some_and(is_plain) && !rest[end..].bytes().next().is_some_and(is_plain);
        result.push_str(&rest[..at]);
        result.push_str(if is_word { to } else { &rest[at..end] });
        rest = &rest[end..];
    }
    result + rest
}

/// True for what paths and keys are made of, and no shell looks at twice.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-./".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::all;
    use crate::text::{Source, Span};

    fn folded(findings: &[(&str, &str)]) -> Vec<(String, Vec<String>, Option<String>)> {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("a.md", &b"one\ntwo\nthree\n"[..]));
        let code = all().next().unwrap().code;
        let findings: Vec<Finding> = findings
            .iter()
            .enumerate()
            .map(|(at, (message, help))| {
                Finding::error(code, *message).at(source, Span::new(at * 4, at * 4 + 1)).help(*help)
            })
            .collect();
        fold(findings.iter())
            .into_iter()
            .map(|alike| (alike.first.message.clone(), alike.first.help.clone(), alike.others_named(&sources)))
            .collect()
    }

    #[test]
    fn one_list_and_one_mend() {
        let found = folded(&[("`a` is blank", "fill in `a`"), ("`b` is blank", "fill in `b`")]);
        let likewise = Some("`b` (:2)".to_owned());
        assert_eq!(found, [("`a` is blank".to_owned(), vec!["fill in each of them".to_owned()], likewise.clone())]);
        let found = folded(&[("`a.rs` is new", "git restore -- a.rs"), ("`b` is new", "git restore -- b")]);
        assert_eq!(found[0].1, ["git restore -- a.rs b"]);
    }

    #[test]
    fn what_differs_in_more_than_the_name_stays_apart() {
        let cases = [
            [("`a` is blank", "x"), ("`b` is empty", "x")],
            [("`a` is blank", "x a"), ("`b` is blank", "y b")],
            [("nothing", "x"), ("nothing", "x")],
            [("`a b` is new", "git add 'a b'"), ("`c d` is new", "git add 'c d'")],
        ];
        for case in cases {
            assert_eq!(folded(&case).len(), 2, "{case:?}");
        }
    }
}
