//! What `manifest --write` makes of packets of every form, and what it leaves alone.

use chrono::DateTime;
use proptest::prelude::*;

use super::{Action, ManifestRow, RowGate, manifest, print};
use crate::model::{Delta, Digest, EntryState, RepoPath, Window};
use crate::parse;
use crate::text::{Source, Sources, apply};

const GATES: [&str; 10] = [
    "anchors_present",
    "window_matches_plan",
    "rails_untouched_outside_window",
    "filename_canonical_and_openable",
    "pre_sha1_captured",
    "post_sha1_captured",
    "line_delta_equals_expected",
    "all_links_resolvable",
    "manifest_written_and_path_returned",
    "current_file_matches_preimage",
];

fn row(path: &str, window: (u64, u64), delta: i64) -> ManifestRow {
    ManifestRow {
        path: RepoPath::from(path),
        changed: true,
        window: Some(Window { start: window.0, end: window.1 }),
        delta: Delta::Lines(delta),
        pre: Some(Digest::of(b"before")),
        post: Some(Digest::of(path.as_bytes())),
        gates: GATES.map(|name| RowGate { name, holds: true }).to_vec(),
    }
}

fn unchanged(path: &str) -> ManifestRow {
    let post = Some(Digest::of(path.as_bytes()));
    ManifestRow { changed: false, pre: post, post, ..row(path, (1, 1), 0) }
}

/// The text after `--write` at a minute of 2026-01-10, and what happened.
fn written_at(text: &str, rows: &[ManifestRow], minute: u32) -> (String, Vec<(String, Action)>) {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("docs/task_packets/WP-1.md", text.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let now = DateTime::parse_from_rfc3339(&format!("2026-01-10T14:{minute:02}:00Z")).unwrap().to_utc();
    let result = manifest(&packet, sources.get(source), rows, now);
    let bytes = apply(text.as_bytes(), &result.edits).unwrap();
    (String::from_utf8(bytes).unwrap(), result.actions)
}

fn written(text: &str, rows: &[ManifestRow]) -> String {
    written_at(text, rows, 0).0
}

/// The entries as the parser reads them: path, window, whether they are filled and all ten gates ticked.
fn entries(text: &str) -> Vec<(String, u64, u64, bool)> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("a.md", text.as_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let read = packet.manifest.entries.iter().map(|entry| {
        let whole =
            entry.state == EntryState::Filled && GATES.iter().all(|name| entry.tick(name).is_some_and(|it| it.ticked));
        let number = |value: Option<&u64>| value.copied().unwrap_or_default();
        (entry.target.get().cloned().unwrap_or_default(), number(entry.start.get()), number(entry.end.get()), whole)
    });
    read.collect()
}

fn entry(path: &str) -> (String, u64, u64, bool) {
    (path.to_owned(), 3, 9, true)
}

fn template() -> String {
    let ticks = GATES.map(|name| format!("  - [ ] {name}\n")).concat();
    format!(
        "# Task Packet: WP-1\n\n## VALIDATION\n- (Fill after the work.)\n- **Target File**: `path/to/file`\n- **Start**: <line>\n\
         - **End**: <line>\n- **Line Delta**: <adds - dels>\n- **Pre-SHA1**: `<hash>`\n- **Post-SHA1**: `<hash>`\n\
         - **Gates Passed**:\n{ticks}- **Lint Results**:\n- **Artifacts**:\n- **Timestamp**:\n- **Operator**:\n\
         - **Spec Target Resolved**: docs/SPEC.md -> spec_v1.md\n- **Notes**:\n\n## EVIDENCE\n- (Logs.)\n"
    )
}

#[test]
fn the_template_is_filled_and_others_follow() {
    let text = written(&template(), &[row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), -2)]);
    assert_eq!(entries(&text), [entry("src/a.rs"), entry("src/b.rs")]);
    assert!(text.contains("- **Line Delta**: 4\n") && text.contains("- **Line Delta**: -2\n"), "{text}");
    assert!(
        text.contains(
            "- **Timestamp**: 2026-01-10T14:00:00Z\n- **Operator**:\n- **Spec Target Resolved**: docs/SPEC.md"
        )
    );
    assert!(text.ends_with("- **Notes**:\n\n## EVIDENCE\n- (Logs.)\n"), "{text}");
    assert!(!text.contains('<'), "{text}");
}

#[test]
fn written_twice_is_written_once_and_the_timestamp_stays() {
    let rows = [row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), -2)];
    let once = written_at(&template(), &rows, 0).0;
    let (twice, actions) = written_at(&once, &rows, 5);
    assert_eq!(twice, once);
    assert_eq!(actions, [("src/a.rs".to_owned(), Action::Kept), ("src/b.rs".to_owned(), Action::Kept)]);
}

