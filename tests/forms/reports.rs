//! Reports and verdicts.

use taskpacket::model::Verdict;

use crate::{packet, slice};

#[test]
fn a_verdict_is_read_in_every_form() {
    use Verdict::{Fail, OutdatedOnly, Pass};
    let cases = [
        ("Verdict: PASS", Some(Pass), None),
        ("**Verdict:** FAIL", Some(Fail), None),
        ("- **Verdict**: PASS", Some(Pass), None),
        ("  - VERDICT: **FAIL**", Some(Fail), None),
        ("#### Verdict: PASS", Some(Pass), None),
        ("**Verdict: PASS \u{2705}**", Some(Pass), None),
        ("Verdict: PASS ???", Some(Pass), None),
        ("Verdict: PASS (with waivers noted)", Some(Pass), Some("(with waivers noted)")),
        ("**Verdict: FAIL (Process) / PASS (Logic)**", Some(Fail), Some("(Process) / PASS (Logic)")),
        ("Verdict: VALIDATED_PASS", Some(Pass), None),
        ("Verdict: OUTDATED_ONLY", Some(OutdatedOnly), None),
        ("Verdict: NOT_PROVEN", None, Some("NOT_PROVEN")),
        ("Verdict: PARTIAL (half)", None, Some("PARTIAL (half)")),
        ("Verdict: PENDING", None, None),
        ("Verdict: PASS | FAIL", None, None),
        ("`Verdict: PASS` is legal only when x", None, None),
        ("- Rule: `Verdict: PASS` is legal only when x", None, None),
        ("GOVERNANCE_VERDICT: PASS", None, None),
        ("1. **[CX-1]** \u{2014} Verdict: PASS", None, None),
        ("it contains an older \"Verdict: FAIL\" section", None, None),
        ("```text\nVerdict: FAIL\n```", Some(Fail), None),
        ("```bash\nVerdict: FAIL\n```", None, None),
    ];
    for (line, verdict, note) in cases {
        let reports = packet(&format!("## VALIDATION REPORT \u{2014} WP-7\n{line}\n")).reports;
        assert_eq!((reports[0].verdict, reports[0].note.as_deref()), (verdict, note), "{line}");
    }
}

#[test]
fn reports_are_found_under_every_heading() {
    let forms = [
        "## VALIDATION_REPORTS\n### 2026-01-02 VALIDATION REPORT - WP-7\nVerdict: FAIL\n",
        "## VALIDATION_REPORTS\n### Reviewer's words (2026-01-02)\n- Verdict: FAIL\n#### Findings\n- x\n",
        "## VALIDATION REPORT - 2026-01-02 (Revalidation)\nVerdict: FAIL\n",
        "# VALIDATION REPORT (2026-01-02)\n## Findings\nx\n### Verdict: FAIL\n",
        "## REVALIDATION REPORT - WP-7 (2026-01-02)\n\nVALIDATION REPORT - WP-7\nVerdict: FAIL\n",
        "## HISTORY\n### AUDIT REPORT (2026-01-02)\nVerdict: FAIL\n",
        "## HISTORY\n### Earlier look (2026-01-02)\nVerdict: FAIL\n",
        "## VALIDATION_REPORTS\nDate: 2026-01-02\nVerdict: FAIL\n",
        "## Hygiene Log\n- x\n---\n\nVALIDATION REPORT - WP-7\nDate: 2026-01-02\nVerdict: FAIL\n",
        "## VALIDATION_REPORTS\n### VALIDATION_REPORT - 2026-01-02 - FAIL\nx\n",
        "## VALIDATION_REPORTS\n- (append here)\n### Report\n**Date:** 2026-01-02\n**Verdict:** FAIL\n",
        "## VALIDATION_REPORTS\n### Report (2026-01-02)\nVerdict: FAIL\n### REASON FOR FAIL\n- x\n",
    ];
    for text in forms {
        let reports = packet(text).reports;
        assert_eq!(reports.len(), 1, "{text}");
        assert_eq!(reports[0].verdict, Some(Verdict::Fail), "{text}");
        assert_eq!(reports[0].date.unwrap().to_string(), "2026-01-02", "{text}");
    }
}

#[test]
fn what_is_no_report() {
    let none = [
        "## CURRENT_STATE (MUTABLE)\nVerdict: PASS\n",
        "## VALIDATION_REPORTS\n- (Validator appends here.)\n",
        "## SKELETON\nVerdict: PASS\n",
        "```md\n## VALIDATION REPORT\nVerdict: PASS\n```\n",
    ];
    for text in none {
        assert!(packet(text).reports.is_empty(), "{text}");
    }
}

#[test]
fn a_reason_belongs_to_the_report_above_it() {
    let text = "## VALIDATION_REPORTS\n### A\nVerdict: PASS\n\n### REASON FOR PASS\n- x\n\n### B\n- y\n";
    let reports = packet(text).reports;
    assert_eq!(slice(text, reports[0].span), "### A\nVerdict: PASS\n\n### REASON FOR PASS\n- x");
    assert_eq!(slice(text, reports[1].span), "### B\n- y");
}

#[test]
fn the_last_verdict_governs() {
    let text = "## VALIDATION_REPORTS\n### A\nVerdict: PASS\n### B\nVerdict: FAIL\n### C\nVerdict: BLOCKED\n";
    let packet = packet(text);
    assert_eq!(packet.reports.len(), 3);
    assert_eq!(packet.last_verdict().unwrap().title, "B");
    assert_eq!(slice(text, packet.reports[0].span), "### A\nVerdict: PASS");
    assert_eq!(slice(text, packet.reports[1].verdict_span.unwrap()), "Verdict: FAIL");
}
