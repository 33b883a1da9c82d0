//! What an entry that `verdict append` wrote says of itself, held against what is there.

use super::fault::{UNKNOWN_BEFORE, UNKNOWN_COMMIT};
use crate::finding::Finding;
use crate::model::{Bound, Digest, Oid, Packet, PacketPast, Report};
use crate::text::Sources;

/// Names of entries before that no version of the packet holds. Where the past begins late, nobody can tell.
pub fn unknown_before(past: &PacketPast, packet: &Packet, sources: &Sources) -> Vec<Finding> {
    if past.cut.is_some() || bound(packet).next().is_none() {
        return Vec::new();
    }
    let of_version = |version: &Packet| {
        let source = sources.get(version.source);
        version.reports.iter().map(|report| report.digest_in_lf(source)).collect::<Vec<Digest>>()
    };
    let known: Vec<Digest> = past.versions.values().flat_map(of_version).collect();
    let lost = bound(packet).filter_map(|(report, bound)| {
        let before = bound.before.filter(|before| !known.contains(before))?;
        let message = format!(
            "the report `{}` was appended behind an entry {before} that no version of this packet holds",
            report.title
        );
        let finding = Finding::warning(&UNKNOWN_BEFORE, message).at(packet.source, report.heading);
        Some(
            finding.about(report.title.clone()).help("look for that entry on the branch that was judged, and merge it"),
        )
    });
    lost.collect()
}

/// The commits that the entries of a packet name.
pub fn named_commits(packet: &Packet) -> impl Iterator<Item = &Oid> {
    bound(packet).flat_map(|(_, bound)| [Some(&bound.head), bound.base.as_ref()]).flatten()
}

/// A note for each entry that names a commit which is not here: nothing is wrong, but nobody can look at what was judged.
pub fn unknown_commits(packet: &Packet, unknown: &[Oid]) -> Vec<Finding> {
    let notes = bound(packet).filter_map(|(report, bound)| {
        let oid = [Some(&bound.head), bound.base.as_ref()].into_iter().flatten().find(|oid| unknown.contains(oid))?;
        let message =
            format!("the report `{}` names {}, and this repository has no such commit", report.title, oid.short());
        let finding = Finding::note(&UNKNOWN_COMMIT, message).at(packet.source, report.heading);
        Some(
            finding
                .about(report.title.clone())
                .help("so it is after a squash or a rebase; git fetch, if it lies elsewhere"),
        )
    });
    notes.collect()
}

fn bound(packet: &Packet) -> impl Iterator<Item = (&Report, &Bound)> {
    packet.reports.iter().filter_map(|report| Some((report, report.bound.as_ref()?)))
}
