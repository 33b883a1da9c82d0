//! Which commits are a packet's own.

use std::collections::BTreeSet;

use crate::model::{Deed, Oid, PacketId};

/// True where a commit is the packet's own: it touches the packet, wherever that lay, or names its id in the subject or a
/// trailer. `touching` are the commits that touch it.
pub fn is_own(deed: &Deed, id: &PacketId, touching: &BTreeSet<Oid>) -> bool {
    let Some(commit) = &deed.commit else { return false };
    let subject = Some(commit.subject.as_str()).filter(|subject| !is_of_another(subject, id));
    let mut texts = subject.into_iter().chain(deed.trailers.iter().map(String::as_str));
    touching.contains(&commit.oid) || texts.any(|text| names(text, id))
}

/// True where a subject begins with the id of another packet, as `WP-2-Y: as WP-1-X left it`: the rest is a mention.
fn is_of_another(subject: &str, id: &PacketId) -> bool {
    let Some((lead, _)) = subject.split_once(':') else { return false };
    let kind = id.as_str().split('-').next().unwrap_or_default();
    let shaped = lead.split('-').next() == Some(kind) && lead.len() > kind.len() && PacketId::parse(lead).is_some();
    shaped && !lead.eq_ignore_ascii_case(id.as_str())
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
    use crate::model::Commit;

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
        let oid = |digit: &str| Oid::parse(&digit.repeat(40)).unwrap();
        let touching = BTreeSet::from([oid("7")]);
        let is_own = |digit: &str, subject: &str, trailer: &str| {
            let commit = Commit { oid: oid(digit), author: "a <a@b>".into(), subject: subject.into() };
            let deed = Deed { commit: Some(commit), trailers: vec![trailer.into()], touched: Vec::new() };
            super::is_own(&deed, &id, &touching)
        };
        assert!(is_own("1", "WP-1-X: a", ""));
        assert!(is_own("1", "a", "WP-1-X"));
        assert!(is_own("7", "a", ""));
        assert!(!is_own("1", "a", "WP-1-Y"));
        assert!(!is_own("1", "WP-1-Y: as WP-1-X left it", ""));
        assert!(is_own("1", "WP-1-Y: as WP-1-X left it", "WP-1-X"));
        assert!(is_own("1", "fix: as WP-1-X says", ""));
        assert!(!super::is_own(&Deed { commit: None, trailers: Vec::new(), touched: Vec::new() }, &id, &touching));
    }
}
