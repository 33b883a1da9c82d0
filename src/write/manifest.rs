//! `manifest --write`: the VALIDATION section made true.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use regex::Regex;

use super::block::{Block, blocks, is_rule, line_around};
use super::entry;
use super::row::{ManifestRow, stamp};
use super::style::Style;
use crate::model::{EntryState, Packet, RepoPath, Section, SectionName};
use crate::text::{Edit, Source, Span};

/// What has to be edited, and what that does to each entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManifestEdits {
    /// The edits; none where the packet says the truth already. None overlaps another.
    pub edits: Vec<Edit>,
    /// What happens to each file's entry, in the order of the packet, new ones last.
    pub actions: Vec<(String, Action)>,
}

/// What happens to one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Added,
    /// Some of its values were not true.
    Updated,
    /// It says the truth already.
    Kept,
    /// Its file is not changed, but its author wrote into it: it says so now (delta 0, equal hashes).
    Zeroed,
    /// Its file is not changed, and nobody wrote into it: it goes.
    Removed,
    /// Its file is nowhere, but its author wrote into it: it stays as it is, for a person to decide.
    Left,
}

/// The edits that make the packet's manifest say what the rows say. The author's own text (notes, operator, artifacts,
/// further ticks) stays, as do bullets, marks and line endings; the timestamp of an entry moves only with the entry.
pub fn manifest(packet: &Packet, source: &Source, rows: &[ManifestRow], now: DateTime<Utc>) -> ManifestEdits {
    let blocks = blocks(packet, source);
    let ending = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let styled: Vec<(Block, Style)> = blocks.into_iter().map(|block| styled(block, source, ending)).collect();
    let listed: BTreeSet<RepoPath> =
        styled.iter().flat_map(|(block, _)| block.entries.iter()).filter_map(|it| it.path()).collect();
    let by_path = rows.iter().map(|row| (&row.path, row)).collect();
    let new = rows.iter().filter(|row| row.changed && !listed.contains(&row.path)).collect();
    let mut writer = Writer { source, rows: by_path, new, stamp: stamp(now), result: ManifestEdits::default() };
    let (kept, gone): (Vec<_>, Vec<_>) = styled.iter().partition(|(block, style)| writer.keeps(block, style));
    writer.take_out(&gone, kept.is_empty() && writer.new.is_empty());
    match (kept.last(), gone.first()) {
        (Some((block, style)), _) => writer.append(packet, Some((block, style, Place::Behind)), ending),
        (None, Some((block, style))) => writer.append(packet, Some((block, style, Place::Instead)), ending),
        (None, None) => writer.append(packet, None, ending),
    }
    writer.result
}

/// Where new entries go, seen from a block that is there.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Behind,
    Instead,
}

struct Writer<'a> {
    source: &'a Source,
    rows: BTreeMap<&'a RepoPath, &'a ManifestRow>,
    /// Changed files that have no entry yet.
    new: Vec<&'a ManifestRow>,
    stamp: String,
    result: ManifestEdits,
}

impl<'a> Writer<'a> {
    /// Makes a block true that is there; false where it has to go. A blank block takes up the first new row.
    fn keeps(&mut self, block: &Block, style: &Style) -> bool {
        if block.entries.iter().all(|entry| entry.state == EntryState::Placeholder) {
            if !self.new.is_empty() {
                let row = self.new.remove(0);
                self.update(block, style, row, Action::Added);
            }
            return true;
        }
        let known: Vec<&'a ManifestRow> =
            block.entries.iter().filter_map(|entry| self.rows.get(&entry.path()?).copied()).collect();
        let mut changed = known.iter().filter(|row| row.changed);
        if let Some(row) = changed.next() {
            self.update(block, style, row, Action::Updated);
            self.new.splice(0..0, changed.copied());
            return true;
        }
        if let Some(row) = known.first().filter(|_| block.has_own_text(self.source)) {
            self.update(block, style, row, Action::Zeroed);
            return true;
        }
        let target = block.entries[0].target.raw().map(|raw| raw.text.trim_matches('`').to_owned());
        let stays = block.has_own_text(self.source);
        self.result.actions.push((target.unwrap_or_default(), if stays { Action::Left } else { Action::Removed }));
        stays
    }

    fn update(&mut self, block: &Block, style: &Style, row: &ManifestRow, action: Action) {
        let edits = entry::update(block, row, self.source, style, &self.stamp);
        let action = if edits.is_empty() { Action::Kept } else { action };
        self.result.actions.push((row.path.to_string(), action));
        self.result.edits.extend(edits);
    }

    /// Takes whole blocks out; where nothing is left, the first becomes the template's again.
    fn take_out(&mut self, gone: &[&(Block, Style)], empty: bool) {
        for (index, (block, style)) in gone.iter().enumerate() {
            let edit = if empty && index == 0 {
                let of_rows = self.rows.values().flat_map(|row| &row.gates).map(|gate| gate.name);
                let ticks = block.entries.iter().flat_map(|entry| &entry.ticks).map(|tick| tick.name.as_str());
                let gates: Vec<&str> = ticks.chain(of_rows).take(10).collect();
                Edit::new(block.span, style.blank(&gates))
            } else {
                Edit::new(Span::new(block.span.start, self.end_of_removal(block)), "")
            };
            self.result.edits.push(edit);
        }
    }

