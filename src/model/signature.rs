//! The signature under a refinement and its packet: a name and the minute it was given.

use std::fmt;

use chrono::NaiveDateTime;

/// `{name}{DDMMYYYYHHMM}`, the digits optionally followed by seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Who signed.
    pub name: String,
    /// The digits, as written: 12 to 14.
    pub digits: String,
    /// When, as the digits say, without a time zone; `None` where they are no date.
    pub when: Option<NaiveDateTime>,
}

impl Signature {
    /// The signature that somebody gives at a moment; `None` where the name cannot be one.
    pub fn given(name: &str, when: NaiveDateTime) -> Option<Self> {
        Self::parse(&format!("{name}{}", when.format("%d%m%Y%H%M"))).filter(|signature| signature.name == name)
    }

    /// Reads a signature: a name that does not end in a digit, then 12 to 14 digits. `None` for anything else; a
    /// signature whose digits are no date is one without `when`.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let digits = &text[name.len()..];
        let named = name.chars().next().is_some_and(char::is_alphabetic)
            && name.chars().all(|letter| letter.is_alphanumeric() || "._-".contains(letter));
        if !named || !(12..=14).contains(&digits.len()) {
            return None;
        }
        let when = match digits.len() {
            14 => NaiveDateTime::parse_from_str(digits, "%d%m%Y%H%M%S").ok(),
            12 => NaiveDateTime::parse_from_str(&format!("{digits}00"), "%d%m%Y%H%M%S").ok(),
            _ => None,
        };
        Some(Self { name: name.to_owned(), digits: digits.to_owned(), when })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let signature = Signature::parse("ilja090120261951").unwrap();
        assert_eq!(signature.name, "ilja");
        assert_eq!(signature.when.unwrap().to_string(), "2026-01-09 19:51:00");
        assert_eq!(signature.to_string(), "ilja090120261951");
        assert!(Signature::parse("ilja310220261951").unwrap().when.is_none());
        assert!(Signature::parse("ilja09012026195130").unwrap().when.is_some());
        for text in ["ilja", "090120261951", "ilja0901202619", "il ja090120261951", "<pending>", ""] {
            assert_eq!(Signature::parse(text), None, "{text}");
        }
    }
}
