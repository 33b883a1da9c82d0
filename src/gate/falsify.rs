//! For any two texts, the entry that is written for them makes every gate hold; and any one falsification of it makes the
//! right gate fail, alone.

use proptest::prelude::*;

use super::fixture::Fixture;
use crate::model::{Digest, Window};

/// A text of few different lines, so that equal neighbours are common; some without a final line feed.
fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![Just("a"), Just("b"), Just(""), Just("\tc"), Just("d\r")];
    (proptest::collection::vec(line, 0..9), any::<bool>()).prop_map(|(lines, open)| {
        let text: String = lines.iter().flat_map(|line| [*line, "\n"]).collect();
        if open { text.trim_end_matches('\n').to_owned() } else { text }
    })
}

fn side() -> impl Strategy<Value = Option<String>> {
    prop_oneof![8 => text().prop_map(Some), 1 => Just(None)]
}

/// A changed file, on both sides.
fn change() -> impl Strategy<Value = (Option<String>, Option<String>)> {
    (side(), side()).prop_filter("something changed", |(before, after)| before != after)
}

fn fixture(before: Option<&str>, after: Option<&str>) -> Fixture {
    Fixture::new().file("src/a.rs", before, after).true_entry("src/a.rs")
}

/// What stands behind a label of the entry.
fn value(fixture: &Fixture, label: &str) -> String {
    let facts = fixture.after();
    let text = facts.sources.get(facts.packet.source).text().to_owned();
    let label = format!("- **{label}**: ");
    text.split_once(&label).unwrap().1.lines().next().unwrap().trim_matches('`').to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_holds((before, after) in change()) {
        let fixture = fixture(before.as_deref(), after.as_deref());
        prop_assert_eq!(fixture.findings(), []);
    }

    #[test]
    fn another_delta_fails_alone((before, after) in change(), up in any::<bool>()) {
        let fixture = fixture(before.as_deref(), after.as_deref());
        let delta: i64 = value(&fixture, "Line Delta").parse().unwrap();
        let wrong = if up { delta + 1 } else { delta - 1 };
        let fixture = fixture.edit(&format!("**Line Delta**: {delta}"), &format!("**Line Delta**: {wrong}"));
        prop_assert_eq!(fixture.errors(), ["line_delta_equals_expected"]);
    }

    #[test]
    fn another_digit_fails_alone((before, after) in change(), at in 0_usize..40, post in any::<bool>()) {
        let label = if post { "Post-SHA1" } else { "Pre-SHA1" };
        let fixture = fixture(before.as_deref(), after.as_deref());
        let hash = value(&fixture, label);
        prop_assume!(Digest::parse(&hash).is_some());
        let other = if hash.as_bytes()[at] == b'0' { "1" } else { "0" };
        let mut wrong = hash.clone();
        wrong.replace_range(at..=at, other);
        let fixture = fixture.edit(&format!("**{label}**: `{hash}"), &format!("**{label}**: `{wrong}"));
        let gate = if post { "post_sha1_captured" } else { "pre_sha1_captured" };
        prop_assert_eq!(fixture.errors(), [gate]);
    }

    #[test]
    fn a_smaller_window_fails_alone((before, after) in change(), from_start in any::<bool>()) {
        let fixture = fixture(before.as_deref(), after.as_deref());
        let start: u64 = value(&fixture, "Start").parse().unwrap();
        let end: u64 = value(&fixture, "End").parse().unwrap();
        prop_assume!(start < end);
        let (label, old, new) = if from_start { ("Start", start, start + 1) } else { ("End", end, end - 1) };
        let smaller = fixture.edit(&format!("**{label}**: {old}"), &format!("**{label}**: {new}"));
        // Of equal lines, another window of that size may hold the change as well: then it is true.
        let facts = smaller.after();
        let file = &facts.targets["src/a.rs"];
        let window = Window {
            start: if from_start { new } else { start },
            end: if from_start { end } else { new },
        };
        let holds = window.holds_change(file.base.as_ref(), file.head.as_ref()) == Some(true);
        let expected: &[&str] = if holds { &[] } else { &["rails_untouched_outside_window"] };
        prop_assert_eq!(smaller.errors(), expected);
    }
}
