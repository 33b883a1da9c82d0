//! Waivers: each relaxes the gate and the paths that it names, until it expires, and nothing else.

use chrono::NaiveDate;

use super::{Check, Gate, GateStatus, Judged};
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{After, RepoPath, Waiver, WaiverState};

/// A relaxation that the judged change brings itself.
pub static UNCOMMITTED: Code = Code {
    id: "TP310",
    name: "relaxation_not_in_force",
    page: Page {
        checks: "Waivers and the configuration are those of the base: what the judged change itself adds to them is shown, \
                 and does not count until it is committed, by itself.",
        why: "A change that excuses itself is judged by nobody.",
        fails: "- WAIVER_ID: W-2 | COVERS: scope_respected | PATHS: src/x.rs | ..      (in one commit with src/x.rs)",
        mend: "Commit the waiver, or the change of `taskpacket.yaml`, by itself, approved by whoever may approve it; then the \
               code.",
    },
};

/// The gate that amendments answer to, which no waiver relaxes.
pub(super) const CONTRACT: &str = "contract_unchanged";

/// Relaxes what the waivers in force name: an error whose gate and path a waiver covers on the day `today` becomes a
/// warning, and a gate without any other error is waived. Waivers that would have counted are named.
pub fn apply_waivers(judged: &mut [Judged], waivers: &[Waiver], today: NaiveDate) {
    for one in judged.iter_mut().filter(|one| one.judgement.status == GateStatus::Fail && one.gate.name != CONTRACT) {
        let by_path = is_by_path(one.gate);
        let mut open = false;
        for finding in one.judgement.findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
            let path = finding.subject.as_deref().filter(|_| by_path).map(RepoPath::from);
            let relaxes = |waiver: &&Waiver| waiver.relaxes(one.gate.name, path.as_ref(), today);
            if let Some(waiver) = waivers.iter().find(relaxes) {
                relax(finding, waiver);
                continue;
            }
            open = true;
            if let Some(waiver) = waivers.iter().find(|waiver| has_expired(waiver, one.gate.name, path.as_ref(), today))
            {
                let last = waiver.expires.map(|last| last.to_string()).unwrap_or_default();
                finding.help.push(format!("waiver `{}` covered this until {last}; have it renewed", waiver.id));
            }
        }
        if !open {
            one.judgement.status = GateStatus::Waived;
        }
    }
}

/// True where a gate finds fault with single paths, so that a waiver names them.
pub(super) fn is_by_path(gate: &Gate) -> bool {
    matches!(gate.check, Check::Entry(_)) || gate.name.ends_with("_changes") || gate.name == "scope_respected"
}

/// What the snapshot adds to the relaxations, as findings.
pub fn not_in_force(after: &After) -> Vec<Finding> {
    let waivers = after.new_waivers.iter().filter(|waiver| waiver.state == WaiverState::Active);
    let waivers = waivers.filter(|waiver| waiver.covers.iter().any(|gate| gate != CONTRACT)).map(|waiver| {
        let message = format!("waiver `{}` comes with the change that it excuses, and does not count yet", waiver.id);
        Finding::warning(&UNCOMMITTED, message)
            .at(after.packet.source, waiver.span)
            .about(waiver.id.clone())
            .help(format!("commit it by itself: git commit --only -- {}", after.path.quoted()))
    });
    let config = after.config_changed.then(|| {
        let message = "`taskpacket.yaml` changes with the work that it governs, and does not count yet";
        Finding::warning(&UNCOMMITTED, message).help("commit it by itself: git commit --only -- taskpacket.yaml")
    });
    waivers.chain(config).chain(rules_not_in_force(after)).collect()
}

/// Files of rules and the baseline that come with the work that they govern.
fn rules_not_in_force(after: &After) -> impl Iterator<Item = Finding> {
    let files = after.config.audits.iter().filter_map(|audit| audit.rules.as_ref()).map(|file| file.text.as_str());
    let files: Vec<RepoPath> = files.chain([after.config.audit_baseline.as_str()]).map(RepoPath::from).collect();
    let changed = after.snapshot.changes.iter().filter(move |change| files.contains(&change.path));
    changed.map(|change| {
        let path = &change.path;
        let message = format!("`{path}` changes with the work that it governs, and does not count yet");
        Finding::warning(&UNCOMMITTED, message)
            .about(path.to_string())
            .help(format!("commit it by itself: git commit --only -- {}", path.quoted()))
    })
}

