//! The VALIDATION section can be filled in.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Page};
use crate::gate::{ENTRY, Judgement};
use crate::lint::demand::is_demanded;
use crate::model::{Before, Entry, Packet};
use crate::text::plural;

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP109",
    name: "manifest_template_present",
    page: Page {
        checks: "The VALIDATION section holds a manifest block with its seven fields (Target File, Start, End, Line Delta, \
                 Pre-SHA1, Post-SHA1, Gates Passed) and the ten gates as tick boxes. Where the configuration does not \
                 demand VALIDATION, an empty section is enough.",
        why: "At handoff every changed file is accounted for in this form. Where the form is missing, the coder makes one up.",
        fails: "## VALIDATION\n- **Target File**: `path/to/file`\n- **Start**: <line>",
        mend: "Copy the block from the packet template, or let `taskpacket manifest WP-ID --write` write it once there is a \
               change.",
    },
};

/// The labels of a block, as canonical keys, and as packets write them.
const FIELDS: [(&str, &str); 7] = [
    ("TARGET_FILE", "Target File"),
    ("START", "Start"),
    ("END", "End"),
    ("LINE_DELTA", "Line Delta"),
    ("PRE_SHA1", "Pre-SHA1"),
    ("POST_SHA1", "Post-SHA1"),
    ("GATES_PASSED", "Gates Passed"),
];

/// Whether the manifest's form is there.
pub fn check(facts: &Before) -> Judgement {
    let packet = &facts.packet;
    let Some(heading) = packet.manifest.heading else {
        return super::left_to_completeness(facts, "VALIDATION");
    };
    let help = "copy the manifest block of the packet template into VALIDATION";
    // `manifest --write` makes the block itself; where nobody demands VALIDATION, that is enough.
    if packet.manifest.entries.is_empty() && !is_demanded(&facts.config, "VALIDATION") {
        return Judgement::not_applicable("");
    }
    if packet.manifest.entries.is_empty() {
        let finding = Finding::error(&CODE, "VALIDATION holds no manifest block").at(packet.source, heading).help(help);
        return Judgement::of(vec![finding], "");
    }
    let findings: Vec<Finding> = packet
        .manifest
        .entries
        .iter()
        .filter_map(|entry| {
            let missing = lacking(packet, entry);
            if missing.is_empty() {
                return None;
            }
            let message = format!("the manifest block has no {}", missing.join(", "));
            Some(Finding::error(&CODE, message).at(packet.source, entry.span).help(help))
        })
        .collect();
    Judgement::of(findings, plural(packet.manifest.entries.len(), "manifest block"))
}

/// The labels and gates that a block lacks.
fn lacking(packet: &Packet, entry: &Entry) -> Vec<String> {
    let keys: BTreeSet<&str> = packet
        .fields
        .iter()
        .filter(|field| entry.span.contains(field.key_span.start))
        .map(|field| field.key.as_str())
        .collect();
    let is_there = |key: &str| keys.iter().any(|written| written.replace('-', "_") == key) || (key == "TARGET_FILE");
    let gates_are_there = !entry.ticks.is_empty();
    let fields = FIELDS.iter().filter(|(key, _)| match *key {
        "GATES_PASSED" => !gates_are_there,
        key => !is_there(key),
    });
    let gates = ENTRY.iter().filter(|gate| gates_are_there && entry.tick(gate.name).is_none());
    fields.map(|(_, label)| format!("`{label}`")).chain(gates.map(|gate| format!("`{}`", gate.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn the_template_passes() {
        let judgement = check(&Fixture::new().facts());
        assert_eq!((judgement.status, judgement.findings), (GateStatus::Pass, Vec::new()));
    }

    #[test]
    fn a_missing_label_or_gate_fails() {
        Fixture::new().edit("- **Line Delta**: <adds - dels>\n", "").fails(check, "no `Line Delta`", "");
        for gate in ENTRY {
            let box_line = format!("  - [ ] {}\n", gate.name);
            Fixture::new().edit(&box_line, "").fails(check, &format!("no `{}`", gate.name), "");
        }
        assert_eq!(ENTRY.len(), 10);
    }

    #[test]
    fn no_block_fails_and_no_section_is_told_once() {
        let text = Fixture::new().text().to_owned();
        let start = text.find("- **Target File**").unwrap();
        let end = text.find("## EVIDENCE").unwrap();
        let block = &text[start..end];
        Fixture::new().edit(block, "").fails(check, "no manifest block", "## VALIDATION");
        let none = Fixture::new().edit(block, "").edit("## VALIDATION\n", "## X\n");
        assert_eq!(check(&none.facts()).status, GateStatus::NoVerdict);
    }
}
