//! Which findings merely follow from another one: one cause is one finding.

use std::collections::{BTreeMap, BTreeSet};

use super::post::THIS_RUN;
use crate::finding::{Finding, Severity};

/// A cause, and what it brings with it for the same file.
static CONSEQUENCES: &[(&str, &[&str])] = &[
    // Out of scope: it has no entry, or an entry that it should not have.
    ("scope_respected", &["manifest_covers_changes", "window_matches_plan", "evidence_fresh"]),
    // Another name than git's: everything that is computed of the file.
    (
        "filename_canonical_and_openable",
        &[
            "manifest_covers_changes",
            "window_matches_plan",
            "anchors_present",
            "rails_untouched_outside_window",
            "pre_sha1_captured",
            "post_sha1_captured",
            "line_delta_equals_expected",
            "current_file_matches_preimage",
            "evidence_fresh",
        ],
    ),
    // Written against another version before.
    (
        "pre_sha1_captured",
        &[
            "current_file_matches_preimage",
            "line_delta_equals_expected",
            "rails_untouched_outside_window",
            "window_matches_plan",
            "evidence_fresh",
        ],
    ),
    // Written for another version after: the file was edited since.
    (
        "post_sha1_captured",
        &[
            "anchors_present",
            "line_delta_equals_expected",
            "rails_untouched_outside_window",
            "window_matches_plan",
            "evidence_fresh",
        ],
    ),
    ("anchors_present", &["rails_untouched_outside_window", "window_matches_plan", "evidence_fresh"]),
    ("rails_untouched_outside_window", &["window_matches_plan", "evidence_fresh"]),
    // Edited since it was declared, and so since it was tested.
    ("line_delta_equals_expected", &["evidence_fresh"]),
    ("manifest_covers_changes", &["evidence_fresh"]),
    // Not there: everything that points to it.
    ("refinement_signed", &["all_links_resolvable"]),
    ("spec_resolves", &["all_links_resolvable"]),
];

/// Drops what is said twice, and fills [`Finding::follows`]: each consequence gets the first of its causes by the order of
/// the table.
pub fn follow(findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| seen.insert((finding.code.id, finding.site, finding.message.clone())));
    let mut causes: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.severity == Severity::Error) {
        if let Some(subject) = &finding.subject {
            causes.entry((finding.code.name, subject.clone())).or_insert(at);
        }
    }
    let this_run = findings
        .iter()
        .position(|finding| finding.severity == Severity::Error && finding.subject.as_deref() != Some(THIS_RUN));
    for finding in findings.iter_mut() {
        let Some(subject) = finding.subject.clone() else { continue };
        if subject == THIS_RUN {
            finding.follows = this_run;
            continue;
        }
        let cause = CONSEQUENCES
            .iter()
            .filter(|(_, consequences)| consequences.contains(&finding.code.name))
            .find_map(|(cause, _)| causes.get(&(*cause, subject.clone())));
        finding.follows = finding.follows.or(cause.copied());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::all;

    #[test]
    fn the_table_names_gates_and_has_no_circle() {
        for (at, (cause, consequences)) in CONSEQUENCES.iter().enumerate() {
            for name in consequences.iter().chain([cause]) {
                assert!(all().any(|gate| gate.name == *name), "{name}");
            }
            let earlier: Vec<&str> = CONSEQUENCES[..=at].iter().map(|(cause, _)| *cause).collect();
            assert!(consequences.iter().all(|name| !earlier.contains(name)), "{cause}");
        }
    }

    #[test]
    fn a_consequence_names_its_cause_and_twins_are_dropped() {
        let code = |name: &str| all().find(|gate| gate.name == name).unwrap().code;
        let error = |name: &str, subject: &str| Finding::error(code(name), subject).about(subject);
        let mut findings = vec![
            error("manifest_covers_changes", "src/a.rs"),
            error("manifest_covers_changes", "src/a.rs"),
            error("manifest_covers_changes", "src/b.rs"),
            error("scope_respected", "src/a.rs"),
        ];
        follow(&mut findings);
        let follows: Vec<Option<usize>> = findings.iter().map(|finding| finding.follows).collect();
        assert_eq!(follows, [Some(2), None, None]);
    }
}
