//! Model to edits: what a command writes into a packet, as the smallest edits that make it true.

mod block;
mod board;
mod entry;
mod evidence;
mod manifest;
mod print;
mod registry;
mod row;
mod run_block;
mod signature_row;
mod style;
mod table_row;

pub use board::{board_items, board_status, new_board};
pub use evidence::evidence;
pub use manifest::{Action, ManifestEdits, manifest};
pub use print::print;
pub use registry::{ActivePacket, registry_row};
pub use row::{ManifestRow, RowGate};
pub use run_block::{Excerpt, run_block};
pub use signature_row::{UsedSignature, signature_row};

#[cfg(test)]
mod tests;
