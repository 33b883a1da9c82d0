//! `manifest_covers_changes`: every changed file has its entry, once.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding, Page};
use crate::gate::{Judgement, links};
use crate::model::{After, Change, ChangeKind, Entry, EntryState, RepoPath, TargetFile};
use crate::text::Span;

/// Every changed file has its entry.
pub static CODE: Code = Code {
    id: "TP302",
    name: "manifest_covers_changes",
    page: Page {
        checks: "Every changed file outside governance and the exempt paths (`docs/`, unless configured otherwise) has an \
                 entry in the VALIDATION manifest. A deleted file without one is a warning. An entry that is still the \
                 template's is no entry.",
        why: "A change that the manifest does not name is a change that nobody declared.",
        fails: "src/a.rs and src/b.rs changed; the manifest has an entry for src/a.rs",
        mend: "`taskpacket manifest WP-ID --write` writes one entry for every changed file.",
    },
};

/// A file has its entry twice.
pub static DUPLICATE: Code = Code {
    id: "TP211",
    name: "duplicate_entry",
    page: Page {
        checks: "No file has more than one entry in the VALIDATION manifest.",
        why: "Of two entries for one file, one is wrong or says nothing, and a reader cannot tell which.",
        fails: "- **Target File**: `src/a.rs`\n..\n- **Target File**: `src/a.rs`",
        mend: "Remove one of them. One window holds all changes of a file, from the first to the last.",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let mut entries: BTreeMap<RepoPath, &Entry> = BTreeMap::new();
    let mut findings = Vec::new();
    for entry in after.packet.manifest.entries.iter().filter(|entry| entry.state != EntryState::Placeholder) {
        let Some(path) = path_of(entry, after) else { continue };
        match entries.get(&path) {
            Some(first) => findings.push(twice(&path, first, entry, after)),
            None => {
                entries.insert(path, entry);
            }
        }
    }
    let needed: BTreeSet<&RepoPath> =
        after.needs_entry().filter(|change| !comes_to_nothing(change, after)).map(|change| &change.path).collect();
    let mut missing: Vec<Finding> = after
        .needs_entry()
        .filter(|change| needed.contains(&change.path) && !entries.contains_key(&change.path))
        .map(|change| without(&change.path, change.kind, after))
        .collect();
    findings.extend(templates(&needed, &mut missing, after));
    findings.extend(missing);
    let covered = needed.iter().filter(|path| entries.contains_key(**path)).count();
    let phrase =
        if needed.is_empty() { String::new() } else { format!("{covered} of {} files have an entry", needed.len()) };
    Judgement::of(findings, if covered == needed.len() { String::new() } else { phrase })
}

/// True for a file that this branch brought and took away again: between merge base and head, nothing happened to it.
fn comes_to_nothing(change: &Change, after: &After) -> bool {
    let is_new = |file: &TargetFile| matches!(file.merge_base, Some(None));
    change.kind == ChangeKind::Deleted && after.targets.get(&change.path.to_string()).is_some_and(is_new)
}

/// The file that an entry means, in the case that git has and with `..` worked out.
fn path_of(entry: &Entry, after: &After) -> Option<RepoPath> {
    let target = entry.target.get()?;
    let other_case = after.targets.get(target).and_then(|file| file.other_case.clone());
    let worked_out = || links::normal(target).map(|path| RepoPath::from(path.as_str()));
    other_case.or_else(|| entry.path()).or_else(worked_out)
}

fn twice(path: &RepoPath, first: &Entry, second: &Entry, after: &After) -> Finding {
    let source = after.packet.source;
    let place = |entry: &Entry| entry.target.span().unwrap_or(entry.span);
    Finding::error(&DUPLICATE, format!("the manifest has two entries for `{path}`"))
        .at(source, place(second))
        .related(source, place(first), "first listed here")
        .about(path.to_string())
        .help("remove one of the two: one window holds all changes of a file")
}

fn without(path: &RepoPath, kind: ChangeKind, after: &After) -> Finding {
    let (message, deleted) = match kind {
        ChangeKind::Deleted => (format!("`{path}` was deleted and has no manifest entry"), true),
        _ => (format!("`{path}` has no manifest entry"), false),
    };
    let finding = if deleted { Finding::warning(&CODE, message) } else { Finding::error(&CODE, message) };
    finding
        .at(after.packet.source, manifest_span(after))
        .about(path.to_string())
        .help(format!("taskpacket manifest {} --write", after.id))
}

/// Template entries beside a change that needs one: shown with the first file that lacks its entry, else by themselves.
fn templates(needed: &BTreeSet<&RepoPath>, missing: &mut [Finding], after: &After) -> Option<Finding> {
    let template = after.packet.manifest.entries.iter().find(|entry| entry.state == EntryState::Placeholder)?;
    if needed.is_empty() {
        return None;
    }
    let (source, span) = (after.packet.source, template.target.span().unwrap_or(template.span));
    if let Some(first) = missing.first_mut() {
        first.related.push((crate::text::Site { source, span }, "the template's entry is still here".to_owned()));
        return None;
    }
    let finding = Finding::error(&CODE, "an entry of the manifest is still the template's").at(source, span);
    Some(finding.help("remove the entry that nobody filled in"))
}

fn manifest_span(after: &After) -> Span {
    let title = after.packet.title.as_ref().map(|title| title.span);
    after.packet.manifest.heading.or(title).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;
    use crate::gate::{GateStatus, Outcome, outcome};

    #[test]
    fn every_changed_file_has_its_entry() {
        assert_eq!(Fixture::changed().status("manifest_covers_changes").0, GateStatus::Pass);
        let missing = Fixture::changed().file("src/b.rs", None, Some("a\n"));
        assert_eq!(missing.errors(), ["manifest_covers_changes"]);
        assert!(missing.told("manifest_covers_changes").starts_with("`src/b.rs` has no manifest entry"));
        let mode = Fixture::new().file("src/b.sh", Some("a\n"), Some("a\n")).modes(0o100_644, 0o100_755);
        assert_eq!(mode.errors(), ["manifest_covers_changes"]);
        assert_eq!(mode.true_entry("src/b.sh").findings(), []);
    }

    #[test]
    fn what_the_branch_brought_and_took_away_needs_none() {
        let gone = Fixture::changed().file("src/b.rs", Some("a\n"), None);
        assert_eq!(gone.warnings(), ["manifest_covers_changes"]);
        let own = gone.with(|after| after.targets.get_mut("src/b.rs").unwrap().merge_base = Some(None));
        assert_eq!((own.errors().len(), own.warnings().len()), (0, 0));
    }

    #[test]
    fn exempt_paths_need_none() {
        let docs =
            Fixture::changed().frozen("  - src/\n", "  - src/\n  - docs/\n").file("docs/a.md", None, Some("a\n"));
        assert_eq!(docs.findings(), []);
    }

    #[test]
    fn a_deleted_file_without_one_is_a_warning() {
        let deleted = Fixture::changed().file("src/b.rs", Some("a\n"), None);
        assert_eq!((deleted.errors().len(), deleted.warnings()), (0, vec!["manifest_covers_changes"]));
    }

    #[test]
    fn a_file_out_of_scope_is_missed_once() {
        let outside = Fixture::changed().file("lib/b.rs", None, Some("a\n"));
        assert_eq!(outside.errors(), ["scope_respected"]);
        assert!(outside.findings().iter().any(|it| it.code == &super::CODE && it.follows.is_some()));
    }

    #[test]
    fn one_file_has_one_entry() {
        let twice = Fixture::changed().true_entry("src/a.rs");
        assert_eq!(twice.errors(), ["duplicate_entry"]);
        assert_eq!(twice.status("manifest_covers_changes").0, GateStatus::Fail);
    }

    #[test]
    fn a_template_left_beside_real_entries_is_one_finding() {
        let template = "- **Target File**: `path/to/file`\n- **Start**: <line>\n- **End**: <line>\n";
        assert_eq!(Fixture::changed().entry(template).errors(), ["manifest_covers_changes"]);
        let alone = Fixture::new().file("src/a.rs", None, Some("a\n"));
        assert_eq!(alone.errors(), ["manifest_covers_changes"]);
        assert_eq!(alone.findings().iter().filter(|it| it.code == &super::CODE).count(), 1);
        assert_eq!(outcome(&alone.judged()), Outcome::Fail);
    }

    #[test]
    fn an_entry_in_a_fence_or_elsewhere_is_none() {
        let fenced = Fixture::changed().edit("- **Target File**", "```\n- **Target File**");
        let fenced = fenced.edit("\n## EVIDENCE", "```\n\n## EVIDENCE");
        assert_eq!(fenced.errors(), ["manifest_covers_changes"]);
    }
}
