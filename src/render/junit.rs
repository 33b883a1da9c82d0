//! JUnit XML, for the test reports of CI servers: a gate is a test case.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::collected::{Collected, Found};
use super::words::in_words;
use crate::finding::{Finding, Severity};
use crate::gate::{GateStatus, Judged};

/// Writes a run: one suite, one case for each gate, and one for each error that no gate raised.
pub fn junit(collected: &Collected, out: &mut dyn Write) -> io::Result<()> {
    let started = &collected.started;
    let packet = started.packet.as_ref().map_or("", |packet| packet.id.as_str());
    let mut suite = TestSuite::new(format!("{} {packet}", started.command).trim_end());
    for judged in &collected.judged {
        suite.add_test_case(case_of_gate(judged, packet, collected));
    }
    for found in &collected.findings {
        let of_gate =
            collected.judged.iter().any(|judged| judged.judgement.findings.iter().any(|one| same(one, &found.finding)));
        if !of_gate && found.finding.severity == Severity::Error {
            suite.add_test_case(case_of_finding(found, packet));
        }
    }
    if suite.test_cases.is_empty() {
        suite.add_test_case(TestCase::new(started.command, TestCaseStatus::success()));
    }
    let mut report = Report::new("taskpacket");
    report.add_test_suite(suite);
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

fn case_of_gate(judged: &Judged, packet: &str, collected: &Collected) -> TestCase {
    let told: Vec<String> = collected
        .findings
        .iter()
        .filter(|found| judged.judgement.findings.iter().any(|one| same(one, &found.finding)))
        .map(in_words)
        .collect();
    let status = match judged.judgement.status {
        GateStatus::Pass | GateStatus::Waived => TestCaseStatus::success(),
        GateStatus::NotApplicable => TestCaseStatus::skipped(),
        GateStatus::Fail => unsuccessful(NonSuccessKind::Failure, &told),
        GateStatus::NoVerdict => unsuccessful(NonSuccessKind::Error, &told),
    };
    let mut case = TestCase::new(judged.gate.name, status);
    case.set_classname(judged.target.as_deref().unwrap_or(packet));
    case
}

fn case_of_finding(found: &Found, packet: &str) -> TestCase {
    let mut case = TestCase::new(found.finding.code.name, unsuccessful(NonSuccessKind::Failure, &[in_words(found)]));
    case.set_classname(found.place.as_ref().map_or(packet, |place| place.file.as_str()));
    case
}

fn unsuccessful(kind: NonSuccessKind, told: &[String]) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let first = told.first().and_then(|text| text.lines().next()).unwrap_or("it does not hold");
    status.set_message(first);
    status.set_description(told.join("\n\n"));
    status
}

/// What follows from something else is linked after the gates were asked, so the link does not count.
fn same(one: &Finding, other: &Finding) -> bool {
    (one.code, one.site, &one.message) == (other.code, other.site, &other.message)
}
