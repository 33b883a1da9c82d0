//! `evidence_fresh`: a run passed, for this plan and on these files.

use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::carried_out::is_search;
use crate::gate::contract::plan_digest;
use crate::gate::{GateStatus, Judged, Judgement};
use crate::model::{After, Claim, KeptHere, RecordedRun, RunEnd, RunRecord};
use crate::text::{listed, plural};

/// A run passed, for this plan and on these files.
pub static CODE: Code = Code {
    id: "TP306",
    name: "evidence_fresh",
    page: Page {
        checks: "EVIDENCE holds a run of which every step passed, for the plan as it stands and on the files as they are handed \
                 over: the plan's digest is that of its commands (revision ranges masked), the tree's that of path, mode and \
                 content of every file that git does not ignore, governance left out. Evidence is *reproduced* where the run's \
                 record and logs lie here and agree, or where the last run of this plan that was made here on these files \
                 passed, recorded or not (`review` makes one); *recorded* where none of that lies here, as in a fresh \
                 clone; *claimed* where it was written by hand, which is a warning, and fails where the last exit status \
                 that it claims is none of success; *contradicted* where what lies here is something else. A gate run \
                 within the run of the same plan leaves this to that run.",
        why: "A sentence about a test run is not one. What ran yesterday says nothing of what was edited since.",
        fails: "src/a.rs was edited after run 1b9e",
        mend: "taskpacket run WP-ID  carries the plan out and records it; then stage the packet.",
    },
};

/// How many paths are named before the rest is counted.
const MOST_NAMED: usize = 4;

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    if let Some(run) = &after.runs.within {
        return Judgement::not_applicable(format!("left to run {run}, which this is part of"));
    }
    if let Some(run) = fresh(after) {
        return of_fresh(run, after);
    }
    let evidence = &after.packet.evidence;
    match (evidence.last_run(), evidence.claims.last()) {
        (Some(last), _) => {
            let moved = after.runs.moved.get(&last.run.id).filter(|paths| !paths.is_empty());
            let phrase = match moved {
                Some(paths) => format!("run {} is older than {}", last.run.id, listed(paths, 2)),
                None => format!("run {} is not of this plan and tree", last.run.id),
            };
            Judgement::of(vec![stale(last, after)], phrase)
        }
        (None, Some(last)) => claimed(&evidence.claims, last, after),
        (None, None) => {
            let place = evidence.heading.or(after.packet.plan.heading).unwrap_or_default();
            let finding = Finding::error(&CODE, "no run of the plan is recorded")
                .at(after.packet.source, place)
                .help(format!("taskpacket run {}", after.id));
            Judgement::of(vec![finding], "no run is recorded")
        }
    }
}

/// The run recorded last that passed, for this plan and on the files of the head.
pub fn fresh(after: &After) -> Option<&RecordedRun> {
    let plan = plan_digest(&after.packet.plan);
    let tree = after.runs.tree?;
    let counts = |it: &&RecordedRun| passed(&it.run) && it.run.plan == plan && it.run.tree == tree;
    after.packet.evidence.runs.iter().rev().find(counts)
}

/// How far the evidence can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// There is none that counts.
    None,
    /// What lies here says something else than the packet.
    Contradicted,
    /// Written by hand.
    Claimed,
    /// The packet records a run of this plan on these files, and nothing here shows its logs.
    Recorded,
    /// The plan was carried out here, on these files, and passed: record and logs lie here, and agree.
    Reproduced,
}

impl Grade {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none that counts",
            Self::Contradicted => "contradicted",
            Self::Claimed => "claimed",
            Self::Recorded => "recorded",
            Self::Reproduced => "reproduced",
        }
    }
}

