//! An id names one packet, on all branches and in all worktrees.

use crate::finding::{Code, Finding, Page};
use crate::model::{Holder, PacketId, Whereabouts};

/// The id is taken.
pub static ID_FREE: Code = Code {
    id: "TP714",
    name: "id_free",
    page: Page {
        checks: "No file of the packets' folder (or, for a refinement, of the refinements') has the id as its name: not in \
                 this work tree, not in another worktree, not on any branch that this clone knows, remote ones included. \
                 Upper and lower case are equal here.",
        why: "Two branches that each make a packet of one name meet in a merge, when both are signed and worked on.",
        fails: "taskpacket new WP-1        (and the branch feat/carts has docs/task_packets/WP-1.md)",
        mend: "Take another id, or go to where the packet is.",
    },
};

/// The finding where somebody holds the id already; what lies here is told before what lies elsewhere, with the command
/// that shows it.
pub fn id_taken(id: &PacketId, holders: &[Holder], shows: &str) -> Option<Finding> {
    let mut holders: Vec<&Holder> = holders.iter().collect();
    holders.sort();
    let first = holders.first()?;
    let more = match holders.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let finding = Finding::error(&ID_FREE, format!("`{id}` is taken: {first}{more}")).about(id.to_string());
    let there = match &first.whereabouts {
        Whereabouts::Here => format!("{shows} {}", name(first)),
        Whereabouts::Worktree(folder) => format!("cd {folder}; that is where it is worked on"),
        Whereabouts::Branch(branch) => format!("git switch {branch}; that is where it is worked on"),
    };
    Some(finding.help(there).help(format!("take another id, such as {}", next_revision(id))))
}

/// The id that a file's name gives it, in its own spelling.
fn name(holder: &Holder) -> String {
    let path = holder.path.to_string();
    let stem = path.strip_suffix("/packet.md").or_else(|| path.strip_suffix(".md")).unwrap_or(&path);
    stem.rsplit('/').next().unwrap_or(stem).to_owned()
}

/// The id of the next revision.
fn next_revision(id: &PacketId) -> String {
    match id.revision() {
        Some((base, revision)) => format!("{base}-v{}", revision.saturating_add(1)),
        None => format!("{id}-v2"),
    }
}
