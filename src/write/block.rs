//! The text of one manifest entry: its labelled lines, and how far it reaches.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Entry, Packet, SectionName};
use crate::text::{Source, Span};

/// A line `- **Label**: value`, whatever its bullet and its marks.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let before = r"^(?<before>[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__|`)?)";
    let label = r"(?<label>[A-Za-z][A-Za-z0-9 _/-]{0,40}?)";
    let behind = r"(?<behind>(?:\*\*|__|`)?[ ]?:(?:\*\*|__)?)[ \t]*(?<value>.*?)[ \t\r]*$";
    Regex::new(&[before, label, behind].concat()).expect("a fixed pattern")
});

/// Labels whose values a tool writes; all others are their author's.
const GENERATED: [&str; 11] = [
    "TARGET_FILE",
    "TARGET_FILES",
    "START",
    "END",
    "LINE_DELTA",
    "PRE_SHA1",
    "POST_SHA1",
    "GATES_PASSED",
    "TIMESTAMP",
    "OPERATOR",
    "SPEC_TARGET_RESOLVED",
];

/// A labelled line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The label in canonical spelling: `Pre-SHA1` is `PRE_SHA1`.
    pub label: String,
    /// What stands before the label.
    pub before: String,
    /// What stands behind it, its colon included.
    pub behind: String,
    /// The value; empty, behind the colon, where there is none.
    pub value: Span,
    /// The whole line, without its ending.
    pub span: Span,
}

/// One entry's part of the packet, or that of several targets with one window.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    /// The entries in it; several only where they share their lines.
    pub entries: Vec<&'a Entry>,
    /// From its own heading, else its target, to the end of its last line that is not blank.
    pub span: Span,
    /// Its own heading.
    pub heading: Option<Span>,
    /// Its labelled lines, in order.
    pub lines: Vec<Line>,
    /// True where it holds lines that are neither labelled, nor tick boxes, nor blank.
    pub has_prose: bool,
}

impl Block<'_> {
    /// The line of that label.
    pub fn line(&self, label: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.label == label)
    }

    /// The line that names the target, or introduces the list of targets.
    pub fn target_line(&self) -> Option<&Line> {
        self.line("TARGET_FILE").or_else(|| self.line("TARGET_FILES"))
    }

    /// True where its author wrote something into it that no tool would have.
    pub fn has_own_text(&self, source: &Source) -> bool {
        let is_own =
            |line: &Line| !GENERATED.contains(&line.label.as_str()) && says_something(source.slice(line.value));
        self.has_prose || self.lines.iter().any(is_own)
    }
}

/// The blocks of all entries, in the order of the packet.
pub(super) fn blocks<'a>(packet: &'a Packet, source: &Source) -> Vec<Block<'a>> {
    let mut groups: Vec<Vec<&Entry>> = Vec::new();
    for entry in &packet.manifest.entries {
        match groups.last_mut() {
            Some(group) if entry.span.start < group[0].span.end => group.push(entry),
            _ => groups.push(vec![entry]),
        }
    }
    let starts: Vec<usize> = groups.iter().map(|group| line_around(source, group[0].span.start).start).collect();
    let limits = starts.iter().skip(1).copied().chain([usize::MAX]);
    groups.into_iter().zip(limits).map(|(entries, limit)| block(packet, source, entries, limit)).collect()
}

fn block<'a>(packet: &'a Packet, source: &Source, entries: Vec<&'a Entry>, limit: usize) -> Block<'a> {
    let first = line_around(source, entries[0].span.start);
    let last = entries.iter().map(|entry| entry.span.end).max().unwrap_or(first.end);
    let end = limit.min(next_heading(packet, last)).min(section_end(packet, first.start));
    let heading = heading_above(packet, source, first.start);
    let start = heading.map_or(first.start, |span| span.start);
    let mut block = Block { entries, span: Span::new(start, first.end), heading, lines: Vec::new(), has_prose: false };
    let mut at = first.start;
    for raw in source.slice(Span::new(first.start, end)).split_inclusive('\n') {
        let text = raw.trim_end_matches(['\n', '\r']);
        let span = Span::new(at, at + text.len());
        at += raw.len();
        if text.trim().is_empty() || is_rule(text) {
            continue;
        }
        block.span.end = span.end;
        match label(text, span) {
            Some(line) => block.lines.push(line),
            None => block.has_prose |= !is_listed(&block, span),
        }
    }
    block
}

/// True for a tick box, and for an item of a list of targets.
fn is_listed(block: &Block, line: Span) -> bool {
    let within = |own: Span| line.start <= own.start && own.start < line.end;
    let ticks = block.entries.iter().flat_map(|entry| &entry.ticks).any(|tick| within(tick.span));
    ticks || block.entries.iter().any(|entry| entry.target.span().is_some_and(within))
}

fn label(text: &str, span: Span) -> Option<Line> {
    let groups = LABEL.captures(text)?;
    let value = groups.name("value").map(|it| it.range()).unwrap_or_default();
    Some(Line {
        label: canonical(&groups["label"]),
        before: groups["before"].to_owned(),
        behind: groups["behind"].to_owned(),
        value: Span::new(span.start + value.start, span.start + value.end),
        span,
    })
}

/// `Pre-SHA1` as `PRE_SHA1`; the short forms that the parser reads are spelt out.
fn canonical(label: &str) -> String {
    let name = label.trim().to_ascii_uppercase().replace([' ', '-', '/'], "_");
    match name.as_str() {
        "PRE_SHA" | "POST_SHA" => name + "1",
        "GATES" => "GATES_PASSED".to_owned(),
        _ => name,
    }
}

/// False for a value that nobody wrote: nothing, a blank, `N/A`.
fn says_something(value: &str) -> bool {
    let value = value.trim_matches(['`', '*', ' ']);
    let blank = value.is_empty() || value.starts_with('<') && value.ends_with('>');
    !blank && !["n/a", "none", "-"].contains(&value.to_ascii_lowercase().as_str())
}

/// The heading directly above an entry, blank lines aside, that is not the manifest's own.
fn heading_above(packet: &Packet, source: &Source, start: usize) -> Option<Span> {
    let index = packet.headings.partition_point(|heading| heading.span.start < start).checked_sub(1)?;
    let span = packet.headings[index].span;
    let is_manifest =
        packet.sections.iter().any(|it| it.name == SectionName::Validation && it.heading.start == span.start);
    let between = source.slice(Span::new(span.end, start));
    (!is_manifest && between.trim().is_empty()).then_some(span)
}

fn next_heading(packet: &Packet, from: usize) -> usize {
    let index = packet.headings.partition_point(|heading| heading.span.start < from);
    packet.headings.get(index).map_or(usize::MAX, |heading| heading.span.start)
}

/// The end of the VALIDATION section in which an entry stands.
fn section_end(packet: &Packet, start: usize) -> usize {
    let manifests = packet.sections.iter().filter(|section| section.name == SectionName::Validation);
    let around = manifests.filter(|section| section.heading.start <= start && start < section.body.end);
    around.map(|section| section.body.end).min().unwrap_or(usize::MAX)
}

/// The line around an offset, without its ending.
pub(super) fn line_around(source: &Source, offset: usize) -> Span {
    source.line_span(source.line_at(offset)).unwrap_or(Span::at(offset))
}

/// True for a line of dashes.
pub(super) fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 3 && ['-', '*', '_'].iter().any(|mark| text.chars().all(|letter| letter == *mark))
}
