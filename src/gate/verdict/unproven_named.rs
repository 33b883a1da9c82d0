//! `unproven_named`: only what could not be judged can be taken on, and only with a reason.

use super::{Asked, Known};
use crate::finding::{Code, Finding, Page};
use crate::gate::{GateStatus, all, fresh, is_gate, left, trace};
use crate::text::nearest;

pub(super) static CODE: Code = Code {
    id: "TP807",
    name: "unproven_named",
    page: Page {
        checks: "Each gate behind `--unproven` is one that could not be judged, or that left something to a person \
                 (`done_means_traced`), and has its reason behind `--because`. A gate that fails cannot be taken on; one that \
                 holds need not be.",
        why: "To take on what a program could not judge is a person's right, and the packet says who did so and why. To overrule \
              what it did judge is a waiver, which is granted by somebody else.",
        fails: "--unproven scope_respected --because \"it is only a typo\"      (the gate fails)",
        mend: "Leave the gate out, name the right one, or have what fails mended or waived: taskpacket post-work WP-ID.",
    },
};

/// What is wanting of the gates that are taken on.
pub(super) fn check(asked: &Asked, known: &Known) -> Vec<Finding> {
    asked.unproven.iter().filter_map(|(gate, reason)| one(gate, reason, known)).collect()
}

fn one(gate: &str, reason: &str, known: &Known) -> Option<Finding> {
    let id = &known.after.id;
    if !is_gate(gate) {
        let names: Vec<&str> = all().map(|gate| gate.name).collect();
        let finding = Finding::error(&CODE, format!("there is no gate `{}` to be taken on", gate.escape_debug()));
        return Some(match nearest(gate, names) {
            Some(near) => finding.help(format!("--unproven {near}")),
            None => finding.help(format!("taskpacket post-work {id}  names them")),
        });
    }
    if reason.trim().is_empty() {
        let finding = Finding::error(&CODE, format!("no reason is given for taking on `{gate}`"));
        return Some(finding.help(format!("--unproven {gate} --because \"..\"")));
    }
    let has = |status: GateStatus| {
        known.judged.iter().any(|judged| judged.gate.name == gate && judged.judgement.status == status)
    };
    if has(GateStatus::Fail) {
        let finding = Finding::error(&CODE, format!("`{gate}` fails, and what fails cannot be taken on"));
        return Some(finding.help(format!("have it mended, or waived by who may: taskpacket post-work {id}")));
    }
    if has(GateStatus::NoVerdict) || (gate == "done_means_traced" && leaves_something(known)) {
        return None;
    }
    let finding = Finding::error(&CODE, format!("`{gate}` was judged: there is nothing to be taken on"));
    Some(finding.help(format!("leave out --unproven {gate}")))
}

/// True where an item of DONE_MEANS is left to a person.
fn leaves_something(known: &Known) -> bool {
    let run = fresh(known.after).map(|recorded| &recorded.run);
    trace(&known.after.packet, &known.after.id).iter().any(|trace| left(trace, run))
}
