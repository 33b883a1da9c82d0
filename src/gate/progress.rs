//! How far a packet has come: what it says of itself, held against what git and its gates say.

use super::{Judged, Outcome, fresh, left, named_by, outcome, trace};
use crate::model::{
    After, Change, DoneItem, Mode, Packet, PacketId, PacketPlace, RunId, Standing, Status, Survey, SurveyedPacket,
    Verdict,
};

/// How far a packet has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Handed off: the work is committed, with a passing run for this plan and these files, and no verdict since.
    ToJudge,
    /// Somebody works on it, or says so.
    InWork,
    /// It waits for a coder.
    Ready,
    /// It waits for something else.
    Blocked,
    /// It says that it is done.
    Done(Ending),
    /// It is done, and was before the commit from which on packets are judged.
    Historic,
    /// Another one took its place.
    Superseded,
    /// It does not say how far it has come, in words that are known.
    Unknown,
}

/// How a packet ended that says that it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Its last verdict is no FAIL, and its own work did not go on since.
    Holds,
    /// Its last verdict is no FAIL; whether it still holds could not be told.
    Judged,
    /// Its own work went on since the last verdict.
    Stale,
    /// Its last verdict is FAIL.
    InFail,
    /// It has no verdict.
    Unjudged,
}

impl Group {
    /// The word for it, in JSON and behind `--status`.
    pub fn word(self) -> &'static str {
        match self {
            Self::ToJudge => "to-judge",
            Self::InWork => "in-work",
            Self::Ready => "ready",
            Self::Blocked => "blocked",
            Self::Done(_) => "done",
            Self::Historic => "historic",
            Self::Superseded => "superseded",
            Self::Unknown => "unknown",
        }
    }
}

impl Ending {
    /// The word for it, in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Judged => "judged",
            Self::Stale => "stale",
            Self::InFail => "ends-in-fail",
            Self::Unjudged => "no-verdict",
        }
    }
}

/// What is known of one packet.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What it says of itself.
    pub status: Option<Status>,
    /// True where it is as it was in the commit `judge_since`.
    pub historic: bool,
    /// The verdict that governs.
    pub verdict: Option<Verdict>,
    /// Whether that verdict still holds; `None` where it was not looked into, or cannot be told.
    pub standing: Option<Standing>,
    /// True where a branch with commits of its own works on it.
    pub open: bool,
    /// True where it was judged just now, and is handed off.
    pub handed_off: bool,
}

/// Where a packet belongs.
pub fn group(known: &Known) -> Group {
    let failed = known.verdict == Some(Verdict::Fail) || known.status == Some(Status::Validated(Verdict::Fail));
    let to_be_mended = failed && known.open;
    match known.status {
        _ if known.handed_off => Group::ToJudge,
        Some(Status::InProgress) => Group::InWork,
        Some(Status::ReadyForDev) => Group::Ready,
        Some(Status::Blocked) => Group::Blocked,
        Some(Status::Done | Status::Validated(_)) if to_be_mended => Group::InWork,
        _ if known.historic => Group::Historic,
        Some(Status::Superseded) => Group::Superseded,
        Some(Status::DoneHistorical) => Group::Historic,
        Some(Status::Validated(Verdict::Fail)) => Group::Done(Ending::InFail),
        Some(Status::Done | Status::Validated(_)) => Group::Done(match known.verdict {
            Some(Verdict::Fail) => Ending::InFail,
            Some(_) => match known.standing {
                Some(Standing::Stale) => Ending::Stale,
                Some(Standing::Current | Standing::ContextMoved | Standing::Superseded) => Ending::Holds,
                None => Ending::Judged,
            },
            None => Ending::Unjudged,
        }),
        None => Group::Unknown,
    }
}

/// What the gates of post-work say of a packet now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatesNow {
    /// The outcome of them all.
    pub outcome: Outcome,
    /// How many items of DONE_MEANS are left to a person.
    pub by_eye: usize,
    /// True where a file that is in scope, or (on a branch of its own) any file besides governance, is other than before,
    /// or a run is recorded: there is work.
    pub has_work: bool,
    /// The run that makes it handed off; `None` where it is not.
    pub handed_off: Option<RunId>,
}

