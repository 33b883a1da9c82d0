//! A packet's signature that the audit log does not know.

use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{Refinement, SurveyedPacket, Truths, UsedSignature};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP770",
    name: "signature_unlogged",
    page: Page {
        checks: "Where there is a signature audit log, the signature of each packet has a row in it.",
        why: "The log is how anybody sees at a glance what was approved, and that no approval was used twice.",
        fails: "- USER_SIGNATURE: ann100120261200\n\nand no row for `ann100120261200` in docs/SIGNATURE_AUDIT.md",
        mend: "`taskpacket doctor --fix` adds the row where the refinement carries the same signature and is approved. Else have \
               the refinement signed: `taskpacket refinement sign`.",
    },
};

/// Signatures without a row.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(log) = &truths.survey.signature_audit else { return Vec::new() };
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let metadata = &packet.packet.metadata;
        let (Some(signature), Some(span)) = (metadata.signature.get(), metadata.signature.span()) else { continue };
        let text = signature.to_string();
        if log.rows.iter().any(|row| row.signature == text) {
            continue;
        }
        let finding =
            Finding::error(&CODE, format!("the audit log has no row for `{text}`, the signature of {}", packet.id))
                .at(packet.packet.source, span)
                .compare(format!("a row in {}", truths.survey.config.signature_audit), "none")
                .about(packet.id.as_str());
        let refinement = truths.refinement(packet).map(|it| &it.refinement);
        let signed = refinement.filter(|it| it.signature.get() == Some(signature) && approved(it));
        found.push(match (signed, signature.when) {
            (Some(_), Some(when)) => Disagreement::mended(
                finding.help("taskpacket doctor --fix"),
                Mend::Note(UsedSignature {
                    signature: text,
                    used_by: signature.name.clone(),
                    when,
                    purpose: format!("Task packet creation: {}", packet.id),
                    spec: baseline(packet),
                    notes: String::new(),
                }),
            ),
            _ => Disagreement::left(finding.help(format!("taskpacket refinement sign {}", packet.id))),
        });
    }
    found
}

/// True where a refinement says that it was approved.
pub(super) fn approved(refinement: &Refinement) -> bool {
    refinement.review_status.get().is_some_and(|status| status.eq_ignore_ascii_case("APPROVED"))
}

fn baseline(packet: &SurveyedPacket) -> String {
    packet.packet.authority.baseline.get().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_signature_without_a_row() {
        let row = "| ann100120261200 | ann | Task packet creation: WP-1-A |\n";
        let unlogged = Fixture::new().log(row, "");
        let expected = "error: the audit log has no row for `ann100120261200`, the signature of WP-1-A \
                    @docs/task_packets/WP-1-A.md:9, mended";
        assert_eq!(told(check, &unlogged), [expected]);
        let unsigned = unlogged.refinement("WP-1-A", "APPROVED", "PENDING");
        assert!(told(check, &unsigned)[0].ends_with("left"));
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
        let no_log = Fixture::new().with(|truths| truths.survey.signature_audit = None);
        assert_eq!(told(check, &no_log), [""; 0]);
    }
}
