//! Whether a verdict may be appended: one condition, one file. They bind a PASS; a FAIL may always be said, by whoever
//! acknowledges its report.

mod entry_stands;
mod pass_earned;
mod report_acknowledged;
mod report_current;
mod report_finished;
mod unproven_named;
mod validator_independent;

pub use entry_stands::{moved_meanwhile, stands};
pub use report_finished::unfinished;
pub use validator_independent::coder_judges;

use super::Judged;
use crate::finding::{Code, Finding};
use crate::model::{After, Digest, Verdict, WrittenReport};
use crate::text::SourceId;

/// Codes of what keeps a verdict from being appended, in the order of their numbers.
pub static CODES: &[&Code] = &[
    &report_finished::CODE,
    &report_acknowledged::CODE,
    &report_current::CODE,
    &pass_earned::CODE,
    &validator_independent::CODE,
    &unproven_named::CODE,
    &entry_stands::CODE,
];

/// A verdict that somebody wants to be appended.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided it, as typed.
    pub validator: &'a str,
    /// The digest of the report that was looked at, or its first digits.
    pub acknowledged: &'a str,
    /// Gates that could not be judged and are taken on, each with the reason.
    pub unproven: &'a [(String, String)],
    /// The report.
    pub report: &'a WrittenReport,
    /// The text of the report among the sources.
    pub source: SourceId,
    /// The report's file, as a word for a shell.
    pub file: &'a str,
}

/// What there is to judge it by.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The facts of post-work.
    pub after: &'a After,
    /// Its gates, with their answers.
    pub judged: &'a [Judged],
    /// The digest of the contract now.
    pub contract: Digest,
    /// The digest of the files in scope now.
    pub scope_tree: Digest,
    /// Whom git would name as the author of a commit made now.
    pub identity: Option<&'a str>,
}

