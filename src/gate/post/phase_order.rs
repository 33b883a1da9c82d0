//! `phase_order` at handoff: the skeleton was approved before there was code.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding};
use crate::gate::pre::phase_order;
use crate::gate::{Judgement, phases};
use crate::model::{After, Approval, RepoPath};

/// The code that it shares with pre-work.
pub static CODE: &Code = &phase_order::CODE;

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let outside = |path: &&RepoPath| !after.governance.contains(*path);
    let changed: BTreeSet<RepoPath> =
        after.snapshot.changes.iter().map(|change| &change.path).filter(outside).cloned().collect();
    let mut findings = phases::in_order(CODE, &after.packet);
    let unapproved = phases::approved(CODE, &after.packet, after.config.approval, &changed, after.id.as_str());
    match unapproved {
        Some(finding) => findings.push(finding),
        None => findings.extend(not_in_head(&changed, after)),
    }
    let phrase = match (after.packet.phases.approval, after.config.approval) {
        (Some(_), _) => "skeleton approved",
        (None, Approval::Optional) => "",
        (None, Approval::Required) => "no approval needed yet",
    };
    Judgement::held(findings, phrase)
}

/// An approval that is not in HEAD: whoever wrote the code may have written it, with the code.
fn not_in_head(changed: &BTreeSet<RepoPath>, after: &After) -> Option<Finding> {
    let needed = after.config.approval == Approval::Required && !changed.is_empty();
    let given = after.packet.phases.approval.filter(|_| needed && !after.approved_in_head)?;
    let finding = if after.uncommitted.is_empty() {
        Finding::warning(CODE, "the approval of the skeleton is not in HEAD")
    } else {
        Finding::error(CODE, "the code is not committed, and neither is the approval that it waits for")
    };
    let path = after.path.quoted();
    let help = format!("have whoever approves commit the packet by itself: git commit --only -- {path}");
    Some(finding.at(after.packet.source, given).help(help))
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;
    use crate::model::Approval;

    #[test]
    fn an_approval_ahead_of_the_code_passes() {
        assert_eq!(Fixture::changed().status("phase_order"), (GateStatus::Pass, "skeleton approved".to_owned()));
        let audit = Fixture::new().audit_only().frozen("SKELETON APPROVED\n", "");
        assert_eq!(audit.status("phase_order"), (GateStatus::Pass, "no approval needed yet".to_owned()));
    }

    #[test]
    fn code_without_an_approval_fails() {
        let unapproved = Fixture::changed().frozen("SKELETON APPROVED\n", "");
        assert_eq!(unapproved.errors(), ["phase_order"]);
        let optional = unapproved.with(|after| after.config.approval = Approval::Optional);
        assert_eq!(optional.errors(), [""; 0]);
    }

    #[test]
    fn an_approval_that_is_not_in_head() {
        let loose = Fixture::changed().with(|after| after.approved_in_head = false);
        assert_eq!(loose.errors(), ["phase_order"]);
        let committed = loose.with(|after| after.uncommitted.clear());
        assert_eq!((committed.errors().len(), committed.warnings()), (0, vec!["phase_order"]));
    }
}
