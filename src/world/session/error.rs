//! Why a shell could not be had, or was lost.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A shell could not be started, listened to, or kept a log of.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum SessionError {
    /// There is no bash on PATH.
    NoBash,
    /// It does not start.
    Start { program: PathBuf, source: io::Error },
    /// It starts, and does not answer as bash does.
    NoAnswer { program: PathBuf, said: String },
    /// Somebody interrupted this process before it answered.
    Interrupted,
    /// The pipes to it, or the signals of this process, cannot be had.
    System { what: &'static str, source: io::Error },
    /// What a step wrote cannot be kept.
    Log { path: PathBuf, source: io::Error },
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBash => f.write_str("there is no `bash` on PATH, and the steps of a plan are read by bash"),
            Self::Start { program, source } => write!(f, "`{}` cannot be started: {source}", program.display()),
            Self::NoAnswer { program, said } => {
                write!(f, "`{}` does not answer as bash does; it said: {}", program.display(), said.trim())
            }
            Self::Interrupted => f.write_str("interrupted"),
            Self::System { what, source } => write!(f, "{what} cannot be had: {source}"),
            Self::Log { path, source } => write!(f, "the log `{}` cannot be written: {source}", path.display()),
        }
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Start { source, .. } | Self::System { source, .. } | Self::Log { source, .. } => Some(source),
            Self::NoBash | Self::NoAnswer { .. } | Self::Interrupted => None,
        }
    }
}
