//! `pass_earned`: a PASS says no more than what was proven.

use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, Known};
use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::{GateStatus, Grade, Judged, follow, grade};
use crate::model::{RiskTier, Verdict};

pub(super) static CODE: Code = Code {
    id: "TP805",
    name: "pass_earned",
    page: Page {
        checks: "A PASS is refused while a gate of post-work fails, and while one could not be judged that nobody took on \
                 (`--unproven GATE --because ..`). Unless RISK_TIER is LOW, the evidence must be *reproduced*: the run was \
                 made here, and its record and logs agree with the packet.",
        why: "A PASS is believed by people who look no further.",
        fails: "gate `scope_respected` fails: `src/lib.rs` changed, and nothing in IN_SCOPE_PATHS allows it",
        mend: "taskpacket post-work WP-ID  shows every gate; taskpacket run WP-ID  reproduces the evidence here. A FAIL may be \
               appended as things stand.",
    },
};

/// What a PASS lacks.
pub(super) fn check(asked: &Asked, known: &Known) -> Vec<Finding> {
    if asked.verdict != Verdict::Pass {
        return Vec::new();
    }
    let mut by_gate: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in known.judged {
        by_gate.entry(judged.gate.name).or_default().push(judged);
    }
    let causes = causes(known.judged);
    let told = |name: &str| causes.is_empty() || causes.contains(name) || !fails(&by_gate[name]);
    let wanting = by_gate.iter().filter(|(name, _)| told(name));
    let mut findings: Vec<Finding> = wanting.filter_map(|(name, judged)| gate(name, judged, asked, known)).collect();
    if known.judged.is_empty() {
        findings.push(Finding::error(&CODE, "no gate was asked, so nothing is proven"));
    }
    findings.extend(evidence(known));
    findings
}

fn fails(judged: &[&Judged]) -> bool {
    judged.iter().any(|one| one.judgement.status == GateStatus::Fail)
}

/// The gates that fail for something that does not merely follow from what another one says.
fn causes(judged: &[Judged]) -> BTreeSet<&'static str> {
    let failing: Vec<&Judged> = judged.iter().filter(|one| fails(&[one])).collect();
    let mut findings: Vec<Finding> = failing.iter().flat_map(|one| one.judgement.findings.clone()).collect();
    follow(&mut findings);
    let is_cause = |finding: &Finding| finding.severity == Severity::Error && finding.follows.is_none();
    findings.retain(is_cause);
    let is_own = |one: &Judged, cause: &Finding| {
        one.judgement
            .findings
            .iter()
            .any(|own| (own.code, own.site, &own.message) == (cause.code, cause.site, &cause.message))
    };
    let has_cause = |one: &&&Judged| findings.iter().any(|cause| is_own(one, cause));
    failing.iter().filter(has_cause).map(|one| one.gate.name).collect()
}

/// One gate, over all entries that it was asked about.
fn gate(name: &str, judged: &[&Judged], asked: &Asked, known: &Known) -> Option<Finding> {
    let id = &known.after.id;
    let of = |status: GateStatus| judged.iter().filter(|one| one.judgement.status == status).collect::<Vec<_>>();
    let (failing, unproven) = (of(GateStatus::Fail), of(GateStatus::NoVerdict));
    let (wrong, what) = match (failing.is_empty(), unproven.is_empty()) {
        (false, _) => (failing, "fails"),
        (true, false) if !asked.unproven.iter().any(|(gate, _)| gate == name) => (unproven, "could not be judged"),
        _ => return None,
    };
    let first = wrong.first()?;
    let target = first.target.as_ref().map(|target| format!(" for `{target}`")).unwrap_or_default();
    let more = if wrong.len() > 1 { format!(" and {} more", wrong.len() - 1) } else { String::new() };
    let cause = wrong.iter().flat_map(|one| &one.judgement.findings).max_by_key(|finding| finding.severity);
    let why = cause.map(|finding| format!(": {}", finding.message)).unwrap_or_default();
    let mut finding = Finding::error(&CODE, format!("gate `{name}` {what}{target}{more}{why}")).about(name.to_owned());
    if let Some(site) = cause.and_then(|finding| finding.site) {
        finding = finding.at(site.source, site.span);
    }
    Some(if what == "fails" {
        finding.help(format!("taskpacket post-work {id}  says what mends it; or append a FAIL"))
    } else {
        finding.help(format!("judge it by hand, and take it on: --unproven {name} --because \"..\""))
    })
}

/// Evidence that nobody here has reproduced.
fn evidence(known: &Known) -> Option<Finding> {
    let after = known.after;
    let tier = after.packet.metadata.risk_tier.get();
    let grade = grade(after);
    let relaxed = |judged: &Judged| {
        judged.gate.name == "evidence_fresh"
            && matches!(judged.judgement.status, GateStatus::Fail | GateStatus::NoVerdict)
    };
    // Where its gate fails already, that is told.
    if tier == Some(&RiskTier::Low) || grade == Grade::Reproduced || known.judged.iter().any(relaxed) {
        return None;
    }
    let tier = tier.map_or_else(|| "RISK_TIER is not LOW".to_owned(), |tier| format!("RISK_TIER is {tier}"));
    let message = format!("the evidence is {}, and {tier}: a PASS wants it reproduced", grade.word());
    let place = after.packet.evidence.heading.or(after.packet.plan.heading).unwrap_or_default();
    Some(
        Finding::new(&CODE, Severity::Error, message)
            .at(after.packet.source, place)
            .help(format!("taskpacket run {}  carries the plan out here", after.id)),
    )
}
