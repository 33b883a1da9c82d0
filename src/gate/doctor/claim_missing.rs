//! A packet In Progress that names nobody: the gate of pre-work, asked of all packets at once.

use super::Disagreement;
pub use crate::gate::pre::CLAIM_FILLED as CODE;
use crate::gate::pre::unclaimed;
use crate::model::Truths;

/// Packets that nobody has claimed.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.active() {
        let lacking = unclaimed(&packet.packet, truths.survey.config.profile);
        // Model and strength that are both missing are one disagreement.
        found.extend(lacking.into_iter().next().map(|mut finding| {
            finding.message = finding.message.replacen("the packet", &format!("`{}`", packet.id), 1);
            finding.help.insert(0, format!("taskpacket claim {} --model NAME --strength LEVEL", packet.id));
            Disagreement::left(finding.about(packet.id.as_str()))
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn nobody_works_on_it() {
        let unclaimed = Fixture::new().packet("WP-1-A", "- CODER_MODEL: m", "- CODER_MODEL: <unclaimed>");
        assert_eq!(
            told(check, &unclaimed),
            ["error: `WP-1-A` is In Progress, and `CODER_MODEL` is not filled in @docs/task_packets/WP-1-A.md:6, left"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
