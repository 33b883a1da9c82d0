//! A lineage that the registry does not know.

use std::collections::BTreeSet;

use super::lineage::{in_force, lineage, row_of};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, SurveyedPacket, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP767",
    name: "registry_row_missing",
    page: Page {
        checks: "Where there is a registry, each lineage with a revision (`-vN`) that is not superseded has a row in it.",
        why: "Of several packets for one piece of work the registry says which one counts. Where it is silent, each reader \
              decides alone.",
        fails: "docs/task_packets/WP-1-X.md, docs/task_packets/WP-1-X-v2.md, and no row for `WP-1-X`",
        mend: "`taskpacket doctor --fix` adds the row where only one packet of the lineage is not superseded.",
    },
};

/// Lineages without a row.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(registry) = &truths.survey.registry else { return Vec::new() };
    let judged = truths.judged().filter(|packet| !packet.behind && packet.status() != Some(Status::Superseded));
    let revised = judged.filter(|packet| packet.id.revision().is_some_and(|(stem, _)| stem == packet.base_id()));
    let bases: BTreeSet<&str> = revised.map(SurveyedPacket::base_id).collect();
    let known: BTreeSet<&str> = registry.rows.iter().map(|row| row.base_id.as_str()).collect();
    let mut found = Vec::new();
    for base in bases.difference(&known) {
        let Some(force) = in_force(truths, base) else { continue };
        let metadata = &force.packet.metadata;
        let place = metadata.base_id.span().or(metadata.id.span()).unwrap_or_default();
        let finding = Finding::error(&CODE, format!("the registry has no row for `{base}`"))
            .at(force.packet.source, place)
            .compare(format!("a row that names {}", force.path), format!("none in {}", truths.survey.config.registry))
            .about(*base);
        let standing = lineage(truths, base).filter(|packet| packet.status() != Some(Status::Superseded));
        found.push(if standing.count() == 1 {
            Disagreement::mended(finding.help("taskpacket doctor --fix"), Mend::Name(row_of(force)))
        } else {
            Disagreement::left(finding.help(format!("say which packet of {base} is in force, and add its row")))
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_lineage_without_a_row() {
        let row = "| WP-1-B | docs/task_packets/WP-1-B-v2.md | Ready for Dev |\n";
        let unknown = Fixture::new().registry(row, "");
        let expected = "error: the registry has no row for `WP-1-B` @docs/task_packets/WP-1-B-v2.md:5, mended";
        assert_eq!(told(check, &unknown), [expected]);
        assert_eq!(told(check, &Fixture::new()), [""; 0], "a packet without revisions needs no row");
    }
}
