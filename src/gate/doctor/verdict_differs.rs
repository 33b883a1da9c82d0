//! A Status that names another verdict than the last one, or one that nobody gave.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, Truths, Verdict};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP778",
    name: "verdict_differs",
    page: Page {
        checks: "The verdict in a Status `Validated (..)` is that of the last report that states one.",
        why: "A verdict is its report. In the Status it is a word that anybody can write.",
        fails: "- **Status:** Validated (PASS)\n\nand no report under VALIDATION_REPORTS",
        mend: "Have the work judged (`taskpacket review`), or set Status to what the last report says.",
    },
};

/// Verdicts without a report.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let (Some(Status::Validated(said)), Some(span)) = (packet.status(), packet.packet.metadata.status.span())
        else {
            continue;
        };
        let given = packet.verdict();
        // A failed one that calls itself done is told of as such.
        if given == Some(said) || (given == Some(Verdict::Fail) && said != Verdict::Fail) {
            continue;
        }
        let last = given.map_or("none".to_owned(), |verdict| verdict.to_string());
        let so = match given {
            Some(verdict) => format!("its last verdict is {verdict}"),
            None => "no report states a verdict".to_owned(),
        };
        let mut finding = Finding::error(&CODE, format!("`{}` is Validated ({said}), and {so}", packet.id))
            .at(packet.packet.source, span)
            .compare(last, said.to_string())
            .about(packet.id.as_str())
            .help(format!("taskpacket review {}", packet.id));
        if let Some(report) = packet.packet.last_verdict() {
            let place = report.verdict_span.unwrap_or(report.heading);
            finding = finding.related(packet.packet.source, place, "the last verdict");
        }
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_verdict_that_nobody_gave() {
        let claimed = Fixture::new().status("WP-1-A", "Validated (PASS)");
        let found = told(check, &claimed);
        assert_eq!(
            found,
            [
                "error: `WP-1-A` is Validated (PASS), and no report states a verdict @docs/task_packets/WP-1-A.md:8, left"
            ]
        );
        let report = "## VALIDATION_REPORTS\n### Report\nVerdict: PASS\n";
        let given = claimed.packet("WP-1-A", "## VALIDATION_REPORTS\n", report);
        assert_eq!(told(check, &given), [""; 0]);
        let other = given.status("WP-1-A", "Validated (FAIL)");
        assert!(told(check, &other)[0].contains("its last verdict is PASS"));
    }
}
