//! `done_means_traced`: each item of DONE_MEANS stands beside what proves it.

use std::collections::{BTreeMap, BTreeSet};

use super::audits_clean::{judged as audited, named_by};
use super::evidence_fresh::fresh;
use crate::audit::RuleOutcome;
use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::contract::masked;
use crate::gate::{GateStatus, Judged, Judgement};
use crate::model::{After, DoneItem, Packet, PacketId, RunRecord, Step, StepKind, StepResult};

/// Each item of DONE_MEANS stands beside what proves it.
pub static CODE: Code = Code {
    id: "TP305",
    name: "done_means_traced",
    page: Page {
        checks: "Each item of DONE_MEANS is traced to what proves it: inline code that is a step of the TEST_PLAN or the \
                 pattern of one of its audits, or a tag (`CX-DBP-030`) that it shares with a step's comment. An item that \
                 names this very gate run takes its outcome, this gate left out. An item that nothing proves is left to the \
                 validator's eye, with a warning.",
        why: "A promise that no command can break is a wish. Whoever validates should know which of them to look at.",
        fails: "- DONE_MEANS:\n  - the refusal reads well      (no step, no tag, no pattern)",
        mend: "Name the step that proves the item in inline code, or put the item's tag into the comment above the step. \
               What only a person can judge stays a warning.",
    },
};

/// What a finding about this very run is about.
pub const THIS_RUN: &str = "this gate run";

/// What proves an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// The step of that index (counted from 0 in the plan), named by its own text.
    Step(usize),
    /// The audit of that index, named by its pattern.
    Audit(usize),
    /// The step of that index, by a tag that they share.
    Tag(usize),
    /// This very run of post-work.
    ThisRun,
}

impl Proof {
    /// The step that it names; `None` where it is this very run.
    pub fn step(self, packet: &Packet) -> Option<&Step> {
        match self {
            Self::Step(index) | Self::Audit(index) | Self::Tag(index) => packet.plan.steps.get(index),
            Self::ThisRun => None,
        }
    }
}

/// One item of DONE_MEANS with everything that proves it; nothing: it is left to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace<'a> {
    /// The item.
    pub item: &'a DoneItem,
    /// What proves it, in the order of the plan.
    pub proofs: Vec<Proof>,
}

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let traces = trace(&after.packet, &after.id);
    if traces.is_empty() {
        return Judgement::not_applicable("DONE_MEANS has no item");
    }
    let run = fresh(after).map(|recorded| &recorded.run);
    let by_rule = |item: &DoneItem| named_by(&item.code, &item.tags, after).next().is_some();
    let manual: Vec<&Trace> = traces.iter().filter(|trace| left(trace, run) && !by_rule(trace.item)).collect();
    let by_plan = traces.len() - manual.len();
    let phrase = match manual.len() {
        0 => format!("{by_plan} traced to the plan"),
        left => format!("{by_plan} traced to the plan, {left} left to the validator"),
    };
    let awaits = run.is_none() && after.runs.within.is_none() && by_plan > 0;
    let phrase = if awaits { format!("{phrase}; no run of it counts yet") } else { phrase };
    let mut findings = disproven(&traces, after);
    let Some(first) = manual.first() else { return Judgement::of(findings, phrase) };
    let message = match manual.len() {
        1 => "one item of DONE_MEANS is proven by nothing in the plan".to_owned(),
        count => format!("{count} items of DONE_MEANS are proven by nothing in the plan"),
    };
    let source = after.packet.source;
    let mut finding = Finding::warning(&CODE, message)
        .at(source, first.item.span)
        .label("left to the validator")
        .help("name the step that proves it in inline code, or put its tag into the step's comment");
    for trace in manual.iter().skip(1) {
        finding = finding.related(source, trace.item.span, "and this one");
    }
    findings.push(finding);
    Judgement::of(findings, phrase)
}

