//! The active packets of a repository that was adopted: one line each, with what it lacks today.

use std::io::{self, Write};

use super::layout::{columns, wrap};
use super::{BOLD, GREEN, Look, RED, YELLOW, paint};
use crate::gate::Outcome;
use crate::report::AdoptedPacket;
use crate::text::plural;

/// The packets, the best first, beneath a line that counts them.
pub fn adopted(out: &mut impl Write, packets: &[AdoptedPacket], look: Look) -> io::Result<()> {
    if packets.is_empty() {
        return Ok(());
    }
    let mut packets: Vec<&AdoptedPacket> = packets.iter().collect();
    packets.sort_by_key(|packet| (packet.outcome, packet.failing.len(), packet.id.clone()));
    let passing = packets.iter().filter(|packet| packet.outcome == Outcome::Pass).count();
    let title = format!("{passing} of {} would pass pre-work today", plural(packets.len(), "active packet"));
    writeln!(out, "{}", paint(look, BOLD, &title))?;
    let widest = |text: fn(&AdoptedPacket) -> String| packets.iter().map(|it| columns(&text(it))).max().unwrap_or(0);
    let (ids, statuses) = (widest(|it| it.id.clone()), widest(|it| it.status.to_string()));
    for packet in packets {
        let (word, style) = match packet.outcome {
            Outcome::Pass => ("pass    ", GREEN),
            Outcome::NoVerdict => ("unproven", YELLOW),
            Outcome::Fail => ("FAIL    ", RED),
        };
        let lacks = wrap(&packet.failing.join(", "), look.width, ids + statuses + 16);
        let line = format!(
            "  {:ids$}  {:statuses$}  {}  {lacks}",
            packet.id,
            packet.status.to_string(),
            paint(look, style, word)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)
}
