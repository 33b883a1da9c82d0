//! The gates of pre-work, in the order of the report.

use super::Gate;

/// The gates of pre-work, in the order of the report.
pub static PRE_WORK: &[Gate] = &[];
