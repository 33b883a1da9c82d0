//! `new`: a refinement, a packet, a revision of one, or a stub, from a template, filled with what is known already.

mod packet;
mod refinement;
mod revision;
mod stub;
mod texts;

use super::way::{Taken, Way, packet_id};
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::way::id_taken;
use crate::model::{PacketId, RepoPath};
use crate::report::Reporter;
use crate::text::Sources;
use crate::world::gather::{self, FileChange, Named, Place};
pub use texts::PacketTexts;

/// What is to be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewKind {
    /// A packet.
    #[default]
    Packet,
    /// The refinement of a packet.
    Refinement,
    /// A stub: an idea that binds nobody.
    Stub,
}

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct NewRequest {
    /// The id.
    pub id: String,
    /// What is to be made.
    pub kind: NewKind,
    /// The packet that this one is a revision of.
    pub from: Option<String>,
    /// What is known of it.
    pub texts: PacketTexts,
    /// True where nothing is to be written.
    pub dry_run: bool,
}

/// What is about to be written, and what is told of it.
struct Made {
    changes: Vec<FileChange>,
    taken: Taken,
}

/// Makes it, unless something stands in the way.
pub fn new(ctx: &Ctx, request: &NewRequest, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let id = packet_id(&request.id)?;
    let texts = request.texts.fitting(&place)?;
    let made = match request.kind {
        NewKind::Refinement => refinement::refinement(&place, &id)?,
        NewKind::Stub => stub::stub(&place, &id, &texts)?,
        NewKind::Packet => match &request.from {
            Some(from) => revision::revision(&place, &id, &packet_id(from)?, &texts)?,
            None => packet::packet(&place, &id, &texts)?,
        },
    };
    let named = match request.kind {
        NewKind::Packet => Named::Packet,
        NewKind::Refinement => Named::Refinement,
        NewKind::Stub => Named::Stub,
    };
    let path = home(&place, &id, named);
    let way = Way { command: "new", id: &id, place: &place, path, dry_run: request.dry_run };
    match made {
        Ok(Made { changes, taken }) => way.write(&changes, taken, reporter),
        Err(refused) => way.refused(ctx, &refused.0, refused.1, reporter),
    }
}

/// What stands in the way, with the texts that it points into.
type Refused = Box<(Sources, Vec<Finding>)>;

/// The finding where one of these files has the id already.
fn taken(place: &Place, id: &PacketId, kinds: &[Named]) -> Result<Option<Finding>, Error> {
    let shows = match kinds {
        [Named::Packet, ..] => "taskpacket show",
        _ => "taskpacket refinement check",
    };
    Ok(id_taken(id, &gather::holders(place, id, kinds)?, shows))
}

/// Where a new file of that kind goes.
fn home(place: &Place, id: &PacketId, kind: Named) -> RepoPath {
    gather::paths(place, id, kind).remove(0)
}
