//! A packet In Progress that no commit holds.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP789",
    name: "checkpoint_missing",
    page: Page {
        checks: "HEAD holds each packet that is In Progress.",
        why: "The commit that holds the packet is what the work is measured by. A contract that lies about uncommitted can be \
              bent to fit whatever was done, or lost.",
        fails: "- **Status:** In Progress\n\nand docs/task_packets/WP-1-X.md is not in HEAD",
        mend: "Commit the packet alone, before any code: the finding prints the command.",
    },
};

/// Packets in work without a checkpoint.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.active().filter(|packet| packet.status() == Some(Status::InProgress)) {
        if !truths.known.unheld.contains(&packet.id) {
            continue;
        }
        let path = packet.path.quoted();
        let finding = Finding::error(&CODE, format!("`{}` is In Progress, and HEAD does not hold it", packet.id))
            .at(packet.packet.source, packet.packet.metadata.status.span().unwrap_or_default())
            .about(packet.id.as_str())
            .help(format!("git add -- {path} && git commit --only -m \"{}: the contract\" -- {path}", packet.id));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_packet_that_no_commit_holds() {
        let unheld = Fixture::new().with(|truths| {
            let id = truths.survey.packets[0].id.clone();
            truths.known.unheld.insert(id);
        });
        assert_eq!(
            told(check, &unheld),
            ["error: `WP-1-A` is In Progress, and HEAD does not hold it @docs/task_packets/WP-1-A.md:8, left"]
        );
        assert_eq!(told(check, &unheld.status("WP-1-A", "Ready for Dev")), [""; 0], "a draft");
    }
}
