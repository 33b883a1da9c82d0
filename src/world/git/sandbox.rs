//! A small repository of our own making, for the demonstration: the only one that is ever written.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::GitError;
use super::program::Git;

/// A repository that the demonstration made, and may write.
#[derive(Debug)]
pub struct Sandbox {
    /// Its root.
    pub root: PathBuf,
    git: Git,
}

/// Why it could not be made or written.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum SandboxError {
    /// The folder holds something already.
    NotEmpty { path: PathBuf },
    /// The environment points git at another repository.
    Elsewhere { variable: &'static str },
    /// The system refuses.
    Refused { path: PathBuf, source: io::Error },
    /// git refuses.
    Git(GitError),
}

/// What every commit is made with, so that the same demonstration makes the same commits.
const IDENTITY: &[(&str, &str)] = &[
    ("GIT_AUTHOR_NAME", "Demo"),
    ("GIT_AUTHOR_EMAIL", "demo@example.com"),
    ("GIT_COMMITTER_NAME", "Demo"),
    ("GIT_COMMITTER_EMAIL", "demo@example.com"),
    ("GIT_AUTHOR_DATE", "2026-01-12T14:30:00Z"),
    ("GIT_COMMITTER_DATE", "2026-01-12T14:30:00Z"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
];

impl Sandbox {
    /// Makes a repository in `folder`, which must not exist yet or be empty; in a new temporary one where none is named.
    pub fn create(folder: Option<&Path>) -> Result<Self, SandboxError> {
        let variables = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"];
        if let Some(variable) = variables.into_iter().find(|name| std::env::var_os(name).is_some()) {
            return Err(SandboxError::Elsewhere { variable });
        }
        let root = folder.map_or_else(temporary, empty)?;
        let git = IDENTITY.iter().fold(Git::default(), |git, (name, value)| git.variable(*name, *value));
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let sandbox = Self { root, git: git.variable("GIT_CONFIG_GLOBAL", nowhere) };
        sandbox.git(&["init", "--quiet", "--initial-branch=main", "--template="])?;
        Ok(sandbox)
    }

    /// Writes a file and the folders above it.
    pub fn write(&self, path: &str, text: &str) -> Result<(), SandboxError> {
        let path = self.root.join(path);
        let refused = |source| SandboxError::Refused { path: path.clone(), source };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(refused)?;
        }
        fs::write(&path, text).map_err(refused)
    }

    /// What a file holds.
    pub fn read(&self, path: &str) -> Result<String, SandboxError> {
        let path = self.root.join(path);
        fs::read_to_string(&path).map_err(|source| SandboxError::Refused { path, source })
    }

    /// Runs git at its root.
    pub fn git(&self, arguments: &[&str]) -> Result<(), SandboxError> {
        self.git.call(&self.root, arguments).output().map(drop).map_err(SandboxError::Git)
    }

    /// Stages everything and commits it.
    pub fn commit(&self, message: &str) -> Result<(), SandboxError> {
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--message", message])
    }
}

/// A new temporary folder, which stays.
fn temporary() -> Result<PathBuf, SandboxError> {
    let made = tempfile::Builder::new().prefix("taskpacket-demo-").tempdir();
    Ok(made.map_err(|source| SandboxError::Refused { path: std::env::temp_dir(), source })?.keep())
}

/// The folder, made if need be; refused if anything is in it.
fn empty(folder: &Path) -> Result<PathBuf, SandboxError> {
    let refused = |source| SandboxError::Refused { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(refused)?;
    if fs::read_dir(folder).map_err(refused)?.next().is_some() {
        return Err(SandboxError::NotEmpty { path: folder.to_owned() });
    }
    folder.canonicalize().map_err(refused)
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty { path } => {
                write!(f, "`{}` is not empty: name a folder that does not exist yet", path.display())
            }
            Self::Elsewhere { variable } => {
                write!(f, "{variable} points git at another repository: unset it for the demonstration")
            }
            Self::Refused { path, source } => {
                write!(f, "`{}` cannot be written: {source}", path.display())
            }
            Self::Git(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SandboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused { source, .. } => Some(source),
            Self::Git(error) => Some(error),
            _ => None,
        }
    }
}
