//! A run that is underway.

use std::path::PathBuf;

use super::RunsError;
use super::bound;
use super::kept::log_name;
use crate::model::{FileList, RunId};
use crate::world::files::{Expected, Lock, write_atomic};

/// A run that is underway; nobody else can begin one of the same packet as long as it is held.
#[derive(Debug)]
pub struct OpenRun {
    /// Its id.
    pub id: RunId,
    /// Its folder.
    pub folder: PathBuf,
    /// The folder of all runs.
    pub(super) root: PathBuf,
    pub(super) lock: Lock,
}

impl OpenRun {
    /// Where the log of a step is written.
    pub fn log(&self, step: usize) -> PathBuf {
        self.folder.join(log_name(step))
    }

    /// Keeps the list of the files that it runs on.
    pub fn keep_files(&self, files: &FileList) -> Result<(), RunsError> {
        Ok(write_atomic(&self.lock, &self.folder.join("tree"), Expected::Absent, &files.to_bytes())?)
    }

    /// Keeps its record, and lets the oldest runs go where all of them have grown too large.
    pub fn keep(&self, record: &str) -> Result<(), RunsError> {
        write_atomic(&self.lock, &self.folder.join("run.md"), Expected::Absent, record.as_bytes())?;
        bound::prune(&self.root, &self.folder);
        Ok(())
    }

    /// Forgets it: it was only tried.
    pub fn forget(self) -> Result<(), RunsError> {
        std::fs::remove_dir_all(&self.folder).map_err(|source| RunsError::Folder { path: self.folder.clone(), source })
    }
}