#[test]
fn only_what_is_untrue_changes() {
    let mine = written(&template(), &[row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), 4)])
        .replacen("- **Notes**:", "- **Notes**: checked by hand", 1)
        .replacen("- **Line Delta**: 4", "- **Line Delta**: `14 - 10` (as expected)", 1)
        .replacen("  - [x] current", "  - [x] tests_passed (all)\n  - [x] current", 1);
    let mut changed = row("src/a.rs", (3, 9), 5);
    changed.gates[1].holds = false;
    let (text, actions) = written_at(&mine, &[changed, row("src/b.rs", (3, 9), 4)], 30);
    let expected = mine
        .replacen("- **Line Delta**: `14 - 10` (as expected)", "- **Line Delta**: 5 (as expected)", 1)
        .replacen("  - [x] window_matches_plan", "  - [ ] window_matches_plan", 1)
        .replacen("2026-01-10T14:00:00Z", "2026-01-10T14:30:00Z", 1);
    assert_eq!(text, expected);
    assert_eq!(actions[0].1, Action::Updated);
    assert_eq!(actions[1].1, Action::Kept);
}

#[test]
fn an_equal_value_in_other_words_stays() {
    let text = written(&template(), &[row("src/a.rs", (3, 9), 4)]).replacen("Delta**: 4", "Delta**: `14 - 10`", 1);
    assert_eq!(written(&text, &[row("src/a.rs", (3, 9), 4)]), text);
}

#[test]
fn new_and_deleted_files() {
    let new = ManifestRow { pre: None, ..row("src/new.rs", (3, 9), 7) };
    let deleted = ManifestRow { post: None, ..row("src/old.rs", (3, 9), -7) };
    let rows = [new, deleted];
    let text = written(&template(), &rows);
    assert_eq!(text.matches(&"0".repeat(40)).count(), 2, "{text}");
    let other = text.replacen(&format!("`{}`", "0".repeat(40)), "N/A", 1);
    assert_eq!(written(&other, &rows), other, "`N/A` says the same");
}

#[test]
fn files_without_lines() {
    let binary = ManifestRow { window: None, delta: Delta::NoLines, ..row("a.bin", (1, 1), 0) };
    let empty = ManifestRow { window: None, ..row("b.txt", (1, 1), 0) };
    let text = written(&template(), &[binary.clone(), empty.clone()]);
    assert_eq!(entries(&text), [("a.bin".to_owned(), 0, 0, true), ("b.txt".to_owned(), 1, 1, true)]);
    assert_eq!(written(&text, &[binary, empty]), text);
}

#[test]
fn entries_of_files_that_are_not_changed_any_more() {
    let both = written(&template(), &[row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), 4)]);
    let (text, actions) = written_at(&both, &[row("src/a.rs", (3, 9), 4), unchanged("src/b.rs")], 0);
    assert_eq!(entries(&text), [entry("src/a.rs")]);
    assert_eq!(actions[1], ("src/b.rs".to_owned(), Action::Removed));
    assert_eq!(text, written(&template(), &[row("src/a.rs", (3, 9), 4)]));

    let noted = both.replace("- **Notes**:", "- **Notes**: keep me");
    let (text, actions) = written_at(&noted, &[row("src/a.rs", (3, 9), 4), unchanged("src/b.rs")], 0);
    assert_eq!(actions[1], ("src/b.rs".to_owned(), Action::Zeroed));
    assert_eq!(entries(&text)[1], ("src/b.rs".to_owned(), 1, 1, true));
    assert_eq!(text.matches("keep me").count(), 2);
    assert_eq!(written_at(&noted, &[row("src/a.rs", (3, 9), 4)], 0).1[1].1, Action::Left);
}

#[test]
fn the_last_one_to_go_leaves_the_template() {
    let one = written(&template(), &[row("src/a.rs", (3, 9), 4)]);
    let text = written(&one, &[unchanged("src/a.rs")]);
    assert!(text.contains("- **Target File**: `path/to/file`\n- **Start**: <line>\n"), "{text}");
    assert_eq!(text.matches("  - [ ] ").count(), 10);
    let other = written(&one, &[unchanged("src/a.rs"), row("src/b.rs", (3, 9), 1)]);
    assert_eq!(entries(&other), [entry("src/b.rs")]);
    assert!(other.contains("\n\n## EVIDENCE"), "{other}");
}

#[test]
fn plain_labels_and_numbered_headings_are_kept() {
    let text = "# T\n\n## Validation\n\n### Manifest Entry 1: src/a.rs\n* Target File: src/a.rs\n* Start: 1\n* End: 2\n* Line Delta: 0\n\
                * Pre-SHA1: aa\n* Post-SHA1: bb\n* Gates Passed:\n    * [ ] anchors_present\n\n---\n\n## EVIDENCE\n";
    let text = written(text, &[row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), 4)]);
    assert_eq!(entries(&text), [entry("src/a.rs"), entry("src/b.rs")]);
    assert!(text.contains("* Start: 3\n") && !text.contains("**"), "{text}");
    assert!(text.contains("\n\n### Manifest Entry 2: src/b.rs\n* Target File: `src/b.rs`\n"), "{text}");
    assert!(
        text.contains("    * [x] current_file_matches_preimage\n") && text.ends_with("\n\n---\n\n## EVIDENCE\n"),
        "{text}"
    );
}

