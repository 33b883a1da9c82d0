//! BOOTSTRAP, then SKELETON, then the approval, then the work.

use crate::finding::{Code, Finding, Page};
use crate::gate::phases::{approved, in_order};
use crate::gate::{GateStatus, Judgement};
use crate::model::{Approval, Before};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP101",
    name: "phase_order",
    page: Page {
        checks: "BOOTSTRAP stands before SKELETON, and a line that begins with `SKELETON APPROVED` stands behind it, outside \
                 of fences and comments, before the work begins. Work is prose under IMPLEMENTATION that is not the \
                 template's, a manifest entry with a delta or with two different hashes, or a changed file outside of the \
                 packet's governance. Evidence, reports and entries without a change need no approval.",
        why: "The skeleton is the last moment at which a wrong plan costs nothing. Approved afterwards, it is no plan but a \
              description.",
        fails: "## SKELETON\n- one new trait\n\n## IMPLEMENTATION\n- added the trait in src/store.rs",
        mend: "Have the skeleton approved: whoever approves adds the line `SKELETON APPROVED` behind it and commits the \
               packet. Teams that work without an approval set `approval: optional` in `taskpacket.yaml`.",
    },
};

/// Whether the phases came in order.
pub fn check(facts: &Before) -> Judgement {
    let findings: Vec<Finding> = in_order(&CODE, &facts.packet)
        .into_iter()
        .chain(approved(&CODE, &facts.packet, facts.config.approval, &facts.changed, facts.id.as_str()))
        .collect();
    let phases = &facts.packet.phases;
    if findings.is_empty() && phases.bootstrap.is_none() && phases.skeleton.is_none() && phases.approval.is_none() {
        let demanded = |part: &str| facts.config.demand.packet.iter().any(|name| name == part);
        return if demanded("BOOTSTRAP") || demanded("SKELETON") {
            Judgement { status: GateStatus::NoVerdict, ..Judgement::pass("neither BOOTSTRAP nor SKELETON") }
        } else {
            Judgement::not_applicable("")
        };
    }
    let phrase = if phases.approval.is_some() { "skeleton approved" } else { "not begun, no approval needed yet" };
    let phrase = if facts.config.approval == Approval::Optional && phases.approval.is_none() { "" } else { phrase };
    Judgement::held(findings, phrase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn holds_before_the_work_and_with_an_approval() {
        assert_eq!(check(&Fixture::new().facts()).status, GateStatus::Pass);
        let approved = Fixture::new().edit("- one new trait\n", "- one new trait\n\nSKELETON APPROVED: ann\n");
        assert_eq!(check(&approved.clone().changed("src/a.rs").facts()).status, GateStatus::Pass);
        let written = approved.edit("- (Coder fills", "- done in src/a.rs\n- (Coder fills");
        assert_eq!(check(&written.facts()).phrase, "skeleton approved");
    }

    #[test]
    fn fails_where_work_began_without_it() {
        Fixture::new().changed("src/a.rs").fails(check, "src/a.rs` changed", "## SKELETON");
        Fixture::new().edit("- (Coder fills", "- wrote it\n- (Coder fills").fails(
            check,
            "IMPLEMENTATION has text",
            "- wrote it",
        );
        Fixture::new()
            .edit("- **Line Delta**: <adds - dels>", "- **Line Delta**: 3")
            .edit("`path/to/file`", "`src/a.rs`")
            .fails(check, "the manifest lists a change", "");
        let late = Fixture::new().edit("- (Coder fills", "- wrote it\n\nSKELETON APPROVED\n\n- (Coder fills");
        late.fails(check, "after the implementation", "SKELETON APPROVED");
    }

    #[test]
    fn fails_out_of_order() {
        let swapped = Fixture::new()
            .edit("## BOOTSTRAP", "## X")
            .edit("## IMPLEMENTATION", "## BOOTSTRAP\n- a\n\n## IMPLEMENTATION");
        swapped.fails(check, "SKELETON stands before BOOTSTRAP", "## SKELETON");
        Fixture::new().edit("## BOOTSTRAP", "SKELETON APPROVED\n\n## BOOTSTRAP").fails(
            check,
            "before the skeleton",
            "SKELETON APPROVED",
        );
    }

    #[test]
    fn a_team_can_do_without() {
        let facts = Fixture::new().changed("src/a.rs").config(|config| config.approval = Approval::Optional).facts();
        assert_eq!(check(&facts).status, GateStatus::Pass);
    }
}
