//! All gates of a phase, asked in order.

use super::entry::hold_to_ticks;
use super::post::{settle, settle_evidence};
use super::waive::{apply_waivers, not_in_force};
use super::{Check, ENTRY, Gate, Judged, POST_WORK, PRE_WORK};
use crate::finding::Finding;
use crate::model::{After, Before, Entry};

/// Asks every gate of pre-work.
pub fn before(facts: &Before) -> Vec<Judged> {
    PRE_WORK.iter().filter_map(|gate| one(gate, facts)).collect()
}

/// Asks the gate of that name of pre-work alone.
pub fn before_only(name: &str, facts: &Before) -> Vec<Judged> {
    PRE_WORK.iter().filter(|gate| gate.name == name).filter_map(|gate| one(gate, facts)).collect()
}

fn one(gate: &'static Gate, facts: &Before) -> Option<Judged> {
    let Check::Pre(check) = gate.check else { return None };
    Some(Judged { gate, target: None, claimed: None, judgement: check(facts) })
}

/// Asks every gate of post-work: those of the packet, then those of each manifest entry. Ticks are held against what was
/// computed, and the waivers in force relax what they name.
pub fn after(facts: &After) -> Vec<Judged> {
    let mut entries: Vec<Judged> =
        facts.packet.manifest.entries.iter().flat_map(|entry| of_entry(entry, facts)).collect();
    let unticked = hold_to_ticks(&mut entries, facts);
    let mut judged: Vec<Judged> = POST_WORK.iter().filter_map(|gate| of_packet(gate, facts)).collect();
    attach(&mut judged, "manifest_covers_changes", unticked);
    attach(&mut judged, "contract_unchanged", not_in_force(facts));
    judged.extend(entries);
    apply_waivers(&mut judged, &facts.waivers, facts.now.date_naive());
    settle_evidence(&mut judged, facts);
    settle(&mut judged, facts);
    judged
}

/// Asks the ten gates about one entry, whether or not the packet holds it.
pub fn of_entry<'a>(entry: &'a Entry, facts: &'a After) -> impl Iterator<Item = Judged> + 'a {
    ENTRY.iter().filter_map(move |gate| {
        let Check::Entry(check) = gate.check else { return None };
        let raw = || entry.target.raw().map(|raw| raw.text.trim_matches('`').to_owned());
        let target = entry.target.get().cloned().or_else(raw).unwrap_or_default();
        let claimed = entry.tick(gate.name).map(|tick| tick.ticked);
        Some(Judged { gate, target: Some(target), claimed, judgement: check(entry, facts) })
    })
}

fn of_packet(gate: &'static Gate, facts: &After) -> Option<Judged> {
    let Check::Post(check) = gate.check else { return None };
    Some(Judged { gate, target: None, claimed: None, judgement: check(facts) })
}

/// Adds findings that change no status to a gate's own.
fn attach(judged: &mut [Judged], gate: &str, findings: impl IntoIterator<Item = Finding>) {
    if let Some(one) = judged.iter_mut().find(|one| one.gate.name == gate) {
        one.judgement.findings.extend(findings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::fixture::Fixture;

    #[test]
    fn each_table_holds_gates_of_its_phase_only() {
        assert!(PRE_WORK.iter().all(|gate| matches!(gate.check, Check::Pre(_))));
        assert!(ENTRY.iter().all(|gate| matches!(gate.check, Check::Entry(_))));
        assert!(POST_WORK.iter().all(|gate| matches!(gate.check, Check::Post(_))));
    }

    #[test]
    fn a_row_is_named_as_its_code_and_its_file() {
        for (folder, table) in [("pre", PRE_WORK), ("entry", ENTRY), ("post", POST_WORK)] {
            for gate in table {
                assert_eq!(gate.name, gate.code.name);
                let file = format!("src/gate/{folder}/{}.rs", gate.name);
                assert!(std::path::Path::new(&file).is_file(), "{file} is missing");
            }
        }
    }

    #[test]
    fn no_gate_at_all_is_no_pass() {
        assert_eq!(super::super::outcome(&Vec::<Judged>::new()), super::super::Outcome::NoVerdict);
    }

    #[test]
    fn a_true_change_passes_without_a_finding() {
        let fixture = Fixture::changed();
        assert_eq!(fixture.findings(), []);
        assert_eq!(crate::gate::outcome(&fixture.judged()), crate::gate::Outcome::Pass);
    }
}
