//! Whether a report is one that was there before, whatever a sweep did to its letters.

use crate::gate::recorded::{Alike, alike};

/// True where two texts of a report say the same: but for encoding, decoration, path prefixes and blanks filled in.
pub fn says_the_same(old: &str, new: &str) -> bool {
    alike(old, new) != Alike::No
}
