//! How far the packets have come, as a part of `taskpacket/report/v1`.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::gate::Group;
use crate::report::{GatesRow, StatusRow, StatusView, WorkRow};

/// What `status` has to say.
#[derive(Serialize, JsonSchema)]
pub(super) struct StatusDocument {
    /// How many of the packets below belong to each group.
    counts: BTreeMap<&'static str, usize>,
    /// How many stubs there are.
    stubs: usize,
    /// How many disagreements `doctor` would name; null where it was not asked.
    disagreements: Option<usize>,
    /// The packets that were asked for: by group, then those that wait longest first.
    packets: Vec<StatusRowDocument>,
}

#[derive(Serialize, JsonSchema)]
struct StatusRowDocument {
    /// Its id.
    id: String,
    /// The id of its lineage.
    base_id: String,
    /// Its revision; null where the id names none.
    revision: Option<u32>,
    /// Where its file lies, relative to the root.
    path: String,
    /// Which version this is about: `here`, or the branch or the worktree that it is of.
    place: String,
    /// `to-judge`, `in-work`, `ready`, `blocked`, `done`, `historic`, `superseded` or `unknown`.
    group: &'static str,
    /// Of one that is done: `holds`, `judged` (whether it holds could not be told), `stale`, `ends-in-fail` or `no-verdict`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<&'static str>,
    /// What it says of itself; null where that is no status that is known.
    status: Option<String>,
    /// RISK_TIER.
    risk_tier: Option<String>,
    /// CODER_MODEL.
    coder: Option<String>,
    /// True where it is as it was in the commit `judge_since`.
    historic: bool,
    /// Where it is worked on; the place that counts first.
    work: Vec<WorkDocument>,
    /// What its gates say now.
    gates: GatesDocument,
    /// The verdict that governs.
    verdict: Option<VerdictDocument>,
    /// Since when it is as it is: the last commit on its branch, or of the packet.
    since: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct WorkDocument {
    /// The branch.
    branch: String,
    /// The worktree that has it checked out; `.` for this one.
    worktree: Option<String>,
    /// Its last own commit; null where it has none.
    last_commit: Option<String>,
    /// When that was recorded.
    last_when: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct GatesDocument {
    /// `pass`, `fail` or `no-verdict`; null where they were not asked.
    outcome: Option<&'static str>,
    /// The topics that fail, or could not be judged.
    wanting: Vec<&'static str>,
    /// How many items of DONE_MEANS are left to a person.
    by_eye: usize,
    /// The run that makes it handed off.
    handed_off_by: Option<String>,
    /// Why they were not asked, or could not answer.
    why_not: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct VerdictDocument {
    /// `PASS`, `FAIL` or `OUTDATED_ONLY`.
    verdict: String,
    /// `current`, `context moved`, `stale` or `superseded`; null where that was not looked into, or cannot be told.
    standing: Option<&'static str>,
    /// When it was given.
    date: Option<String>,
    /// By whom, as typed; null for one that was written by hand.
    validator: Option<String>,
    /// True where the work was mended and handed off since.
    mended_since: bool,
}

impl StatusDocument {
    pub fn new(view: &StatusView) -> Self {
        let mut counts = BTreeMap::new();
        for row in &view.rows {
            *counts.entry(row.group.word()).or_default() += 1;
        }
        Self {
            counts,
            stubs: view.stubs,
            disagreements: view.disagreements,
            packets: view.rows.iter().map(StatusRowDocument::new).collect(),
        }
    }
}

impl StatusRowDocument {
    fn new(row: &StatusRow) -> Self {
        Self {
            id: row.id.clone(),
            base_id: row.base_id.clone(),
            revision: row.revision,
            path: row.path.clone(),
            place: row.place.clone(),
            group: row.group.word(),
            ending: match row.group {
                Group::Done(ending) => Some(ending.word()),
                _ => None,
            },
            status: row.status.clone(),
            risk_tier: row.risk.clone(),
            coder: row.coder.clone(),
            historic: row.historic,
            work: row.work.iter().map(WorkDocument::new).collect(),
            gates: GatesDocument::new(&row.gates),
            verdict: row.verdict.as_ref().map(|verdict| VerdictDocument {
                verdict: verdict.verdict.to_string(),
                standing: verdict.standing.map(crate::model::Standing::word),
                date: verdict.date.map(|date| date.to_string()),
                validator: verdict.validator.clone(),
                mended_since: verdict.mended,
            }),
            since: row.since.map(moment),
        }
    }
}

impl WorkDocument {
    fn new(work: &WorkRow) -> Self {
        Self {
            branch: work.branch.clone(),
            worktree: work.worktree.clone(),
            last_commit: work.last.as_ref().map(|(commit, _)| commit.clone()),
            last_when: work.last.as_ref().map(|(_, when)| moment(*when)),
        }
    }
}

impl GatesDocument {
    fn new(gates: &GatesRow) -> Self {
        Self {
            outcome: gates.outcome.map(crate::gate::Outcome::word),
            wanting: gates.wanting.clone(),
            by_eye: gates.by_eye,
            handed_off_by: gates.run.clone(),
            why_not: gates.why_not.clone(),
        }
    }
}

fn moment(when: DateTime<Utc>) -> String {
    when.to_rfc3339_opts(SecondsFormat::Secs, true)
}
