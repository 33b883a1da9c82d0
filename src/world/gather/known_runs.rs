//! What is known here of the runs that a packet records.

use std::collections::BTreeMap;

use super::{Error, Place};
use crate::model::{Digest, FileList, KeptHere, KnownRuns, Packet, PacketId, RepoPath, RunEnd, RunId, RunRecord};
use crate::world::runs::{LogState, Runs};

/// Gathers it; `files` gives the files of the head, and is asked only where a run is recorded.
pub fn known_runs(
    place: &Place,
    id: &PacketId,
    packet: &Packet,
    files: impl FnOnce() -> Result<FileList, Error>,
) -> Result<KnownRuns, Error> {
    let runs = Runs::of(&place.repo.common_dir);
    let within = runs.within(id);
    if packet.evidence.runs.is_empty() {
        return Ok(KnownRuns { within, ..KnownRuns::default() });
    }
    let files = files()?;
    let tree = files.digest();
    let mut kept = BTreeMap::new();
    let mut moved: BTreeMap<RunId, Vec<RepoPath>> = BTreeMap::new();
    for recorded in &packet.evidence.runs {
        let run = &recorded.run;
        let Some(here) = runs.kept(id, &run.id)? else { continue };
        let state = match &here.record {
            None => KeptHere::Different(vec!["it was broken off, and has no record".to_owned()]),
            Some(record) if record != run => KeptHere::Different(differences(record, run)),
            Some(_) => logs(run.steps.iter().filter_map(|step| Some((step.index, here.check(step)?)))),
        };
        kept.insert(run.id.clone(), state);
        if let Some(ran_on) = here.files().filter(|_| run.tree != tree) {
            moved.insert(run.id.clone(), ran_on.differences(&files));
        }
    }
    let failed_later = failed_later(&runs, id, packet, &tree)?;
    Ok(KnownRuns { tree: Some(tree), kept, moved, failed_later, within })
}

/// The runs made here, of the files of the head, that failed after the one recorded last.
fn failed_later(runs: &Runs, id: &PacketId, packet: &Packet, tree: &Digest) -> Result<Vec<RunId>, Error> {
    let last = packet.evidence.runs.iter().map(|recorded| recorded.run.began).max();
    let records = runs.list(Some(id))?.into_iter().filter_map(|run| run.record);
    let failed = records.filter(|it| it.end == RunEnd::Fail && it.tree == *tree && Some(it.began) > last);
    Ok(failed.map(|record| record.id).collect())
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
