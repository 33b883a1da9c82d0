//! The validator's reports and their verdicts.

use chrono::NaiveDate;

use super::doc::Doc;
use super::lines::{Class, Line};
use super::section_name::name_of;
use super::{bound, key};
use crate::finding::Finding;
use crate::model::{Digest, Key, Report, Section, SectionName, Verdict, ancestors};
use crate::text::{Source, SourceId, Span};

/// Reads all reports, in the order of the packet.
pub(super) fn read(doc: &Doc, source: &Source, id: SourceId, findings: &mut Vec<Finding>) -> Vec<Report> {
    let starts = starts(doc);
    let mut reports: Vec<Report> = Vec::new();
    for (position, start) in starts.iter().enumerate() {
        let next = starts.get(position + 1).map_or(usize::MAX, |next| next.heading.start);
        let end = start.end.min(next).max(start.heading.end);
        let mut report = report(doc, source, start, end);
        if start.kind == StartKind::Report || report.verdict_span.is_some() {
            findings.extend(bind(&mut report, doc, source).map(|finding| finding.at(id, report.heading)));
            reports.push(report);
        }
    }
    reports
}

/// Reads what an entry is bound to. One that cannot be read any more as `verdict append` wrote it lets nothing pass: its
/// PASS is no verdict, while its FAIL stays one.
fn bind(report: &mut Report, doc: &Doc, source: &Source) -> Option<Finding> {
    let own = Span::new(report.heading.end, report.span.end);
    let names = |line: &Line| line.class == Class::Text && bound::names_binding(doc.slice(line.content));
    if !doc.lines[doc.lines_in(own)].iter().any(names) {
        return None;
    }
    match bound::read(&report.title, &source.bytes()[own.start..own.end]) {
        Ok((verdict, bound)) if report.verdict == Some(verdict) => {
            report.bound = Some(bound);
            None
        }
        read => {
            if let Some(verdict) = report.verdict.filter(|verdict| *verdict != Verdict::Fail) {
                report.verdict = None;
                report.note = Some(format!("{verdict}, in an entry that cannot be read any more"));
            }
            let wrong = read.err().unwrap_or_else(|| "it states another verdict ahead of its own".to_owned());
            Some(bound::unreadable(&report.title, &wrong))
        }
    }
}

/// Where a report may begin.
struct Start {
    kind: StartKind,
    title: String,
    heading: Span,
    /// The end of the section that it begins or stands in.
    end: usize,
}

/// Whether something is a report by its name, or only if it states a verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StartKind {
    Report,
    IfStated,
}

fn starts(doc: &Doc) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let mut reported = 0;
    for (index, section) in doc.sections.iter().enumerate() {
        if is_reason(&section.title)
            && let Some(above) = starts.last_mut()
        {
            above.end = above.end.max(section.body.end);
            continue;
        }
        let Some(kind) = kind_of(doc, section, index, reported) else { continue };
        if kind == StartKind::Report {
            reported = reported.max(section.body.end);
        }
        let (title, heading) = (section.title.clone(), section.heading);
        starts.push(Start { kind, title, heading, end: section.body.end });
    }
    starts.extend(bare_titles(doc));
    starts.sort_by_key(|start| start.heading.start);
    starts
}

/// A report is what is named so, or stands directly beneath VALIDATION_REPORTS; any other heading may be one where it
/// stands in no report and in no part that has another meaning.
fn kind_of(doc: &Doc, section: &Section, index: usize, reported: usize) -> Option<StartKind> {
    if !matches!(section.key, Key::Heading(_)) {
        return None;
    }
    let parent = section.parent.map(|parent| doc.sections[parent].name);
    match section.name {
        SectionName::ValidationReports => return Some(StartKind::IfStated),
        SectionName::ValidationReport => return Some(StartKind::Report),
        SectionName::Other if parent == Some(SectionName::ValidationReports) => return Some(StartKind::Report),
        SectionName::Other if section.heading.start >= reported && !is_state(&section.title) => {}
        _ => return None,
    }
    let free =
        ancestors(&doc.sections, index).all(|around| around.name == SectionName::Other && !is_state(&around.title));
    free.then_some(StartKind::IfStated)
}

/// `REASON FOR PASS` is the last part of the report above it, whatever the level of its heading.
fn is_reason(title: &str) -> bool {
    key::canonical(title).starts_with("REASON_FOR_")
}

/// CURRENT_STATE mirrors the packet's state; what it says is no verdict.
fn is_state(title: &str) -> bool {
    key::canonical(title).starts_with("CURRENT_STATE")
}

/// Reports whose title is a line of its own, without a heading's marks: where another verdict stands between it and
/// the heading above it, or that heading is no report's.
fn bare_titles(doc: &Doc) -> Vec<Start> {
    let mut titles = Vec::new();
    let mut stated_before = true;
    for (index, line) in doc.lines.iter().enumerate() {
        match line.class {
            Class::Heading(at) => {
                stated_before = name_of(&doc.outline.headings[at].title) == SectionName::Other;
            }
            Class::Text if stated(doc.slice(line.content)).is_some() => stated_before = true,
            Class::Text if stated_before && !line.bullet && line.indent == 0 => {
                let title = doc.slice(line.content);
                let near = &doc.lines[index + 1..doc.lines.len().min(index + 4)];
                let named =
                    title.len() < 200 && holds(title, b"REPORT") && name_of(title) == SectionName::ValidationReport;
                let states = |line: &Line| line.class == Class::Text && stated(doc.slice(line.content)).is_some();
                if named && key::parse(title).is_none() && near.iter().any(states) {
                    titles.push(Start {
                        kind: StartKind::Report,
                        title: title.to_owned(),
                        heading: line.span,
                        end: end_of_section(doc, line.span.start),
                    });
                }
            }
            _ => {}
        }
    }
    titles
}

