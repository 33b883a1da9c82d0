//! Steps that this process judges itself: searches, and the gates of the packet whose plan it is.

use super::came::Came;
use super::carried::Carried;
use super::wording::{Wording, in_lines};
use crate::audit::{RuleOutcome, folder_of};
use crate::command::{Ctx, Selection, gate_check, post_work, pre_work};
use crate::gate::Outcome;
use crate::model::{Packet, PacketId, RunId, Step, StepResult};
use crate::world::gather::Place;
use crate::world::search::judge_step;

/// Judges a search natively; what came of it, and the lines of its log.
pub fn audit(place: &Place, packet: &Packet, step: &Step, carried: &mut Carried) -> (Came, Vec<String>) {
    let folder = folder_of(&packet.plan, step);
    let Some(audit) = judge_step(&place.repo.root, &mut carried.sources, packet.source, step, &folder) else {
        return (of(StepResult::Unproven, "it is no search"), Vec::new());
    };
    let mut lines = vec![audit.phrase.clone()];
    lines.extend(audit.findings.iter().flat_map(|finding| in_lines(&carried.sources, finding)));
    carried.findings.extend(audit.findings);
    let result = match audit.outcome {
        RuleOutcome::Pass => StepResult::Pass,
        RuleOutcome::Fail => StepResult::Fail,
        RuleOutcome::NoVerdict | RuleOutcome::Skipped => StepResult::Unproven,
    };
    (of(result, &audit.phrase), lines)
}

/// Asks a gate of the packet; what came of it, and the lines of its log. Evidence is left to the run that this is part of.
pub fn gate(ctx: &Ctx, id: &PacketId, run: &RunId, gate: &str, step: &Step) -> (Came, Vec<String>) {
    let mut wording = Wording::default();
    let name = Some(id.as_str());
    let outcome = match gate {
        "pre-work" => pre_work(ctx, name, true, &mut wording),
        "gate-check" => gate_check(ctx, name, &mut wording),
        _ => post_work(ctx, name, &selection(&step.text), Some(run), &mut wording),
    };
    let result = match outcome {
        Ok(Outcome::Pass) => StepResult::Pass,
        Ok(Outcome::Fail) => StepResult::Fail,
        Ok(Outcome::NoVerdict) => StepResult::Unproven,
        Err(error) => {
            let told = error.to_string();
            wording.lines.push(format!("error: {told}"));
            return (of(StepResult::Unproven, &told), wording.lines);
        }
    };
    let note = if result == StepResult::Pass { "" } else { wording.first_error() };
    (of(result, note), wording.lines.clone())
}

/// What a gate's options in a step say is to be compared.
fn selection(text: &str) -> Selection {
    let words: Vec<&str> = text.split_whitespace().collect();
    let value = |name: &str| {
        let joined = words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
        joined.or_else(|| words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1).copied()))
    };
    if let Some(range) = value("--range") {
        return Selection::Range(range.to_owned());
    }
    if let Some(rev) = value("--rev") {
        return Selection::Rev(rev.to_owned());
    }
    match (words.contains(&"--staged"), words.contains(&"--worktree")) {
        (true, _) => Selection::Staged,
        (_, true) => Selection::Worktree,
        // A run tests what lies on disk, and the packet there is the one whose plan it carries out.
        _ => Selection::WithPacketOnDisk,
    }
}

fn of(result: StepResult, note: &str) -> Came {
    Came { result, exit: None, note: note.to_owned(), undeclared: false }
}

impl Wording {
    /// The first thing found wanting.
    fn first_error(&self) -> &str {
        self.lines.iter().find(|line| line.contains("error[")).map_or("", String::as_str)
    }
}
