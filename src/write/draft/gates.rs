//! Files, gates and audits: what was computed, and what came of it.

use std::collections::BTreeMap;

use super::DraftFacts;
use super::table::{shown, table};
use crate::audit;
use crate::gate::{self, ENTRY, GateStatus, Judged};
use crate::model::{After, Delta, Entry, Image, RepoPath, TargetFile};
use crate::text::plural;

/// What the manifest says of each file, beside what is so: the file, its window, its line delta, what happened to it.
pub fn entry_rows(after: &After) -> Vec<Vec<String>> {
    let text = |number: Option<&u64>| number.map_or_else(|| "-".to_owned(), u64::to_string);
    let rows = after.packet.manifest.entries.iter().filter_map(|entry| {
        let target = entry.target.get()?;
        let file = after.targets.get(target)?;
        let window = match entry.start.get() {
            Some(0) => "no lines".to_owned(),
            start => format!("{}..{}", text(start), text(entry.end.get())),
        };
        Some(vec![target.clone(), window, signed(file), what(file).to_owned()])
    });
    rows.collect()
}

fn signed(file: &TargetFile) -> String {
    match gate::delta(file.base.as_ref(), file.head.as_ref()) {
        Delta::Lines(lines) => format!("{lines:+}"),
        Delta::NoLines => "N/A".to_owned(),
    }
}

/// The SHA1 of a file's content before and after, as far as people compare them.
fn digests(file: &TargetFile) -> [String; 2] {
    let short = |image: &Option<Image>| {
        let sha1 = image.as_ref().and_then(Image::sha1).map(|digest| digest.to_string());
        sha1.map_or_else(|| "-".to_owned(), |digits| digits[..10].to_owned())
    };
    [short(&file.base), short(&file.head)]
}

fn what(file: &TargetFile) -> &'static str {
    match (&file.base, &file.head) {
        (None, Some(_)) => "new",
        (Some(_), None) => "deleted",
        _ if file.change.is_none() => "unchanged",
        _ => "",
    }
}

/// The files checked: those of the manifest with their gates, then what else changed.
pub(super) fn files(facts: &DraftFacts) -> String {
    let after = facts.after;
    let mut of: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in facts.judged {
        if let Some(target) = &judged.target {
            of.entry(target).or_default().push(judged);
        }
    }
    let rows: Vec<Vec<String>> = entry_rows(after)
        .into_iter()
        .map(|mut row| {
            if row[3].is_empty() {
                row[3].push_str("changed");
            }
            let judged = of.get(row[0].as_str()).map(Vec::as_slice).unwrap_or_default();
            row.extend(after.targets.get(&row[0]).map(digests).unwrap_or_default());
            row[0] = format!("`{}`", row[0]);
            row.extend(ENTRY.iter().map(|gate| {
                let one = judged.iter().find(|one| one.gate.name == gate.name);
                one.map_or("-", |one| word(one.judgement.status)).to_owned()
            }));
            row
        })
        .collect();
    let numbers: Vec<String> = (1..=ENTRY.len()).map(|number| number.to_string()).collect();
    let head: Vec<&str> = ["file", "window", "lines", "what", "SHA1 before", "SHA1 after"]
        .into_iter()
        .chain(numbers.iter().map(String::as_str))
        .collect();
    let legend: Vec<String> =
        ENTRY.iter().enumerate().map(|(at, gate)| format!("{} `{}`", at + 1, gate.name)).collect();
    let rest = without_entry(after);
    let mut text = format!("## Files checked\n\n{} differ.\n", plural(after.snapshot.changes.len(), "file"));
    if rows.is_empty() {
        text.push_str("\nThe manifest has no entry for any of them.\n");
    } else {
        text = format!("{text}\n{}\nGates of an entry: {}.\n", table(&head, &rows), legend.join(", "));
    }
    if !rest.is_empty() {
        text = format!("{text}\nWithout an entry: {}.\n", rest.join(", "));
    }
    text
}

