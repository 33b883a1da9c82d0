//! Which step of a packet's past brought a report.

use crate::gate::recorded::says_the_same;
use crate::model::{Packet, PacketPast, PastStep, Report};
use crate::text::Sources;

/// The step that brought a report of the packet `now`: what it made holds the report, and nothing that it was made of
/// does. A sweep of encoding, decoration or path prefixes brings nothing. `None` where no step holds it.
pub fn brought<'a>(past: &'a PacketPast, now: &Packet, report: &Report, sources: &Sources) -> Option<&'a PastStep> {
    let text = sources.get(now.source).slice(report.span);
    let is_it = |packet: &Packet, other: &Report| {
        other.digest == report.digest
            || other.verdict == report.verdict
                && match (&other.bound, &report.bound) {
                    (Some(one), Some(other)) => one == other,
                    _ => says_the_same(sources.get(packet.source).slice(other.span), text),
                }
    };
    let holds = |packet: &Packet| packet.reports.iter().any(|other| is_it(packet, other));
    let version = |blob: &Option<_>| blob.as_ref().and_then(|blob| past.versions.get(blob)).is_some_and(holds);
    past.steps.iter().rev().find(|step| version(&step.after) && !step.before.iter().any(|(_, blob)| version(blob)))
}
