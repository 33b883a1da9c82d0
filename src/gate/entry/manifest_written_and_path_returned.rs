//! `manifest_written_and_path_returned`: the entry stands in the packet that is handed over.

use super::sides::ask;
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry};

/// The entry stands in the packet that is handed over.
pub static CODE: Code = Code {
    id: "TP209",
    name: "manifest_written_and_path_returned",
    page: Page {
        checks: "The entry is part of the VALIDATION section of the packet at the head of the snapshot, and the report \
                 prints the packet's path with the lines of the manifest.",
        why: "A manifest that lies on disk only, or in another packet, is not handed over.",
        fails: "an entry that was written and never staged, while staged changes are judged",
        mend: "`git add` the packet; `taskpacket manifest WP-ID --write` prints the path to add.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| {
        let manifest = &after.packet.manifest;
        if manifest.heading.is_some() && manifest.entries.iter().any(|written| written.span == entry.span) {
            return Judgement::pass("");
        }
        let message = format!("the entry of `{}` is not in `{}` as handed over", sides.target, after.path);
        let finding = Finding::error(&CODE, message).about(sides.target);
        Judgement::of(vec![finding.help(format!("git add -- {}", after.path))], "")
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;

    #[test]
    fn an_entry_that_is_not_handed_over_fails() {
        let mut after = Fixture::changed().after();
        let entry = after.packet.manifest.entries[0].clone();
        assert_eq!(check(&entry, &after).status, GateStatus::Pass);
        after.packet.manifest.entries.clear();
        let judgement = check(&entry, &after);
        assert_eq!(judgement.status, GateStatus::Fail);
        assert_eq!(judgement.findings[0].help, ["git add -- docs/task_packets/WP-1-Session.md"]);
    }
}
