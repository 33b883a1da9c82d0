//! How far the packets have come: a table of those that somebody waits for, and the rest counted.

use std::io::{self, Write};

use anstyle::Style;

use super::harmless::harmless;
use super::layout::{columns, wrap};
use super::{BOLD, DIM, GREEN, Look, RED, YELLOW, paint};
use crate::gate::{Ending, Group, Outcome};
use crate::report::{Started, StatusRow, StatusView};
use crate::text::plural;

/// The columns' heads.
const HEADS: [&str; 6] = ["packet", "coder", "where", "gates now", "last verdict", "waits"];

/// How wide a column may be; an id is never cut, for it is to be copied.
const WIDEST: [usize; 6] = [usize::MAX, 12, 24, 26, 18, 8];

/// Every group of the table with its title; the first two are always shown, the others where they were asked for.
const GROUPS: [(&str, &str); 8] = [
    ("to-judge", "to judge"),
    ("in-work", "in work"),
    ("ready", "ready"),
    ("blocked", "blocked"),
    ("done", "done"),
    ("superseded", "superseded"),
    ("unknown", "no status"),
    ("historic", "historic"),
];

/// What stands between two counts.
const GAP: &str = "   ";

/// The table of those in hand, then the counts of all.
pub fn table(out: &mut impl Write, view: &StatusView, started: &Started, look: Look) -> io::Result<()> {
    for line in &started.context {
        writeln!(out, "{}", paint(look, DIM, &wrap(line, look.width, 2)))?;
    }
    let unfolded = GROUPS.iter().enumerate().filter(|(at, _)| *at < 2 || view.filtered || look.verbose);
    let groups: Vec<(&str, Vec<&StatusRow>)> = unfolded
        .map(|(_, (word, title))| (*title, view.rows.iter().filter(|row| row.group.word() == *word).collect()))
        .filter(|(_, rows): &(&str, Vec<&StatusRow>)| !rows.is_empty())
        .collect();
    let cells: Vec<[String; 6]> = groups.iter().flat_map(|(_, rows)| rows.iter().map(|row| of_row(row))).collect();
    let width = |at: usize| cells.iter().map(|row| columns(&row[at])).chain([HEADS[at].len()]).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    if !cells.is_empty() {
        writeln!(out, "{}", paint(look, DIM, &line(&HEADS.map(str::to_owned), &widths, None, look)))?;
    }
    let mut cells = cells.iter();
    for (title, rows) in &groups {
        writeln!(out, "{}", paint(look, BOLD, title))?;
        for (row, cells) in rows.iter().zip(cells.by_ref()) {
            writeln!(out, "{}", line(cells, &widths, Some(row), look))?;
        }
    }
    if view.rows.is_empty() {
        let what = if view.filtered { "no packet is like that" } else { "there is no packet yet" };
        writeln!(out, "{what}")?;
    } else if !view.filtered {
        for line in lines(counts(view), look.width) {
            writeln!(out, "{line}")?;
        }
    }
    match view.disagreements {
        Some(count) if count > 0 => writeln!(out, "{}: taskpacket doctor", plural(count, "disagreement")),
        _ => Ok(()),
    }
}

/// All of it in one line.
pub fn quiet(out: &mut impl Write, view: &StatusView, look: Look) -> io::Result<()> {
    let line = match &view.rows[..] {
        [row] if view.single => {
            let gates = Some(&row.gates.words).filter(|words| !words.is_empty());
            let gates = gates.map_or(String::new(), |words| format!("; {words}"));
            format!("{}: {}{gates}", row.id, row.group.word())
        }
        _ => format!(
            "to judge {}   in work {}   {}",
            view.count("to-judge"),
            view.count("in-work"),
            counts(view).join(GAP)
        ),
    };
    writeln!(out, "{}", paint(look, Style::new(), line.trim_end()))
}

fn of_row(row: &StatusRow) -> [String; 6] {
    let verdict = match &row.verdict {
        None => "-".to_owned(),
        Some(verdict) if verdict.mended => format!("{}; mended since", verdict.verdict),
        Some(verdict) => verdict.verdict.to_string(),
    };
    let place = row.work.first().map_or_else(|| place(row), |work| work.branch.clone());
    let cells = [
        row.id.clone(),
        row.coder.clone().unwrap_or_else(|| "-".to_owned()),
        place,
        row.gates.words.clone(),
        verdict,
        row.waits.clone(),
    ];
    let mut at = 0;
    cells.map(|cell| {
        at += 1;
        clipped(&harmless(&cell), WIDEST[at - 1])
    })
}

/// Where a packet lies that no branch works on: nothing to say of this work tree.
fn place(row: &StatusRow) -> String {
    if row.place == "here" { "-".to_owned() } else { row.place.clone() }
}

fn line(cells: &[String; 6], widths: &[usize; 6], row: Option<&StatusRow>, look: Look) -> String {
    let mut text = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let pad = " ".repeat(width - columns(cell));
        let style = row.filter(|_| at == 3).map(|row| style(row.gates.outcome));
        let cell = style.map_or_else(|| cell.clone(), |style| paint(look, style, cell));
        // How long something waits is read from the right.
        let padded = if at == 5 { format!("{pad}{cell}") } else { format!("{cell}{pad}") };
        text = format!("{text}{}{padded}", if at == 0 { " " } else { "  " });
    }
    text.trim_end().to_owned()
}

fn style(outcome: Option<Outcome>) -> Style {
    match outcome {
        Some(Outcome::Pass) => GREEN,
        Some(Outcome::Fail) => RED,
        Some(Outcome::NoVerdict) => YELLOW,
        None => DIM,
    }
}

/// `ready 4   blocked 1   done 83 (80 hold, 2 stale by own work, 1 ends in FAIL)   historic 97`
fn counts(view: &StatusView) -> Vec<String> {
    let of = |ending: Ending| view.rows.iter().filter(|row| row.group == Group::Done(ending)).count();
    let fail = of(Ending::InFail);
    let endings = [
        (of(Ending::Holds), if of(Ending::Holds) == 1 { "holds" } else { "hold" }),
        (of(Ending::Judged), "with a verdict"),
        (of(Ending::Stale), "stale by own work"),
        (fail, if fail == 1 { "ends in FAIL" } else { "end in FAIL" }),
        (of(Ending::Unjudged), "without a verdict"),
    ];
    let endings: Vec<String> =
        endings.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    let mut parts: Vec<String> = GROUPS[2..]
        .iter()
        .map(|(word, title)| (*word, *title, view.count(word)))
        .filter(|(.., count)| *count > 0)
        .map(|(word, title, count)| match word {
            "done" => format!("{title} {count} ({})", endings.join(", ")),
            _ => format!("{title} {count}"),
        })
        .collect();
    if view.stubs > 0 {
        parts.push(format!("stubs {}", view.stubs));
    }
    parts
}

/// As many parts a line as there is room for.
fn lines(parts: Vec<String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if columns(line) + GAP.len() + columns(&part) <= width => {
                line.push_str(GAP);
                line.push_str(&part);
            }
            _ => lines.push(part),
        }
    }
    lines
}

fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => format!("{}..", text.chars().take(most - 2).collect::<String>().trim_end()),
        None => text.to_owned(),
    }
}
