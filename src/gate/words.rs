//! Texts compared by their words, so that a mended encoding, a bullet or a line break is no difference.

/// How many words around a difference are shown.
const CONTEXT: usize = 3;

/// How many words of a difference are looked at; what is behind them is left out with `..`.
const LONGEST: usize = 60;

/// The runs of ASCII letters and digits of a text. Where a text was saved in a wrong encoding, these survive.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// True where two texts have the same words in the same order.
pub fn same(one: &str, other: &str) -> bool {
    words(one).eq(words(other))
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
        assert!(!same("not allowed", "allowed"));
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
