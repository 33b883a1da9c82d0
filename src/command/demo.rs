//! `demo`: makes a small repository and walks it through the whole flow, narrated.

use std::path::Path;

use super::{Ctx, Error};
use crate::gate::Outcome;
use crate::report::Reporter;

/// Walks.
pub fn demo(_ctx: &Ctx, _dir: Option<&Path>, _reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    Ok(Outcome::Pass)
}