    /// Behind a block's line ending, and behind the blank lines after it where there are some before it too.
    fn end_of_removal(&self, block: &Block) -> usize {
        let all = self.source.bytes().len();
        let (before, rest) = (self.source.slice(Span::new(0, block.span.start)), Span::new(block.span.end, all));
        let rest = self.source.slice(rest);
        let own = rest.find('\n').map_or(rest.len(), |feed| feed + 1);
        let blank = rest.len() - rest.trim_start().len();
        let is_apart = before
            .trim_end_matches([' ', '\t', '\r'])
            .strip_suffix('\n')
            .is_some_and(|it| it.trim_end_matches([' ', '\t', '\r']).ends_with('\n'));
        let through = rest[..blank].rfind('\n').map_or(blank, |feed| feed + 1);
        block.span.end + if is_apart { through } else { own }
    }

    /// Puts new entries behind the last one that stays, or in the place of those that go, or into the section, or adds
    /// the section.
    fn append(&mut self, packet: &Packet, beside: Option<(&Block, &Style, Place)>, ending: &'static str) {
        if self.new.is_empty() {
            return;
        }
        let default = Style { ending, ..Style::default() };
        let style = beside.map_or(&default, |(_, style, _)| style);
        let heading = beside.and_then(|(block, ..)| block.heading).map(|span| self.source.slice(span));
        let ahead = usize::from(beside.is_none_or(|(.., place)| place == Place::Behind));
        let entry = |(index, row): (usize, &&ManifestRow)| {
            let heading = heading.map(|heading| next_heading(heading, index + ahead, row) + ending).unwrap_or_default();
            heading + &style.entry(row, &self.stamp)
        };
        let text = self.new.iter().enumerate().map(entry).collect::<Vec<_>>().join(&ending.repeat(2));
        self.result.actions.extend(self.new.iter().map(|row| (row.path.to_string(), Action::Added)));
        let gap = ending.repeat(2);
        let edit = match (beside, packet.section(SectionName::Validation)) {
            (Some((block, _, Place::Behind)), _) => Edit::new(Span::at(block.span.end), gap + &text),
            (Some((block, ..)), _) => Edit::new(Span::at(block.span.start), text + &gap),
            (None, Some(section)) => Edit::new(Span::at(self.end_of_text(packet, section)), gap + &text),
            (None, None) => self.section(packet, &text, ending),
        };
        self.result.edits.push(edit);
    }

    /// The end of a section's last line that is neither blank nor a rule, before any report in it.
    fn end_of_text(&self, packet: &Packet, section: &Section) -> usize {
        let report = packet.sections.iter().find(|it| it.heading.start >= section.body.start && it.name.is_report());
        let limit = report.map_or(section.body.end, |it| it.heading.start.min(section.body.end));
        let mut end = line_around(self.source, section.heading.start).end;
        let mut at = section.body.start;
        for raw in self.source.slice(Span::new(section.body.start, limit)).split_inclusive('\n') {
            let line = raw.trim_end_matches(['\r', '\n']);
            if !line.trim().is_empty() && !is_rule(line) {
                end = at + line.len();
            }
            at += raw.len();
        }
        end
    }

    /// The whole section, before what follows the manifest in a packet, else at its end.
    fn section(&self, packet: &Packet, entries: &str, ending: &str) -> Edit {
        let followers = [
            SectionName::StatusHandoff,
            SectionName::Evidence,
            SectionName::EvidenceMapping,
            SectionName::ValidationReports,
            SectionName::ValidationReport,
        ];
        let capitals = packet.section(SectionName::Scope).is_none_or(|it| !it.title.contains(char::is_lowercase));
        let title = if capitals { "## VALIDATION" } else { "## Validation" };
        if let Some(next) = packet.sections.iter().find(|section| followers.contains(&section.name)) {
            let start = line_around(self.source, next.heading.start).start;
            return Edit::new(Span::at(start), format!("{title}{ending}{entries}{ending}{ending}"));
        }
        let bytes = self.source.bytes();
        let gap = match bytes {
            [] => String::new(),
            [.., b'\n'] => ending.to_owned(),
            _ => ending.repeat(2),
        };
        Edit::new(Span::at(bytes.len()), format!("{gap}{title}{ending}{entries}{ending}"))
    }
}

/// A block and how it is written.
fn styled<'a>(block: Block<'a>, source: &Source, ending: &'static str) -> (Block<'a>, Style) {
    let tick = block.entries.iter().flat_map(|entry| &entry.ticks).next();
    let line = tick.map(|tick| source.slice(line_around(source, tick.span.start)));
    let lead = line.and_then(|line| line.split_once('[')).map(|(lead, _)| lead);
    let style = match block.target_line() {
        Some(target) => Style::of(target, lead, ending),
        None => Style { ending, ..Style::default() },
    };
    (block, style)
}

/// The heading of a new entry, made after that of the last one: `### Manifest Entry 1: a.rs` is followed by number 2.
fn next_heading(heading: &str, ahead: usize, row: &ManifestRow) -> String {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?<head>#+[ A-Za-z]*)(?<number>[0-9]{1,9})(?<colon>:?)").expect("a fixed pattern")
    });
    let Some(groups) = NUMBERED.captures(heading) else {
        let hashes = heading.len() - heading.trim_start_matches('#').len();
        return format!("{} {}", &heading[..hashes], row.path);
    };
    let number = groups["number"].parse::<usize>().unwrap_or_default() + ahead;
    let tail = if groups["colon"].is_empty() { String::new() } else { format!(": {}", row.path) };
    format!("{}{number}{tail}", &groups["head"])
}