/// Folds the gates of one packet. `committed` where HEAD holds the packet as it is; `on_trunk` where HEAD is the default
/// branch, and what others did since the checkpoint differs as well.
pub fn gates_now(judged: &[Judged], after: &After, committed: bool, on_trunk: bool) -> GatesNow {
    let run = fresh(after).map(|recorded| &recorded.run);
    let by_rule = |item: &DoneItem| named_by(&item.code, &item.tags, after).next().is_some();
    let traces = trace(&after.packet, &after.id);
    let is_work = |change: &Change| {
        !after.governance.contains(&change.path) && (!on_trunk || after.packet.scope.allows(&change.path))
    };
    let is_committed = committed && after.snapshot.mode == Mode::Committed;
    GatesNow {
        outcome: outcome(judged),
        by_eye: traces.iter().filter(|trace| left(trace, run) && !by_rule(trace.item)).count(),
        has_work: after.snapshot.changes.iter().any(is_work) || !after.packet.evidence.runs.is_empty(),
        handed_off: run.map(|run| &run.id).filter(|run| is_committed && !verdict_since(after, run)).cloned(),
    }
}

/// True where the verdict that governs was given with that run at hand. The versions of the packet tell: the one that
/// brought the verdict holds the run already, or does not.
fn verdict_since(after: &After, run: &RunId) -> bool {
    let Some(last) = after.packet.last_verdict() else { return false };
    let frozen = after.checkpoint.as_ref().map(|checkpoint| &checkpoint.packet);
    let versions = frozen.into_iter().chain(after.revisions.iter().filter_map(|revision| revision.after.as_ref()));
    let mut judged = versions.filter(|packet| packet.reports.iter().any(|report| report.digest == last.digest));
    let recorded = |packet: &Packet| packet.evidence.runs.iter().any(|it| it.run.id == *run);
    judged.next().is_none_or(recorded)
}

