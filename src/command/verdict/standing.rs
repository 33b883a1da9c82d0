//! Standings in the form in which they are told.

use crate::finding::Finding;
use crate::gate::standing::{STALE, UNSETTLED};
use crate::model::{Commit, EntryStanding, Move, Packet, PacketStanding, Report, Standing, Successor, Verdict};
use crate::report::{CommitRow, ContractRow, MoveRow, MoverRow, StandingRow};
use crate::text::{Sources, listed};

/// How many paths are named before the rest is counted.
const MOST_NAMED: usize = 3;

/// The verdicts of a packet.
pub fn rows(of: &PacketStanding, sources: &Sources) -> Vec<StandingRow> {
    let line = |report: &Report| sources.get(of.packet.source).line_at(report.heading.start);
    let row = |entry: &EntryStanding| {
        let report = &of.packet.reports[entry.report];
        StandingRow {
            packet: of.id.to_string(),
            path: of.path.to_string(),
            line: line(report),
            verdict: report.verdict.map_or_else(|| "-".to_owned(), |verdict| verdict.to_string()),
            date: date(report),
            validator: report.bound.as_ref().map(|bound| bound.validator.clone()),
            standing: entry.standing.word(),
            successor: entry.successor.as_ref().map(|successor| match successor {
                Successor::Report(at) => {
                    let later = &of.packet.reports[*at];
                    let verdict = later.verdict.map_or_else(String::new, |verdict| format!("{verdict} "));
                    format!("the {verdict}at line {}", line(later))
                }
                Successor::Revision(id) => id.to_string(),
            }),
            brought: entry.brought.as_ref().map(commit),
            judged: entry.judged.as_ref().map(ToString::to_string),
            contract: entry
                .contract
                .iter()
                .map(|it| ContractRow {
                    part: it.part.clone(),
                    what: it.what.clone(),
                    before: it.sides.0.clone(),
                    after: it.sides.1.clone(),
                    commit: it.commit.as_ref().map(commit),
                })
                .collect(),
            files: entry.moves.iter().map(moved).collect(),
            doubt: entry.doubt.clone(),
        }
    };
    of.entries.iter().map(row).collect()
}

/// What is found wanting with the last verdict of a packet.
pub fn found(of: &PacketStanding) -> Vec<Finding> {
    let Some(last) = of.last() else { return Vec::new() };
    let report = &of.packet.reports[last.report];
    let word = report.verdict.map_or_else(String::new, |verdict| verdict.to_string());
    let date = date(report).map_or(String::new(), |date| format!(" of {date}"));
    let mut found = Vec::new();
    if last.standing == Standing::Stale && report.verdict != Some(Verdict::Fail) {
        let message = format!("the {word}{date} no longer holds: {}", went_on(last));
        found.push(
            Finding::warning(&STALE, message)
                .at(of.packet.source, report.heading)
                .about(of.path.to_string())
                .help(format!("taskpacket verdict diff {}  shows what moved", of.id)),
        );
    }
    if let Some(doubt) = last.doubt.as_ref().filter(|_| last.standing != Standing::Superseded) {
        found.push(unsettled(of, &of.packet, report, doubt));
    }
    found
}

/// What cannot be told of a verdict.
fn unsettled(of: &PacketStanding, packet: &Packet, report: &Report, doubt: &str) -> Finding {
    let help = match &report.bound {
        _ if doubt.contains("shallow") => "git fetch --unshallow".to_owned(),
        Some(bound) => format!("git fetch origin {}", bound.head),
        None => "git fetch --unshallow".to_owned(),
    };
    Finding::warning(&UNSETTLED, doubt).at(packet.source, report.heading).about(of.path.to_string()).help(help)
}

/// What of the packet's own work went on, in a few words.
pub fn went_on(entry: &EntryStanding) -> String {
    let parts = entry.contract.iter().map(|it| format!("{} ({})", it.part, by(it.commit.as_ref())));
    let own = |it: &Move| it.by.iter().rev().find(|mover| mover.own).map(|mover| by(mover.commit.as_ref()));
    let files = entry.moves.iter().filter_map(|it| Some(format!("`{}` ({})", it.path(), own(it)?)));
    let mut all: Vec<String> = parts.chain(files).collect();
    all.dedup();
    format!("this packet's own work went on in {}", listed(all, MOST_NAMED))
}

/// Which commit, by whom.
fn by(commit: Option<&Commit>) -> String {
    match commit {
        Some(commit) => {
            let name = commit.author.split(" <").next().unwrap_or_default();
            format!("{} by {name}", commit.oid.short())
        }
        None => "not committed".to_owned(),
    }
}

/// When a verdict was given.
pub fn date(report: &Report) -> Option<String> {
    let bound = report.bound.as_ref().map(|bound| bound.at.format("%Y-%m-%d %H:%M").to_string());
    bound.or_else(|| report.date.map(|date| date.to_string()))
}

fn moved(it: &Move) -> MoveRow {
    MoveRow {
        path: it.path().to_string(),
        what: it.word(),
        renamed_to: it.renamed_to().map(ToString::to_string),
        own: it.is_own(),
        by: it.by.iter().map(|by| MoverRow { commit: by.commit.as_ref().map(commit), own: by.own }).collect(),
        diff: None,
    }
}

fn commit(commit: &Commit) -> CommitRow {
    CommitRow { id: commit.oid.to_string(), author: commit.author.clone(), subject: commit.subject.clone() }
}
