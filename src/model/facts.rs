//! Everything a gate may look at, gathered before the first gate is asked. Gates of pre-work see [`Before`], gates of
//! post-work see [`After`]: a gate cannot ask for what does not exist yet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    AuditFacts, Change, Commit, Config, Digest, Image, KnownRuns, Oid, Packet, PacketId, Refinement, Registry,
    RepoPath, Scope, Shell, Signature, SignatureAudit, Snapshot, Spec, Status, Waiver,
};
use crate::text::Sources;

/// The facts of pre-work: the files on disk, with HEAD.
#[derive(Clone, Debug)]
pub struct Before {
    /// The moment that counts as now.
    pub now: DateTime<Utc>,
    /// The configuration on disk.
    pub config: Config,
    /// The id that was asked for.
    pub id: PacketId,
    /// Where the packet lies.
    pub path: RepoPath,
    /// The packet on disk.
    pub packet: Packet,
    /// HEAD; `None` before the first commit.
    pub head: Option<Commit>,
    /// The packet in HEAD; `None` where HEAD does not hold it.
    pub committed: Option<Packet>,
    /// Where the packet says that its refinement lies.
    pub refinement_path: Option<RepoPath>,
    /// The refinement on disk; `None` where there is none.
    pub refinement: Option<Refinement>,
    /// True where HEAD holds the refinement with the same bytes, line endings aside.
    pub refinement_committed: bool,
    /// The specification files that exist, by the names of `gate::spec_names` and of `spec_target`. A name is looked for
    /// at the root, then in the folder of the pointer.
    pub specs: BTreeMap<String, SpecFile>,
    /// The name that SPEC_TARGET (the pointer) leads to, as the pointer writes it; the pointer itself where it is the
    /// specification; `None` where it leads nowhere.
    pub spec_target: Option<String>,
    /// The signature audit log, where there is one.
    pub signature_audit: Option<SignatureAudit>,
    /// The registry, where there is one.
    pub registry: Option<Registry>,
    /// The other packets of this work tree.
    pub others: Vec<OtherPacket>,
    /// Those that are In Progress, of this work tree, the other worktrees and all branches, dormant ones left out; sorted by
    /// id.
    pub claims: Vec<Claimed>,
    /// Of `gate::pointed_at`, what exists on disk: files and folders.
    pub existing: BTreeSet<String>,
    /// Of `gate::module_files`, what exists on disk, each with its text.
    pub modules: BTreeMap<String, String>,
    /// The shells that this machine has.
    pub shells: BTreeSet<Shell>,
    /// Paths outside governance that differ from the merge base with the default branch, uncommitted ones included.
    pub changed: BTreeSet<RepoPath>,
    /// The texts that the packets, refinement, specifications and tables above were read from.
    pub sources: Sources,
}

/// A specification file: its headings, and the digests of its content.
#[derive(Clone, Debug)]
pub struct SpecFile {
    /// Its headings.
    pub spec: Spec,
    /// SHA1 of the content as it is, with LF line ends, and with CRLF line ends.
    pub digests: [Digest; 3],
}

/// Another packet of this work tree, as far as this one's gates care.
#[derive(Clone, Debug)]
pub struct OtherPacket {
    /// Its id.
    pub id: PacketId,
    /// Where it lies.
    pub path: RepoPath,
    /// What it says of itself.
    pub status: Option<Status>,
    /// Its signature.
    pub signature: Option<Signature>,
}

/// Another packet that is In Progress, and whose work is not dormant.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its id.
    pub id: PacketId,
    /// The worktree or the branch that works on it, as people would name it; `None` where nothing tells.
    pub place: Option<String>,
    /// What its coder may change.
    pub scope: Scope,
}

