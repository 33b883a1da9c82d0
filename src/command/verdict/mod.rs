//! `verdict`: a report drafted from what can be computed, acknowledged by its digest, and appended to the packet.

mod append;
mod diff;
mod digest;
mod draft;
mod report_file;
mod require;
mod standing;
mod status;
mod verify;

pub use append::{AppendRequest, append};
pub use diff::verdict_diff;
pub use digest::digest;
pub use draft::{draft, drafted};
pub use require::verdict_require;
pub use status::verdict_status;
pub use verify::{VerifyRequest, altered, verify_verdicts};
