//! The signature is one, of a real minute that is not to come, and was given for this packet alone.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::signature::{dated, elsewhere};
use crate::model::{Before, Signature, SignatureUse, Signed, Value};
use crate::text::{Site, Span};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP106",
    name: "signature_valid",
    page: Page {
        checks: "USER_SIGNATURE is a name followed by 12 to 14 digits, DDMMYYYYHHMM with optional seconds, that are a real \
                 date, at most 14 hours ahead of now (time zones). No other packet of this work tree carries it, and no row \
                 of the signature audit log gives it for anything but this packet.",
        why: "A signature says that a person has read this refinement at this minute. Copied from another packet it says \
              nothing, and the audit log can no longer tell what was approved.",
        fails: "- USER_SIGNATURE: ann310220261200",
        mend: "Have the refinement approved and signed by a person, name and minute (`ann130220261200`), and copy the signature \
               into the packet.",
    },
};

/// Whether the signature is valid.
pub fn check(facts: &Before) -> Judgement {
    let value = &facts.packet.metadata.signature;
    let (signature, span) = match value {
        Value::Absent | Value::Placeholder(..) => return super::left_to_completeness(facts, "USER_SIGNATURE"),
        Value::Malformed(raw) => {
            let finding = Finding::error(&CODE, format!("`{}` is no signature", raw.text))
                .compare("a name and 12 to 14 digits: nameDDMMYYYYHHMM", &raw.text);
            return Judgement::of(vec![mend(facts, finding, raw.span)], "");
        }
        Value::Present(signature, raw) => (signature, raw.span),
    };
    let findings: Vec<Finding> = dated(&CODE, signature, facts.now)
        .into_iter()
        .chain(elsewhere(&CODE, signature, facts.id.as_str(), &uses(facts)))
        .map(|finding| mend(facts, finding, span))
        .collect();
    let when = signature.when.map(|when| format!(" on {}", when.format("%Y-%m-%d %H:%M"))).unwrap_or_default();
    Judgement::held(findings, format!("signed by {}{when}, signature used once", signature.name))
}

/// Every use of a signature that this snapshot shows.
fn uses(facts: &Before) -> Vec<SignatureUse> {
    let here = facts.others.iter();
    let of_packets = here.filter_map(|other| {
        let signed = Signed::Packet(other.id.clone());
        Some(SignatureUse { signature: other.signature.clone()?, signed, place: other.path.to_string(), site: None })
    });
    let log = facts.signature_audit.iter().flat_map(|log| log.rows.iter().map(|row| (log.source, row)));
    let of_log = log.filter_map(|(source, row)| {
        let signature = Signature::parse(&row.signature)?;
        let site = Some(Site { source, span: row.span });
        let place = facts.config.signature_audit.clone();
        Some(SignatureUse { signature, signed: Signed::Logged(row.purpose.clone()), place, site })
    });
    of_packets.chain(of_log).collect()
}

fn mend(facts: &Before, finding: Finding, span: Span) -> Finding {
    let sign = format!("have the refinement of {} signed anew, and copy its signature", facts.id);
    finding.at(facts.packet.source, span).about("USER_SIGNATURE").help(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn a_signature_of_this_packet_passes() {
        let log =
            "| Signature | Purpose |\n|---|---|\n| ann100120261200 | Packet: docs/task_packets/WP-1-Store-v2.md |\n";
        let judgement = check(&Fixture::new().audit_log(log).facts());
        assert_eq!(judgement.phrase, "signed by ann on 2026-01-10 12:00, signature used once");
        assert_eq!(judgement.status, GateStatus::Pass);
    }

    #[test]
    fn what_is_no_signature_fails() {
        let cases = [
            ("ann", "`ann` is no signature"),
            ("ann310220261200", "are no date"),
            ("ann120120261200", "was given in the future"),
        ];
        for (signature, message) in cases {
            Fixture::new().edit("ann100120261200", signature).fails(check, message, signature);
        }
        let facts = Fixture::new().edit("ann100120261200", "ann110120260100").facts();
        assert_eq!(check(&facts).status, GateStatus::Pass, "another time zone");
    }

    #[test]
    fn a_signature_is_used_once() {
        Fixture::new().other("WP-9-Clock", None, "").fails(
            check,
            "is the signature of WP-9-Clock as well",
            "ann100120261200",
        );
        let other_tree = Fixture::new().other("WP-9-Clock", Some("../wt"), "");
        assert_eq!(check(&other_tree.facts()).status, GateStatus::Pass);
        for purpose in ["Packet: WP-1-Store", "Packet: WP-1-Store-v21", "enrichment"] {
            let log = format!("| Signature | Purpose |\n|---|---|\n| ann100120261200 | {purpose} |\n");
            Fixture::new().audit_log(&log).fails(check, "for something else", "ann100120261200");
        }
    }

    #[test]
    fn without_one_there_is_nothing_to_judge() {
        let absent = Fixture::new().edit("- USER_SIGNATURE: ann100120261200\n", "");
        assert_eq!(check(&absent.clone().facts()).status, GateStatus::NoVerdict);
        assert_eq!(
            check(&absent.config(|config| config.demand.packet.clear()).facts()).status,
            GateStatus::NotApplicable
        );
    }
}
