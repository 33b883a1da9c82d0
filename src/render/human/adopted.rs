//! The active packets of a repository that was adopted: what most of them lack, then one line each.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::layout::{columns, wrap};
use super::{BOLD, GREEN, Look, RED, YELLOW, paint};
use crate::gate::Outcome;
use crate::report::AdoptedPacket;
use crate::text::{listed, plural};

/// How many packets have a line before the rest is counted.
const MOST_LINES: usize = 20;

/// How many gates of a packet are named before the rest is counted.
const MOST_GATES: usize = 2;

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
    let lacking = lacking(&packets);
    if !lacking.is_empty() {
        writeln!(out, "  lacking: {}", wrap(&lacking.join(", "), look.width, 11))?;
    }
    let most = if look.verbose { packets.len() } else { MOST_LINES };
    let shown = &packets[..packets.len().min(most)];
    let widest = |text: fn(&AdoptedPacket) -> String| shown.iter().map(|it| columns(&text(it))).max().unwrap_or(0);
    let (ids, statuses) = (widest(|it| it.id.clone()), widest(|it| it.status.to_string()));
    for packet in shown {
        let style = match packet.outcome {
            Outcome::Pass => GREEN,
            Outcome::NoVerdict => YELLOW,
            Outcome::Fail => RED,
        };
        let lacks = match packet.outcome {
            Outcome::Pass => "pass".to_owned(),
            _ => listed(packet.failing.iter(), if look.verbose { packet.failing.len() } else { MOST_GATES }),
        };
        let (id, status) = (&packet.id, packet.status.to_string());
        let line = format!("  {id:ids$}  {status:statuses$}  {}", paint(look, style, &lacks));
        writeln!(out, "{}", line.trim_end())?;
    }
    if packets.len() > shown.len() {
        writeln!(out, "  and {} more, which lack as much or more: -v", packets.len() - shown.len())?;
    }
    writeln!(out)
}

/// Each gate that does not hold, with how many packets it does not hold for, the most frequent first.
fn lacking(packets: &[&AdoptedPacket]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for gate in packets.iter().flat_map(|packet| &packet.failing) {
        *counts.entry(gate).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(gate, count)| (std::cmp::Reverse(*count), *gate));
    counts.into_iter().map(|(gate, count)| format!("{gate} {count}")).collect()
}
