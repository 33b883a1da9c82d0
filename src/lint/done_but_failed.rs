//! A packet that calls itself done while its last verdict is FAIL.

use super::Subject;
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{Status, Verdict};

/// The page of this rule; `doctor` asks it too.
pub static DONE_BUT_FAILED: Code = Code {
    id: "TP036",
    name: "done-but-failed",
    page: Page {
        checks: "A packet whose Status says that it is done or validated does not end in a verdict of FAIL. The last \
                 report that states a verdict governs.",
        why: "The validator's last word was no. Whoever reads only the status, or the board that follows it, builds on \
              work that was refused.",
        fails: "- **Status:** Done\n..\n### REPORT 2026-01-09\nVerdict: FAIL",
        mend: "Mend the work and have it judged again, or set Status to what it is: `In Progress`, \
               `Validated (FAIL)`, or `Superseded` where a later packet took over.",
    },
};

/// What it finds.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let status = &subject.packet.metadata.status;
    let (Some(said), Some(raw)) = (status.get(), status.raw()) else { return Vec::new() };
    let Some(report) = subject.packet.last_verdict().filter(|it| it.verdict == Some(Verdict::Fail)) else {
        return Vec::new();
    };
    let severity = match said {
        Status::Done | Status::Validated(Verdict::Pass | Verdict::OutdatedOnly) => Severity::Error,
        Status::DoneHistorical | Status::Superseded => Severity::Warning,
        _ => return Vec::new(),
    };
    let verdict = report.verdict_span.unwrap_or(report.heading);
    let line = subject.source.line_at(verdict.start);
    let message = format!("the packet says `{said}`, and its last verdict is FAIL (line {line})");
    let finding = Finding::new(&DONE_BUT_FAILED, severity, message)
        .at(subject.packet.source, raw.span)
        .related(subject.packet.source, verdict, "the last verdict")
        .help("have the work judged again, or set Status to what it is")
        .about("STATUS");
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    fn reported(status: &str, verdicts: &[&str]) -> String {
        let report = |(index, verdict): (usize, &&str)| format!("\n### Report 2026-01-0{index}\nVerdict: {verdict}\n");
        let reports: Vec<String> = (1..).zip(verdicts).map(report).collect();
        format!("{}\n## VALIDATION_REPORTS\n{}", with(light(), "Ready for Dev", status), reports.concat())
    }

    #[test]
    fn the_last_verdict_governs() {
        assert_eq!(lines(check, &reported("Done", &["FAIL", "PASS"])), [""; 0]);
        assert_eq!(lines(check, &reported("In Progress", &["FAIL"])), [""; 0]);
        assert_eq!(lines(check, &reported("Validated (FAIL)", &["FAIL"])), [""; 0]);
    }

    #[test]
    fn done_and_failed() {
        let text = reported("Done", &["PASS", "FAIL"]);
        assert_eq!(
            lines(check, &text),
            ["error: the packet says `Done`, and its last verdict is FAIL (line 26) @ Done"]
        );
        let text = reported("Superseded", &["FAIL"]);
        assert_eq!(
            lines(check, &text),
            ["warning: the packet says `Superseded`, and its last verdict is FAIL (line 23) @ Superseded"]
        );
    }
}
