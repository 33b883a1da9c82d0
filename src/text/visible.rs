//! Text of others with everything in it to be seen: what would hide, turn or overwrite a part of it is spelled out.

/// The text of some bytes with LF line ends and no byte order mark: what is no UTF-8 as `\x97`, control characters and
/// those that turn the direction of writing or cannot be seen as `\u{202e}`. Line feeds and tabs stay.
pub fn visible(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let mut letters = chunk.valid().chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\r' if letters.peek() == Some(&'\n') => {}
                '\n' | '\t' => text.push(letter),
                _ if is_hidden(letter) => text.extend(letter.escape_unicode()),
                _ => text.push(letter),
            }
        }
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}

/// True for characters that nobody sees, or that change how others are seen: controls, separators of lines and
/// paragraphs, those of the direction of writing, and those without width.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_hidden() {
        let cases: &[(&[u8], &str)] = &[
            (b"a\r\nb\rc\td\n", "a\nb\\u{d}c\td\n"),
            ("\u{feff}caf\u{e9} \u{2014} ok".as_bytes(), "caf\u{e9} \u{2014} ok"),
            ("a\u{202e}b\u{200b}c\u{1b}[31m".as_bytes(), "a\\u{202e}b\\u{200b}c\\u{1b}[31m"),
            (b"a\x97b", "a\\x97b"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(&visible(bytes), expected);
        }
    }
}
