//! `verdict verify`: whether the entries of VALIDATION_REPORTS are still what was written, commit by commit.

use crate::command::tell::{Told, tell_at_least};
use crate::command::{Ctx, Error};
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::gate::recorded::{self, Fault, Followed, HISTORY_CUT, OUTSIDE, Passage, RecordKind};
use crate::model::{Oid, Packet, PacketId, PacketPast, RepoPath, When};
use crate::parse;
use crate::report::{
    Event, Limit, PacketRef, Reporter, Started, VerifiedEntry, VerifiedFault, VerifiedPacket, VerifiedView,
};
use crate::text::{Sources, plural};
use crate::world::gather::{self, KnownCommit, Pasts, Place, Uncommitted, Whose, judge_since, pasts};
use crate::world::git::Status;

/// Whose entries are verified, and from where on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The packet's id; none: the one that is meant.
    pub id: Option<String>,
    /// All packets instead.
    pub all: bool,
    /// The commit from which on: what it holds is taken as it is.
    pub since: Option<String>,
}

/// What none of this proves, and what closes it.
const LIMITS: &[Limit] = &[
    Limit {
        what: "that nobody rewrote history",
        closed_by: "a protected branch, or `verify --since` a commit that you know",
    },
    Limit {
        what: "that a validator is who the entry says (--validator is typed by anyone, hence `not signed`)",
        closed_by: "signed commits",
    },
];

/// Walks the history of packets, and tells what was done to their entries.
pub fn verify_verdicts(ctx: &Ctx, request: &VerifyRequest, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let one = if request.all { None } else { Some(place.packet(request.id.as_deref(), status.branch.as_deref())?) };
    let whose = one.as_ref().map_or(Whose::All, |(id, path)| Whose::One(id, path));
    let from = known_commit(&place, request)?;
    let mut pasts = pasts(&place, &status, whose, from.as_ref())?;
    let mut sources = place.sources.clone();
    let mut found = Found { findings: place.config_findings.clone(), packets: Vec::new(), cut: false };
    found.findings.extend(pasts.outside.as_ref().map(outside));
    for at in 0..pasts.len() {
        // The texts of a packet about which there is nothing to say are not kept.
        let mut own = sources.clone();
        let past = pasts.read(&place, &mut own, at)?;
        if found.add(&past, &mut pasts, &own)? {
            sources = own;
        }
    }
    let not_covered = match pasts.uncommitted {
        Uncommitted::Covered => None,
        Uncommitted::Underway(what) => {
            Some(format!("a {what} is underway: what is not committed is not covered until it is concluded"))
        }
    };
    let view = VerifiedView {
        commits: pasts.commits,
        since: from.as_ref().map(|from| from.commit.short().to_owned()),
        not_covered,
        packets: found.packets,
        limits: LIMITS.to_vec(),
    };
    let (at_least, next) = (if found.cut { Outcome::NoVerdict } else { Outcome::Pass }, next(&view, found.cut));
    let told = Told {
        started: started(one.as_ref(), &status, from.as_ref(), &view, &place),
        judged: Vec::new(),
        summary: summary(&view),
        others: found.findings,
        details: Vec::new(),
        briefs: Vec::new(),
    };
    reporter.event(&sources, Event::Verified(Box::new(view)))?;
    Ok(tell_at_least(at_least, ctx, &sources, told, reporter, |outcome, _| next(outcome))?)
}

/// What is wrong with the entries of one packet, told in texts that `sources` is given, and whether a shallow clone ends
/// too early to tell.
pub fn verify_one(
    place: &Place,
    status: &Status,
    id: &PacketId,
    path: &RepoPath,
    sources: &mut Sources,
) -> Result<(Vec<Finding>, bool), Error> {
    let from = known_commit(place, &VerifyRequest::default())?;
    let mut pasts = pasts(place, status, Whose::One(id, path), from.as_ref())?;
    let mut found = Found { findings: pasts.outside.iter().map(outside).collect(), packets: Vec::new(), cut: false };
    for at in 0..pasts.len() {
        let past = pasts.read(place, sources, at)?;
        found.add(&past, &mut pasts, sources)?;
    }
    Ok((found.findings, found.cut))
}

