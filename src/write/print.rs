//! `manifest` without a packet to write into: the true manifest as text.

use chrono::{DateTime, Utc};

use super::row::{ManifestRow, stamp};
use super::style::Style;

/// The manifest that is true now, as text: one block for each changed file, in the template's form.
pub fn print(rows: &[ManifestRow], now: DateTime<Utc>) -> String {
    let changed = rows.iter().filter(|row| row.changed);
    let blocks: Vec<String> = changed.map(|row| Style::default().entry(row, &stamp(now)) + "\n").collect();
    blocks.join("\n")
}
