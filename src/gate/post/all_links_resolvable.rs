//! `all_links_resolvable` at handoff: what the packet points to exists at the head of the snapshot.

use crate::finding::Code;
use crate::gate::pre::all_links_resolvable;
use crate::gate::{Judgement, links};
use crate::model::After;

/// The code that it shares with pre-work.
pub static CODE: &Code = &all_links_resolvable::CODE;

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let (found, all, findings) = links::unresolved(CODE, &after.packet, &after.path, &after.existing);
    if all == 0 { Judgement::not_applicable("") } else { Judgement::of(findings, format!("{found} of {all}")) }
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;

    #[test]
    fn pointers() {
        let (status, phrase) = Fixture::changed().status("all_links_resolvable");
        let (found, all) = phrase.split_once(" of ").unwrap();
        assert_eq!((status, found), (GateStatus::Pass, all));
        let audit = Fixture::new().audit_only().edit("  - docs/spec.md", "  - docs/sepc.md");
        assert_eq!(audit.errors(), ["all_links_resolvable"]);
    }
}
