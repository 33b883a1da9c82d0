//! One signature under two things.

use std::collections::{BTreeMap, BTreeSet};

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::gate::signature::elsewhere;
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP771",
    name: "signature_reused",
    page: Page {
        checks: "A packet's signature was given for it alone: no other packet or refinement carries it or ever did, on no \
                 branch and in no commit, and the audit log gives it for nothing else and in one row.",
        why: "A signature says that a person has read this refinement at this minute. Copied from another one it says \
              nothing.",
        fails: "docs/task_packets/WP-1-X.md: - USER_SIGNATURE: ann100120261200\ndocs/task_packets/WP-1-Y.md: - USER_SIGNATURE: ann100120261200",
        mend: "Have the refinement that came second signed anew: `taskpacket refinement sign`.",
    },
};

/// Signatures that were used twice.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let value = &packet.packet.metadata.signature;
        let (Some(signature), Some(span)) = (value.get(), value.span()) else { continue };
        let others = elsewhere(&CODE, signature, packet.id.as_str(), &truths.uses);
        // One signature under two packets is one disagreement, told at the first of them.
        let Some(first) = others.first().filter(|_| told.insert(signature.to_string())) else { continue };
        let mut finding = first.clone().at(packet.packet.source, span).about(packet.id.as_str());
        for other in &others[1..] {
            finding.related.extend(other.related.clone());
        }
        found.push(Disagreement::left(finding.help(format!("taskpacket refinement sign {}", packet.id))));
    }
    found.extend(rows(truths, &told));
    found
}

/// Signatures that stand in the log more than once.
fn rows(truths: &Truths, told: &BTreeSet<String>) -> Vec<Disagreement> {
    let Some(log) = &truths.survey.signature_audit else { return Vec::new() };
    let mut rows: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in log.rows.iter().filter(|row| truths.counts(&row.signature) && !told.contains(&row.signature)) {
        rows.entry(&row.signature).or_default().push(row.span);
    }
    let doubled = rows.into_iter().filter(|(_, spans)| spans.len() > 1);
    doubled
        .map(|(signature, spans)| {
            let message = format!("the audit log has {} rows for `{signature}`", spans.len());
            let finding = Finding::error(&CODE, message).at(log.source, spans[1]);
            let finding = finding.related(log.source, spans[0], "first used here").about(signature);
            Disagreement::left(
                finding.help("have what came second signed anew, or take out the row that is a mere copy"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_signature_of_two_packets() {
        let copied = Fixture::new().packet("WP-1-B-v2", "ann110120261200", "ann100120261200");
        assert_eq!(
            told(check, &copied),
            ["error: `ann100120261200` is the signature of WP-1-B-v2 as well (docs/task_packets/WP-1-B-v2.md) \
              @docs/task_packets/WP-1-A.md:9, left"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }

    #[test]
    fn a_signature_with_two_rows() {
        let row = "| ann100120261200 | ann | Task packet creation: WP-1-A |\n";
        let twice = Fixture::new().log(row, &row.repeat(2));
        assert_eq!(
            told(check, &twice),
            ["error: the audit log has 2 rows for `ann100120261200` @docs/SIGNATURE_AUDIT.md:4, left"]
        );
    }
}