/// The items that an audit was to prove which does not hold: they follow from what it found.
fn disproven(traces: &[Trace], after: &After) -> Vec<Finding> {
    let failed: Vec<String> = audited(after)
        .rules
        .into_iter()
        .filter(|rule| rule.outcome() == RuleOutcome::Fail)
        .map(|rule| rule.rule.id)
        .collect();
    let steps = &after.packet.plan.steps;
    let of_step = |proof: &Proof| match proof {
        Proof::Step(at) | Proof::Audit(at) | Proof::Tag(at) => {
            steps.get(*at).map(|step| format!("step-{}", step.index))
        }
        Proof::ThisRun => None,
    };
    let finding = |trace: &Trace| {
        let by_rule = named_by(&trace.item.code, &trace.item.tags, after).map(|rule| rule.id.clone());
        let proofs: Vec<String> = trace.proofs.iter().filter_map(of_step).chain(by_rule).collect();
        let wrong = failed.iter().find(|id| proofs.contains(id))?;
        let finding = Finding::error(&CODE, format!("an item of DONE_MEANS is disproven by the audit `{wrong}`"));
        let finding = finding.at(after.packet.source, trace.item.span).about(THIS_RUN);
        Some(finding.help("mend what the audit found"))
    };
    if failed.is_empty() { Vec::new() } else { traces.iter().filter_map(finding).collect() }
}

/// True where an item is left to a person: nothing proves it, or the run that counts did not carry out what would.
pub fn left(trace: &Trace, run: Option<&RunRecord>) -> bool {
    let carried_out = |at: usize| {
        let step = run.and_then(|run| run.steps.get(at));
        step.is_none_or(|step| !matches!(step.result, StepResult::Skipped | StepResult::Manual))
    };
    !trace.proofs.iter().any(|proof| match proof {
        Proof::Step(at) | Proof::Audit(at) | Proof::Tag(at) => carried_out(*at),
        Proof::ThisRun => true,
    })
}

/// Every item of DONE_MEANS with what proves it.
pub fn trace<'a>(packet: &'a Packet, id: &PacketId) -> Vec<Trace<'a>> {
    let index = Index::of(packet, id);
    packet.done_means.iter().map(|item| Trace { item, proofs: index.proofs(item) }).collect()
}

/// Once all gates have answered: an item that names this run shares its outcome, this gate left out.
pub fn settle(judged: &mut [Judged], after: &After) {
    let failed = |one: &Judged| one.gate.code != &CODE && one.judgement.status == GateStatus::Fail;
    if !judged.iter().any(failed) {
        return;
    }
    let traces = trace(&after.packet, &after.id);
    let Some(named) = traces.iter().find(|trace| trace.proofs.contains(&Proof::ThisRun)) else { return };
    let finding = Finding::new(&CODE, Severity::Error, "an item of DONE_MEANS names this gate run, and it fails")
        .at(after.packet.source, named.item.span)
        .about(THIS_RUN)
        .help("mend the other findings");
    if let Some(own) = judged.iter_mut().find(|one| one.gate.code == &CODE) {
        own.judgement.status = GateStatus::Fail;
        own.judgement.findings.push(finding);
    }
}

/// The plan by what an item may name of it.
struct Index {
    by_code: BTreeMap<String, BTreeSet<Proof>>,
    by_tag: BTreeMap<String, BTreeSet<Proof>>,
    own_gate: String,
}

impl Index {
    fn of(packet: &Packet, id: &PacketId) -> Self {
        let mut index = Self { by_code: BTreeMap::new(), by_tag: BTreeMap::new(), own_gate: format!("post-work {id}") };
        for (at, step) in packet.plan.steps.iter().enumerate() {
            index.add(at, step, id);
        }
        index
    }

    fn add(&mut self, at: usize, step: &Step, id: &PacketId) {
        let mut name = |code: String, proof: Proof| self.by_code.entry(code).or_default().insert(proof);
        match &step.kind {
            StepKind::Audit { pattern, .. } => {
                name(plain(pattern), Proof::Audit(at));
                name(masked(&step.text), Proof::Step(at));
            }
            StepKind::Gate { gate, packet } if gate == "post-work" && is_own(packet.as_deref(), id) => {
                name(masked(&step.text), Proof::ThisRun);
            }
            StepKind::Gate { .. } | StepKind::Command => {
                name(masked(&step.text), Proof::Step(at));
            }
            StepKind::Manual => {}
        }
        for tag in step.comments.iter().flat_map(|comment| tags(comment)) {
            self.by_tag.entry(tag).or_default().insert(Proof::Tag(at));
        }
    }

