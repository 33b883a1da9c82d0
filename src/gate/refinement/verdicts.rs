//! The specification clearly covers the work, and needs no enrichment first.

use super::Subject;
use crate::finding::Finding;

/// What CLEARLY_COVERS and ENRICHMENT say against beginning.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let refinement = subject.refinement;
    let mut findings: Vec<Finding> = [
        subject.lacking("CLEARLY_COVERS", "CLEARLY_COVERS_VERDICT", &refinement.clearly_covers),
        subject.lacking("ENRICHMENT", "ENRICHMENT_NEEDED", &refinement.enrichment_needed),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some(verdict) = refinement.clearly_covers.get()
        && !verdict.eq_ignore_ascii_case("PASS")
    {
        let span = refinement.clearly_covers.span().unwrap_or_default();
        let finding = subject.error(span, "the specification does not clearly cover the work").compare("PASS", verdict);
        findings.push(finding.help("mend the specification or the plan, then review the refinement anew"));
    }
    if refinement.enrichment_needed.get() == Some(&true) {
        let span = refinement.enrichment_needed.span().unwrap_or_default();
        let finding = subject.error(span, "the specification must be enriched first").compare("NO", "YES");
        findings
            .push(finding.help("enrich the specification, then renew SPEC_TARGET_RESOLVED, the SHA1 and the anchors"));
    }
    findings
}
