//! Regular expressions as audits read them: those of ripgrep, line by line.

use std::fmt;

use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use regex_syntax::ParserBuilder;

/// A pattern that cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong with it, in the words of the regex compiler, on one line.
    pub reason: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for PatternError {}

/// One matcher for all of the patterns: a line matches where one of them does. A line ends with LF or CRLF.
pub fn matcher<P: AsRef<str>>(patterns: &[P]) -> Result<RegexMatcher, PatternError> {
    RegexMatcherBuilder::new()
        .multi_line(true)
        .crlf(true)
        .size_limit(256 << 20)
        .dfa_size_limit(256 << 20)
        .build_many(patterns)
        .map_err(|error| PatternError { reason: reason(&error.to_string()) })
}

/// Tells whether a pattern can be searched for, which is quicker than making it ready.
pub fn readable(pattern: &str) -> Result<(), PatternError> {
    let error = |text: String| PatternError { reason: reason(&text) };
    let read = ParserBuilder::new().utf8(false).multi_line(true).build().parse(pattern);
    let read = read.map_err(|wrong| error(wrong.to_string()))?;
    // What may hold a line feed, or is too large, only the searcher itself can tell.
    if pattern.contains("\\n")
        || pattern.contains('\n')
        || pattern.contains('{')
        || read.properties().minimum_len().is_none()
    {
        return matcher(&[pattern]).map(drop);
    }
    Ok(())
}

/// The last line of the compiler's words says what is wrong; those above it repeat the pattern.
fn reason(text: &str) -> String {
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("it cannot be read");
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use grep_matcher::Matcher;

    use super::*;

    #[test]
    fn several_are_one() {
        let matcher = matcher(&["(?i)a b", r"\bc$"]).unwrap();
        let found = |line: &str| matcher.find(line.as_bytes()).unwrap().map(|it| it.start());
        assert_eq!([found("x A B"), found("b c\r"), found("cc")], [Some(2), Some(2), None]);
    }

    #[test]
    fn what_is_wrong_fits_a_line() {
        assert_eq!(matcher(&["a("]).unwrap_err().to_string(), "unclosed group");
        assert!(matcher(&["a\nb"]).is_err());
        for (pattern, fine) in
            [("a(", false), ("a\nb", false), ("(?:a{1000}){1000}{1000}", false), (r"\bsqlx\s*::", true)]
        {
            assert_eq!((readable(pattern).is_ok(), matcher(&[pattern]).is_ok()), (fine, fine), "{pattern}");
        }
    }
}
