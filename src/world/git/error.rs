//! Why git could not tell: what was asked, where, and what mends it.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The oldest git that knows all that is asked of it (`--path-format`, `--diff-merges=separate`).
const OLDEST: &str = "2.31";

/// git could not be asked, or did not answer.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum GitError {
    /// There is no such program.
    Missing { program: PathBuf },
    /// The program is too old for what is asked of it.
    TooOld { found: String },
    /// The place to start from is no folder.
    NoFolder { start: PathBuf, source: io::Error },
    /// No repository holds the place.
    NotARepository { start: PathBuf },
    /// The repository has no work tree, or the place lies inside the git folder itself.
    NoWorkTree { start: PathBuf },
    /// The repository belongs to somebody else, and git refuses to read it.
    UnsafeOwnership { start: PathBuf },
    /// A process could not be started, or broke off.
    Process { command: String, source: io::Error },
    /// git refused.
    Failed { command: String, status: Option<i32>, stderr: String },
    /// git said something that cannot be read.
    Unreadable { command: String, what: String },
    /// A file of our own could not be made.
    Scratch { what: &'static str, source: io::Error },
    /// An object that must be there is not.
    MissingObject { name: String },
    /// A revision that leads nowhere.
    UnknownRevision { revision: String },
    /// A short object id that begins more than one object.
    AmbiguousRevision { revision: String },
    /// A text that is no revision at all.
    NotARevision { revision: String, why: &'static str },
    /// A text that is no range.
    NotARange { range: String },
    /// Two commits without a common ancestor.
    Unrelated { one: String, other: String },
    /// The history ends here because the clone is shallow.
    Shallow { revision: String },
    /// The default branch that was configured does not exist.
    NoSuchBranch { name: String },
    /// Nothing tells which branch is the default one.
    NoDefaultBranch,
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { program } => {
                write!(f, "`{}` was not found: install git {OLDEST} or later, or put it on PATH", program.display())
            }
            Self::TooOld { found } => write!(f, "{found} is too old: install git {OLDEST} or later"),
            Self::NoFolder { start, source } => write!(f, "`{}` cannot be entered: {source}", start.display()),
            Self::NotARepository { start } => {
                write!(f, "`{}` is in no git repository: go into one, or name one with -C DIR", start.display())
            }
            Self::NoWorkTree { start } => write!(
                f,
                "`{}` has no work tree (a bare repository, or inside .git): go into a work tree of it",
                start.display()
            ),
            Self::UnsafeOwnership { start } => write!(
                f,
                "the repository of `{0}` belongs to another user, and git refuses to read it: \
                 git config --global --add safe.directory '{0}'",
                start.display()
            ),
            Self::Process { command, source } => write!(f, "`{command}` could not be run: {source}"),
            Self::Failed { command, status, stderr } => failed(f, command, *status, stderr),
            Self::Unreadable { command, what } => write!(f, "`{command}` answered what cannot be read: {what}"),
            Self::Scratch { what, source } => {
                write!(f, "{what} could not be made: {source} (TMPDIR names the folder for such files)")
            }
            Self::MissingObject { name } => {
                write!(f, "object {name} is missing from the repository: git fsck, or fetch it again")
            }
            _ => self.about_revisions(f),
        }
    }
}

impl GitError {
    fn about_revisions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRevision { revision } => write!(f, "`{revision}` names no commit here: git log, or git fetch"),
            Self::AmbiguousRevision { revision } => write!(f, "`{revision}` is ambiguous: write more digits of it"),
            Self::NotARevision { revision, why } => write!(f, "`{}` is no revision: {why}", revision.escape_debug()),
            Self::NotARange { range } => write!(f, "`{}` is no range: write A..B or A...B", range.escape_debug()),
            Self::Unrelated { one, other } => write!(f, "`{one}` and `{other}` have no common ancestor"),
            Self::Shallow { revision } => {
                write!(f, "the parent of `{revision}` is not in this shallow clone: git fetch --unshallow")
            }
            Self::NoSuchBranch { name } => {
                write!(f, "the configured default branch `{name}` is neither a local branch nor one of a remote")
            }
            _ => f.write_str(
                "no default branch was found (no origin/HEAD, main or master): \
                 set `default_branch` in taskpacket.yaml, or git remote set-head origin --auto",
            ),
        }
    }
}

impl std::error::Error for GitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoFolder { source, .. } | Self::Process { source, .. } | Self::Scratch { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Words a refusal with the first lines of what git said.
fn failed(f: &mut fmt::Formatter<'_>, command: &str, status: Option<i32>, stderr: &str) -> fmt::Result {
    let said: Vec<&str> = stderr.lines().filter(|line| !line.starts_with("hint:")).take(3).collect();
    match (said.is_empty(), status) {
        (false, _) => write!(f, "`{command}` failed: {}", said.join("; ")),
        (true, Some(status)) => write!(f, "`{command}` failed with exit status {status} and said nothing"),
        (true, None) => write!(f, "`{command}` was ended by a signal"),
    }
}
