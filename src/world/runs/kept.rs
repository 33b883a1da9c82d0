//! One run as it was kept.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::RunsError;
use crate::model::{Digest, FileList, KeptHere, RunId, RunRecord, StepRecord};
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

    /// What lies here, compared with what a packet says of the run.
    pub fn compared(&self, said: &RunRecord) -> KeptHere {
        match &self.record {
            None => KeptHere::Different(vec!["it was broken off, and has no record".to_owned()]),
            Some(record) if record != said => KeptHere::Different(differences(record, said)),
            Some(_) => logs(said.steps.iter().filter_map(|step| Some((step.index, self.check(step)?)))),
        }
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

/// What the logs come to.
fn logs(states: impl Iterator<Item = (usize, LogState)>) -> KeptHere {
    let (mut different, mut gone) = (Vec::new(), 0);
    for (step, state) in states {
        match state {
            LogState::Whole => {}
            LogState::Gone => gone += 1,
            LogState::Different(digest) => different.push(format!("the log of step {step} has the SHA1 {digest}")),
        }
    }
    match (different.is_empty(), gone) {
        (false, _) => KeptHere::Different(different),
        (true, 0) => KeptHere::Whole,
        (true, _) => KeptHere::LogsGone,
    }
}

/// In what a record here differs from what the packet says of it.
fn differences(here: &RunRecord, said: &RunRecord) -> Vec<String> {
    let mut told = Vec::new();
    let mut differs = |what: &str, here: String, said: String| {
        if here != said {
            told.push(format!("{what} {here}, and the packet says {said}"));
        }
    };
    differs("it ended with", here.end.word().to_owned(), said.end.word().to_owned());
    differs("its tree is", here.tree.to_string(), said.tree.to_string());
    differs("its plan is", here.plan.to_string(), said.plan.to_string());
    differs("it began at", here.began.to_string(), said.began.to_string());
    differs("its steps number", here.steps.len().to_string(), said.steps.len().to_string());
    for (here, said) in here.steps.iter().zip(&said.steps).filter(|(here, said)| here != said) {
        differs(&format!("its step {} is", here.index), format!("{here:?}"), format!("{said:?}"));
    }
    if told.is_empty() {
        told.push("its record here is another one".to_owned());
    }
    told
}
