//! `current_file_matches_preimage`: what the change was made from is what the entry says it was.

use super::hash::{Side, holds};
use super::sides::{ask, unproven};
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{After, Entry, Value};

/// What the change was made from is what the entry says it was.
pub static CODE: Code = Code {
    id: "TP210",
    name: "current_file_matches_preimage",
    page: Page {
        checks: "The file at the base has the content that Pre-SHA1 names. That the default branch has changed the file \
                 since is a warning: the entry is true, and merging may not be simple.",
        why: "An entry that was written for another version of the file says nothing about this one.",
        fails: "- **Pre-SHA1**: `5e1d..`      (the file as it was before a rebase)",
        mend: "After a rebase or a merge, write the entry anew: `taskpacket manifest WP-ID --write`.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| {
        if sides.base.is_some() && !matches!(entry.pre, Value::Present(..)) {
            return unproven("no Pre-SHA1 to compare with");
        }
        let mut findings = Vec::new();
        let span = entry.pre.span().unwrap_or(entry.span);
        if !holds(Side::Pre, entry, sides) {
            let message =
                format!("`{}` at {} is not the pre-image that the entry names", sides.target, sides.base_name);
            findings.push(Finding::error(&CODE, message));
        }
        if let Some((times, commit)) = &sides.file.moved {
            let times = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
            let last = format!("{} {}", commit.oid.short(), commit.subject);
            let message = format!("the default branch has changed `{}` {times} since, last by {last}", sides.target);
            findings.push(Finding::warning(&CODE, message).help("merge or rebase, then write the entry anew"));
        }
        let placed = findings.into_iter().map(|finding| finding.at(after.packet.source, span).about(sides.target));
        Judgement::of(placed.collect(), "")
    })
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;
    use crate::model::{Commit, Digest, Oid};

    #[test]
    fn another_base_fails_and_follows_from_the_hash() {
        let right = format!("`{}`", Digest::of(b"one\ntwo\nthree\nfour\n"));
        let fixture = Fixture::changed().edit(&right, &Digest::of(b"x").to_string());
        assert_eq!(fixture.status("current_file_matches_preimage").0, GateStatus::Fail);
        assert_eq!(fixture.errors(), ["pre_sha1_captured"]);
    }

    #[test]
    fn a_default_branch_that_moved_on_is_a_warning() {
        let fixture = Fixture::changed().with(|after| {
            let commit = Commit { oid: Oid::zero(), author: String::new(), subject: "clock".to_owned() };
            after.targets.get_mut("src/a.rs").unwrap().moved = Some((2, commit));
        });
        assert_eq!((fixture.errors().len(), fixture.warnings()), (0, vec!["current_file_matches_preimage"]));
        assert!(fixture.told("current_file_matches_preimage").contains("2 times since, last by 0000000 clock"));
    }
}
