//! The line delta: lines added minus lines removed.

use std::fmt;

/// What an entry claims of its line delta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeltaClaim {
    /// A number of lines, by the grammar `N`, `+N`, `-N`, `A - B`, `+A/-B`.
    Lines(i64),
    /// `N/A`: right for a file without lines.
    NotApplicable,
}

/// What a change did to the number of lines of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delta {
    /// Lines added minus lines removed.
    Lines(i64),
    /// The file is binary on one side, or too large to have its lines counted.
    NoLines,
}

impl DeltaClaim {
    /// Reads a delta; the whole text must be one, so `11 - 10` is 1 and never 11. Typographic minus signs are read.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|letter| *letter != '`').collect();
        let text = text.trim().replace(['\u{2212}', '\u{2013}', '\u{2014}'], "-");
        if text.eq_ignore_ascii_case("n/a") {
            return Some(Self::NotApplicable);
        }
        signed(&text).or_else(|| difference(&text)).map(Self::Lines)
    }
}

fn signed(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// `A - B`, `+A/-B`, `+A -B`: added minus removed.
fn difference(text: &str) -> Option<i64> {
    let (added, removed) = match text.split_once('/') {
        Some((added, removed)) => (added, removed.trim().strip_prefix('-')?),
        None => text.get(1..)?.split_once('-').map(|(rest, removed)| (&text[..=rest.len()], removed))?,
    };
    let added = added.trim();
    let (added, removed) = (signed(added.strip_prefix('+').unwrap_or(added))?, signed(removed.trim())?);
    (added >= 0 && removed >= 0).then(|| added - removed)
}

impl fmt::Display for DeltaClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines(lines) => write!(f, "{lines}"),
            Self::NotApplicable => f.write_str("N/A"),
        }
    }
}

impl fmt::Display for Delta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines(lines) => write!(f, "{lines}"),
            Self::NoLines => f.write_str("N/A"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let lines = |number| Some(DeltaClaim::Lines(number));
        let cases = [
            ("12", lines(12)),
            ("+12", lines(12)),
            ("-3", lines(-3)),
            ("`+44`", lines(44)),
            ("95 - 10", lines(85)),
            ("11 - 10", lines(1)),
            ("1 - 7", lines(-6)),
            ("+5/-2", lines(3)),
            ("+5 -2", lines(3)),
            ("0", lines(0)),
            ("N/A", Some(DeltaClaim::NotApplicable)),
            ("\u{2212}4", lines(-4)),
            ("12 lines", None),
            ("1 - -2", None),
            ("- 3 - 4", None),
            ("é - 1", None),
            ("<adds - dels>", None),
            ("", None),
            ("-", None),
            ("99999999999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(DeltaClaim::parse(text), expected, "{text}");
        }
    }
}
