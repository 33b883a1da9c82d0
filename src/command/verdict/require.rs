//! `verdict require`: the merge check. Whether the last verdict is a PASS that holds, is what was written, and may be
//! merged.

use super::standing::{date, found, rows, went_on};
use super::verify::verify_one;
use crate::command::tell::{Told, tell_at_least};
use crate::command::{Ctx, Error};
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::gate::standing::{BRANCH_WENT_ON, BY_HAND, CONFLICTS, MERGE_UNKNOWN, NOT_PASS, STALE, UNCOMMITTED};
use crate::model::{EntryStanding, Mover, PacketStanding, Report, Standing, Successor, Verdict};
use crate::report::{Brief, Event, PacketRef, Reporter, StandingsView, Started};
use crate::text::listed;
use crate::world::gather::{MergeState, Merging, Whose, merging, standings};

/// How many paths or commits are named before the rest is counted.
const MOST_NAMED: usize = 5;

/// Judges whether the packet may be merged.
pub fn verdict_require(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let standings = standings(&place, &status, Whose::One(&id, &path))?;
    let mut sources = standings.sources.clone();
    let merging = merging(&place, &status)?;
    let mut findings: Vec<Finding> = place.config_findings.clone();
    let mut briefs = Vec::new();
    let mut unproven = false;
    let mut view = StandingsView::default();
    match standings.packets.first().and_then(|of| Some((of, of.last()?))) {
        None => findings.push(
            Finding::error(&NOT_PASS, format!("{id} has no verdict"))
                .about(path.to_string())
                .help(format!("taskpacket review {id}")),
        ),
        Some((of, last)) => {
            view.rows = rows(of, &standings.sources);
            view.rows.drain(..view.rows.len() - 1);
            let report = &of.packet.reports[last.report];
            findings.extend(refusals(of, last, report, &merging));
            unproven |= last.doubt.is_some();
            briefs.push(Brief { label: "verdict", text: in_words(last, report) });
        }
    }
    let (wrong, cut) = verify_one(&place, &status, &id, &path, &mut sources)?;
    let altered = wrong.iter().filter(|finding| finding.severity == Severity::Error).count();
    briefs.push(Brief {
        label: "entries",
        text: match (cut, altered) {
            (true, _) => "not to be told: the history of the packet is not in this clone".to_owned(),
            (false, 0) => "none lost, altered or moved in any commit".to_owned(),
            (false, count) => format!("{count} of them not what was written"),
        },
    });
    unproven |= cut;
    findings.extend(wrong);
    findings.extend(merge_findings(&merging));
    unproven |= merging.refs.iter().any(|it| it.state == MergeState::GitTooOld);
    briefs.push(Brief { label: "merge", text: merge_in_words(&merging) });
    let head = status.head.as_ref().map_or("nothing", |head| head.short());
    let may_be = !unproven && findings.iter().all(|finding| finding.severity != Severity::Error);
    let summary = if may_be { format!("{id} may be merged into {}", merging.trunk) } else { String::new() };
    let told = Told {
        started: Started {
            command: "verdict require",
            packet: Some(PacketRef { id: id.to_string(), path: path.to_string() }),
            headline: format!("HEAD {head}, to be merged into {}", merging.trunk),
            ..Started::default()
        },
        judged: Vec::new(),
        others: findings,
        details: Vec::new(),
        briefs,
        summary,
    };
    let at_least = if unproven { Outcome::NoVerdict } else { Outcome::Pass };
    reporter.event(&sources, Event::Standings(Box::new(view)))?;
    Ok(tell_at_least(at_least, ctx, &sources, told, reporter, |outcome, findings| {
        let first = findings.iter().find(|finding| finding.severity == Severity::Error);
        let first = first.or_else(|| findings.iter().find(|finding| finding.severity == Severity::Warning));
        match outcome {
            Outcome::Pass => None,
            _ => first.and_then(|finding| finding.help.first().cloned()),
        }
    })?)
}

