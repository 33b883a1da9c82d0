//! A byte order mark, and bytes of Windows-1252 in a text that is UTF-8 otherwise.

use crate::text::{Edit, Span};

/// What the bytes 0x80 to 0x9f mean in Windows-1252; `\0` where they mean nothing. The others are those of Unicode.
const HIGH: [char; 32] = [
    '\u{20ac}', '\0', '\u{201a}', '\u{0192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{02c6}', '\u{2030}',
    '\u{0160}', '\u{2039}', '\u{0152}', '\0', '\u{017d}', '\0', '\0', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}',
    '\u{2022}', '\u{2013}', '\u{2014}', '\u{02dc}', '\u{2122}', '\u{0161}', '\u{203a}', '\u{0153}', '\0', '\u{017e}',
    '\u{0178}',
];

/// Takes the byte order mark out, and writes each byte that is not UTF-8 as the character that Windows-1252 means.
pub(super) fn fix(bytes: &[u8]) -> Vec<Edit> {
    let mut edits = Vec::new();
    if bytes.starts_with("\u{feff}".as_bytes()) {
        edits.push(Edit::new(Span::new(0, 3), ""));
    }
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len();
        for byte in chunk.invalid() {
            if let Some(letter) = character(*byte) {
                edits.push(Edit::new(Span::new(at, at + 1), letter.to_string()));
            }
            at += 1;
        }
    }
    edits
}

fn character(byte: u8) -> Option<char> {
    let letter = match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    (letter != '\0').then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply;

    #[test]
    fn bytes_become_characters() {
        let cases: [(&[u8], &[u8]); 5] = [
            (b"REPORT \x97 WP-1 \x80", "REPORT \u{2014} WP-1 \u{20ac}".as_bytes()),
            (b"caf\xe9", "caf\u{e9}".as_bytes()),
            (b"\xef\xbb\xbf# A", b"# A"),
            (b"\x81", b"\x81"),
            ("\u{2014} \u{e9}".as_bytes(), "\u{2014} \u{e9}".as_bytes()),
        ];
        for (wrong, right) in cases {
            let once = apply(wrong, &fix(wrong)).unwrap();
            assert_eq!(once, right);
            assert_eq!(apply(&once, &fix(&once)).unwrap(), right);
        }
    }
}