/// The grade of the evidence for what is handed over.
pub fn grade(after: &After) -> Grade {
    let evidence = &after.packet.evidence;
    match fresh(after) {
        Some(recorded) => match after.runs.kept.get(&recorded.run.id) {
            Some(KeptHere::Whole) => Grade::Reproduced,
            Some(KeptHere::Different(_)) => Grade::Contradicted,
            _ if after.runs.again.is_some() => Grade::Reproduced,
            Some(KeptHere::LogsGone) | None => Grade::Recorded,
        },
        None if after.runs.again.is_some() && !evidence.claims.is_empty() => Grade::Reproduced,
        None if evidence.runs.is_empty() && !evidence.claims.is_empty() => Grade::Claimed,
        None => Grade::None,
    }
}

/// A run passed where its steps did, and each step of the plan is among them in order: a heading that says so is a word.
fn passed(run: &RunRecord) -> bool {
    let in_order = run.steps.iter().enumerate().all(|(at, step)| step.index == at + 1);
    run.end == RunEnd::Pass && RunEnd::of(run.steps.iter().map(|step| step.result)) == RunEnd::Pass && in_order
}

fn of_fresh(recorded: &RecordedRun, after: &After) -> Judgement {
    let run = &recorded.run;
    let steps = run.steps.iter().filter(|step| step.result.passed()).count();
    let whole = run.steps.len() == after.packet.plan.steps.len();
    let (grade, mut findings) = match after.runs.kept.get(&run.id) {
        Some(KeptHere::Whole) => ("reproduced here".to_owned(), Vec::new()),
        Some(KeptHere::Different(how)) => ("contradicted".to_owned(), vec![contradicted(recorded, how, after)]),
        kept => match (&after.runs.again, kept) {
            (Some(again), _) => (format!("reproduced here by run {again}"), Vec::new()),
            (None, Some(_)) => ("its logs are gone".to_owned(), Vec::new()),
            (None, None) => ("recorded, made elsewhere".to_owned(), Vec::new()),
        },
    };
    if !whole {
        let message = format!("run {} has {}, and the plan {}", run.id, run.steps.len(), after.packet.plan.steps.len());
        findings.push(rerun(Finding::error(&CODE, message).at(after.packet.source, recorded.span), after));
    }
    if !run.loose.is_empty() {
        let files = listed(run.loose.iter().map(|path| format!("`{path}`")), MOST_NAMED);
        let message = format!("run {} had files beside it that are not handed over: {files}", run.id);
        findings.push(
            Finding::warning(&CODE, message)
                .at(after.packet.source, recorded.span)
                .help("put them away, or have git ignore them (.git/info/exclude), and run the plan again"),
        );
    }
    if let Some(failed) = after.runs.failed_later.last() {
        let message = format!("run {failed} failed later, on these very files: the plan does not always end alike");
        findings.push(
            Finding::warning(&CODE, message)
                .at(after.packet.source, recorded.span)
                .help(format!("taskpacket runs show {failed}")),
        );
    }
    let at = run.began.format("%H:%M");
    let mut phrase =
        format!("run {} ({at}, {grade}): this plan, this tree, {steps} of {} steps", run.id, run.steps.len());
    if run.failed_before > 0 {
        phrase = format!("{phrase}; {} failed before", plural(run.failed_before, "run"));
    }
    Judgement::of(findings, phrase)
}

/// What lies here says something else than the packet.
fn contradicted(recorded: &RecordedRun, how: &[String], after: &After) -> Finding {
    let message =
        format!("the packet says of run {} what its record here does not: {}", recorded.run.id, listed(how, 2));
    rerun(Finding::error(&CODE, message).at(after.packet.source, recorded.span), after)
}

/// The last run is of another plan, of other files, or none that passed: which, and what of it.
fn stale(recorded: &RecordedRun, after: &After) -> Finding {
    let run = &recorded.run;
    let mut reasons = Vec::new();
    if !passed(run) {
        reasons.push("it did not pass as a whole".to_owned());
    }
    if run.plan != plan_digest(&after.packet.plan) {
        reasons.push("the plan is another one since".to_owned());
    }
    if Some(run.tree) != after.runs.tree {
        reasons.push(match after.runs.moved.get(&run.id) {
            Some(paths) => {
                format!("other files since: {}", listed(paths.iter().map(|path| format!("`{path}`")), MOST_NAMED))
            }
            None => "it ran on other files (their list is not kept here)".to_owned(),
        });
    }
    let message = format!("run {} does not count for what is handed over: {}", run.id, reasons.join("; "));
    rerun(Finding::error(&CODE, message).at(after.packet.source, recorded.span).label("recorded here"), after)
}

