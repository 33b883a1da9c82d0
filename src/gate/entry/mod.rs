//! The ten gates of a manifest entry, in the order of the packet's list.

mod all_links_resolvable;
mod anchors_present;
mod claim;
mod current_file_matches_preimage;
mod filename_canonical_and_openable;
mod hash;
mod line_delta_equals_expected;
mod manifest_written_and_path_returned;
mod post_sha1_captured;
mod pre_sha1_captured;
mod rails_untouched_outside_window;
mod sides;
mod tick;
mod window_matches_plan;

pub use claim::delta;
pub use tick::{UNTICKED, hold_to_ticks};

use super::{Check, Gate, Judgement, Topic};
use crate::finding::Code;
use crate::model::{After, Entry};

/// The ten gates of a manifest entry, in the order of the packet's list.
pub static ENTRY: &[Gate] = &[
    gate(&anchors_present::CODE, anchors_present::check),
    gate(&window_matches_plan::CODE, window_matches_plan::check),
    gate(&rails_untouched_outside_window::CODE, rails_untouched_outside_window::check),
    gate(&filename_canonical_and_openable::CODE, filename_canonical_and_openable::check),
    gate(&pre_sha1_captured::CODE, pre_sha1_captured::check),
    gate(&post_sha1_captured::CODE, post_sha1_captured::check),
    gate(&line_delta_equals_expected::CODE, line_delta_equals_expected::check),
    gate(all_links_resolvable::CODE, all_links_resolvable::check),
    gate(&manifest_written_and_path_returned::CODE, manifest_written_and_path_returned::check),
    gate(&current_file_matches_preimage::CODE, current_file_matches_preimage::check),
];

const fn gate(code: &'static Code, check: fn(&Entry, &After) -> Judgement) -> Gate {
    Gate { name: code.name, code, topic: Topic::Manifest, check: Check::Entry(check) }
}
