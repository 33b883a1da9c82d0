//! Whatever the bytes are, a packet can be read from them, and all its places lie within the file.

use std::fmt::Write as _;

use proptest::prelude::*;
use taskpacket::model::Packet;
use taskpacket::parse;
use taskpacket::text::{Source, Sources};

mod spans;

/// Reads, and checks all places.
fn check(bytes: &[u8]) -> Packet {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("any", bytes));
    let (packet, findings) = parse::packet(&sources, source);
    let text = sources.get(source).text();
    for span in spans::of_packet(&packet).into_iter().chain(spans::of_findings(&findings)) {
        let sound = span.start <= span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end);
        assert!(sound, "{span:?} in {:?}", bytes.escape_ascii().to_string());
    }
    for block in &packet.code_blocks {
        assert!(
            block.span.start <= block.content.start && block.content.end <= block.span.end,
            "{block:?} of {text:?}"
        );
    }
    packet
}

/// The bricks of packets, whole and broken.
const BRICKS: &[&str] = &[
    "# Task Packet: WP-1\n",
    "## METADATA\n",
    "- **Status:** Done\n",
    "- RISK_TIER: HIGH (x)\n",
    "## SCOPE\n",
    "- IN_SCOPE_PATHS:\n",
    "  - src/a.rs (new)\n",
    "* `src/b.rs`\n",
    "### TEST_PLAN\n",
    "- **TEST_PLAN**:\n",
    "```bash\n",
    "  ```bash\n",
    "```\n",
    "  ```\n",
    "````md\n",
    "````\n",
    "~~~\n",
    "`ash\n",
    "`\u{8}ash\n",
    "`\n",
    "$hits = rg -n \"a\" src | Where-Object { $_ -notmatch 'b' }\n",
    "if ($hits) { throw \"x\" }\n",
    "cat <<E\n",
    "((",
    "( ",
    "\"$(",
    "${",
    "case x in a) ",
    "x=(",
    "[[ ( ",
    "f() ",
    "E\n",
    "if a; then\n",
    "fi\n",
    "a && \\\n",
    "# If any non-doc files changed:\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "<!-- ",
    "-->",
    "`",
    "'",
    "\"",
    "(",
    ")",
    "{",
    "}",
    "é",
    "\u{2014}",
    "\u{feff}",
    "- **Target File**: `a`\n",
    "- **Start**: 1\n",
    "- **Line Delta**: 1 - é\n",
    "  - [x] anchors_present\n",
    "[é] x\n",
    "## VALIDATION\n",
    "## VALIDATION_REPORTS\n",
    "Verdict: PASS é\n",
    "## WAIVERS GRANTED\n",
    "- WAIVER_ID: W-1 | COVERS: x | PATHS: é\n",
    "[a](é b) ",
    "](",
    "%c3%",
    "- \"x\" -> `é:1`, \u{e9}\n",
    "## EVIDENCE_MAPPING\n",
    "> ",
    "- ",
    "1. ",
    "**",
    ": ",
    "\\n## SCOPE",
    "---\n",
    "## EVIDENCE\n",
    "### Run 0f3a9c12 of 2026-01-12T14:31:07Z: pass\n",
    "- RUN_ID: 0f3a9c12\n",
    "| 1 | 43 | pass | 0 | 20 | 812 | - | `a\\u{e9}` | \\ |\n",
    "- COMMAND: `a`\n",
    "- EXIT_CODE: 0\n",
    "$ é\n",
    "> a@0.1.0 lint\n",
    "SKELETON APPROVED",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn any_bricks(picks in proptest::collection::vec(0..BRICKS.len(), 0..60)) {
        let text: String = picks.into_iter().map(|pick| BRICKS[pick]).collect();
        check(text.as_bytes());
    }

    #[test]
    fn any_bricks_cut_anywhere(picks in proptest::collection::vec(0..BRICKS.len(), 0..30), cut in 0_usize..600) {
        let text: String = picks.into_iter().map(|pick| BRICKS[pick]).collect();
        check(&text.as_bytes()[cut.min(text.len())..]);
    }
}

/// Sizes that a reader with a square in it does not come through in a test's time.
#[test]
fn large_packets_are_read() {
    let mut items = String::from("## SCOPE\n- IN_SCOPE_PATHS:\n");
    for index in 0..50_000 {
        writeln!(items, "  - src/{index}.rs").unwrap();
    }
    assert_eq!(check(items.as_bytes()).scope.items.len(), 50_000);

    let headings = "## SCOPE\n".repeat(10_000);
    assert_eq!(check(headings.as_bytes()).headings.len(), 10_000);

    let claims = "- COMMAND: `a`\n- EXIT_CODE: 0\n".repeat(10_000);
    assert_eq!(check(format!("## EVIDENCE\n{claims}").as_bytes()).evidence.claims.len(), 10_000);

    let runs = "### Run 0f3a9c12 of now: pass\n- RUN_ID: 0f3a9c12\n~~~\n".repeat(5_000);
    check(format!("## EVIDENCE\n{runs}").as_bytes());

    let entries = "- **Target File**: `a`\n- **Start**: 1\n".repeat(10_000);
    assert_eq!(check(format!("## VALIDATION\n{entries}").as_bytes()).manifest.entries.len(), 10_000);
}

#[test]
fn hostile_repetition_is_read() {
    for brick in BRICKS {
        check(brick.repeat(60_000 / brick.len()).as_bytes());
        check(format!("### TEST_PLAN\n```bash\n{}", brick.repeat(20_000 / brick.len())).as_bytes());
    }
    for line in ["x", "`", "[a](", "](", "<!-- ", "- ", "**a: ", "|", "((", "\\n## SCOPE", "-> a:1,", "é"] {
        check(line.repeat(500_000 / line.len()).as_bytes());
    }
}
