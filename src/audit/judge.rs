//! What a rule's finds amount to: faults, remarks, and whether it could have failed at all.

use std::collections::BTreeMap;

use super::codes::{LACKING, MATCHES_NOTHING, NOT_SEARCHED, UNPROVEN, UNWANTED};
use super::fault::Fault;
use super::{Compiled, names};
use crate::finding::{Finding, Severity};
use crate::model::{Per, Placed, RepoPath, Rule, RuleCheck, RuleOrigin, Searched, Tally, Vacuous};
use crate::text::{Site, listed, plural};

/// How one rule ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOutcome {
    /// It looked, it could have failed, and nothing breaks it.
    Pass,
    /// Something breaks it.
    Fail,
    /// It could not be judged.
    NoVerdict,
    /// There was nothing for it to look at, and it says that this may be.
    Skipped,
}

impl RuleOutcome {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NoVerdict => "no-verdict",
            Self::Skipped => "skipped",
        }
    }
}

/// Whose rule it is, in words that follow `of`.
pub fn origin(rule: &Rule) -> String {
    match &rule.origin {
        RuleOrigin::Step(index) => format!("step {index} of the TEST_PLAN"),
        RuleOrigin::Packet => "the packet".to_owned(),
        RuleOrigin::Pack(name) => format!("pack {name}"),
        RuleOrigin::File(path) => path.clone(),
    }
}

/// One rule, judged. What is relaxed is taken out of `faults` and counted.
#[derive(Clone, Debug)]
pub struct RuleJudged {
    /// The rule.
    pub rule: Rule,
    /// How many files it looked at.
    pub scanned: usize,
    /// How many hits lie where they are allowed.
    pub allowed: usize,
    /// What breaks it.
    pub faults: Vec<Fault>,
    /// How many more hits there are than are kept.
    pub uncounted: usize,
    /// How many faults a waiver relaxes.
    pub waived: usize,
    /// How many faults the baseline knows.
    pub in_baseline: usize,
    /// How many faults were there before the change that is judged.
    pub old: usize,
    /// Where the files are that a rule about names may find fault with.
    pub sites: BTreeMap<RepoPath, Site>,
    /// What else is to be said of it.
    pub remarks: Vec<Finding>,
    /// True where something that it should have looked at could not be, or it could not have failed.
    pub unproven: bool,
    /// True where there was nothing to look at, and that may be.
    pub skipped: bool,
}

/// Judges one rule by what was found for it.
pub fn judge(compiled: &Compiled, tally: &Tally, unread: &BTreeMap<RepoPath, String>) -> RuleJudged {
    let rule = &compiled.rule;
    let mut judged = RuleJudged {
        rule: rule.clone(),
        scanned: tally.scanned,
        allowed: tally.allowed,
        faults: faults(compiled, tally),
        uncounted: tally.uncounted,
        waived: 0,
        in_baseline: 0,
        old: 0,
        sites: tally.sites.clone(),
        remarks: Vec::new(),
        unproven: false,
        skipped: false,
    };
    judged.not_searched(compiled, tally, unread);
    judged.vacuity(tally);
    judged
}

/// Judges all rules of a walk.
pub fn judge_all(rules: &[Compiled], searched: &Searched) -> Vec<RuleJudged> {
    rules.iter().zip(&searched.tallies).map(|(rule, tally)| judge(rule, tally, &searched.unread)).collect()
}

