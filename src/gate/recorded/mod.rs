//! What was recorded stays recorded: a packet's reports and runs, followed through every version that there was of it.
//!
//! `post-work` asks it of the commits since the checkpoint, `verdict verify` of all of history: the judge is one. It takes
//! values, so that a test can show it thousands of histories without git.

mod alike;
mod bound;
mod fault;
mod judge;
mod passage;
mod version;

pub use alike::{Alike, alike, fills, says_the_same};
pub use bound::{named_commits, unknown_before, unknown_commits};
pub use fault::{CODES, Codes, Fault, FaultKind, HISTORY_CUT, OUTSIDE, OWN};
pub use judge::{Brought, Followed, follow};
pub use passage::{Before, Passage, of_past, of_revisions};
pub use version::RecordKind;
