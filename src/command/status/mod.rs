//! `status`: how far every packet has come, and what comes next.

mod depth;
mod judged;
mod rows;

use std::collections::BTreeMap;
use std::thread;

use super::disagreed::is_wrong;
use super::{Ctx, Error};
use crate::gate::doctor::disagreements;
use crate::gate::{self, Group, Outcome};
use crate::model::{PacketId, PacketStanding, RepoPath, Standing, Survey, SurveyedPacket};
use crate::report::{Ended, Event, PacketRef, Reporter, Started, StatusRow, StatusView};
use crate::text::Sources;
use crate::world::files::{PacketError, nearest};
use crate::world::gather::{self, Place, Whose};
use crate::world::git::Status;
use crate::world::parallel::in_parallel;
use judged::{Job, JudgedPacket};
use rows::Beside;

/// Which packets are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusFilter {
    /// The words of their groups; empty: all.
    pub groups: Vec<String>,
    /// A part of their coder's name.
    pub coder: Option<String>,
    /// A part of the name of a branch that works on them.
    pub branch: Option<String>,
}

/// Shows how far the packets have come, or one of them in depth.
pub fn status(
    ctx: &Ctx,
    id: Option<&str>,
    filter: &StatusFilter,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let place = ctx.place_as_it_is()?;
    let git = place.repo.status()?;
    let asked =
        id.map(|id| PacketId::parse(id).ok_or_else(|| gather::Error::BadId { id: id.to_owned() })).transpose()?;
    let survey = gather::survey(&place, &git)?;
    let judging = asked_verdicts(&survey, asked.as_ref());
    // Both take their time, and neither needs the other.
    let (looked, standings) = thread::scope(|scope| {
        let standings = scope.spawn(|| standings(ctx, &git, &judging));
        (disagreed(&place, &git, survey, asked.is_some()), standings.join())
    });
    let (survey, disagreements) = looked?;
    let standings = standings.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let mut versions: BTreeMap<&PacketId, Vec<&SurveyedPacket>> = BTreeMap::new();
    for packet in survey.packets.iter().chain(&survey.elsewhere) {
        versions.entry(&packet.id).or_default().push(packet);
    }
    if let Some(id) = &asked {
        if !versions.contains_key(id) {
            let nearest = nearest(id, versions.keys().copied());
            let folder = place.config.packets.clone();
            return Err(gather::Error::from(PacketError::Missing { id: id.clone(), folder, nearest }).into());
        }
        versions.retain(|known, _| *known == id);
    }
    let leading: Vec<&SurveyedPacket> =
        versions.values().filter_map(|versions| gate::leading(&survey, versions)).collect();
    let sole = gate::sole_in_progress(&survey);
    let jobs: Vec<Job> = leading.iter().map(|packet| judged::job(&survey, packet, sole, asked.is_some())).collect();
    let judged = in_parallel(&jobs, |job| judged::judge(ctx, &place.repo.root, job));
    let row = |(packet, judged): (&&SurveyedPacket, &JudgedPacket)| {
        let standing = standings.get(&packet.id).copied();
        rows::row(&survey, packet, judged, Beside { standing, is_sole: sole == Some(&packet.id) })
    };
    let mut rows: Vec<StatusRow> = leading.iter().zip(&judged).map(row).collect();
    rows.sort_by(|a, b| (a.group, a.since, &a.id).cmp(&(b.group, b.since, &b.id)));
    rows.retain(|row| filter.lets_through(row));
    let next = next(&rows, &git);
    reporter.event(&survey.sources, Event::Started(started(&rows, asked.is_some(), place.clock_note.as_ref())))?;
    let mut sources = survey.sources.clone();
    if asked.is_some()
        && let ([packet], [judged], [row]) = (&leading[..], &judged[..], &rows[..])
    {
        depth::tell(&survey, packet, judged, row, reporter)?;
        if let JudgedPacket::Judged { sources: judged, .. } = judged {
            sources = (**judged).clone();
        }
    }
    let view = StatusView {
        rows,
        filtered: *filter != StatusFilter::default(),
        single: asked.is_some(),
        stubs: survey.stubs.len(),
        disagreements,
    };
    reporter.event(&Sources::default(), Event::Status(Box::new(view)))?;
    let ended = Ended { outcome: Outcome::Pass, summary: String::new(), next };
    reporter.event(&sources, Event::Ended(ended))?;
    Ok(Outcome::Pass)
}

