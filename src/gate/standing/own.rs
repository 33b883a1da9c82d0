//! Which commits are a packet's own.

use std::collections::BTreeSet;

use crate::model::{Deed, PacketId, RepoPath};

/// True where a deed is the packet's own: it touches the packet, wherever it lay, or names its id in the subject or a
/// trailer. `homes` are the places where the packet lies and lay.
pub fn is_own(deed: &Deed, id: &PacketId, homes: &BTreeSet<RepoPath>) -> bool {
    let subject = deed.commit.iter().map(|commit| commit.subject.as_str());
    let mut texts = subject.chain(deed.trailers.iter().map(String::as_str));
    texts.any(|text| names(text, id)) || deed.touched.iter().any(|touch| touch.paths().any(|path| homes.contains(path)))
}

/// True where a text names the id as a whole word, in any case: not `WP-1-X-v2` for `WP-1-X`.
pub fn names(text: &str, id: &PacketId) -> bool {
    let (text, id) = (text.to_ascii_lowercase(), id.as_str().to_ascii_lowercase());
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    text.match_indices(&id).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + id.len()..]);
        let begins = !before.ends_with(|letter: char| is_part(letter) || letter == '.');
        // A full stop ends a sentence, unless an id goes on behind it.
        let rest = behind.trim_start_matches('.');
        begins && !rest.starts_with(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Commit, Oid};

    #[test]
    fn whole_words() {
        let id = PacketId::parse("WP-1-X").unwrap();
        let cases = [
            ("WP-1-X: faster", true),
            ("faster (wp-1-x)", true),
            ("as [WP-1-X].", true),
            ("Merge branch 'feat/WP-1-X'", true),
            ("WP-1-X", true),
            ("faster, see WP-1-X...", true),
            ("WP-1-X-v2: faster", false),
            ("AWP-1-X", false),
            ("my-WP-1-X", false),
            ("WP-1-X.2", false),
            ("WP-1-XY and WP-1-X", true),
            ("WP-1", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text, &id), expected, "{text}");
        }
    }

    #[test]
    fn by_name_by_trailer_or_by_touch() {
        let id = PacketId::parse("WP-1-X").unwrap();
        let homes = BTreeSet::from([RepoPath::from("p/WP-1-X.md")]);
        let deed = |subject: &str, trailer: &str, path: &str| {
            let state = super::super::tests::state(path, 1);
            Deed {
                commit: Some(Commit { oid: Oid::zero(), author: "a <a@b>".into(), subject: subject.into() }),
                trailers: vec![trailer.into()],
                touched: vec![crate::model::Touched { before: Some(state), after: None }],
            }
        };
        assert!(is_own(&deed("WP-1-X: a", "", "src/a.rs"), &id, &homes));
        assert!(is_own(&deed("a", "WP-1-X", "src/a.rs"), &id, &homes));
        assert!(is_own(&deed("a", "", "p/WP-1-X.md"), &id, &homes));
        assert!(!is_own(&deed("a", "WP-1-Y", "p/WP-1-Y.md"), &id, &homes));
    }
}
