//! Names and reasons as typed: one line of text that can stand in a field of a packet.

use crate::gate::way::fits;
use crate::model::{RepoPath, ScopeItem, ScopeKind};
use crate::text::Span;

/// Why a text cannot stand in one field of a packet; `Ok` where it can.
pub fn one_line(text: &str) -> Result<(), &'static str> {
    fits(text)?;
    if text.trim().chars().all(|letter| letter == '.') {
        return Err("it is a blank that is yet to be filled in");
    }
    if text.contains('|') {
        return Err("it holds a `|`, which ends a field of a record");
    }
    Ok(())
}

/// A path as it is typed, as an item of IN_SCOPE_PATHS; else why it is none.
pub fn scope_item(text: &str) -> Result<ScopeItem, &'static str> {
    one_line(text)?;
    let item = ScopeItem::new(text, None, Span::default());
    if let ScopeKind::Unreadable(why) = item.kind {
        return Err(why);
    }
    let path = RepoPath::from(item.path.strip_suffix('/').unwrap_or(&item.path));
    if path.as_bytes().is_empty() || !path.is_canonical() {
        return Err("it is not spelled as git spells paths: no empty part, no `.`");
    }
    if path.is_within(b".git") {
        return Err("it lies in git's own folder");
    }
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_scope_can_hold() {
        for text in
            ["src/a.rs", "src/", "src/**", "./a b.rs", "src\\a.rs", "app/[id]/x.tsx", ".gitignore", "src/{a,b}.rs"]
        {
            assert!(scope_item(text).is_ok(), "{text}");
        }
        for text in [
            "../x",
            "a/../b",
            "/etc/passwd",
            "C:/x",
            ".",
            "./",
            "/",
            "",
            "a//b",
            "a\u{0}",
            "a\n- b",
            "\u{202e}a",
            ".git/hooks/x",
        ] {
            assert!(scope_item(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_a_field_can_hold() {
        for text in
            ["mara", "the cache was forgotten: it needs src/x.rs", "Ilja <ilja@example.org>", "na\u{ef}ve", "A.B."]
        {
            assert_eq!(one_line(text), Ok(()), "{text}");
        }
        for text in ["", "  ", "..", "<name>", "a\nb", "a\u{0}b", "a\u{202e}b", "a | EXPIRES: never", "a <!-- b"] {
            assert!(one_line(text).is_err(), "{text:?}");
        }
    }
}
