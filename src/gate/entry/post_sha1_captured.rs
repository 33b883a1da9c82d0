//! `post_sha1_captured`: Post-SHA1 is the SHA1 of the content after the change.

use super::hash::{Side, findings};
use super::sides::ask;
use crate::finding::{Code, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry};

/// Post-SHA1 is the SHA1 of the content after the change.
pub static CODE: Code = Code {
    id: "TP206",
    name: "post_sha1_captured",
    page: Page {
        checks: "Post-SHA1 is 40 hexadecimal digits, in either case: the SHA1 of the file's content at the head of the \
                 snapshot (what the index holds, where staged changes are judged). For a deleted file it is `N/A`, all \
                 zeros or the SHA1 of nothing, and the head must indeed lack the file.",
        why: "It ties the packet to the bytes that were handed over: a file edited after its entry was written is another \
              file.",
        fails: "- **Post-SHA1**: `a9993e364706816aba3e25717850c26c9cd0d89d`      (and then the file was edited once more)",
        mend: "Stage what you hand over, then `taskpacket manifest WP-ID --write`.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| Judgement::of(findings(&CODE, Side::Post, entry, sides, after), ""))
}
