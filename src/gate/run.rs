//! All gates of a phase, asked in order.

use super::{Check, ENTRY, Gate, Judged, POST_WORK, PRE_WORK};
use crate::model::{After, Before};

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

/// Asks every gate of post-work: those of each manifest entry, then those of the packet.
pub fn after(facts: &After) -> Vec<Judged> {
    let entries = facts.packet.manifest.entries.iter().flat_map(|entry| {
        ENTRY.iter().filter_map(move |gate| {
            let Check::Entry(check) = gate.check else { return None };
            let target = entry.target.raw().map(|raw| raw.text.trim_matches('`').to_owned()).unwrap_or_default();
            let claimed = entry.tick(gate.name).map(|tick| tick.ticked);
            Some(Judged { gate, target: Some(target), claimed, judgement: check(entry, facts) })
        })
    });
    let packet = POST_WORK.iter().filter_map(|gate| {
        let Check::Post(check) = gate.check else { return None };
        Some(Judged { gate, target: None, claimed: None, judgement: check(facts) })
    });
    entries.chain(packet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