/// Everything that is to be said of the verdict before it is appended; an error keeps it from being so.
pub fn objections(asked: &Asked, known: &Known) -> Vec<Finding> {
    let mut findings = report_finished::check(asked);
    findings.extend(report_acknowledged::check(asked));
    findings.extend(report_current::check(asked, known));
    findings.extend(validator_independent::check(asked, known));
    findings.extend(unproven_named::check(asked, known));
    findings.extend(pass_earned::check(asked, known));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::gate::contract::contract_digest;
    use crate::gate::fixture::{CODER, Fixture};
    use crate::model::{KeptHere, RiskTier, Value};
    use crate::parse::written_report;
    use crate::text::Source;

    /// A verdict on a change, as a test states it.
    struct Case {
        verdict: Verdict,
        validator: &'static str,
        unproven: Vec<(String, String)>,
        identity: Option<&'static str>,
        /// What is done to a report that is in order.
        report: fn(String) -> String,
        /// What is done to facts of which everything holds, the evidence reproduced.
        facts: fn(&mut After),
    }

    impl Default for Case {
        fn default() -> Self {
            Self {
                verdict: Verdict::Pass,
                validator: "vera",
                unproven: Vec::new(),
                identity: None,
                report: |text| text,
                facts: |_| {},
            }
        }
    }

    impl Case {
        /// The codes of the objections, errors with their name alone.
        fn told(self) -> Vec<String> {
            let mut after = Fixture::changed().after();
            let run = after.packet.evidence.runs[0].run.id.clone();
            after.runs.kept.insert(run, KeptHere::Whole);
            (self.facts)(&mut after);
            let (contract, scope_tree) = (contract_digest(&after.packet, &after.sources), Digest::of(b"files"));
            let text = format!("- CONTRACT_SHA1: {contract}\n- SCOPE_TREE_SHA1: {scope_tree} (1 file)\nall is well\n");
            let report = written_report((self.report)(text).as_bytes());
            let source = after.sources.add(Source::new("r.md", report.text.as_bytes()));
            let judged = crate::gate::after(&after);
            let acknowledged = &report.digest.to_string()[..8];
            let asked = Asked {
                verdict: self.verdict,
                validator: self.validator,
                acknowledged,
                unproven: &self.unproven,
                report: &report,
                source,
                file: "r.md",
            };
            let known = Known { after: &after, judged: &judged, contract, scope_tree, identity: self.identity };
            let name = |finding: &Finding| match finding.severity {
                Severity::Error => finding.code.name.to_owned(),
                severity => format!("{}: {}", severity.word(), finding.code.name),
            };
            objections(&asked, &known).iter().map(name).collect()
        }
    }

    fn taken_on(gate: &str) -> Vec<(String, String)> {
        vec![(gate.to_owned(), "seen by eye".to_owned())]
    }

    #[test]
    fn what_keeps_a_pass_out() {
        let failing: fn(&mut After) = |after| after.approved_in_head = false;
        let gone: fn(&mut After) = |after| after.runs.kept.clear();
        let cases: Vec<(Case, &[&str])> = vec![
            (Case::default(), &[]),
            (Case { report: |text| text + "[[FILL IN: why]]\n", ..Case::default() }, &["report_finished"]),
            (
                Case { report: |_| String::new(), ..Case::default() },
                &["report_finished", "report_current", "report_current"],
            ),
            (Case { report: |text| text.replace("- CONTRACT", "- contract"), ..Case::default() }, &["report_current"]),
            (
                Case {
                    report: |text| text.replace("TREE_SHA1: ", &format!("TREE_SHA1: {}", "0".repeat(40))),
                    ..Case::default()
                },
                &["report_current"],
            ),
            (Case { report: |text| format!("- WP_ID: WP-2\n{text}"), ..Case::default() }, &["report_current"]),
            (Case { validator: "Some Model", ..Case::default() }, &["validator_independent"]),
            (Case { validator: "cody@example.org", ..Case::default() }, &["warning: validator_independent"]),
            (Case { identity: Some(CODER), ..Case::default() }, &["warning: validator_independent"]),
            (Case { identity: Some("Vera <vera@example.org>"), ..Case::default() }, &[]),
            (Case { facts: failing, ..Case::default() }, &["pass_earned"]),
            (
                Case { facts: failing, unproven: taken_on("phase_order"), ..Case::default() },
                &["unproven_named", "pass_earned"],
            ),
            (Case { unproven: taken_on("scope_respected"), ..Case::default() }, &["unproven_named"]),
            (Case { unproven: taken_on("no_gate"), ..Case::default() }, &["unproven_named"]),
            (Case { facts: gone, ..Case::default() }, &["pass_earned"]),
            (Case { facts: |after| after.packet.metadata.risk_tier = Value::Absent, ..Case::default() }, &[]),
        ];
        for (at, (case, expected)) in cases.into_iter().enumerate() {
            assert_eq!(case.told(), expected, "case {at}");
        }
    }

    #[test]
    fn low_risk_takes_what_is_recorded() {
        let low: fn(&mut After) = |after| {
            after.runs.kept.clear();
            if let Value::Present(tier, _) = &mut after.packet.metadata.risk_tier {
                *tier = RiskTier::Low;
            }
        };
        assert_eq!(Case { facts: low, ..Case::default() }.told(), [""; 0]);
    }

    #[test]
    fn a_fail_may_be_said() {
        let fail = || Case { verdict: Verdict::Fail, ..Case::default() };
        let cases: Vec<(Case, &[&str])> = vec![
            (Case { facts: |after| after.approved_in_head = false, ..fail() }, &[]),
            (Case { facts: |after| after.runs.kept.clear(), ..fail() }, &[]),
            (Case { report: |_| "it does not work".to_owned(), ..fail() }, &[]),
            (
                Case { report: |text| text.replace("SHA1: ", &format!("SHA1: {}", "0".repeat(40))), ..fail() },
                &["warning: report_current", "warning: report_current"],
            ),
            (Case { report: |text| format!("- WP_ID: WP-2\n{text}"), ..fail() }, &["report_current"]),
            (Case { validator: "some-model", ..fail() }, &["warning: validator_independent"]),
            (Case { report: |text| text + "[[FILL IN: why]]\n", ..fail() }, &["report_finished"]),
        ];
        for (at, (case, expected)) in cases.into_iter().enumerate() {
            assert_eq!(case.told(), expected, "case {at}");
        }
    }
}
