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

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;
    use crate::model::Digest;

    const BEFORE: &[u8] = b"one\ntwo\nthree\nfour\n";

    fn pre(text: &str) -> Fixture {
        Fixture::changed().edit(&format!("**Pre-SHA1**: `{}`", Digest::of(BEFORE)), &format!("**Pre-SHA1**: {text}"))
    }

    #[test]
    fn right_ones() {
        assert_eq!(pre(&Digest::of(BEFORE).to_string().to_uppercase()).findings(), []);
        let crlf = pre(&Digest::of(b"one\r\ntwo\r\nthree\r\nfour\r\n").to_string());
        assert!(crlf.errors().is_empty());
        assert_eq!(crlf.warnings(), ["pre_sha1_captured"]);
        assert!(crlf.told("pre_sha1_captured").contains("CRLF line ends"));
    }

    #[test]
    fn wrong_ones_are_explained() {
        let post = Digest::of(b"one\n2\n2b\nthree\nfour\n").to_string();
        let blob = Digest::of_parts([&b"blob"[..], BEFORE]).to_string();
        let long = "a".repeat(64);
        let odd = format!("g{}", "a".repeat(39));
        let zeros = "0".repeat(40);
        let cases = [
            (post.as_str(), "it repeats the post hash"),
            (blob.as_str(), "git's blob id"),
            (long.as_str(), "64 digits are a SHA-256"),
            (odd.as_str(), "`g` is no hexadecimal digit"),
            ("abc123", "6 digits; a SHA1 has 40"),
            (zeros.as_str(), "says that `src/a.rs` is not there, and HEAD has it"),
            ("N/A", "says that `src/a.rs` is not there, and HEAD has it"),
            ("`<hash>`", "still the template's"),
            ("", "has no Pre-SHA1"),
        ];
        for (written, told) in cases {
            let fixture = pre(written);
            assert_eq!(fixture.errors(), ["pre_sha1_captured"], "{written}");
            let words = fixture.told("pre_sha1_captured");
            let blank = told.contains("still") && words.contains("leaves the template's blank");
            assert!(blank || words.contains(told), "{written}: {words}");
        }
    }

    #[test]
    fn what_is_known_elsewhere_is_named() {
        let fixture = pre(&Digest::of(b"older").to_string()).with(|after| {
            let file = after.targets.get_mut("src/a.rs").unwrap();
            file.known.insert(Digest::of(b"older"), "this file at 3c1f22a".to_owned());
        });
        assert!(fixture.told("pre_sha1_captured").contains("it is this file at 3c1f22a"));
    }

    #[test]
    fn a_new_file_has_none() {
        let new = || Fixture::new().file("src/n.rs", None, Some("a\n")).true_entry("src/n.rs");
        let nothing = Digest::of(b"").to_string();
        let zeros = "0".repeat(40);
        for right in ["N/A", "`N/A`", "new", nothing.as_str(), zeros.as_str()] {
            let fixture = new().edit("**Pre-SHA1**: `N/A`", &format!("**Pre-SHA1**: {right}"));
            assert_eq!(fixture.findings(), [], "{right}");
        }
        assert_eq!(new().edit("**Pre-SHA1**: `N/A`", "**Pre-SHA1**:").warnings(), ["pre_sha1_captured"]);
        let made_up = new().edit("**Pre-SHA1**: `N/A`", &format!("**Pre-SHA1**: {}", Digest::of(b"made up")));
        assert_eq!(made_up.errors(), ["pre_sha1_captured"]);
    }
}
