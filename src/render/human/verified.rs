//! What `verdict verify` found out: the entries of one packet, or one line a packet, and what none of it proves.

use std::io::{self, Write};

use super::layout::{table, wrap};
use super::{GREEN, Look, RED, YELLOW, paint};
use crate::report::{VerifiedPacket, VerifiedView};
use crate::text::plural;

/// The entries, or the packets.
pub fn verified(out: &mut impl Write, view: &VerifiedView, look: Look) -> io::Result<()> {
    match view.packets.as_slice() {
        [] => {}
        [only] => entries(out, only, look)?,
        several => packets(out, several, look)?,
    }
    if !view.limits.is_empty() {
        writeln!(out, "not proven by any of this, and what closes it")?;
    }
    for limit in &view.limits {
        writeln!(out, "  {}", wrap(&format!("{}: {}", limit.what, limit.closed_by), look.width, 4))?;
    }
    if view.limits.is_empty() { Ok(()) } else { writeln!(out) }
}

fn entries(out: &mut impl Write, packet: &VerifiedPacket, look: Look) -> io::Result<()> {
    let rows: Vec<Vec<String>> = packet
        .entries
        .iter()
        .map(|entry| {
            let by = if entry.by == "append" { "by append" } else { "by hand" };
            vec![
                format!(":{}", entry.line),
                entry.verdict.clone().unwrap_or_else(|| "-".to_owned()),
                by.to_owned(),
                entry.since.as_ref().map_or_else(|| "-".to_owned(), |commit| format!("since {commit}")),
                entry.title.clone(),
            ]
        })
        .collect();
    for row in table(&rows) {
        writeln!(out, "  {}", wrap(&row, look.width, 6))?;
    }
    if rows.is_empty() { Ok(()) } else { writeln!(out) }
}

/// One line a packet: those that hold are told only where everything is asked for.
fn packets(out: &mut impl Write, packets: &[VerifiedPacket], look: Look) -> io::Result<()> {
    let shown: Vec<&VerifiedPacket> =
        packets.iter().filter(|packet| look.verbose || packet.outcome != "pass" || !packet.faults.is_empty()).collect();
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|packet| {
            let counts = [plural(packet.entries.len(), "entry"), plural(packet.commits, "commit")];
            vec![packet.id.clone(), packet.outcome.to_owned(), counts.join(" in ")]
        })
        .collect();
    for (row, packet) in table(&rows).into_iter().zip(&shown) {
        let style = match (packet.outcome, packet.faults.is_empty()) {
            ("pass", true) => GREEN,
            ("fail", _) => RED,
            _ => YELLOW,
        };
        writeln!(out, "  {}", paint(look, style, &row))?;
    }
    if rows.is_empty() { Ok(()) } else { writeln!(out) }
}
