//! Audits judged as a whole: by the facts, with everything that relaxes them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::relax::{by_base, by_baseline, by_waivers};
use super::{RuleJudged, RuleOutcome, RuleSet, judge_all};
use crate::finding::{Finding, Severity};
use crate::model::{AuditFacts, RepoPath, Waiver};
use crate::text::SourceId;

/// All rules, judged, and what else there is to say.
#[derive(Clone, Debug)]
pub struct Audited {
    /// Each rule.
    pub rules: Vec<RuleJudged>,
    /// Rules that cannot be read, waivers and baselines that cover nothing.
    pub remarks: Vec<Finding>,
}

/// What relaxes hits.
#[derive(Clone, Copy)]
pub struct Relaxations<'a> {
    /// The waivers in force, and the packet that they stand in, where that is known.
    pub waivers: Option<(&'a [Waiver], Option<SourceId>)>,
    /// The day that counts as today.
    pub today: NaiveDate,
    /// Every path that may differ from the base.
    pub changed: &'a BTreeSet<RepoPath>,
}

/// Judges all rules.
pub fn audited(facts: &AuditFacts, relaxations: &Relaxations) -> Audited {
    // The rules were made ready once to be searched for; that they can be is known.
    let (set, _) = RuleSet::new(facts.rules.clone());
    let mut rules = judge_all(&set.rules, &facts.head);
    let mut remarks = facts.unreadable.clone();
    if let Some(base) = &facts.base {
        by_base(&mut rules, &judge_all(&set.rules, base), relaxations.changed);
    }
    remarks.extend(by_baseline(&mut rules, &facts.baseline));
    if let Some((waivers, source)) = relaxations.waivers {
        remarks.extend(by_waivers(&mut rules, waivers, source, relaxations.today));
    }
    Audited { rules, remarks }
}

impl Audited {
    /// How all of them ended: one that fails, fails all; one that is unproven leaves all unproven; where all were skipped,
    /// nothing was looked at.
    pub fn outcome(&self) -> RuleOutcome {
        let unreadable = self.remarks.iter().any(|remark| remark.severity == Severity::Error);
        let outcomes: Vec<RuleOutcome> = self.rules.iter().map(RuleJudged::outcome).collect();
        if outcomes.contains(&RuleOutcome::Fail) {
            RuleOutcome::Fail
        } else if unreadable || outcomes.contains(&RuleOutcome::NoVerdict) {
            RuleOutcome::NoVerdict
        } else if outcomes.contains(&RuleOutcome::Pass) {
            RuleOutcome::Pass
        } else {
            RuleOutcome::Skipped
        }
    }

    /// Everything to be said of them.
    pub fn findings(&self) -> Vec<Finding> {
        self.rules.iter().flat_map(RuleJudged::findings).chain(self.remarks.iter().cloned()).collect()
    }
}
