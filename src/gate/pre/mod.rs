//! The gates of pre-work, in the order of the report.

pub(super) mod all_links_resolvable;
mod checkpoint_committed;
mod claim_filled;
mod lineage_known;
mod manifest_template_present;
mod module_line;
mod no_overlap;
mod packet_complete;
pub(super) mod phase_order;
mod refinement_signed;
mod scope_readable;
mod signature_valid;
mod spec_resolves;
mod status_allows_work;
mod test_plan_runnable;

#[cfg(test)]
mod fixture;

pub use claim_filled::{CODE as CLAIM_FILLED, unclaimed};
pub use module_line::{MODULE_LINE, module_files, module_hints};
pub use status_allows_work::{STATUS_ALLOWS_WORK, status_refusal};

use super::{Check, Gate, GateStatus, Judgement, Topic};
use crate::finding::Code;
use crate::lint::demand::is_demanded;
use crate::model::Before;

/// The gates of pre-work, in the order of the report.
pub static PRE_WORK: &[Gate] = &[
    gate(&phase_order::CODE, Topic::Phases, phase_order::check),
    gate(&packet_complete::CODE, Topic::Contract, packet_complete::check),
    gate(&claim_filled::CODE, Topic::Contract, claim_filled::check),
    gate(&scope_readable::CODE, Topic::Scope, scope_readable::check),
    gate(&refinement_signed::CODE, Topic::Refinement, refinement_signed::check),
    gate(&signature_valid::CODE, Topic::Contract, signature_valid::check),
    gate(&spec_resolves::CODE, Topic::Refinement, spec_resolves::check),
    gate(&checkpoint_committed::CODE, Topic::Contract, checkpoint_committed::check),
    gate(&manifest_template_present::CODE, Topic::Manifest, manifest_template_present::check),
    gate(&test_plan_runnable::CODE, Topic::Plan, test_plan_runnable::check),
    gate(&all_links_resolvable::CODE, Topic::Links, all_links_resolvable::check),
    gate(&lineage_known::CODE, Topic::Contract, lineage_known::check),
    gate(&no_overlap::CODE, Topic::Others, no_overlap::check),
];

const fn gate(code: &'static Code, topic: Topic, check: fn(&Before) -> Judgement) -> Gate {
    Gate { name: code.name, code, topic, check: Check::Pre(check) }
}

/// The answer of a gate where what it asks about is not there: left to `packet_complete` where it is demanded, so that
/// one cause is one finding and still nothing reads as passed; else there is nothing to ask.
fn left_to_completeness(facts: &Before, name: &str) -> Judgement {
    if is_demanded(&facts.config, name) {
        return Judgement {
            status: GateStatus::NoVerdict,
            findings: Vec::new(),
            phrase: format!("no {name} to judge"),
        };
    }
    Judgement::not_applicable("")
}

#[cfg(test)]
mod tests {
    use super::fixture::Fixture;
    use crate::gate::{GateStatus, before};
    use crate::model::{Config, Profile};

    #[test]
    fn a_whole_packet_passes_every_gate() {
        for judged in before(&Fixture::new().edit("Ready for Dev", "In Progress").facts()) {
            let judgement = &judged.judgement;
            assert_eq!(judgement.status, GateStatus::Pass, "{}: {:?}", judged.gate.name, judgement.findings);
            assert_eq!(judgement.findings, [], "{}", judged.gate.name);
        }
    }

    #[test]
    fn a_light_packet_is_asked_for_little() {
        let text = "# Task Packet: WP-1-Store-v2\n\n## METADATA\n- WP_ID: WP-1-Store-v2\n- BASE_WP_ID: WP-1-Store\n\
                    - Status: Ready for Dev\n\n## SCOPE\n- IN_SCOPE_PATHS:\n  - src/main.rs\n\n## TEST_PLAN\n```bash\ncargo test\n\
                    ```\n\n## DONE_MEANS\n- it works\n";
        let whole = Fixture::new().text().to_owned();
        let light = Fixture::new().edit(&whole, text).config(|config| *config = Config::of_profile(Profile::Light));
        let mut skipped = Vec::new();
        for judged in before(&light.changed("src/main.rs").facts()) {
            match judged.judgement.status {
                GateStatus::Pass => {}
                GateStatus::NotApplicable => skipped.push(judged.gate.name),
                status => panic!("{} is {status:?}: {:?}", judged.gate.name, judged.judgement.findings),
            }
        }
        let expected = [
            "phase_order",
            "claim_filled",
            "refinement_signed",
            "signature_valid",
            "spec_resolves",
            "manifest_template_present",
            "all_links_resolvable",
        ];
        assert_eq!(skipped, expected);
    }

    #[test]
    fn an_empty_packet_passes_nothing_that_it_should_not() {
        let whole = Fixture::new().text().to_owned();
        let judged = before(&Fixture::new().edit(&whole, "nothing").facts());
        let passed: Vec<&str> =
            judged.iter().filter(|it| it.judgement.status == GateStatus::Pass).map(|it| it.gate.name).collect();
        assert_eq!(passed, ["checkpoint_committed", "no_overlap"]);
    }
}
