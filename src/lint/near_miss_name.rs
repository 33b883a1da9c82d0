//! Names of sections and keys that are nearly right: the parser does not take them for what they were meant to be.

use std::collections::{HashMap, HashSet};

use similar::TextDiff;

use super::Subject;
use super::place::{around, canonical, is_record};
use crate::finding::{Code, Finding, Page};
use crate::model::{Heading, Key, Packet, Section, SectionName};
use crate::text::{Edit, Span};

pub(super) static NEAR_MISS_NAME: Code = Code {
    id: "TP032",
    name: "near-miss-name",
    page: Page {
        checks: "No section or key is spelt nearly like one that the format knows, while the one that was probably \
                 meant is nowhere in the packet.",
        why: "A misspelt name hides what stands under it: the steps below `## TESTPLAN` are not a plan, the paths \
              below `IN_SCOPE_PATH` allow nothing.",
        fails: "## SCOPE\n- IN_SCOPE_PATH:\n  - src/session.rs",
        mend: "Spell the name as the finding says, or let `taskpacket lint --fix` do it.",
    },
};

/// The keys whose absence a gate notices, apart from those that are sections too.
const KEYS: &[&str] = &[
    "WP_ID",
    "BASE_WP_ID",
    "STATUS",
    "USER_SIGNATURE",
    "CODER_MODEL",
    "CODER_REASONING_STRENGTH",
    "REFINEMENT_FILE",
    "MERGE_BASE_SHA",
    "SPEC_BASELINE",
    "SPEC_TARGET",
    "SPEC_ANCHOR",
    "FILES_TO_OPEN",
];

/// How alike two names must be, from 0 to 1.
const ALIKE: f32 = 0.88;

/// A name that is nearly right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NearMiss {
    /// The name as written.
    pub wrong: Span,
    /// The name that was meant.
    pub right: &'static str,
}

/// Every name that is nearly one which the packet lacks, in the order of the packet.
pub(super) fn near_misses(subject: &Subject) -> Vec<NearMiss> {
    let mut wanted = absent_names(subject.packet);
    let mut known: HashMap<String, Option<&'static str>> = HashMap::new();
    let mut found = Vec::new();
    for (name, wrong) in unknown_names(subject) {
        let nearest = *known.entry(name).or_insert_with_key(|name| nearest(name, &wanted));
        let Some(right) = nearest.filter(|right| wanted.contains(right)) else { continue };
        if is_contract(subject.packet, wrong.start) {
            wanted.retain(|name| *name != right);
            found.push(NearMiss { wrong, right });
        }
    }
    found
}

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    near_misses(subject)
        .into_iter()
        .map(|NearMiss { wrong, right }| {
            let got = subject.source.slice(wrong);
            subject
                .error(&NEAR_MISS_NAME, wrong, format!("`{got}` is no name of the format"))
                .label(format!("did you mean `{right}`?"))
                .compare(right, got)
                .help(format!("spell it `{right}`"))
                .about(right)
        })
        .collect()
}

pub(super) fn fix(subject: &Subject) -> Vec<Edit> {
    near_misses(subject).into_iter().map(|miss| Edit::new(miss.wrong, miss.right)).collect()
}

/// True where a name of the format is to be expected: not in a record, nor beneath a heading of the author's own.
fn is_contract(packet: &Packet, at: usize) -> bool {
    let foreign = |section: &Section| {
        let own_line = section.heading.start <= at && at < section.heading.end;
        section.name == SectionName::Other && section.key != Key::Heading(1) && !own_line
    };
    !is_record(packet, at) && !around(packet, at).any(foreign)
}

/// The names that the format knows and the packet does not have.
fn absent_names(packet: &Packet) -> Vec<&'static str> {
    let titles: HashSet<String> = packet.headings.iter().map(|heading| canonical(&heading.title)).collect();
    let keys: HashSet<&str> = packet.fields.iter().map(|field| field.key.as_str()).collect();
    let sections: HashSet<SectionName> = packet.sections.iter().map(|section| section.name).collect();
    let has = |name: &str| titles.contains(name) || keys.contains(name);
    let of_sections = SectionName::ALL.iter().filter(|name| !sections.contains(name)).map(|name| name.word());
    of_sections.chain(KEYS.iter().copied()).filter(|name| !has(&canonical(name))).collect()
}

/// Names that the packet has and the format does not know, in order, each in canonical spelling and with its place.
fn unknown_names(subject: &Subject) -> Vec<(String, Span)> {
    let headings = subject.packet.headings.iter().filter(|heading| heading.level > 1);
    let headings = headings.map(|heading| (canonical(&heading.title), name_span(subject, heading)));
    let fields = subject.packet.fields.iter().map(|field| (field.key.clone(), field.key_span));
    let is_known = |name: &str| SectionName::of_word(name).is_some() || KEYS.contains(&name);
    let mut names: Vec<(String, Span)> = headings.chain(fields).filter(|(name, _)| !is_known(name)).collect();
    names.sort_by_key(|(_, span)| span.start);
    names
}

/// Where the name stands within a heading's line: its tail and its decoration are not part of it.
fn name_span(subject: &Subject, heading: &Heading) -> Span {
    let name = heading.title.split(['(', '[', ':']).next().unwrap_or_default();
    let name = name.trim_matches(|letter: char| !letter.is_alphanumeric());
    match subject.source.slice(heading.span).find(name) {
        Some(at) => Span::new(heading.span.start + at, heading.span.start + at + name.len()),
        None => heading.span,
    }
}

/// The wanted name that is most like the given one, where one is like enough.
fn nearest(name: &str, wanted: &[&'static str]) -> Option<&'static str> {
    let first = name.chars().next()?;
    let close =
        wanted.iter().copied().filter(|wanted| wanted.starts_with(first) && wanted.len().abs_diff(name.len()) < 3);
    let rated = close.map(|wanted| (TextDiff::from_chars(wanted, name).ratio(), wanted));
    rated.filter(|(ratio, _)| *ratio >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, wanted)| wanted)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, mended, with};
    use super::*;

    #[test]
    fn names_that_are_right_or_far_off_are_let_be() {
        assert_eq!(lines(check, light()), [""; 0]);
        assert_eq!(lines(check, &with(light(), "### DONE_MEANS", "### Done Means (all of it)")), [""; 0]);
        assert_eq!(lines(check, &format!("{}\n## TEST_PLANS\n", light())), [""; 0], "the right one is there too");
        assert_eq!(lines(check, &with(light(), "### DONE_MEANS", "### Proof")), [""; 0]);
        let elsewhere = with(light(), "IN_SCOPE_PATHS", "PATHS") + "\n## DATA\n- EVIDENCE:\n  - IN_SCOPE_PATH: a.rs\n";
        assert_eq!(lines(check, &elsewhere), [""; 0]);
    }

    #[test]
    fn nearly_right_names() {
        let heading = with(light(), "### TEST_PLAN", "### TESTPLAN (short)");
        assert_eq!(lines(check, &heading), ["error: `TESTPLAN` is no name of the format @ TESTPLAN"]);
        let key = with(light(), "IN_SCOPE_PATHS", "IN_SCOPE_PATH");
        assert_eq!(lines(check, &key), ["error: `IN_SCOPE_PATH` is no name of the format @ IN_SCOPE_PATH"]);
    }

    #[test]
    fn the_fix_spells_them_right_and_changes_nothing_else() {
        for (right, wrong) in [("### TEST_PLAN", "### TESTPLAN"), ("- IN_SCOPE_PATHS", "- IN_SCOPE_PATH")] {
            assert_eq!(mended(with(light(), right, wrong)), light());
        }
    }
}
