//! A packet that calls itself done while its last verdict is FAIL: the lint rule, asked of all packets at once.

use super::Disagreement;
use crate::finding::Severity;
pub use crate::lint::DONE_BUT_FAILED as CODE;
use crate::lint::{Subject, done_but_failed};
use crate::model::Truths;

/// Packets that are done, and failed.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let text = truths.text(packet);
        let subject =
            Subject { packet: &packet.packet, source: text, id: Some(&packet.id), config: &truths.survey.config };
        let errors = done_but_failed(&subject).into_iter().filter(|finding| finding.severity == Severity::Error);
        found.extend(errors.map(|mut finding| {
            finding.message = finding.message.replacen("the packet", &format!("`{}`", packet.id), 1);
            finding.help = vec![format!("taskpacket review {}  has the work judged again", packet.id)];
            Disagreement::left(
                finding.about(packet.id.as_str()).help("set Status to what it is: `Validated (FAIL)`, `In Progress`"),
            )
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn done_and_failed() {
        let report = "## VALIDATION_REPORTS\n### Report\nVerdict: FAIL\n";
        let failed = Fixture::new().status("WP-1-A", "Done").packet("WP-1-A", "## VALIDATION_REPORTS\n", report);
        assert_eq!(
            told(check, &failed),
            [
                "error: `WP-1-A` says `Done`, and its last verdict is FAIL (line 18) @docs/task_packets/WP-1-A.md:8, left"
            ]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