#[test]
fn one_block_for_several_files_becomes_one_for_each() {
    let text =
        "# T\n\n## VALIDATION\n- **Target Files**:\n  - src/a.rs\n  - src/b.rs (new)\n- **Start**: 1\n- **End**: 2\n";
    let rows = [row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), 4)];
    let once = written(text, &rows);
    assert_eq!(entries(&once), [entry("src/a.rs"), entry("src/b.rs")]);
    assert_eq!(written(&once, &rows), once);
}

#[test]
fn missing_lines_and_a_missing_section_are_added() {
    let rows = [row("src/a.rs", (3, 9), 4)];
    let short = "# T\n\n## VALIDATION\n- **Target File**: `src/a.rs`\n- **End**: 9\n\n## EVIDENCE\n";
    assert_eq!(entries(&written(short, &rows)), [entry("src/a.rs")]);
    for text in [
        "# T\n\n## SCOPE\n- What: x\n\n## EVIDENCE\n- (Logs.)\n",
        "# T\n\n## SCOPE\n- What: x",
        "",
        "# T\n\n## VALIDATION",
    ] {
        let once = written(text, &rows);
        assert_eq!(entries(&once), [entry("src/a.rs")], "{once}");
        assert_eq!(written(&once, &rows), once);
    }
    let text = written("# T\n\n## SCOPE\n- What: x\n\n## EVIDENCE\n- (Logs.)\n", &rows);
    assert!(text.find("## VALIDATION") < text.find("\n\n## EVIDENCE\n- (Logs.)"), "{text}");
}

#[test]
fn nothing_changed_changes_nothing() {
    assert_eq!(written(&template(), &[]), template());
    assert_eq!(written("# T\n", &[]), "# T\n");
}

#[test]
fn the_printed_manifest_is_read_back() {
    let now = DateTime::parse_from_rfc3339("2026-01-10T14:12:00Z").unwrap().to_utc();
    let rows = [row("src/a.rs", (3, 9), 4), row("src/b.rs", (3, 9), 4), unchanged("src/c.rs")];
    let text = format!("# T\n\n## VALIDATION\n{}", print(&rows, now));
    assert_eq!(entries(&text), [entry("src/a.rs"), entry("src/b.rs")]);
    assert_eq!(written(&text, &rows), text);
}

proptest! {
    /// Whatever subset of files is changed in whatever order of calls: the manifest is true, and true again without an
    /// edit; what stands outside of VALIDATION is untouched, line endings included.
    #[test]
    fn any_history_of_changes(rounds in proptest::collection::vec(
        proptest::collection::btree_map(0_usize..5, (1_u64..50, 0_u64..50, -20_i64..20, 0_usize..11), 0..5), 1..5),
        crlf: bool, bold: bool, noted: bool) {
        let mut text = template();
        if !bold { text = text.replace("**", ""); }
        if crlf { text = text.replace('\n', "\r\n"); }
        let tail = text[text.find("## EVIDENCE").unwrap()..].to_owned();
        for (minute, round) in (0..).zip(rounds) {
            let rows: Vec<ManifestRow> = (0..5).map(|file| {
                let path = format!("src/file {file} (x,y).rs");
                let Some((start, length, delta, failing)) = round.get(&file).copied() else { return unchanged(&path) };
                let mut row = row(&path, (start, start + length), delta);
                if let Some(gate) = row.gates.get_mut(failing) { gate.holds = false; }
                row
            }).collect();
            let once = written_at(&text, &rows, minute).0;
            prop_assert_eq!(&written_at(&once, &rows, minute + 30).0, &once);
            prop_assert!(once.ends_with(&tail));
            prop_assert_eq!(once.contains("\r\n"), crlf);
            prop_assert!(!crlf || once.matches('\n').count() == once.matches("\r\n").count());
            let wanted: Vec<(String, u64, u64)> = round.iter().map(|(file, it)| (format!("src/file {file} (x,y).rs"), it.0, it.0 + it.1)).collect();
            let mut found: Vec<(String, u64, u64)> = entries(&once).into_iter().map(|it| (it.0, it.1, it.2)).collect();
            found.retain(|it| !it.0.is_empty() && (wanted.iter().any(|wanted| wanted.0 == it.0) || !noted));
            found.sort();
            prop_assert_eq!(found, wanted);
            text = if noted { once.replacen("Notes**:", "Notes**: mine", 1) } else { once };
        }
    }
}
