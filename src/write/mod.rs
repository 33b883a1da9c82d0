//! Model to edits: what a command writes into a packet, as the smallest edits that make it true.

mod append;
mod block;
mod board;
mod carry;
mod configuration;
mod draft;
mod entry;
mod evidence;
mod field;
mod handoff;
mod justfile;
mod manifest;
mod marked;
mod print;
mod registry;
mod row;
mod run_block;
mod scope;
mod signature_row;
mod style;
mod table_row;

pub use board::{board_items, board_status, new_board};
mod template;
mod verdict;
mod waiver;

pub use append::append_to;
pub use carry::{Read, carry, lineage};
pub use configuration::adopted_configuration;
pub use draft::{DraftFacts, draft, entry_rows};
pub use evidence::evidence;
pub use field::set_field;
pub use handoff::{Handoff, handoff};
pub use justfile::{with_import, without_recipes};
pub use manifest::{Action, ManifestEdits, manifest};
pub use marked::with_block;
pub use print::print;
pub use registry::registry_row;
pub use row::{ManifestRow, RowGate};
pub use run_block::{Excerpt, run_block};
pub use scope::scope_items;
pub use signature_row::signature_row;
pub use template::{Answers, OWN_TEMPLATE, Template, blanks_left, fill};
pub use verdict::verdict;
pub use waiver::{WaiverRecord, next_waiver_id, replaced_waiver, waiver};

#[cfg(test)]
mod tests;
