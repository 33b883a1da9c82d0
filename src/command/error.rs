//! Why a command could not find out: the errors of the floors below, joined once.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::model::{Oid, RepoPath};
use crate::text::plural;
use crate::world::files::{FileError, PacketError, WriteError};
use crate::world::gather;
use crate::world::git::{GitError, SandboxError};
use crate::world::reviews::ReviewError;
use crate::world::runs::RunsError;
use crate::world::session::SessionError;

/// A command could not find out.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum Error {
    /// Facts could not be gathered.
    Gather(gather::Error),
    /// The report could not be written.
    Output(io::Error),
    /// The current folder is gone.
    NoCurrentDir(io::Error),
    /// No check has that code or name.
    UnknownCode { code: String, nearest: Option<String> },
    /// No branch has that name.
    NoBranch { name: String },
    /// Several branches name the packet.
    WhichBranch { id: String, branches: Vec<String> },
    /// The worktree of an earlier review is at another commit.
    ReviewElsewhere { folder: PathBuf, at: Option<Oid>, tip: Oid },
    /// The draft of a report could not be kept.
    Review(ReviewError),
    /// A path lies outside the repository.
    Outside { path: PathBuf },
    /// The command has no findings, so their formats do not fit it.
    NoSuchForm,
    /// A shell could not be had, or was lost.
    Session(SessionError),
    /// There is no command of these words.
    NoSuchCommand { words: String },
    /// There is no repository yet that could be set up.
    NoRepositoryYet { dir: PathBuf },
    /// There is nothing to run.
    NoSteps { section: &'static str, step: Option<usize>, steps: usize },
    /// Somebody interrupted the run, and was told so.
    Interrupted,
    /// No rule has that id.
    UnknownRule { id: String, nearest: Option<String>, known: String },
    /// What was typed behind an option cannot stand in a packet.
    Unfit { option: &'static str, value: String, why: String },
    /// A parameter is not of the form `KEY=VALUE`.
    NoParameter { text: String },
    /// A validator's name is none.
    NoName { name: String },
    /// There are not as many reasons as gates that are taken on.
    UnpairedReasons { gates: usize, reasons: usize },
    /// A verdict stands in the packet, and git did not commit it.
    NotCommitted { paths: String, source: GitError },
    /// A text that was typed cannot stand in a packet.
    BadText { option: &'static str, text: String, why: &'static str },
    /// A path that was typed is none that a scope can hold.
    BadPath { path: String, why: String, instead: Option<String> },
    /// The packet is written in a way that an edit by spans would break.
    NotEditable { path: RepoPath },
    /// The demonstration's repository could not be made.
    Sandbox(SandboxError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gather(error) => error.fmt(f),
            Self::Output(error) => write!(f, "the report could not be written: {error}"),
            Self::NoCurrentDir(error) => write!(f, "the current folder cannot be read: {error}"),
            Self::UnknownCode { code, .. } => write!(f, "no check has the code or name `{}`", code.escape_debug()),
            Self::UnknownRule { id, .. } => write!(f, "no rule has the id `{}`", id.escape_debug()),
            Self::Unfit { option, value, why } => {
                let value: String = value.chars().take(80).collect();
                write!(f, "`{option} {}` cannot stand in a packet: {why}", value.escape_debug())
            }
            Self::NoParameter { text } => write!(f, "`{}` sets no parameter", text.escape_debug()),
            Self::NoBranch { name } => write!(f, "there is no branch `{}`", name.escape_debug()),
            Self::WhichBranch { id, branches } => {
                write!(f, "{} branches name {id}: {}", branches.len(), branches.join(", "))
            }
            Self::ReviewElsewhere { folder, at, tip } => {
                let at = at.as_ref().map_or("nothing", |at| at.short());
                write!(f, "the worktree `{}` is at {at}, and the branch at {}", folder.display(), tip.short())
            }
            Self::Review(error) => error.fmt(f),
            Self::Outside { path } => write!(f, "`{}` lies outside the repository", path.display()),
            Self::NoSuchCommand { words } => write!(f, "there is no command `{}`", words.escape_debug()),
            Self::NoRepositoryYet { dir } => {
                write!(f, "`{}` is in no git repository, and packets are judged against git", dir.display())
            }
            Self::NoSuchForm => {
                f.write_str("this command has no findings: junit, sarif, github and markdown do not fit it")
            }
            Self::BadText { option, text, why } => {
                write!(f, "`{option} {}` cannot be written into a packet: {why}", text.escape_debug())
            }
            Self::BadPath { path, why, .. } => write!(f, "`{}` is no path for a scope: {why}", path.escape_debug()),
            Self::NotEditable { path } => {
                write!(f, "`{path}` cannot be edited by this command: read again, it would be another packet")
            }
            Self::Session(error) => error.fmt(f),
            Self::NoSteps { section, step: Some(step), steps } => {
                write!(f, "{section} has no step {step}: it has {}", plural(*steps, "step"))
            }
            Self::NoSteps { section, step: None, .. } => write!(f, "{section} has no step, so nothing can be run"),
            Self::Interrupted => f.write_str("interrupted"),
            Self::NoName { name } => {
                let name: String = name.chars().take(80).collect();
                write!(f, "`{}` cannot stand in a packet as a validator's name", name.escape_debug())
            }
            Self::UnpairedReasons { gates, reasons } => {
                write!(f, "{} taken on, and {} given", plural(*gates, "gate"), plural(*reasons, "reason"))
            }
            Self::NotCommitted { paths, source } => {
                write!(f, "the verdict is appended to {paths}, and is not committed: {source}")
            }
            Self::Sandbox(error) => error.fmt(f),
        }
    }
}

