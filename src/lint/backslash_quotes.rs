//! Searches whose quotes are taken for part of the pattern.

use super::Subject;
use super::search_undeclared::searches;
use crate::finding::{Code, Finding, Page};
use crate::text::Span;

pub(super) static BACKSLASH_QUOTES: Code = Code {
    id: "TP044",
    name: "backslash-quotes",
    page: Page {
        checks: "The pattern of a search is not quoted with backslashes: `rg -n \\\"..\\\"`.",
        why: "In bash the quotes become part of the pattern, and words behind a space become file names; in PowerShell \
              the backslashes do. Either way the search finds nothing, and looks clean.",
        fails: "rg -n \\\"fn main\\\" src tests",
        mend: "Quote the pattern plainly: `rg -n \"fn main\" src`, or with single quotes.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    searches(subject)
        .filter_map(|step| {
            let text = subject.source.slice(step.span);
            let at = escaped_quote(text)?;
            let span = Span::new(step.span.start + at, step.span.start + at + 2);
            let message = format!("the quotes of step {} are taken for part of its pattern", step.index);
            Some(
                subject
                    .warning(&BACKSLASH_QUOTES, span, message)
                    .help("quote the pattern without backslashes")
                    .about("TEST_PLAN"),
            )
        })
        .collect()
}

/// Where a word begins with a quote behind a backslash, outside of quotes.
fn escaped_quote(command: &str) -> Option<usize> {
    let bytes = command.as_bytes();
    let (mut at, mut quote) = (0, None);
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(b'\''), _) => {}
            (_, b'\\') => {
                let begins_word = at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'=');
                if quote.is_none() && begins_word && matches!(bytes.get(at + 1), Some(b'"' | b'\'')) {
                    return Some(at);
                }
                at += 1;
            }
            (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    fn plan(steps: &str) -> String {
        with(light(), "cargo test", steps)
    }

    #[test]
    fn quotes() {
        for step in ["rg -n \"a \\\" b\" src", "rg '\\\"' src", "rg -n \"a\" src", "rg a\\\"b src"] {
            assert_eq!(lines(check, &plan(step)), [""; 0], "{step}");
        }
        assert_eq!(
            lines(check, &plan("rg -n \\\"fn main\\\" src")),
            ["warning: the quotes of step 1 are taken for part of its pattern @ \\\""]
        );
    }
}
