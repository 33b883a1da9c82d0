//! One version of a packet, as far as it records something.

use std::collections::BTreeMap;

use crate::gate::words;
use crate::model::{Digest, Packet, SectionName, Verdict};
use crate::text::{Source, SourceId, Sources, Span};

/// What is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// The reports of validators.
    Report,
    /// The runs in EVIDENCE.
    Run,
}

/// One thing that a version records. Its bytes are those from its heading to its last line that is not blank: what
/// parts it from the next one is nobody's word.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// Its title, as messages name it.
    pub title: String,
    /// The heading's line.
    pub heading: Span,
    /// From its heading to the end of its last line.
    pub span: Span,
    /// Its text.
    pub text: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// SHA1 of its bytes.
    pub digest: Digest,
    /// Its verdict.
    pub verdict: Option<Verdict>,
    /// The line of the verdict.
    pub verdict_span: Option<Span>,
    /// True where the program wrote it, so that no byte of it may differ.
    pub exact: bool,
}

impl Entry<'_> {
    /// What stands beneath its heading.
    pub fn body(&self) -> &str {
        self.text.get(self.heading.end - self.heading.start..).unwrap_or_default()
    }
}

/// One version.
#[derive(Clone, Debug)]
pub(super) struct Version<'a> {
    /// Its text.
    pub source: SourceId,
    /// The whole text.
    pub whole: &'a Source,
    /// What it records, in its order.
    pub entries: Vec<Entry<'a>>,
    /// VALIDATION_REPORTS, from behind its heading to its end, where reports are followed.
    section: Option<Span>,
}

impl<'a> Version<'a> {
    /// What a packet records. Nothing where its text is not among the sources.
    pub fn of(packet: &Packet, sources: &'a Sources, kind: RecordKind) -> Option<Self> {
        let whole = sources.try_get(packet.source)?;
        let entries = match kind {
            RecordKind::Report => reports(packet, whole),
            RecordKind::Run => runs(packet, whole),
        };
        let section = packet.section(SectionName::ValidationReports).map(|section| section.body);
        let section = section.filter(|_| kind == RecordKind::Report);
        Some(Self { source: packet.source, whole, entries, section })
    }

    /// True where one of its entries has these bytes.
    pub fn holds(&self, digest: Digest) -> bool {
        self.entries.iter().any(|entry| entry.digest == digest)
    }

    /// Where the entry of that digest stands; `None` where there is none, or several.
    pub fn place(&self, digest: Digest) -> Option<usize> {
        let mut places = self.entries.iter().enumerate().filter(|(_, entry)| entry.digest == digest);
        let (place, _) = places.next()?;
        places.next().is_none().then_some(place)
    }

    /// Where each entry of this version stands in a later one, by its bytes; equal ones in their order.
    pub fn places_in(&self, later: &Self) -> Vec<Option<usize>> {
        let mut places: BTreeMap<Digest, Vec<usize>> = BTreeMap::new();
        for (at, entry) in later.entries.iter().enumerate().rev() {
            places.entry(entry.digest).or_default().push(at);
        }
        self.entries.iter().map(|entry| places.get_mut(&entry.digest).and_then(Vec::pop)).collect()
    }

    /// The last entry that stands in VALIDATION_REPORTS.
    pub fn last_in_section(&self) -> Option<usize> {
        let section = self.section?;
        self.entries.iter().rposition(|entry| section.start <= entry.span.start && entry.span.end <= section.end)
    }

    /// What stands in VALIDATION_REPORTS ahead of an entry and belongs to no entry: its text, and where the first line of
    /// it is that says something.
    pub fn loose_before(&self, entry: usize) -> Option<Loose> {
        let end = self.entries.get(entry)?.span.start;
        let mut at = self.section.filter(|section| section.start <= end)?.start;
        let mut loose = Loose::default();
        for entry in self.entries.iter().filter(|entry| entry.span.start < end) {
            loose.add(self.whole, Span::new(at, entry.span.start.max(at)));
            at = at.max(entry.span.end);
        }
        loose.add(self.whole, Span::new(at, end.max(at)));
        Some(loose)
    }

    /// True where all its lines end in the same way.
    pub fn has_one_line_end(&self) -> bool {
        let bytes = self.whole.bytes();
        let feeds = bytes.split(|byte| *byte == b'\n').count() - 1;
        let pairs = bytes.windows(2).filter(|pair| pair == b"\r\n").count();
        pairs == 0 || pairs == feeds
    }
}

/// Text between entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Loose {
    text: String,
    lines: Vec<(String, Span)>,
}

impl Loose {
    fn add(&mut self, whole: &Source, span: Span) {
        self.text.push_str(whole.slice(span));
        self.text.push('\n');
        let mut at = span.start;
        for line in whole.slice(span).split_inclusive('\n') {
            if !words::is_empty(line) {
                self.lines.push((words::key(line), Span::new(at, at + line.trim_end().len())));
            }
            at += line.len();
        }
    }

    /// The first line that is not among those of an earlier version, where this text says something that the earlier one
    /// did not.
    pub fn first_new(&self, before: &Self) -> Option<Span> {
        let mut old = words::words(&before.text);
        let kept = words::same_signs(&before.text, &self.text)
            && words::words(&self.text).all(|word| old.by_ref().any(|it| it == word));
        let (_, span) = self.lines.iter().find(|(key, _)| before.lines.iter().all(|(old, _)| old != key))?;
        (!kept).then_some(*span)
    }
}

fn reports<'a>(packet: &Packet, whole: &'a Source) -> Vec<Entry<'a>> {
    let entries = packet.reports.iter().map(|report| Entry {
        title: report.title.clone(),
        heading: report.heading,
        span: report.span,
        text: whole.slice(report.span),
        bytes: &whole.bytes()[report.span.start..report.span.end],
        digest: report.digest,
        verdict: report.verdict,
        verdict_span: report.verdict_span,
        exact: report.bound.is_some(),
    });
    entries.collect()
}

fn runs<'a>(packet: &Packet, whole: &'a Source) -> Vec<Entry<'a>> {
    let entries = packet.evidence.runs.iter().map(|recorded| {
        let bytes = &whole.bytes()[recorded.span.start..recorded.span.end];
        let text = whole.slice(recorded.span);
        let first = text.lines().next().map_or(0, str::len);
        Entry {
            title: recorded.run.id.to_string(),
            heading: Span::new(recorded.span.start, recorded.span.start + first),
            span: recorded.span,
            text,
            bytes,
            digest: Digest::of(bytes),
            verdict: None,
            verdict_span: None,
            exact: true,
        }
    });
    entries.collect()
}
