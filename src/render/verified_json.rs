//! What `verdict verify` found out, as a part of `taskpacket/report/v1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::{VerifiedPacket, VerifiedView};

/// The entries of packets, and what was done to them.
#[derive(Serialize, JsonSchema)]
pub(super) struct VerifiedDocument {
    /// How many commits touched the packets.
    commits: usize,
    /// The commit from which on they were looked at; null for all of history.
    since: Option<String>,
    /// Why what is not committed is not covered; null where it is.
    not_covered: Option<String>,
    /// The packets that have entries, or had some.
    packets: Vec<VerifiedPacketDocument>,
    /// What none of this proves.
    limits: Vec<LimitDocument>,
}

#[derive(Serialize, JsonSchema)]
struct VerifiedPacketDocument {
    /// Its id.
    id: String,
    /// Where it lies, or lay last.
    path: String,
    /// `pass`, `fail` or `no-verdict`.
    outcome: &'static str,
    /// How many commits touched it.
    commits: usize,
    /// Its entries, in its order.
    entries: Vec<VerifiedEntryDocument>,
    /// What was done to entries, in the order of the commits.
    faults: Vec<VerifiedFaultDocument>,
}

#[derive(Serialize, JsonSchema)]
struct VerifiedEntryDocument {
    /// Its title.
    title: String,
    /// The line of its heading, counted from 1.
    line: usize,
    /// Its verdict; null where it states none that counts.
    verdict: Option<String>,
    /// `append` where `verdict append` wrote it, else `hand`.
    by: &'static str,
    /// The commit from which on it is covered; null for what is not committed, and for what was there already when the
    /// history that was looked at begins.
    since: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct VerifiedFaultDocument {
    /// `lost`, `hidden`, `altered`, `rewritten`, `reordered`, `inserted` or `put-between`.
    what: &'static str,
    /// The title of the entry.
    entry: String,
    /// The commit; null for what is not committed, and where no commit tells.
    commit: Option<CommitDocument>,
}

#[derive(Serialize, JsonSchema)]
struct CommitDocument {
    /// Its id.
    id: String,
    /// Its first paragraph.
    subject: String,
    /// Its author, `Name <mail>`.
    author: String,
}

#[derive(Serialize, JsonSchema)]
struct LimitDocument {
    /// What is not proven.
    what: &'static str,
    /// What closes it.
    closed_by: &'static str,
}

impl VerifiedDocument {
    pub fn new(view: &VerifiedView) -> Self {
        let limits = view.limits.iter().map(|limit| LimitDocument { what: limit.what, closed_by: limit.closed_by });
        Self {
            commits: view.commits,
            since: view.since.clone(),
            not_covered: view.not_covered.clone(),
            packets: view.packets.iter().map(VerifiedPacketDocument::new).collect(),
            limits: limits.collect(),
        }
    }
}

impl VerifiedPacketDocument {
    fn new(packet: &VerifiedPacket) -> Self {
        let entries = packet.entries.iter().map(|entry| VerifiedEntryDocument {
            title: entry.title.clone(),
            line: entry.line,
            verdict: entry.verdict.clone(),
            by: entry.by,
            since: entry.since.clone(),
        });
        let commit = |(id, subject, author): &(String, String, String)| CommitDocument {
            id: id.clone(),
            subject: subject.clone(),
            author: author.clone(),
        };
        let faults = packet.faults.iter().map(|fault| VerifiedFaultDocument {
            what: fault.what,
            entry: fault.entry.clone(),
            commit: fault.commit.as_ref().map(commit),
        });
        Self {
            id: packet.id.clone(),
            path: packet.path.clone(),
            outcome: packet.outcome,
            commits: packet.commits,
            entries: entries.collect(),
            faults: faults.collect(),
        }
    }
}
