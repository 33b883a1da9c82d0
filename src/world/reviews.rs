//! Drafts of reports, in the git folder that all worktrees share: `taskpacket/reviews/<packet>.md`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::files::{self, FileError, LARGEST_DOCUMENT, WriteError, read};
use crate::model::{Digest, PacketId};

/// The drafts of a repository.
pub struct Reviews {
    folder: PathBuf,
}

/// What became of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    Made,
    /// There was one of the same work, and it is as it was left.
    AsItWas,
    /// There was one of other work, which is kept under this name; this one is new.
    OlderMovedTo(PathBuf),
}

/// Why a draft could not be kept.
#[derive(Debug)]
pub enum ReviewError {
    /// The one that is there cannot be read.
    Read(FileError),
    /// It could not be written.
    Write(WriteError),
}

impl Reviews {
    /// Those kept in the git folder that the worktrees share.
    pub fn of(common_dir: &Path) -> Self {
        Self { folder: common_dir.join("taskpacket").join("reviews") }
    }

    /// Where the draft of a packet lies.
    pub fn path(&self, packet: &PacketId) -> PathBuf {
        self.folder.join(format!("{packet}.md"))
    }

    /// Keeps a draft. One that is there is never written over: it stays where `is_same` says that it is of the same work,
    /// else it is moved aside.
    pub fn keep(&self, packet: &PacketId, text: &str, is_same: impl Fn(&[u8]) -> bool) -> Result<Kept, ReviewError> {
        let path = self.path(packet);
        let refused = |source| ReviewError::Write(WriteError::Refused { path: path.clone(), source });
        let mut kept = Kept::Made;
        match read(&path, LARGEST_DOCUMENT) {
            Ok(bytes) if is_same(&bytes) => return Ok(Kept::AsItWas),
            Ok(bytes) => {
                let digits: String = Digest::of(&bytes).to_string().chars().take(8).collect();
                let aside = self.folder.join(format!("{packet}.{digits}.md"));
                fs::rename(&path, &aside).map_err(refused)?;
                kept = Kept::OlderMovedTo(aside);
            }
            Err(FileError::Missing { .. }) => fs::create_dir_all(&self.folder).map_err(refused)?,
            Err(error) => return Err(ReviewError::Read(error)),
        }
        files::create(&path, text.as_bytes()).map_err(ReviewError::Write)?;
        Ok(kept)
    }
}

impl fmt::Display for ReviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}
