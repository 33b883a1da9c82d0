//! Which part of the format a heading or a key names, however it is spelled.

use super::key;
use crate::model::SectionName;

/// The section that a heading's title names.
pub(super) fn name_of(title: &str) -> SectionName {
    let whole = key::canonical_whole(title);
    let begins_word = |at: usize| at == 0 || whole[..at].ends_with('_');
    let has = |words: &str| whole.match_indices(words).any(|(at, _)| begins_word(at));
    if whole.starts_with("VALIDATION_REPORTS") {
        return SectionName::ValidationReports;
    }
    if let Some(name) = known(&key::canonical(first_words(title))) {
        return name;
    }
    if whole.starts_with("VALIDATION_HISTORY") {
        return SectionName::ValidationHistory;
    }
    if whole.starts_with("VALIDATION_PLAN") {
        return SectionName::ValidationPlan;
    }
    if whole.contains("VALIDATION_REPORT") || has("VALIDATOR_REPORT") || has("AUDIT_REPORT") {
        return SectionName::ValidationReport;
    }
    if has("EVIDENCE_MAPPING") {
        return SectionName::EvidenceMapping;
    }
    SectionName::Other
}

/// True where a key of that canonical name opens a section.
pub(super) fn is_key_section(name: &str) -> bool {
    key_section(name).is_some()
}

/// The section that a key of that canonical name opens. Fewer names than headings have: `VALIDATION: PASS` is prose.
pub(super) fn key_section(name: &str) -> Option<SectionName> {
    let section = known(name)?;
    matches!(
        section,
        SectionName::InScopePaths
            | SectionName::OutOfScope
            | SectionName::WaiversGranted
            | SectionName::QualityGate
            | SectionName::RiskTier
            | SectionName::TestPlan
            | SectionName::DoneMeans
            | SectionName::RollbackHint
            | SectionName::EvidenceMapping
    )
    .then_some(section)
}

/// The title up to its tail: `(..)`, `[..]`, `: ..`, a dash, or whatever is not ASCII. Numbers and signs before it are
/// left out too.
fn first_words(title: &str) -> &str {
    let numbered = title.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic());
    let end = numbered.find(|letter: char| !letter.is_ascii() || "([:".contains(letter)).unwrap_or(numbered.len());
    let words = &numbered[..end];
    words.find(" - ").map_or(words, |dash| &words[..dash])
}

fn known(canonical: &str) -> Option<SectionName> {
    Some(match canonical {
        "METADATA" => SectionName::Metadata,
        "TECHNICAL_REFINEMENT" => SectionName::TechnicalRefinement,
        "SCOPE" => SectionName::Scope,
        "IN_SCOPE_PATHS" => SectionName::InScopePaths,
        "OUT_OF_SCOPE" | "OUT_OF_SCOPE_PATHS" => SectionName::OutOfScope,
        "WAIVERS_GRANTED" => SectionName::WaiversGranted,
        "QUALITY_GATE" => SectionName::QualityGate,
        "RISK_TIER" => SectionName::RiskTier,
        "TEST_PLAN" => SectionName::TestPlan,
        "DONE_MEANS" => SectionName::DoneMeans,
        "ROLLBACK_HINT" => SectionName::RollbackHint,
        "AUTHORITY" => SectionName::Authority,
        "BOOTSTRAP" => SectionName::Bootstrap,
        "SKELETON" => SectionName::Skeleton,
        "SKELETON_APPROVED" => SectionName::SkeletonApproved,
        "IMPLEMENTATION" => SectionName::Implementation,
        "HYGIENE" => SectionName::Hygiene,
        "VALIDATION" | "VALIDATION_BLOCK" => SectionName::Validation,
        "VALIDATION_HISTORY" => SectionName::ValidationHistory,
        "VALIDATION_PLAN" => SectionName::ValidationPlan,
        "STATUS_HANDOFF" => SectionName::StatusHandoff,
        "EVIDENCE" => SectionName::Evidence,
        "EVIDENCE_MAPPING" => SectionName::EvidenceMapping,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        use SectionName as S;
        let cases = [
            ("METADATA", S::Metadata),
            ("Metadata", S::Metadata),
            ("Quality Gate", S::QualityGate),
            ("QUALITY_GATE", S::QualityGate),
            ("Bootstrap (Coder Work Plan) [BOOTSTRAP]", S::Bootstrap),
            ("RISK_TIER: HIGH", S::RiskTier),
            ("2) SCOPE", S::Scope),
            ("Status / Handoff", S::StatusHandoff),
            ("DONE_MEANS (spec compliance; no partials)", S::DoneMeans),
            ("DONE_MEANS Evidence Mapping [CX-627]", S::EvidenceMapping),
            ("Evidence Mapping (Spec \u{2192} Code)", S::EvidenceMapping),
            ("TEST_PLAN Commands (2026-01-07)", S::Other),
            ("VALIDATION", S::Validation),
            ("VALIDATION [CX-623]", S::Validation),
            ("VALIDATION BLOCK [CX-623]", S::Validation),
            ("Validation (to be completed; append-only)", S::Validation),
            ("VALIDATION REPORT \u{2014} WP-7", S::ValidationReport),
            ("VALIDATION REPORT â€” WP-7", S::ValidationReport),
            ("Validation Report (Append Only)", S::ValidationReport),
            ("2026-01-02 VALIDATION REPORT - WP-7", S::ValidationReport),
            ("VALIDATOR_REPORT (2026-01-02)", S::ValidationReport),
            ("REVALIDATION REPORT - WP-7", S::ValidationReport),
            ("VALIDATION_REPORTS", S::ValidationReports),
            ("VALIDATION_PLAN", S::ValidationPlan),
            ("VALIDATION_HISTORY_MT001", S::ValidationHistory),
            ("VALIDATION notes", S::Other),
            ("SKELETON APPROVED", S::SkeletonApproved),
            ("SKELETON (Proposed)", S::Skeleton),
            ("\u{1f575} CODE ARCHAEOLOGY NOTE", S::Other),
            ("", S::Other),
        ];
        for (title, expected) in cases {
            assert_eq!(name_of(title), expected, "{title}");
        }
    }
}