/// What was done to the entries of any packet that makes them other than they were recorded: the packet, and what it was.
pub fn altered(place: &Place, status: &Status) -> Result<Vec<(PacketId, Finding)>, Error> {
    let from = known_commit(place, &VerifyRequest::default())?;
    let mut pasts = pasts(place, status, Whose::All, from.as_ref())?;
    let mut altered = Vec::new();
    for at in 0..pasts.len() {
        let mut sources = Sources::default();
        let mut found = Found { findings: Vec::new(), packets: Vec::new(), cut: false };
        let past = pasts.read(place, &mut sources, at)?;
        found.add(&past, &mut pasts, &sources)?;
        let errors = found.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        altered.extend(errors.map(|finding| (past.id.clone(), finding)));
    }
    Ok(altered)
}

/// The commit from which on the history is looked at: as asked for, else as configured.
fn known_commit(place: &Place, request: &VerifyRequest) -> Result<Option<KnownCommit>, Error> {
    let mut blobs = place.repo.blobs();
    Ok(match &request.since {
        Some(revision) => Some(KnownCommit { commit: blobs.commit(revision)?.commit.oid, must_be_held: true }),
        // A branch that began before the commit lacks it, and is not to blame for it.
        None => judge_since(place, &mut blobs)?.map(|commit| KnownCommit { commit, must_be_held: false }),
    })
}

/// What was found in all packets.
struct Found {
    findings: Vec<Finding>,
    packets: Vec<VerifiedPacket>,
    /// True where a shallow clone ends too early for one of them.
    cut: bool,
}

impl Found {
    /// Adds one packet; true where there is something to say that points into its texts.
    fn add(&mut self, past: &PacketPast, pasts: &mut Pasts, sources: &Sources) -> Result<bool, gather::Error> {
        let passages = recorded::of_past(past);
        let followed = recorded::follow(&passages, &pasts.parents, sources, RecordKind::Report, &recorded::OWN);
        let now = past.now.as_ref().and_then(|oid| past.versions.get(oid));
        let mut findings: Vec<Finding> = followed.faults.iter().map(|fault| fault.finding.clone()).collect();
        if let Some(packet) = now {
            findings.extend(unreadable(packet, &followed.faults, sources));
            findings.extend(recorded::unknown_before(past, packet, sources));
            let unknown = pasts.unknown(recorded::named_commits(packet))?;
            findings.extend(recorded::unknown_commits(packet, &unknown));
        }
        let had_entries = !followed.brought.is_empty() || now.is_some_and(|packet| !packet.reports.is_empty());
        let cut = past.cut.as_ref().filter(|_| had_entries);
        findings.extend(cut.map(|commit| {
            let message = format!("the history of {} before {} is not in this clone", past.id, commit.oid.short());
            Finding::warning(&HISTORY_CUT, message).about(past.path.to_string()).help("git fetch --unshallow")
        }));
        self.cut |= cut.is_some();
        let outcome = match findings.iter().map(|finding| finding.severity).max() {
            Some(Severity::Error) => Outcome::Fail,
            _ if cut.is_some() => Outcome::NoVerdict,
            _ => Outcome::Pass,
        };
        if had_entries || !findings.is_empty() {
            self.packets.push(verified(past, now, &passages, &followed, outcome, sources));
        }
        let told = !findings.is_empty();
        self.findings.extend(findings);
        Ok(told)
    }
}

/// Entries that `verdict append` wrote and that contradict themselves, those left out of which a commit tells.
fn unreadable(packet: &Packet, faults: &[Fault], sources: &Sources) -> Vec<Finding> {
    if !sources.get(packet.source).text().contains("REPORT_SHA1") {
        return Vec::new();
    }
    let (_, mut findings) = parse::packet(sources, packet.source);
    let is_told = |finding: &Finding| faults.iter().any(|fault| Some(&fault.entry) == finding.subject.as_ref());
    findings.retain(|finding| finding.code == &parse::VERDICT_UNREADABLE && !is_told(finding));
    findings
}

fn outside(known: &Oid) -> Finding {
    let message =
        format!("{} is no part of HEAD's history: it was left behind, or that history was rewritten", known.short());
    Finding::error(&OUTSIDE, message).help(format!("git merge {}", known.short()))
}

