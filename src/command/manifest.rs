//! `manifest`: the manifest that is true now.

use super::{Ctx, Error, Selection};
use crate::gate::Outcome;
use crate::report::Reporter;

/// What to do with the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManifestAction {
    /// Print it.
    Print,
    /// Put it into the packet.
    Write,
    /// Compare it with what the packet says.
    Check,
}

/// Computes.
pub fn manifest(
    _ctx: &Ctx,
    _id: Option<&str>,
    _selection: &Selection,
    _action: ManifestAction,
    _reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    Ok(Outcome::Pass)
}
