//! The packet's tick boxes held against what was computed: a tick is a claim.

use super::ENTRY;
use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::{GateStatus, Judged};
use crate::model::{After, Entry};
use crate::text::Site;

/// Gates that hold and are not ticked.
pub static UNTICKED: Code = Code {
    id: "TP212",
    name: "gate_unticked",
    page: Page {
        checks: "Every gate of an entry that was computed and holds is ticked in the entry's Gates Passed list.",
        why: "The list is what a reader of the packet sees without this tool. A box that is empty says that nobody looked.",
        fails: "- **Gates Passed**:\n  - [ ] anchors_present      (it holds)",
        mend: "`taskpacket manifest WP-ID --write` ticks what was computed and holds, and nothing else.",
    },
};

/// Marks what fails although the packet ticks it, and says once for the whole packet which gates hold without a tick.
/// `judged` are the gates of all entries, entry by entry, in the order of the packet.
pub fn hold_to_ticks(judged: &mut [Judged], after: &After) -> Option<Finding> {
    let mut unticked: Vec<(&Entry, &str)> = Vec::new();
    for (entry, gates) in after.packet.manifest.entries.iter().zip(judged.chunks_mut(ENTRY.len())) {
        for one in gates {
            match (one.judgement.status, one.claimed) {
                (GateStatus::Fail, Some(true)) => false_claim(entry, one, after),
                (GateStatus::Pass, None | Some(false)) => unticked.push((entry, one.gate.name)),
                _ => {}
            }
        }
    }
    let (first, gate) = *unticked.first()?;
    let mut entries: Vec<usize> = unticked.iter().map(|(entry, _)| entry.span.start).collect();
    entries.dedup();
    let message = match (unticked.len(), entries.len()) {
        (1, _) => format!("`{gate}` holds and is not ticked"),
        (gates, 1) => format!("{gates} gates of one entry hold and are not ticked"),
        (gates, entries) => format!("{gates} gates of {entries} entries hold and are not ticked"),
    };
    let span = first.tick(gate).map_or(first.span, |tick| tick.span);
    let finding = Finding::warning(&UNTICKED, message).at(after.packet.source, span);
    Some(finding.help(format!("taskpacket manifest {} --write", after.id)))
}

fn false_claim(entry: &Entry, judged: &mut Judged, after: &After) {
    let error = judged.judgement.findings.iter_mut().find(|finding| finding.severity == Severity::Error);
    if let (Some(error), Some(tick)) = (error, entry.tick(judged.gate.name)) {
        let site = Site { source: after.packet.source, span: tick.span };
        error.related.push((site, "the packet ticks this gate: a false claim".to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;
    use crate::gate::{GateStatus, outcome};

    #[test]
    fn a_tick_where_the_gate_fails_is_a_false_claim() {
        let fixture = Fixture::changed().edit("**Line Delta**: 1", "**Line Delta**: 2");
        let related = |fixture: &Fixture| {
            let finding = fixture.findings().into_iter().find(|it| it.code.name == "line_delta_equals_expected");
            finding.unwrap().related.into_iter().map(|(_, label)| label).collect::<Vec<_>>()
        };
        assert_eq!(related(&fixture), ["the packet ticks this gate: a false claim"]);
        let honest = fixture.edit("[x] line_delta_equals_expected", "[ ] line_delta_equals_expected");
        assert!(related(&honest).is_empty());
        assert_eq!(honest.status("line_delta_equals_expected").0, GateStatus::Fail);
    }

    #[test]
    fn what_holds_without_a_tick_is_one_warning() {
        let one = Fixture::changed().edit("[x] anchors_present", "[ ] anchors_present");
        assert_eq!((one.errors().len(), one.warnings()), (0, vec!["gate_unticked"]));
        assert!(one.told("gate_unticked").starts_with("`anchors_present` holds and is not ticked"));
        assert_eq!(outcome(&one.judged()), crate::gate::Outcome::Pass);
        let two = one.edit("  - [x] window_matches_plan\n", "");
        assert!(two.told("gate_unticked").starts_with("2 gates of one entry hold and are not ticked"));
    }
}
