//! An entry made true, value by value: what is right already, and what its author wrote, stays as it is.

use super::block::{Block, Line, line_around};
use super::row::{ManifestRow, digest, target};
use super::style::Style;
use crate::model::{Delta, DeltaClaim, Digest, Entry, HashClaim, RepoPath, Value};
use crate::text::{Edit, Source, Span};

/// The edits that make the block say what the row says; none where it does already.
pub(super) fn update(block: &Block, row: &ManifestRow, source: &Source, style: &Style, stamp: &str) -> Vec<Edit> {
    let of_row = block.entries.iter().find(|entry| entry.path().as_ref() == Some(&row.path));
    let entry = of_row.unwrap_or(&block.entries[0]);
    let mut writer = Writer { source, style, block, edits: Vec::new(), behind: block.span.end };
    writer.target(entry, &row.path);
    writer.value("Start", &row.start().to_string(), entry.start.get() == Some(&row.start()), &entry.start);
    writer.value("End", &row.end().to_string(), entry.end.get() == Some(&row.end()), &entry.end);
    writer.value("Line Delta", &row.delta.to_string(), is_delta(entry.delta.get(), row.delta), &entry.delta);
    writer.hash("Pre-SHA1", row.pre, &entry.pre);
    writer.hash("Post-SHA1", row.post, &entry.post);
    writer.gates(entry, row);
    if !writer.edits.is_empty()
        && let Some(line) = block.line("TIMESTAMP")
    {
        writer.replace(line, line.value, stamp);
    }
    writer.edits
}

struct Writer<'a> {
    source: &'a Source,
    style: &'a Style,
    block: &'a Block<'a>,
    edits: Vec<Edit>,
    /// The end of the line that was looked at last: where a missing one is put.
    behind: usize,
}

impl Writer<'_> {
    /// The target's line; a list of several targets becomes this one.
    fn target(&mut self, entry: &Entry, path: &RepoPath) {
        let Some(line) = self.block.target_line() else { return };
        let text = target(path);
        if line.label == "TARGET_FILES" {
            let listed = self.block.entries.iter().filter_map(|entry| entry.target.span());
            self.behind = listed.map(|span| line_around(self.source, span.start).end).fold(line.span.end, usize::max);
            let replacement = self.style.label("Target File", &text);
            self.edits.push(Edit::new(Span::new(line.span.start, self.behind), replacement));
            return;
        }
        self.behind = line.span.end;
        let written = self.source.slice(line.value).trim_start_matches('`');
        if entry.path().as_ref() != Some(path) || !written.starts_with(&path.to_string()) {
            self.put(line, &text, &entry.target);
        }
    }

    fn hash(&mut self, label: &str, wanted: Option<Digest>, claim: &Value<HashClaim>) {
        let is_right = match (claim.get(), wanted) {
            (Some(HashClaim::Sha1(claimed)), Some(wanted)) => *claimed == wanted,
            (Some(claim), None) => claim.says_absent(),
            _ => false,
        };
        self.value(label, &format!("`{}`", digest(wanted)), is_right, claim);
    }

    /// Writes the value of a label where it is not right, and the whole line where it is missing.
    fn value<T>(&mut self, label: &str, text: &str, is_right: bool, value: &Value<T>) {
        let canonical = label.to_ascii_uppercase().replace([' ', '-'], "_");
        match self.block.line(&canonical) {
            Some(line) => {
                self.behind = line.span.end;
                if !is_right {
                    self.put(line, text, value);
                }
            }
            None => self.insert(&self.style.label(label, text)),
        }
    }

    /// Replaces a value; that it has no backticks, and an annotation behind it, stays as its author wrote it.
    fn put<T>(&mut self, line: &Line, text: &str, value: &Value<T>) {
        let written = self.source.slice(line.value);
        let is_value = matches!(value, Value::Present(..));
        let annotation = written.find(" (").filter(|_| is_value);
        let length = annotation.map_or(written.len(), |at| written[..at].trim_end().len());
        let text = if is_value && !written.starts_with('`') { text.trim_matches('`') } else { text };
        self.replace(line, Span::new(line.value.start, line.value.start + length), text);
    }

    fn replace(&mut self, line: &Line, span: Span, text: &str) {
        let is_glued = self.source.slice(Span::new(line.span.start, span.start)).ends_with([':', '*', '_']);
        let text = if is_glued { format!(" {text}") } else { text.to_owned() };
        if self.source.slice(span) != text {
            self.edits.push(Edit::new(span, text));
        }
    }

    /// Sets every tick box as computed, and adds those that are missing behind the others.
    fn gates(&mut self, entry: &Entry, row: &ManifestRow) {
        match self.block.line("GATES_PASSED") {
            Some(line) => self.behind = line.span.end,
            None if entry.ticks.is_empty() => self.insert(&self.style.label("Gates Passed", "")),
            None => {}
        }
        if let Some(last) = entry.ticks.iter().map(|tick| tick.span.start).max() {
            self.behind = line_around(self.source, last).end;
        }
        for gate in &row.gates {
            match entry.tick(gate.name) {
                Some(tick) if tick.ticked == gate.holds => {}
                Some(tick) => self.edits.push(Edit::new(tick.mark, if gate.holds { "x" } else { " " })),
                None => self.insert(&self.style.gate(gate.name, gate.holds)),
            }
        }
    }

    fn insert(&mut self, line: &str) {
        self.edits.push(Edit::new(Span::at(self.behind), format!("{}{line}", self.style.ending)));
    }
}

fn is_delta(claim: Option<&DeltaClaim>, delta: Delta) -> bool {
    match (claim, delta) {
        (Some(DeltaClaim::Lines(claimed)), Delta::Lines(lines)) => *claimed == lines,
        (Some(DeltaClaim::NotApplicable | DeltaClaim::Lines(0)), Delta::NoLines) => true,
        _ => false,
    }
}
