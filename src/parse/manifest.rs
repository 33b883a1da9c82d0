//! The VALIDATION manifest: its entries, in every form that packets write them.

use super::doc::Doc;
use super::keys::{Carrier, KeyLine};
use super::lines::{Class, Line};
use super::{items, value};
use crate::model::{
    DeltaClaim, Entry, EntryState, Field, GateTick, HashClaim, Manifest, PlaceholderKind, Raw, Section, SectionName,
    Value, ancestors,
};
use crate::text::Span;

/// Reads the entries of all VALIDATION sections that are no quotation within a report or a history.
pub(super) fn read(doc: &Doc) -> Manifest {
    let Some(governing) = doc.section(SectionName::Validation) else { return Manifest::default() };
    let mut entries = Vec::new();
    let mut done = 0;
    for (index, section) in doc.sections.iter().enumerate() {
        if section.name == SectionName::Validation && section.body.start >= done && !is_quoted(doc, index) {
            let mut reader = Reader::default();
            reader.section(doc, section, index);
            entries.extend(reader.finish());
            done = section.body.end;
        }
    }
    Manifest { heading: Some(governing.heading), body: governing.body, entries }
}

fn is_quoted(doc: &Doc, index: usize) -> bool {
    ancestors(&doc.sections, index).any(|around| sets_aside(around.name))
}

/// True for the sections whose manifests are no longer, or never were, this packet's.
fn sets_aside(name: SectionName) -> bool {
    name.is_report() || matches!(name, SectionName::ValidationHistory | SectionName::ValidationPlan)
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    open: Vec<Draft>,
}

/// An entry while its lines are read.
struct Draft {
    span: Span,
    target: Value<String>,
    start: Value<u64>,
    end: Value<u64>,
    delta: Value<DeltaClaim>,
    pre: Value<HashClaim>,
    post: Value<HashClaim>,
    ticks: Vec<GateTick>,
}

impl Reader {
    fn section(&mut self, doc: &Doc, section: &Section, index: usize) {
        let aside: Vec<Span> = doc.sections[index + 1..]
            .iter()
            .take_while(|it| it.heading.start < section.body.end)
            .filter(|it| sets_aside(it.name))
            .map(|it| it.body)
            .collect();
        let lines = doc.lines_in(section.body);
        let mut key = doc.keys.partition_point(|key| key.line < lines.start);
        for at in lines {
            let line = &doc.lines[at];
            let own = doc.keys.get(key).filter(|key| key.line == at);
            key += usize::from(own.is_some());
            if line.class != Class::Text || aside.iter().any(|span| span.contains(line.span.start)) {
                continue;
            }
            match own.filter(|key| key.carrier != Carrier::Heading) {
                Some(key) => self.label(doc, key, line),
                None => self.tick(doc, line),
            }
        }
    }

    fn label(&mut self, doc: &Doc, key: &KeyLine, line: &Line) {
        let (value, note) = value::read(&doc.text, key.value);
        let field = Field { key: key.name.clone(), key_span: key.key, value, note, items: Vec::new() };
        let span = Span::new(line.span.start, line.span.end);
        match key.name.as_str() {
            "TARGET_FILE" | "TARGET_FILES" => self.targets(doc, key, &field, span),
            "START" => self.each(span, |draft| draft.start = number(&field)),
            "END" => self.each(span, |draft| draft.end = number(&field)),
            "LINE_DELTA" => self.each(span, |draft| draft.delta = delta(&field)),
            "PRE_SHA1" | "PRE_SHA" => self.each(span, |draft| draft.pre = hash(&field)),
            "POST_SHA1" | "POST_SHA" => self.each(span, |draft| draft.post = hash(&field)),
            "GATES_PASSED" | "GATES" => self.each(span, |_| {}),
            _ => self.tick(doc, line),
        }
    }

    /// Opens an entry for each target of a label: the one behind it, or those in the list beneath it.
    fn targets(&mut self, doc: &Doc, key: &KeyLine, field: &Field, span: Span) {
        self.close();
        let mut targets: Vec<(Value<String>, Span)> = Vec::new();
        if field.value != Value::Absent {
            targets.push((target(field.value.clone()), span));
        }
        if targets.is_empty() {
            for listed in
                items::read(doc, key.body.clone()).into_iter().filter(|it| it.bullet && it.item.indent > key.indent)
            {
                let (value, _) = value::read(&doc.text, listed.first);
                targets.push((target(value), span.to(listed.item.span)));
            }
        }
        if targets.is_empty() {
            targets.push((Value::Absent, span));
        }
        self.open = targets.into_iter().map(|(target, span)| Draft::new(target, span)).collect();
    }

