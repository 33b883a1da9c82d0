//! How far the packets have come, as `status` shows it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::gate::{Group, Outcome};
use crate::model::{Standing, Verdict};

/// What `status` has to say.
#[derive(Clone, Debug)]
pub struct StatusView {
    /// The packets that were asked for, by group, then those that wait longest first.
    pub rows: Vec<StatusRow>,
    /// True where only some were asked for: all of those are listed, and nothing is counted.
    pub filtered: bool,
    /// True where it is about one packet, which the lines around it tell.
    pub single: bool,
    /// How many stubs there are.
    pub stubs: usize,
    /// How many disagreements `doctor` would name; `None` where it was not asked.
    pub disagreements: Option<usize>,
}

/// How far one packet has come.
#[derive(Clone, Debug)]
pub struct StatusRow {
    /// Its id.
    pub id: String,
    /// The id of its lineage.
    pub base_id: String,
    /// Its revision; `None` where the id names none.
    pub revision: Option<u32>,
    /// Where its file lies, relative to the root.
    pub path: String,
    /// Which version this is about: `here`, or the branch or the worktree that it is of.
    pub place: String,
    /// Where it belongs.
    pub group: Group,
    /// What it says of itself.
    pub status: Option<String>,
    /// RISK_TIER.
    pub risk: Option<String>,
    /// CODER_MODEL.
    pub coder: Option<String>,
    /// True where it is as it was in the commit `judge_since`.
    pub historic: bool,
    /// Where it is worked on; the place that counts first.
    pub work: Vec<WorkRow>,
    /// What its gates say now.
    pub gates: GatesRow,
    /// The verdict that governs.
    pub verdict: Option<VerdictRow>,
    /// Since when it waits as it is: the last commit on its branch, or of the packet.
    pub since: Option<DateTime<Utc>>,
    /// The same in words: `3 h`; `-` where nothing tells.
    pub waits: String,
}

/// A place where a packet is worked on.
#[derive(Clone, Debug)]
pub struct WorkRow {
    /// The branch.
    pub branch: String,
    /// The worktree that has it checked out, as people would name it; `.` for this one.
    pub worktree: Option<String>,
    /// Its last own commit, in its short form, and when that was recorded.
    pub last: Option<(String, DateTime<Utc>)>,
}

/// What the gates of a packet say now.
#[derive(Clone, Debug, Default)]
pub struct GatesRow {
    /// The outcome; `None` where they were not asked.
    pub outcome: Option<Outcome>,
    /// The topics that fail, or could not be judged.
    pub wanting: Vec<&'static str>,
    /// How many items of DONE_MEANS are left to a person.
    pub by_eye: usize,
    /// The run that makes it handed off.
    pub run: Option<String>,
    /// In a few words.
    pub words: String,
    /// Why they were not asked, or could not answer.
    pub why_not: Option<String>,
}

/// The verdict that governs a packet.
#[derive(Clone, Debug)]
pub struct VerdictRow {
    /// What it is.
    pub verdict: Verdict,
    /// Whether it still holds; `None` where that was not looked into, or cannot be told.
    pub standing: Option<Standing>,
    /// When it was given.
    pub date: Option<NaiveDate>,
    /// By whom, as typed.
    pub validator: Option<String>,
    /// True where the work was mended and handed off since.
    pub mended: bool,
}

impl StatusView {
    /// How many packets belong to a group, its endings taken together.
    pub fn count(&self, word: &str) -> usize {
        self.rows.iter().filter(|row| row.group.word() == word).count()
    }
}
