//! Windows-1252, and UTF-8 that was read as Windows-1252 and saved again.

use std::borrow::Cow;

/// What the bytes 0x80 to 0x9f mean in Windows-1252; `\0` where they mean nothing. The others are those of Unicode.
const HIGH: [char; 32] = [
    '\u{20ac}', '\0', '\u{201a}', '\u{0192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{02c6}', '\u{2030}',
    '\u{0160}', '\u{2039}', '\u{0152}', '\0', '\u{017d}', '\0', '\0', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{2022}', '\u{2013}', '\u{2014}', '\u{02dc}', '\u{2122}', '\u{0161}', '\u{203a}', '\u{0153}', '\0', '\u{017e}',
    '\u{0178}',
];

/// How often a text may have been torn.
const MOST_TIMES: usize = 3;

/// The character that a byte means in Windows-1252.
pub fn of_windows_1252(byte: u8) -> Option<char> {
    let letter = match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    (letter != '\0').then_some(letter)
}

/// The text with its torn characters put together again; as it is where it has none.
pub fn mended(text: &str) -> Cow<'_, str> {
    let mut whole = Cow::Borrowed(text);
    for _ in 0..MOST_TIMES {
        match once(&whole) {
            Some(mended) => whole = Cow::Owned(mended),
            None => break,
        }
    }
    whole
}

/// One tearing undone; `None` where there is none.
fn once(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut mended = String::with_capacity(text.len());
    let mut found = false;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (character, length) = match torn(rest) {
            Some(it) => it,
            None => (letter, letter.len_utf8()),
        };
        found |= length > letter.len_utf8();
        mended.push(character);
        rest = &rest[length..];
    }
    found.then_some(mended)
}

/// The character whose bytes a text begins with, each read as Windows-1252; and how many bytes of the text these are.
fn torn(text: &str) -> Option<(char, usize)> {
    let count = match text.chars().next()? {
        '\u{c2}'..='\u{df}' => 2,
        '\u{e0}'..='\u{ef}' => 3,
        '\u{f0}'..='\u{f4}' => 4,
        _ => return None,
    };
    let letters = || text.chars().take(count);
    let bytes: Vec<u8> = letters().map(byte).collect::<Option<_>>()?;
    let character = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (bytes.len() == count).then(|| (character, letters().map(char::len_utf8).sum()))
}

fn byte(letter: char) -> Option<u8> {
    match HIGH.iter().position(|high| *high == letter && letter != '\0') {
        Some(at) => u8::try_from(at + 0x80).ok(),
        None => u8::try_from(u32::from(letter)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn torn_characters_are_put_together() {
        for (wrong, right) in [
            ("caf\u{c3}\u{a9}", "caf\u{e9}"),
            ("a \u{e2}\u{20ac}\u{201d} b", "a \u{2014} b"),
            ("\u{c3}\u{192}\u{c2}\u{a9}", "\u{e9}"),
            ("caf\u{e9}", "caf\u{e9}"),
            ("\u{e9}", "\u{e9}"),
            ("plain", "plain"),
        ] {
            assert_eq!(mended(wrong), right);
        }
    }
}
