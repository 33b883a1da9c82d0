//! `gate-check`: the order of the phases alone.

use super::pre_work::started;
use super::tell::{Told, tell};
use super::{Ctx, Error};
use crate::gate::{self, Outcome};
use crate::report::Reporter;
use crate::world::gather;

/// Asks the gate `phase_order`.
pub fn gate_check(ctx: &Ctx, id: Option<&str>, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let (id, path) = place.packet(id, status.branch.as_deref())?;
    let facts = gather::before(&place, &status, &id, &path)?;
    let told = Told {
        started: started("gate-check", &facts, &status, place.clock_note.as_deref()),
        judged: gate::before_only("phase_order", &facts),
        others: place.config_findings.clone(),
        details: Vec::new(),
        briefs: Vec::new(),
        summary: String::new(),
    };
    Ok(tell(ctx, &facts.sources, told, reporter, |outcome, _| match outcome {
        Outcome::Pass => None,
        _ => Some(format!("mend, then  taskpacket gate-check {id}")),
    })?)
}
