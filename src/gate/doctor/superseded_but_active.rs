//! A packet that a later revision replaced, and that still calls itself active.

use super::lineage::{later, named};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP785",
    name: "superseded_but_active",
    page: Page {
        checks: "A packet with a later revision of its lineage is not Ready for Dev, In Progress or Blocked.",
        why: "Of several packets for one piece of work one is in force. The others must not be taken up.",
        fails: "docs/task_packets/WP-1-X.md: - **Status:** Ready for Dev\ndocs/task_packets/WP-1-X-v2.md: - **Status:** In Progress",
        mend: "Set the earlier one to `Superseded`. `taskpacket doctor --fix` does so where the registry names the later one: \
               then somebody has decided it.",
    },
};

/// Packets that were replaced.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.survey.packets.iter().filter(|packet| packet.is_active() && !packet.behind) {
        let Some(later) = later(truths, packet) else { continue };
        let span = packet.packet.metadata.status.span().unwrap_or_default();
        let status = packet.status().map(|status| status.to_string()).unwrap_or_default();
        let message = format!("`{}` is {status}, and `{}` has replaced it", packet.id, later.id);
        let title = later.packet.title.as_ref().map(|title| title.span).unwrap_or_default();
        let finding = Finding::error(&CODE, message)
            .at(packet.packet.source, span)
            .compare("Superseded", status)
            .related(later.packet.source, title, "the later one")
            .about(packet.id.as_str());
        let registry = truths.survey.registry.as_ref();
        let row = registry.and_then(|it| it.rows.iter().find(|row| row.base_id == packet.base_id()));
        let decided = row.and_then(|row| named(truths, row)).is_some_and(|named| named.id == later.id);
        found.push(if decided {
            let mend = Mend::Status(packet.path.clone(), Status::Superseded);
            Disagreement::mended(finding.help("taskpacket doctor --fix"), mend)
        } else {
            Disagreement::left(
                finding.help(format!("set the Status of {} to Superseded, or take {} back", packet.id, later.id)),
            )
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_packet_that_was_replaced() {
        let active = Fixture::new().status("WP-1-B", "Ready for Dev");
        assert_eq!(
            told(check, &active),
            [
                "error: `WP-1-B` is Ready for Dev, and `WP-1-B-v2` has replaced it @docs/task_packets/WP-1-B.md:8, mended"
            ]
        );
        let undecided = active.registry("WP-1-B-v2.md", "WP-1-B.md");
        assert!(told(check, &undecided)[0].ends_with("left"));
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
