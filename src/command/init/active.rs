//! What the active packets of a repository that is adopted would say to `pre-work` today.

use super::set_up::SetUp;
use crate::command::Error;
use crate::gate::{self, GateStatus, Outcome};
use crate::model::Status;
use crate::report::AdoptedPacket;
use crate::world::gather::{self, Place};
use crate::world::git;

/// Asks every gate of pre-work of each active packet, under the configuration that is about to be written.
pub fn packets(place: &Place, status: &git::Status, set_up: &SetUp) -> Result<Vec<AdoptedPacket>, Error> {
    let place = place.under(set_up.config()?)?;
    let all = gather::packets_here(&place)?;
    let mut packets = Vec::new();
    for packet in &all {
        let Some(own) = packet.status.filter(|it| is_active(*it)) else { continue };
        let facts = gather::before_among(&all, &place, status, &packet.id, &packet.path)?;
        let judged = gate::before(&facts);
        let refusal = gate::status_refusal(&facts).map(|finding| finding.code.name);
        let holds_not = |status| matches!(status, GateStatus::Fail | GateStatus::NoVerdict);
        let gates = judged.iter().filter(|it| holds_not(it.judgement.status)).map(|it| it.gate.name);
        let outcome = if refusal.is_some() { Outcome::Fail } else { gate::outcome(&judged) };
        let failing = refusal.into_iter().chain(gates).collect();
        packets.push(AdoptedPacket { id: packet.id.to_string(), status: own, outcome, failing });
    }
    Ok(packets)
}

fn is_active(status: Status) -> bool {
    matches!(status, Status::ReadyForDev | Status::InProgress | Status::Blocked)
}
