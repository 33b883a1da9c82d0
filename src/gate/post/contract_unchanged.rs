//! `contract_unchanged`: what binds the coder means what it meant when it was frozen.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::contract::{Amendment, Authors, Compared, Difference, amends, checkpoint, differences, let_in};
use crate::gate::edit::amend_command;
use crate::gate::permit::{Permission, permission};
use crate::model::{After, Checkpoint, Commit, RepoPath, Tree, Waiver};
use crate::text::plural;

/// What binds the coder means what it meant when it was frozen.
pub static CODE: Code = Code {
    id: "TP303",
    name: "contract_unchanged",
    page: Page {
        checks: "SCOPE, QUALITY_GATE, AUTHORITY and the orchestrator's METADATA mean what they meant at the checkpoint: the \
                 commit that brought the packet, moved on by every amendment that was committed by itself. The comparison is \
                 by meaning: the scope is a set of paths and may become smaller, the plan its commands with revision ranges \
                 masked, DONE_MEANS its items; annotations, encoding, filled blanks and MERGE_BASE_SHA do not count.",
        why: "Whoever does the work must not move the goal. What has to move is moved by an amendment that a person \
              approves, ahead of the code that needs it.",
        fails: "- IN_SCOPE_PATHS:\n  - src/a.rs\n  - src/lib.rs      (was not there when the contract was frozen)",
        mend: "Take the change of the contract back. Or have it amended: keep the change, add a record under WAIVERS \
               GRANTED, and commit the packet alone, ahead of the code:\n\n  - WAIVER_ID: A-1 | STATUS: ACTIVE | COVERS: \
               contract_unchanged | SECTION: IN_SCOPE_PATHS | PATHS: src/lib.rs | REASON: .. | APPROVER: .. | DATE: \
               2026-01-10",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let Some(first) = &after.checkpoint else {
        let message = format!("no commit holds `{}`: its contract was never frozen", after.path);
        let finding = Finding::error(&CODE, message)
            .at(after.packet.source, after.packet.title.as_ref().map_or_else(Default::default, |title| title.span))
            .help(format!("git add -- {0} && git commit --only -- {0}", after.path.quoted()));
        return Judgement::of(vec![finding], "never frozen");
    };
    if let Some(commit) = deleted(after) {
        let message = format!("`{}` was deleted in {} ({})", after.path, commit.oid.short(), commit.subject);
        let finding = Finding::error(&CODE, message)
            .at(after.packet.source, after.packet.title.as_ref().map_or_else(Default::default, |title| title.span))
            .help(format!(
                "put it back: git checkout {0}~1 -- {1} && git commit --only -- {1}",
                commit.oid.short(),
                after.path.quoted()
            ));
        return Judgement::of(vec![finding], "not in HEAD");
    }
    let authors = Authors { approvers: &after.config.amend_approvers, coders: &after.coders };
    let (checkpoint, amendments) =
        checkpoint(&after.sources, first.clone(), &after.revisions, &after.governance, authors);
    let mut changed = differences(&after.sources, &checkpoint.packet, &after.packet, &after.governance);
    let own = |path: &&RepoPath| !after.governance.contains(*path);
    let files = after.snapshot.changes.iter().map(|change| &change.path).filter(own);
    changed.extend(let_in(&checkpoint.packet.scope, &after.packet.scope, files, &changed));
    changed.retain(|difference| !allowed_already(difference, &checkpoint, after));
    let mut findings: Vec<Finding> =
        changed.iter().map(|difference| moved(difference, &amendments, &checkpoint, after)).collect();
    findings.extend(amendments.iter().filter(|amendment| amendment.counts).filter_map(|it| dubious(it, after)));
    findings.extend(not_alone(first, after));
    let phrase = if changed.is_empty() { unchanged(&checkpoint, &amendments) } else { several(&changed) };
    Judgement::of(findings, phrase)
}

/// The commit that took the packet away, where no later one brought it back.
fn deleted(after: &After) -> Option<&Commit> {
    let last = after.revisions.iter().rev().find(|revision| revision.commit.is_some())?;
    last.commit.as_ref().filter(|_| last.after.is_none())
}

/// True where the scope newly names what it brought along before: a companion of a file in scope.
fn allowed_already(difference: &Difference, checkpoint: &Checkpoint, after: &After) -> bool {
    let scope = &checkpoint.packet.scope;
    let companion = |path: &String| {
        let permission = permission(&RepoPath::from(path.as_str()), scope, &after.governance, &after.config);
        matches!(permission, Permission::Companion(_))
    };
    difference.part.compared == Compared::Scope
        && !difference.paths.is_empty()
        && difference.paths.iter().all(companion)
}

/// A contract that came with code that it allows, or behind it: it stands, and nothing shows that it was there first.
fn not_alone(first: &Checkpoint, after: &After) -> Option<Finding> {
    let code: Vec<&RepoPath> = first.code.iter().filter(|path| first.packet.scope.allows(path)).collect();
    let (path, rest) = code.split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(" and {}", plural(rest.len(), "more file")) };
    let oid = first.commit.oid.short();
    let message =
        format!("{oid} froze the contract when `{path}`{more} had changed already: nothing shows that it came first");
    let finding = Finding::warning(&CODE, message)
        .at(after.packet.source, after.packet.title.as_ref().map_or_else(Default::default, |title| title.span))
        .about(oid.to_owned());
    Some(match &after.snapshot.base {
        Tree::Commit(base) if *base == first.commit.oid => {
            finding.help(format!("judge what came with it: taskpacket post-work {} --rev {oid}", after.id))
        }
        _ => finding.help("commit a contract by itself, ahead of the code"),
    })
}

