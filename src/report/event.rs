//! The events of a run, and who listens to them.

use std::io;

use super::{
    AppendedEntry, PacketView, ReportText, ReviewView, RunRow, RunView, StandingsView, StatusView, VerifiedView,
};
use crate::finding::{Code, Finding};
use crate::gate::{Judged, Outcome, Topic};
use crate::model::{Digest, Oid, Status};
use crate::text::Sources;

/// One thing that a command has to say.
#[derive(Clone)]
pub enum Event {
    /// The command knows what it is going to judge.
    Started(Started),
    /// One gate was asked.
    Judged(Judged),
    /// One rule over the tree was judged.
    Audited(AuditLine),
    /// One thing was found wanting.
    Found(Finding),
    /// The finding before this is a disagreement of the truths.
    Disagreed(DisagreementRow),
    /// A table that belongs to a topic's line.
    Detail(Detail),
    /// One line of what the reader may, may not, and must do.
    Brief(Brief),
    /// The entries of packets, and what was done to them.
    Verified(Box<VerifiedView>),
    /// What a review has set up.
    Reviewed(ReviewView),
    /// Where verdicts stand.
    Standings(Box<StandingsView>),
    /// The packet as understood.
    Packet(Box<PacketView>),
    /// A plan that was carried out, or would be.
    Ran(Box<RunView>),
    /// A run that is kept here.
    Run(RunRow),
    /// How far the packets have come.
    Status(Box<StatusView>),
    /// What proves one item of DONE_MEANS.
    Proven(ProvenItem),
    /// The digests of one path.
    Hashed(HashedPath),
    /// Whether one path may be changed.
    Allowed(AllowedPath),
    /// The explanation of one code.
    Explained(&'static Code),
    /// One code of the list of all.
    Listed(&'static Code),
    /// A chapter of the demonstration: its title, and what happens in it.
    Chapter(String, String),
    /// One file that was written, or would be.
    Wrote(Written),
    /// A validator's report, as it will stand in the packet.
    Report(ReportText),
    /// A verdict that was appended, or would be.
    Appended(Box<AppendedEntry>),
    /// A packet that somebody works on, with what it lacks today.
    Adopted(AdoptedPacket),
    /// Text that is the result itself: a manifest block, a script.
    Text(String),
    /// The command is done.
    Ended(Ended),
}

/// What a command is going to judge.
#[derive(Clone, Debug, Default)]
pub struct Started {
    /// The command's name.
    pub command: &'static str,
    /// The packet, where there is one.
    pub packet: Option<PacketRef>,
    /// What is compared, where anything is.
    pub snapshot: Option<SnapshotRef>,
    /// What is compared with what, in words; stands behind the packet's id.
    pub headline: String,
    /// What else the reader should know at once: what is not judged, which clock counts.
    pub context: Vec<String>,
}

/// A packet as reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketRef {
    /// Its id.
    pub id: String,
    /// Its path, relative to the repository's root.
    pub path: String,
}

/// A snapshot as reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRef {
    /// The mode's word.
    pub mode: &'static str,
    /// The base: a commit, or `nothing`.
    pub base: Option<String>,
    /// The head: a commit, `index`, `worktree` or `disk`.
    pub head: String,
}

/// A table that belongs to a topic's line; columns are aligned by the reporter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Under which line it stands.
    pub topic: Topic,
    /// Its rows, each of the same number of cells.
    pub rows: Vec<Vec<String>>,
}

/// `you may change`, and the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// What the line is about.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// The digests of one path: at HEAD, in the index, on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashedPath {
    /// The path, relative to the root.
    pub path: String,
    /// Each side with what is there; `None` where the path is not.
    pub sides: Vec<(&'static str, Option<HashedSide>)>,
    /// Which to use for what, in words.
    pub advice: Vec<String>,
}

/// One side of a hashed path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashedSide {
    /// SHA1 of the content.
    pub sha1: Digest,
    /// SHA1 with every line ended by LF, and by CRLF; `None` where the content is not text.
    pub variants: Option<(Digest, Digest)>,
    /// git's object id of the content; `None` where the repository does not use SHA1 and git was not asked.
    pub blob: Option<Oid>,
}

/// What one rule over the tree came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// The rule's id.
    pub rule: String,
    /// What it demands.
    pub title: String,
    /// What it answers to elsewhere.
    pub tag: Option<String>,
    /// Whose rule it is.
    pub of: String,
    /// `pass`, `fail`, `no-verdict` or `skipped`.
    pub outcome: &'static str,
    /// How many files it looked at.
    pub files: usize,
    /// How many hits count.
    pub hits: usize,
    /// How many lie where they are allowed.
    pub allowed: usize,
    /// How many a waiver covers.
    pub waived: usize,
    /// How many the baseline knows.
    pub baseline: usize,
    /// How many were there before.
    pub old: usize,
    /// The counts, in words.
    pub phrase: String,
}

/// Whether one path may be changed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedPath {
    /// The path, relative to the root.
    pub path: String,
    /// True where it may be changed.
    pub allowed: bool,
    /// Why, with the place in the packet.
    pub reason: String,
}

/// A file that was written, or would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its path, relative to the root.
    pub path: String,
    /// `created`, `changed` or `unchanged`; `would create`, `would change` where nothing was to be written.
    pub action: &'static str,
    /// What changed in it, as a unified diff, where that is to be seen.
    pub diff: Option<String>,
}

/// One disagreement of the truths, beside its finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisagreementRow {
    /// The index of its finding.
    pub finding: usize,
    /// What it is about: a packet, a signature, a lineage.
    pub about: Option<String>,
    /// True where the tool can mend it.
    pub fixable: bool,
}

/// A packet that somebody works on, with what it lacks today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdoptedPacket {
    /// Its id.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// What `pre-work` would say of it today.
    pub outcome: Outcome,
    /// The gates that do not hold; `status_allows_work` where its status refuses work.
    pub failing: Vec<&'static str>,
}

/// An item of DONE_MEANS, beside what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenItem {
    /// Its text.
    pub text: String,
    /// The line of the packet, counted from 1.
    pub line: usize,
    /// What proves it; empty where it is left to a person.
    pub proofs: Vec<ProofRef>,
}

/// A step or a gate run that proves an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRef {
    /// `command`, `audit`, or `this run` of the gates.
    pub kind: &'static str,
    /// The step's number and line; `None` for this run.
    pub step: Option<(usize, usize)>,
    /// The run that carried the step out, and what came of it; `None` where no run counts.
    pub run: Option<(String, &'static str)>,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The outcome, warnings already weighed.
    pub outcome: Outcome,
    /// A few words behind it; empty where the counts of gates and findings say it all.
    pub summary: String,
    /// The most useful next command.
    pub next: Option<String>,
}

/// Words events in one format.
pub trait Reporter {
    /// Takes one event; `sources` holds every text that it points into.
    fn event(&mut self, sources: &Sources, event: Event) -> io::Result<()>;

    /// Takes the end of the run; nothing comes behind it.
    fn finish(&mut self) -> io::Result<()>;
}
