//! `runs`: the runs that are kept here, with their logs; `evidence verify`: whether what a packet says of them is so.

use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::model::{KeptHere, RunEnd, StepResult};
use crate::report::{Ended, Event, PacketRef, Reporter, RunRow, RunView, Started, StepRow};
use crate::text::{Sources, plural};
use crate::world::runs::{KeptRun, LogState, Runs};

/// Lists the runs that are kept: those of a packet, or all.
pub fn runs(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let packet = id.map(|id| place.packet(Some(id), None)).transpose()?.map(|(id, _)| id);
    let sources = Sources::default();
    let kept = Runs::of(&place.repo.common_dir).list(packet.as_ref())?;
    let started = Started { command: "runs", ..Started::default() };
    reporter.event(&sources, Event::Started(started))?;
    for run in &kept {
        reporter.event(&sources, Event::Run(row(run)))?;
    }
    if kept.is_empty() {
        let whose = packet.map_or(String::new(), |id| format!(" of {id}"));
        reporter.event(&sources, Event::Text(format!("no run{whose} is kept here; taskpacket run  makes one\n")))?;
    }
    Ok(Outcome::Pass)
}

/// Shows one run, or the log of one of its steps as it is.
pub fn show_run(ctx: &Ctx, run: &str, step: Option<usize>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let run = Runs::of(&place.repo.common_dir).find(run)?;
    let sources = Sources::default();
    let started = Started {
        command: "runs",
        packet: Some(PacketRef { id: run.packet.clone(), path: String::new() }),
        headline: match run.began() {
            Some(began) => format!("run {} of {}", run.id, began.format("%Y-%m-%d %H:%M:%S UTC")),
            None => format!("run {}, broken off", run.id),
        },
        ..Started::default()
    };
    reporter.event(&sources, Event::Started(started))?;
    if let Some(step) = step {
        let log = run.log(step)?;
        reporter.event(&sources, Event::Text(String::from_utf8_lossy(&log).into_owned()))?;
        return Ok(Outcome::Pass);
    }
    let view = view(&run);
    reporter.event(&sources, Event::Ran(Box::new(view)))?;
    let end = run.record.as_ref().map(|record| record.end);
    let (outcome, summary) = match end {
        Some(RunEnd::Pass) => (Outcome::Pass, "it passed as a whole".to_owned()),
        Some(end) => (Outcome::Pass, format!("it ended with: {}", end.word())),
        None => (Outcome::NoVerdict, "it was broken off before it could be recorded".to_owned()),
    };
    let next = Some(format!("taskpacket runs show {} --step N  shows a log", run.id));
    reporter.event(&sources, Event::Ended(Ended { outcome, summary, next }))?;
    Ok(outcome)
}

/// Hashes the logs of the runs that a packet records again, and compares what it says with what was recorded.
pub fn verify_evidence(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let mut sources = Sources::default();
    let packet = place.read(&mut sources, &path)?;
    let runs = Runs::of(&place.repo.common_dir);
    let (mut same, mut elsewhere, mut different) = (0, 0, 0);
    let mut lines = Vec::new();
    for recorded in &packet.evidence.runs {
        let run = &recorded.run;
        let (state, told) = match runs.kept(&id, &run.id)? {
            None => (None, vec!["recorded; made elsewhere, so nothing here tells".to_owned()]),
            Some(kept) => checked(&kept, run),
        };
        match state {
            Some(true) => same += 1,
            Some(false) => different += 1,
            None => elsewhere += 1,
        }
        lines.extend(told.into_iter().map(|line| format!("run {}  {line}", run.id)));
    }
    for claim in &packet.evidence.claims {
        let line = sources.get(packet.source).line_at(claim.span.start);
        let what = claim.command.as_deref().unwrap_or("a text");
        lines.push(format!("claimed       {path}:{line}  {what}"));
    }
    let started = Started {
        command: "evidence verify",
        packet: Some(PacketRef { id: id.to_string(), path: path.to_string() }),
        headline: format!(
            "{}, {}",
            plural(packet.evidence.runs.len(), "recorded run"),
            plural(packet.evidence.claims.len(), "claim")
        ),
        context: lines,
        ..Started::default()
    };
    reporter.event(&sources, Event::Started(started))?;
    let outcome = match (different, same, elsewhere) {
        (1.., ..) => Outcome::Fail,
        (0, 1.., _) => Outcome::Pass,
        _ => Outcome::NoVerdict,
    };
    let summary = format!("{same} reproduced here, {elsewhere} recorded elsewhere, {different} contradicted");
    let next = (outcome != Outcome::Pass).then(|| format!("taskpacket run {id}"));
    reporter.event(&sources, Event::Ended(Ended { outcome, summary, next }))?;
    Ok(outcome)
}

/// Whether a run is what the packet says of it, and in which words; `None` where what is left here does not tell.
fn checked(kept: &KeptRun, run: &crate::model::RunRecord) -> (Option<bool>, Vec<String>) {
    match kept.compared(run) {
        KeptHere::Whole => {
            let logs = run.steps.iter().filter(|step| step.log.is_some()).count();
            (Some(true), vec![format!("reproduced: its record and {} are as the packet says", plural(logs, "log"))])
        }
        KeptHere::LogsGone => {
            let gone = run.steps.iter().filter(|step| kept.check(step) == Some(LogState::Gone)).count();
            (None, vec![format!("recorded: its record is as the packet says, without {}", plural(gone, "log"))])
        }
        KeptHere::Different(how) => (Some(false), how.iter().map(|how| format!("contradicted: {how}")).collect()),
    }
}

fn row(run: &KeptRun) -> RunRow {
    let steps = run.record.as_ref().map(|record| &record.steps[..]).unwrap_or_default();
    RunRow {
        id: run.id.to_string(),
        packet: run.packet.clone(),
        began: run.began().map_or(String::new(), |began| began.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        end: run.record.as_ref().map_or("broken off", |record| record.end.word()),
        passed: (steps.iter().filter(|step| step.result.passed()).count(), steps.len()),
        digests: run.record.as_ref().map(|record| (record.plan.to_string(), record.tree.to_string())),
    }
}

fn view(run: &KeptRun) -> RunView {
    let Some(record) = &run.record else { return RunView { id: Some(run.id.to_string()), ..RunView::default() } };
    let steps = record.steps.iter().map(|step| StepRow {
        index: step.index,
        line: step.line,
        by: if step.result == StepResult::Manual { "by hand" } else { "bash" },
        command: step.command.clone(),
        condition: None,
        result: Some(step.result),
        exit: step.exit,
        millis: step.millis,
        bytes: step.bytes,
        note: step.note.clone(),
    });
    RunView {
        id: Some(run.id.to_string()),
        plan: record.plan.to_string(),
        tree: Some(record.tree.to_string()),
        shell: Some(record.shell.clone()),
        steps: steps.collect(),
        ..RunView::default()
    }
}
