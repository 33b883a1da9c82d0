//! One audit step of a plan, judged on the work tree, as `run` wants it.

use std::path::Path;

use super::{on_disk, place};
use crate::audit::{self, RuleOutcome, RuleSet};
use crate::finding::{Finding, Severity};
use crate::model::{RepoPath, Step};
use crate::text::{SourceId, Sources};

/// How an audit step ended.
#[derive(Clone, Debug)]
pub struct StepAudit {
    /// Pass, fail, or no verdict.
    pub outcome: RuleOutcome,
    /// What was found wanting: hits at their place in the hit file, remarks at the step.
    pub findings: Vec<Finding>,
    /// How many files were looked at.
    pub files: usize,
    /// How many hits count.
    pub hits: usize,
    /// How many hits lie where they are allowed.
    pub allowed: usize,
    /// The same in a few words: `412 files, 31 allowed`.
    pub phrase: String,
}

/// Judges a step on the files on disk; `None` where it is no audit. `source` is the packet's, and `folder` (relative to the
/// root) is where the step's session stands: [`audit::folder_of`] tells it.
pub fn judge_step(
    root: &Path,
    sources: &mut Sources,
    source: SourceId,
    step: &Step,
    folder: &RepoPath,
) -> Option<StepAudit> {
    let rule = audit::rule_of_step(step, source, folder)?;
    let (set, unreadable) = RuleSet::new(vec![rule]);
    let Some(compiled) = set.rules.first() else {
        let phrase = "the pattern cannot be read".to_owned();
        return Some(StepAudit {
            outcome: RuleOutcome::NoVerdict,
            findings: unreadable,
            files: 0,
            hits: 0,
            allowed: 0,
            phrase,
        });
    };
    let mut searched = on_disk(root, &set);
    place(&mut searched, sources);
    let judged = audit::judge(compiled, &searched.tallies[0], &searched.unread);
    let mut findings = judged.findings();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity == Severity::Error));
    Some(StepAudit {
        outcome: judged.outcome(),
        findings,
        files: judged.scanned,
        hits: judged.hits(),
        allowed: judged.allowed,
        phrase: judged.phrase(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::Source;

    /// A tree of files, and the one audit of a plan judged in it.
    fn judged(files: &[(&str, &str)], plan: &str) -> (StepAudit, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut sources = Sources::default();
        let text = format!("# WP-1\n\n## TEST_PLAN\n```bash\n{plan}\n```\n");
        let source = sources.add(Source::new("a.md", text.as_bytes()));
        let packet = parse::packet(&sources, source).0;
        let step = packet.plan.steps.iter().find(|it| matches!(it.kind, crate::model::StepKind::Audit { .. })).unwrap();
        let audit =
            judge_step(folder.path(), &mut sources, source, step, &audit::folder_of(&packet.plan, step)).unwrap();
        let told = audit.findings.iter().map(|finding| {
            let place = finding.site.map(|site| (sources.get(site.source).name().to_owned(), sources.position(site)));
            let (name, at) = place.unwrap_or_else(|| panic!("{finding:?}"));
            format!("{} {name}:{}:{} {}", finding.code.id, at.line, at.column, finding.message)
        });
        let told = told.collect();
        (audit, told)
    }

    const POOL: &str = "$hits = rg -n \"\\\\bPool\\\\b\" src | Where-Object { $_ -notmatch 'src\\\\db\\\\' }\n\
                        if ($hits) { throw \"x\" }";

    #[test]
    fn hits_outside_the_exception_count() {
        let (audit, told) = judged(&[("src/db/a.rs", "Pool\nPool\n"), ("src/a.rs", "x\n  a Pool;\n")], POOL);
        assert_eq!((audit.outcome, audit.phrase.as_str()), (RuleOutcome::Fail, "2 files, 1 hit, 2 allowed"));
        assert_eq!(told, ["TP601 src/a.rs:2:5 `Pool` in `src/a.rs`: no `\\\\bPool\\\\b` in src"]);
        let (audit, told) = judged(&[("src/db/a.rs", "Pool\n"), ("src/a.rs", "Pools")], POOL);
        assert_eq!((audit.outcome, audit.phrase.as_str()), (RuleOutcome::Pass, "2 files, 1 allowed"));
        assert_eq!(told, [""; 0]);
    }

    #[test]
    fn the_other_reading_counts_too() {
        let (audit, _) = judged(&[("src/a.rs", "a\\bPool\\b\n"), ("src/db/a.rs", "Pool")], POOL);
        assert_eq!((audit.outcome, audit.hits), (RuleOutcome::Fail, 1));
    }

    #[test]
    fn the_exception_is_asked_of_the_path_alone() {
        let (audit, _) = judged(&[("src/a.rs", "Pool // src\\db\\\n"), ("src/db/a.rs", "Pool")], POOL);
        assert_eq!((audit.outcome, audit.hits), (RuleOutcome::Fail, 1));
    }

    #[test]
    fn what_could_not_have_failed_is_no_pass() {
        let (audit, told) = judged(&[("lib/a.rs", "x")], POOL);
        assert_eq!(audit.outcome, RuleOutcome::NoVerdict);
        assert_eq!(told, ["TP606 a.md:5:1 `step-1` looked at no file: nothing lies under `src`"]);
        let (audit, told) = judged(&[("src/db/a.rs", "x")], POOL);
        assert_eq!((audit.outcome, told.len()), (RuleOutcome::Pass, 1));
        assert!(told[0].starts_with("TP606 a.md:5:1 `step-1` hits nothing, not even where it is allowed"), "{told:?}");
        let bad = "$hits = rg -n \"(a\" src\nif ($hits) { throw \"x\" }";
        let (audit, told) = judged(&[("src/a.rs", "x")], bad);
        assert_eq!((audit.outcome, told[0].starts_with("TP607 a.md:5:1")), (RuleOutcome::NoVerdict, true));
    }
}
