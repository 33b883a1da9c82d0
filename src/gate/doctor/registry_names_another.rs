//! The registry names a packet that is no longer the one in force.

use super::lineage::{in_force, lineage, named, row_of};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{Status, SurveyedPacket, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP766",
    name: "registry_names_another",
    page: Page {
        checks: "The registry's row of a lineage names the packet in force: the latest revision that is not superseded.",
        why: "Whoever follows the registry opens a contract that was replaced.",
        fails: "| WP-1-X | docs/task_packets/WP-1-X-v2.md | .. |\n\nwhile WP-1-X-v3 is In Progress and WP-1-X-v2 is Superseded",
        mend: "`taskpacket doctor --fix` corrects the row where only one packet of the lineage is not superseded. Where there \
               are several, say which one is: set the Status of the others to `Superseded`, or correct the row.",
    },
};

/// Rows that name a packet which another one replaced.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(registry) = &truths.survey.registry else { return Vec::new() };
    let mut found = Vec::new();
    for row in &registry.rows {
        let (Some(named), Some(force)) = (named(truths, row), in_force(truths, &row.base_id)) else { continue };
        let counts = |packet: &SurveyedPacket| !packet.historic || packet.is_active();
        if named.id == force.id || named.behind || force.behind || !(counts(named) || counts(force)) {
            continue;
        }
        let (id, other) = (&force.id, &named.id);
        let message = format!("the registry names `{other}`, and `{id}` is in force");
        let mut finding = Finding::error(&CODE, message)
            .at(registry.source, row.active_cell)
            .compare(force.path.to_string(), &row.active)
            .about(&row.base_id);
        if let Some(span) = force.packet.metadata.status.span() {
            finding = finding.related(force.packet.source, span, "in force");
        }
        let standing = lineage(truths, &row.base_id).filter(|packet| packet.status() != Some(Status::Superseded));
        found.push(if standing.count() == 1 {
            Disagreement::mended(finding.help("taskpacket doctor --fix"), Mend::Name(row_of(force)))
        } else {
            Disagreement::left(finding.help(format!("set the Status of {other} to Superseded, or correct the row")))
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_row_that_was_left_behind() {
        let left = Fixture::new().registry("WP-1-B-v2.md", "WP-1-B.md");
        assert_eq!(
            told(check, &left),
            [
                "error: the registry names `WP-1-B`, and `WP-1-B-v2` is in force @docs/WP_TRACEABILITY_REGISTRY.md:4, mended"
            ]
        );
        let both = left.status("WP-1-B", "Done");
        assert!(told(check, &both)[0].ends_with("left"));
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