fn moved(difference: &Difference, amendments: &[Amendment], checkpoint: &Checkpoint, after: &After) -> Finding {
    let then = &checkpoint.packet;
    let record = after.packet.waivers.iter().find(|record| amends(record, difference));
    let refused = amendments.iter().find(|it| !it.counts && it.records.iter().any(|record| amends(record, difference)));
    let message = match (record, refused) {
        (Some(record), Some(amendment)) => {
            format!("{}, and amendment `{}` {}", difference.what, record.id, why_refused(amendment, after))
        }
        (Some(record), None) => {
            format!("{}, and amendment `{}` was not committed by itself", difference.what, record.id)
        }
        (None, _) => format!("{} since {}", difference.what, commit_name(checkpoint)),
    };
    let mut finding = Finding::error(&CODE, message);
    match (difference.now, difference.then) {
        (Some(now), then_span) => {
            finding = finding.at(after.packet.source, now);
            if let Some(span) = then_span.filter(|_| difference.expected.is_some()) {
                finding = finding.related(then.source, span, "as it was frozen");
            }
        }
        (None, Some(span)) => finding = finding.at(then.source, span).label("as it was frozen"),
        (None, None) => {}
    }
    if let Some(record) = record {
        finding = finding.related(after.packet.source, record.span, "the amendment");
    }
    finding.expected.clone_from(&difference.expected);
    finding.got.clone_from(&difference.got);
    finding = finding.about(difference.paths.first().cloned().unwrap_or_else(|| difference.part.name()));
    for help in mends(difference, record, checkpoint, after) {
        finding = finding.help(help);
    }
    finding
}

fn mends(difference: &Difference, record: Option<&Waiver>, checkpoint: &Checkpoint, after: &After) -> Vec<String> {
    let path = after.path.quoted();
    let seen = format!("git diff {} -- {path}", checkpoint.commit.oid.short());
    let take_back = format!("take it back; {seen} shows it");
    let widened = difference.part.compared == Compared::Scope && !difference.paths.is_empty();
    if !widened {
        return vec![take_back, "have it amended, with its record, in a commit that changes nothing else".to_owned()];
    }
    let reason = record.map(|record| record.reason.as_str());
    let approver = record.map(|record| record.approver.as_str());
    let amend = amend_command(&after.id, &difference.paths, reason, approver);
    let ways = [Some(take_back), amend].into_iter().flatten();
    if record.is_some() { ways.rev().collect() } else { ways.collect() }
}

fn why_refused(amendment: &Amendment, after: &After) -> String {
    let commit = amendment.commit.oid.short();
    if !after.config.amend_approvers.is_empty() {
        return format!("({commit}) is not by one of the configured approvers");
    }
    if amendment.late && amendment.by_coder {
        return format!("({commit}) came after the code that needs it, from who wrote that code");
    }
    format!("({commit}) names no approver")
}

/// An amendment that counts, and that a reader should look at.
fn dubious(amendment: &Amendment, after: &After) -> Option<Finding> {
    let commit = amendment.commit.oid.short();
    let record = amendment.records.first()?;
    let message = match (amendment.late, amendment.by_coder) {
        (false, false) => return None,
        (true, false) => format!("amendment `{}` is late: {commit} came after the code that it names", record.id),
        (false, true) => format!("amendment `{}` ({commit}) is by the author of the code", record.id),
        (true, true) => format!("amendment `{}` ({commit}) is late, and by the author of the code", record.id),
    };
    let own = after.packet.waivers.iter().find(|waiver| waiver.id == record.id);
    let finding = Finding::warning(&CODE, message).about(record.id.clone());
    Some(match own {
        Some(waiver) => finding.at(after.packet.source, waiver.span),
        None => finding,
    })
}

