//! `reports_append_only`: what a validator or a run recorded stays recorded.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::recorded::{Brought, Codes, Passage, RecordKind, follow, of_revisions};
use crate::model::{After, Mode, Revision, When};
use crate::text::plural;

/// What a validator or a run recorded stays recorded.
pub static CODE: Code = Code {
    id: "TP304",
    name: "reports_append_only",
    page: Page {
        checks: "From the checkpoint to the head, in every commit that touched the packet and in what is not committed, no \
                 recorded report and no block of a run in EVIDENCE was lost, changed in what it says, or moved to another \
                 place in the order. Of what the program wrote no byte may change. Where something was written by hand, a \
                 pure change of encoding, path prefix or heading level, or a filled placeholder, is a warning; so is what was \
                 put above the last report, and a report that came in one commit with the code or from who wrote it. A \
                 merge may put the reports of either side first, and must keep all of both.",
        why: "Reports are the record of what was found. One that can be edited by whom it is about is none.",
        fails: "### Validation report 2026-01-12\nVerdict: PASS      (was FAIL, two commits ago)",
        mend: "Put the report back as it was (the finding names the commit), and append what is new as a report of its own. \
               All of history, and what came before the checkpoint: `taskpacket verdict verify`.",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let parents = |oid: &_| after.parents.get(oid).map(Vec::as_slice);
    let (revisions, passages): (Vec<usize>, Vec<Passage>) = of_revisions(&after.revisions, parents).into_iter().unzip();
    let codes = Codes { lost: &CODE, altered: &CODE, misplaced: &CODE };
    let follow = |kind| follow(&passages, &after.parents, &after.sources, kind, &codes);
    let (reports, runs) = (follow(RecordKind::Report), follow(RecordKind::Run));
    let mut findings: Vec<Finding> = reports.faults.into_iter().chain(runs.faults).map(|fault| fault.finding).collect();
    findings.extend(reports.brought.iter().filter_map(|brought| {
        // What comes with the packet was not added to it.
        let was_there = passages[brought.step].before.iter().any(|before| before.packet.is_some());
        if was_there { added(brought, &after.revisions[revisions[brought.step]], after) } else { None }
    }));
    let commits = passages.iter().filter(|passage| matches!(passage.when, When::Commit(_))).count();
    let count = after.packet.reports.len();
    let (entries, commits) = (plural(count, "entry"), plural(commits, "commit"));
    let phrase = match (count, findings.is_empty()) {
        (0, true) => "none yet".to_owned(),
        (_, true) => format!("{entries}, none lost or changed in {commits}"),
        (_, false) => format!("{entries} in {commits}"),
    };
    Judgement::of(findings, phrase)
}

/// A report that came from who wrote the code: by the commit's author, or in one change with the code.
fn added(report: &Brought, revision: &Revision, after: &After) -> Option<Finding> {
    let merge = |oid| after.parents.get(oid).is_some_and(|parents| parents.len() > 1);
    let by_coder = match &revision.commit {
        Some(commit) => after.coders.contains(&commit.author) || !(revision.alone || merge(&commit.oid)),
        None => judges_uncommitted_code(after),
    };
    by_coder.then(|| {
        let who = match &revision.commit {
            Some(commit) => format!("by the author of the code ({})", commit.oid.short()),
            None => "together with uncommitted code".to_owned(),
        };
        Finding::warning(&CODE, format!("the report `{}` was added {who}", report.title))
            .at(report.source, report.heading)
            .about(report.title.clone())
            .help("a validator who did not write the code appends the report, in a commit of its own")
    })
}

fn judges_uncommitted_code(after: &After) -> bool {
    let uncommitted = matches!(after.snapshot.mode, Mode::Staged | Mode::Worktree);
    uncommitted && after.snapshot.changes.iter().any(|change| !after.governance.contains(&change.path))
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::{CODER, Fixture};

    const VERA: &str = "Vera <vera@example.org>";

    #[test]
    fn untouched_and_appended_reports_pass() {
        let phrase = |fixture: &Fixture| fixture.status("reports_append_only");
        let untouched = Fixture::changed();
        assert_eq!(phrase(&untouched), (GateStatus::Pass, "2 entries, none lost or changed in 0 commits".to_owned()));
        let last = "Verdict: PASS\n";
        let appended = untouched.commit(VERA, last, "Verdict: PASS\n\n### Report 2026-01-14\nVerdict: FAIL\n", &[]);
        assert_eq!(phrase(&appended), (GateStatus::Pass, "3 entries, none lost or changed in 1 commit".to_owned()));
        assert_eq!(appended.findings(), []);
    }

    #[test]
    fn lost_altered_or_reordered_reports_fail() {
        let first = "### Report 2026-01-12\nValidator: vera\nVerdict: FAIL\n\n";
        let second = "### Report 2026-01-13\nValidator: vera\nVerdict: PASS\n";
        let both = format!("{first}{second}");
        let turned = format!("{second}\n{first}");
        let cases = [
            (first, "", "the report `Report 2026-01-12` is gone in"),
            ("Verdict: FAIL", "Verdict: PASS", "the report `Report 2026-01-12` says something else in"),
            (both.as_str(), turned.as_str(), "stands ahead of older ones in"),
        ];
        for (from, to, told) in cases {
            let committed = Fixture::changed().commit(VERA, from, to, &[]);
            assert_eq!(committed.errors(), ["reports_append_only"], "{told}");
            let words = committed.told("reports_append_only");
            assert!(words.contains(told) && words.contains("1abcdef (edit the packet)"), "{words}");
            let loose = Fixture::changed().edit(from, to);
            assert!(loose.told("reports_append_only").contains("in what is not committed"));
        }
    }

    #[test]
    fn a_report_that_was_put_back_was_still_altered() {
        let there_and_back = Fixture::changed().commit(VERA, "Verdict: FAIL", "Verdict: PARTIAL", &[]).commit(
            VERA,
            "Verdict: PARTIAL",
            "Verdict: FAIL",
            &[],
        );
        assert_eq!(there_and_back.errors(), ["reports_append_only"]);
    }

    #[test]
    fn what_changes_no_word_is_a_warning() {
        let base = || {
            Fixture::changed()
                .frozen("Validator: vera\nVerdict: FAIL", "Validator: <name>\nsee docs/a.md\nVerdict: FAIL")
        };
        let cases = [
            ("### Report 2026-01-12", "#### Report 2026-01-12"),
            ("see docs/a.md", "see gov/docs/a.md"),
            ("<name>", "vera"),
            ("### Report 2026-01-13", "### Report 2026-01-11\nVerdict: PASS\n\n### Report 2026-01-13"),
        ];
        for (from, to) in cases {
            let fixture = base().commit(VERA, from, to, &[]);
            assert_eq!((fixture.errors().len(), fixture.warnings()), (0, vec!["reports_append_only"]), "{to}");
        }
    }

    #[test]
    fn a_report_by_the_coder_is_a_warning() {
        let more = "Verdict: PASS\n\n### Report 2026-01-14\nVerdict: PASS\n";
        let by_coder = Fixture::changed().commit(CODER, "Verdict: PASS\n", more, &[]);
        assert_eq!((by_coder.errors().len(), by_coder.warnings()), (0, vec!["reports_append_only"]));
        let with_code = Fixture::changed().edit("Verdict: PASS\n", more);
        assert_eq!(with_code.warnings(), ["reports_append_only"]);
    }
}