/// Evidence by hand: a claim.
fn claimed(claims: &[Claim], last: &Claim, after: &After) -> Judgement {
    let source = after.packet.source;
    let stated = claims.iter().rev().find(|claim| claim.exit.is_some());
    if let Some(claim) = stated
        && claim.exit != Some(0)
        && !claim.command.as_deref().is_some_and(is_search)
    {
        let message = format!("the evidence itself says that it failed: exit {}", claim.exit.unwrap_or_default());
        let finding = rerun(Finding::error(&CODE, message).at(source, claim.span), after);
        return Judgement::of(vec![finding], "claimed, and it says that it failed");
    }
    let message = "the evidence was written by hand: a claim that nobody can check";
    let finding = rerun(Finding::warning(&CODE, message).at(source, last.span), after);
    let proven =
        after.runs.again.as_ref().map_or("none proven".to_owned(), |again| format!("borne out here by run {again}"));
    Judgement::of(vec![finding], format!("{}, {proven}", plural(claims.len(), "claim")))
}

fn rerun(finding: Finding, after: &After) -> Finding {
    finding.help(format!("taskpacket run {}; then  git add -- {}", after.id, after.path.quoted()))
}

/// Once all gates have answered: where the run is stale for a file that something else is wrong with as well, that is the
/// cause.
pub fn settle(judged: &mut [Judged], after: &After) {
    let Some(last) = after.packet.evidence.last_run() else { return };
    let Some(moved) = after.runs.moved.get(&last.run.id) else { return };
    let wrong = |one: &Judged| one.gate.code != &CODE && one.judgement.status == GateStatus::Fail;
    let findings = judged.iter().filter(|one| wrong(one)).flat_map(|one| &one.judgement.findings);
    let about = findings.filter(|finding| finding.severity == Severity::Error).filter_map(|it| it.subject.clone());
    let cause = about.into_iter().find(|subject| moved.iter().any(|path| path.to_string() == *subject));
    let own = judged.iter_mut().filter(|one| one.gate.code == &CODE).flat_map(|one| &mut one.judgement.findings);
    for finding in own.filter(|finding| finding.severity == Severity::Error) {
        finding.subject.clone_from(&cause);
    }
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;
    use crate::gate::sample::passing_run;
    use crate::model::{After, Digest, KeptHere, RecordedRun, RepoPath, RunEnd, RunId, RunRecord, StepResult};
    use crate::text::Span;

    /// A change with a run for its plan and its files, and something done to it.
    fn run(edit: fn(&mut RunRecord, &mut After)) -> (GateStatus, String, Vec<String>) {
        let mut after = Fixture::changed().after();
        let mut record = passing_run(&after);
        edit(&mut record, &mut after);
        after.packet.evidence.runs = vec![RecordedRun { run: record, span: Span::default() }];
        let judgement = super::check(&after);
        let told = judgement.findings.iter().map(|it| format!("{}: {}", it.severity.word(), it.message)).collect();
        (judgement.status, judgement.phrase, told)
    }

    #[test]
    fn a_run_of_this_plan_on_these_files_holds() {
        let (status, phrase, told) = run(|_, _| {});
        assert_eq!((status, told), (GateStatus::Pass, Vec::new()));
        assert!(phrase.contains("made elsewhere") && phrase.ends_with("4 of 4 steps"), "{phrase}");
        let (status, phrase, _) = run(|record, after| {
            record.failed_before = 2;
            after.runs.kept.insert(record.id.clone(), KeptHere::Whole);
        });
        assert_eq!(status, GateStatus::Pass);
        assert!(phrase.contains("reproduced here") && phrase.ends_with("2 runs failed before"), "{phrase}");
    }

    #[test]
    fn whatever_is_not_so_fails() {
        type Edit = fn(&mut RunRecord, &mut After);
        let cases: &[(Edit, &str)] = &[
            (|record, _| record.tree = Digest::of(b"other files"), "it ran on other files"),
            (
                |record, after| {
                    record.tree = Digest::of(b"other files");
                    after.runs.moved.insert(record.id.clone(), vec![RepoPath::from("src/a.rs")]);
                },
                "other files since: `src/a.rs`",
            ),
            (|record, _| record.plan = Digest::of(b"another plan"), "the plan is another one since"),
            (|record, _| record.end = RunEnd::Fail, "it did not pass as a whole"),
            (|record, _| record.steps[1].result = StepResult::Fail, "it did not pass as a whole"),
            (|record, _| record.steps[1].index = 9, "it did not pass as a whole"),
            (|record, _| record.steps.truncate(2), "and the plan 4"),
            (
                |record, after| {
                    let how = vec!["the log of step 1 has another SHA1".to_owned()];
                    after.runs.kept.insert(record.id.clone(), KeptHere::Different(how));
                },
                "what its record here does not: the log of step 1",
            ),
        ];
        for (edit, expected) in cases {
            let (status, _, told) = run(*edit);
            assert_eq!(status, GateStatus::Fail, "{expected}");
            assert!(told.iter().any(|it| it.starts_with("error") && it.contains(expected)), "{expected}: {told:?}");
        }
    }

    #[test]
    fn what_is_worth_knowing_is_a_warning() {
        let (status, _, told) = run(|record, _| record.loose = vec!["notes.txt".to_owned()]);
        assert_eq!((status, told.len()), (GateStatus::Pass, 1));
        let (status, _, told) = run(|_, after| after.runs.failed_later = vec![RunId::of(b"later")]);
        assert!(status == GateStatus::Pass && told[0].contains("failed later"), "{told:?}");
    }

    #[test]
    fn nothing_fails_and_claims_are_shown_as_claims() {
        assert_eq!(Fixture::changed().without_run().errors(), ["evidence_fresh"]);
        let by_hand = |text: &str| Fixture::changed().without_run().edit("- (none)", text);
        let claimed = by_hand("- COMMAND: cargo test\n- EXIT_CODE: 0");
        assert_eq!((claimed.errors(), claimed.warnings()), (vec![], vec!["evidence_fresh"]));
        assert_eq!(by_hand("- COMMAND: cargo test\n- EXIT_CODE: 101").errors(), ["evidence_fresh"]);
        assert_eq!(by_hand("- COMMAND: rg x src\n- EXIT_CODE: 1").errors(), [""; 0]);
    }

    #[test]
    fn within_its_own_run_it_is_left_to_that() {
        let (status, phrase, _) = run(|record, after| {
            record.tree = Digest::of(b"other files");
            after.runs.within = Some(RunId::of(b"this one"));
        });
        assert_eq!(status, GateStatus::NotApplicable);
        assert!(phrase.starts_with("left to run"), "{phrase}");
    }

    #[test]
    fn it_follows_from_what_is_wrong_with_the_same_file() {
        let mut after = Fixture::changed().edit("**Line Delta**: 1", "**Line Delta**: 2").after();
        let mut record = passing_run(&after);
        record.tree = Digest::of(b"other files");
        after.runs.moved.insert(record.id.clone(), vec![RepoPath::from("src/a.rs")]);
        after.packet.evidence.runs = vec![RecordedRun { run: record, span: Span::default() }];
        let judged = crate::gate::after(&after);
        let mut findings: Vec<_> = judged.into_iter().flat_map(|one| one.judgement.findings).collect();
        crate::gate::follow(&mut findings);
        let own = findings.iter().find(|finding| finding.code == &super::CODE).unwrap();
        assert!(own.follows.is_some(), "{own:?}");
    }
}
