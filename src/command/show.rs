//! `show`: the packet as understood, each value with its line.

use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::parse;
use crate::report::{Event, PacketView, Reporter};
use crate::text::{Source, Sources};
use crate::world::gather;

/// Shows a packet as it is on disk.
pub fn show(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let branch = place.repo.branch()?;
    let (id, path) = place.packet(id, branch.as_deref())?;
    let mut sources = Sources::default();
    let bytes = gather::document(&place.repo.on_disk(&path))?;
    let source = sources.add(Source::new(path.to_string(), bytes));
    let (packet, _) = parse::packet(&sources, source);
    let view = PacketView::new(&packet, sources.get(source), &id, &path);
    reporter.event(&sources, Event::Packet(Box::new(view)))?;
    Ok(Outcome::Pass)
}
