//! Text of any kind as one line of ASCII that Markdown takes for nothing else, and back.

/// The text with escapes as Rust writes them for all that is not plain ASCII, for a backslash, for the bytes of `also`,
/// and for what opens or closes something wherever it stands: a comment, a link, a heading behind a literal `\n`.
pub fn escape(text: &str, also: &[u8]) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let hidden = u8::try_from(letter).is_ok_and(|byte| also.contains(&byte));
        match letter {
            '\\' | '\n' | '\r' | '\t' => escaped.extend(letter.escape_default()),
            '|' if hidden => escaped.push_str("\\|"),
            ' '..='~' if !hidden && !opens(&escaped, letter, letters.peek().copied()) => escaped.push(letter),
            _ => escaped.extend(letter.escape_unicode()),
        }
    }
    escaped
}

/// True for the letter of `<!`, `-->`, `](` and `n#` without which they are plain text.
fn opens(before: &str, letter: char, next: Option<char>) -> bool {
    match letter {
        '<' => next == Some('!'),
        '>' => before.ends_with("--"),
        ']' => next == Some('('),
        '#' => before.ends_with('n'),
        _ => false,
    }
}

/// The text that was escaped so; `None` where a backslash stands before something that no escape begins with.
pub fn unescape(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let kind = rest.chars().next()?;
        rest = &rest[kind.len_utf8()..];
        match kind {
            '\\' | '|' => plain.push(kind),
            'n' => plain.push('\n'),
            'r' => plain.push('\r'),
            't' => plain.push('\t'),
            'u' => {
                let (digits, behind) = rest.strip_prefix('{')?.split_once('}')?;
                plain.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                rest = behind;
            }
            _ => return None,
        }
    }
    plain.push_str(rest);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_is_escaped() {
        let cases = [
            ("cargo test -- --nocapture", "cargo test -- --nocapture"),
            ("a\tb\r\n\u{e9}\u{1b}", r"a\tb\r\n\u{e9}\u{1b}"),
            ("a | `b`", r"a \| \u{60}b\u{60}"),
            ("<!-- x --> < y -> z", r"\u{3c}!-- x --\u{3e} < y -> z"),
            ("[a](b) [c]", r"[a\u{5d}(b) [c]"),
            (r"\n## SCOPE # why", r"\\n\u{23}# SCOPE # why"),
        ];
        for (text, expected) in cases {
            assert_eq!(escape(text, b"|`"), expected, "{text}");
            assert_eq!(unescape(expected).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_escape_is_refused() {
        for wrong in [r"\", r"\x", r"\u", r"\u{", r"\u{zz}", r"\u{d800}", r"\u{}"] {
            assert_eq!(unescape(wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in r"([\\|`#<>!()\[\]n-]|\PC|\s|[\x00-\x7f]){0,40}") {
            let escaped = escape(&text, b"|`");
            proptest::prop_assert!(escaped.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            for hidden in ["`", "<!", "-->", "](", r"\n#"] {
                proptest::prop_assert!(!escaped.contains(hidden));
            }
            proptest::prop_assert_eq!(unescape(&escaped), Some(text));
        }
    }
}