/// The facts of post-work: a snapshot of git, and the packet in it.
#[derive(Clone, Debug)]
pub struct After {
    /// The moment that counts as now.
    pub now: DateTime<Utc>,
    /// The configuration at the base of the snapshot: a relaxation does not excuse the change that makes it.
    pub config: Config,
    /// True where the snapshot changes the configuration.
    pub config_changed: bool,
    /// The id that was asked for.
    pub id: PacketId,
    /// Where the packet lies.
    pub path: RepoPath,
    /// The packet at the head of the snapshot.
    pub packet: Packet,
    /// What is compared.
    pub snapshot: Snapshot,
    /// The packet, its refinement, the board, the registry, the signature audit log, and the packets that it goes on
    /// from, with their refinements.
    pub governance: BTreeSet<RepoPath>,
    /// Of the packets that it goes on from and their refinements, those that the snapshot made into more than Superseded ones.
    pub rewritten: BTreeSet<RepoPath>,
    /// True where nothing outside governance changed between the merge base and the head, whatever the mode.
    pub audit_only: bool,
    /// The commit that first froze the contract, and the packet in it; `None` where no commit holds the packet.
    /// `contract_unchanged` moves it on by the amendments among the revisions.
    pub checkpoint: Option<Checkpoint>,
    /// The recorded versions of the packet after the first commit that froze the contract (amendments included),
    /// oldest first, then the head's own where that is not committed.
    pub revisions: Vec<Revision>,
    /// The parents of the branch's commits; on the default branch, of those that touched the packet.
    pub parents: BTreeMap<Oid, Vec<Oid>>,
    /// The waivers in force: those of the base, and those that were committed alone since.
    pub waivers: Vec<Waiver>,
    /// Waivers that this snapshot brings: they count once they are committed.
    pub new_waivers: Vec<Waiver>,
    /// The files that manifest entries name, by their path as written; and changed files that have no entry, or are out
    /// of scope, as many as a report can show.
    pub targets: BTreeMap<String, TargetFile>,
    /// Of all that the packet points to, what exists at the head.
    pub existing: BTreeSet<String>,
    /// The audits of the packet and of the configuration at the base, and what they found at the head.
    pub audits: AuditFacts,
    /// True where HEAD holds a packet with its approval.
    pub approved_in_head: bool,
    /// Paths outside governance that are changed and not committed.
    pub uncommitted: BTreeSet<RepoPath>,
    /// Paths outside governance that the branch's commits changed behind the last of the recorded revisions.
    pub code_since: BTreeSet<RepoPath>,
    /// Who wrote the code, as `Name <mail>`: the authors of the branch's commits that touch more than governance, and
    /// where code is uncommitted, whom git would name.
    pub coders: BTreeSet<String>,
    /// What is known of the runs that the packet records.
    pub runs: KnownRuns,
    /// The texts that the packets above were read from.
    pub sources: Sources,
}

/// The commit that froze the contract.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// The commit.
    pub commit: Commit,
    /// The packet as it was there, moved on by every amendment that was committed alone.
    pub packet: Packet,
    /// The commits of those amendments.
    pub amendments: Vec<Commit>,
    /// Paths outside governance that the commit changed as well, or that the branch had changed before it: nothing shows
    /// that the contract was there first.
    pub code: BTreeSet<RepoPath>,
}

/// One recorded version of the packet.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The commit; `None` for what is not committed.
    pub commit: Option<Commit>,
    /// The parent that it is told against: a merge comes once for each that it differs from.
    pub parent: Option<Oid>,
    /// The packet before it; `None` where it brings the packet.
    pub before: Option<Packet>,
    /// The packet after it; `None` where it removes the packet.
    pub after: Option<Packet>,
    /// True where it changes nothing outside governance.
    pub alone: bool,
    /// Paths outside governance that the branch's commits changed since the revision before this one (since the merge
    /// base, for the first), this one's own included.
    pub code: BTreeSet<RepoPath>,
}

/// A file that an entry names, on all sides that it can be judged against.
#[derive(Clone, Debug, Default)]
pub struct TargetFile {
    /// What the snapshot did to it; `None` where it did nothing.
    pub change: Option<Change>,
    /// At the base.
    pub base: Option<Image>,
    /// At the merge base with the default branch, where that differs from the base; the outer `None` where it does not.
    pub merge_base: Option<Option<Image>>,
    /// At the head.
    pub head: Option<Image>,
    /// The path as git has it, where it has it in another case only.
    pub other_case: Option<RepoPath>,
    /// How often the default branch has changed it since the merge base, and the last such commit.
    pub moved: Option<(usize, Commit)>,
    /// What a digest is known to be where it is not the right one: "the blob id of ..", "this file at 3c1f22a".
    pub known: BTreeMap<Digest, String>,
}

impl After {
    /// The changes that need a manifest entry: those outside governance and the exempt paths.
    pub fn needs_entry(&self) -> impl Iterator<Item = &Change> {
        let exempt = |path: &RepoPath| self.governance.contains(path) || self.config.is_exempt(path);
        self.snapshot.changes.iter().filter(move |change| !exempt(&change.path))
    }
}
