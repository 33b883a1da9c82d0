//! Every packet that the repository knows of, where each lies and is worked on, and what stands beside them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::{Commit, Config, Oid, Packet, PacketId, Registry, RepoPath, SignatureAudit};
use crate::finding::Finding;
use crate::text::{SourceId, Sources};

/// What there is to know of all packets at once.
#[derive(Clone, Debug)]
pub struct Survey {
    /// The moment that counts as now.
    pub now: DateTime<Utc>,
    /// The configuration on disk.
    pub config: Config,
    /// The commit checked out; `None` before the first one.
    pub head: Option<Oid>,
    /// The branch checked out; `None` where HEAD is detached.
    pub branch: Option<String>,
    /// The default branch; `None` where nothing tells it.
    pub trunk: Option<SurveyedTrunk>,
    /// The other branches that the default branch does not hold already, sorted by name; those of the remote only where no
    /// local one has the name.
    pub branches: Vec<SurveyedBranch>,
    /// All worktrees, the main one first.
    pub worktrees: Vec<SurveyedWorktree>,
    /// The packets of this work tree as they lie on disk, sorted by id.
    pub packets: Vec<SurveyedPacket>,
    /// Packets of other worktrees and branches, where the work there made them other than they are here; and those of the
    /// default branch that are not as they are here, where this is another branch. Sorted by id, then place.
    pub elsewhere: Vec<SurveyedPacket>,
    /// The stubs of this work tree, sorted by id.
    pub stubs: Vec<Stub>,
    /// The task board on disk.
    pub board: Option<SourceId>,
    /// The registry on disk.
    pub registry: Option<Registry>,
    /// The signature audit log on disk.
    pub signature_audit: Option<SignatureAudit>,
    /// Where each packet is worked on: the branches that name it, and those that name none and whose own commits touched
    /// this packet alone; the default branch is none of them.
    pub work: BTreeMap<PacketId, Vec<Work>>,
    /// The texts that all of it was read from.
    pub sources: Sources,
}

/// The default branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedTrunk {
    /// Its name.
    pub name: String,
    /// Its latest commit: of the local branch, else of the remote's; `None` before the first commit.
    pub tip: Option<Oid>,
    /// True where HEAD is it, or is detached at a commit of it.
    pub is_here: bool,
    /// The task board in its latest commit, where this is another branch.
    pub board: Option<SourceId>,
}

/// A branch that holds commits of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedBranch {
    /// Its name, without `refs/heads/`; one of a remote with the remote in front.
    pub name: String,
    /// Its latest commit.
    pub tip: Oid,
    /// The commits that the default branch does not hold, newest first.
    pub own: Vec<Touch>,
}

/// A worktree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedWorktree {
    /// Its top folder.
    pub path: PathBuf,
    /// The branch checked out; `None` where HEAD is detached.
    pub branch: Option<String>,
    /// The commit checked out.
    pub head: Option<Oid>,
    /// True for the one that we are in.
    pub is_here: bool,
    /// True where its folder is gone, or it never had files.
    pub without_files: bool,
}

/// A packet as it lies in one place.
#[derive(Clone, Debug)]
pub struct SurveyedPacket {
    /// The id that its file's name gives it.
    pub id: PacketId,
    /// Where it lies, relative to the root.
    pub path: RepoPath,
    /// In which work tree or branch.
    pub place: PacketPlace,
    /// What was understood of it.
    pub packet: Packet,
    /// What the parser found wanting.
    pub findings: Vec<Finding>,
    /// True where its bytes are those that it has in the commit `judge_since`.
    pub historic: bool,
    /// True where HEAD does not hold it as it is here: it is new or changed, and not committed.
    pub uncommitted: bool,
    /// True where neither this branch nor anybody on disk touched it, and the default branch has another version: what lies
    /// here is merely old.
    pub behind: bool,
    /// The last commit that brought it in this form; `None` where no commit holds it so.
    pub touched: Option<Touch>,
}

/// Where a packet lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PacketPlace {
    /// On disk, in this work tree.
    Here,
    /// On disk, in another worktree.
    Worktree {
        /// Its top folder.
        path: PathBuf,
        /// The branch checked out there.
        branch: Option<String>,
    },
    /// In the latest commit of a branch.
    Branch {
        /// The branch's name.
        name: String,
    },
}

/// A commit, and when it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The commit.
    pub commit: Commit,
    /// When.
    pub when: DateTime<Utc>,
}

/// One place where a packet is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The branch.
    pub branch: String,
    /// Its latest commit.
    pub tip: Oid,
    /// The worktree that has the branch checked out.
    pub worktree: Option<PathBuf>,
    /// True where that is this work tree.
    pub is_here: bool,
    /// The branch's last commit of its own; `None` where it has none.
    pub last: Option<Touch>,
}

/// An idea that is kept: it binds nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// The id that its file's name gives it.
    pub id: PacketId,
    /// Where it lies.
    pub path: RepoPath,
    /// Its text.
    pub source: SourceId,
}

impl Survey {
    /// The packet of that id in this work tree.
    pub fn packet(&self, id: &PacketId) -> Option<&SurveyedPacket> {
        let at = self.packets.binary_search_by(|packet| packet.id.cmp(id)).ok()?;
        self.packets.get(at)
    }
}
