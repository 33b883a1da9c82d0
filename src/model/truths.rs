//! All that says something of packets, gathered so that it can be compared.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    Board, Commit, PacketId, PacketPlace, Refinement, RepoPath, Signature, SignatureUse, Signed, SpecFile, Status,
    Survey, SurveyedPacket, Verdict,
};
use crate::text::Source;

/// The packets, and everything beside them that speaks of them.
#[derive(Clone, Debug)]
pub struct Truths {
    /// The packets, the tables, the branches and worktrees.
    pub survey: Survey,
    /// The board on disk.
    pub board: Option<Board>,
    /// The board of the default branch, where HEAD is not on it.
    pub trunk_board: Option<Board>,
    /// The refinements of this work tree, by path.
    pub refinements: BTreeMap<RepoPath, SurveyedRefinement>,
    /// The specification files that active packets name, by name.
    pub specs: BTreeMap<String, SpecFile>,
    /// The file that the pointer to the specification leads to now; `None` where it leads nowhere.
    pub spec_current: Option<String>,
    /// Every use of a signature, in the whole history; of a shallow clone in this work tree alone.
    pub uses: Vec<SignatureUse>,
    /// What git knows that packets speak of.
    pub known: KnownToGit,
    /// The moment before which rows of tables are not judged; `None` where all of them are.
    pub adopted: Option<DateTime<Utc>>,
    /// Files that a broken-off work was to write.
    pub pending: Vec<String>,
    /// The process that left its note in the lock, and holds it no more.
    pub dead_holder: Option<u32>,
}

/// A refinement, and whether it is what was signed.
#[derive(Clone, Debug)]
pub struct SurveyedRefinement {
    /// What was understood of it.
    pub refinement: Refinement,
    /// The commit that brought its signature, where the text is another one now.
    pub signed_otherwise: Option<Commit>,
}

/// What packets speak of, and git knows or does not know.
#[derive(Clone, Debug, Default)]
pub struct KnownToGit {
    /// The names of all branches, local ones and those of remotes without the remote.
    pub branches: BTreeSet<String>,
    /// Recorded merge bases that are no commit here.
    pub unknown_bases: BTreeSet<String>,
    /// Packets that HEAD does not hold in any form.
    pub unheld: BTreeSet<PacketId>,
    /// For packets whose branch the default one holds, that branch and its last commit.
    pub merged: BTreeMap<PacketId, (String, Commit)>,
}

impl Truths {
    /// The packets that are judged: historic ones only where somebody works on them.
    pub fn judged(&self) -> impl Iterator<Item = &SurveyedPacket> {
        self.survey.packets.iter().filter(|packet| !packet.historic || packet.is_active())
    }

    /// The packets that somebody works on, or is to; one that a later revision replaced is told of as such, and no more.
    pub fn active(&self) -> impl Iterator<Item = &SurveyedPacket> {
        let mut latest: BTreeMap<&str, u32> = BTreeMap::new();
        for packet in self.survey.packets.iter().filter(|packet| packet.status() != Some(Status::Superseded)) {
            let known = latest.entry(packet.base_id()).or_default();
            *known = packet.revision().max(*known);
        }
        let is_latest = move |packet: &SurveyedPacket| latest.get(packet.base_id()) == Some(&packet.revision());
        self.survey.packets.iter().filter(move |packet| packet.is_active() && !packet.behind && is_latest(packet))
    }

    /// True where HEAD is the default branch, or nothing tells which that is: here the board is to be right.
    pub fn on_trunk(&self) -> bool {
        self.survey.trunk.as_ref().is_none_or(|trunk| trunk.is_here)
    }

    /// True where a row of the audit log is judged: not one of the time before the packets were taken over.
    pub fn counts(&self, signature: &str) -> bool {
        let when = Signature::parse(signature).and_then(|signature| signature.when);
        !matches!((when, self.adopted), (Some(when), Some(adopted)) if when <= adopted.naive_utc())
    }

    /// A packet as it is on other branches than the default one, and in the worktrees of these.
    pub fn on_branches<'a>(&'a self, id: &'a PacketId) -> impl Iterator<Item = &'a SurveyedPacket> {
        let trunk = self.survey.trunk.as_ref().map(|trunk| &trunk.name);
        self.survey.elsewhere.iter().filter(move |other| {
            let branch = match &other.place {
                PacketPlace::Here => None,
                PacketPlace::Worktree { branch, .. } => branch.as_ref(),
                PacketPlace::Branch { name } => Some(name),
            };
            other.id == *id && (branch.is_none() || branch != trunk)
        })
    }

    /// The text of a packet.
    pub fn text(&self, packet: &SurveyedPacket) -> &Source {
        self.survey.sources.get(packet.packet.source)
    }

    /// The refinement that a packet names, where that lies in this work tree.
    pub fn refinement(&self, packet: &SurveyedPacket) -> Option<&SurveyedRefinement> {
        let file = packet.packet.metadata.refinement_file.get()?;
        self.refinements.get(&RepoPath::from(file.as_str()))
    }
}

impl SurveyedPacket {
    /// What it says of itself.
    pub fn status(&self) -> Option<Status> {
        self.packet.metadata.status.get().copied()
    }

    /// The verdict that governs.
    pub fn verdict(&self) -> Option<Verdict> {
        self.packet.last_verdict().and_then(|report| report.verdict)
    }

    /// True where somebody works on it, or is to.
    pub fn is_active(&self) -> bool {
        matches!(self.status(), Some(Status::ReadyForDev | Status::InProgress | Status::Blocked))
    }

    /// The use of a signature that it is itself; `None` where it has none.
    pub fn signature_use(&self) -> Option<SignatureUse> {
        Some(SignatureUse {
            signature: self.packet.metadata.signature.get()?.clone(),
            signed: Signed::Packet(self.id.clone()),
            place: self.path.to_string(),
            site: None,
        })
    }

    /// The id of its lineage: BASE_WP_ID, else its own without the revision.
    pub fn base_id(&self) -> &str {
        let own = self.id.revision().map_or(self.id.as_str(), |(stem, _)| stem);
        self.packet.metadata.base_id.get().map_or(own, String::as_str)
    }

    /// Which revision of its lineage it is; 1 where its id names none.
    pub fn revision(&self) -> u32 {
        self.id.revision().map_or(1, |(_, revision)| revision)
    }
}
