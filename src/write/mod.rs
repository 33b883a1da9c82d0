//! Model to edits: what a command writes into a packet, as the smallest edits that make it true.

mod block;
mod entry;
mod manifest;
mod print;
mod row;
mod style;

pub use manifest::{Action, ManifestEdits, manifest};
pub use print::print;
pub use row::{ManifestRow, RowGate};

#[cfg(test)]
mod tests;
