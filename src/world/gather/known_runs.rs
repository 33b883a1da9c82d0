//! What is known here of the runs that a packet records.

use std::collections::BTreeMap;

use super::{Error, Place};
use crate::gate::contract::plan_digest;
use crate::model::{Digest, FileList, KeptHere, KnownRuns, Packet, PacketId, RepoPath, RunEnd, RunId, RunRecord};
use crate::world::runs::Runs;

/// Gathers it; `files` gives the files of the head, and is asked only where there is evidence.
pub fn known_runs(
    place: &Place,
    id: &PacketId,
    packet: &Packet,
    files: impl FnOnce() -> Result<FileList, Error>,
) -> Result<KnownRuns, Error> {
    let runs = Runs::of(&place.repo.common_dir);
    let within = runs.within(id);
    if packet.evidence.runs.is_empty() && packet.evidence.claims.is_empty() {
        return Ok(KnownRuns { within, ..KnownRuns::default() });
    }
    let files = files()?;
    let tree = files.digest();
    let mut kept = BTreeMap::new();
    let mut moved: BTreeMap<RunId, Vec<RepoPath>> = BTreeMap::new();
    for recorded in &packet.evidence.runs {
        let run = &recorded.run;
        let Some(here) = runs.kept(id, &run.id)? else { continue };
        kept.insert(run.id.clone(), here.compared(run));
        if let Some(ran_on) = here.files().filter(|_| run.tree != tree) {
            moved.insert(run.id.clone(), ran_on.differences(&files));
        }
    }
    let failed_later = failed_later(&runs, id, packet, &tree)?;
    let again = again(&runs, id, packet, &tree)?;
    Ok(KnownRuns { tree: Some(tree), kept, moved, again, failed_later, within })
}

/// The last run made here of this plan on the files of the head, where it passed as a whole and its logs are what it left.
fn again(runs: &Runs, id: &PacketId, packet: &Packet, tree: &Digest) -> Result<Option<RunId>, Error> {
    let plan = plan_digest(&packet.plan);
    let is_same = |record: &RunRecord| record.plan == plan && record.tree == *tree;
    let all = runs.list(Some(id))?;
    let last = all.iter().rev().find(|run| run.record.as_ref().is_some_and(is_same));
    let Some((run, record)) = last.and_then(|run| Some((run, run.record.as_ref()?))) else { return Ok(None) };
    let whole = record.end == RunEnd::Pass && record.steps.len() == packet.plan.steps.len();
    Ok((whole && run.compared(record) == KeptHere::Whole).then(|| record.id.clone()))
}

/// The runs made here, of the files of the head, that failed after the one recorded last.
fn failed_later(runs: &Runs, id: &PacketId, packet: &Packet, tree: &Digest) -> Result<Vec<RunId>, Error> {
    let last = packet.evidence.runs.iter().map(|recorded| recorded.run.began).max();
    let records = runs.list(Some(id))?.into_iter().filter_map(|run| run.record);
    let failed = records.filter(|it| it.end == RunEnd::Fail && it.tree == *tree && Some(it.began) > last);
    Ok(failed.map(|record| record.id).collect())
}
