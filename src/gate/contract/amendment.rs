//! Amendments: records that let the contract move on, and what decides whether they count.

use std::collections::BTreeSet;

use super::compare::differences;
use super::difference::Difference;
use super::owner::Compared;
use crate::model::{Checkpoint, Commit, Packet, RepoPath, Revision, Waiver, WaiverState};
use crate::text::Sources;

/// The gate that an amendment relaxes.
const GATE: &str = "contract_unchanged";

/// Who may amend, and who wrote the code.
#[derive(Clone, Copy, Debug)]
pub struct Authors<'a> {
    /// Who may approve; empty: anyone but the author of the code.
    pub approvers: &'a [String],
    /// Who wrote the code, as `Name <mail>`.
    pub coders: &'a BTreeSet<String>,
}

/// An amendment that was committed alone.
#[derive(Clone, Debug)]
pub struct Amendment<'a> {
    /// The commit.
    pub commit: &'a Commit,
    /// The records that cover what it changed.
    pub records: Vec<&'a Waiver>,
    /// True where code that it names was committed before it.
    pub late: bool,
    /// True where it comes from who wrote the code: by its approver, or by the author of its commit.
    pub by_coder: bool,
    /// True where it moves the checkpoint.
    pub counts: bool,
}

/// Moves the checkpoint on by every amendment that was committed alone and counts; returns it with all amendments, those
/// that do not count included. `revisions` begin behind the first checkpoint.
pub fn checkpoint<'a>(
    sources: &Sources,
    first: Checkpoint,
    revisions: &'a [Revision],
    governance: &BTreeSet<RepoPath>,
    authors: Authors,
) -> (Checkpoint, Vec<Amendment<'a>>) {
    let mut current = first;
    let mut code: BTreeSet<&RepoPath> = BTreeSet::new();
    let mut amendments: Vec<Amendment> = Vec::new();
    for revision in revisions {
        code.extend(&revision.code);
        let (Some(commit), Some(packet), true) = (&revision.commit, &revision.after, revision.alone) else { continue };
        let changes = differences(sources, &current.packet, packet, governance);
        let used: Vec<&Waiver> = amendments.iter().filter(|it| it.counts).flat_map(|it| &it.records).copied().collect();
        let Some(records) = records(&changes, packet, &used) else { continue };
        let amendment = amendment(commit, packet, records, &changes, &code, authors);
        if amendment.counts {
            current.packet = packet.clone();
            current.amendments.push(commit.clone());
        }
        amendments.push(amendment);
    }
    (current, amendments)
}

/// True where the record covers the difference: it names the section and, for the scope, every path.
pub fn amends(record: &Waiver, difference: &Difference) -> bool {
    let part = difference.part;
    let named = |name: &str| record.sections.iter().any(|section| plain(section) == plain(name));
    let section = named(part.section.word()) || named(part.key) || named(&part.name());
    let of_scope = matches!(part.compared, Compared::Scope | Compared::OutOfScope);
    let paths = difference
        .paths
        .iter()
        .all(|path| record.paths.iter().any(|item| item.path == *path || item.matches(&RepoPath::from(path.as_str()))));
    let paths_named = of_scope && !difference.paths.is_empty() && paths;
    record.state == WaiverState::Active
        && record.covers.iter().any(|gate| gate == GATE)
        && paths
        && (section || (record.sections.is_empty() && paths_named))
}

/// The records that cover all changes; `None` where there is no change, or one that none covers. What was approved once
/// is used up: another change wants another record.
fn records<'a>(changes: &[Difference], packet: &'a Packet, used: &[&Waiver]) -> Option<Vec<&'a Waiver>> {
    let mut records: Vec<&Waiver> = Vec::new();
    let fresh = |record: &&Waiver| !used.iter().any(|known| is_same(known, record));
    for change in changes {
        let record = packet.waivers.iter().filter(fresh).find(|record| amends(record, change))?;
        if !records.iter().any(|known| std::ptr::eq(*known, record)) {
            records.push(record);
        }
    }
    (!records.is_empty()).then_some(records)
}

fn is_same(one: &Waiver, other: &Waiver) -> bool {
    let paths = |record: &Waiver| record.paths.iter().map(|item| item.path.clone()).collect::<Vec<_>>();
    (&one.id, &one.covers, &one.sections, &one.reason, &one.approver, one.date)
        == (&other.id, &other.covers, &other.sections, &other.reason, &other.approver, other.date)
        && paths(one) == paths(other)
}

fn amendment<'a>(
    commit: &'a Commit,
    packet: &Packet,
    records: Vec<&'a Waiver>,
    changes: &[Difference],
    code: &BTreeSet<&RepoPath>,
    authors: Authors,
) -> Amendment<'a> {
    let touches = |path: &&&RepoPath| records.iter().any(|record| record.paths.iter().any(|item| item.matches(path)));
    let names_paths = changes.iter().all(|change| !change.paths.is_empty());
    let late = if names_paths { code.iter().any(|path| touches(&path)) } else { !code.is_empty() };
    let is_coder = |name: &str| authors.coders.iter().any(|coder| is_person(name, coder));
    let model = packet.metadata.coder_model.get();
    let approved_by_coder = records.iter().any(|record| {
        is_coder(&record.approver) || model.is_some_and(|model| model.eq_ignore_ascii_case(record.approver.trim()))
    });
    let by_coder = approved_by_coder || is_coder(&commit.author);
    let approved = records.iter().all(|record| !record.approver.trim().is_empty());
    let counts = approved
        && if authors.approvers.is_empty() {
            !(late && approved_by_coder)
        } else {
            let may = |name: &str| authors.approvers.iter().any(|approver| is_person(name, approver));
            !by_coder && records.iter().all(|record| may(&record.approver))
        };
    Amendment { commit, records, late, by_coder, counts }
}

/// True where two names mean one person: the whole `Name <mail>`, the name, the mail, or what stands before its `@`.
pub fn is_person(one: &str, other: &str) -> bool {
    let (one, other) = (forms(one), forms(other));
    one.iter().any(|form| other.contains(form))
}

fn forms(name: &str) -> Vec<String> {
    let name = name.trim().to_lowercase();
    let (own, mail) = name.split_once('<').map_or((name.as_str(), ""), |(own, mail)| (own.trim(), mail));
    let mail = mail.trim_end_matches('>').trim();
    let local = mail.split('@').next().unwrap_or_default();
    [own, mail, local].into_iter().filter(|form| !form.is_empty()).map(str::to_owned).collect()
}

fn plain(name: &str) -> String {
    name.trim().to_ascii_uppercase().replace(' ', "_")
}