/// The packet of that id that counts: where it is worked on, else here, else on the default branch.
pub fn leading<'a>(survey: &'a Survey, versions: &[&'a SurveyedPacket]) -> Option<&'a SurveyedPacket> {
    let first = versions.first()?;
    let trunk = survey.trunk.as_ref().map(|trunk| trunk.name.as_str());
    let rank = |packet: &SurveyedPacket| match &packet.place {
        PacketPlace::Here if packet.uncommitted => 0,
        PacketPlace::Here if survey.work.get(&first.id).into_iter().flatten().any(|work| work.is_here) => 0,
        PacketPlace::Worktree { branch, .. } if branch.as_deref() != trunk => 1,
        PacketPlace::Branch { name } if Some(name.as_str()) != trunk => 2,
        PacketPlace::Here if !packet.behind => 3,
        PacketPlace::Worktree { .. } | PacketPlace::Branch { .. } => 4,
        PacketPlace::Here => 5,
    };
    let newest = |packet: &SurveyedPacket| std::cmp::Reverse(packet.touched.as_ref().map(|touch| touch.when));
    versions.iter().copied().min_by_key(|packet| (rank(packet), newest(packet)))
}

/// The only packet of this work tree that is In Progress, where the branch checked out is no other one's: what a command
/// without an id would mean.
pub fn sole_in_progress(survey: &Survey) -> Option<&PacketId> {
    if survey.work.values().flatten().any(|work| work.is_here) {
        return None;
    }
    let in_progress = |packet: &&SurveyedPacket| packet.packet.metadata.status.get() == Some(&Status::InProgress);
    let mut found = survey.packets.iter().filter(in_progress);
    found.next().filter(|_| found.next().is_none()).map(|packet| &packet.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::fixture::Fixture;
    use crate::gate::sample::passing_run;
    use crate::model::{Digest, RecordedRun, Report};
    use crate::text::Span;

    fn known(status: Option<Status>) -> Known {
        Known { status, historic: false, verdict: None, standing: None, open: false, handed_off: false }
    }

    #[test]
    fn groups() {
        let (pass, fail) = (Some(Verdict::Pass), Some(Verdict::Fail));
        let done = known(Some(Status::Done));
        let old = Known { historic: true, ..done };
        let cases = [
            (known(Some(Status::InProgress)), Group::InWork),
            (Known { handed_off: true, ..known(Some(Status::InProgress)) }, Group::ToJudge),
            (known(Some(Status::ReadyForDev)), Group::Ready),
            (known(Some(Status::Blocked)), Group::Blocked),
            (done, Group::Done(Ending::Unjudged)),
            (Known { verdict: pass, ..done }, Group::Done(Ending::Judged)),
            (Known { verdict: pass, standing: Some(Standing::Current), ..done }, Group::Done(Ending::Holds)),
            (Known { verdict: pass, standing: Some(Standing::ContextMoved), ..done }, Group::Done(Ending::Holds)),
            (Known { verdict: pass, standing: Some(Standing::Stale), ..done }, Group::Done(Ending::Stale)),
            (Known { verdict: fail, ..done }, Group::Done(Ending::InFail)),
            (Known { verdict: fail, open: true, ..done }, Group::InWork),
            (known(Some(Status::Validated(Verdict::Fail))), Group::Done(Ending::InFail)),
            (known(Some(Status::Superseded)), Group::Superseded),
            (known(None), Group::Unknown),
            // What is old and active is active; what is old and finished is historic, however it ended.
            (Known { historic: true, ..known(Some(Status::InProgress)) }, Group::InWork),
            (Known { historic: true, ..known(Some(Status::Blocked)) }, Group::Blocked),
            (Known { verdict: fail, ..old }, Group::Historic),
            (Known { historic: true, ..known(None) }, Group::Historic),
            (known(Some(Status::DoneHistorical)), Group::Historic),
        ];
        for (known, expected) in cases {
            assert_eq!(group(&known), expected, "{known:?}");
        }
    }

    /// A committed change with a passing run; then something done to it.
    fn run_of(committed: bool, edit: impl FnOnce(&mut After)) -> Option<RunId> {
        let mut after = Fixture::changed().after();
        after.snapshot.mode = Mode::Committed;
        let run = passing_run(&after);
        after.packet.evidence.runs = vec![RecordedRun { run, span: Span::default() }];
        edit(&mut after);
        gates_now(&crate::gate::after(&after), &after, committed, false).handed_off
    }

    fn verdict(digest: u8) -> Report {
        Report {
            title: String::new(),
            heading: Span::default(),
            span: Span::default(),
            date: None,
            verdict: Some(Verdict::Fail),
            note: None,
            verdict_span: None,
            digest: Digest::of(&[digest]),
            bound: None,
        }
    }

    #[test]
    fn handed_off_is_committed_run_and_not_judged_since() {
        assert!(run_of(true, |_| {}).is_some());
        assert_eq!(run_of(false, |_| {}), None, "the packet is not committed");
        assert_eq!(run_of(true, |after| after.snapshot.mode = Mode::Worktree), None, "the work is not committed");
        assert_eq!(run_of(true, |after| after.runs.tree = Some(Digest::of(b"other files"))), None);
        assert_eq!(run_of(true, |after| after.packet.evidence.runs.clear()), None);
    }

    #[test]
    fn a_verdict_counts_where_it_saw_the_run() {
        let judged = |with_run: bool| {
            move |after: &mut After| {
                after.packet.reports.push(verdict(1));
                let mut before = after.packet.clone();
                if !with_run {
                    before.evidence.runs.clear();
                }
                let checkpoint = after.checkpoint.as_mut().expect("the fixture has one");
                checkpoint.packet = before;
            }
        };
        assert_eq!(run_of(true, judged(true)), None, "the verdict was given on this run");
        assert!(run_of(true, judged(false)).is_some(), "it was mended and run since");
        assert_eq!(
            run_of(true, |after| after.packet.reports.push(verdict(2))),
            None,
            "nobody recorded the verdict yet"
        );
    }
}
