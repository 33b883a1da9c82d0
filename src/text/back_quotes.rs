//! Runs of back quotes, which open and close fences.

/// How many back quotes stand together at most.
pub fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

/// The text with every run of `most` back quotes and more spelled out as `\u{60}`.
pub fn without_long_runs(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        let (before, run) = rest.split_at(at);
        let length = run.len() - run.trim_start_matches('`').len();
        out.push_str(before);
        out.push_str(&if length < most { "`".repeat(length) } else { "\\u{60}".repeat(length) });
        rest = &run[length..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs() {
        assert_eq!((longest_run(""), longest_run("a `b` ```c")), (0, 3));
        assert_eq!(without_long_runs("a `b` ```c", 3), "a `b` \\u{60}\\u{60}\\u{60}c");
        assert_eq!(without_long_runs("no quotes", 3), "no quotes");
    }
}
