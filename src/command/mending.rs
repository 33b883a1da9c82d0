//! What the tool can do about disagreements: the files that it changes, all of them or none.

use std::collections::{BTreeMap, BTreeSet};

use crate::gate::doctor::{Disagreement, Mend};
use crate::model::{BoardState, PacketId, RepoPath, Truths};
use crate::parse;
use crate::text::{Edit, Source, SourceId, Sources, apply};
use crate::world::gather::FileChange;
use crate::write::{board_items, registry_row, set_field, signature_row};

/// The files that change, with what they held and are to hold.
pub fn changes(truths: &Truths, found: &[Disagreement]) -> Vec<FileChange> {
    let mut files = Files { sources: &truths.survey.sources, new: BTreeMap::new() };
    board(truths, found, &mut files);
    for mend in found.iter().filter_map(|it| it.mend.as_ref()) {
        match mend {
            Mend::Name(active) => {
                if let Some(registry) = &truths.survey.registry {
                    files.edit(registry.source, |sources, id| {
                        registry_row(sources.get(id), &parse::registry(sources, id), active)
                    });
                }
            }
            Mend::Note(used) => {
                if let Some(log) = &truths.survey.signature_audit {
                    files.edit(log.source, |sources, id| {
                        signature_row(sources.get(id), &parse::signature_audit(sources, id), used)
                    });
                }
            }
            Mend::Status(path, status) => {
                if let Some(packet) = truths.survey.packets.iter().find(|packet| packet.path == *path) {
                    files.edit(packet.packet.source, |sources, id| {
                        vec![set_field(&parse::packet(sources, id).0, sources.get(id), "STATUS", &status.to_string())]
                    });
                }
            }
            Mend::Show(..) | Mend::TakeOff(_) | Mend::Recover => {}
        }
    }
    files.changes()
}

/// All that is to be done to the board, in one go: lines make room for one another.
fn board(truths: &Truths, found: &[Disagreement], files: &mut Files) {
    let Some(board) = &truths.board else { return };
    let mut states: BTreeMap<&PacketId, BoardState> = BTreeMap::new();
    let mut gone = BTreeSet::new();
    for mend in found.iter().filter_map(|it| it.mend.as_ref()) {
        match mend {
            Mend::Show(id, state) => {
                states.entry(id).or_insert(*state);
            }
            Mend::TakeOff(start) => {
                gone.insert(*start);
            }
            _ => {}
        }
    }
    let states: Vec<_> = states.into_iter().map(|(id, state)| (id.clone(), state)).collect();
    files.edit(board.source, |sources, id| board_items(sources.get(id), board, &states, &gone));
}

/// Files while they are changed, one change upon the other.
struct Files<'a> {
    sources: &'a Sources,
    new: BTreeMap<SourceId, Vec<u8>>,
}

impl Files<'_> {
    fn edit(&mut self, id: SourceId, edits: impl FnOnce(&Sources, SourceId) -> Vec<Edit>) {
        let source = self.sources.get(id);
        let now = self.new.get(&id).map_or(source.bytes(), Vec::as_slice);
        let mut own = Sources::default();
        let own_id = own.add(Source::new(source.name(), now));
        let edits = edits(&own, own_id);
        let new = apply(now, &edits).expect("the writers' edits do not overlap");
        self.new.insert(id, new);
    }

    fn changes(self) -> Vec<FileChange> {
        let of = |(id, new): (SourceId, Vec<u8>)| {
            let source = self.sources.get(id);
            let old = source.bytes().to_owned();
            (old != new).then(|| FileChange { path: RepoPath::from(source.name()), old: Some(old), new })
        };
        self.new.into_iter().filter_map(of).collect()
    }
}
