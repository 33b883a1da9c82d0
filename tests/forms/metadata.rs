//! METADATA and AUTHORITY: keys, values, annotations, blanks.

use taskpacket::model::{PlaceholderKind, RiskTier, Status, Strength, Value, Verdict};

use crate::packet;

#[test]
fn a_key_is_read_in_every_form() {
    let forms = [
        "## METADATA\n- WP_ID: WP-7\n",
        "## Metadata\n- **WP_ID**: WP-7\n",
        "## METADATA\n- **WP_ID:** WP-7\n",
        "## METADATA\n**WP_ID:** WP-7\n",
        "## METADATA\n**WP_ID**: WP-7\n",
        "## METADATA\nWP_ID: WP-7\n",
        "## METADATA\n### WP_ID: WP-7\n",
        "## METADATA\n  - WP_ID: WP-7\n",
        "## METADATA\n    * WP_ID: WP-7\n",
        "## METADATA\n- WP_ID: `WP-7`\n",
        "## METADATA\n- WP_ID: WP-7 (never renamed)\n",
        "## METADATA\n- TASK_ID: WP-7\n",
        "## METADATA\n- TASK_ID: WP-6\n- WP_ID: WP-7\n",
        "# Task Packet: WP-7\n- WP_ID: WP-7\n",
        "## METADATA\r\n- WP_ID: WP-7\r\n",
        "\u{feff}## METADATA\n- WP_ID: WP-7\n",
        "<!-- generated -->\n# Packet\n## METADATA\n- DATE: x\n<!-- what follows\nis the id -->\n- WP_ID: WP-7\n",
        "## METADATA\n- WP_ID: WP-7 <!-- never renamed -->\n",
        "# TASK_PACKET_TEMPLATE\nhow to use it\n# Task Packet: WP-7\n## METADATA\n- WP_ID: WP-7\n",
    ];
    for text in forms {
        let id = packet(text).metadata.id;
        assert_eq!(id.get().map(String::as_str), Some("WP-7"), "{text}");
    }
}

#[test]
fn values_keep_what_was_written() {
    let text = "## METADATA\n- CODER_MODEL: `Model 5` (by hand)\n";
    let packet = packet(text);
    let raw = packet.metadata.coder_model.raw().unwrap();
    assert_eq!(
        (raw.text.as_str(), &text[raw.span.start..raw.span.end]),
        ("`Model 5` (by hand)", "`Model 5` (by hand)")
    );
    assert_eq!(packet.metadata.coder_model.get().unwrap(), "Model 5");
    assert_eq!(packet.field("CODER_MODEL").unwrap().note.as_deref(), Some("by hand"));
}

#[test]
fn blanks_are_told_by_kind() {
    use PlaceholderKind::{Blank, Enumeration, Unclaimed};
    let cases = [
        ("CODER_MODEL: <unclaimed>", Unclaimed),
        ("CODER_MODEL: <pending>", Blank),
        ("CODER_MODEL: {user or source}", Blank),
        ("CODER_MODEL: A | B", Enumeration),
    ];
    for (line, kind) in cases {
        match packet(&format!("## METADATA\n- {line}\n")).metadata.coder_model {
            Value::Placeholder(_, got) => assert_eq!(got, kind, "{line}"),
            other => panic!("{line}: {other:?}"),
        }
    }
    assert_eq!(packet("## METADATA\n- CODER_MODEL:\n").metadata.coder_model, Value::Absent);
}

#[test]
fn the_status_of_metadata_governs() {
    let cases = [
        ("- **Status:** In Progress", Some(Status::InProgress)),
        ("- STATUS: Ready-for-Dev", Some(Status::ReadyForDev)),
        ("**STATUS:** Done \u{2705}", Some(Status::Done)),
        ("- Status: Validated (FAIL)", Some(Status::Validated(Verdict::Fail))),
        ("- Status: Done (historical; see v2)", Some(Status::DoneHistorical)),
        ("- Status: whatever", None),
    ];
    for (line, expected) in cases {
        let text = format!("**Status:** Blocked\n## METADATA\n{line}\n## NOTES\n- Status: Superseded\n");
        assert_eq!(packet(&text).metadata.status.get().copied(), expected, "{line}");
    }
}

