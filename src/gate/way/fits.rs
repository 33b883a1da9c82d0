//! What is typed for a packet is one line of text that can stand in it.

/// Why a text cannot stand in a packet.
pub fn fits(text: &str) -> Result<(), &'static str> {
    let bare = text.trim();
    if bare.is_empty() {
        return Err("it is empty");
    }
    if text.chars().any(char::is_control) {
        return Err("it holds a line feed or another control character");
    }
    if text.chars().any(|letter| matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')) {
        return Err("it holds a character that nobody sees, or that turns the direction of writing");
    }
    if text.contains("<!--") || text.contains("-->") {
        return Err("it begins or ends a comment");
    }
    if ["```", "~~~", "#", ">"].iter().any(|mark| bare.starts_with(mark)) {
        return Err("it begins like a part of a document");
    }
    if crate::parse::blank(bare).is_some() {
        return Err("it is a blank that is yet to be filled in");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_text_fits() {
        for text in
            ["mara", "cargo test -- --exact 'a b' | tail -1", "src/`a`.rs", "na\u{ef}ve \u{2014} yes", "$(x); ${y}"]
        {
            assert_eq!(fits(text), Ok(()), "{text}");
        }
        for text in [
            "",
            " ",
            "a\nb",
            "a\rb",
            "a\u{1b}[0m",
            "a\u{202e}b",
            "<fill>",
            "TBD",
            "<!-- x",
            "## VALIDATION",
            "```",
            " ~~~",
        ] {
            assert!(fits(text).is_err(), "{text:?}");
        }
    }
}
