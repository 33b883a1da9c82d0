//! The packets of one piece of work, and which of them is in force.

use crate::model::{ActivePacket, BoardState, RegistryRow, Status, SurveyedPacket, Truths};

/// The packets of a lineage in this work tree.
pub(super) fn lineage<'a>(truths: &'a Truths, base: &'a str) -> impl Iterator<Item = &'a SurveyedPacket> {
    truths.survey.packets.iter().filter(move |packet| packet.base_id() == base)
}

/// The latest packet of a lineage that comes after this one, and is not itself superseded.
pub(super) fn later<'a>(truths: &'a Truths, packet: &'a SurveyedPacket) -> Option<&'a SurveyedPacket> {
    let later = lineage(truths, packet.base_id()).filter(|other| other.revision() > packet.revision());
    later.filter(|other| other.status() != Some(Status::Superseded)).max_by_key(|other| other.revision())
}

/// The packet of a lineage that is in force: the latest that is not superseded.
pub(super) fn in_force<'a>(truths: &'a Truths, base: &'a str) -> Option<&'a SurveyedPacket> {
    let standing = lineage(truths, base).filter(|packet| packet.status() != Some(Status::Superseded));
    standing.max_by_key(|packet| packet.revision())
}

/// The packet of this work tree that a row of the registry names.
pub(super) fn named<'a>(truths: &'a Truths, row: &RegistryRow) -> Option<&'a SurveyedPacket> {
    truths.survey.packets.iter().find(|packet| names(row, packet))
}

/// True where a row names this packet, by path, file name or id.
pub(super) fn names(row: &RegistryRow, packet: &SurveyedPacket) -> bool {
    let active = row.active.split_whitespace().next().unwrap_or_default();
    let active = active.trim_matches('`').trim_start_matches("./");
    let stem = active.strip_suffix(".md").unwrap_or(active);
    packet.path.as_str() == Some(active) || stem == packet.id.as_str()
}

/// What the registry is to say of a packet.
pub(super) fn row_of(packet: &SurveyedPacket) -> ActivePacket {
    let board = packet.status().map(|status| BoardState::Of(status).column().to_string()).unwrap_or_default();
    ActivePacket {
        base_id: packet.base_id().to_owned(),
        id: packet.id.to_string(),
        path: packet.path.to_string(),
        board,
    }
}
