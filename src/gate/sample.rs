//! The packet of the tests of post-work's gates, as text: its two halves, a true entry to go between them, a passing run.

use super::contract::plan_digest;
use crate::model::{After, Digest, Image, Packet, RunEnd, RunId, RunRecord, StepRecord, StepResult, Window};
use crate::parse;
use crate::text::{Source, Sources};

/// The packet's id.
pub const ID: &str = "WP-1-Session";
/// Where it lies.
pub const PATH: &str = "docs/task_packets/WP-1-Session.md";
/// Who writes the code.
pub const CODER: &str = "Cody Coder <cody@example.org>";

/// What stands before the entries of the manifest.
pub const HEAD: &str = "# Task Packet: WP-1-Session

## METADATA
- WP_ID: WP-1-Session
- DATE: 2026-01-10
- **Status:** In Progress
- RISK_TIER: HIGH
- CODER_MODEL: some-model
- USER_SIGNATURE: ann100120261200

## SCOPE
- What: expired sessions are refused
- IN_SCOPE_PATHS:
  - src/
  - Cargo.toml
- OUT_OF_SCOPE:
  - src/gen/
  - No changes of the storage format

## WAIVERS GRANTED
- NONE

## QUALITY_GATE
### TEST_PLAN
```bash
just pre-work WP-1-Session

# Session audit (CX-SES-010)
cargo test sessions
cargo test refusals

just post-work WP-1-Session
```

### DONE_MEANS
- Expired sessions are refused: `cargo test refusals`.
- The session boundary holds (CX-SES-010).
- Gates pass: `just post-work WP-1-Session`.

### ROLLBACK_HINT
- git revert the commit

## AUTHORITY
- SPEC_BASELINE: docs/spec.md
- SPEC_TARGET: docs/spec.md
- SPEC_ANCHOR: docs/spec.md 1.2 [CX-SES-010]

## BOOTSTRAP
- FILES_TO_OPEN:
  - docs/spec.md

## SKELETON
- one type

SKELETON APPROVED

## IMPLEMENTATION
- (Coder fills after skeleton approval.)

## VALIDATION
";

/// What stands behind them.
pub const TAIL: &str = "
## EVIDENCE
- (none)

## VALIDATION_REPORTS
### Report 2026-01-12
Validator: vera
Verdict: FAIL

### Report 2026-01-13
Validator: vera
Verdict: PASS
";

/// What the digest of the files is one of.
pub const TREE: &[u8] = b"the files";

/// A run of the packet's plan on its files, of which every step passed.
pub fn passing_run(after: &After) -> RunRecord {
    let step = |index: usize| StepRecord {
        index,
        line: index,
        result: StepResult::Pass,
        exit: Some(0),
        millis: 1,
        bytes: 0,
        log: None,
        command: String::new(),
        note: String::new(),
    };
    RunRecord {
        id: RunId::of(b"a run"),
        began: after.now,
        head: None,
        tree: Digest::of(TREE),
        plan: plan_digest(&after.packet.plan),
        shell: "bash 5.2".to_owned(),
        loose: Vec::new(),
        failed_before: 0,
        end: RunEnd::Pass,
        steps: (1..=after.packet.plan.steps.len()).map(step).collect(),
    }
}

/// Reads a packet at its place.
pub fn packet(sources: &mut Sources, text: &str) -> Packet {
    let source = sources.add(Source::new(PATH, text.as_bytes()));
    parse::packet(sources, source).0
}

/// An entry's block with true values and ticked gates.
pub fn block(path: &str, before: Option<&Image>, after: Option<&Image>) -> String {
    let digest =
        |side: Option<&Image>| side.and_then(Image::sha1).map_or_else(|| "N/A".to_owned(), |digest| digest.to_string());
    let lines = |side: Option<&Image>| side.map_or(0, Image::line_count);
    let (start, end, delta) = match Window::tight(before, after) {
        Some(window) => {
            let delta = lines(after).cast_signed() - lines(before).cast_signed();
            (window.start.to_string(), window.end.to_string(), delta.to_string())
        }
        None => ("N/A".to_owned(), "N/A".to_owned(), "N/A".to_owned()),
    };
    let ticks: String = super::ENTRY.iter().map(|gate| format!("  - [x] {}\n", gate.name)).collect::<Vec<_>>().concat();
    format!(
        "- **Target File**: `{path}`\n- **Start**: {start}\n- **End**: {end}\n- **Line Delta**: {delta}\n\
         - **Pre-SHA1**: `{}`\n- **Post-SHA1**: `{}`\n- **Gates Passed**:\n{ticks}",
        digest(before),
        digest(after),
    )
}
