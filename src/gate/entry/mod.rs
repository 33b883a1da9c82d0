//! The ten gates of a manifest entry, in the order of the packet's list.

use super::Gate;

/// The ten gates of a manifest entry, in the order of the packet's list.
pub static ENTRY: &[Gate] = &[];
