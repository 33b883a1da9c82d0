//! Text of others, made fit for a terminal.

/// Text that cannot play tricks on a terminal: control characters and those that turn the direction of writing are
/// replaced by `\u{FFFD}`; line feeds stay.
pub fn harmless(text: &str) -> String {
    let tricky = |letter: char| {
        (letter.is_control() && letter != '\n' && letter != '\t')
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|letter| if tricky(letter) { '\u{fffd}' } else { letter }).collect()
}
