//! What relaxes an audit: a waiver in force, a baseline, the base of a snapshot. Each takes out what it covers, counts it,
//! and says what it no longer covers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::codes::{BASELINE, WAIVER};
use super::{Fault, RuleJudged};
use crate::finding::Finding;
use crate::model::{Baseline, Known, RepoPath, Waiver, WaiverState};
use crate::text::{SourceId, listed};

/// The gate that a waiver may name in the place of a rule.
pub const GATE: &str = "audits_clean";

/// Takes out what the waivers in force cover, on the day `today`.
pub fn by_waivers(
    judged: &mut [RuleJudged],
    waivers: &[Waiver],
    source: Option<SourceId>,
    today: NaiveDate,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ids: Vec<String> = judged.iter().map(|one| one.rule.id.clone()).collect();
    let names_audit = |waiver: &&Waiver| waiver.covers.iter().any(|name| name == GATE || ids.contains(name));
    for waiver in waivers.iter().filter(names_audit) {
        let covers = |rule: &str, path: &RepoPath, day: NaiveDate| {
            [GATE, rule].iter().any(|name| waiver.relaxes(name, Some(path), day))
        };
        let (mut used, mut late) = (false, false);
        for one in judged.iter_mut() {
            let id = one.rule.id.clone();
            let before = one.faults.len();
            one.faults.retain(|fault| !covers(&id, &fault.path, today));
            one.waived += before - one.faults.len();
            used |= before != one.faults.len();
            let last = waiver.expires.filter(|last| *last < today);
            late |= last.is_some_and(|last| one.faults.iter().any(|fault| covers(&id, &fault.path, last)));
        }
        let found = |message: String, help: &str| {
            let finding = Finding::warning(&WAIVER, message).about(waiver.id.clone()).help(help);
            source.map_or(finding.clone(), |source| finding.at(source, waiver.span))
        };
        let id = &waiver.id;
        findings.extend(match (waiver.state, waiver.expires) {
            (WaiverState::Unreadable, _) => {
                Some(found(format!("waiver `{id}` cannot be read, and relaxes nothing"), "mend its date or status"))
            }
            (WaiverState::Active, Some(last)) if late => {
                Some(found(format!("waiver `{id}` ended on {last}"), "have it renewed, or mend what it covered"))
            }
            (WaiverState::Active, last) if !used => {
                let ended = last.filter(|last| *last < today).map(|last| format!(", and ended on {last}"));
                Some(found(format!("waiver `{id}` covers no hit{}", ended.unwrap_or_default()), "take it out"))
            }
            _ => None,
        });
    }
    findings
}

/// Takes out what the baseline knows. What it knows of the rules that were asked, and that is gone, is told.
pub fn by_baseline(judged: &mut [RuleJudged], baseline: &Baseline) -> Vec<Finding> {
    let mut left = baseline.known.clone();
    for one in judged.iter_mut() {
        let id = one.rule.id.clone();
        let before = one.faults.len();
        one.faults.retain(|fault| !take(&mut left, &known(&id, fault)));
        one.in_baseline += before - one.faults.len();
    }
    let asked = |known: &Known| judged.iter().any(|one| one.rule.id == known.rule && !one.skipped);
    let gone: Vec<String> = left
        .iter()
        .filter(|(known, count)| **count > 0 && asked(known))
        .map(|(known, _)| format!("`{}` in `{}`", known.content, known.path))
        .collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let message = format!("the baseline knows what is not there any more: {}", listed(&gone, 3));
    vec![Finding::warning(&BASELINE, message).help("taskpacket audit --baseline prune")]
}

/// Takes out what was there before: in files that did not change, and as often in each changed file as at the base. What
/// is gone from one file may have moved to another.
pub fn by_base(judged: &mut [RuleJudged], base: &[RuleJudged], changed: &BTreeSet<RepoPath>) {
    for one in judged.iter_mut().filter(|one| !one.rule.strict && !one.rule.is_of_whole_tree()) {
        let id = one.rule.id.clone();
        let mut there: BTreeMap<Known, usize> = BTreeMap::new();
        for fault in base.iter().filter(|base| base.rule.id == id).flat_map(|base| &base.faults) {
            *there.entry(known(&id, fault)).or_default() += 1;
        }
        let before = one.faults.len();
        // What is wrong with a name may come of another file's.
        let by_name = one.rule.is_of_names();
        one.faults.retain(|fault| (by_name || changed.contains(&fault.path)) && !take(&mut there, &known(&id, fault)));
        let mut moved: BTreeMap<String, usize> = BTreeMap::new();
        for (known, count) in there {
            *moved.entry(known.content).or_default() += count;
        }
        one.faults.retain(|fault| fault.hit.is_none() || !take(&mut moved, &fault.content()));
        one.old += before - one.faults.len();
    }
}

/// What a fault is known by.
pub fn known(rule: &str, fault: &Fault) -> Known {
    Known { rule: rule.to_owned(), path: fault.path.to_string(), content: fault.content() }
}

/// Takes one from the count, where there is one.
fn take<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}
