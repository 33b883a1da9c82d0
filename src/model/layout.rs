//! Where the things of task packets lie in a repository, as far as their content tells.

use super::RepoPath;

/// What was found of task packets in a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The folders that hold packets, the one that matters most first.
    pub packets: Vec<PacketFolder>,
    /// The folder of the refinements.
    pub refinements: Option<RepoPath>,
    /// The file that names the current specification, or is it.
    pub spec: Option<RepoPath>,
    /// The task board.
    pub board: Option<RepoPath>,
    /// The traceability registry.
    pub registry: Option<RepoPath>,
    /// The signature audit log.
    pub signature_audit: Option<RepoPath>,
}

/// A folder that holds packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketFolder {
    /// Where it is; empty for the root.
    pub path: RepoPath,
    /// How many packets it holds.
    pub packets: usize,
    /// How many of them are Ready for Dev, In Progress or Blocked.
    pub active: usize,
}
