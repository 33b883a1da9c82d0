//! Model to edits: what a command writes into a packet, as the smallest edits that make it true.

mod block;
mod entry;
mod manifest;
mod row;
mod style;
pub mod template;

pub use manifest::{Action, ManifestEdits, manifest};
pub use row::{ManifestRow, RowGate, print};

#[cfg(test)]
mod tests;
