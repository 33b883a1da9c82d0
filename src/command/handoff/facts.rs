//! What STATUS_HANDOFF says: from git, from the run and from the packet's own records; no word of anybody's.

use crate::command::manifest::rows;
use crate::gate::contract::{Authors, checkpoint, plan_digest};
use crate::gate::{left, trace};
use crate::model::{After, Delta, Packet, RunEnd, RunRecord, Waiver, WaiverState};
use crate::text::listed;
use crate::write::{Handoff, ManifestRow};

/// The facts of the work, and the packet with the run in it.
pub fn handed_over(facts: &After, packet: &Packet) -> Handoff {
    let run = run_of(packet);
    let traces = trace(packet, &facts.id);
    let by_eye = traces.iter().filter(|trace| left(trace, run));
    Handoff {
        files: rows(facts).iter().filter(|row| row.changed).map(file).collect(),
        run: run.map_or_else(|| "no run".to_owned(), told),
        amendments: amendments(facts),
        waivers: waivers(facts),
        left: by_eye.map(|trace| trace.item.text.clone()).collect(),
    }
}

/// The run of this plan that passed last.
fn run_of(packet: &Packet) -> Option<&RunRecord> {
    let plan = plan_digest(&packet.plan);
    let runs = packet.evidence.runs.iter().rev().map(|recorded| &recorded.run);
    runs.into_iter().find(|run| run.plan == plan && run.end == RunEnd::Pass)
}

fn told(run: &RunRecord) -> String {
    let passed = run.steps.iter().filter(|step| step.result.passed()).count();
    let began = run.began.format("%Y-%m-%dT%H:%M:%SZ");
    format!("run {} of {began}: {passed} of {} steps passed", run.id, run.steps.len())
}

fn file(row: &ManifestRow) -> String {
    let delta = match row.delta {
        Delta::Lines(lines) => format!("{lines:+}"),
        Delta::NoLines => "not text".to_owned(),
    };
    let what = match (row.pre, row.post) {
        (None, Some(_)) => " (new)",
        (Some(_), None) => " (deleted)",
        _ => "",
    };
    format!("`{}` {delta}{what}", row.path)
}

/// The amendments that count, each with what it let in, why, by whom, and whether it came late.
fn amendments(facts: &After) -> Vec<String> {
    let Some(first) = facts.checkpoint.clone() else { return Vec::new() };
    let authors = Authors { approvers: &facts.config.amend_approvers, coders: &facts.coders };
    let (_, amendments) = checkpoint(&facts.sources, first, &facts.revisions, &facts.governance, authors);
    let counting = amendments.iter().filter(|amendment| amendment.counts);
    counting
        .flat_map(|amendment| amendment.records.iter().map(|record| (record, amendment.late)))
        .map(|(record, late)| format!("{}{}", granted(record), if late { "; late" } else { "" }))
        .collect()
}

fn waivers(facts: &After) -> Vec<String> {
    let today = facts.now.date_naive();
    let holds = |waiver: &&Waiver| {
        waiver.state == WaiverState::Active
            && waiver.covers.iter().any(|gate| gate != "contract_unchanged")
            && waiver.expires.is_none_or(|last| today <= last)
    };
    let until = |waiver: &Waiver| waiver.expires.map(|last| format!("; until {last}")).unwrap_or_default();
    let told = |waiver: &Waiver| format!("{}; {}{}", granted(waiver), waiver.covers.join(", "), until(waiver));
    facts.waivers.iter().filter(holds).map(told).collect()
}

fn granted(record: &Waiver) -> String {
    let paths = listed(record.paths.iter().map(|item| format!("`{}`", item.path)), usize::MAX);
    let about = if paths.is_empty() { record.sections.join(", ") } else { paths };
    format!("{}: {about}; {}; approved by {}", record.id, record.reason, record.approver)
}
