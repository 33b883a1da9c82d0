//! `pre_sha1_captured`: Pre-SHA1 is the SHA1 of the content before the change.

use super::hash::{Side, findings};
use super::sides::ask;
use crate::finding::{Code, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry};

/// Pre-SHA1 is the SHA1 of the content before the change.
pub static CODE: Code = Code {
    id: "TP205",
    name: "pre_sha1_captured",
    page: Page {
        checks: "Pre-SHA1 is 40 hexadecimal digits, in either case: the SHA1 of the file's content at the base, as git \
                 stores it and without git's blob header. For a new file it is `N/A`, all zeros or the SHA1 of nothing, and \
                 the base must indeed lack the file. For text, the SHA1 of the LF or CRLF variant is accepted with a \
                 warning.",
        why: "It ties the change to what it was made from: a reviewer who sees another base sees another change.",
        fails: "- **Pre-SHA1**: `e69de29bb2d1d6434b8b29ae775ad8c2e48c5391`      (git's blob id, not the content's SHA1)",
        mend: "`taskpacket sha PATH` prints the SHA1 at HEAD, in the index and on disk; `taskpacket manifest WP-ID --write` \
               writes the right one.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| Judgement::of(findings(&CODE, Side::Pre, entry, sides, after), ""))
}
