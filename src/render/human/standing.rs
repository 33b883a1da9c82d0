//! Where verdicts stand: those of one packet with all that moved since, or one line a packet.

use std::io::{self, Write};

use super::harmless::harmless;
use super::layout::{columns, table, wrap};
use super::{BOLD, CYAN, DIM, GREEN, Look, RED, YELLOW, paint};
use crate::report::{CommitRow, ContractRow, MoveRow, StandingRow, StandingsView};
use crate::text::listed;

/// How far what belongs to a verdict is indented.
const INDENT: usize = 6;

/// How many commits are named for one file before the rest is counted.
const MOST_COMMITS: usize = 3;

/// The verdicts of one packet, or of all.
pub fn standings(out: &mut impl Write, view: &StandingsView, look: Look) -> io::Result<()> {
    if view.of_all { of_all(out, &view.rows, look) } else { of_one(out, &view.rows, look) }
}

fn of_one(out: &mut impl Write, rows: &[StandingRow], look: Look) -> io::Result<()> {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let by = row.validator.as_ref().map_or_else(|| "by hand".to_owned(), |name| harmless(name));
            let date = row.date.clone().unwrap_or_else(|| "no date".to_owned());
            vec![format!(":{}", row.line), row.verdict.clone(), date, by]
        })
        .collect();
    for (line, row) in table(&cells).iter().zip(rows) {
        let successor = row.successor.as_ref().map_or(String::new(), |by| format!(" by {by}"));
        let standing = paint(look, style(row), row.standing);
        writeln!(out, "  {line}  {standing}{}", paint(look, DIM, &successor))?;
        for moved in &row.contract {
            contract(out, moved, look)?;
        }
        for moved in &row.files {
            file(out, moved, look)?;
        }
    }
    if rows.is_empty() { Ok(()) } else { writeln!(out) }
}

fn contract(out: &mut impl Write, row: &ContractRow, look: Look) -> io::Result<()> {
    let text = format!("{}: {}", row.part, harmless(&row.what));
    writeln!(out, "{:INDENT$}{}", "", wrap(&text, look.width, INDENT))?;
    writeln!(out, "{:INDENT$}  {}", "", paint(look, DIM, &commit(row.commit.as_ref())))?;
    for (sign, side, style) in [("-", &row.before, RED), ("+", &row.after, GREEN)] {
        for line in side.iter().flat_map(|text| text.lines()) {
            writeln!(out, "{:INDENT$}  {}", "", paint(look, style, &format!("{sign} {}", harmless(line))))?;
        }
    }
    Ok(())
}

fn file(out: &mut impl Write, row: &MoveRow, look: Look) -> io::Result<()> {
    let to = row.renamed_to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
    let whose = if row.own { "" } else { ", by others" };
    writeln!(out, "{:INDENT$}{}  {}{to}{whose}", "", row.path, row.what)?;
    let commits: Vec<String> = row.by.iter().rev().take(MOST_COMMITS).map(|it| commit(it.commit.as_ref())).collect();
    for text in &commits {
        writeln!(out, "{:INDENT$}  {}", "", paint(look, DIM, text))?;
    }
    if row.by.len() > MOST_COMMITS {
        let more = row.by.len() - MOST_COMMITS;
        writeln!(out, "{:INDENT$}  {}", "", paint(look, DIM, &format!("and {more} commits before")))?;
    }
    let Some(diff) = &row.diff else { return Ok(()) };
    writeln!(out)?;
    for line in diff.lines() {
        let style = match line.bytes().next() {
            Some(b'+') => Some(GREEN),
            Some(b'-') => Some(RED),
            Some(b'@') => Some(CYAN),
            _ => None,
        };
        let line = harmless(line);
        writeln!(out, "{}", style.map_or_else(|| line.clone(), |style| paint(look, style, &line)))?;
    }
    writeln!(out)
}

/// Which commit, by whom.
fn commit(row: Option<&CommitRow>) -> String {
    match row {
        Some(row) => {
            let id = row.id.get(..7).unwrap_or(&row.id);
            harmless(&format!("{id} {}: {}", row.author, row.subject))
        }
        None => "not committed".to_owned(),
    }
}

/// One line a packet: those of which nothing is to be done are counted, unless everything is asked for.
fn of_all(out: &mut impl Write, rows: &[StandingRow], look: Look) -> io::Result<()> {
    let shown: Vec<&StandingRow> = rows.iter().filter(|row| look.verbose || counts(row)).collect();
    let cells: Vec<Vec<String>> = shown
        .iter()
        .map(|row| {
            let date = row.date.clone().unwrap_or_default();
            vec![row.packet.clone(), row.verdict.clone(), date, row.standing.to_owned(), detail(row)]
        })
        .collect();
    for (line, row) in table(&cells).iter().zip(&shown) {
        let room = look.width.max(columns(line).min(look.width + 60));
        writeln!(out, "  {}", paint(look, style(row), &wrap(line, room, 6)))?;
    }
    if shown.is_empty() { Ok(()) } else { writeln!(out) }
}

/// True where somebody should look.
fn counts(row: &StandingRow) -> bool {
    row.doubt.is_some() || (row.standing == "stale" && row.verdict != "FAIL")
}

/// What moved, in a few words.
fn detail(row: &StandingRow) -> String {
    if let Some(by) = &row.successor {
        return format!("by {by}");
    }
    let parts = row.contract.iter().map(|it| it.part.clone());
    let files = row.files.iter().filter(|it| it.own || row.standing != "stale").map(|it| it.path.clone());
    let doubt = row.doubt.iter().map(|_| "unproven".to_owned());
    listed(parts.chain(files).chain(doubt), 2)
}

fn style(row: &StandingRow) -> anstyle::Style {
    match row.standing {
        "stale" => YELLOW,
        "superseded" => DIM,
        _ if row.doubt.is_some() => YELLOW,
        "current" => GREEN,
        _ => BOLD,
    }
}
