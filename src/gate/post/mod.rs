//! The packet-wide gates of post-work, in the order of the report.

use super::Gate;

/// The packet-wide gates of post-work, in the order of the report.
pub static POST_WORK: &[Gate] = &[];
