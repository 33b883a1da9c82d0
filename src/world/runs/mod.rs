//! The runs that were made in this clone: their records and logs, below the git folder that all worktrees share.
//!
//! `taskpacket/runs/<packet>/<run>/` holds `run.md` (the record, in the form that the packet holds too), `tree` (the list
//! of the files that it ran on) and `step-N.log`. A folder without `run.md` is that of a run that was broken off.

mod bound;
mod error;
mod kept;
mod open;
mod store;

pub use error::RunsError;
pub use kept::{KeptRun, LogState};
pub use open::OpenRun;
pub use store::Runs;
