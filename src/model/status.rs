//! Values from a short list, read tolerantly and written canonically.

use std::fmt;

use super::Verdict;

/// What a packet says of itself. The text beside it may be wrong: see the verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the words of the format")]
pub enum Status {
    ReadyForDev,
    InProgress,
    Blocked,
    Done,
    DoneHistorical,
    Validated(Verdict),
    Superseded,
}

impl Status {
    /// Reads a status in any case, with `-`, `_` and space equal, emoji and mojibake around it left out.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = String::new();
        for letter in text.chars() {
            if letter.is_ascii_alphanumeric() {
                letters.push(letter.to_ascii_uppercase());
            } else if !letters.ends_with(' ') && !letters.is_empty() {
                letters.push(' ');
            }
        }
        let words: Vec<&str> = letters.split_ascii_whitespace().collect();
        let has = |word: &str| words.contains(&word);
        let verdict = || {
            if has("OUTDATED") {
                Verdict::OutdatedOnly
            } else if has("FAIL") || has("FAILED") {
                Verdict::Fail
            } else {
                Verdict::Pass
            }
        };
        Some(match *words.first()? {
            "READY" if words.get(1) == Some(&"FOR") && words.get(2) == Some(&"DEV") => Self::ReadyForDev,
            "IN" if words.get(1) == Some(&"PROGRESS") => Self::InProgress,
            "BLOCKED" => Self::Blocked,
            "SUPERSEDED" => Self::Superseded,
            "VALIDATED" if has("ABANDONED") => return None,
            "VALIDATED" => Self::Validated(verdict()),
            "DONE" if has("HISTORICAL") => Self::DoneHistorical,
            "DONE" | "COMPLETED" | "COMPLETE" if has("VALIDATED") => Self::Validated(verdict()),
            "DONE" | "COMPLETED" | "COMPLETE" => Self::Done,
            "FULLY" if words.get(1) == Some(&"VALIDATED") => Self::Validated(verdict()),
            _ => return None,
        })
    }

    /// True where the packet claims that its work is finished.
    pub fn is_done_like(self) -> bool {
        matches!(self, Self::Done | Self::DoneHistorical | Self::Validated(_))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadyForDev => f.write_str("Ready for Dev"),
            Self::InProgress => f.write_str("In Progress"),
            Self::Blocked => f.write_str("Blocked"),
            Self::Done => f.write_str("Done"),
            Self::DoneHistorical => f.write_str("Done (Historical)"),
            Self::Validated(verdict) => write!(f, "Validated ({verdict})"),
            Self::Superseded => f.write_str("Superseded"),
        }
    }
}

/// How much is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the words of the format")]
pub enum RiskTier {
    Low,
    Medium,
    High,
}

impl RiskTier {
    /// Reads `LOW`, `MEDIUM` or `HIGH` in any case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().as_str() {
            "LOW" => Some(Self::Low),
            "MEDIUM" => Some(Self::Medium),
            "HIGH" => Some(Self::High),
            _ => None,
        }
    }
}

impl fmt::Display for RiskTier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
        })
    }
}

/// How hard a coder model thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the words of the format")]
pub enum Strength {
    Low,
    Medium,
    High,
    ExtraHigh,
}

impl Strength {
    /// Reads `LOW`, `MEDIUM`, `HIGH` or `EXTRA_HIGH` in any case, with `-`, `_` and space equal.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_uppercase().replace(['-', ' '], "_").as_str() {
            "LOW" => Some(Self::Low),
            "MEDIUM" => Some(Self::Medium),
            "HIGH" => Some(Self::High),
            "EXTRA_HIGH" => Some(Self::ExtraHigh),
            _ => None,
        }
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
            Self::ExtraHigh => "EXTRA_HIGH",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_of_every_age() {
        let cases = [
            ("Ready for Dev", Some(Status::ReadyForDev)),
            ("Ready-for-Dev", Some(Status::ReadyForDev)),
            ("READY FOR DEV \u{1f534}", Some(Status::ReadyForDev)),
            ("READY FOR DEV ðŸ”´", Some(Status::ReadyForDev)),
            ("In-Progress \u{1f7e0}", Some(Status::InProgress)),
            ("Blocked", Some(Status::Blocked)),
            ("Done (historical; see v2)", Some(Status::DoneHistorical)),
            ("Completed \u{2705}", Some(Status::Done)),
            ("DONE [VALIDATED]", Some(Status::Validated(Verdict::Pass))),
            ("??? FULLY VALIDATED & FUNCTIONAL", Some(Status::Validated(Verdict::Pass))),
            ("Validated (OUTDATED_ONLY)", Some(Status::Validated(Verdict::OutdatedOnly))),
            ("Validated (FAIL)", Some(Status::Validated(Verdict::Fail))),
            ("Superseded", Some(Status::Superseded)),
            ("Ready for Validation", None),
            ("Validated (ABANDONED)", None),
            ("Not Done", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Status::parse(text), expected, "{text}");
        }
    }
}
