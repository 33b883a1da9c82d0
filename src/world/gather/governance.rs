//! The files that a packet is governed by.

use std::collections::BTreeSet;

use super::Error;
use crate::model::{Change, Config, Packet, PacketId, RepoPath, Status};
use crate::parse;
use crate::text::{Source, Sources, apply};
use crate::world::files::{forms, other_form};
use crate::world::git::{Blobs, Spec};
use crate::write;

/// How many earlier revisions are thought of.
const MOST_REVISIONS: u32 = 100;

/// The files that a packet is governed by: its own (see [`own_governance`]), and the packets that it goes on from with their
/// refinements. Those become Superseded with it; [`rewritten`] tells whether they became anything else.
pub fn governance(config: &Config, id: &PacketId, path: &RepoPath, packet: &Packet) -> BTreeSet<RepoPath> {
    let mut governance = own_governance(config, id, path, packet);
    governance.extend(lineage(config, id));
    governance
}

/// The files that whoever works on a packet may write: itself in both its forms, its refinement, the board, the registry,
/// the signature audit log. A refinement counts only in the folder of the refinements: a packet cannot declare code to be
/// governance.
pub fn own_governance(config: &Config, id: &PacketId, path: &RepoPath, packet: &Packet) -> BTreeSet<RepoPath> {
    let mut governance = BTreeSet::from([
        path.clone(),
        other_form(path),
        RepoPath::from(config.board.as_str()),
        RepoPath::from(config.registry.as_str()),
        RepoPath::from(config.signature_audit.as_str()),
        RepoPath::from(format!("{}/{id}.md", config.refinements).as_str()),
    ]);
    let named = packet.metadata.refinement_file.get().map(|file| RepoPath::from(file.as_str()));
    governance.extend(named.filter(|file| file.is_within(config.refinements.as_bytes())));
    governance
}

/// Of the packets that this one goes on from and their refinements, those that were there before and are more than
/// Superseded now.
pub fn rewritten(
    blobs: &mut Blobs,
    changes: &[Change],
    config: &Config,
    id: &PacketId,
) -> Result<BTreeSet<RepoPath>, Error> {
    let lineage = lineage(config, id);
    let mut rewritten = BTreeSet::new();
    let were_there = changes.iter().filter(|change| change.before.is_some());
    for change in were_there.filter(|change| lineage.contains(&change.path)) {
        if !is_paperwork(blobs, change)? {
            rewritten.insert(change.path.clone());
        }
    }
    Ok(rewritten)
}

/// True where nothing changed but the Status of a packet, to Superseded, or who is to code, as `prepare` notes it in a
/// refinement.
fn is_paperwork(blobs: &mut Blobs, change: &Change) -> Result<bool, Error> {
    let (Some((_, before)), Some((_, after))) = (&change.before, &change.after) else { return Ok(false) };
    let mut bytes = |oid| Ok::<_, Error>(blobs.get(Spec::Oid(oid))?.and_then(|object| object.bytes().cloned()));
    let (Some(before), Some(after)) = (bytes(before)?, bytes(after)?) else { return Ok(false) };
    Ok(superseded(&change.path, &before).as_deref() == Some(&after[..])
        || without_coder(&before).eq(without_coder(&after)))
}

/// The packet as Superseded.
fn superseded(path: &RepoPath, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new(path.to_string(), bytes));
    let (packet, _) = parse::packet(&sources, source);
    let edit = write::set_field(&packet, sources.get(source), "STATUS", &Status::Superseded.to_string());
    apply(bytes, &[edit]).ok()
}

/// The lines but those that name the coder.
fn without_coder(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.starts_with(b"- CODER_MODEL:"))
}

/// The packets and refinements of the earlier revisions: of `WP-1` and `WP-1-v2` for `WP-1-v3`.
fn lineage(config: &Config, id: &PacketId) -> BTreeSet<RepoPath> {
    let Some((base, revision)) = id.revision() else { return BTreeSet::new() };
    let earlier = (1..revision.min(MOST_REVISIONS)).map(|number| format!("{base}-v{number}"));
    let ids = earlier.chain([base.to_owned()]).filter_map(|id| PacketId::parse(&id));
    let files = |id: PacketId| {
        let refinement = RepoPath::from(format!("{}/{id}.md", config.refinements).as_str());
        forms(&config.packets, &id).into_iter().chain([refinement])
    };
    ids.flat_map(files).collect()
}
