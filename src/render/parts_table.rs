//! The table "who may change what" of `docs/packet-format.md`, made from the one that `contract_unchanged` goes by.

use crate::gate::contract::{Compared, PARTS, Part};

/// The table, in Markdown.
pub fn parts_table() -> String {
    let rows = PARTS.iter().map(row);
    std::iter::once("| part | whose | at handoff |\n| --- | --- | --- |\n".to_owned()).chain(rows).collect()
}

fn row(part: &Part) -> String {
    format!("| {} | {} | {} |\n", part.name(), part.owner.word(), compared(part.compared))
}

fn compared(compared: Compared) -> &'static str {
    match compared {
        Compared::Scope => "allows the same paths as at the checkpoint, or fewer",
        Compared::OutOfScope => "carves out the same paths as at the checkpoint, or more",
        Compared::Plan => "the same commands and expectations, revision ranges aside",
        Compared::Items => "the same items, by their words",
        Compared::Field => "the same value, by its words",
        Compared::Text => "the same text, by its words",
        Compared::Not => "free",
    }
}
