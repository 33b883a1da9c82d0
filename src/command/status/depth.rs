//! One packet in depth: contract, run, verdicts, board, branches, each in a line or two.

use super::judged::JudgedPacket;
use crate::command::Error;
use crate::gate;
use crate::model::{PacketPlace, RunEnd, Survey, SurveyedPacket};
use crate::parse;
use crate::report::{Brief, Event, Reporter, StatusRow};
use crate::text::{age, listed, plural};

/// How many branches or verdicts are told before the rest is counted.
const MOST_TOLD: usize = 5;

/// Tells it, as gates and as lines beneath them.
pub fn tell(
    survey: &Survey,
    packet: &SurveyedPacket,
    judged: &JudgedPacket,
    row: &StatusRow,
    reporter: &mut dyn Reporter,
) -> Result<(), Error> {
    if let JudgedPacket::Judged { now, judged, sources } = judged
        && now.has_work
    {
        for one in judged {
            reporter.event(sources, Event::Judged(one.clone()))?;
        }
    }
    let lines = [
        ("contract", contract(packet)),
        ("where", place(survey, packet, row)),
        ("gates", row.gates.why_not.as_ref().map(|why| format!("not asked: {why}")).into_iter().collect()),
        ("run", run(survey, packet, judged)),
        ("verdicts", verdicts(packet)),
        ("board", board(survey, packet)),
    ];
    for (label, texts) in lines {
        for (at, text) in texts.into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            reporter.event(&survey.sources, Event::Brief(Brief { label, text }))?;
        }
    }
    Ok(())
}

fn contract(packet: &SurveyedPacket) -> Vec<String> {
    let it = &packet.packet;
    let traces = gate::trace(it, &packet.id);
    let by_eye = traces.iter().filter(|trace| trace.proofs.is_empty()).count();
    let risk = it.metadata.risk_tier.get().map_or(String::new(), |risk| format!(", risk {risk}"));
    let mut lines = vec![format!(
        "{} in scope, {}, {} to prove ({by_eye} by eye){risk}",
        plural(it.scope.items.len(), "path"),
        plural(it.plan.steps.len(), "step"),
        plural(traces.len(), "item"),
    )];
    if it.scope.items.is_empty() {
        return lines;
    }
    lines.push(format!("may change {}", listed(it.scope.items.iter().map(|item| &item.path), MOST_TOLD)));
    lines
}

fn place(survey: &Survey, packet: &SurveyedPacket, row: &StatusRow) -> Vec<String> {
    let mut lines: Vec<String> = row
        .work
        .iter()
        .take(MOST_TOLD)
        .map(|work| {
            let worktree = match work.worktree.as_deref() {
                Some(".") => ", checked out here".to_owned(),
                Some(path) => format!(", checked out in {path}"),
                None => String::new(),
            };
            let last = work.last.as_ref().map_or(", no commit of its own".to_owned(), |(commit, when)| {
                format!(", last commit {commit}, {} ago", age((survey.now - *when).num_seconds()))
            });
            format!("{}{worktree}{last}", work.branch)
        })
        .collect();
    let more = row.work.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        lines.push(format!("and {more} more branches"));
    }
    let how = match (&packet.place, packet.uncommitted) {
        (PacketPlace::Here, true) => ", not committed as it is".to_owned(),
        (PacketPlace::Here, false) => String::new(),
        _ => format!(", as it is in {}", row.place),
    };
    lines.push(format!("{}{how}", row.path));
    lines
}

fn run(survey: &Survey, packet: &SurveyedPacket, judged: &JudgedPacket) -> Vec<String> {
    let evidence = &packet.packet.evidence;
    let Some(last) = evidence.last_run() else {
        return if evidence.claims.is_empty() {
            vec!["none is recorded".to_owned()]
        } else {
            vec![format!("none is recorded; {} by hand", plural(evidence.claims.len(), "claim"))]
        };
    };
    let run = &last.run;
    let passed = run.steps.iter().filter(|step| step.result.passed()).count();
    let counts = match judged {
        JudgedPacket::Judged { now, .. } if now.handed_off.as_ref() == Some(&run.id) => ": this plan, these files",
        _ => "",
    };
    let end = if run.end == RunEnd::Pass { "passed" } else { run.end.word() };
    let ago = age((survey.now - run.began).num_seconds());
    vec![format!("{} {end} {ago} ago, {passed} of {} steps{counts}", run.id, run.steps.len())]
}

fn verdicts(packet: &SurveyedPacket) -> Vec<String> {
    let reports: Vec<_> = packet.packet.reports.iter().filter(|report| report.verdict.is_some()).collect();
    let mut lines: Vec<String> = reports
        .iter()
        .rev()
        .take(MOST_TOLD)
        .filter_map(|report| {
            let date = report.date.map_or(String::new(), |date| format!(" of {date}"));
            let by = report.bound.as_ref().map_or(", by hand".to_owned(), |bound| format!(", {}", bound.validator));
            Some(format!("{}{date}{by}", report.verdict?))
        })
        .collect();
    let more = reports.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        lines.push(format!("and {more} before"));
    }
    if lines.is_empty() { vec!["none".to_owned()] } else { lines }
}

fn board(survey: &Survey, packet: &SurveyedPacket) -> Vec<String> {
    let Some(source) = survey.board else { return Vec::new() };
    let board = parse::board(&survey.sources, source);
    let text = survey.sources.get(source);
    let told = board.items.iter().filter(|item| item.id.value == packet.id).map(|item| {
        let line = text.line_at(item.span.start);
        let state = item.state.as_ref().map_or("no state that is known", |state| text.slice(state.span));
        format!("{state} ({}:{line})", text.name())
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { vec![format!("{} does not name it", text.name())] } else { told }
}