    fn each(&mut self, span: Span, mut set: impl FnMut(&mut Draft)) {
        for draft in &mut self.open {
            set(draft);
            draft.span = draft.span.to(span);
        }
    }

    fn tick(&mut self, doc: &Doc, line: &Line) {
        if !line.bullet {
            return;
        }
        let Some(tick) = tick(doc, line) else { return };
        for draft in &mut self.open {
            draft.ticks.push(tick.clone());
            draft.span = draft.span.to(tick.span);
        }
    }

    fn close(&mut self) {
        self.entries.extend(self.open.drain(..).map(Draft::finish));
    }

    fn finish(mut self) -> Vec<Entry> {
        self.close();
        self.entries
    }
}

impl Draft {
    fn new(target: Value<String>, span: Span) -> Self {
        Self {
            span,
            target,
            start: Value::Absent,
            end: Value::Absent,
            delta: Value::Absent,
            pre: Value::Absent,
            post: Value::Absent,
            ticks: Vec::new(),
        }
    }

    fn finish(self) -> Entry {
        let Self { span, target, start, end, delta, pre, post, ticks } = self;
        let there = [
            target.get().is_some(),
            start.get().is_some(),
            end.get().is_some(),
            delta.get().is_some(),
            pre.get().is_some(),
            post.get().is_some(),
        ];
        let blank = matches!(target, Value::Absent | Value::Placeholder(..)) && !there[1] && !there[2];
        let state = if there.iter().all(|it| *it) {
            EntryState::Filled
        } else if blank {
            EntryState::Placeholder
        } else {
            EntryState::Malformed
        };
        Entry { span, target, start, end, delta, pre, post, ticks, state }
    }
}

/// A target that says that there is none is a blank.
fn target(value: Value<String>) -> Value<String> {
    match value {
        Value::Present(text, raw) if is_none(&text) => Value::Placeholder(raw, PlaceholderKind::Blank),
        Value::Present(text, raw) => {
            let path = text.replace('\\', "/");
            Value::Present(path.strip_prefix("./").unwrap_or(&path).to_owned(), raw)
        }
        other => other,
    }
}

/// `N/A`, also with an annotation within its backticks: `N/A (fill after implementation)`.
fn is_none(target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    matches!(target.as_str(), "n/a" | "none" | "-") || target.starts_with("n/a (")
}

fn number(field: &Field) -> Value<u64> {
    value::typed(Some(field), |text| {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
    })
}

/// A delta is read as a whole, so that `11 - 10` is never 11.
fn delta(field: &Field) -> Value<DeltaClaim> {
    whole(field, DeltaClaim::parse)
}

/// A hash; `auto` is a blank that a tool was meant to fill.
fn hash(field: &Field) -> Value<HashClaim> {
    match &field.value {
        Value::Present(text, raw) if text.eq_ignore_ascii_case("auto") => {
            Value::Placeholder(raw.clone(), PlaceholderKind::Blank)
        }
        _ => whole(field, HashClaim::parse),
    }
}

fn whole<T>(field: &Field, parse: impl Fn(&str) -> Option<T>) -> Value<T> {
    match &field.value {
        Value::Absent => Value::Absent,
        Value::Placeholder(raw, kind) => Value::Placeholder(raw.clone(), *kind),
        Value::Malformed(raw) => Value::Malformed(raw.clone()),
        Value::Present(text, raw) => present(parse(text), raw),
    }
}

fn present<T>(value: Option<T>, raw: &Raw) -> Value<T> {
    value.map_or_else(|| Value::Malformed(raw.clone()), |value| Value::Present(value, raw.clone()))
}

/// `[x] gate_name and whatever follows`.
fn tick(doc: &Doc, line: &Line) -> Option<GateTick> {
    let content = doc.slice(line.content);
    let close = content.strip_prefix('[')?.find(']')? + 1;
    let mark = &content[1..close];
    if mark.chars().count() > 3 {
        return None;
    }
    let inner = mark.trim();
    let behind = content[close + 1..].trim_start();
    let name: String = behind
        .trim_start_matches(['`', '*'])
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_' || *letter == '-')
        .collect();
    if name.is_empty() {
        return None;
    }
    let at = line.content.start + 1;
    let mark = match mark.find(|letter: char| letter != ' ') {
        Some(lead) => Span::new(at + lead, at + lead + inner.len()),
        None => Span::new(at, at + mark.len().min(1)),
    };
    let lead = doc.slice(line.span).len() - doc.slice(line.span).trim_start().len();
    Some(GateTick { name, ticked: !inner.is_empty(), span: Span::new(line.span.start + lead, line.content.end), mark })
}
