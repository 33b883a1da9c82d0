//! The ten gates of a manifest entry, in the order of the packet's list.

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

pub use tick::{UNTICKED, hold_to_ticks};

pub use claim::delta;

use super::{Check, Gate, Topic};

/// The ten gates of a manifest entry, in the order of the packet's list.
pub static ENTRY: &[Gate] = &[
    Gate {
        name: "anchors_present",
        code: &anchors_present::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(anchors_present::check),
    },
    Gate {
        name: "window_matches_plan",
        code: &window_matches_plan::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(window_matches_plan::check),
    },
    Gate {
        name: "rails_untouched_outside_window",
        code: &rails_untouched_outside_window::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(rails_untouched_outside_window::check),
    },
    Gate {
        name: "filename_canonical_and_openable",
        code: &filename_canonical_and_openable::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(filename_canonical_and_openable::check),
    },
    Gate {
        name: "pre_sha1_captured",
        code: &pre_sha1_captured::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(pre_sha1_captured::check),
    },
    Gate {
        name: "post_sha1_captured",
        code: &post_sha1_captured::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(post_sha1_captured::check),
    },
    Gate {
        name: "line_delta_equals_expected",
        code: &line_delta_equals_expected::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(line_delta_equals_expected::check),
    },
    Gate {
        name: "manifest_written_and_path_returned",
        code: &manifest_written_and_path_returned::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(manifest_written_and_path_returned::check),
    },
    Gate {
        name: "current_file_matches_preimage",
        code: &current_file_matches_preimage::CODE,
        topic: Topic::Manifest,
        check: Check::Entry(current_file_matches_preimage::check),
    },
];