fn faults(compiled: &Compiled, tally: &Tally) -> Vec<Fault> {
    let rule = &compiled.rule;
    match &rule.check {
        RuleCheck::Forbid { .. } => tally.hits.iter().map(|hit| Fault::of_hit(hit.clone(), rule)).collect(),
        RuleCheck::Require { per: Per::Tree, .. } if tally.scanned == tally.lacking.len() && tally.scanned > 0 => {
            let path = tally.lacking[0].clone();
            let message = format!("no file has what `{}` requires: {}", rule.id, rule.title);
            vec![Fault { code: &LACKING, path, hit: None, message }]
        }
        RuleCheck::Require { per: Per::Tree, .. } => Vec::new(),
        RuleCheck::Require { per: Per::File, .. } => {
            let fault = |path: &RepoPath| Fault {
                code: &LACKING,
                path: path.clone(),
                hit: None,
                message: format!("`{path}` lacks what `{}` requires: {}", rule.id, rule.title),
            };
            tally.lacking.iter().map(fault).collect()
        }
        RuleCheck::Numbered { start, .. } => names::numbered(compiled, &tally.files, *start),
        RuleCheck::Paired { partner, .. } => names::paired(compiled, &tally.files, partner),
        RuleCheck::Absent { .. } => {
            let fault = |path: &RepoPath| Fault {
                code: &UNWANTED,
                path: path.clone(),
                hit: None,
                message: format!("`{path}` should not be there: {}", rule.title),
            };
            tally.files.iter().map(|(path, _)| fault(path)).collect()
        }
        RuleCheck::Smaller { most, .. } => {
            let large = tally.files.iter().filter(|(_, size)| size > most);
            let fault = |(path, size): &(RepoPath, u64)| Fault {
                code: &UNWANTED,
                path: path.clone(),
                hit: None,
                message: format!("`{path}` has {size} bytes, and {most} are the most: {}", rule.title),
            };
            large.map(fault).collect()
        }
    }
}

impl RuleJudged {
    /// How it ended. What breaks a rule weighs as the rule says; what was not looked at is no proof.
    pub fn outcome(&self) -> RuleOutcome {
        let remark = self.remarks.iter().any(|remark| remark.severity == Severity::Error);
        if self.rule.severity == Severity::Error && self.faults.len() + self.uncounted > 0 {
            RuleOutcome::Fail
        } else if self.unproven || remark {
            RuleOutcome::NoVerdict
        } else if self.skipped {
            RuleOutcome::Skipped
        } else {
            RuleOutcome::Pass
        }
    }