/// The survey again, with the number of disagreements that `doctor` would name; none is looked for where one packet is
/// asked for.
fn disagreed(place: &Place, git: &Status, survey: Survey, single: bool) -> Result<(Survey, Option<usize>), Error> {
    if single {
        return Ok((survey, None));
    }
    let truths = gather::truths_of(place, git, survey)?;
    let count = disagreements(&truths, false).iter().filter(|it| is_wrong(it)).count();
    Ok((truths.survey, Some(count)))
}

/// The packets whose last verdict is to be looked into: those that are done, and not historic.
fn asked_verdicts(survey: &Survey, asked: Option<&PacketId>) -> Vec<(PacketId, RepoPath)> {
    let is_asked = |packet: &&SurveyedPacket| {
        let status = packet.packet.metadata.status.get();
        asked.is_none_or(|asked| packet.id == *asked)
            && !packet.historic
            && status.is_some_and(|status| status.is_done_like())
            && packet.packet.last_verdict().is_some()
    };
    survey.packets.iter().filter(is_asked).map(|packet| (packet.id.clone(), packet.path.clone())).collect()
}

/// Whether those verdicts still hold. Where that cannot be told (a shallow clone, no commit yet) nothing is said of any.
fn standings(ctx: &Ctx, git: &Status, asked: &[(PacketId, RepoPath)]) -> BTreeMap<PacketId, Standing> {
    let whose = match asked {
        [] => return BTreeMap::new(),
        [(id, path)] => Whose::One(id, path),
        _ => Whose::All,
    };
    let standings = ctx.place_as_it_is().ok().and_then(|place| gather::standings(&place, git, whose).ok());
    let last = |packet: PacketStanding| {
        let last = packet.last().filter(|entry| entry.doubt.is_none()).map(|entry| entry.standing);
        last.map(|standing| (packet.id, standing))
    };
    standings.into_iter().flat_map(|standings| standings.packets).filter_map(last).collect()
}

impl StatusFilter {
    fn lets_through(&self, row: &StatusRow) -> bool {
        let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
        let coder = |part: &String| row.coder.as_ref().is_some_and(|coder| holds(coder, part));
        let branch = |part: &String| row.work.iter().any(|work| holds(&work.branch, part));
        (self.groups.is_empty() || self.groups.iter().any(|word| word == row.group.word()))
            && self.coder.as_ref().is_none_or(coder)
            && self.branch.as_ref().is_none_or(branch)
    }
}

fn started(rows: &[StatusRow], single: bool, clock: Option<&String>) -> Started {
    let (packet, headline) = match rows {
        [row] if single => (Some(PacketRef { id: row.id.clone(), path: row.path.clone() }), rows::in_words(row)),
        _ => (None, String::new()),
    };
    Started { command: "status", packet, snapshot: None, headline, context: clock.into_iter().cloned().collect() }
}

/// The most useful next command.
fn next(rows: &[StatusRow], git: &Status) -> Option<String> {
    let first = |group: Group| rows.iter().find(|row| row.group == group);
    if let Some(row) = first(Group::ToJudge) {
        return Some(format!("taskpacket review {}", row.id));
    }
    let is_here = |row: &&StatusRow| row.work.first().is_some_and(|work| Some(&work.branch) == git.branch.as_ref());
    let in_work = || rows.iter().filter(|row| row.group == Group::InWork && row.gates.outcome.is_some());
    if let Some(row) = in_work().find(is_here).or_else(|| in_work().next()) {
        let place = row.work.first().filter(|_| !is_here(&row)).and_then(|work| work.worktree.as_ref());
        let place = place.filter(|place| *place != ".").map_or(String::new(), |place| format!("-C {place} "));
        return Some(format!("taskpacket {place}post-work {}", row.id));
    }
    if let Some(row) = first(Group::InWork).or_else(|| first(Group::Ready)) {
        return Some(format!("taskpacket pre-work {}", row.id));
    }
    rows.is_empty().then(|| "taskpacket new WP-ID".to_owned())
}
