//! Why facts could not be gathered: each with what mends it.

use std::fmt;
use std::io::ErrorKind;

use crate::finding::Finding;
use crate::model::RepoPath;
use crate::text::Sources;
use crate::world::clock::ClockError;
use crate::world::files::{FileError, PacketError, WriteError};
use crate::world::git::GitError;
use crate::world::runs::RunsError;

/// Facts could not be gathered, so nothing can be judged.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum Error {
    /// git could not tell.
    Git(GitError),
    /// A file could not be read.
    File(FileError),
    /// The configuration cannot be used; the findings say where and why.
    Configuration { path: String, findings: Vec<Finding>, sources: Box<Sources> },
    /// There is no such packet.
    Packet(PacketError),
    /// A file could not be written; it is as it was.
    Write(WriteError),
    /// `SOURCE_DATE_EPOCH` holds no time.
    Clock(ClockError),
    /// The runs that are kept here cannot be read.
    Runs(RunsError),
    /// The text is no id.
    BadId { id: String },
    /// `judge_since` names no commit of this repository.
    JudgeSince { commit: String, place: String, shallow: bool },
    /// No id was given, and nothing tells which packet is meant.
    WhichPacket { in_progress: Vec<String>, known: Vec<String>, folder: String },
    /// The packet lies on disk, but not in what is judged.
    NotInSnapshot { path: RepoPath, head: String, stage: bool },
    /// There is no commit yet.
    NoCommits,
    /// What is committed has nothing to be compared with.
    NoMergeBase { branch: Option<String> },
    /// The clone is shallow, and its history ends before the answer.
    Shallow { before: &'static str },
    /// Paths are in conflict.
    Unmerged { path: RepoPath, count: usize },
    /// Packets were moved from folder to folder more often than anybody follows.
    MovedTooOften { most: usize },
    /// git is in the middle of something.
    Unfinished { operation: &'static str },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Git(error) => error.fmt(f),
            Self::Runs(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::Configuration { path, findings, sources } => {
                write!(f, "the configuration `{path}` cannot be used")?;
                findings.iter().try_for_each(|finding| {
                    let line = finding.site.map(|site| format!("line {}: ", sources.position(site).line));
                    write!(f, "; {}{}", line.unwrap_or_default(), finding.message)?;
                    match &finding.expected {
                        Some(words) if finding.help.is_empty() => write!(f, ": {words}"),
                        _ => Ok(()),
                    }
                })
            }
            Self::Packet(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::Clock(error) => error.fmt(f),
            Self::BadId { id } => {
                let id: String = id.chars().take(80).collect();
                write!(f, "`{}` is no packet id: letters, digits, `.`, `_` and `-`, at most 200", id.escape_debug())
            }
            Self::JudgeSince { commit, place, .. } => {
                write!(
                    f,
                    "{place}: `judge_since` names `{}`, which is no commit of this repository",
                    commit.escape_debug()
                )
            }
            Self::WhichPacket { in_progress, folder, .. } if in_progress.is_empty() => {
                write!(f, "no WP-ID was given, the branch names none, and no packet in `{folder}` is In Progress")
            }
            Self::WhichPacket { in_progress, .. } => write!(
                f,
                "no WP-ID was given, the branch names none, and {} packets are In Progress: {}",
                in_progress.len(),
                in_progress.join(", ")
            ),
            Self::NotInSnapshot { path, head, .. } => {
                write!(f, "the packet `{path}` is on disk, but not in what is judged ({head})")
            }
            Self::NoCommits => f.write_str("the repository has no commit yet, so nothing can be compared"),
            Self::NoMergeBase { branch: Some(branch) } => {
                write!(f, "HEAD and the default branch `{branch}` have no common ancestor")
            }
            Self::NoMergeBase { branch: None } => {
                f.write_str("there is no default branch to compare with (no origin/HEAD, no main, no master)")
            }
            Self::Shallow { before } => {
                write!(f, "this clone is shallow, and its history ends before {before}")
            }
            Self::Unmerged { path, count: 1 } => {
                write!(f, "`{path}` is in conflict, so neither side is anybody's work")
            }
            Self::Unmerged { path, count } => {
                write!(f, "`{path}` and {} more are in conflict, so neither side is anybody's work", count - 1)
            }
            Self::MovedTooOften { most } => {
                write!(
                    f,
                    "packets were moved more than {most} times, from folder to folder: their past is not followed"
                )
            }
            Self::Unfinished { operation } => {
                write!(f, "a {operation} is in progress, so HEAD is not yet what it will be")
            }
        }
    }
}

impl Error {
    /// What mends it, the best first.
    pub fn help(&self) -> Vec<String> {
        let text = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Self::Packet(PacketError::Missing { id, nearest, .. }) => {
                let near = nearest.first().map(|near| format!("taskpacket show {near}"));
                let elsewhere = "correct `packets` in taskpacket.yaml, where packets lie in another folder".to_owned();
                let elsewhere = nearest.is_empty().then_some(elsewhere);
                near.into_iter().chain([format!("taskpacket new {id}")]).chain(elsewhere).collect()
            }
            Self::Packet(PacketError::Folder { source, .. }) if source.kind() == ErrorKind::NotFound => text(&[
                "taskpacket new WP-1-NAME",
                "taskpacket init  sets a repository up",
                "correct `packets` in taskpacket.yaml",
            ]),
            Self::Git(_) | Self::File(_) | Self::Write(_) | Self::Clock(_) | Self::Packet(_) => Vec::new(),
            Self::Configuration { findings, .. } => {
                findings.iter().flat_map(|finding| finding.help.iter().take(1).cloned()).collect()
            }
            Self::Runs(error) => error.help(),
            Self::BadId { .. } => text(&["name a packet as its file is named, without `.md`"]),
            Self::JudgeSince { shallow: true, .. } => text(&["git fetch --unshallow: this clone may merely lack it"]),
            Self::JudgeSince { .. } => text(&["name a commit that `git log` shows, or take the key out"]),
            Self::WhichPacket { known, .. } if known.is_empty() => text(&["taskpacket new WP-1-NAME"]),
            Self::WhichPacket { in_progress, known, .. } => {
                vec![format!(
                    "name the packet behind the command: {}",
                    few(if in_progress.is_empty() { known } else { in_progress })
                )]
            }
            Self::NotInSnapshot { path, stage: true, .. } => vec![format!("git add -- {}", path.quoted())],
            Self::NotInSnapshot { .. } => text(&["judge a commit that holds it"]),
            Self::NoCommits => text(&["git add the contract and commit it: the first commit is the checkpoint"]),
            Self::NoMergeBase { .. } => {
                text(&["set `default_branch` in taskpacket.yaml", "say what to compare: --range A..B"])
            }
            Self::Shallow { .. } => text(&["git fetch --unshallow"]),
            Self::Unmerged { .. } => text(&["resolve the conflicts and conclude the merge, then ask again"]),
            Self::MovedTooOften { .. } => text(&["begin behind the first moves: --since REV"]),
            Self::Unfinished { operation } => {
                vec![format!("git {operation} --continue"), "say what to compare: --range A..B".to_owned()]
            }
        }
    }
}

/// The first few ids of many.
fn few(ids: &[String]) -> String {
    const MOST: usize = 5;
    let named = ids.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = ids.len().saturating_sub(MOST);
    if more == 0 { named } else { format!("{named}, and {more} more") }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Git(error) => Some(error),
            Self::Runs(error) => Some(error),
            Self::File(error) => Some(error),
            Self::Packet(error) => Some(error),
            Self::Write(error) => Some(error),
            Self::Clock(error) => Some(error),
            _ => None,
        }
    }
}

impl From<GitError> for Error {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

impl From<RunsError> for Error {
    fn from(error: RunsError) -> Self {
        Self::Runs(error)
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<PacketError> for Error {
    fn from(error: PacketError) -> Self {
        Self::Packet(error)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl From<ClockError> for Error {
    fn from(error: ClockError) -> Self {
        Self::Clock(error)
    }
}
