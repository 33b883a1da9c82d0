//! Headings, sections, fences, comments and encodings.

use taskpacket::model::SectionName;

use crate::{names, packet, read, slice};

#[test]
fn only_headings_are_headings() {
    let cases = [
        ("# A\n## B #\n", vec!["A", "B"]),
        ("- RISK_TIER: HIGH\n---\n", vec![]),
        ("```\n# A\n```\n", vec![]),
        ("> # A\n", vec![]),
        ("<!--\n# A\n-->\n", vec![]),
        ("##A\n#5\n", vec![]),
        ("<line>\n# A\n", vec!["A"]),
        ("a\r# B\r\n# C\r\n", vec!["C"]),
        ("- [x]: y\n# A\n", vec!["A"]),
        ("# A <!-- b -->\n", vec!["A"]),
    ];
    for (text, expected) in cases {
        let got: Vec<String> = packet(text).headings.into_iter().map(|heading| heading.title).collect();
        assert_eq!(got, expected, "{text:?}");
    }
}

#[test]
fn the_structural_section_governs() {
    let cases = [
        ("## TEST_PLAN\na\n", SectionName::TestPlan, "## TEST_PLAN"),
        ("## Quality Gate\n- **TEST_PLAN**:\n  - `a`\n", SectionName::TestPlan, "- **TEST_PLAN**:"),
        ("## Quality Gate\n- **TEST_PLAN:**\n  - `a`\n", SectionName::TestPlan, "- **TEST_PLAN:**"),
        (
            "- TEST_PLAN execution: PASS\n### TEST_PLAN Commands (x)\n## TEST_PLAN\n",
            SectionName::TestPlan,
            "## TEST_PLAN",
        ),
        ("## VALIDATION REPORT\n### TEST_PLAN\n## B\n- TEST_PLAN:\n", SectionName::TestPlan, "- TEST_PLAN:"),
        ("## EVIDENCE\n### DONE_MEANS\n## DONE_MEANS (x) [y]\n", SectionName::DoneMeans, "## DONE_MEANS (x) [y]"),
        ("## VALIDATION REPORT x\n## VALIDATION [A-1]\n", SectionName::Validation, "## VALIDATION [A-1]"),
        ("## VALIDATION_HISTORY_1\n## VALIDATION_PLAN\n## Validation\n", SectionName::Validation, "## Validation"),
        ("````md\n## SCOPE\n````\n## Scope\n", SectionName::Scope, "## Scope"),
    ];
    for (text, name, expected) in cases {
        let packet = packet(text);
        let section = packet.section(name).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(slice(text, section.heading), expected, "{text}");
    }
    assert!(packet("## VALIDATION REPORT\n### DONE_MEANS\n- x\n").section(SectionName::DoneMeans).is_none());
}

#[test]
fn doubled_sections_stay_visible() {
    let packet = packet("## TEST_PLAN\n## DONE_MEANS\n## TEST_PLAN\n");
    assert_eq!(packet.sections.iter().filter(|section| section.name == SectionName::TestPlan).count(), 2);
}

#[test]
fn a_section_reaches_to_what_is_not_beneath_it() {
    let text = "## SCOPE\n- IN_SCOPE_PATHS:\n  - a\n- OUT_OF_SCOPE:\n  - b\n### More\n- c\n## QUALITY_GATE\n";
    let packet = packet(text);
    let body = |name| slice(text, packet.section(name).unwrap().body).to_owned();
    assert_eq!(body(SectionName::InScopePaths), "  - a\n");
    assert_eq!(body(SectionName::OutOfScope), "  - b\n");
    assert!(body(SectionName::Scope).ends_with("- c\n"));
    let inner = packet.section(SectionName::InScopePaths).unwrap();
    assert_eq!(packet.sections[inner.parent.unwrap()].name, SectionName::Scope);
}

#[test]
fn what_is_behind_a_broken_fence_is_read() {
    let cases = [
        ("### TEST_PLAN\n`\u{8}ash\na\n`\n## AUTHORITY\n", vec!["mangled-fence", "control-characters"]),
        ("### TEST_PLAN\n```bash\na\n`\n\n## AUTHORITY\n- x\n", vec!["mangled-fence"]),
        ("### TEST_PLAN\n```bash\na\n\n## AUTHORITY\n- x\n```\nlog\n```\n", vec!["unclosed-fence"]),
        ("### TEST_PLAN\n- X:\n  ```bash\na\n  ```\n## AUTHORITY\n", vec!["dedented-fence"]),
        ("<!-- open\n### TEST_PLAN\n```bash\na\n```\n## AUTHORITY\n", vec!["unclosed-comment"]),
    ];
    for (text, expected) in cases {
        let (packet, findings) = read(text.as_bytes());
        assert_eq!(names(&findings), expected, "{text}");
        assert!(packet.section(SectionName::Authority).is_some(), "{text}");
        let steps: Vec<&str> = packet.plan.steps.iter().map(|step| step.text.as_str()).collect();
        assert_eq!(steps, ["a"], "{text}");
    }
}

#[test]
fn a_heading_glued_to_a_line_is_said_aloud() {
    let (_, findings) = read(b"## AUTHORITY\n- Task Board: b.md\\n\\n## EVIDENCE_MAPPING\\n- x\n");
    assert_eq!(names(&findings), ["glued-heading"]);
    assert!(read(b"- prints a\\n# note\n").1.is_empty());
}

#[test]
fn bytes_that_are_not_text_change_nothing_else() {
    let (packet, findings) = read(b"## METADATA\n- WP_ID: WP-7\n# VALIDATION REPORT \x97 WP-7\nVerdict: PASS\n");
    assert_eq!(names(&findings), ["not-utf-8"]);
    assert_eq!(packet.metadata.id.get().unwrap(), "WP-7");
    assert_eq!(packet.reports[0].title, "VALIDATION REPORT ? WP-7");
}
