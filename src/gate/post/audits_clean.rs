//! `audits_clean`: the audits of the packet hold, and those of the configuration on what is new.

use std::collections::BTreeSet;

use crate::audit::{self, Audited, Relaxations, RuleOutcome};
use crate::finding::{Code, Finding, Page};
use crate::gate::{GateStatus, Judgement};
use crate::model::{After, RepoPath, Rule};
use crate::text::plural;

/// The audits hold.
pub static CODE: Code = Code {
    id: "TP600",
    name: "audits_clean",
    page: Page {
        checks: "The packet's own audits hold, absolutely: the search-and-throw steps of its TEST_PLAN, its blocks of rules as \
                 they were frozen, and the packs that its plan calls for (`just validator-dal-audit`, `just validator-scan`, \
                 `just validator-git-hygiene`). Those of the configuration hold on what is new since the base; an entry with \
                 `strict: true` holds absolutely. They are judged on the head of the snapshot: the index, the commit, or the \
                 work tree as it would be staged. Configuration, rules and baseline are those of the base. An audit that could \
                 not have failed is no proof.",
        why: "A validator runs the audits again. What they find then should have been found here.",
        fails: "src/api/users.rs:7: sqlx::query(..)      (the packet's step 2 forbids `sqlx::` outside src/storage)",
        mend: "Mend each hit, or have a waiver granted that names the rule (or `audits_clean`), the paths and a last day. \
               `taskpacket audit WP-ID` asks the same of what lies on disk.",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let audited = judged(after);
    if audited.rules.is_empty() && audited.remarks.is_empty() {
        return Judgement::not_applicable("");
    }
    let count = |of: fn(&audit::RuleJudged) -> usize| audited.rules.iter().map(of).sum::<usize>();
    let files = audited.rules.iter().map(|rule| rule.scanned).max().unwrap_or(0);
    let hits = count(audit::RuleJudged::hits);
    let mut phrase =
        format!("{}, {}, {}", plural(audited.rules.len(), "rule"), plural(files, "file"), plural(hits, "hit"));
    for (number, words) in [
        (count(|rule| rule.allowed), "where allowed"),
        (count(|rule| rule.waived), "waived"),
        (count(|rule| rule.in_baseline), "in the baseline"),
        (count(|rule| rule.old), "there before"),
    ] {
        if number > 0 {
            phrase = format!("{phrase}; {number} {words}");
        }
    }
    let mut findings = audited.findings();
    let status = match audited.outcome() {
        RuleOutcome::Fail => GateStatus::Fail,
        RuleOutcome::NoVerdict => GateStatus::NoVerdict,
        RuleOutcome::Pass if count(|rule| rule.waived) > 0 => GateStatus::Waived,
        RuleOutcome::Pass => GateStatus::Pass,
        RuleOutcome::Skipped => {
            let message = "none of the audits that are asked for had anything to look at";
            findings.push(Finding::warning(&CODE, message).help("correct their roots, or take them out"));
            GateStatus::NoVerdict
        }
    };
    Judgement { status, findings, phrase }
}

/// The audits, judged with what is in force.
pub fn judged(after: &After) -> Audited {
    let changed: BTreeSet<RepoPath> = after.snapshot.changes.iter().map(|change| change.path.clone()).collect();
    let waivers = Some((after.waivers.as_slice(), None));
    audit::audited(&after.audits, &Relaxations { waivers, today: after.now.date_naive(), changed: &changed })
}

/// The rules that an item of DONE_MEANS names: by a tag, or in inline code by id or pattern.
pub fn named_by<'a>(code: &'a [String], tags: &'a [String], after: &'a After) -> impl Iterator<Item = &'a Rule> {
    after.audits.rules.iter().filter(move |rule| {
        let by_code = |text: &String| *text == rule.id || rule.patterns().iter().any(|pattern| pattern.text == *text);
        rule.tag.as_ref().is_some_and(|tag| tags.contains(tag)) || code.iter().any(by_code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::fixture::Fixture;
    use crate::gate::{Outcome, outcome};
    use crate::model::{Hit, Plan, Tally};
    use crate::text::{Position, Span};

    const AUDIT: &str = "$hits = rg -n \"sqlx::\" src | Where-Object { $_ -notmatch 'src\\\\db\\\\' }\n\
                         if ($hits) { throw \"found\" }\n\njust post-work";

    /// The audit of the plan, with these hits outside of what it allows and so many inside.
    fn searched(after: &mut After, hits: Vec<Hit>, allowed: usize, scanned: usize) {
        let (plan, source): (&Plan, _) = (&after.packet.plan, after.packet.source);
        let rules: Vec<Rule> =
            plan.steps.iter().filter_map(|step| audit::rule_of_step(step, source, &RepoPath::from(""))).collect();
        let tally = Tally {
            scanned,
            hits,
            allowed,
            allowed_by: vec![allowed],
            roots_met: vec![scanned > 0],
            ..Tally::default()
        };
        after.audits.rules = rules;
        after.audits.head.tallies = vec![tally];
    }

    fn hit(path: &str) -> Hit {
        let first = Position { line: 3, column: 1 };
        Hit { path: path.into(), first, excerpt: "sqlx::x".to_owned(), span: Span::new(0, 6), site: None }
    }

    fn fixture() -> Fixture {
        Fixture::changed().frozen("just post-work", AUDIT)
    }

    #[test]
    fn the_packets_own_audits_hold_absolutely() {
        let clean = fixture().with(|after| searched(after, Vec::new(), 3, 9));
        let phrase = "1 rule, 9 files, 0 hits; 3 where allowed".to_owned();
        assert_eq!(clean.status("audits_clean"), (GateStatus::Pass, phrase));
        let dirty = fixture().with(|after| searched(after, vec![hit("src/old.rs")], 3, 9));
        assert_eq!(dirty.status("audits_clean").0, GateStatus::Fail);
        assert_eq!(dirty.errors(), ["audit_hit"]);
    }

    #[test]
    fn an_audit_that_could_not_fail_is_no_verdict() {
        let nowhere = fixture().with(|after| searched(after, Vec::new(), 0, 0));
        assert_eq!(nowhere.status("audits_clean").0, GateStatus::NoVerdict);
        assert_eq!(outcome(&nowhere.judged()), Outcome::NoVerdict);
    }

    #[test]
    fn without_audits_there_is_nothing_to_ask() {
        assert_eq!(Fixture::changed().status("audits_clean").0, GateStatus::NotApplicable);
    }

    #[test]
    fn a_waiver_covers_what_it_names_until_its_last_day() {
        let record = "- WAIVER_ID: W-1 | COVERS: audits_clean | PATHS: src/old.rs | REASON: x | APPROVER: ann | \
                      DATE: 2026-01-10 | EXPIRES: 2026-01-20";
        let waived = fixture().frozen("- NONE", record).with(|after| {
            searched(after, vec![hit("src/old.rs")], 3, 9);
            after.waivers = after.packet.waivers.clone();
        });
        assert_eq!((waived.errors().len(), waived.status("audits_clean").0), (0, GateStatus::Waived));
        let late = waived.with(|after| after.now += chrono::TimeDelta::days(1));
        assert_eq!(late.errors(), ["audit_hit"]);
        assert_eq!(late.warnings(), ["audit_waiver"]);
    }
}
