//! A byte order mark, and bytes of Windows-1252 in a text that is UTF-8 otherwise.

use crate::text::{Edit, Span, of_windows_1252};

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
            if let Some(letter) = of_windows_1252(*byte) {
                edits.push(Edit::new(Span::new(at, at + 1), letter.to_string()));
            }
            at += 1;
        }
    }
    edits
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
