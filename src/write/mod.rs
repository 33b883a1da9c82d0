//! Model to edits: what a command writes into a packet, as the smallest edits that make it true.

mod append;
mod block;
mod entry;
mod evidence;
mod field;
mod handoff;
mod manifest;
mod print;
mod row;
mod run_block;
mod scope;
mod style;
mod waiver;

pub use append::append_to;
pub use evidence::evidence;
pub use field::set_field;
pub use handoff::{Handoff, handoff};
pub use manifest::{Action, ManifestEdits, manifest};
pub use print::print;
pub use row::{ManifestRow, RowGate};
pub use run_block::{Excerpt, run_block};
pub use scope::scope_items;
pub use waiver::{WaiverRecord, next_waiver_id, replaced_waiver, waiver};

#[cfg(test)]
mod tests;
