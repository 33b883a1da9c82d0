//! One run as it was kept.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::RunsError;
use crate::model::{Digest, FileList, RunId, RunRecord, StepRecord};
use crate::parse;
use crate::world::files::{FileError, LARGEST_DOCUMENT, read};

/// The largest list of files that is read, in bytes.
const LARGEST_LIST: u64 = 1 << 30;

/// A run as it was kept.
#[derive(Clone, Debug)]
pub struct KeptRun {
    /// The id of its packet.
    pub packet: String,
    /// Its own.
    pub id: RunId,
    /// Its folder.
    pub folder: PathBuf,
    /// What was recorded; `None` where it was broken off before.
    pub record: Option<RunRecord>,
}

/// What lies here of a step's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogState {
    /// It is as it was written.
    Whole,
    /// It is gone.
    Gone,
    /// It is another one.
    Different(Digest),
}

impl KeptRun {
    pub(super) fn read(packet: &str, id: RunId, folder: PathBuf) -> Result<Self, RunsError> {
        let record = match read(&folder.join("run.md"), LARGEST_DOCUMENT) {
            Ok(bytes) => parse::run_block(&String::from_utf8_lossy(&bytes)),
            Err(FileError::Missing { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self { packet: packet.to_owned(), id, folder, record })
    }

    /// When it began; `None` where it was broken off.
    pub fn began(&self) -> Option<DateTime<Utc>> {
        self.record.as_ref().map(|record| record.began)
    }

    /// The log of a step, as it lies here.
    pub fn log(&self, step: usize) -> Result<Vec<u8>, RunsError> {
        let steps = self.record.as_ref().map_or(0, |record| record.steps.len());
        match read(&self.folder.join(log_name(step)), LARGEST_DOCUMENT) {
            Ok(bytes) => Ok(bytes),
            Err(FileError::Missing { .. }) => Err(RunsError::NoLog { run: self.id.clone(), step, steps }),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the log of a step is still what the record says; `None` for a step without one.
    pub fn check(&self, step: &StepRecord) -> Option<LogState> {
        let recorded = step.log?;
        Some(match self.log(step.index) {
            Ok(bytes) if Digest::of(&bytes) == recorded => LogState::Whole,
            Ok(bytes) => LogState::Different(Digest::of(&bytes)),
            Err(_) => LogState::Gone,
        })
    }

    /// The files that it ran on; `None` where their list is gone or is not the one that the record names.
    pub fn files(&self) -> Option<FileList> {
        let bytes = read(&self.folder.join("tree"), LARGEST_LIST).ok()?;
        let is_recorded = self.record.as_ref().is_some_and(|record| record.tree == Digest::of(&bytes));
        FileList::parse(&bytes).filter(|_| is_recorded)
    }
}

/// The name of a step's log.
pub(super) fn log_name(step: usize) -> String {
    format!("step-{step}.log")
}
