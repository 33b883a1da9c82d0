//! A row of the audit log for a packet that is nowhere.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::{PacketId, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP772",
    name: "signature_row_unknown",
    page: Page {
        checks: "A row of the signature audit log that names a packet (`Task packet creation: WP-1-X`) names one that is there, \
                 in this work tree, another one or a branch; or a refinement of that name. Rows older than the commit \
                 `judge_since` are left out.",
        why: "An approval for something that does not exist was given for something else, or for nothing.",
        fails: "| ann100120261200 | ann | Task packet creation: WP-1-Forgotten |",
        mend: "Correct the id in the row; or bring the packet back, where it was lost.",
    },
};

/// Rows for packets that are nowhere.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(log) = &truths.survey.signature_audit else { return Vec::new() };
    let mut found = Vec::new();
    for row in log.rows.iter().filter(|row| truths.counts(&row.signature)) {
        let named: Vec<PacketId> = ids(&row.purpose).collect();
        if named.is_empty() || named.iter().any(|id| is_known(truths, id)) {
            continue;
        }
        let id = &named[0];
        let finding = Finding::error(
            &CODE,
            format!("the audit log gives `{}` for `{id}`, and there is no such packet", row.signature),
        )
        .at(log.source, row.span)
        .about(id.as_str())
        .help("correct the id in the row, or bring the packet back");
        found.push(Disagreement::left(finding));
    }
    found
}

/// The packets that a purpose names, where it is about packets.
fn ids(purpose: &str) -> impl Iterator<Item = PacketId> {
    let about_packets = purpose.to_ascii_lowercase().contains("packet");
    let part = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let words = purpose.split(move |letter: char| !part(letter)).map(|word| word.trim_end_matches('.'));
    let words = words.map(|word| word.strip_suffix(".md").unwrap_or(word));
    let words = words.filter(move |word| about_packets && word.starts_with("WP-") && word.len() > 3);
    words.filter_map(PacketId::parse).collect::<Vec<_>>().into_iter()
}

fn is_known(truths: &Truths, id: &PacketId) -> bool {
    let survey = &truths.survey;
    let refinement = || truths.refinements.keys().any(|path| path.to_string().ends_with(&format!("/{id}.md")));
    survey.packet(id).is_some()
        || survey.elsewhere.iter().any(|packet| packet.id == *id)
        || survey.stubs.iter().any(|stub| stub.id == *id)
        || refinement()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_row_for_nothing() {
        let unknown = Fixture::new().log("creation: WP-1-A |", "creation: WP-1-Z |");
        assert_eq!(
            told(check, &unknown),
            ["error: the audit log gives `ann100120261200` for `WP-1-Z`, and there is no such packet \
              @docs/SIGNATURE_AUDIT.md:3, left"]
        );
        for purpose in ["Spec enrichment |", "packet creation: docs/task_packets/WP-1-A.md |"] {
            let fine = Fixture::new().log("Task packet creation: WP-1-A |", purpose);
            assert_eq!(told(check, &fine), [""; 0], "{purpose}");
        }
        let old = unknown.with(|truths| truths.adopted = Some(truths.survey.now));
        assert_eq!(told(check, &old), [""; 0]);
    }
}
