//! `verdict status`: whether verdicts still hold, and what moved since.

use super::standing::{found, rows};
use crate::command::tell::{Told, tell_at_least};
use crate::command::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::model::{PacketId, RepoPath, Standing, Verdict};
use crate::report::{Event, PacketRef, Reporter, StandingRow, StandingsView, Started};
use crate::text::plural;
use crate::world::gather::{Whose, standings};
use crate::world::git::Status;

/// Tells where the verdicts of one packet stand, or the last one of each.
pub fn verdict_status(ctx: &Ctx, id: Option<&str>, all: bool, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let one = if all { None } else { Some(place.packet(id, status.branch.as_deref())?) };
    let whose = one.as_ref().map_or(Whose::All, |(id, path)| Whose::One(id, path));
    let standings = standings(&place, &status, whose)?;
    let mut findings: Vec<Finding> = place.config_findings.clone();
    let mut view = StandingsView { of_all: all, rows: Vec::new() };
    for packet in &standings.packets {
        findings.extend(found(packet));
        let mut rows = rows(packet, &standings.sources);
        view.rows.extend(if all { rows.split_off(rows.len() - 1) } else { rows });
    }
    let doubtful = one.is_some() && view.rows.last().is_some_and(|row| row.doubt.is_some());
    let at_least = if doubtful { Outcome::NoVerdict } else { Outcome::Pass };
    let next = next(one.as_ref(), &view);
    let told = Told {
        started: started(one.as_ref(), &status, &view),
        judged: Vec::new(),
        summary: summary(&view),
        others: findings,
        details: Vec::new(),
        briefs: Vec::new(),
    };
    reporter.event(&standings.sources, Event::Standings(Box::new(view)))?;
    Ok(tell_at_least(at_least, ctx, &standings.sources, told, reporter, |_, _| next)?)
}

fn started(one: Option<&(PacketId, RepoPath)>, status: &Status, view: &StandingsView) -> Started {
    let head = status.head.as_ref().map_or("nothing", |head| head.short());
    let branch = status.branch.as_ref().map_or(String::new(), |branch| format!(" on {branch}"));
    let count = view.rows.len();
    let what =
        if one.is_some() { plural(count, "verdict") } else { format!("{} with a verdict", plural(count, "packet")) };
    Started {
        command: "verdict status",
        packet: one.map(|(id, path)| PacketRef { id: id.to_string(), path: path.to_string() }),
        headline: format!("{what}; HEAD {head}{branch}, with what is not committed"),
        ..Started::default()
    }
}

/// How many stand how; of one packet, how its last one does.
fn summary(view: &StandingsView) -> String {
    let Some(last) = view.rows.last() else { return "no verdict yet".to_owned() };
    if !view.of_all {
        let date = last.date.as_ref().map_or(String::new(), |date| format!(" of {date}"));
        return format!("the last verdict, {}{date}: {}", last.verdict, last.standing);
    }
    let words = [Standing::Current, Standing::ContextMoved, Standing::Stale, Standing::Superseded].map(Standing::word);
    let count = |word: &str| view.rows.iter().filter(|row| row.standing == word).count();
    let counts = words.iter().map(|word| (count(word), word)).filter(|(count, _)| *count > 0);
    let mut counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    let mended = view.rows.iter().filter(|row| is_fail(row) && row.standing == Standing::Stale.word()).count();
    if mended > 0 {
        counts.push(format!(
            "of the stale ones {} a FAIL that was worked on since",
            if mended == 1 { "1 is" } else { "some are" }
        ));
    }
    counts.join(", ")
}

fn is_fail(row: &StandingRow) -> bool {
    row.verdict == Verdict::Fail.to_string()
}

fn next(one: Option<&(PacketId, RepoPath)>, view: &StandingsView) -> Option<String> {
    let stale = Standing::Stale.word();
    let Some((id, _)) = one else {
        let row = view.rows.iter().find(|row| row.standing == stale && !is_fail(row))?;
        return Some(format!("taskpacket verdict diff {}", row.packet));
    };
    let Some(last) = view.rows.last() else { return Some(format!("taskpacket review {id}")) };
    match (last.standing == stale, is_fail(last)) {
        _ if last.successor.is_some() => None,
        (true, _) => Some(format!("taskpacket verdict diff {id}")),
        (false, true) => Some(format!("mend what the report names, then  taskpacket handoff {id}")),
        (false, false) => Some(format!("taskpacket verdict require {id}")),
    }
}
