//! A work on several files that was broken off.

use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;
use crate::text::{listed, plural};

/// How many files are named before the rest is counted.
const MOST_NAMED: usize = 4;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP790",
    name: "work_pending",
    page: Page {
        checks: "No command was broken off while it wrote several files: no intent is left in the journal, \
                 `taskpacket/journal` beside the lock in git's folder.",
        why: "Some of the files say the new thing and some the old one. Every command brings such a work to its end before it \
              looks at anything; `doctor` says so first.",
        fails: "docs/task_packets/WP-1-X.md is signed, and docs/SIGNATURE_AUDIT.md does not know of it yet",
        mend: "`taskpacket doctor --fix`, or any other command: the files are written as intended, or, where one of them was \
               changed since, all of them are as before.",
    },
};

/// The work that is pending, where there is one.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    if truths.pending.is_empty() {
        return Vec::new();
    }
    let files = plural(truths.pending.len(), "file");
    let named = listed(truths.pending.iter(), MOST_NAMED);
    let finding = Finding::error(&CODE, format!("a command was broken off while it wrote {files}: {named}"));
    vec![Disagreement::mended(finding.help("taskpacket doctor --fix"), Mend::Recover)]
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_work_that_was_broken_off() {
        let pending = Fixture::new().with(|truths| truths.pending = vec!["a.md".to_owned(), "b.md".to_owned()]);
        assert_eq!(
            told(check, &pending),
            ["error: a command was broken off while it wrote 2 files: a.md, b.md, mended"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
