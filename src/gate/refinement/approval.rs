//! The refinement is approved by the sentence that approves it, and signed with the packet's signature.

use super::{Subject, approval_sentence};
use crate::finding::Finding;

/// What is wrong with approval and signature.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let refinement = subject.refinement;
    let mut findings: Vec<Finding> = [
        subject.lacking("METADATA", "USER_REVIEW_STATUS", &refinement.review_status),
        subject.lacking("METADATA", "USER_APPROVAL_EVIDENCE", &refinement.approval),
        subject.lacking("METADATA", "USER_SIGNATURE", &refinement.signature),
    ]
    .into_iter()
    .flatten()
    .collect();
    let sign = "have it reviewed: who approves it sets USER_REVIEW_STATUS, USER_APPROVAL_EVIDENCE and USER_SIGNATURE";
    if let Some(status) = refinement.review_status.get()
        && !status.eq_ignore_ascii_case("APPROVED")
    {
        let span = refinement.review_status.span().unwrap_or_default();
        findings.push(subject.error(span, "the refinement is not approved").compare("APPROVED", status).help(sign));
    }
    let sentence = approval_sentence(subject.id);
    if let Some(given) = refinement.approval.get()
        && *given != sentence
    {
        let span = refinement.approval.span().unwrap_or_default();
        let finding = subject.error(span, "the approval is not the sentence that approves this refinement");
        findings.push(finding.compare(&sentence, given).help(sign));
    }
    if let (Some(own), Some(packets)) = (refinement.signature.get(), subject.signature)
        && own != packets
    {
        let span = refinement.signature.span().unwrap_or_default();
        let finding = subject.error(span, "the refinement's signature is not the packet's");
        findings.push(finding.compare(packets.to_string(), own.to_string()).about("USER_SIGNATURE").help(sign));
    }
    findings
}