impl Error {
    /// What mends it, the best first.
    pub fn help(&self) -> Vec<String> {
        let one = |help: &str| vec![help.to_owned()];
        match self {
            Self::Gather(error) => error.help(),
            Self::Session(SessionError::NoBash) => one("install bash, and have PATH lead to it"),
            Self::Output(_) | Self::Sandbox(_) | Self::Session(_) | Self::Interrupted | Self::Review(_) => Vec::new(),
            Self::BadText { option, .. } => vec![format!("write {option} with a short text of one line")],
            Self::BadPath { instead: Some(instead), .. } => vec![instead.clone()],
            Self::BadPath { .. } => {
                one("name a path inside the repository, relative to its root, with `/` between its parts")
            }
            Self::NotEditable { .. } => one("make the change by hand, and commit the packet alone"),
            Self::NoSteps { .. } => one("taskpacket show  lists the steps that there are"),
            Self::NoBranch { .. } => one("git branch --all  lists the branches; git fetch gets those of the remote"),
            Self::WhichBranch { id, branches } => {
                branches.iter().map(|branch| format!("taskpacket review {id} --branch {branch}")).collect()
            }
            Self::ReviewElsewhere { folder, tip, .. } => {
                let folder = RepoPath::from(folder.to_string_lossy().as_ref()).quoted();
                vec![
                    format!("git worktree remove {folder}  where nothing in it is needed any more"),
                    format!("git -C {folder} switch --detach {}", tip.short()),
                ]
            }
            Self::NoCurrentDir(_) => one("cd into a folder that exists, or name one with -C DIR"),
            Self::NoSuchCommand { .. } => one("taskpacket --help  lists them all"),
            Self::NoRepositoryYet { .. } => {
                vec![
                    "git init; then  taskpacket init".to_owned(),
                    "go into a repository, or name one with -C DIR".to_owned(),
                ]
            }
            Self::NoSuchForm => one("--format human, or --format json"),
            Self::UnknownCode { nearest, .. } => {
                let near = nearest.iter().map(|near| format!("taskpacket explain {near}"));
                near.chain(["taskpacket explain  (lists them all)".to_owned()]).collect()
            }
            Self::UnknownRule { nearest: Some(near), .. } => vec![format!("taskpacket audit explain {near}")],
            Self::UnknownRule { known, .. } => vec![format!("one of {known}")],
            Self::Unfit { option: "--scope", .. } => one("name a file, a folder or a pattern inside the repository"),
            Self::NoName { .. } => {
                one("write it in one line of letters, such as --validator 'Vera <vera@example.org>'")
            }
            Self::UnpairedReasons { .. } => one("write --unproven GATE --because TEXT for each gate"),
            Self::NotCommitted { paths, .. } => vec![format!("git commit --only -- {paths}")],
            Self::Unfit { option, .. } => vec![format!("write one line of plain text behind {option}")],
            Self::NoParameter { .. } => one("write --with KEY=VALUE, such as --with storage=src/db"),
            Self::Outside { .. } => one("name a path inside the repository, relative to the current folder"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Gather(error) => Some(error),
            Self::NotCommitted { source, .. } => Some(source),
            Self::Sandbox(error) => Some(error),
            Self::Session(error) => Some(error),
            Self::Output(error) | Self::NoCurrentDir(error) => Some(error),
            _ => None,
        }
    }
}

impl From<gather::Error> for Error {
    fn from(error: gather::Error) -> Self {
        Self::Gather(error)
    }
}

impl From<GitError> for Error {
    fn from(error: GitError) -> Self {
        Self::Gather(error.into())
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::Gather(error.into())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<SessionError> for Error {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Interrupted => Self::Interrupted,
            error => Self::Session(error),
        }
    }
}

impl From<RunsError> for Error {
    fn from(error: RunsError) -> Self {
        Self::Gather(error.into())
    }
}

impl From<ReviewError> for Error {
    fn from(error: ReviewError) -> Self {
        Self::Review(error)
    }
}

impl From<SandboxError> for Error {
    fn from(error: SandboxError) -> Self {
        Self::Sandbox(error)
    }
}

impl From<PacketError> for Error {
    fn from(error: PacketError) -> Self {
        Self::Gather(error.into())
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Gather(error.into())
    }
}