fn relax(finding: &mut Finding, waiver: &Waiver) {
    finding.severity = Severity::Warning;
    let until = waiver.expires.map_or_else(String::new, |last| format!(" until {last}"));
    let by_nobody = if waiver.approver.trim().is_empty() { ", which names no approver" } else { "" };
    finding.message = format!("{} (waived by `{}`{until}{by_nobody})", finding.message, waiver.id);
    finding.help.clear();
}

/// True where only its last day keeps a waiver from relaxing.
fn has_expired(waiver: &Waiver, gate: &str, path: Option<&RepoPath>, today: NaiveDate) -> bool {
    waiver.expires.is_some_and(|last| last < today && waiver.relaxes(gate, path, last))
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;
    use crate::gate::{GateStatus, Outcome, outcome};
    use crate::model::After;

    const RECORD: &str = "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | PATHS: lib/b.rs | \
                          REASON: none of ours | APPROVER: ann | DATE: 2026-01-10 | EXPIRES: 2026-01-20";

    fn waived(record: &str, today: &str) -> Fixture {
        let fixture =
            Fixture::changed().frozen("- NONE", record).file("lib/b.rs", None, Some("b\n")).true_entry("lib/b.rs");
        let fixture = fixture.with(|after| after.waivers = after.packet.waivers.clone());
        if today == "2026-01-21" { fixture.with(tomorrow) } else { fixture }
    }

    fn tomorrow(after: &mut After) {
        after.now += chrono::TimeDelta::days(1);
    }

    #[test]
    fn a_waiver_relaxes_only_what_it_names() {
        let passing = waived(RECORD, "2026-01-20");
        assert_eq!(passing.errors(), [""; 0]);
        assert_eq!(passing.status("scope_respected").0, GateStatus::Waived);
        assert_eq!(outcome(&passing.judged()), Outcome::Pass);
        let cases = [
            (RECORD.replace("scope_respected", "phase_order"), "scope_respected"),
            (RECORD.replace("lib/b.rs", "lib/c.rs"), "scope_respected"),
            (RECORD.replace("ACTIVE", "REVOKED"), "scope_respected"),
            (RECORD.replace("COVERS: scope_respected |", ""), "scope_respected"),
            ("- the flaky test may fail, ann says".to_owned(), "scope_respected"),
            ("- (see `## WAIVERS GRANTED`)\n- NONE".to_owned(), "scope_respected"),
        ];
        for (record, left) in cases {
            assert_eq!(waived(&record, "2026-01-20").errors(), [left], "{record}");
        }
    }

    #[test]
    fn a_waiver_ends_with_its_last_day() {
        let late = waived(RECORD, "2026-01-21");
        assert_eq!(late.errors(), ["scope_respected"]);
        assert!(late.told("scope_respected").contains("waiver `W-1` covered this until 2026-01-20"));
    }

    #[test]
    fn what_the_change_itself_relaxes_does_not_count() {
        let own = Fixture::changed().edit("- NONE", RECORD).file("lib/b.rs", None, Some("b\n")).true_entry("lib/b.rs");
        let own = own.with(|after| after.new_waivers = after.packet.waivers.clone());
        assert_eq!(own.errors(), ["scope_respected"]);
        assert_eq!(own.warnings(), ["relaxation_not_in_force"]);
        let config = Fixture::changed().with(|after| after.config_changed = true);
        assert_eq!((config.errors().len(), config.warnings()), (0, vec!["relaxation_not_in_force"]));
        let baseline = Fixture::changed().frozen("  - src/\n", "  - src/\n  - docs/\n");
        let baseline = baseline.file("docs/audit_baseline.yaml", None, Some("rules: []\n"));
        assert_eq!((baseline.errors().len(), baseline.warnings()), (0, vec!["relaxation_not_in_force"]));
    }

    #[test]
    fn no_waiver_relaxes_the_contract() {
        let record = "- WAIVER_ID: W-1 | COVERS: contract_unchanged | REASON: x | APPROVER: ann | DATE: 2026-01-10";
        let fixture = Fixture::changed().frozen("- NONE", record).edit("RISK_TIER: HIGH", "RISK_TIER: LOW");
        let fixture = fixture.with(|after| after.waivers = after.packet.waivers.clone());
        assert_eq!(fixture.errors(), ["contract_unchanged"]);
    }
}
