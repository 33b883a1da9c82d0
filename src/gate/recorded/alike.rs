//! Whether two texts of a report say the same.

use crate::gate::words;

/// How many bytes the name of a blank has at most.
const LONGEST_BLANK: usize = 80;

/// How two texts of one report stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// The same words: only encoding, white space, heading level or decoration differ.
    Encoding,
    /// The same words but for what stands in front of the names of files.
    Prefix,
    /// The same words where the old text left no blank.
    Filled,
    /// Something else.
    No,
}

/// Compares the text of a report with what it was.
pub fn alike(old: &str, new: &str) -> Alike {
    if words::same(old, new) {
        Alike::Encoding
    } else if without_folders(old).eq(without_folders(new)) && words::same_signs(old, new) {
        Alike::Prefix
    } else if fills(old, new) {
        Alike::Filled
    } else {
        Alike::No
    }
}

/// True where two texts of a report say the same: but for encoding, decoration, path prefixes and blanks filled in.
pub fn says_the_same(old: &str, new: &str) -> bool {
    alike(old, new) != Alike::No
}

/// The words of a text, those of the folders in front of a file's name left out.
fn without_folders(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|part| {
            let trimmed = part.trim_end_matches(['/', '\\', '`', ')', '.', ',']);
            let name = trimmed.rfind(['/', '\\']).map_or(0, |at| at + 1);
            let is_path = name > 0 && trimmed[name..].contains('.') && !trimmed.contains("://");
            if is_path { &part[name..] } else { part }
        })
        .flat_map(words::words)
}

/// True where the new text is the old one with `<blanks>` filled in, and with nothing else changed.
pub fn fills(old: &str, new: &str) -> bool {
    let new: Vec<&str> = words::words(new).collect();
    let pieces: Vec<Vec<&str>> = pieces(old).iter().map(|piece| words::words(piece).collect()).collect();
    let [first, between @ .., last] = pieces.as_slice() else { return false };
    if !new.starts_with(first) || new.len() < first.len() + last.len() || !new.ends_with(last) {
        return false;
    }
    let mut rest = &new[first.len()..new.len() - last.len()];
    for piece in between {
        let Some(at) = find(rest, piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

/// What stands between the blanks of a text; the whole text where it has none.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(open) = rest[from..].find('<').map(|at| from + at) {
        match blank(rest, open) {
            Some(close) => {
                pieces.push(&rest[..open]);
                rest = &rest[close..];
                from = 0;
            }
            None => from = open + 1,
        }
    }
    pieces.push(rest);
    pieces
}

/// Where the blank ends that begins at a `<`: `<commit-sha>`, but neither `a < b and c > d` nor `Vec<u8>`.
fn blank(text: &str, open: usize) -> Option<usize> {
    let close = open + text[open..].find('>')?;
    let inner = &text[open + 1..close];
    let named = inner.len() <= LONGEST_BLANK && inner.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let plain = inner.chars().all(|letter| letter.is_ascii_alphanumeric() || " -_/.|,:;".contains(letter));
    let apart = !text[..open].ends_with(|letter: char| letter.is_ascii_alphanumeric());
    (named && plain && apart).then_some(close + 1)
}

fn find(words: &[&str], piece: &[&str]) -> Option<usize> {
    if piece.is_empty() { Some(0) } else { words.windows(piece.len()).position(|window| window == piece) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let cases = [
            ("### Report\nVerdict: PASS \u{2014} fine", "## Report\nVerdict: **PASS** - fine", Alike::Encoding),
            ("see docs/a.md, please", "see `gov/docs/a.md`, please", Alike::Prefix),
            ("Validator: <name>\nVerdict: PASS", "Validator: ilja\nVerdict: PASS", Alike::Filled),
            ("a <x> b <y> c", "a 1 2 b 3 c", Alike::Filled),
            ("Verdict: FAIL", "Verdict: PASS", Alike::No),
            ("Validator: <name>\nVerdict: FAIL", "Validator: ilja\nVerdict: PASS", Alike::No),
            ("all tests pass", "not all tests pass", Alike::No),
            ("one", "one two", Alike::No),
        ];
        for (old, new, expected) in cases {
            assert_eq!(alike(old, new), expected, "{old} / {new}");
        }
    }
}
