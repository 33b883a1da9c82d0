//! `show`: the packet as understood, each value with its line.

use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::report::{Event, PacketView, Reporter};
use crate::text::Sources;

/// Shows a packet as it is on disk.
pub fn show(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let branch = place.repo.branch()?;
    let (id, path) = place.packet(id, branch.as_deref())?;
    let mut sources = Sources::default();
    let packet = place.read(&mut sources, &path)?;
    let view = PacketView::new(&packet, sources.get(packet.source), &id, &path);
    reporter.event(&sources, Event::Packet(Box::new(view)))?;
    Ok(Outcome::Pass)
}
