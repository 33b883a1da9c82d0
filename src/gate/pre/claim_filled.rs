//! A packet in progress says who works on it.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{Before, Packet, Profile, Status, Value};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP103",
    name: "claim_filled",
    page: Page {
        checks: "A packet whose Status is `In Progress` names its coder in CODER_MODEL, and how hard that coder thinks in \
                 CODER_REASONING_STRENGTH (`LOW`, `MEDIUM`, `HIGH`, `EXTRA_HIGH`).",
        why: "Two coders on one packet undo each other's work, and a verdict must know whom it may not come from.",
        fails: "- **Status:** In Progress\n- CODER_MODEL: <unclaimed>",
        mend: "Write both, or set the status back to `Ready for Dev` where nobody works on it.",
    },
};

/// Whether a packet in progress is claimed.
pub fn check(facts: &Before) -> Judgement {
    let metadata = &facts.packet.metadata;
    if !is_asked(&facts.packet, facts.config.profile) {
        return Judgement::not_applicable("");
    }
    let model = metadata.coder_model.get().map(|model| format!("claimed by {model}")).unwrap_or_default();
    Judgement::held(unclaimed(&facts.packet, facts.config.profile), model)
}

/// What a packet lacks that is in progress; nothing where it is not.
pub fn unclaimed(packet: &Packet, profile: Profile) -> Vec<Finding> {
    if !is_asked(packet, profile) {
        return Vec::new();
    }
    let metadata = &packet.metadata;
    let strengths = "LOW, MEDIUM, HIGH or EXTRA_HIGH";
    let model = lacking("CODER_MODEL", "the name of the coder", &metadata.coder_model, packet);
    let strength = lacking("CODER_REASONING_STRENGTH", strengths, &metadata.coder_strength, packet);
    model.into_iter().chain(strength).collect()
}

/// True where a packet is in progress; in the light profile only where it has a place for a name.
fn is_asked(packet: &Packet, profile: Profile) -> bool {
    let metadata = &packet.metadata;
    let unnamed = matches!((&metadata.coder_model, &metadata.coder_strength), (Value::Absent, Value::Absent));
    metadata.status.get() == Some(&Status::InProgress) && !(profile == Profile::Light && unnamed)
}

fn lacking<T>(key: &str, expected: &str, value: &Value<T>, packet: &Packet) -> Option<Finding> {
    let status = packet.metadata.status.span().unwrap_or_default();
    let so = match value {
        Value::Present(..) => return None,
        Value::Absent => "is missing",
        Value::Placeholder(..) => "is not filled in",
        Value::Malformed(_) => "says nothing that can be read",
    };
    let got = value.raw().map_or("nothing", |raw| raw.text.as_str());
    let id = packet.metadata.id.get().map(|id| format!("{id} ")).unwrap_or_default();
    let finding = Finding::error(&CODE, format!("the packet is In Progress, and `{key}` {so}"))
        .at(packet.source, value.span().unwrap_or(status))
        .compare(expected, got)
        .about(key)
        .help(format!("taskpacket claim {id}--model NAME --strength HIGH --commit"))
        .help("set Status to `Ready for Dev` where nobody works on it");
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn the_light_profile_asks_for_no_claim_that_nobody_began() {
        let edited = |model: &str| {
            let fixture = Fixture::new().edit("Ready for Dev", "In Progress").edit("- CODER_MODEL: GPT-5\n", model);
            let fixture = fixture.edit("- CODER_REASONING_STRENGTH: HIGH\n", "");
            fixture.config(|config| *config = crate::model::Config::of_profile(Profile::Light))
        };
        assert_eq!(check(&edited("").facts()).status, GateStatus::NotApplicable);
        assert_eq!(check(&edited("- CODER_MODEL: GPT-5\n").facts()).status, GateStatus::Fail);
    }

    #[test]
    fn a_claim_is_needed_in_progress_only() {
        let ready = Fixture::new().edit("CODER_MODEL: GPT-5", "CODER_MODEL: <unclaimed>");
        assert_eq!(check(&ready.clone().facts()).status, GateStatus::NotApplicable);
        let begun = ready.edit("Ready for Dev", "In Progress");
        begun.fails(check, "`CODER_MODEL` is not filled in", "<unclaimed>");
        let claimed = Fixture::new().edit("Ready for Dev", "In Progress");
        assert_eq!(check(&claimed.clone().facts()).phrase, "claimed by GPT-5");
        claimed.clone().edit("STRENGTH: HIGH", "STRENGTH: enormous").fails(
            check,
            "says nothing that can be read",
            "enormous",
        );
        claimed.edit("- CODER_REASONING_STRENGTH: HIGH\n", "").fails(check, "is missing", "In Progress");
    }
}