/// Where the text under the heading above a place ends.
fn end_of_section(doc: &Doc, at: usize) -> usize {
    let next = doc.outline.headings.partition_point(|heading| heading.span.start <= at);
    doc.outline.headings.get(next).map_or(doc.text.len(), |heading| heading.span.start)
}

fn report(doc: &Doc, source: &Source, start: &Start, end: usize) -> Report {
    let own = Span::new(start.heading.end, end);
    let own = match start.kind {
        StartKind::Report => own,
        StartKind::IfStated => Span::new(own.start, end.min(end_of_section(doc, start.heading.start))),
    };
    let lines = &doc.lines[doc.lines_in(own)];
    let last = lines.iter().rev().find(|line| !matches!(line.class, Class::Blank | Class::Rule));
    let span = Span::new(start.heading.start, last.map_or(start.heading.end, |line| line.span.end));
    let in_text = || lines.iter().find_map(|line| Some((stated(shown(doc, line)?)?, line.span)));
    let in_sample = || lines.iter().find_map(|line| Some((stated(quoted(doc, line)?)?, line.span)));
    let (verdict, note, verdict_span) = match in_text().or_else(in_sample) {
        Some(((verdict, note), span)) => (verdict, note, Some(span)),
        None => match title_verdict(&start.title).filter(|_| start.kind == StartKind::Report) {
            Some(verdict) => (Some(verdict), None, Some(start.heading)),
            None => (None, None, None),
        },
    };
    Report {
        title: start.title.clone(),
        heading: start.heading,
        span,
        date: date(&start.title).or_else(|| lines.iter().find_map(|line| dated(doc, line))),
        verdict,
        note,
        verdict_span,
        digest: Digest::of(&source.bytes()[span.start..span.end]),
        bound: None,
    }
}

/// The text of a line of prose or of a heading.
fn shown<'a>(doc: &'a Doc, line: &Line) -> Option<&'a str> {
    match line.class {
        Class::Text => Some(doc.slice(line.content)),
        Class::Heading(at) => Some(&doc.outline.headings[at].title),
        _ => None,
    }
}

/// The text of a line in a fence that holds no program: some reports stand in one as a whole.
fn quoted<'a>(doc: &'a Doc, line: &Line) -> Option<&'a str> {
    let Class::Code(block) = line.class else { return None };
    let language = doc.outline.code_blocks[block].language.as_str();
    matches!(language, "" | "text" | "txt" | "md" | "markdown").then(|| doc.slice(line.content))
}

fn dated(doc: &Doc, line: &Line) -> Option<NaiveDate> {
    let content = shown(doc, line)?;
    let key = key::parse(content)?;
    if key::canonical(&content[key.key]).contains("DATE") { date(&content[key.value]) } else { None }
}

/// The verdict that a line states: `Verdict: X` and its kin. Rules in backticks, choices and sub-verdicts state none.
fn stated(text: &str) -> Option<(Option<Verdict>, Option<String>)> {
    if !holds(text, b"VERDICT") {
        return None;
    }
    let key = key::parse(text)?;
    let name = key::canonical(&text[key.key.clone()]);
    if text.starts_with('`')
        || !matches!(name.as_str(), "VERDICT" | "FINAL_VERDICT" | "OVERALL_VERDICT" | "VALIDATION_VERDICT")
    {
        return None;
    }
    let value = text[key.value].trim_matches(['*', '`', ' ']);
    if value.contains('|') || value.starts_with('<') || value.is_empty() || value.eq_ignore_ascii_case("PENDING") {
        return None;
    }
    Some(read_verdict(value))
}

/// True where the text holds that word, in any case: a quick look before the text is taken apart.
fn holds(text: &str, word: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let begins = |(at, byte): (usize, &u8)| {
        byte.eq_ignore_ascii_case(&word[0])
            && bytes.get(at..at + word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word))
    };
    bytes.iter().enumerate().any(begins)
}

fn read_verdict(value: &str) -> (Option<Verdict>, Option<String>) {
    let end = value.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).unwrap_or(value.len());
    let verdict = match value[..end].to_ascii_uppercase().as_str() {
        "PASS" | "PASSED" | "VALIDATED_PASS" => Verdict::Pass,
        "FAIL" | "FAILED" | "VALIDATED_FAIL" => Verdict::Fail,
        "OUTDATED_ONLY" | "VALIDATED_OUTDATED_ONLY" => Verdict::OutdatedOnly,
        _ => return (None, Some(value.to_owned())),
    };
    let rest = value[end..].trim_matches(|letter: char| !letter.is_ascii() || " *`?.".contains(letter));
    (Some(verdict), (!rest.is_empty()).then(|| rest.to_owned()))
}

/// The verdict that ends a heading: `REPORT - 2026-01-02 - PASS`, `REPORT (PASS)`.
fn title_verdict(title: &str) -> Option<Verdict> {
    let word = title.trim_end_matches([')', ']', ' ']).rsplit([' ', '(', '[', '-']).next()?;
    match word {
        "PASS" => Some(Verdict::Pass),
        "FAIL" => Some(Verdict::Fail),
        "OUTDATED_ONLY" => Some(Verdict::OutdatedOnly),
        _ => None,
    }
}

/// The first `YYYY-MM-DD` in a text.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    bytes.windows(10).find_map(|window| {
        let text = std::str::from_utf8(window).ok()?;
        let shaped = window.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if shaped { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
    })
}
