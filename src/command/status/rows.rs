//! One packet, in the words of `status`.

use std::path::Path;

use super::judged::{JudgedPacket, last_touch, works};
use crate::gate::{self, Ending, Group, Known, Outcome};
use crate::model::{Entry, EntryState, PacketPlace, Standing, Survey, SurveyedPacket, Touch, Verdict, Work};
use crate::report::{GatesRow, Mark, StatusRow, VerdictRow, WorkRow, lines};
use crate::text::age;
use crate::world::gather;

/// How many topics are named before the rest is counted.
const MOST_NAMED: usize = 2;

/// What else is known of a packet.
#[derive(Clone, Copy, Default)]
pub struct Beside {
    /// Whether its last verdict still holds; `None` where that was not looked into, or cannot be told.
    pub standing: Option<Standing>,
    /// True where it is the only one In Progress, and no other one is worked on here.
    pub is_sole: bool,
}

/// All there is to say of one packet.
pub fn row(survey: &Survey, packet: &SurveyedPacket, judged: &JudgedPacket, beside: Beside) -> StatusRow {
    let metadata = &packet.packet.metadata;
    let works = works(survey, &packet.id);
    let now = match judged {
        JudgedPacket::Judged { now, .. } => Some(now),
        JudgedPacket::Not(_) => None,
    };
    let handed_off = now.and_then(|now| now.handed_off.as_ref());
    let report = packet.packet.last_verdict();
    let verdict = report.and_then(|report| report.verdict);
    let group = gate::group(&Known {
        status: metadata.status.get().copied(),
        historic: packet.historic,
        verdict,
        standing: beside.standing,
        open: works.iter().any(|work| work.last.is_some()),
        handed_off: handed_off.is_some(),
    });
    let last = last_touch(survey, packet);
    let base_id = packet.id.revision().map_or(packet.id.as_str(), |(base, _)| base);
    StatusRow {
        id: packet.id.to_string(),
        base_id: metadata.base_id.get().cloned().unwrap_or_else(|| base_id.to_owned()),
        revision: packet.id.revision().map(|(_, revision)| revision),
        path: packet.path.to_string(),
        place: place(survey, &packet.place),
        group,
        status: metadata.status.get().map(ToString::to_string),
        risk: metadata.risk_tier.get().map(ToString::to_string),
        coder: metadata.coder_model.get().cloned(),
        historic: packet.historic,
        work: work_rows(survey, &works, beside.is_sole && now.is_some_and(|now| now.has_work)),
        gates: gates(judged, group, packet, &works),
        verdict: report.zip(verdict).map(|(report, verdict)| VerdictRow {
            verdict,
            standing: beside.standing,
            date: report.date,
            validator: report.bound.as_ref().map(|bound| bound.validator.clone()),
            mended: verdict == Verdict::Fail && handed_off.is_some(),
        }),
        since: last.map(|touch| touch.when),
        waits: last.map_or_else(|| "-".to_owned(), |touch| age((survey.now - touch.when).num_seconds())),
    }
}

/// The places of work; the branch checked out here is one where nothing but the work on disk tells.
fn work_rows(survey: &Survey, works: &[&Work], is_here: bool) -> Vec<WorkRow> {
    let last = |touch: &Touch| (touch.commit.oid.short().to_owned(), touch.when);
    let named = works.iter().map(|work| WorkRow {
        branch: work.branch.clone(),
        worktree: work.worktree.as_deref().map(|path| near(survey, path)),
        last: work.last.as_ref().map(last),
    });
    let here = survey.branch.as_ref().filter(|_| is_here && works.is_empty()).map(|branch| {
        let own = survey.branches.iter().find(|it| it.name == *branch).and_then(|it| it.own.first());
        WorkRow { branch: branch.clone(), worktree: Some(".".to_owned()), last: own.map(last) }
    });
    named.chain(here).collect()
}

