//! An anchor of an active packet that the specification no longer holds.

use std::collections::BTreeSet;

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::gate::specs::{anchor_stands, find_spec};
use crate::model::{SurveyedPacket, Truths};
use crate::parse::spec_anchors;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP777",
    name: "anchor_gone",
    page: Page {
        checks: "Each SPEC_ANCHOR of a packet that is not finished stands in its specification: the file is there, the section \
                 has its number, and the tag stands in it.",
        why: "The rule that the work is measured by was moved or taken out, and nobody told the packet.",
        fails: "- SPEC_ANCHOR: Spec_v1.md 2.1 [CX-1]\n\nand no heading 2.1 in Spec_v1.md",
        mend: "Correct the anchor where the rule was moved; `taskpacket pre-work` says where it stands now. Where it was taken \
               out, decide what the packet is for.",
    },
};

/// Anchors that lead nowhere.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    truths.active().flat_map(|packet| gone(truths, packet)).collect()
}

fn gone(truths: &Truths, packet: &SurveyedPacket) -> Vec<Disagreement> {
    let authority = &packet.packet.authority;
    let mut found = Vec::new();
    // A file that is not there is one disagreement, however many anchors name it.
    let mut missing = BTreeSet::new();
    for item in &authority.anchors {
        for anchor in spec_anchors(&item.text) {
            if anchor.number.is_none() && anchor.tag.is_none() {
                continue;
            }
            let name = anchor.file.as_ref().or(authority.baseline.get()).or(truths.spec_current.as_ref());
            let Some(name) = name else { continue };
            let message = match find_spec(&truths.specs, name) {
                Some(spec) if anchor_stands(&truths.survey.sources, spec, &anchor) => continue,
                Some(_) => format!("an anchor of `{}` no longer stands there: {}", packet.id, item.text),
                None if missing.insert(name.clone()) => {
                    format!("`{}` is anchored in `{name}`, and there is no such file", packet.id)
                }
                None => continue,
            };
            let finding = Finding::error(&CODE, message)
                .at(packet.packet.source, item.span)
                .about(packet.id.as_str())
                .help(format!("taskpacket pre-work {}  says where the rule stands now", packet.id));
            found.push(Disagreement::left(finding));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn an_anchor_that_is_gone() {
        for (anchor, so) in [
            ("Spec_v1.md 2.9 [CX-1]", "an anchor of `WP-1-A` no longer stands there: Spec_v1.md 2.9 [CX-1]"),
            ("Spec_v1.md 2.1 [CX-9]", "an anchor of `WP-1-A` no longer stands there: Spec_v1.md 2.1 [CX-9]"),
            ("Spec_v0.md 2.1", "`WP-1-A` is anchored in `Spec_v0.md`, and there is no such file"),
        ] {
            let gone = Fixture::new().packet("WP-1-A", "Spec_v1.md 2.1 [CX-1]", anchor);
            let expected = format!("error: {so} @docs/task_packets/WP-1-A.md:14, left");
            assert_eq!(told(check, &gone), [expected]);
        }
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