    /// By inline code where any of it names something, else by the tags.
    fn proofs(&self, item: &DoneItem) -> Vec<Proof> {
        let by_code: BTreeSet<Proof> = item.code.iter().flat_map(|code| self.named_by(code)).collect();
        if !by_code.is_empty() {
            return by_code.into_iter().collect();
        }
        let by_tag: BTreeSet<Proof> =
            item.tags.iter().filter_map(|tag| self.by_tag.get(&tag.to_ascii_uppercase())).flatten().copied().collect();
        by_tag.into_iter().collect()
    }

    fn named_by(&self, code: &str) -> BTreeSet<Proof> {
        let code = masked(code);
        let mut proofs = self.by_code.get(&code).cloned().unwrap_or_default();
        if code.ends_with(&self.own_gate) {
            proofs.insert(Proof::ThisRun);
        }
        proofs
    }
}

fn is_own(packet: Option<&str>, id: &PacketId) -> bool {
    packet.is_none_or(|packet| packet == id.as_str())
}

/// A pattern as prose would name it: word boundaries and escapes dropped.
fn plain(pattern: &str) -> String {
    let text = pattern.replace("\\\\", "\\").replace("\\b", "");
    masked(&text.replace('\\', ""))
}

/// The tags in a comment: two or more parts of capitals and digits joined by `-`, such as `CX-DBP-030`.
fn tags(comment: &str) -> impl Iterator<Item = String> {
    comment
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .map(|word| word.trim_matches('-'))
        .filter(|word| {
            let parts: Vec<&str> = word.split('-').collect();
            parts.len() >= 2
                && parts.iter().all(|part| !part.is_empty() && !part.bytes().any(|byte| byte.is_ascii_lowercase()))
                && word.bytes().any(|byte| byte.is_ascii_uppercase())
                && word.bytes().any(|byte| byte.is_ascii_digit())
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Proof, trace};
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;

    #[test]
    fn items_stand_beside_their_proof() {
        let after = Fixture::changed().after();
        let proofs: Vec<Vec<Proof>> = trace(&after.packet, &after.id).into_iter().map(|it| it.proofs).collect();
        assert_eq!(proofs[0], [Proof::Step(2)]);
        assert!(proofs[1].contains(&Proof::Tag(1)), "{proofs:?}");
        assert_eq!(proofs[2], [Proof::ThisRun]);
        let phrase = "3 traced to the plan".to_owned();
        assert_eq!(Fixture::changed().status("done_means_traced"), (GateStatus::Pass, phrase));
    }

    #[test]
    fn an_audit_is_named_by_its_pattern() {
        let audit = "$hits = rg -n \"\\\\bsqlx::\" src | Where-Object { $_ -notmatch 'src\\\\storage\\\\' }\n\
                     if ($hits) { throw \"found\" }\n\njust post-work";
        let fixture = Fixture::changed()
            .frozen("just post-work", audit)
            .frozen("- The session boundary holds (CX-SES-010).", "- No `sqlx::` outside src/storage.");
        let after = fixture.after();
        let traces = trace(&after.packet, &after.id);
        assert!(matches!(traces[1].proofs[..], [Proof::Audit(_)]), "{traces:?}");
    }

    #[test]
    fn what_nothing_proves_is_one_warning() {
        let manual = Fixture::changed().frozen("(CX-SES-010).", "well.\n- It reads well.");
        assert_eq!((manual.errors().len(), manual.warnings()), (0, vec!["done_means_traced"]));
        assert!(manual.told("done_means_traced").starts_with("2 items of DONE_MEANS are proven by nothing"));
        assert_eq!(manual.status("done_means_traced").1, "2 traced to the plan, 2 left to the validator");
    }

    #[test]
    fn an_item_that_names_this_run_shares_its_outcome() {
        let failing = Fixture::changed().edit("**Line Delta**: 1", "**Line Delta**: 2");
        assert_eq!(failing.status("done_means_traced").0, GateStatus::Fail);
        assert_eq!(failing.errors(), ["line_delta_equals_expected"]);
    }
}
