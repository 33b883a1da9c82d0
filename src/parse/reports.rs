//! The validator's reports and their verdicts.

use chrono::NaiveDate;

use super::doc::Doc;
use super::key;
use super::lines::Class;
use crate::model::{Digest, Report, Section, SectionName, Verdict, ancestors};
use crate::text::{Source, Span};

/// Reads all reports, in the order of the packet.
pub(super) fn read(doc: &Doc, source: &Source) -> Vec<Report> {
    let mut starts: Vec<usize> = Vec::new();
    for (index, section) in doc.sections.iter().enumerate() {
        if section.name == SectionName::ValidationReports || is_report(doc, section, index) {
            starts.push(index);
        }
    }
    let mut reports = Vec::new();
    for (position, index) in starts.iter().enumerate() {
        let section = &doc.sections[*index];
        let next = starts.get(position + 1).map_or(usize::MAX, |next| doc.sections[*next].heading.start);
        let end = section.body.end.min(next);
        let report = report(doc, source, section, end);
        if section.name != SectionName::ValidationReports || report.verdict_span.is_some() {
            reports.push(report);
        }
    }
    reports
}

/// A report is what is named so, or stands directly beneath VALIDATION_REPORTS.
fn is_report(doc: &Doc, section: &Section, index: usize) -> bool {
    let parent = section.parent.map(|parent| doc.sections[parent].name);
    let nested = parent == Some(SectionName::ValidationReports);
    let within_fields = ancestors(&doc.sections, index).any(|it| it.name == SectionName::ValidationHistory);
    matches!(section.key, crate::model::Key::Heading(_))
        && !within_fields
        && (section.name == SectionName::ValidationReport || nested)
}

fn report(doc: &Doc, source: &Source, section: &Section, end: usize) -> Report {
    let lines = doc.lines_in(Span::new(section.body.start, end));
    let last = doc.lines[lines.clone()].iter().rev().find(|line| !matches!(line.class, Class::Blank | Class::Rule));
    let span = Span::new(section.heading.start, last.map_or(section.heading.end, |line| line.span.end));
    let stated = doc.lines[lines.clone()].iter().find_map(|line| {
        let text = match line.class {
            Class::Text => doc.slice(line.content),
            Class::Heading(at) => doc.outline.headings[at].title.as_str(),
            _ => return None,
        };
        Some((stated(text)?, line.span))
    });
    let dated = doc.lines[lines].iter().filter(|line| line.class == Class::Text).find_map(|line| {
        let key = key::parse(doc.slice(line.content))?;
        let content = doc.slice(line.content);
        (key::canonical(&content[key.key]).contains("DATE")).then(|| date(&content[key.value]))?
    });
    let from_title = title_verdict(&section.title);
    let (verdict, note, verdict_span) = match stated {
        Some(((verdict, note), span)) => (verdict, note, Some(span)),
        None => match from_title {
            Some(verdict) => (Some(verdict), None, Some(section.heading)),
            None => (None, None, None),
        },
    };
    Report {
        title: section.title.clone(),
        heading: section.heading,
        span,
        date: date(&section.title).or(dated),
        verdict,
        note,
        verdict_span,
        digest: Digest::of(&source.bytes()[span.start..span.end]),
    }
}

/// The verdict that a line states: `Verdict: X` and its kin. Rules in backticks, choices and sub-verdicts state none.
fn stated(text: &str) -> Option<(Option<Verdict>, Option<String>)> {
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
