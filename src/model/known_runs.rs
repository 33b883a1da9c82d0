//! What is known here of the runs that a packet records.

use std::collections::BTreeMap;

use super::{Digest, RepoPath, RunId};

/// What is known here of the runs that a packet records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownRuns {
    /// The digest of the head's files; `None` where there is no evidence, so that nobody needs it.
    pub tree: Option<Digest>,
    /// Of the recorded runs those of which something lies here.
    pub kept: BTreeMap<RunId, KeptHere>,
    /// Of those runs, where the list of their files lies here and differs from the head: the paths in which it does.
    pub moved: BTreeMap<RunId, Vec<RepoPath>>,
    /// A run of the plan as it stands on the files of the head that was made here and passed as a whole, with all its logs;
    /// the packet may record it or not.
    pub again: Option<RunId>,
    /// Runs on the files of the head that failed here after the one recorded last.
    pub failed_later: Vec<RunId>,
    /// The run of this very packet within which this is asked.
    pub within: Option<RunId>,
}

/// What lies here of a recorded run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptHere {
    /// Its record and its logs, as the packet says.
    Whole,
    /// Its record; logs of it are gone.
    LogsGone,
    /// Something else than the packet says: what.
    Different(Vec<String>),
}
