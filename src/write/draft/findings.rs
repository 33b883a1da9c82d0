//! What was found wanting, by place, and what relaxes the rules.

use std::collections::BTreeMap;

use super::DraftFacts;
use super::table::shown;
use crate::finding::{Finding, Severity};
use crate::gate::contract::{Authors, checkpoint};
use crate::model::{Waiver, WaiverState};

/// The findings, errors and warnings, sorted by file and line; what follows from another one is counted.
pub(super) fn findings(facts: &DraftFacts) -> String {
    let sources = &facts.after.sources;
    let told = |finding: &&Finding| finding.severity != Severity::Note && finding.follows.is_none();
    let mut placed: BTreeMap<(String, usize, usize), String> = BTreeMap::new();
    for (at, finding) in facts.findings.iter().enumerate().filter(|(_, finding)| told(finding)) {
        let site = finding.site.and_then(|site| Some((sources.try_get(site.source)?, site)));
        let (file, line) =
            site.map_or_else(|| (String::new(), 0), |(source, site)| (source.title(), source.line_at(site.span.start)));
        let place = if file.is_empty() { String::new() } else { format!(" {file}:{line}:") };
        let (severity, code) = (finding.severity.word(), finding.code);
        let text = format!("- {severity} {} `{}`:{place} {}\n", code.id, code.name, shown(&finding.message));
        placed.insert((file, line, at), text);
    }
    let follow = facts.findings.iter().filter(|finding| finding.follows.is_some()).count();
    let follow = if follow > 0 { format!("\n{follow} more follow from these.\n") } else { String::new() };
    if placed.is_empty() {
        return "## Findings\n\nNone.\n".to_owned();
    }
    format!("## Findings\n\n{}{follow}", placed.into_values().collect::<String>())
}

/// The waivers and the amendments in force, late ones named as such.
pub(super) fn relaxations(facts: &DraftFacts) -> String {
    let after = facts.after;
    let today = after.now.date_naive();
    let in_force = |waiver: &&Waiver| {
        waiver.state == WaiverState::Active
            && waiver.expires.is_none_or(|last| today <= last)
            && !waiver.covers.is_empty()
    };
    let waives = |waiver: &&Waiver| waiver.covers.iter().any(|gate| gate != "contract_unchanged");
    let mut lines: Vec<String> = after.waivers.iter().filter(in_force).filter(waives).map(waiver).collect();
    if let Some(first) = after.checkpoint.clone() {
        let authors = Authors { approvers: &after.config.amend_approvers, coders: &after.coders };
        let (_, amendments) = checkpoint(&after.sources, first, &after.revisions, &after.governance, authors);
        for amendment in amendments.iter().filter(|amendment| amendment.counts) {
            let late = if amendment.late { "late " } else { "" };
            let by = if amendment.by_coder { ", by the author of the code" } else { "" };
            let records = amendment.records.iter().map(|record| {
                format!(
                    "- {late}amendment{by}, in {}: {}",
                    amendment.commit.oid.short(),
                    waiver(record).trim_start_matches("- ")
                )
            });
            lines.extend(records);
        }
    }
    if lines.is_empty() {
        return "## Waivers and amendments\n\nNone is in force.\n".to_owned();
    }
    format!("## Waivers and amendments\n\n{}\n", lines.join("\n"))
}

fn waiver(waiver: &Waiver) -> String {
    let paths: Vec<String> = waiver.paths.iter().map(|item| item.path.clone()).collect();
    let paths = if paths.is_empty() { String::new() } else { format!(" for {}", paths.join(", ")) };
    let until = waiver.expires.map(|last| format!(", until {last}")).unwrap_or_default();
    let id = if waiver.id.is_empty() { "(no id)" } else { &waiver.id };
    shown(&format!(
        "- {id} covers {}{paths}{until}: {} (approved by {})",
        waiver.covers.join(", "),
        waiver.reason,
        waiver.approver
    ))
}
