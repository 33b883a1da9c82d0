//! Waivers.

use taskpacket::model::WaiverState;

use crate::packet;

#[test]
fn a_record_in_a_line_and_with_children_say_the_same() {
    let forms = [
        "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected, pre_sha1_captured | PATHS: src/x.rs | REASON: none left \
         | APPROVER: ann | DATE: 2026-01-10 | EXPIRES: 2026-02-01",
        "- WAIVER_ID: W-1\n  - STATUS: ACTIVE\n  - COVERS: scope_respected, pre_sha1_captured\n  - PATHS:\n    - src/x.rs\n\
         \x20 - REASON: none left\n  - APPROVER: ann\n  - DATE: 2026-01-10\n  - EXPIRES: 2026-02-01",
        "- **Waiver ID**: W-1\n  - **Covers**: scope_respected, pre_sha1_captured\n  - Paths: `src/x.rs`\n\
         \x20 - Justification: none left\n  - Approver: ann\n  - Date: 2026-01-10\n  - Expiry: 2026-02-01",
    ];
    for record in forms {
        let text = format!("## WAIVERS GRANTED\n- (Record waivers here.)\n{record}\n- NONE\n");
        let waivers = packet(&text).waivers;
        assert_eq!(waivers.len(), 1, "{record}");
        let waiver = &waivers[0];
        assert_eq!((waiver.id.as_str(), waiver.state), ("W-1", WaiverState::Active), "{record}");
        assert_eq!(waiver.covers, ["scope_respected", "pre_sha1_captured"]);
        assert_eq!(waiver.paths.iter().map(|path| path.path.as_str()).collect::<Vec<_>>(), ["src/x.rs"], "{record}");
        assert_eq!((waiver.reason.as_str(), waiver.approver.as_str()), ("none left", "ann"));
        assert_eq!(waiver.date.unwrap().to_string(), "2026-01-10");
        assert_eq!(waiver.expires.unwrap().to_string(), "2026-02-01");
    }
}

#[test]
fn states() {
    let cases = [
        ("- WAIVER_ID: W-1 | COVERS: a", WaiverState::Active),
        ("- WAIVER_ID: W-1 | STATUS: REVOKED | COVERS: a", WaiverState::Ended),
        ("- WAIVER_ID: W-1 | STATUS: perhaps | COVERS: a", WaiverState::Unreadable),
        ("- WAIVER_ID: W-1 | COVERS: a | EXPIRES: when done", WaiverState::Unreadable),
        ("- WAIVER_ID: W-1 | REASON: x", WaiverState::Prose),
        ("- WAIVER-7 [CX-1]\n  - Date: 2026-01-10\n  - Scope: the UI", WaiverState::Prose),
        ("- [CX-1] 2026-01-10: leave the UI out", WaiverState::Prose),
        ("- **WAIVER-7**: leave the UI out", WaiverState::Prose),
        ("- The UI is left out.", WaiverState::Prose),
    ];
    for (record, state) in cases {
        let waivers = packet(&format!("## WAIVERS GRANTED\n{record}\n")).waivers;
        assert_eq!(waivers.iter().map(|waiver| waiver.state).collect::<Vec<_>>(), [state], "{record}");
    }
    let children = packet("## WAIVERS GRANTED\n- WAIVER-7 [CX-1]\n  - Date: 2026-01-10\n").waivers.remove(0);
    assert_eq!((children.id.as_str(), children.date.unwrap().to_string()), ("WAIVER-7", "2026-01-10".to_owned()));
}

#[test]
fn what_is_no_waiver() {
    let none = [
        "- NONE",
        "- None.",
        "- (Record explicit waivers here; see `## WAIVERS GRANTED`.)",
        "- (Format: `- WAIVER_ID: x | COVERS: a`)",
        "- <fill>",
        "```\n- WAIVER_ID: W-1 | COVERS: a\n```",
    ];
    for line in none {
        assert!(packet(&format!("## WAIVERS GRANTED\n{line}\n")).waivers.is_empty(), "{line}");
    }
    assert!(
        packet("## VALIDATION REPORT\n### Waivers Granted [CX-1]\n- WAIVER_ID: W-1 | COVERS: a\n").waivers.is_empty()
    );
}

#[test]
fn a_second_section_counts_too() {
    let text = "## WAIVERS GRANTED\n- NONE\n## VALIDATION_REPORTS\n## WAIVERS GRANTED [CX-1] (APPEND-ONLY)\n- WAIVER_ID: W-2 | COVERS: a\n";
    assert_eq!(packet(text).waivers.len(), 1);
}
