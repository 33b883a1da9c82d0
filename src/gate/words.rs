//! Texts compared by their words, so that a mended encoding, a bullet or a line break is no difference.

use crate::text::mended;

/// How many words around a difference are shown.
const CONTEXT: usize = 3;

/// How many words of a difference are looked at; what is behind them is left out with `..`.
const LONGEST: usize = 60;

/// The runs of ASCII letters and digits of a text. Where a text was saved in a wrong encoding, these survive.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// True where two texts say the same: the same words in the same order, the same comparisons, and, as far as the encoding
/// left them, the same letters beyond ASCII.
pub fn same(one: &str, other: &str) -> bool {
    words(one).eq(words(other)) && same_signs(one, other)
}

/// True where two texts have the same comparisons and the same letters beyond ASCII.
pub fn same_signs(one: &str, other: &str) -> bool {
    comparisons(one).eq(comparisons(other)) && same_letters(one, other)
}

/// What makes a text the same one as another, where no character was lost: a text to look it up by.
pub fn key(text: &str) -> String {
    let mut key = words(text).chain(comparisons(text)).collect::<Vec<_>>().join(" ");
    key.extend(letters(&mended(text)));
    key
}

/// True where a text says nothing: no word of any script.
pub fn is_empty(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// The signs that compare with a number: `> 30`, `<=5`, `!= 0`. Arrows and quotation marks at the start of a line are none.
fn comparisons(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let line = line.trim_start().trim_start_matches('>');
        let is_sign = |letter: char| matches!(letter, '<' | '>' | '=' | '!');
        line.match_indices(is_sign).filter_map(move |(at, _)| {
            let end = line[at..].find(|letter| !is_sign(letter)).map_or(line.len(), |length| at + length);
            let (before, sign) = (line[..at].chars().next_back(), &line[at..end]);
            let begins = !before.is_some_and(|letter| is_sign(letter) || matches!(letter, '-' | '"' | '/'));
            let number =
                line[end..].trim_start_matches([' ', '`', '$']).starts_with(|next: char| next.is_ascii_digit());
            let compares = matches!(sign, "<" | ">" | "<=" | ">=" | "==" | "!=");
            (begins && number && compares).then_some(sign)
        })
    })
}

/// True where the letters beyond ASCII are the same ones. Torn characters are put together first; where one of the texts
/// lost some (`?` stands for them), the words around them must be what the text mostly is.
fn same_letters(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return true;
    }
    let count = |text: &str| letters(&mended(text)).count();
    if letters(&mended(one)).eq(letters(&mended(other))) {
        return true;
    }
    let marks = |text: &str| text.matches(['?', '\u{fffd}']).count();
    marks(one) != marks(other) && count(one).max(count(other)) <= words(one).count()
}

/// Letters, digits and mathematical signs beyond ASCII.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|letter| !letter.is_ascii() && (letter.is_alphanumeric() || matches!(letter, '\u{2200}'..='\u{22ff}')))
}

/// The places in which two texts differ, each with a few words around it; for people, never to decide anything.
pub fn difference(then: &str, now: &str) -> (String, String) {
    let (then, now): (Vec<&str>, Vec<&str>) = (parts(then), parts(now));
    let head = then.iter().zip(&now).take_while(|(then, now)| then == now).count();
    let (then_rest, now_rest) = (&then[head..], &now[head..]);
    let tail = then_rest.iter().rev().zip(now_rest.iter().rev()).take_while(|(then, now)| then == now).count();
    let from = head.saturating_sub(CONTEXT);
    let cut = |parts: &[&str]| {
        let end = (parts.len() - tail + CONTEXT).min(parts.len());
        let shown = &parts[from..end.min(from + LONGEST)];
        let before = if from > 0 { ".. " } else { "" };
        let after = if from + shown.len() < parts.len() { " .." } else { "" };
        format!("{before}{}{after}", shown.join(" "))
    };
    (cut(&then), cut(&now))
}

fn parts(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_and_decoration_are_no_words() {
        for (one, other) in [
            ("a \u{2014} b", "a \u{e2}\u{20ac}\u{201d} b"),
            ("**One** thing", "one thing".replace('o', "O").as_str()),
            ("see \u{a7}2.6", "see \u{c2}\u{a7}2.6"),
            ("a\r\nb", "a b"),
            ("caf\u{e9}", "caf\u{c3}\u{a9}"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("not allowed", "allowed"),
            ("weights > 30 are refused", "weights < 30 are refused"),
            ("coverage >= 90", "coverage <=90"),
            ("\u{43d}\u{438}\u{447}\u{435}\u{433}\u{43e}", "\u{432}\u{441}\u{451}"),
            ("\u{43d}\u{438}\u{447}\u{435}\u{433}\u{43e}", "??????"),
            ("x \u{2264} 5", "x \u{2265} 5"),
        ] {
            assert!(!same(one, other), "{one} {other}");
            assert_ne!(key(one), key(other));
        }
        for (one, other) in
            [("a -> 3", "a \u{2192} 3"), ("> 30 of them", "30 of them"), ("one na\u{ef}ve way", "one na?ve way")]
        {
            assert!(same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_difference_is_shown_with_its_neighbours() {
        let (then, now) = difference("one two three four five six seven eight", "one two three four 5 six seven eight");
        assert_eq!(then, ".. two three four five six seven eight");
        assert_eq!(now, ".. two three four 5 six seven eight");
        assert_eq!(difference("a b", "a b c"), ("a b".to_owned(), "a b c".to_owned()));
        assert_eq!(difference("", ""), (String::new(), String::new()));
    }
}
