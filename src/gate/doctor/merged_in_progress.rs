//! Work that the default branch holds, of a packet that is still In Progress.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP781",
    name: "merged_in_progress",
    page: Page {
        checks: "Where the branch that names a packet was merged into the default branch, the packet is not In Progress any \
                 more.",
        why: "Work was merged that nobody called done, and perhaps nobody judged.",
        fails: "feat/wp-1-x is merged into main\n\n- **Status:** In Progress",
        mend: "Have it judged: `taskpacket review`. Where the work goes on, go on with it on a branch of its own.",
    },
};

/// Packets that lag behind their own merge.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.active().filter(|packet| packet.status() == Some(Status::InProgress)) {
        let Some((branch, commit)) = truths.known.merged.get(&packet.id) else { continue };
        let trunk = truths.survey.trunk.as_ref().map_or("the default branch", |trunk| &trunk.name);
        let message = format!("`{branch}` is merged into {trunk}, and `{}` is still In Progress", packet.id);
        let finding = Finding::error(&CODE, message)
            .at(packet.packet.source, packet.packet.metadata.status.span().unwrap_or_default())
            .compare("Done, or a verdict", format!("In Progress; {} is its last commit", commit.oid.short()))
            .about(packet.id.as_str())
            .help(format!("taskpacket review {}", packet.id))
            .help(format!("git branch -d {branch}  where the work goes on elsewhere"));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, commit, told};
    use super::*;

    #[test]
    fn merged_and_not_done() {
        let merged = Fixture::new().with(|truths| {
            let id = truths.survey.packets[0].id.clone();
            truths.known.merged.insert(id, ("feat/x".to_owned(), commit()));
        });
        assert_eq!(
            told(check, &merged),
            [
                "error: `feat/x` is merged into main, and `WP-1-A` is still In Progress @docs/task_packets/WP-1-A.md:8, left"
            ]
        );
        assert_eq!(told(check, &merged.status("WP-1-A", "Done")), [""; 0]);
    }
}
