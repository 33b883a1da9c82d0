//! `new --from`: a later revision of a packet, in whose place it comes.

use super::packet::{carried, edited, filled, made, registry_change, turn, with_fields};
use super::{Made, PacketTexts, Refused, home};
use crate::command::Error;
use crate::command::way::created;
use crate::gate::way::heir_of;
use crate::model::{Packet, PacketId, RepoPath, Status};
use crate::parse;
use crate::text::{Source, Sources, apply};
use crate::world::files;
use crate::world::gather::{FileChange, Named, Place};
use crate::write::{Read, lineage, set_field};

pub(super) fn revision(
    place: &Place,
    id: &PacketId,
    old_id: &PacketId,
    texts: &PacketTexts,
) -> Result<Result<Made, Refused>, Error> {
    let old_path = files::find(&place.repo.root, &place.config.packets, old_id)?;
    let all: Vec<PacketId> =
        files::list(&place.repo.root, &place.config.packets)?.into_iter().map(|file| file.id).collect();
    let here = match turn(place, id)? {
        Ok(here) => here,
        Err(refused) => return Ok(Err(refused)),
    };
    if let Some(finding) = heir_of(id, old_id, &all) {
        return Ok(Err(Box::new((Sources::default(), vec![finding]))));
    }
    let mut sources = Sources::default();
    let old = place.read(&mut sources, &old_path)?;
    let path = home(place, id, Named::Packet);
    let mut text = filled(place, id, &path, &here, texts)?;
    text = carried(&text, &(old.clone(), sources.clone()), old_id, id);
    let base = old.metadata.base_id.get().cloned();
    let risk = old.metadata.risk_tier.get().map(ToString::to_string);
    text = with_fields(text, &[("BASE_WP_ID", base), ("RISK_TIER", risk)]);
    let row = registry_change(place, id, &path)?;
    let text = with_lineage(&text, &old, &sources, &lines(place, &old, &old_path));
    let packets = [created(path, text), superseded(&old, &sources, old_path)];
    let changes = packets.into_iter().chain(row).collect();
    let mut made = made(place, id, changes);
    made.taken.context.push(format!("{old_id} is superseded; its SCOPE, TEST_PLAN and DONE_MEANS go on in {id}"));
    Ok(Ok(made))
}

/// What LINEAGE_AUDIT says of the packet before.
fn lines(place: &Place, old: &Packet, path: &RepoPath) -> Vec<String> {
    let verdict = old.last_verdict().and_then(|report| report.verdict);
    let verdict = verdict.map_or("no verdict".to_owned(), |verdict| format!("last verdict {verdict}"));
    let status = old.metadata.status.get().map_or("no status".to_owned(), ToString::to_string);
    vec![
        format!("Prior packet: {path} (superseded on {}; before: {status}, {verdict})", place.now.format("%Y-%m-%d")),
        "Carried over: its SCOPE, TEST_PLAN and DONE_MEANS; git tells what was changed since.".to_owned(),
    ]
}

fn with_lineage(text: &str, old: &Packet, old_sources: &Sources, lines: &[String]) -> String {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("", text.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let old = Read { packet: old, source: old_sources.get(old.source) };
    let new = Read { packet: &packet, source: sources.get(source) };
    edited(text, &[lineage(old, new, lines)])
}

/// The packet before, as it is from now on.
fn superseded(old: &Packet, sources: &Sources, path: RepoPath) -> FileChange {
    let source = sources.get(old.source);
    let edit = set_field(old, source, "STATUS", &Status::Superseded.to_string());
    let new = apply(source.bytes(), &[edit]).expect("one edit overlaps nothing");
    FileChange { path, old: Some(source.bytes().to_owned()), new }
}
