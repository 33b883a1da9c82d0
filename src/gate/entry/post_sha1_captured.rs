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

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;
    use crate::model::Digest;

    #[test]
    fn right_and_wrong() {
        let post = format!("**Post-SHA1**: `{}`", Digest::of(b"one\n2\n2b\nthree\nfour\n"));
        let pre = Digest::of(b"one\ntwo\nthree\nfour\n");
        let repeated = Fixture::changed().edit(&post, &format!("**Post-SHA1**: {pre}"));
        assert_eq!(repeated.errors(), ["post_sha1_captured"]);
        assert!(repeated.told("post_sha1_captured").contains("repeats the pre hash"));
        let stale = Fixture::changed().edit(&post, &format!("**Post-SHA1**: {}", Digest::of(b"older")));
        assert_eq!(stale.errors(), ["post_sha1_captured"]);
        assert_eq!(Fixture::changed().edit(&post, "**Post-SHA1**: N/A").errors(), ["post_sha1_captured"]);
    }

    #[test]
    fn a_deleted_file_has_none() {
        let gone = || Fixture::new().file("src/a.rs", Some("a\nb\n"), None).true_entry("src/a.rs");
        assert_eq!(gone().findings(), []);
        let made_up = gone().edit("**Post-SHA1**: `N/A`", &format!("**Post-SHA1**: {}", Digest::of(b"x")));
        assert_eq!(made_up.errors(), ["post_sha1_captured"]);
    }

    #[test]
    fn what_follows_from_a_file_edited_since_is_folded() {
        let stale = Fixture::changed().with(|after| {
            let file = after.targets.get_mut("src/a.rs").unwrap();
            let bytes = b"one\n2\n2b\nthree\nfour\nfive\n"[..].into();
            let (oid, kind) = file.head.as_ref().map(|head| (head.oid.clone(), head.kind)).unwrap();
            file.head = Some(crate::model::Image::of_bytes(oid, kind, bytes, None));
        });
        assert_eq!(stale.errors(), ["post_sha1_captured"]);
        assert!(stale.findings().iter().filter(|finding| finding.follows.is_some()).count() >= 3);
    }
}