fn verified(
    past: &PacketPast,
    now: Option<&Packet>,
    passages: &[Passage],
    followed: &Followed,
    outcome: Outcome,
    sources: &Sources,
) -> VerifiedPacket {
    let brought = |digest| {
        let brought = followed.brought.iter().find(|brought| brought.digest == digest)?;
        match &passages[brought.step].when {
            When::Commit(commit) => Some(commit.oid.short().to_owned()),
            When::Uncommitted | When::Since(_) => None,
        }
    };
    let entries = now.map(|packet| packet.reports.as_slice()).unwrap_or_default().iter().map(|report| VerifiedEntry {
        title: report.title.clone(),
        line: now.map_or(0, |packet| sources.get(packet.source).line_at(report.heading.start)),
        verdict: report.verdict.map(|verdict| verdict.to_string()),
        by: if report.bound.is_some() { "append" } else { "hand" },
        since: brought(report.digest),
    });
    let faults = followed.faults.iter().map(|fault| VerifiedFault {
        what: fault.kind.word(),
        entry: fault.entry.clone(),
        commit: match &fault.when {
            When::Commit(commit) => Some((commit.oid.to_string(), commit.subject.clone(), commit.author.clone())),
            When::Uncommitted | When::Since(_) => None,
        },
    });
    VerifiedPacket {
        id: past.id.to_string(),
        path: past.path.to_string(),
        outcome: outcome.word(),
        commits: past.steps.iter().filter(|step| matches!(step.when, When::Commit(_))).count(),
        entries: entries.collect(),
        faults: faults.collect(),
    }
}

fn started(
    one: Option<&(PacketId, RepoPath)>,
    status: &Status,
    from: Option<&KnownCommit>,
    view: &VerifiedView,
    place: &Place,
) -> Started {
    let head = status.head.as_ref().map_or("nothing", |head| head.short());
    let span = view.since.as_ref().map_or("all of history".to_owned(), |since| format!("since {since}"));
    let loose = if view.not_covered.is_none() { ", and what is not committed" } else { "" };
    let whose = if one.is_some() { "" } else { "all packets, " };
    let configured = from
        .filter(|from| !from.must_be_held)
        .map(|from| format!("judge_since of the configuration: what {} holds is taken as it is", from.commit.short()));
    let context = view.not_covered.iter().chain(&place.clock_note).cloned().chain(configured).collect();
    Started {
        command: "verdict verify",
        packet: one.map(|(id, path)| PacketRef { id: id.to_string(), path: path.to_string() }),
        headline: format!("{whose}{span} up to HEAD {head}{loose}; {}", plural(view.commits, "commit")),
        context,
        ..Started::default()
    }
}

fn summary(view: &VerifiedView) -> String {
    let count: usize = view.packets.iter().map(|packet| packet.entries.len()).sum();
    let touched = view.packets.iter().any(|packet| !packet.faults.is_empty());
    let of =
        if view.packets.len() > 1 { format!(" of {}", plural(view.packets.len(), "packet")) } else { String::new() };
    match (count, touched) {
        (0, false) => "no entry yet".to_owned(),
        (_, false) => format!("{}{of}, none lost, altered or moved", plural(count, "entry")),
        (_, true) => format!("{}{of}", plural(count, "entry")),
    }
}

/// What to do next: look at the commit that did it.
fn next(view: &VerifiedView, cut: bool) -> impl FnOnce(Outcome) -> Option<String> + use<> {
    let faults = view.packets.iter().filter(|packet| packet.outcome == Outcome::Fail.word());
    let first =
        faults.flat_map(|packet| packet.faults.iter().map(move |fault| (packet, fault))).find_map(|(packet, fault)| {
            let (id, ..) = fault.commit.as_ref()?;
            Some(format!("git show {} -- {}", id.get(..7)?, RepoPath::from(packet.path.as_str()).quoted()))
        });
    move |outcome| match outcome {
        Outcome::Pass => None,
        Outcome::NoVerdict if cut => Some("git fetch --unshallow".to_owned()),
        Outcome::Fail | Outcome::NoVerdict => first,
    }
}
