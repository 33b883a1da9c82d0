//! The signature is one, of a real minute that is not to come, and was given for this packet alone.

use chrono::TimeDelta;

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{Before, Signature, SignatureRow, Value};
use crate::text::Span;

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

/// How far ahead of UTC a clock on earth can be.
const AHEAD: TimeDelta = TimeDelta::hours(14);

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
    let mut findings: Vec<Finding> = dated(facts, signature, span).into_iter().collect();
    findings.extend(in_other_packets(facts, signature, span));
    findings.extend(in_audit_log(facts, signature, span));
    let when = signature.when.map(|when| format!(" on {}", when.format("%Y-%m-%d %H:%M"))).unwrap_or_default();
    Judgement::held(findings, format!("signed by {}{when}, signature used once", signature.name))
}

fn dated(facts: &Before, signature: &Signature, span: Span) -> Option<Finding> {
    let Some(when) = signature.when else {
        let finding = Finding::error(&CODE, format!("the digits of `{signature}` are no date"))
            .compare("DDMMYYYYHHMM, with optional seconds", &signature.digits);
        return Some(mend(facts, finding, span));
    };
    let now = facts.now.naive_utc();
    if when <= now + AHEAD {
        return None;
    }
    let finding = Finding::error(&CODE, format!("`{signature}` was given in the future")).compare(
        format!("at most 14 h after {} UTC", now.format("%Y-%m-%d %H:%M")),
        when.format("%Y-%m-%d %H:%M").to_string(),
    );
    Some(mend(facts, finding, span))
}

fn in_other_packets(facts: &Before, signature: &Signature, span: Span) -> Vec<Finding> {
    let here = facts.others.iter().filter(|other| other.worktree.is_none() && other.id != facts.id);
    here.filter(|other| other.signature.as_ref() == Some(signature))
        .map(|other| {
            let message = format!("`{signature}` is the signature of {} as well ({})", other.id, other.path);
            mend(facts, Finding::error(&CODE, message), span)
        })
        .collect()
}

fn in_audit_log(facts: &Before, signature: &Signature, span: Span) -> Vec<Finding> {
    let Some(log) = &facts.signature_audit else { return Vec::new() };
    let text = signature.to_string();
    let used = log.rows.iter().filter(|row| row.signature == text && !names(row, facts.id.as_str()));
    used.map(|row| {
        let message = format!("the audit log gives `{signature}` for something else: {}", row.purpose);
        mend(facts, Finding::error(&CODE, message), span).related(log.source, row.span, "used here")
    })
    .collect()
}

/// True where the row's purpose names the packet by exactly its id, or by its file.
fn names(row: &SignatureRow, id: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    row.purpose
        .split(|it: char| !letter(it))
        .map(|word| word.trim_end_matches('.'))
        .any(|word| word == id || word.strip_suffix(".md") == Some(id))
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
