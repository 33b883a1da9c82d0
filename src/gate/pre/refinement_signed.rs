//! The refinement exists, is complete and approved, and carries the packet's signature.

use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::Judgement;
use crate::gate::refinement::{Subject, examine};
use crate::model::{Before, Value};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP105",
    name: "refinement_signed",
    page: Page {
        checks: "REFINEMENT_FILE leads to a refinement for this packet. Its demanded sections say something (`NONE` is an \
                 answer). USER_REVIEW_STATUS is APPROVED, USER_APPROVAL_EVIDENCE is exactly `APPROVE REFINEMENT <WP-ID>`, \
                 and its signature is the packet's. SPEC_TARGET_RESOLVED says what the pointer leads to now, and \
                 SPEC_TARGET_SHA1 is that of this file (that of its LF or CRLF variant is a warning). Each anchor's token \
                 stands within the anchor's lines. CLEARLY_COVERS_VERDICT is PASS, and ENRICHMENT_NEEDED is NO.",
        why: "A packet is only as good as the thought before it. The refinement is where somebody read the specification, \
              looked for gaps, and put a name under it; the hash and the tokens prove that it was this text.",
        fails: "- USER_REVIEW_STATUS: PENDING\n- SPEC_TARGET_SHA1: <the hash of last month's specification>",
        mend: "Complete the refinement and have it reviewed. Whoever approves it writes the approval sentence and a new \
               signature into it; the packet carries the same signature.",
    },
};

/// Whether the refinement stands.
pub fn check(facts: &Before) -> Judgement {
    let packet = &facts.packet;
    let file = &packet.metadata.refinement_file;
    let (name, span) = match file {
        Value::Present(name, raw) => (name, raw.span),
        _ => return super::left_to_completeness(facts, "REFINEMENT_FILE"),
    };
    let Some(path) = &facts.refinement_path else {
        let finding =
            Finding::error(&CODE, format!("`{name}` is no path inside the repository")).at(packet.source, span);
        return Judgement::of(vec![finding.about(name).help("write the path relative to the repository's root")], "");
    };
    let Some(refinement) = &facts.refinement else {
        let finding = Finding::error(&CODE, format!("there is no refinement at `{path}`")).at(packet.source, span);
        let help = format!("correct REFINEMENT_FILE, or write the refinement of {}", facts.id);
        return Judgement::of(vec![finding.about(name).help(help)], "");
    };
    let findings = examine(&Subject {
        code: &CODE,
        refinement,
        sources: &facts.sources,
        config: &facts.config,
        id: facts.id.as_str(),
        signature: packet.metadata.signature.get(),
        pointer: packet.authority.target.get().unwrap_or(&facts.config.spec),
        spec_target: facts.spec_target.as_deref(),
        specs: &facts.specs,
    });
    let approved = findings.iter().all(|finding| finding.severity != Severity::Error);
    Judgement::of(findings, if approved { format!("{path}, approved") } else { path.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn a_signed_refinement_passes() {
        let judgement = check(&Fixture::new().facts());
        assert_eq!(judgement.findings, []);
        assert_eq!(judgement.phrase, "docs/refinements/WP-1-Store-v2.md, approved");
    }

    #[test]
    fn what_is_wrong_with_it_fails_at_its_place() {
        let cases = [
            ("WP_ID: WP-1-Store-v2", "WP_ID: WP-1-Store", "for another packet", "WP-1-Store"),
            ("STATUS: APPROVED", "STATUS: PENDING", "is not approved", "PENDING"),
            (
                "APPROVE REFINEMENT WP-1-Store-v2",
                "APPROVE REFINEMENT WP-1-Store",
                "not the sentence",
                "APPROVE REFINEMENT WP-1-Store",
            ),
            (
                "APPROVE REFINEMENT WP-1-Store-v2",
                "approve refinement WP-1-Store-v2",
                "not the sentence",
                "approve refinement",
            ),
            ("SIGNATURE: ann100120261200", "SIGNATURE: ann100120261201", "is not the packet's", "ann100120261201"),
            ("SIGNATURE: ann100120261200", "SIGNATURE: <pending>", "`USER_SIGNATURE` still holds", "<pending>"),
            (
                "-> Spec_v1.md",
                "-> Spec_v0.md",
                "leads to another specification now",
                "docs/SPEC_CURRENT.md -> Spec_v0.md",
            ),
            ("- a second store\n", "", "`GAPS_IDENTIFIED` says nothing", "### GAPS_IDENTIFIED"),
            ("- a second store\n", "- <fill>\n", "`GAPS_IDENTIFIED` says nothing", "### GAPS_IDENTIFIED"),
            ("### PRIMITIVES\n", "### X\n", "no section `PRIMITIVES`", ""),
            ("VERDICT: PASS", "VERDICT: FAIL", "does not clearly cover", "FAIL"),
            ("NEEDED: NO", "NEEDED: YES", "must be enriched first", "YES"),
            ("- ENRICHMENT_NEEDED: NO\n", "- NOTE: no\n", "no `ENRICHMENT_NEEDED`", "### ENRICHMENT"),
            ("TOKEN: [CX-1] Rule:", "TOKEN: [CX-2]", "`[CX-2]` does not stand in lines 5..7", "[CX-2]"),
            ("END_LINE: 7", "END_LINE: 700", "lines 5..700 do not exist", "5"),
            ("START_LINE: 5", "START_LINE: five", "`CONTEXT_START_LINE` says nothing", "five"),
            ("- CONTEXT_TOKEN: [CX-1] Rule:\n", "", "`CONTEXT_TOKEN` is missing", ""),
        ];
        for (from, to, message, at) in cases {
            Fixture::new().edit_refinement(from, to).fails(check, message, at);
        }
    }

    #[test]
    fn the_spec_is_held_to_its_hash() {
        Fixture::new().spec_edit("one interface", "two interfaces").fails(check, "has changed since", "");
        let judgement = check(&Fixture::new().spec_edit("\n", "\r\n").facts());
        assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, 1));
        assert!(judgement.findings[0].message.contains("with LF line ends"));
    }

    #[test]
    fn one_specification_under_two_names() {
        let named_from_the_root = Fixture::new().edit_refinement("-> Spec_v1.md", "-> docs/Spec_v1.md").with(|facts| {
            let spec = facts.specs["Spec_v1.md"].clone();
            facts.specs.insert("docs/Spec_v1.md".to_owned(), spec);
        });
        assert_eq!(check(&named_from_the_root.facts()).findings, []);
    }

    #[test]
    fn none_at_all() {
        Fixture::new().with(|facts| facts.refinement = None).fails(
            check,
            "there is no refinement at",
            "docs/refinements/WP-1-Store-v2.md",
        );
        Fixture::new().with(|facts| facts.refinement_path = None).fails(
            check,
            "no path inside the repository",
            "docs/refinements",
        );
        let absent = Fixture::new().edit("- REFINEMENT_FILE: docs/refinements/WP-1-Store-v2.md\n", "");
        assert_eq!(check(&absent.clone().facts()).status, GateStatus::NoVerdict);
        assert_eq!(
            check(&absent.config(|config| config.demand.packet.clear()).facts()).status,
            GateStatus::NotApplicable
        );
    }
}
