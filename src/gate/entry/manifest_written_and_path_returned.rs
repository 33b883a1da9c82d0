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
