//! `verdict`: a report drafted from what can be computed, acknowledged by its digest, and appended to the packet.

mod append;
mod digest;
mod draft;
mod report_file;

pub use append::{AppendRequest, append};
pub use digest::digest;
pub use draft::draft;