    /// Everything to be said of it.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.faults.iter().map(|fault| fault.finding(&self.rule, self.sites.get(&fault.path).copied())).collect();
        if self.uncounted > 0 {
            let message = format!("{} more of `{}` are not shown", plural(self.uncounted, "hit"), self.rule.id);
            findings.push(Finding::new(&super::FORBIDDEN, self.rule.severity, message).help("mend those shown first"));
        }
        findings.extend(self.remarks.iter().cloned());
        findings
    }

    /// How many hits count.
    pub fn hits(&self) -> usize {
        self.faults.len() + self.uncounted
    }

    /// What was looked at and found, in a few words: `412 files, 31 allowed`.
    pub fn phrase(&self) -> String {
        let mut parts = vec![plural(self.scanned, "file")];
        for (count, word) in [
            (self.hits(), if self.hits() == 1 { "hit" } else { "hits" }),
            (self.allowed, "allowed"),
            (self.waived, "waived"),
            (self.in_baseline, "in the baseline"),
            (self.old, "old"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {word}"));
            }
        }
        parts.join(", ")
    }

    /// What the rule looks at and could not be read.
    fn not_searched(&mut self, compiled: &Compiled, tally: &Tally, unread: &BTreeMap<RepoPath, String>) {
        let closed = unread.iter().filter(|(path, _)| compiled.may_hold(path));
        for (path, reason) in closed {
            self.unproven = true;
            let message = format!("`{path}` could not be searched for `{}`: {reason}", self.rule.id);
            let finding = Finding::error(&NOT_SEARCHED, message).about(path.to_string()).help("make it readable");
            self.remark(placed_at(finding, None, &compiled.rule));
        }
        let source: Vec<&RepoPath> = tally.binary.iter().filter(|path| super::has_zones(path)).collect();
        if let Some(first) = source.first() {
            let message = format!(
                "taken for binary, by a NUL in it, and not searched for `{}`: {}",
                self.rule.id,
                listed(&source, 5)
            );
            self.remark(Finding::warning(&NOT_SEARCHED, message).about(first.to_string()).help("take the NUL out"));
        }
    }

    /// Whether the rule could have failed.
    fn vacuity(&mut self, tally: &Tally) {
        let rule = self.rule.clone();
        let nowhere = |met: &[bool], all: &[Placed]| -> Vec<Placed> {
            all.iter().zip(met).filter(|(_, met)| !**met).map(|(placed, _)| placed.clone()).collect()
        };
        let wanted = tally.scanned == 0 && !matches!(rule.check, RuleCheck::Absent { .. } | RuleCheck::Smaller { .. });
        let roots = nowhere(&tally.roots_met, &rule.select.roots);
        if wanted && self.unproven {
            return;
        }
        if wanted {
            let message = match roots.first() {
                Some(root) => format!("`{}` looked at no file: nothing lies under `{}`", rule.id, shown(&root.text)),
                None => format!("`{}` looked at no file: {}", rule.id, rule.title),
            };
            self.vacuous(
                message,
                rule.vacuous,
                roots.first(),
                "correct the roots, or leave the audit out where it has nothing to look at",
            );
            return;
        }
        for root in roots {
            let message = format!("nothing lies under `{}`, a root of `{}`", shown(&root.text), rule.id);
            let weight = if matches!(rule.origin, RuleOrigin::Step(_)) { Vacuous::NoVerdict } else { Vacuous::Warning };
            self.vacuous(message, weight, Some(&root), "correct the root, or take it out");
        }
        for glob in nowhere(&tally.files_met, &rule.select.files).into_iter().filter(|glob| glob.site.is_some()) {
            let message = format!("`{}`, a glob of `{}`, matches no file", glob.text, rule.id);
            self.remark(
                placed_at(Finding::warning(&MATCHES_NOTHING, message), Some(&glob), &rule)
                    .help("correct it, or take it out"),
            );
        }
        self.exceptions(tally, &rule);
    }

    /// Hits where they are allowed prove that the pattern can hit; an exception that lets none pass is not needed.
    fn exceptions(&mut self, tally: &Tally, rule: &Rule) {
        let Some(allow) = rule.allow().filter(|allow| !allow.is_empty()) else { return };
        let proven = !rule.examples.hits.is_empty() || rule.is_of_names();
        if tally.allowed == 0 && !proven && self.faults.is_empty() {
            let message =
                format!("`{}` hits nothing, not even where it is allowed: does the pattern still fit?", rule.id);
            self.vacuous(
                message,
                Vacuous::Warning,
                rule.patterns().first(),
                "correct the pattern, or give an example that must hit",
            );
            return;
        }
        let mut used = tally.allowed_by.iter().map(|count| *count > 0);
        let unused: Vec<&Placed> = allow.entries().filter(|_| !used.next().unwrap_or(false)).collect();
        // Of two readings of one exception, one is enough.
        let by_step = matches!(rule.origin, RuleOrigin::Step(_));
        if by_step && unused.len() < allow.len() {
            return;
        }
        for entry in unused.into_iter().filter(|entry| entry.site.is_some()) {
            let message = format!("`{}`, an exception of `{}`, lets no hit pass", entry.text, rule.id);
            self.remark(
                placed_at(Finding::warning(&MATCHES_NOTHING, message), Some(entry), rule).help("take the entry out"),
            );
        }
    }

    fn vacuous(&mut self, message: String, weight: Vacuous, placed: Option<&Placed>, help: &str) {
        // What somebody wrote down for this repository is meant to be there.
        let of_pack = matches!(self.rule.origin, RuleOrigin::Pack(_));
        let set = of_pack && placed.is_some_and(|placed| placed.site.is_some());
        let weight = if weight == Vacuous::Skipped && set { Vacuous::Warning } else { weight };
        let finding = match weight {
            Vacuous::NoVerdict => {
                self.unproven = true;
                Finding::warning(&UNPROVEN, message)
            }
            Vacuous::Warning => Finding::warning(&UNPROVEN, message),
            Vacuous::Skipped => {
                self.skipped = true;
                Finding::note(&UNPROVEN, message)
            }
        };
        let rule = self.rule.clone();
        self.remark(placed_at(finding.about(rule.id.clone()).help(help), placed, &rule));
    }

    fn remark(&mut self, finding: Finding) {
        self.remarks.push(finding);
    }
}

/// A finding at the place of a text, else at that of its rule.
fn placed_at(finding: Finding, placed: Option<&Placed>, rule: &Rule) -> Finding {
    match placed.and_then(|placed| placed.site).or(rule.site) {
        Some(site) => finding.at(site.source, site.span),
        None => finding,
    }
}

fn shown(root: &str) -> &str {
    if root.is_empty() { "." } else { root }
}
