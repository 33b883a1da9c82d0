//! `anchors_present`: the window's first and last line exist.

use super::claim::{lacks_lines, says_no_line, window};
use super::sides::{Sides, ask};
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry, Image, Value};

/// The window's first and last line exist.
pub static CODE: Code = Code {
    id: "TP201",
    name: "anchors_present",
    page: Page {
        checks: "Start and End are line numbers with `1 <= Start <= End`, and End is a line of the file after the change \
                 or, where the file became shorter, of the file before it. A binary file or a submodule has no lines: \
                 its Start and End are `N/A` or 0. An empty file has the window 1..1.",
        why: "A window that ends where no line is holds nothing in place: everything behind its start counts as declared.",
        fails: "- **Target File**: `src/a.rs`      (40 lines)\n- **Start**: 12\n- **End**: 900",
        mend: "`taskpacket manifest WP-ID --write` writes the window of the change. By hand: count the lines of the file as \
               it is staged.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| {
        if lacks_lines(sides.base, sides.head) {
            return without_lines(entry, sides, after);
        }
        let mut findings: Vec<Finding> = [("Start", &entry.start), ("End", &entry.end)]
            .into_iter()
            .filter_map(|(label, value)| unreadable(label, value, entry, sides, after))
            .collect();
        findings.extend(misplaced(entry, sides, after));
        Judgement::of(findings, "")
    })
}

fn without_lines(entry: &Entry, sides: &Sides, after: &After) -> Judgement {
    let findings: Vec<Finding> = [("Start", &entry.start), ("End", &entry.end)]
        .into_iter()
        .filter(|(_, value)| !says_no_line(value))
        .map(|(label, value)| {
            let message = format!("{label} names a line of `{}`, which has none", sides.target);
            let written = value.raw().map_or("nothing", |raw| raw.text.as_str()).to_owned();
            error(message, value, entry, sides, after).compare("N/A or 0", written)
        })
        .collect();
    if findings.is_empty() { Judgement::not_applicable("no lines") } else { Judgement::of(findings, "") }
}

fn unreadable(label: &str, value: &Value<u64>, entry: &Entry, sides: &Sides, after: &After) -> Option<Finding> {
    let what = match value {
        Value::Present(..) => return None,
        Value::Absent => format!("the entry of `{}` has no {label}", sides.target),
        Value::Placeholder(..) => format!("{label} of `{}` is still the template's blank", sides.target),
        Value::Malformed(raw) => format!("{label} of `{}` is `{}`, no line number", sides.target, raw.text),
    };
    Some(error(what, value, entry, sides, after))
}

fn misplaced(entry: &Entry, sides: &Sides, after: &After) -> Option<Finding> {
    let window = window(entry)?;
    let target = sides.target;
    if window.start == 0 {
        let message = format!("Start of `{target}` is 0: lines count from 1");
        return Some(error(message, &entry.start, entry, sides, after));
    }
    if window.end < window.start {
        let message = format!("the window {window} of `{target}` ends before it starts");
        return Some(error(message, &entry.end, entry, sides, after));
    }
    let lines = |side: Option<&Image>| side.map_or(0, Image::line_count);
    let (before, now) = (lines(sides.base), lines(sides.head));
    let last = before.max(now).max(1);
    if window.end <= last as u64 {
        return None;
    }
    let message = format!("the window {window} of `{target}` ends behind the last line");
    let got = format!("End {}; {now} lines now, {before} before", window.end);
    Some(error(message, &entry.end, entry, sides, after).compare(format!("End {last} at most"), got))
}

fn error(message: String, value: &Value<u64>, entry: &Entry, sides: &Sides, after: &After) -> Finding {
    Finding::error(&CODE, message)
        .at(after.packet.source, value.span().unwrap_or(entry.span))
        .about(sides.target)
        .help(format!("taskpacket manifest {} --write", after.id))
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;

    #[test]
    fn windows() {
        let cases: [(&str, &str, &[&str]); 7] = [
            ("- **Start**: 2\n- **End**: 3", "- Start: 2\n- End: 3", &[]),
            ("**End**: 3", "**End**: 5", &[]),
            ("**End**: 3", "**End**: 6", &["anchors_present"]),
            ("**Start**: 2", "**Start**: 0", &["anchors_present"]),
            ("**Start**: 2", "**Start**: 4", &["anchors_present"]),
            ("**Start**: 2", "**Start**: two", &["anchors_present"]),
            ("- **Start**: 2\n", "", &["anchors_present"]),
        ];
        for (from, to, expected) in cases {
            assert_eq!(Fixture::changed().edit(from, to).errors(), expected, "{to}");
        }
    }

    #[test]
    fn an_end_may_count_before_where_the_file_shrank() {
        let shrunk = Fixture::new().file("src/a.rs", Some("a\nb\nc\nd\n"), Some("a\n")).true_entry("src/a.rs");
        assert_eq!(shrunk.findings(), []);
        assert!(shrunk.edit("**End**: 4", "**End**: 5").told("anchors_present").contains("1 lines now, 4 before"));
    }

    #[test]
    fn what_has_no_lines_has_no_window() {
        let binary = || Fixture::new().bytes("src/a.png", None, Some(b"\0png")).true_entry("src/a.png");
        assert_eq!(binary().findings(), []);
        assert_eq!(binary().edit("**Start**: N/A", "**Start**: 0").findings(), []);
        assert_eq!(binary().edit("**Start**: N/A", "**Start**: 1").errors(), ["anchors_present"]);
    }

    #[test]
    fn an_empty_file_has_the_window_of_one_line() {
        let empty = Fixture::new().file("src/a.rs", None, Some("")).true_entry("src/a.rs");
        assert_eq!(empty.findings(), []);
        let gone = Fixture::new().file("src/a.rs", Some(""), None).true_entry("src/a.rs");
        assert_eq!(gone.findings(), []);
    }
}
