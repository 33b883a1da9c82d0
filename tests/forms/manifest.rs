//! The VALIDATION manifest.

use taskpacket::model::{DeltaClaim, Entry, EntryState, HashClaim, Value};

use crate::{packet, slice};

const HASH: &str = "0123456789abcdef0123456789abcdef01234567";

/// An entry's lines with the labels written by `form`.
fn block(form: impl Fn(&str, &str) -> String) -> String {
    let hash = format!("`{HASH}`");
    let lines = [
        ("Target File", "`src/a.rs`"),
        ("Start", "3"),
        ("End", "9"),
        ("Line Delta", "+2"),
        ("Pre-SHA1", hash.as_str()),
        ("Post-SHA1", "N/A"),
    ];
    let lines: Vec<String> = lines.iter().map(|(label, value)| form(label, value)).collect();
    format!("{}\n- **Gates Passed**:\n  - [x] anchors_present\n  - [ ] pre_sha1_captured (later)\n", lines.join("\n"))
}

fn entries(text: &str) -> Vec<Entry> {
    packet(text).manifest.entries
}

#[test]
fn an_entry_is_read_in_every_form() {
    let forms = [
        format!("## VALIDATION\n{}", block(|label, value| format!("- **{label}**: {value}"))),
        format!("## Validation\n{}", block(|label, value| format!("- {label}: {value}"))),
        format!("## VALIDATION [CX-1]\n{}", block(|label, value| format!("  - **{label}**: {value}"))),
        format!("## VALIDATION (Coder)\n{}", block(|label, value| format!("* **{label}:** {value}"))),
        format!("## VALIDATION BLOCK\n### Entry 1: a\n{}", block(|label, value| format!("**{label}:** {value}"))),
        format!("## VALIDATION\r\n{}", block(|label, value| format!("- **{label}**: {value}\r"))),
    ];
    for text in forms {
        let entries = entries(&text);
        assert_eq!(entries.len(), 1, "{text}");
        let entry = &entries[0];
        assert_eq!(entry.state, EntryState::Filled, "{text}");
        assert_eq!(entry.target.get().unwrap(), "src/a.rs");
        assert_eq!((entry.start.get(), entry.end.get()), (Some(&3), Some(&9)));
        assert_eq!(entry.delta.get(), Some(&DeltaClaim::Lines(2)));
        assert_eq!(entry.post.get(), Some(&HashClaim::Absent));
        assert!(entry.tick("anchors_present").unwrap().ticked);
        let open = entry.tick("pre_sha1_captured").unwrap();
        assert_eq!((open.ticked, slice(&text, open.mark)), (false, " "));
        assert!(slice(&text, entry.span).contains("Target File") && slice(&text, entry.span).ends_with("(later)"));
    }
}

#[test]
fn several_targets_share_a_block() {
    let text = format!(
        "## VALIDATION\n- **Target Files**:\n  - `a.rs`\n  - `b.rs`\n- **Start**: 1\n- **End**: 2\n- **Line Delta**: 0\n\
         - **Pre-SHA1**: {HASH}\n- **Post-SHA1**: {HASH}\n"
    );
    let entries = entries(&text);
    let targets: Vec<&str> = entries.iter().filter_map(|entry| entry.target.get().map(String::as_str)).collect();
    assert_eq!(targets, ["a.rs", "b.rs"]);
    assert!(entries.iter().all(|entry| entry.state == EntryState::Filled));
}

#[test]
fn what_is_no_entry() {
    let block = block(|label, value| format!("- **{label}**: {value}"));
    let elsewhere = [
        format!("## VALIDATION\n```\n{block}```\n"),
        format!("## SKELETON\n{block}## VALIDATION\n"),
        format!("## VALIDATION\n## VALIDATION_HISTORY_1\n{block}"),
        format!("## VALIDATION\n### VALIDATION_HISTORY\n{block}"),
        format!("## VALIDATION_PLAN\n{block}"),
        format!("## VALIDATION_REPORTS\n### VALIDATION REPORT\n#### VALIDATION\n{block}"),
        format!("## VALIDATION\n<!--\n{block}-->\n"),
    ];
    for text in elsewhere {
        assert!(entries(&text).is_empty(), "{text}");
    }
}

#[test]
fn states() {
    let entry = |target: &str, start: &str, delta: &str, pre: &str| {
        let text = format!(
            "## VALIDATION\n- Target File: {target}\n- Start: {start}\n- End: {start}\n- Line Delta: {delta}\n- Pre-SHA1: {pre}\n\
             - Post-SHA1: {pre}\n"
        );
        entries(&text).remove(0)
    };
    let cases = [
        (entry("`path/to/file`", "<line>", "<adds - dels>", "`<hash>`"), EntryState::Placeholder),
        (entry("N/A (fill after implementation)", "N/A", "N/A", "N/A"), EntryState::Placeholder),
        (entry("a.rs", "1", "11 - 10", HASH), EntryState::Filled),
        (entry("a.rs", "1", "11 lines", HASH), EntryState::Malformed),
        (entry("a.rs", "1", "1", &"a".repeat(64)), EntryState::Malformed),
        (entry("a.rs", "1", "1", &"g".repeat(40)), EntryState::Malformed),
        (entry("a.rs", "1", "1", &HASH.to_uppercase()), EntryState::Filled),
        (entry("a.rs", "1", "1", "auto"), EntryState::Malformed),
        (entry("a.rs", "-1", "1", HASH), EntryState::Malformed),
        (entry("f(a,b).rs", "1", "`+44`", HASH), EntryState::Filled),
    ];
    for (entry, expected) in cases {
        assert_eq!(entry.state, expected, "{entry:?}");
    }
    assert_eq!(entry("a.rs", "1", "11 - 10", HASH).delta.get(), Some(&DeltaClaim::Lines(1)));
    assert_eq!(entry("`a\\b.rs`", "1", "1", HASH).target.get().unwrap(), "a/b.rs");
    assert_eq!(entry("f(a,b).rs", "1", "1", HASH).target.get().unwrap(), "f(a,b).rs");
    assert!(matches!(entry("a.rs", "1", "1", "auto").pre, Value::Placeholder(..)));
}

#[test]
fn extra_ticks_are_kept() {
    let text = "## VALIDATION\n- Target File: a\n- [X] tests_passed\n- [] commit_ready\n- [ ] `ai_review` (note)\n";
    let ticks: Vec<(String, bool)> = entries(text).remove(0).ticks.into_iter().map(|it| (it.name, it.ticked)).collect();
    let expected = [("tests_passed", true), ("commit_ready", false), ("ai_review", false)];
    assert_eq!(ticks, expected.map(|(name, ticked)| (name.to_owned(), ticked)));
}
