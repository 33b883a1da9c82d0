//! Values of manifest entries that mean nothing, and entries that lack some.

use super::Subject;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::{Entry, EntryState, Value};
use crate::text::Span;

pub(super) static MANIFEST_VALUE: Code = Code {
    id: "TP045",
    name: "manifest-value",
    page: Page {
        checks: "Each value of a filled manifest entry can be read: Start and End are numbers, Line Delta follows the \
                 grammar `N`, `+N`, `-N`, `A - B`, and the two SHA1 are 40 hexadecimal digits (or `N/A` for a file that \
                 is not there on that side).",
        why: "A value that cannot be read cannot be compared with git, and fails every gate that needs it.",
        fails: "- **Line Delta**: about 12\n- **Pre-SHA1**: `e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`",
        mend: "Let the tool write the entry: `taskpacket manifest WP-ID --write`; or take the values from \
               `taskpacket sha PATH`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let entries = subject.packet.manifest.entries.iter().filter(|entry| entry.state != EntryState::Placeholder);
    entries.flat_map(|entry| values(subject, entry)).collect()
}

/// One finding for each value that means nothing, and one for all that are not filled in.
fn values(subject: &Subject, entry: &Entry) -> Vec<Finding> {
    let faults = [
        fault(&entry.target, "Target File", |_| "no path".to_owned()),
        fault(&entry.start, "Start", |_| "no line number".to_owned()),
        fault(&entry.end, "End", |_| "no line number".to_owned()),
        fault(&entry.delta, "Line Delta", |_| "no number of lines (`N`, `+N`, `-N`, `A - B`)".to_owned()),
        fault(&entry.pre, "Pre-SHA1", no_sha1),
        fault(&entry.post, "Post-SHA1", no_sha1),
    ];
    let target = entry.target.get().map_or("VALIDATION", String::as_str);
    let help = format!("taskpacket manifest {} --write", subject.id.map_or("WP-ID", |id| id.as_str()));
    let finding =
        |span: Span, message: String| subject.error(&MANIFEST_VALUE, span, message).help(&*help).about(target);
    let mut blanks = Vec::new();
    let mut findings = Vec::new();
    for fault in faults.into_iter().flatten() {
        match fault {
            Fault::Blank(label) => blanks.push(format!("`{label}`")),
            Fault::Malformed(span, message) => findings.push(finding(span, message)),
        }
    }
    if !blanks.is_empty() {
        let span = entry.target.span().unwrap_or(entry.span);
        findings.push(finding(span, format!("the entry of `{target}` has no {}", blanks.join(", "))));
    }
    findings
}

/// What can be wrong with a value.
enum Fault<'a> {
    /// It is not there, or still the template's blank.
    Blank(&'a str),
    /// It cannot be read.
    Malformed(Span, String),
}

fn fault<'a, T>(value: &Value<T>, label: &'a str, why: impl Fn(&str) -> String) -> Option<Fault<'a>> {
    match value {
        Value::Present(..) => None,
        Value::Absent | Value::Placeholder(..) => Some(Fault::Blank(label)),
        Value::Malformed(raw) => {
            let text = raw.text.trim_matches('`');
            // What is as long as a hash is seen above the caret, and would break the line here.
            let shown = if text.len() < 40 { format!(": `{}`", shorten(text)) } else { String::new() };
            Some(Fault::Malformed(raw.span, format!("`{label}` is {}{shown}", why(text))))
        }
    }
}

/// Why a text is no SHA1.
fn no_sha1(text: &str) -> String {
    let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let alphanumeric = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match text.len() {
        64 if hex => "64 digits long, a SHA-256 perhaps, and no SHA1".to_owned(),
        length if hex && length > 0 => format!("{length} digits long instead of 40"),
        length if alphanumeric && length >= 30 => "no SHA1: it holds letters beyond `f`".to_owned(),
        _ => "no SHA1".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines};
    use super::*;

    fn entry(delta: &str, pre: &str) -> String {
        let post = "a".repeat(40);
        format!(
            "{}\n## VALIDATION\n- **Target File**: `src/a.rs`\n- **Start**: 1\n- **End**: 2\n- **Line Delta**: {delta}\n\
             - **Pre-SHA1**: `{pre}`\n- **Post-SHA1**: `{post}`\n- **Gates Passed**:\n  - [x] anchors_present\n",
            light()
        )
    }

    #[test]
    fn values_that_can_be_read() {
        for (delta, pre) in [("3", "0".repeat(40)), ("11 - 10", "A".repeat(40)), ("-1", "N/A".to_owned())] {
            assert_eq!(lines(check, &entry(delta, &pre)), [""; 0], "{delta} {pre}");
        }
    }

    #[test]
    fn values_that_cannot() {
        let long = "b".repeat(64);
        let cases = [
            (
                entry("some", &"0".repeat(40)),
                "`Line Delta` is no number of lines (`N`, `+N`, `-N`, `A - B`): `some`".to_owned(),
            ),
            (entry("1", &long), "`Pre-SHA1` is 64 digits long, a SHA-256 perhaps, and no SHA1".to_owned()),
            (entry("1", &"g".repeat(40)), "`Pre-SHA1` is no SHA1: it holds letters beyond `f`".to_owned()),
            (entry("1", "abc1234"), "`Pre-SHA1` is 7 digits long instead of 40: `abc1234`".to_owned()),
        ];
        for (text, message) in cases {
            let found = lines(check, &text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(&format!("error: {message} @ ")), "{found:?}");
        }
    }

    #[test]
    fn a_value_that_is_not_there() {
        let text = entry("1", &"0".repeat(40)).replace("- **End**: 2\n", "");
        assert_eq!(lines(check, &text), ["error: the entry of `src/a.rs` has no `End` @ `src/a.rs`"]);
        let text = text.replace("- **Start**: 1", "- **Start**: <line>");
        assert_eq!(lines(check, &text), ["error: the entry of `src/a.rs` has no `Start`, `End` @ `src/a.rs`"]);
    }
}