#[test]
fn a_status_in_a_report_or_a_fence_is_none() {
    let text = "## METADATA\n- WP_ID: WP-7\n```\n- Status: Done\n```\n## VALIDATION REPORT\n**Status:** Done\n";
    assert_eq!(packet(text).metadata.status, Value::Absent);
    assert_eq!(packet(&format!("{text}## NOTES\n- Status: Blocked\n")).metadata.status.get(), Some(&Status::Blocked));
}

#[test]
fn the_risk_tier_in_every_form() {
    let forms = [
        "## METADATA\n- RISK_TIER: HIGH\n",
        "## METADATA\n- RISK_TIER: HIGH (Safety)\n",
        "## Quality Gate\n- **RISK_TIER**: HIGH\n  - Justification: x\n",
        "## Quality Gate\n### RISK_TIER: HIGH\n- Justification: x\n",
        "## RISK_TIER\n- Level: HIGH\n",
        "## QUALITY_GATE\n**RISK_TIER**: high\n",
    ];
    for text in forms {
        assert_eq!(packet(text).metadata.risk_tier.get(), Some(&RiskTier::High), "{text}");
    }
    let unedited = packet("## METADATA\n- RISK_TIER: LOW | MEDIUM | HIGH\n").metadata.risk_tier;
    assert!(matches!(unedited, Value::Placeholder(_, PlaceholderKind::Enumeration)), "{unedited:?}");
    assert!(matches!(packet("## METADATA\n- RISK_TIER: HUGE\n").metadata.risk_tier, Value::Malformed(_)));
}

#[test]
fn typed_values() {
    let hash = "0123456789abcdef0123456789abcdef01234567";
    let text = format!(
        "## METADATA\n- USER_SIGNATURE: `ann090120261951`\n- CODER_REASONING_STRENGTH: EXTRA_HIGH (LOW | HIGH)\n\
         - MERGE_BASE_SHA: {hash} (git merge-base main HEAD)\n- REFINEMENT_FILE: docs/r.md\n"
    );
    let metadata = packet(&text).metadata;
    assert_eq!(metadata.signature.get().unwrap().name, "ann");
    assert_eq!(metadata.coder_strength.get(), Some(&Strength::ExtraHigh));
    assert_eq!(metadata.merge_base.get().unwrap(), hash);
    assert_eq!(metadata.refinement_file.get().unwrap(), "docs/r.md");
    assert!(matches!(packet("## METADATA\n- USER_SIGNATURE: ann\n").metadata.signature, Value::Malformed(_)));
}

#[test]
fn authority_and_its_anchors() {
    let cases = [
        ("- SPEC_ANCHOR: Spec.md 1.2 [A-1]\n", vec!["Spec.md 1.2 [A-1]"]),
        ("- SPEC_ANCHOR:\n  - Spec.md 1.2\n  - Spec.md 1.3\n- Codex: x\n", vec!["Spec.md 1.2", "Spec.md 1.3"]),
        ("### SPEC_ANCHOR\n- Spec.md 1.2\n", vec!["Spec.md 1.2"]),
        ("- SPEC_ANCHOR: <fill>\n", vec![]),
    ];
    for (anchors, expected) in cases {
        let text = format!("## AUTHORITY\n- SPEC_BASELINE: Spec.md (recorded_at: x)\n{anchors}");
        let authority = packet(&text).authority;
        assert_eq!(authority.baseline.get().unwrap(), "Spec.md");
        let got: Vec<&str> = authority.anchors.iter().map(|anchor| anchor.text.as_str()).collect();
        assert_eq!(got, expected, "{text}");
    }
}
