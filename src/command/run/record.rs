//! What is kept of a run: its record beside its logs, and where all of it passed, the same in the packet.

use super::RunOptions;
use super::carried::Carried;
use crate::command::Error;
use crate::finding::Finding;
use crate::gate::carried_out::{self, NOT_WRITTEN};
use crate::gate::contract::plan_digest;
use crate::model::{PacketId, RunEnd, RunRecord, StepRecord, StepResult};
use crate::parse;
use crate::text::{Source, Sources, apply};
use crate::world::gather::{self, FileChange, Place, Running, files_now};
use crate::world::runs::{OpenRun, Runs};
use crate::write::{self, Excerpt};

/// How many lines of each step's log stand in the packet.
const EXCERPT: usize = 3;

/// What was kept.
pub struct Recorded {
    /// The record.
    pub run: RunRecord,
    /// True where it is in the packet.
    pub written: bool,
    /// The packet's path.
    pub packet: String,
}

/// Keeps what came of a run. What went wrong with that is a finding: the run has been made.
pub fn record(
    place: &Place,
    running: &Running,
    id: &PacketId,
    runs: &Runs,
    open: &OpenRun,
    options: &RunOptions,
    carried: &mut Carried,
) -> Result<Recorded, Error> {
    let after = &running.after;
    let plan = plan_digest(options.plan_of()(&after.packet));
    let files = files_now(place, after)?;
    let moved = running.files.differences(&files);
    if !moved.is_empty() {
        carried.findings.push(carried_out::tree_moved(&after.packet, &moved));
    }
    if !running.beside_index.is_empty() {
        carried.findings.push(carried_out::tested_beside(&running.beside_index));
    }
    let end = RunEnd::of(carried.rows.iter().filter_map(|row| row.result));
    let run = RunRecord {
        id: open.id.clone(),
        began: whole_second(place.now),
        head: after.snapshot.base_oid(),
        tree: running.files.digest(),
        plan,
        shell: carried.shell.clone().unwrap_or_else(|| "none".to_owned()),
        loose: running.loose.iter().map(ToString::to_string).collect(),
        failed_before: failed_before(runs, id, plan)?,
        end: if moved.is_empty() { end } else { end.max(RunEnd::Fail) },
        steps: steps(carried),
    };
    let block = write::run_block(&run, &excerpts(carried));
    open.keep(&block)?;
    let packet = after.path.to_string();
    if run.end != RunEnd::Pass || !options.records() {
        return Ok(Recorded { run, written: false, packet });
    }
    let written = match put(place, running, &block, &run)? {
        None => true,
        Some(finding) => {
            carried.findings.push(finding);
            false
        }
    };
    Ok(Recorded { run, written, packet })
}

/// Puts the block into the packet as it is now; what hinders it, where something does.
fn put(place: &Place, running: &Running, block: &str, run: &RunRecord) -> Result<Option<Finding>, Error> {
    let path = &running.after.path;
    let put = place.rewrite(path, |old| -> Result<_, gather::Error> {
        let mut sources = Sources::default();
        let source = sources.add(Source::new(path.to_string(), old.as_slice()));
        let (packet, _) = parse::packet(&sources, source);
        if plan_digest(&packet.plan) != run.plan {
            let message = format!("the plan in `{path}` was edited while run {} went on", run.id);
            return Ok((Vec::new(), Some(Finding::error(&NOT_WRITTEN, message).help("run the plan again"))));
        }
        let edits = write::evidence(&packet, sources.get(source), block);
        let new = apply(&old, &edits).expect("one block is put in one place");
        Ok((vec![FileChange { path: path.clone(), old: Some(old), new }], None))
    });
    match put {
        Err(gather::Error::Write(error)) => {
            let message = format!("the evidence is not in `{path}`: {error}");
            let finding = Finding::error(&NOT_WRITTEN, message);
            Ok(Some(finding.help("run the plan again; the log of this run is kept")))
        }
        put => Ok(put?),
    }
}

fn steps(carried: &Carried) -> Vec<StepRecord> {
    let of = |(at, row): (usize, &crate::report::StepRow)| StepRecord {
        index: row.index,
        line: row.line,
        result: row.result.unwrap_or(StepResult::NotRun),
        exit: row.exit,
        millis: row.millis,
        bytes: row.bytes,
        log: carried.digest(at),
        command: row.command.clone(),
        note: row.note.clone(),
    };
    carried.rows.iter().enumerate().map(of).collect()
}

/// The last lines of every step that wrote something.
fn excerpts(carried: &Carried) -> Vec<Excerpt> {
    let logs = carried.rows.iter().zip(&carried.logs);
    let written = logs.filter_map(|(row, log)| Some((row, log.as_ref().filter(|log| log.total > 0)?)));
    written
        .map(|(row, log)| {
            let text = log.end.strip_suffix(b"\n").unwrap_or(&log.end);
            let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
            let text = lines[lines.len().saturating_sub(EXCERPT)..].join(&b'\n');
            let lines_in_all = usize::try_from(log.lines).unwrap_or(usize::MAX);
            Excerpt { step: row.index, line: row.line, lines_in_all, text }
        })
        .collect()
}

/// How many runs of this plan were made here before, and did not pass.
fn failed_before(runs: &Runs, id: &PacketId, plan: crate::model::Digest) -> Result<usize, Error> {
    let records = runs.list(Some(id))?.into_iter().filter_map(|run| run.record);
    Ok(records.filter(|record| record.plan == plan && record.end != RunEnd::Pass).count())
}

fn whole_second(now: chrono::DateTime<chrono::Utc>) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now)
}