/// Where a packet has come to, in words: the headline of one that was asked for.
pub fn in_words(row: &StatusRow) -> String {
    let group = match row.group {
        Group::ToJudge => "handed off, to judge",
        Group::InWork => "in work",
        Group::Ready => "ready for a coder",
        Group::Blocked => "blocked",
        Group::Done(Ending::Holds) => "done, and its verdict holds",
        Group::Done(Ending::Judged) => "done, with a verdict",
        Group::Done(Ending::Stale) => "done; its own work went on since the verdict",
        Group::Done(Ending::InFail) => "done, and its last verdict is FAIL",
        Group::Done(Ending::Unjudged) => "done, without a verdict",
        Group::Historic => "historic",
        Group::Superseded => "superseded",
        Group::Unknown => "without a status that is known",
    };
    let status = row.status.as_deref().map_or(String::new(), |status| format!(" ({status})"));
    let coder = row.coder.as_ref().map_or(String::new(), |coder| format!(", {coder}"));
    let branch = row.work.first().map_or(String::new(), |work| format!(", {}", work.branch));
    let waits = if row.since.is_some() { format!(", for {}", row.waits) } else { String::new() };
    format!("{group}{status}{coder}{branch}{waits}")
}

fn gates(judged: &JudgedPacket, group: Group, packet: &SurveyedPacket, works: &[&Work]) -> GatesRow {
    let (now, judged) = match judged {
        JudgedPacket::Judged { now, judged, .. } => (now, judged),
        JudgedPacket::Not(why) => {
            let words = match group {
                Group::InWork if is_untouched(packet) && works.iter().all(|work| work.last.is_none()) => {
                    "claimed, no commit".to_owned()
                }
                Group::InWork => "-".to_owned(),
                _ => String::new(),
            };
            return GatesRow { words, why_not: Some(why.clone()), ..GatesRow::default() };
        }
    };
    let wanted = match now.outcome {
        Outcome::Fail => Mark::Fail,
        _ => Mark::Unproven,
    };
    let wanting = lines(judged).into_iter().filter(|line| line.mark == wanted).map(|line| line.topic.word());
    let wanting: Vec<&'static str> = wanting.collect();
    let words = match now.outcome {
        _ if !now.has_work => "claimed, no commit".to_owned(),
        Outcome::Pass if now.by_eye > 0 => format!("pass, {} by eye", now.by_eye),
        Outcome::Pass => "pass".to_owned(),
        Outcome::Fail => format!("FAIL {}", few(&wanting)),
        Outcome::NoVerdict => format!("unproven {}", few(&wanting)),
    };
    GatesRow {
        outcome: now.has_work.then_some(now.outcome),
        wanting: if now.has_work { wanting } else { Vec::new() },
        by_eye: now.by_eye,
        run: now.handed_off.as_ref().map(ToString::to_string),
        words,
        why_not: (!now.has_work).then(|| "no commit of its own".to_owned()),
    }
}

/// The first topics, and how many more there are: `scope, manifest, +2`.
fn few(topics: &[&str]) -> String {
    let named = topics.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    match topics.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named}, +{more}"),
    }
}

/// True where nothing in the packet speaks of work: no entry, no evidence, no report.
fn is_untouched(packet: &SurveyedPacket) -> bool {
    let it = &packet.packet;
    let is_filled = |entry: &Entry| entry.state == EntryState::Filled;
    !it.manifest.entries.iter().any(is_filled)
        && it.evidence.runs.is_empty()
        && it.evidence.claims.is_empty()
        && it.reports.is_empty()
}

/// A worktree as people here would name it.
fn near(survey: &Survey, path: &Path) -> String {
    match survey.worktrees.iter().find(|worktree| worktree.is_here) {
        Some(here) => gather::near(&here.path, path),
        None => path.display().to_string(),
    }
}

fn place(survey: &Survey, place: &PacketPlace) -> String {
    match place {
        PacketPlace::Here => "here".to_owned(),
        PacketPlace::Worktree { path, .. } => near(survey, path),
        PacketPlace::Branch { name } => name.clone(),
    }
}
