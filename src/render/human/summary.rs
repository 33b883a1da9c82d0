//! What is around the findings: what was compared, what holds, what comes next.

use std::io::{self, Write};

use super::layout::{columns, table, wrap};
use super::{BOLD, CYAN, DIM, GREEN, Look, RED, YELLOW, paint};
use crate::finding::{Finding, Severity};
use crate::gate::{GateStatus, Judged, Outcome};
use crate::report::{Brief, Detail, Ended, Mark, Started, TopicLine, lines};
use crate::text::plural;

/// What is judged, against what.
pub fn headline(out: &mut impl Write, started: &Started, look: Look) -> io::Result<()> {
    let mut head = started.command.to_owned();
    if let Some(packet) = &started.packet {
        head = format!("{head} {}", packet.id);
    }
    let text = if started.headline.is_empty() { head.clone() } else { format!("{head}: {}", started.headline) };
    let text = wrap(&text, look.width, 2);
    writeln!(out, "{}", text.replacen(&head, &paint(look, BOLD, &head), 1))?;
    for line in &started.context {
        writeln!(out, "{}", paint(look, DIM, &wrap(line, look.width, 2)))?;
    }
    writeln!(out)
}

/// One line a topic, with the tables that belong to it.
pub fn topics(out: &mut impl Write, judged: &[Judged], details: &[Detail], look: Look) -> io::Result<()> {
    // What was not asked about, and has no word to add, is not news.
    let is_news = |line: &TopicLine| look.verbose || line.mark != Mark::NotApplicable || !line.phrase.is_empty();
    let lines: Vec<TopicLine> = lines(judged).into_iter().filter(is_news).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let name_width = lines.iter().map(|line| line.topic.word().len()).max().unwrap_or(0).max(10);
    let mark_width = lines.iter().map(|line| line.mark.word().len()).max().unwrap_or(0);
    let indent = 2 + name_width + 1 + mark_width + 2;
    for line in &lines {
        let (name, mark) = (line.topic.word(), line.mark.word());
        let pad = " ".repeat(mark_width - mark.len());
        let style = match line.mark {
            Mark::Fail => RED,
            Mark::Unproven | Mark::Warn => YELLOW,
            Mark::Pass | Mark::Note => GREEN,
            Mark::NotApplicable => DIM,
        };
        let phrase = wrap(&line.phrase, look.width, indent);
        let text = format!("  {name:name_width$} {}{pad}  {phrase}", paint(look, style, mark));
        writeln!(out, "{}", text.trim_end())?;
        for detail in details.iter().filter(|detail| detail.topic == line.topic) {
            for row in table(&detail.rows) {
                writeln!(out, "{}{row}", " ".repeat(indent))?;
            }
        }
    }
    writeln!(out)
}

/// What the reader may, may not and must do.
pub fn briefs(out: &mut impl Write, briefs: &[Brief], look: Look) -> io::Result<()> {
    let width = briefs.iter().map(|brief| columns(brief.label)).max().unwrap_or(0);
    for brief in briefs {
        writeln!(out, "{:width$}   {}", brief.label, wrap(&brief.text, look.width, width + 3))?;
    }
    if briefs.is_empty() { Ok(()) } else { writeln!(out) }
}

/// The outcome and the next command, the most useful lines, last.
pub fn ended(
    out: &mut impl Write,
    started: &Started,
    judged: &[Judged],
    findings: &[Finding],
    ended: &Ended,
    look: Look,
) -> io::Result<()> {
    let (word, style) = match ended.outcome {
        Outcome::Pass => ("PASS", GREEN),
        Outcome::NoVerdict => ("UNPROVEN", YELLOW),
        Outcome::Fail => ("FAIL", RED),
    };
    let mut parts = vec![counts(judged, findings, ended.outcome, look)];
    if !ended.summary.is_empty() {
        parts.push(ended.summary.clone());
    }
    parts.retain(|part| !part.is_empty());
    let text = wrap(&parts.join("; "), look.width, word.len() + 2);
    if look.quiet {
        let packet = started.packet.as_ref().map(|packet| format!(" {}", packet.id)).unwrap_or_default();
        return writeln!(out, "{}  {}{packet}: {}", paint(look, style, word), started.command, parts.join("; "));
    }
    writeln!(out, "{}  {text}", paint(look, style, word))?;
    next(out, ended, look)
}

/// The most useful next command, the last line of all.
pub fn next(out: &mut impl Write, ended: &Ended, look: Look) -> io::Result<()> {
    if let Some(next) = &ended.next {
        writeln!(out, "next: {}", paint(look, CYAN, next))?;
    }
    Ok(())
}

/// `18 gates, 0 warnings`, or how many errors there are to mend and what merely follows from them.
fn counts(judged: &[Judged], findings: &[Finding], outcome: Outcome, look: Look) -> String {
    let of = |severity: Severity| findings.iter().filter(move |finding| finding.severity == severity);
    let warnings = of(Severity::Warning).filter(|finding| finding.follows.is_none()).count();
    let notes = of(Severity::Note).count();
    let folded_notes = |text: String| {
        if notes == 0 || look.verbose { text } else { format!("{text}, {}: -v", plural(notes, "note")) }
    };
    let mut gates: Vec<&str> = judged
        .iter()
        .filter(|one| one.judgement.status != GateStatus::NotApplicable)
        .map(|one| one.gate.name)
        .collect();
    gates.sort_unstable();
    gates.dedup();
    if outcome == Outcome::Pass {
        let warnings = plural(warnings, "warning");
        return folded_notes(if gates.is_empty() {
            match (judged.is_empty(), findings.is_empty()) {
                (false, true) => "nothing here to ask about".to_owned(),
                (true, true) => String::new(),
                _ => warnings,
            }
        } else {
            format!("{}, {warnings}", plural(gates.len(), "gate"))
        });
    }
    let errors = of(Severity::Error).filter(|finding| finding.follows.is_none()).count();
    let mut text = if errors == 0 { String::new() } else { format!("{} to mend", plural(errors, "error")) };
    if warnings > 0 {
        let separator = if text.is_empty() { "" } else { ", " };
        text = format!("{text}{separator}{}", plural(warnings, "warning"));
    }
    let mut following: Vec<&str> =
        findings.iter().filter(|finding| finding.follows.is_some()).map(|finding| finding.code.name).collect();
    if following.is_empty() {
        return folded_notes(text);
    }
    let count = following.len();
    following.sort_unstable();
    following.dedup();
    let verb = if count == 1 { "follows" } else { "follow" };
    let hint = if look.verbose { "" } else { ": -v" };
    format!("{text}, {count} that {verb} from them ({}){hint}", following.join(", "))
}
