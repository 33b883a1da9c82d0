//! The key grammar: `KEY: v`, `**KEY**: v`, `**KEY:** v`, whatever bullet stands before it.

use std::ops::Range;

/// The longest key that is looked for, in bytes.
const LONGEST: usize = 120;

/// A key at the start of a line's content, as ranges within that content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The key without decoration.
    pub key: Range<usize>,
    /// What stands behind the colon, without the white space around it.
    pub value: Range<usize>,
}

/// Finds the key at the start of `content`.
pub(super) fn parse(content: &str) -> Option<Key> {
    for mark in ["**", "__", "`"] {
        if let Some(inner) = content.strip_prefix(mark) {
            let close = head(inner).find(mark)?;
            return decorated(content, mark.len(), close);
        }
    }
    let colon = colon_in(head(content))?;
    is_key(&content[..colon]).then(|| key(content, 0..colon, colon + 1..content.len()))
}

/// The key in canonical spelling: its tail in brackets dropped, upper case, `_` between words.
pub(super) fn canonical(key: &str) -> String {
    canonical_whole(bare(key))
}

/// A text in upper case, with one `_` for whatever stands between its words.
pub(super) fn canonical_whole(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            name.push(letter.to_ascii_uppercase());
        } else if letter.is_alphanumeric() {
            name.extend(letter.to_uppercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    if name.ends_with('_') {
        name.pop();
    }
    name
}

/// True where a key is written as the format's own keys are: in capitals. Such a key ends the list above it, while
/// `Note: ..` within a list does not.
pub(super) fn is_structural(key: &str) -> bool {
    let bare = bare(key);
    let capitals = bare.len() >= 3 && !bare.chars().any(char::is_lowercase) && bare.chars().any(char::is_uppercase);
    capitals || matches!(canonical(key).as_str(), "WHAT" | "WHY" | "STATUS" | "IN_SCOPE_PATHS" | "OUT_OF_SCOPE")
}

/// `**KEY**: v`, `**KEY:** v` and `**KEY: v**`; `close` is where the closing mark stands behind the opening one.
fn decorated(content: &str, mark: usize, close: usize) -> Option<Key> {
    let inner = mark..mark + close;
    let behind = mark + close + mark;
    let text = &content[inner.clone()];
    if let Some(bare) = text.trim_end().strip_suffix(':') {
        return is_key(bare).then(|| key(content, mark..mark + bare.len(), behind..content.len()));
    }
    let rest = &content[behind..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    if rest[gap..].starts_with(':') && !rest[gap..].starts_with("::") {
        return is_key(text).then(|| key(content, inner, behind + gap + 1..content.len()));
    }
    let colon = colon_in(text)?;
    (rest.is_empty() && is_key(&text[..colon])).then(|| key(content, mark..mark + colon, mark + colon + 1..inner.end))
}

/// The first colon with white space or nothing behind it.
fn colon_in(text: &str) -> Option<usize> {
    text.match_indices(':')
        .map(|(at, _)| at)
        .find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t', '`', '*']))
}

fn key(content: &str, key: Range<usize>, value: Range<usize>) -> Key {
    Key { key: trimmed(content, key), value: trimmed(content, value) }
}

fn trimmed(content: &str, range: Range<usize>) -> Range<usize> {
    let text = &content[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

/// The key without its tail in brackets.
fn bare(key: &str) -> &str {
    let end = key.bytes().position(|byte| matches!(byte, b'(' | b'[')).unwrap_or(key.len());
    key[..end].trim()
}

fn is_key(text: &str) -> bool {
    let text = text.trim();
    let bare = bare(text);
    let fits = |letter: char| letter.is_alphanumeric() || " _-/.&,+';#".contains(letter);
    text.chars().next().is_some_and(char::is_alphabetic)
        && bare.chars().all(|letter| letter.is_ascii_alphanumeric() || fits(letter))
        && bare.split_ascii_whitespace().count() <= 6
        && !text[bare.len()..].contains('`')
}

/// As much of the text as a key may take.
fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let cases = [
            ("KEY: v", Some(("KEY", "v"))),
            ("**KEY**: v", Some(("KEY", "v"))),
            ("**KEY:** v", Some(("KEY", "v"))),
            ("**KEY** : v", Some(("KEY", "v"))),
            ("**Verdict: PASS**", Some(("Verdict", "PASS"))),
            ("`KEY`: v", Some(("KEY", "v"))),
            ("KEY:", Some(("KEY", ""))),
            ("KEY:`v`", Some(("KEY", "`v`"))),
            ("SCOPE_AMENDMENT (in-place edit): x", Some(("SCOPE_AMENDMENT (in-place edit)", "x"))),
            ("Status / Handoff: x", Some(("Status / Handoff", "x"))),
            ("Pre-SHA1: `a`", Some(("Pre-SHA1", "`a`"))),
            ("https://example.org: x", None),
            ("src/a.rs:12", None),
            ("no `sqlx::` here: x", None),
            ("**bold** prose: x", None),
            ("sqlx::query: x", None),
            ("one two three four five six seven: x", None),
            ("2 things: x", None),
            ("**KEY", None),
            ("", None),
        ];
        for (content, expected) in cases {
            let got = parse(content).map(|it| (&content[it.key], &content[it.value]));
            assert_eq!(got, expected, "{content}");
        }
    }

    #[test]
    fn canonical_spelling() {
        let cases = [
            ("Pre-SHA1", "PRE_SHA1"),
            ("WP Traceability", "WP_TRACEABILITY"),
            ("SCOPE_AMENDMENT (in-place edit)", "SCOPE_AMENDMENT"),
            ("WAIVERS GRANTED [CX-573F]", "WAIVERS_GRANTED"),
            ("Status / Handoff", "STATUS_HANDOFF"),
        ];
        for (key, expected) in cases {
            assert_eq!(canonical(key), expected);
        }
    }
}
