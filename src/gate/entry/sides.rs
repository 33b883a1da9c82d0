//! The two sides that an entry is judged against. An entry may have been written against HEAD or against the merge base
//! with the default branch: which of them it is, is decided once, and holds for all its gates.

use super::claim::Match;
use super::claim::{is_true_of, lacks_lines, matches, window};
use crate::gate::{GateStatus, Judgement};
use crate::model::{After, Entry, EntryState, HashClaim, Image, Mode, TargetFile};

/// An entry's file, before and after.
pub struct Sides<'a> {
    /// The file as it was found on every side.
    pub file: &'a TargetFile,
    /// Before.
    pub base: Option<&'a Image>,
    /// What the side before is, in words: `HEAD`.
    pub base_name: &'a str,
    /// After.
    pub head: Option<&'a Image>,
    /// What the side after is, in words: `the index`.
    pub head_name: &'a str,
    /// The target as the packet writes it.
    pub target: &'a str,
}

/// Asks a gate of an entry, where there is something to ask it about.
///
/// A template's entry is not applicable where no change needs an entry; where one does, `manifest_covers_changes` says
/// so, once. A target that no side has is the finding of `filename_canonical_and_openable` alone.
pub fn ask(entry: &Entry, after: &After, check: impl FnOnce(&Sides) -> Judgement) -> Judgement {
    if entry.state == EntryState::Placeholder {
        return template(after);
    }
    match sides(entry, after) {
        Some(sides) => check(&sides),
        None => unproven("there is no such file"),
    }
}

/// What each gate answers about an entry that nobody filled in.
pub fn template(after: &After) -> Judgement {
    if after.needs_entry().next().is_none() {
        Judgement::not_applicable("a template entry")
    } else {
        unproven("a template entry, not filled in")
    }
}

/// A gate that cannot be asked since what it needs is wanting, and another gate says so.
pub fn unproven(phrase: &str) -> Judgement {
    Judgement { status: GateStatus::NoVerdict, findings: Vec::new(), phrase: phrase.to_owned() }
}

/// The sides of an entry's file; `None` where no side has it.
pub fn sides<'a>(entry: &'a Entry, after: &'a After) -> Option<Sides<'a>> {
    let target = entry.target.get()?;
    let file = after.targets.get(target)?;
    let of = |base: Option<&'a Image>, base_name: &'a str| Sides {
        file,
        base,
        base_name,
        head: file.head.as_ref(),
        head_name: after.snapshot.head.name(),
        target,
    };
    let base = of(file.base.as_ref(), &after.snapshot.base_name);
    let sides = match &file.merge_base {
        Some(older)
            if is_of_merge_base(entry, file, older.as_ref())
                && (after.snapshot.mode != Mode::Committed || shows_change(entry, file)) =>
        {
            of(older.as_ref(), "the merge base")
        }
        _ => base,
    };
    (sides.base.is_some() || sides.head.is_some() || file.change.is_some()).then_some(sides)
}

/// True where an entry that was written against an older commit declares all the same what changed since the base: what
/// the branch put back to how it was in that commit is a change, too.
fn shows_change(entry: &Entry, file: &TargetFile) -> bool {
    let (base, head) = (file.base.as_ref(), file.head.as_ref());
    let same = base.map(|image| &image.oid) == head.map(|image| &image.oid);
    let covered = || window(entry).is_some_and(|window| window.holds_change(base, head) == Some(true));
    let content_changed = || entry.pre.get() != entry.post.get();
    same || if lacks_lines(base, head) { content_changed() } else { covered() }
}

/// An entry is of the merge base where it is true of it as a whole and not of the base, or, where it is true of neither,
/// where its Pre-SHA1 is the merge base's.
fn is_of_merge_base(entry: &Entry, file: &TargetFile, older: Option<&Image>) -> bool {
    let (base, head) = (file.base.as_ref(), file.head.as_ref());
    if is_true_of(entry, base, head) {
        return false;
    }
    let pre_is =
        |side: Option<&Image>| entry.pre.get().is_some_and(|claim: &HashClaim| matches(*claim, side) != Match::No);
    is_true_of(entry, older, head) || (pre_is(older) && !pre_is(base))
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;
    use crate::model::Digest;

    const BASE: &str = "a\nb\nc\n";
    const OLDER: &str = "a\nc\n";
    const HEAD: &str = "a\nb\nC\n";

    fn fixture() -> Fixture {
        Fixture::new().file("src/a.rs", Some(BASE), Some(HEAD)).at_merge_base(OLDER)
    }

    fn entry(start: u64, end: u64, delta: i64, pre: &str) -> String {
        let ticks: Vec<String> = crate::gate::ENTRY.iter().map(|gate| format!("  - [x] {}\n", gate.name)).collect();
        format!(
            "- **Target File**: `src/a.rs`\n- Start: {start}\n- End: {end}\n- Line Delta: {delta}\n\
             - Pre-SHA1: {}\n- Post-SHA1: {}\n- Gates Passed:\n{}",
            Digest::of(pre.as_bytes()),
            Digest::of(HEAD.as_bytes()),
            ticks.concat(),
        )
    }

    #[test]
    fn an_entry_is_true_against_one_base_as_a_whole() {
        for (text, told) in [(entry(3, 3, 0, BASE), "HEAD"), (entry(2, 3, 1, OLDER), "the merge base")] {
            assert_eq!(fixture().entry(&text).findings(), [], "{told}");
        }
    }

    #[test]
    fn what_is_true_of_neither_is_judged_against_the_one_it_was_made_from() {
        let mixed = fixture().entry(&entry(3, 3, 0, OLDER));
        assert_eq!(mixed.errors(), ["rails_untouched_outside_window", "line_delta_equals_expected"]);
        assert_eq!(mixed.status("pre_sha1_captured").0, GateStatus::Pass);
        assert_eq!(fixture().entry(&entry(2, 3, 1, BASE)).errors(), ["line_delta_equals_expected"]);
    }

    #[test]
    fn an_unchanged_file_must_say_so() {
        let unchanged = |delta| {
            let text = format!(
                "- **Target File**: `src/a.rs`\n- Start: 1\n- End: 1\n- Line Delta: {delta}\n- Pre-SHA1: {0}\n- Post-SHA1: {0}\n",
                Digest::of(b"a\n")
            );
            Fixture::new().file("src/a.rs", Some("a\n"), Some("a\n")).entry(&text)
        };
        assert_eq!(unchanged(0).errors(), [""; 0]);
        assert_eq!(unchanged(1).errors(), ["line_delta_equals_expected"]);
    }

    #[test]
    fn a_template_is_not_applicable_where_nothing_needs_an_entry() {
        let audit = Fixture::new().audit_only();
        assert_eq!(audit.findings(), []);
        assert_eq!(audit.status("anchors_present").0, GateStatus::NotApplicable);
        let docs =
            Fixture::new().file("docs/notes.md", None, Some("a\n")).frozen("  - src/\n", "  - src/\n  - docs/\n");
        assert_eq!(docs.findings(), []);
        let code = Fixture::new().file("src/a.rs", None, Some("a\n"));
        assert_eq!(code.errors(), ["manifest_covers_changes"]);
        assert_eq!(code.status("anchors_present").0, GateStatus::NoVerdict);
    }
}