/// The files that differ and have no entry, each with what lets it.
fn without_entry(after: &After) -> Vec<String> {
    let entries: Vec<RepoPath> = after.packet.manifest.entries.iter().filter_map(Entry::path).collect();
    let changes = after.snapshot.changes.iter().filter(|change| !entries.contains(&change.path));
    let named = changes.map(|change| {
        let why = if after.governance.contains(&change.path) {
            "governance"
        } else if after.config.is_exempt(&change.path) {
            "exempt"
        } else {
            "none, and it needs one"
        };
        format!("`{}` ({why})", shown(&change.path.to_string()))
    });
    named.collect()
}

/// The gates of the packet, and those of entries as a whole.
pub(super) fn gates(facts: &DraftFacts) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for one in facts.judged.iter().filter(|one| one.target.is_none()) {
        let status = word(one.judgement.status).to_owned();
        rows.push(vec![format!("`{}`", one.gate.name), "packet".to_owned(), status, said(one)]);
    }
    for gate in ENTRY {
        let asked: Vec<&Judged> =
            facts.judged.iter().filter(|one| one.gate.name == gate.name && one.target.is_some()).collect();
        let worst = asked.iter().map(|one| one.judgement.status).max_by_key(|status| weight(*status));
        let Some(worst) = worst else { continue };
        let holds = asked.iter().filter(|one| weight(one.judgement.status) == 0).count();
        let wrong = asked.iter().find(|one| one.judgement.status == worst && weight(worst) > 0);
        let told = wrong
            .map_or_else(String::new, |one| format!("`{}`: {}", one.target.as_deref().unwrap_or_default(), said(one)));
        let target = format!("{} of {}", holds, plural(asked.len(), "entry"));
        rows.push(vec![format!("`{}`", gate.name), target, word(worst).to_owned(), told]);
    }
    format!("## Gates\n\n{}", table(&["gate", "target", "result", "computed"], &rows))
}

/// What a gate says: its phrase, else its first finding.
fn said(judged: &Judged) -> String {
    let judgement = &judged.judgement;
    let finding = judgement.findings.first().map(|finding| finding.message.clone());
    if judgement.phrase.is_empty() { finding.unwrap_or_default() } else { judgement.phrase.clone() }
}

/// The gates that could not be judged, each with why.
pub(super) fn unproven(judged: &[Judged]) -> BTreeMap<&'static str, String> {
    let unproven = judged.iter().filter(|one| one.judgement.status == GateStatus::NoVerdict);
    unproven.map(|one| (one.gate.name, shown(&said(one)))).collect()
}

fn word(status: GateStatus) -> &'static str {
    match status {
        GateStatus::Pass => "pass",
        GateStatus::Fail => "FAIL",
        GateStatus::NoVerdict => "UNPROVEN",
        GateStatus::NotApplicable => "n/a",
        GateStatus::Waived => "waived",
    }
}

fn weight(status: GateStatus) -> u8 {
    match status {
        GateStatus::Pass | GateStatus::NotApplicable => 0,
        GateStatus::Waived => 1,
        GateStatus::NoVerdict => 2,
        GateStatus::Fail => 3,
    }
}

/// The audits with their counts.
pub(super) fn audits(facts: &DraftFacts) -> String {
    let audited = gate::audited(facts.after);
    let rows: Vec<Vec<String>> = audited
        .rules
        .iter()
        .map(|judged| {
            let counts = [judged.scanned, judged.hits(), judged.allowed, judged.waived, judged.in_baseline, judged.old];
            let mut row = vec![
                format!("`{}`", judged.rule.id),
                judged.rule.title.clone(),
                audit::origin(&judged.rule),
                judged.outcome().word().to_owned(),
            ];
            row.extend(counts.iter().map(ToString::to_string));
            row
        })
        .collect();
    if rows.is_empty() {
        return "## Audits\n\nNone is asked for.\n".to_owned();
    }
    let head = ["audit", "demands", "of", "result", "files", "hits", "allowed", "waived", "baseline", "there before"];
    format!("## Audits\n\n{}", table(&head, &rows))
}