fn unchanged(checkpoint: &Checkpoint, amendments: &[Amendment]) -> String {
    let ids: BTreeSet<&str> = amendments
        .iter()
        .filter(|it| it.counts)
        .flat_map(|it| it.records.iter().map(|record| record.id.as_str()))
        .filter(|id| !id.is_empty())
        .collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let by = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
    format!("as at its {}{by}", commit_name(checkpoint))
}

fn several(changed: &[Difference]) -> String {
    let parts: BTreeSet<String> = changed.iter().map(|difference| difference.part.name()).collect();
    format!("{} changed", parts.into_iter().collect::<Vec<_>>().join(", "))
}

/// `checkpoint 5e1d9aa`: the last commit that counts.
fn commit_name(checkpoint: &Checkpoint) -> String {
    let last = checkpoint.amendments.last().unwrap_or(&checkpoint.commit);
    format!("checkpoint {}", last.oid.short())
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::{CODER, Fixture};

    const RECORD: &str = "- WAIVER_ID: A-1 | STATUS: ACTIVE | COVERS: contract_unchanged | SECTIONS: SCOPE | \
                          PATHS: lib/b.rs | REASON: forgotten | APPROVER: ann | DATE: 2026-01-15";

    /// The scope widened, with a record of it, in one edit from the waivers to the scope.
    fn amended(author: &str, code: &[&str]) -> Fixture {
        let from = "  - src/\n";
        let base = Fixture::changed().frozen("- NONE", "- (none)");
        base.commit(author, from, "  - src/\n  - lib/b.rs\n", &[])
            .rewrite("- (none)", RECORD, code)
            .file("lib/b.rs", None, Some("b\n"))
            .true_entry("lib/b.rs")
    }

    #[test]
    fn what_does_not_count() {
        let harmless = [
            ("  - src/\n", "  - src/a.rs\n  - src/b.rs\n"),
            ("  - src/\n", "  - src/ (update)\n"),
            ("  - Cargo.toml\n", "  - Cargo.toml\n  - docs/task_packets/WP-1-Session.md\n"),
            ("just post-work WP-1-Session\n```", "just post-work WP-1-Session --range 1234567..HEAD\n```"),
            ("- The session boundary holds", "- [x] The session boundary holds"),
            ("- **Status:** In Progress", "- **Status:** Done"),
            ("- DATE: 2026-01-10", "- DATE: 2026-01-10\n- MERGE_BASE_SHA: 1234567890123456789012345678901234567890"),
            ("- What: expired sessions are refused", "- What: expired sessions \u{2014} are refused"),
            ("- (Coder fills after skeleton approval.)", "- one type, as planned"),
            (
                "- Gates pass: `just post-work WP-1-Session`",
                "- Gates pass: `just post-work WP-1-Session --range 1234567..HEAD`",
            ),
            ("- RISK_TIER: HIGH\n", "- RISK_TIER: HIGH\n  - it touches sessions\n"),
            ("# Session audit (CX-SES-010)", "# The session audit (CX-SES-010)"),
            ("  - No changes of the storage format", "  - No changes of the storage format\n  - scripts/"),
        ];
        for (from, to) in harmless {
            let fixture = Fixture::changed().edit(from, to);
            assert_eq!(
                fixture.status("contract_unchanged"),
                (GateStatus::Pass, "as at its checkpoint 5e1d9aa".into()),
                "{to}"
            );
        }
    }

    #[test]
    fn what_counts() {
        let real = [
            ("  - src/\n", "  - src/\n  - lib/\n", "IN_SCOPE_PATHS newly allows `lib/`"),
            ("  - src/gen/\n", "", "OUT_OF_SCOPE no longer names `src/gen/`"),
            ("  - No changes of the storage format\n", "", "OUT_OF_SCOPE no longer names"),
            ("cargo test refusals\n", "", "step 3 of TEST_PLAN is gone"),
            ("cargo test refusals\n", "cargo test refusals || true\n", "step 3 of TEST_PLAN is another one"),
            ("cargo test refusals\n", "cargo test refusals\ncargo fmt\n", "step 4 of TEST_PLAN is new"),
            ("- The session boundary holds (CX-SES-010).\n", "", "an item of DONE_MEANS is gone"),
            ("are refused: `cargo", "are mostly refused: `cargo", "an item of DONE_MEANS says something else"),
            ("- RISK_TIER: HIGH", "- RISK_TIER: LOW", "`RISK_TIER` says something else"),
            ("- USER_SIGNATURE: ann100120261200\n", "", "`USER_SIGNATURE` is gone"),
            ("- What: expired sessions are refused", "- What: sessions are refused", "`WHAT` says something else"),
            ("1.2 [CX-SES-010]", "1.3 [CX-SES-010]", "an item of SPEC_ANCHOR says something else"),
            ("- git revert the commit", "- nothing", "ROLLBACK_HINT says something else"),
        ];
        for (from, to, told) in real {
            let fixture = Fixture::changed().edit(from, to);
            assert_eq!(fixture.errors(), ["contract_unchanged"], "{to}");
            assert!(fixture.told("contract_unchanged").starts_with(told), "{}", fixture.told("contract_unchanged"));
        }
    }

    #[test]
    fn a_blank_of_the_template_may_be_filled() {
        let blank = Fixture::changed().frozen("- RISK_TIER: HIGH", "- RISK_TIER: LOW | MEDIUM | HIGH");
        assert_eq!(blank.edit("LOW | MEDIUM | HIGH", "HIGH").errors(), [""; 0]);
    }

    #[test]
    fn an_amendment_alone_and_ahead_moves_the_checkpoint() {
        let fixture = amended("Ann <ann@example.org>", &[]);
        assert_eq!(fixture.findings(), []);
        let (status, phrase) = fixture.status("contract_unchanged");
        assert_eq!((status, phrase.ends_with("(A-1)")), (GateStatus::Pass, true), "{phrase}");
        assert_eq!(fixture.status("scope_respected").1, "2 files: 1 in scope, lib/b.rs by amendment A-1");
    }

    #[test]
    fn an_amendment_after_the_code_is_late() {
        let late = amended("Ann <ann@example.org>", &["lib/b.rs"]);
        assert_eq!((late.errors().len(), late.warnings()), (0, vec!["contract_unchanged"]));
        assert!(late.told("contract_unchanged").contains("is late"));
        let elsewhere = amended("Ann <ann@example.org>", &["src/a.rs"]);
        assert_eq!(elsewhere.findings(), []);
    }

    #[test]
    fn an_amendment_by_the_author_of_the_code() {
        let own = amended(CODER, &[]);
        assert_eq!((own.errors().len(), own.warnings()), (0, vec!["contract_unchanged"]));
        assert!(own.told("contract_unchanged").contains("by the author of the code"));
        let strict = own.with(|after| after.config.amend_approvers = vec!["ann".to_owned()]);
        assert_eq!(strict.errors(), ["contract_unchanged"]);
        let right =
            amended("Ann <ann@example.org>", &[]).with(|after| after.config.amend_approvers = vec!["Ann".to_owned()]);
        assert_eq!(right.findings(), []);
        let wrong =
            amended("Ann <ann@example.org>", &[]).with(|after| after.config.amend_approvers = vec!["Bea".to_owned()]);
        assert_eq!(wrong.errors(), ["contract_unchanged"]);
    }

    #[test]
    fn a_late_amendment_that_the_coder_approves_counts_for_nothing() {
        let own = amended("Ann <ann@example.org>", &["lib/b.rs"]).with(|after| {
            after.coders.insert("Ann <ann@example.org>".to_owned());
        });
        assert_eq!(own.errors(), ["contract_unchanged"]);
        assert!(own.told("contract_unchanged").contains("came after the code that needs it"));
    }

    #[test]
    fn an_amendment_in_one_commit_with_the_code_prints_the_command() {
        let together = amended("Ann <ann@example.org>", &["lib/b.rs"]).with_code();
        let uncommitted = Fixture::changed()
            .edit("  - src/\n", "  - src/\n  - lib/b.rs\n")
            .edit("- NONE", RECORD)
            .file("lib/b.rs", None, Some("b\n"))
            .true_entry("lib/b.rs");
        for fixture in [together, uncommitted] {
            assert_eq!(fixture.errors(), ["contract_unchanged"]);
            let told = fixture.told("contract_unchanged");
            let command = "taskpacket amend WP-1-Session --add lib/b.rs --reason forgotten --approver ann --commit";
            assert!(told.contains("was not committed by itself") && told.contains(command), "{told}");
        }
    }

    #[test]
    fn a_record_that_names_something_else_does_not_cover() {
        let other = Fixture::changed().edit("  - src/\n", "  - src/\n  - lib/c.rs\n").edit("- NONE", RECORD);
        assert!(other.told("contract_unchanged").contains("newly allows `lib/c.rs` since checkpoint"));
    }

    #[test]
    fn a_packet_in_no_commit_was_never_frozen() {
        let loose = Fixture::changed().with(|after| after.checkpoint = None);
        assert_eq!(loose.errors(), ["contract_unchanged"]);
    }
}
