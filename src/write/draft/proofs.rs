//! Steps with their evidence, and DONE_MEANS with what proves each item.

use super::table::{code, shown, table};
use super::{DraftFacts, fill_in};
use crate::gate::{self, Grade, Proof, Trace};
use crate::model::{After, RunRecord, StepKind};

/// The run that counts, and what came of each step.
pub(super) fn steps(facts: &DraftFacts) -> String {
    let after = facts.after;
    let grade = gate::grade(after);
    let recorded = gate::fresh(after).or(after.packet.evidence.last_run());
    let mut text = format!("## Steps\n\nEvidence: **{}**", grade.word());
    let Some(run) = recorded.map(|recorded| &recorded.run) else {
        let claims = &after.packet.evidence.claims;
        let claimed: Vec<String> = claims
            .iter()
            .map(|claim| {
                let command = claim.command.as_deref().map_or_else(|| "a text".to_owned(), code);
                let exit = claim.exit.map(|exit| format!(", exit {exit}")).unwrap_or_default();
                format!("- claimed by hand: {command}{exit}\n")
            })
            .collect();
        return format!("{text}.\n\n{}", claimed.concat());
    };
    let counts = if grade == Grade::None { ", which does not count for what is judged" } else { "" };
    let began = run.began.format("%Y-%m-%d %H:%M UTC");
    text = format!("{text}, run {} of {began}{counts}.\n\n", run.id);
    let rows: Vec<Vec<String>> = run
        .steps
        .iter()
        .map(|step| {
            let exit = step.exit.map_or_else(|| "-".to_owned(), |exit| exit.to_string());
            let number = [step.index.to_string(), step.line.to_string()];
            let came = [step.result.word().to_owned(), exit, step.millis.to_string()];
            number.into_iter().chain(came).chain([code(&step.command), step.note.clone()]).collect()
        })
        .collect();
    text + &table(&["step", "line", "result", "exit", "ms", "command", "note"], &rows)
}

/// The items, each with its proof or with a mark.
pub(super) fn done_means(facts: &DraftFacts) -> String {
    let after = facts.after;
    let run = gate::fresh(after).map(|recorded| &recorded.run);
    let traces = gate::trace(&after.packet, &after.id);
    let items: Vec<String> = traces
        .iter()
        .enumerate()
        .map(|(at, trace)| format!("{}. {}\n   - {}\n", at + 1, shown(&trace.item.text), proven(trace, run, facts)))
        .collect();
    if items.is_empty() {
        return "## DONE_MEANS\n\nThe packet has no item.\n".to_owned();
    }
    format!("## DONE_MEANS\n\n{}", items.concat())
}

fn proven(trace: &Trace, run: Option<&RunRecord>, facts: &DraftFacts) -> String {
    let after = facts.after;
    let rules: Vec<String> =
        gate::named_by(&trace.item.code, &trace.item.tags, after).map(|rule| format!("audit `{}`", rule.id)).collect();
    let left = gate::left(trace, run);
    if left && rules.is_empty() {
        return format!("left to the eye: {}", fill_in("is it so? say what was looked at, and where"));
    }
    let proofs = trace.proofs.iter().filter(|_| !left).map(|proof| proof_of(*proof, run, after));
    let all: Vec<String> = proofs.chain(rules).collect();
    format!("proven by {}", all.join(", "))
}

fn proof_of(proof: Proof, run: Option<&RunRecord>, after: &After) -> String {
    let Some(step) = proof.step(&after.packet) else { return "this run of the gates".to_owned() };
    let came =
        run.and_then(|run| run.steps.get(step.index - 1)).map_or("no run that counts", |step| step.result.word());
    let kind = if matches!(step.kind, StepKind::Audit { .. }) { "audit, " } else { "" };
    format!("step {} {} ({kind}{came})", step.index, code(&step.text))
}
