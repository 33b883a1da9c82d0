//! One file a command: gather, judge, tell.

mod allows;
mod ctx;
mod demo;
mod error;
mod explain;
mod gate_check;
mod lint;
mod manifest;
mod paths;
mod post_work;
mod pre_work;
mod run;
mod runs;
mod sha;
mod show;
mod tell;

pub use crate::world::gather::Selection;
pub use allows::allows;
pub use ctx::Ctx;
pub use demo::demo;
pub use error::Error;
pub use explain::explain;
pub use gate_check::gate_check;
pub use lint::{Linted, lint};
pub use manifest::{ManifestAction, manifest};
pub use post_work::post_work;
pub use pre_work::pre_work;
pub use run::{RunOptions, run};
pub use runs::{runs, show_run, verify_evidence};
pub use sha::sha;
pub use show::show;
