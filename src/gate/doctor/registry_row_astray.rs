//! A row of the registry that leads nowhere.

use super::lineage::{in_force, lineage, named, names, row_of};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{RegistryRow, Status, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP768",
    name: "registry_row_astray",
    page: Page {
        checks: "What a row of the registry names is a packet, in this work tree, another one or a branch; or a stub.",
        why: "A registry is followed when nobody remembers. A row that leads nowhere leaves its reader with a guess.",
        fails: "| WP-1-X | docs/task_packets/WP-1-X-v9.md | .. |",
        mend: "`taskpacket doctor --fix` corrects the row where one packet of the lineage is in force. Else correct the path, \
               or take the row out.",
    },
};

/// Rows that lead nowhere.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(registry) = &truths.survey.registry else { return Vec::new() };
    let mut found = Vec::new();
    for row in registry.rows.iter().filter(|row| named(truths, row).is_none() && !is_elsewhere(truths, row)) {
        let shown = if row.active.is_empty() { "nothing" } else { &row.active };
        let finding = Finding::error(&CODE, format!("the registry's row of `{}` leads nowhere", row.base_id))
            .at(registry.source, row.span)
            .compare("the path of a packet", shown)
            .about(&row.base_id);
        let standing = lineage(truths, &row.base_id).filter(|packet| packet.status() != Some(Status::Superseded));
        found.push(match in_force(truths, &row.base_id).filter(|_| standing.count() == 1) {
            Some(force) => Disagreement::mended(finding.help("taskpacket doctor --fix"), Mend::Name(row_of(force))),
            None => Disagreement::left(finding.help("correct the path, or take the row out")),
        });
    }
    found
}

/// True where the row names a packet of another place, or a stub.
fn is_elsewhere(truths: &Truths, row: &RegistryRow) -> bool {
    let survey = &truths.survey;
    let file = row.active.split_whitespace().next().unwrap_or_default().trim_matches('`').trim_start_matches("./");
    let stem = file.strip_suffix(".md").unwrap_or(file);
    survey.elsewhere.iter().any(|packet| names(row, packet))
        || survey.stubs.iter().any(|stub| stub.path.as_str() == Some(file) || stub.id.as_str() == stem)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_row_that_leads_nowhere() {
        let astray = Fixture::new().registry("WP-1-B-v2.md", "WP-1-B-v9.md");
        let expected =
            "error: the registry's row of `WP-1-B` leads nowhere @docs/WP_TRACEABILITY_REGISTRY.md:4, mended";
        assert_eq!(told(check, &astray), [expected]);
        let lost = Fixture::new().registry("| WP-1-B |", "| WP-7-Q | docs/x.md | |\n| WP-1-B |");
        assert_eq!(
            told(check, &lost),
            ["error: the registry's row of `WP-7-Q` leads nowhere @docs/WP_TRACEABILITY_REGISTRY.md:4, left"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
