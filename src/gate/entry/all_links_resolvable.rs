//! `all_links_resolvable` of an entry: what the packet points to exists, at the head of the snapshot. The packet's own
//! gate of that name says the same of the same pointers, and what is said twice is dropped.

use super::sides::ask;
use crate::finding::Code;
use crate::gate::pre::all_links_resolvable;
use crate::gate::{Judgement, links};
use crate::model::{After, Entry};

/// The code that it shares with pre-work and with the packet's own gate.
pub static CODE: &Code = &all_links_resolvable::CODE;

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |_| {
        let (found, all, findings) = links::unresolved(CODE, &after.packet, &after.path, &after.existing);
        Judgement::of(findings, format!("{found} of {all}"))
    })
}

#[cfg(test)]
mod tests {
    use crate::gate::GateStatus;
    use crate::gate::fixture::Fixture;

    #[test]
    fn a_pointer_that_leads_nowhere_is_said_once() {
        let fixture = Fixture::changed().edit("  - docs/spec.md", "  - docs/sepc.md");
        assert_eq!(fixture.errors(), ["all_links_resolvable"]);
        assert_eq!(fixture.findings().iter().filter(|it| it.code == super::CODE).count(), 1);
        let judged = fixture.judged();
        let failing = judged.iter().filter(|one| one.judgement.status == GateStatus::Fail);
        assert_eq!(failing.filter(|one| one.gate.code == super::CODE).count(), 2);
    }
}
