//! Why a run cannot be begun, kept or found.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::model::RunId;
use crate::world::files::{FileError, LockError, WriteError};

/// A run cannot be begun, kept or found.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum RunsError {
    /// A run of this packet is underway.
    Underway { packet: String, holder: Option<u32>, run: String },
    /// It is asked for from within a run of the same packet.
    Within { packet: String, run: String },
    /// The lock is refused.
    Lock(LockError),
    /// The folder of the runs cannot be read or written.
    Folder { path: PathBuf, source: io::Error },
    /// A record cannot be read.
    File(FileError),
    /// A record cannot be written.
    Write(WriteError),
    /// No run has an id that begins so.
    NoSuchRun { id: String, known: Vec<RunId> },
    /// Several runs have an id that begins so.
    Ambiguous { id: String, runs: Vec<RunId> },
    /// The run has no such step, or the step has no log.
    NoLog { run: RunId, step: usize, steps: usize },
}

impl fmt::Display for RunsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Underway { packet, holder, run } => {
                let holder = holder.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"));
                write!(f, "run {run} of `{packet}` is underway: {holder} holds its lock")
            }
            Self::Within { packet, run } => {
                write!(f, "this is step of run {run} of `{packet}` itself: a plan that runs itself has no end")
            }
            Self::Lock(error) => error.fmt(f),
            Self::Folder { path, source } => write!(f, "`{}` cannot be used: {source}", path.display()),
            Self::File(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::NoSuchRun { id, .. } => write!(f, "no run here has the id `{}`", id.escape_debug()),
            Self::Ambiguous { id, runs } => {
                let runs: Vec<String> = runs.iter().map(ToString::to_string).collect();
                write!(f, "`{}` begins the ids of several runs: {}", id.escape_debug(), runs.join(", "))
            }
            Self::NoLog { run, step, steps } => {
                write!(
                    f,
                    "run {run} keeps no log of a step {step}: it has {steps} steps, and those that were run have logs"
                )
            }
        }
    }
}

impl RunsError {
    /// What mends it, the best first.
    pub fn help(&self) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        match self {
            Self::Underway { holder: Some(pid), .. } => {
                vec!["wait for it".to_owned(), format!("end it: kill {pid}  (it ends its steps and says so)")]
            }
            Self::Underway { .. } => one("wait for it"),
            Self::Within { packet, .. } => {
                vec![format!("take `taskpacket run {packet}` out of what the TEST_PLAN runs")]
            }
            Self::NoSuchRun { known, .. } if known.is_empty() => one("taskpacket run  makes one"),
            Self::NoSuchRun { .. } => one("taskpacket runs  lists them"),
            Self::NoLog { run, .. } => vec![format!("taskpacket runs show {run}")],
            Self::Ambiguous { .. } => one("give more of its digits"),
            Self::Lock(_) | Self::Folder { .. } | Self::File(_) | Self::Write(_) => Vec::new(),
        }
    }
}

impl std::error::Error for RunsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Lock(error) => Some(error),
            Self::Folder { source, .. } => Some(source),
            Self::File(error) => Some(error),
            Self::Write(error) => Some(error),
            _ => None,
        }
    }
}

impl From<FileError> for RunsError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<WriteError> for RunsError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
