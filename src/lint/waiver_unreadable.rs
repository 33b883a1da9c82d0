//! Waivers that look like records and cannot be read: they relax nothing.

use super::Subject;
use super::rule::shorten;
use crate::finding::{Code, Finding, Page};
use crate::model::WaiverState;
use crate::text::plural;

pub(super) static WAIVER_UNREADABLE: Code = Code {
    id: "TP047",
    name: "waiver-unreadable",
    page: Page {
        checks: "Every record under WAIVERS GRANTED can be read: its status, its dates, its paths. Prose is shown and \
                 relaxes nothing, which is a note. Whether a waiver has expired is asked by the gates.",
        why: "A waiver with a date that is none would hold for ever, or never; nobody can say which. So it relaxes \
              nothing, and its author should know.",
        fails: "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | EXPIRES: soon",
        mend: "Write it as one line: `- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | PATHS: src/x.rs | \
               REASON: .. | APPROVER: .. | DATE: 2026-01-10 | EXPIRES: 2026-02-01`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let waivers = &subject.packet.waivers;
    let mut findings = Vec::new();
    for waiver in waivers.iter().filter(|waiver| waiver.state == WaiverState::Unreadable) {
        let name = if waiver.id.is_empty() { "a waiver".to_owned() } else { format!("waiver `{}`", waiver.id) };
        let message = format!("{name} has a field that cannot be read, so it relaxes nothing");
        let help = "mend its STATUS, DATE, EXPIRES or PATHS";
        findings.push(subject.warning(&WAIVER_UNREADABLE, waiver.span, message).help(help).about("WAIVERS GRANTED"));
    }
    let prose: Vec<_> = waivers.iter().filter(|waiver| waiver.state == WaiverState::Prose).collect();
    if let Some(first) = prose.first().filter(|_| !subject.is_finished()) {
        let text = shorten(subject.source.slice(first.span).trim_start_matches(['-', '*', ' ']));
        let message = format!("{} in prose, which relaxes nothing: `{text}`", plural(prose.len(), "waiver"));
        let help = "write it as a record that names the gate: `- WAIVER_ID: .. | COVERS: .. | REASON: ..`";
        findings.push(subject.note(&WAIVER_UNREADABLE, first.span, message).help(help).about("WAIVERS GRANTED"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines};
    use super::*;

    fn waived(line: &str) -> String {
        format!("{}\n## WAIVERS GRANTED\n{line}\n", light())
    }

    #[test]
    fn records_and_none() {
        let record = "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | PATHS: src/x.rs | REASON: late | \
                      APPROVER: ada | DATE: 2026-01-10 | EXPIRES: 2026-02-01";
        for line in [record, "- NONE", "- (Record waivers here.)\n- NONE"] {
            assert_eq!(lines(check, &waived(line)), [""; 0], "{line}");
        }
    }

    #[test]
    fn a_record_that_cannot_be_read() {
        let found =
            lines(check, &waived("- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | EXPIRES: soon"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("warning: waiver `W-1` has a field that cannot be read, so it relaxes nothing @"));
    }

    #[test]
    fn prose_is_a_note() {
        let found = lines(check, &waived("- The flaky login test may fail."));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("note: 1 waiver in prose, which relaxes nothing: `The flaky login test may fail.`")
        );
    }
}
