//! `reports_append_only`: what a validator recorded stays recorded.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding, Page};
use crate::gate::reports::{Alike, alike};
use crate::gate::{Judgement, words};
use crate::model::{After, Commit, Digest, Mode, Packet, Report, Revision};
use crate::text::{SourceId, Span, plural};

/// What a validator recorded stays recorded.
pub static CODE: Code = Code {
    id: "TP304",
    name: "reports_append_only",
    page: Page {
        checks: "From the checkpoint to the head, in every commit that touched the packet and in what is not committed, no \
                 recorded report was lost, changed in what it says, or moved to another place in the order. A pure change \
                 of encoding, path prefix or heading level, a filled placeholder, or an insertion above the last report is a \
                 warning, and so is a report that came in one commit with the code or from who wrote it.",
        why: "Reports are the record of what was found. One that can be edited by whom it is about is none.",
        fails: "### Validation report 2026-01-12\nVerdict: PASS      (was FAIL, two commits ago)",
        mend: "Put the report back as it was (the finding names the commit), and append what is new as a report of its own.",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let mut findings = Vec::new();
    let mut touched: usize = 0;
    for revision in &after.revisions {
        touched += usize::from(revision.commit.is_some());
        let Some(before) = &revision.before else { continue };
        findings.extend(step(before, revision, after));
    }
    let count = after.packet.reports.len();
    let (entries, commits) = (plural(count, "entry"), plural(touched, "commit"));
    let phrase = match (count, findings.is_empty()) {
        (0, true) => "none yet".to_owned(),
        (_, true) => format!("{entries}, none lost or changed in {commits}"),
        (_, false) => format!("{entries} in {commits}"),
    };
    Judgement::of(findings, phrase)
}

/// What one version of the packet did to the reports of the one before it.
fn step(before: &Packet, revision: &Revision, after: &After) -> Vec<Finding> {
    let nothing = Vec::new();
    let new: &[Report] = revision.after.as_ref().map_or(&nothing, |packet| &packet.reports);
    let text = |source: SourceId, span: Span| after.sources.try_get(source).map_or("", |text| text.slice(span));
    let when = when(revision.commit.as_ref());
    let mut places = matched(&before.reports, new);
    let mut free: BTreeSet<usize> = (0..new.len()).filter(|at| !places.contains(&Some(*at))).collect();
    let mut findings = Vec::new();
    for (at, report) in before.reports.iter().enumerate().filter(|(at, _)| places[*at].is_none()).collect::<Vec<_>>() {
        let old_text = text(before.source, report.span);
        let now = revision.after.as_ref().map(|packet| packet.source);
        let judged = |place: &usize| now.map(|now| alike(old_text, text(now, new[*place].span)));
        let same = free.iter().copied().find(|place| judged(place) != Some(Alike::No));
        let titled = || free.iter().copied().find(|place| words::same(&new[*place].title, &report.title));
        let place = same.or_else(titled).filter(|_| now.is_some());
        places[at] = place;
        let (Some(place), Some(now)) = (place, now) else {
            findings.push(lost(report, before.source, &when));
            continue;
        };
        free.remove(&place);
        let new_text = text(now, new[place].span);
        findings.push(altered(alike(old_text, new_text), (report, old_text), (&new[place], new_text, now), &when));
    }
    let source = revision.after.as_ref().map_or(before.source, |packet| packet.source);
    findings.extend(reordered(&before.reports, &places, before.source, &when));
    findings.extend(free.iter().map(|place| &new[*place]).filter_map(|report| added(report, source, revision, after)));
    findings.extend(inserted(new, &places, &free, source, &when));
    findings
}

/// Where each old report stands among the new ones, by its bytes; equal ones in their order.
fn matched(old: &[Report], new: &[Report]) -> Vec<Option<usize>> {
    let mut places: BTreeMap<Digest, Vec<usize>> = BTreeMap::new();
    for (at, report) in new.iter().enumerate().rev() {
        places.entry(report.digest).or_default().push(at);
    }
    old.iter().map(|report| places.get_mut(&report.digest).and_then(Vec::pop)).collect()
}

fn lost(report: &Report, source: SourceId, when: &str) -> Finding {
    Finding::error(&CODE, format!("the report `{}` is gone {when}", report.title))
        .at(source, report.heading)
        .label("as it was recorded")
        .about(report.title.clone())
        .help("put the report back as it was; what is new is a report of its own")
}

fn altered(how: Alike, old: (&Report, &str), new: (&Report, &str, SourceId), when: &str) -> Finding {
    let (report, old_text) = old;
    let (now, new_text, source) = new;
    let title = &report.title;
    let finding = match how {
        Alike::Encoding => Finding::warning(&CODE, format!("the report `{title}` was encoded or set anew {when}")),
        Alike::Prefix => Finding::warning(&CODE, format!("paths in the report `{title}` got another prefix {when}")),
        Alike::Filled => Finding::warning(&CODE, format!("a blank in the report `{title}` was filled {when}")),
        Alike::No => Finding::error(&CODE, format!("the report `{title}` says something else {when}")),
    };
    let (expected, got) = words::difference(old_text, new_text);
    finding
        .at(source, now.verdict_span.filter(|_| report.verdict != now.verdict).unwrap_or(now.heading))
        .about(title.clone())
        .compare(expected, got)
        .help("put the report back as it was; what is new is a report of its own")
}

fn reordered(old: &[Report], places: &[Option<usize>], source: SourceId, when: &str) -> Option<Finding> {
    let known: Vec<(usize, usize)> =
        places.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?))).collect();
    let (at, _) = known.windows(2).find(|pair| pair[0].1 > pair[1].1).map(|pair| pair[1])?;
    let message = format!("the report `{}` stands ahead of older ones {when}", old[at].title);
    let finding = Finding::error(&CODE, message).at(source, old[at].heading).label("where it was recorded");
    Some(finding.about(old[at].title.clone()).help("put the reports back in the order in which they were recorded"))
}

