//! A packet whose id is not that of its file: the lint rule, asked of all packets at once.

use super::Disagreement;
pub use crate::lint::FOREIGN_ID as CODE;
use crate::lint::{Subject, foreign_id};
use crate::model::Truths;

/// Packets that go by another name.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let text = truths.text(packet);
        let subject =
            Subject { packet: &packet.packet, source: text, id: Some(&packet.id), config: &truths.survey.config };
        // WP_ID and TASK_ID that err alike are one disagreement.
        let first = foreign_id(&subject).into_iter().next();
        found.extend(first.map(|finding| Disagreement::left(finding.about(packet.id.as_str()))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn another_name() {
        let foreign = Fixture::new().packet("WP-1-A", "- WP_ID: WP-1-A\n", "- WP_ID: WP-1-Q\n");
        assert_eq!(
            told(check, &foreign),
            ["error: `WP_ID` is `WP-1-Q`, and the file is that of `WP-1-A` @docs/task_packets/WP-1-A.md:4, left"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