/// Why the last verdict does not let the packet be merged.
fn refusals(of: &PacketStanding, last: &EntryStanding, report: &Report, merging: &Merging) -> Vec<Finding> {
    let at = |finding: Finding| finding.at(of.packet.source, report.heading).about(of.path.to_string());
    let review = format!("taskpacket review {}", of.id);
    let word = report.verdict.map_or_else(String::new, |verdict| verdict.to_string());
    let date = date(report).map_or(String::new(), |date| format!(" of {date}"));
    let mut found: Vec<Finding> = found(of).into_iter().filter(|finding| finding.code != &STALE).collect();
    if report.verdict != Some(Verdict::Pass) {
        found.push(
            at(Finding::error(&NOT_PASS, format!("the last verdict, that{date}, is {word}"))).help(review.clone()),
        );
        return found;
    }
    if let Some(Successor::Revision(id)) = &last.successor {
        let message = format!("{id} is a later revision, and governs in the place of {}", of.id);
        found.push(at(Finding::error(&NOT_PASS, message)).help(format!("taskpacket verdict require {id}")));
    }
    if !last.contract.is_empty() || last.moves.iter().any(crate::model::Move::is_own) {
        let message = format!("the PASS{date} no longer holds: {}", went_on(last));
        found.push(
            at(Finding::error(&STALE, message))
                .help(review.clone())
                .help(format!("taskpacket verdict diff {}  shows what moved, to be taken back", of.id)),
        );
    }
    found.extend(branch_went_on(last, merging).map(|finding| at(finding).help(review)));
    if last.brought.is_none() && last.doubt.is_none() {
        let message = format!("the PASS{date} is not committed, so it would not be merged");
        found
            .push(at(Finding::error(&UNCOMMITTED, message)).help(format!("git commit --only -- {}", of.path.quoted())));
    }
    if report.bound.is_none() {
        let message = format!("the PASS{date} was written by hand: it does not say what was judged, nor by whom");
        let help =
            format!("taskpacket verdict append {} PASS --report FILE --validator NAME --acknowledge DIGEST", of.id);
        // Where verdicts are appended, one by hand stands in the way of what was judged.
        let appended = of.packet.reports.iter().any(|report| report.bound.is_some());
        let severity = if appended { Severity::Error } else { Severity::Warning };
        found.push(at(Finding::new(&BY_HAND, severity, message)).help(help));
    }
    found
}

/// Others may move files in its scope, on the default branch or for a packet of theirs; on this very branch, for no packet
/// at all, it is work that nobody judged.
fn branch_went_on(last: &EntryStanding, merging: &Merging) -> Option<Finding> {
    let unclaimed = |mover: &&Mover| {
        let commit = mover.commit.as_ref().filter(|_| !mover.own);
        commit.is_some_and(|commit| merging.unclaimed.contains(&commit.oid))
    };
    let moved = last.moves.iter().filter_map(|it| {
        let commit = it.by.iter().rev().find(unclaimed)?.commit.as_ref()?;
        Some(format!("`{}` ({} by {})", it.path(), commit.oid.short(), commit.author.split(" <").next()?))
    });
    let moved: Vec<String> = moved.collect();
    (!moved.is_empty()).then(|| {
        let message = format!("this branch went on in its scope for no packet: {}", listed(moved, MOST_NAMED));
        Finding::error(&BRANCH_WENT_ON, message)
    })
}

fn merge_findings(merging: &Merging) -> Vec<Finding> {
    let of = |it: &crate::world::gather::MergedRef| match &it.state {
        MergeState::Clean => None,
        MergeState::Conflicts(paths) => {
            let paths = listed(paths.iter().map(|path| format!("`{path}`")), MOST_NAMED);
            let message = format!("{} ({}) does not merge with HEAD: {paths}", it.name, it.oid.short());
            Some(
                Finding::error(&CONFLICTS, message)
                    .help(format!("git merge {}  and have what comes of it judged", it.name)),
            )
        }
        MergeState::GitTooOld => {
            let message = format!("whether {} merges cannot be told: this git is older than 2.38", it.name);
            Some(Finding::warning(&MERGE_UNKNOWN, message).help("run this check with git 2.38 or later"))
        }
    };
    merging.refs.iter().filter_map(of).collect()
}

fn in_words(last: &EntryStanding, report: &Report) -> String {
    let word = report.verdict.map_or_else(String::new, |verdict| verdict.to_string());
    let date = date(report).map_or(String::new(), |date| format!(" of {date}"));
    let by = match &report.bound {
        Some(bound) => format!(" by {} (not signed)", bound.validator),
        None => ", by hand".to_owned(),
    };
    let since = last.brought.as_ref().map_or(", not committed".to_owned(), |it| format!(", since {}", it.oid.short()));
    let others = match last.standing {
        Standing::ContextMoved => ": others changed files in its scope",
        _ => "",
    };
    format!("{word}{date}{by}{since}; {}{others}", last.standing.word())
}

fn merge_in_words(merging: &Merging) -> String {
    if merging.is_on_it {
        return format!("nothing to merge: HEAD is on {}", merging.trunk);
    }
    let word = |state: &MergeState| match state {
        MergeState::Clean => "merges cleanly",
        MergeState::Conflicts(_) => "is in conflict",
        MergeState::GitTooOld => "not to be told",
    };
    listed(merging.refs.iter().map(|it| format!("{} ({}) {}", it.name, it.oid.short(), word(&it.state))), MOST_NAMED)
}
