//! Findings with their source line, caret, comparison and mend.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::alike::fold;
use super::harmless::harmless;
use super::layout::wrap;
use super::{GREEN, Look, RED, YELLOW, paint};
use crate::finding::{Finding, Severity};
use crate::text::{Site, Source, Sources, Span};

/// A longer line, in bytes, is named by its place alone.
const LONGEST_SHOWN: usize = 4096;

/// How far the list of what else a finding stands for is indented.
const LIKEWISE_INDENT: usize = 20;

/// Writes what is to be seen at once: errors, then warnings. What follows from another finding, and notes, are left
/// to `-v`.
pub fn all(out: &mut impl Write, sources: &Sources, findings: &[Finding], look: Look) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_weight = findings.iter().filter(|finding| finding.severity == severity);
        if look.verbose {
            for finding in of_weight {
                one(out, sources, finding, None, look)?;
            }
        } else if severity != Severity::Note {
            for alike in fold(of_weight.filter(|finding| finding.follows.is_none())) {
                one(out, sources, &alike.first, alike.others_named(sources), look)?;
            }
        }
    }
    Ok(())
}

/// One finding, and what it stands for besides.
fn one(
    out: &mut impl Write,
    sources: &Sources,
    finding: &Finding,
    likewise: Option<String>,
    look: Look,
) -> io::Result<()> {
    let likewise = likewise.map(|text| wrap(&text, look.width.saturating_sub(LIKEWISE_INDENT), 0));
    let with_source = finding.site.is_some() && (look.verbose || finding.severity == Severity::Error);
    let write = if with_source { with_snippets } else { in_short };
    write(out, sources, finding, likewise.as_deref(), look)
}

/// Its message, its place and its mend.
fn in_short(
    out: &mut impl Write,
    sources: &Sources,
    finding: &Finding,
    likewise: Option<&str>,
    look: Look,
) -> io::Result<()> {
    let (word, style) = match finding.severity {
        Severity::Error => ("error", RED),
        Severity::Warning => ("warning", YELLOW),
        Severity::Note => ("note", GREEN),
    };
    let head = format!("{word}[{}]", finding.code.id);
    let message = wrap(&format!("{head}: {}", harmless(&finding.message)), look.width, 2);
    writeln!(out, "{}", message.replacen(&head, &paint(look, style, &head), 1))?;
    if let Some(site) = finding.site {
        let position = sources.position(site);
        writeln!(out, "  --> {}:{}:{}", sources.get(site.source).title(), position.line, position.column)?;
    }
    for (name, text) in [("expected", &finding.expected), ("got", &finding.got)] {
        if let Some(text) = text {
            writeln!(out, "   = {name}: {}", harmless(text))?;
        }
    }
    if let Some(text) = likewise {
        writeln!(out, "   = likewise: {}", text.replace('\n', "\n               "))?;
    }
    for (at, help) in finding.help.iter().enumerate() {
        writeln!(out, "{}{}", if at == 0 { "   = mend: " } else { "       or: " }, harmless(help))?;
    }
    writeln!(out)
}

/// The same with the lines that it is about, and a caret.
fn with_snippets(
    out: &mut impl Write,
    sources: &Sources,
    finding: &Finding,
    likewise: Option<&str>,
    look: Look,
) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = harmless(&finding.message);
    let site = finding.site.map(|site| (site, finding.label.clone().unwrap_or_default(), AnnotationKind::Primary));
    let related = finding.related.iter().map(|(site, label)| (*site, label.clone(), AnnotationKind::Context));
    let places: Vec<(Site, String, AnnotationKind)> = site.into_iter().chain(related).collect();
    let lines: Vec<Option<Line>> = places.iter().map(|(site, ..)| Line::of(sources.get(site.source), *site)).collect();
    let labels: Vec<String> = places.iter().map(|(_, label, _)| harmless(label)).collect();

    let mut group = Group::with_title(level.primary_title(&message).id(finding.code.id));
    for (((site, _, kind), line), label) in places.iter().zip(&lines).zip(&labels) {
        let name = sources.get(site.source).title();
        if let Some(line) = line {
            let annotation = kind.span(line.range.clone()).label((!label.is_empty()).then_some(label.as_str()));
            let snippet = Snippet::source(&line.text).line_start(line.number).path(name).fold(false);
            group = group.element(snippet.annotation(annotation));
        } else {
            let position = sources.position(*site);
            group = group.element(Origin::path(name).line(position.line).char_column(position.column));
        }
    }
    let expected = finding.expected.as_deref().map(harmless);
    let got = finding.got.as_deref().map(harmless);
    let mends = mends(&finding.help);
    let notes = [("expected", &expected), ("got", &got), ("likewise", &likewise.map(str::to_owned)), ("mend", &mends)];
    for (name, text) in notes {
        if let Some(text) = text {
            group = group.element(Level::HELP.with_name(name).message(text));
        }
    }
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    writeln!(out, "{}\n", renderer.term_width(look.width).render(&[group]))
}

/// All mends as one text: the best first, the others behind `or:`.
fn mends(help: &[String]) -> Option<String> {
    let (first, others) = help.split_first()?;
    let mut text = harmless(first);
    for other in others {
        text.push_str("\nor: ");
        text.push_str(&harmless(other));
    }
    Some(text)
}

/// The line that a place is shown in.
struct Line {
    text: String,
    number: usize,
    range: Range<usize>,
}

impl Line {
    /// The first line of the place; `None` where it is too long to be read, or only a part of it is at hand.
    fn of(source: &Source, site: Site) -> Option<Self> {
        let start = site.span.start.min(source.bytes().len());
        let number = source.line_at(start);
        let whole = source.line_span(number).unwrap_or(Span::at(start));
        // A cutting out of the middle of a line would be shown as if the line began with it.
        let begins = source.position(whole.start).column == 1;
        if whole.len() > LONGEST_SHOWN || !begins {
            return None;
        }
        let start = start.min(whole.end);
        let end = site.span.end.clamp(start, whole.end.max(start));
        let before = harmless(source.slice(Span::new(whole.start, start)));
        let marked = harmless(source.slice(Span::new(start, end)));
        let after = harmless(source.slice(Span::new(end, whole.end)));
        let range = before.len()..before.len() + marked.len();
        Some(Self { text: format!("{before}{marked}{after}"), number, range })
    }
}