/// A report that came from who wrote the code: by the commit's author, or in one change with the code.
fn added(report: &Report, source: SourceId, revision: &Revision, after: &After) -> Option<Finding> {
    let by_coder = match &revision.commit {
        Some(commit) => after.coders.contains(&commit.author) || !revision.alone,
        None => judges_uncommitted_code(after),
    };
    by_coder.then(|| {
        let who = match &revision.commit {
            Some(commit) => format!("by the author of the code ({})", commit.oid.short()),
            None => "together with uncommitted code".to_owned(),
        };
        Finding::warning(&CODE, format!("the report `{}` was added {who}", report.title))
            .at(source, report.heading)
            .about(report.title.clone())
            .help("a validator who did not write the code appends the report, in a commit of its own")
    })
}

fn judges_uncommitted_code(after: &After) -> bool {
    let uncommitted = matches!(after.snapshot.mode, Mode::Staged | Mode::Worktree);
    uncommitted && after.snapshot.changes.iter().any(|change| !after.governance.contains(&change.path))
}

/// A new report that stands above one that was there.
fn inserted(
    new: &[Report],
    places: &[Option<usize>],
    free: &BTreeSet<usize>,
    source: SourceId,
    when: &str,
) -> Option<Finding> {
    let last_old = places.iter().flatten().max()?;
    let above = free.iter().find(|place| *place < last_old)?;
    let report = &new[*above];
    Some(
        Finding::warning(&CODE, format!("the report `{}` was put above older ones {when}", report.title))
            .at(source, report.heading)
            .about(report.title.clone())
            .help("append it behind the last report"),
    )
}

fn when(commit: Option<&Commit>) -> String {
    match commit {
        Some(commit) => format!("in {} ({})", commit.oid.short(), commit.subject),
        None => "in what is not committed".to_owned(),
    }
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
