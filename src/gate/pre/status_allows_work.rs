//! Whether a packet's status lets anybody begin: no gate, but asked before all of them.

use crate::finding::{Code, Finding, Page};
use crate::model::{Before, Status, Verdict};

/// A packet whose status refuses work.
pub static STATUS_ALLOWS_WORK: Code = Code {
    id: "TP114",
    name: "status_allows_work",
    page: Page {
        checks: "The packet's Status is not `Superseded`, `Blocked` or `Validated`. A packet that is `Done` is judged, and \
                 told so; one that is `Validated (FAIL)` is judged with a warning, for what its report names is to be mended.",
        why: "Work on a packet that another one replaced, that waits for something, or that a validator has closed, is \
              work that nobody asked for: whoever begins it has the wrong packet open.",
        fails: "- **Status:** Superseded",
        mend: "Work on the packet that took its place, or have the orchestrator set the status to `Ready for Dev`.",
    },
};

/// The finding that stops pre-work at once, for a packet that is superseded, blocked or validated; a note for one that
/// is done.
pub fn status_refusal(facts: &Before) -> Option<Finding> {
    let status = &facts.packet.metadata.status;
    let value = *status.get()?;
    let finding = match value {
        Status::Superseded => {
            let finding = Finding::error(&STATUS_ALLOWS_WORK, "the packet is Superseded: another one took its place");
            match successor(facts) {
                Some(active) => finding.help(format!("work on the packet that the registry names active: {active}")),
                None => finding.help("work on the packet that took its place"),
            }
        }
        Status::Blocked => Finding::error(&STATUS_ALLOWS_WORK, "the packet is Blocked")
            .help("clear what blocks it, then set Status to `Ready for Dev`"),
        Status::Validated(Verdict::Fail) => Finding::warning(
            &STATUS_ALLOWS_WORK,
            "the packet is Validated (FAIL): what its last report names is to be mended",
        )
        .help(format!("taskpacket claim {} --model NAME --strength HIGH  sets it In Progress again", facts.id)),
        Status::Validated(verdict) => {
            let message = format!("the packet is Validated ({verdict}): a validator has closed it");
            Finding::error(&STATUS_ALLOWS_WORK, message).help("write a new packet for further work")
        }
        Status::Done | Status::DoneHistorical => {
            Finding::note(&STATUS_ALLOWS_WORK, format!("the packet is {value} already; it is judged all the same"))
        }
        Status::ReadyForDev | Status::InProgress => return None,
    };
    Some(
        finding
            .at(facts.packet.source, status.span().unwrap_or_default())
            .compare("Ready for Dev or In Progress", value.to_string()),
    )
}

/// What the registry names active in this packet's lineage, where that is another packet.
fn successor(facts: &Before) -> Option<&str> {
    let id = facts.id.as_str();
    let own_base = facts.id.revision().map_or(id, |(base, _)| base);
    let base = facts.packet.metadata.base_id.get().map_or(own_base, String::as_str);
    let row = facts.registry.as_ref()?.rows.iter().find(|row| row.base_id == base)?;
    (!row.active.contains(id) || row.active.len() < id.len()).then_some(row.active.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn who_is_refused() {
        let cases = [
            ("Ready for Dev", None),
            ("In Progress", None),
            ("Done", Some(Severity::Note)),
            ("Superseded", Some(Severity::Error)),
            ("Blocked", Some(Severity::Error)),
            ("Validated (PASS)", Some(Severity::Error)),
            ("Validated (FAIL)", Some(Severity::Warning)),
        ];
        for (status, expected) in cases {
            let facts = Fixture::new().edit("Status:** Ready for Dev", &format!("Status:** {status}")).facts();
            assert_eq!(status_refusal(&facts).map(|finding| finding.severity), expected, "{status}");
        }
    }
}
