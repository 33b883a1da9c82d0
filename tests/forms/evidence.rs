//! EVIDENCE by hand: each form beside something that looks like it. Recorded runs are in `tests/recorded_runs.rs`.

use crate::{packet, slice};

/// The claims as `command? exit?: text`, line ends shown as `/`.
fn claims(body: &str) -> Vec<String> {
    let text = format!("## EVIDENCE\n{body}\n\n## VALIDATION_REPORTS\n- COMMAND: `not here`\n");
    let shown = |claim: &taskpacket::model::Claim| {
        let command = claim.command.as_deref().unwrap_or("-");
        let exit = claim.exit.map_or_else(|| "-".to_owned(), |exit| exit.to_string());
        format!("{command} {exit}: {}", slice(&text, claim.span).replace('\n', "/"))
    };
    packet(&text).evidence.claims.iter().map(shown).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(claims(body), *expected, "{body}");
    }
}

#[test]
fn groups_of_keys() {
    check(&[
        (
            "- COMMAND: `just a` (run in `src`)\n- EXIT_CODE: `0`\n- LOG_PATH: a.log\n- PROOF_LINES: `b`\n- COMMAND: c\n- EXIT_CODE: 1",
            &[
                "just a 0: - COMMAND: `just a` (run in `src`)/- EXIT_CODE: `0`/- LOG_PATH: a.log/- PROOF_LINES: `b`",
                "c 1: - COMMAND: c/- EXIT_CODE: 1",
            ],
        ),
        (
            "- COMMAND: `a`\n  - EXIT_CODE: 101\n  - PROOF_LINES:\n    - one\n\n  - LOG_PATH: x\n- NOTES: why",
            &["a 101: - COMMAND: `a`/  - EXIT_CODE: 101/  - PROOF_LINES:/    - one//  - LOG_PATH: x/- NOTES: why"],
        ),
        ("- **COMMAND**: `a`\n- **EXIT_CODE:** 0", &["a 0: - **COMMAND**: `a`/- **EXIT_CODE:** 0"]),
        ("### E1: tests\n- COMMAND: `a`\n\n### E2\n- COMMAND: `b`", &["a -: - COMMAND: `a`", "b -: - COMMAND: `b`"]),
        ("COMMAND: a\nEXIT_CODE: 0\n- PROOF_LINES:\n  - `b`", &["a 0: COMMAND: a/EXIT_CODE: 0/- PROOF_LINES:/  - `b`"]),
        ("- COMMAND:\n  - `a b`\n  - EXIT_CODE: 2", &["a b 2: - COMMAND:/  - `a b`/  - EXIT_CODE: 2"]),
        ("- COMMAND: `a`\n- the next remark", &["a -: - COMMAND: `a`", "- -: - the next remark"]),
        ("- COMMAND: `a`\n- EXIT_CODE: none of it", &["a -: - COMMAND: `a`/- EXIT_CODE: none of it"]),
    ]);
}

#[test]
fn free_forms() {
    check(&[
        ("- Command: just a\n  Exit code: 0", &["just a 0: - Command: just a/  Exit code: 0"]),
        (
            "- Command: `just a` (exit 3)\n  - Output:\n    - b",
            &["just a 3: - Command: `just a` (exit 3)/  - Output:/    - b"],
        ),
        ("- Commander: just a", &["- -: - Commander: just a"]),
        ("- 2026-01-02: Ran `just a b` (exit code 0).", &["just a b 0: - 2026-01-02: Ran `just a b` (exit code 0)."]),
        ("- Ran: `just a`\n  - `b`", &["just a -: - Ran: `just a`/  - `b`"]),
        ("- `just a`:\n  ```text\n  b\n  ```", &["just a -: - `just a`:/  ```text/  b/  ```"]),
        ("- `src/a.rs`: new", &["- -: - `src/a.rs`: new"]),
        ("- cargo test -- -D x: PASS", &["cargo test -- -D x -: - cargo test -- -D x: PASS"]),
        ("cargo test a:\n- b: 3 passed\n- c", &["cargo test a -: cargo test a:/- b: 3 passed/- c"]),
        ("- the searches came back empty", &["- -: - the searches came back empty"]),
        ("Two lines\nof words.\n\nAnd more.", &["- -: Two lines/of words.", "- -: And more."]),
        ("| a | b |\n| --- | --- |\n| c | d |", &["- -: | a | b |/| --- | --- |/| c | d |"]),
    ]);
}

#[test]
fn logs_and_prompts() {
    check(&[
        ("```\n$ a b\nc\n\n$ d\nExit code: 1\n```", &["a b -: $ a b/c", "d 1: $ d/Exit code: 1"]),
        ("```\ncosts $ 5\n```", &["- -: ```/costs $ 5/```"]),
        ("```text\nCommand: a\nOutput:\nb\n```", &["a -: Command: a/Output:/b"]),
        ("$ a b\nc\n\nprose", &["a b -: $ a b/c", "- -: prose"]),
        ("> app@0.1.0 lint\n> eslint src\n", &["app@0.1.0 lint -: > app@0.1.0 lint/> eslint src"]),
        ("> somebody said so", &["- -: > somebody said so"]),
        ("#### `just a` (excerpt)\n```text\nb\n```", &["just a -: #### `just a` (excerpt)/```text/b/```"]),
        ("#### a heading\n```text\nb\n```", &["- -: ```text/b/```"]),
        ("- what was looked at\n  ```\n  b\n  ```", &["- -: - what was looked at/  ```/  b/  ```"]),
        ("- COMMAND: `a`\n```\n$ a\nb\n```", &["a -: - COMMAND: `a`/```/$ a/b/```"]),
        ("```\n\n```", &[]),
    ]);
}

#[test]
fn what_claims_nothing() {
    let template = "- Recommended evidence format (enables audit):\n  - COMMAND: `<paste>`\n  - EXIT_CODE: `<int>`\n  \
                    - LOG_PATH: `logs/WP-1/<name>.log` (recommended; not committed)\n  - LOG_SHA256: `<hash>`\n  \
                    - PROOF_LINES: `<copy/paste 1-10 critical lines (e.g., \"0 failed\")>`";
    let real = format!("{template}\n- COMMAND: `a`\n- EXIT_CODE: 0");
    check(&[
        ("", &[]),
        ("- (The coder appends logs here. No verdicts.)", &[]),
        ("- NONE\n(none)\n- N/A\n- TBD", &[]),
        (template, &[]),
        (&real, &["a 0: - COMMAND: `a`/- EXIT_CODE: 0"]),
        ("- COMMAND: `<paste>`\n- EXIT_CODE: 0", &["- 0: - COMMAND: `<paste>`/- EXIT_CODE: 0"]),
        ("### EVIDENCE_MAPPING\n- \"a\" -> src/a.rs:1", &[]),
        ("- EVIDENCE_MAPPING:\n  - \"a\" -> src/a.rs:1", &[]),
        ("<!-- COMMAND: a -->", &[]),
        ("### A label:\n---", &[]),
    ]);
    assert_eq!(packet("## EVIDENCE_MAPPING\n- COMMAND: a\n").evidence, taskpacket::model::Evidence::default());
}
