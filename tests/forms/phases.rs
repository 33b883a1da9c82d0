//! Phases and the approval.

use crate::{packet, slice};

#[test]
fn an_approval_is_a_line_that_begins_with_it() {
    let yes = [
        "SKELETON APPROVED",
        "## SKELETON APPROVED",
        "SKELETON APPROVED [ann090120261951]",
        "SKELETON APPROVED ann090120261951",
        "SKELETON APPROVED: 2026-01-02 (by mail)",
        "- **SKELETON APPROVED**: User-approved",
        "**SKELETON APPROVED**",
        "* SKELETON APPROVED by ann",
        "SKELETON APPROVED ann",
        "SKELETON APPROVED - ok",
        "SKELETON APPROVED, ann, after a second look",
        "SKELETON APPROVED - no remarks",
        "SKELETON_APPROVED_BY: ann090120261951",
        "- **SKELETON_APPROVED_BY:** ann",
    ];
    let no = [
        "no SKELETON APPROVED marker found",
        "SKELETON APPROVED: no",
        "SKELETON APPROVED: no, ann wants another one",
        "SKELETON APPROVED is missing",
        "SKELETON APPROVED - still pending",
        "SKELETON APPROVED?",
        "SKELETON APPROVEDLY",
        "SKELETON APPROVED must stand here before any code",
        "SKELETON APPROVED will be added by the validator",
        "- (SKELETON APPROVED goes here.)",
        "- [ ] SKELETON APPROVED",
        "SKELETON APPROVED <signature>",
        "SKELETON APPROVED marker is missing",
        "SKELETON APPROVED is required before coding",
        "SKELETON_APPROVED_BY: <pending>",
        "SKELETON_APPROVED_BY:",
        "```\nSKELETON APPROVED\n```",
        "<!-- SKELETON APPROVED -->",
        "Await \"SKELETON APPROVED\"; then go on.",
        "> SKELETON APPROVED",
        "SKELETON",
    ];
    for line in yes {
        let text = format!("## SKELETON\n{line}\n");
        let approval = packet(&text).phases.approval;
        assert_eq!(approval.map(|span| slice(&text, span)), Some(line), "{line}");
    }
    for line in no {
        assert_eq!(packet(&format!("## SKELETON\n{line}\n")).phases.approval, None, "{line}");
    }
}

#[test]
fn headings_of_the_phases() {
    let text = "# BOOTSTRAP\n# SKELETON\n## IMPLEMENTATION\n- (Coder fills.)\n- None.\n- Done so: x\n";
    let phases = packet(text).phases;
    assert_eq!(slice(text, phases.bootstrap.unwrap()), "# BOOTSTRAP");
    assert_eq!(slice(text, phases.skeleton.unwrap()), "# SKELETON");
    assert_eq!(slice(text, phases.implementation.unwrap()), "## IMPLEMENTATION");
    assert_eq!(slice(text, phases.implementation_text.unwrap()), "- Done so: x");
    assert_eq!(packet("## IMPLEMENTATION\n- (Coder fills after approval.)\n").phases.implementation_text, None);
}
