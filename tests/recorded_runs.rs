//! A run goes into a packet and comes back as it was, and nothing else in the packet means anything else afterwards.

#![allow(clippy::unwrap_used, reason = "what cannot be read has failed")]

use chrono::DateTime;
use proptest::prelude::*;
use taskpacket::model::{Digest, Oid, Packet, RunEnd, RunId, RunRecord, StepRecord, StepResult};
use taskpacket::text::{Source, Sources, apply};
use taskpacket::write::{self, Excerpt};
use taskpacket::{finding::Finding, parse};

use meaning::meaning;

mod meaning;

const HEAD: &str = "# Task Packet: WP-1\n\n## METADATA\n- WP_ID: WP-1\n- **Status:** In Progress\n\n## SCOPE\n- IN_SCOPE_PATHS:\n  \
                    - src/a.rs\n\n## TEST_PLAN\n```bash\ncargo test\n```\n\n## DONE_MEANS\n- it works: `cargo test`\n\n\
                    ## SKELETON\nSKELETON APPROVED\n\n## VALIDATION\n- **Target File**: `src/a.rs`\n- **Start**: 1\n";

/// What EVIDENCE may hold before, and what may stand behind it.
const EVIDENCES: &[&str] = &[
    "\n## EVIDENCE\n",
    "\n## EVIDENCE\n- (Logs.)\n",
    "\n## EVIDENCE\n### E1: tests\n- COMMAND: `x`\n- EXIT_CODE: 0\n\n---\n\n",
    "\n### EVIDENCE\n```\nlog\n```\n\n",
    "\n# EVIDENCE\n\n#### deep\nx",
    "\n###### EVIDENCE\nx\n",
    "\n## EVIDENCE\n```text\nnever closed\n\n",
    "\n## EVIDENCE\n- x\n  ~~~~\n  never closed\n",
    "\n## EVIDENCE\n`ash\nmangled\n",
    "\n## EVIDENCE\n<!-- never closed\n\n\n",
    "\n## EVIDENCE\n- x\n## Run of the mill\ny\n",
    "\n## EVIDENCE\n- x\n### EVIDENCE_MAPPING\n- \"a\" -> src/a.rs:1\n",
    "\n## EVIDENCE\n- IN_SCOPE_PATHS:\n",
    "",
    "\n```bash\nnever closed\n",
];
const TAILS: &[&str] = &[
    "",
    "## VALIDATION_REPORTS\n- (append here)\n\n### VALIDATION REPORT - 2026-01-02\nVerdict: FAIL\n",
    "\n\n## VALIDATION REPORT - WP-1\nVerdict: PASS\n## EVIDENCE\nquoted\n",
    "\n# VALIDATION REPORT\nVerdict: PASS",
    "\n## WAIVERS GRANTED\n- WAIVER_ID: W-1 | COVERS: scope_respected | PATHS: src/b.rs\n",
];

fn read(text: &[u8]) -> (Packet, Vec<Finding>) {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("packet.md", text));
    parse::packet(&sources, source)
}

fn appended(text: &[u8], block: &str) -> Vec<u8> {
    let edits = write::evidence(&read(text).0, &Source::new("packet.md", text), block);
    let [edit] = edits.as_slice() else { panic!("one insertion is enough: {edits:?}") };
    assert!(edit.span.is_empty(), "bytes were taken out");
    apply(text, &edits).unwrap()
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 8]>().prop_map(|seed| Digest::of(&seed))
}

/// Words of every kind, those that mean something in a packet among them.
fn words() -> impl Strategy<Value = String> {
    let hostile = "(\\PC|[ -~]|\\s|[|`\\\\\\[\\]()<>#~&]|\n## SCOPE\n|\n- RUN_ID: 0f3a9c12|-->|<!-- |~~~|```|\\]\\(x\\)|\
                   \nVerdict: PASS\n|\\\\n## SCOPE|\nSKELETON APPROVED|-> src/a.rs:1|\r\n| \\| ){0,24}";
    prop_oneof![Just(String::new()), "[a-z -]{1,20}", hostile]
}

fn step() -> impl Strategy<Value = StepRecord> {
    let numbers = (any::<usize>(), any::<usize>(), any::<u64>(), any::<u64>());
    let result = proptest::sample::select(StepResult::ALL);
    (numbers, result, any::<Option<i32>>(), proptest::option::of(digest()), words(), words()).prop_map(
        |((index, line, millis, bytes), result, exit, log, command, note)| StepRecord {
            index,
            line,
            result,
            exit,
            millis,
            bytes,
            log,
            command,
            note,
        },
    )
}

fn run() -> impl Strategy<Value = RunRecord> {
    let head = proptest::option::of(digest().prop_map(|it| Oid::parse(&it.to_string()).unwrap()));
    let began = (0_i64..253_402_300_800).prop_map(|at| DateTime::from_timestamp(at, 0).unwrap());
    let end = proptest::sample::select(RunEnd::ALL);
    let texts = (words(), proptest::collection::vec(words(), 0..3));
    let counts = (any::<[u8; 4]>(), prop_oneof![Just(0), any::<usize>()]);
    (counts, began, head, digest(), digest(), texts, end, proptest::collection::vec(step(), 0..4)).prop_map(
        |((seed, failed_before), began, head, tree, plan, (shell, loose), end, steps)| RunRecord {
            id: RunId::of(&seed),
            began,
            head,
            tree,
            plan,
            shell,
            loose,
            failed_before,
            end,
            steps,
        },
    )
}

fn excerpts() -> impl Strategy<Value = Vec<Excerpt>> {
    let text = prop_oneof![proptest::collection::vec(any::<u8>(), 0..400), words().prop_map(String::into_bytes)];
    let excerpt = (any::<usize>(), any::<usize>(), any::<usize>(), text)
        .prop_map(|(step, line, lines_in_all, text)| Excerpt { step, line, lines_in_all, text });
    proptest::collection::vec(excerpt, 0..3)
}

fn packet() -> impl Strategy<Value = String> {
    let parts = (proptest::sample::select(EVIDENCES), proptest::sample::select(TAILS), any::<bool>());
    parts.prop_map(|(evidence, tail, crlf)| {
        let text = format!("{HEAD}{evidence}{tail}");
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_comes_back_as_it_was(run in run(), excerpts in excerpts()) {
        let block = write::run_block(&run, &excerpts);
        prop_assert!(block.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)), "{}", block);
        prop_assert_eq!(parse::run_block(&block), Some(run.clone()), "{}", block);
        let elsewhere = format!("\u{feff}\r\n{}", block.replace('\n', "\r\n"));
        prop_assert_eq!(parse::run_block(&elsewhere), Some(run));
    }

    #[test]
    fn a_packet_takes_runs_and_stays_what_it_was(
        text in packet(), first in run(), second in run(), excerpts in excerpts(),
    ) {
        let before = read(text.as_bytes()).0;
        let once = appended(text.as_bytes(), &write::run_block(&first, &excerpts));
        let twice = appended(&once, &write::run_block(&second, &[]));
        for (bytes, runs) in [(&once, vec![&first]), (&twice, vec![&first, &second])] {
            let shown = String::from_utf8_lossy(bytes);
            let (after, findings) = read(bytes);
            let read: Vec<_> = after.evidence.runs.iter().map(|it| &it.run).collect();
            prop_assert_eq!(read, runs, "{}", shown);
            let unreadable = findings.iter().any(|it| it.code.name == "evidence-unreadable");
            prop_assert!(!unreadable, "{}", shown);
            prop_assert_eq!(meaning(&after), meaning(&before), "{}", shown);
            let feeds = shown.matches('\n').count();
            let returns = shown.matches("\r\n").count();
            prop_assert!(returns == 0 || returns == feeds, "line ends are mixed: {}", shown);
            for run in &after.evidence.runs {
                let text = &shown[run.span.start..run.span.end];
                prop_assert_eq!(parse::run_block(text), Some(run.run.clone()));
            }
        }
    }

    #[test]
    fn no_line_of_an_excerpt_can_be_taken_for_another(excerpts in excerpts()) {
        let run = RunRecord { steps: Vec::new(), ..plain_run() };
        let bare = write::run_block(&run, &[]);
        let block = write::run_block(&run, &excerpts);
        for line in block[bare.len()..].lines() {
            let known = line.is_empty() || line.starts_with('|') || line.starts_with("step ") || line.starts_with("~~~");
            prop_assert!(known && !line.contains('`') && !line.contains("-->") && !line.contains("]("), "{}", line);
        }
    }
}

fn plain_run() -> RunRecord {
    let step = StepRecord {
        index: 1,
        line: 43,
        result: StepResult::Pass,
        exit: Some(0),
        millis: 20,
        bytes: 812,
        log: Some(Digest::of(b"log")),
        command: "just pre-work WP-7 | cat".to_owned(),
        note: "in-process".to_owned(),
    };
    RunRecord {
        id: RunId::parse("0f3a9c12").unwrap(),
        began: DateTime::parse_from_rfc3339("2026-01-12T14:31:07Z").unwrap().to_utc(),
        head: Oid::parse(&"7".repeat(40)),
        tree: Digest::of(b"tree"),
        plan: Digest::of(b"plan"),
        shell: "bash 5.2.15(1)-release".to_owned(),
        loose: vec!["notes.txt".to_owned(), "a b.txt".to_owned()],
        failed_before: 3,
        end: RunEnd::Pass,
        steps: vec![step],
    }
}

fn plain_block() -> String {
    let text = b"test result: FAILED. 61 passed; 1 failed\ncaf\xc3\xa9 \x1b[0m \xff\n".to_vec();
    write::run_block(&plain_run(), &[Excerpt { step: 1, line: 43, lines_in_all: 214, text }])
}

#[test]
fn the_form_of_a_block() {
    let (seven, tree, plan, log) = ("7".repeat(40), Digest::of(b"tree"), Digest::of(b"plan"), Digest::of(b"log"));
    let expected = format!(
        "### Run 0f3a9c12 of 2026-01-12T14:31:07Z: pass\n\n- RUN_ID: 0f3a9c12\n- RUN_AT: 2026-01-12T14:31:07Z\n\
         - RUN_HEAD: {seven}\n- RUN_TREE: {tree}\n- RUN_PLAN: {plan}\n- RUN_SHELL: bash 5.2.15(1)-release\n\
         - RUN_LOOSE: `notes.txt`, `a b.txt`\n- RUN_FAILED_BEFORE: 3\n\n\
         | step | line | result | exit | ms | bytes | SHA1 of the log | command | note |\n\
         | ---: | ---: | :--- | ---: | ---: | ---: | :--- | :--- | :--- |\n\
         | 1 | 43 | pass | 0 | 20 | 812 | {log} | `just pre-work WP-7 \\| cat` | in-process |\n\n\
         ~~~text\nstep 1 (line 43), last 2 of 214 lines\n| test result: FAILED. 61 passed; 1 failed\n\
         | caf\\u{{e9}} \\u{{1b}}[0m \\xff\n~~~\n"
    );
    assert_eq!(plain_block(), expected);
}

#[test]
fn a_long_line_is_cut_with_a_count() {
    let excerpt = Excerpt { step: 1, line: 2, lines_in_all: 1, text: vec![b'x'; 1000] };
    let block = write::run_block(&plain_run(), &[excerpt]);
    let expected = format!("\n~~~text\nstep 1 (line 2), 1 line\n| {} .. and 760 bytes more\n~~~\n", "x".repeat(240));
    assert!(block.ends_with(&expected), "{block}");
}

#[test]
fn a_block_stands_apart_and_inside() {
    let cases = [
        ("## EVIDENCE\n- x\n\n\n## REPORTS\n", "## EVIDENCE\n- x\n\n### R\n\n\n## REPORTS\n"),
        ("## EVIDENCE\n- x\n## REPORTS\n", "## EVIDENCE\n- x\n\n### R\n\n## REPORTS\n"),
        ("## EVIDENCE\n- x\n\n---\n\n## REPORTS\n", "## EVIDENCE\n- x\n\n### R\n\n---\n\n## REPORTS\n"),
        ("## EVIDENCE\n- x", "## EVIDENCE\n- x\n\n### R\n"),
        ("## EVIDENCE", "## EVIDENCE\n\n### R\n"),
        ("## EVIDENCE\r\n", "## EVIDENCE\r\n\r\n### R\r\n"),
        ("### EVIDENCE\n", "### EVIDENCE\n\n#### R\n"),
        ("## EVIDENCE\n```text\nx\n", "## EVIDENCE\n```text\nx\n```\n\n### R\n"),
        ("# P\n", "# P\n\n## EVIDENCE\n\n### R\n"),
        ("", "## EVIDENCE\n\n### R\n"),
        ("# P\nx\n## VALIDATION_REPORTS\n", "# P\nx\n\n## EVIDENCE\n\n### R\n\n## VALIDATION_REPORTS\n"),
        ("\u{feff}## VALIDATION_REPORTS\n", "\u{feff}## EVIDENCE\n\n### R\n\n## VALIDATION_REPORTS\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(String::from_utf8(appended(text.as_bytes(), "### R\n")).unwrap(), expected, "{text:?}");
    }
}

#[test]
fn a_mangled_block_is_a_claim_and_a_finding() {
    let row = "| 1 | 43 | pass | 0 |";
    let cases = [
        ("- RUN_TREE: ", "- TREE: ", "RUN_TREE is missing"),
        ("- RUN_PLAN: ", "- RUN_PLAN: x", "RUN_PLAN is not 40 hexadecimal digits"),
        ("- RUN_ID: 0", "- RUN_ID: 1", "its heading names another run than RUN_ID and RUN_AT do"),
        ("- RUN_ID: 0f3a9c12\n", "", "RUN_ID is missing"),
        ("- RUN_AT: 2026", "- RUN_AT: then", "RUN_AT is not a moment in UTC"),
        ("- RUN_HEAD: 7", "- RUN_HEAD: g", "RUN_HEAD is neither a commit nor `none`"),
        ("- RUN_SHELL", "- RUN_HEAD: none\n- RUN_SHELL", "it has two of RUN_HEAD"),
        ("`notes.txt`,", "`notes.txt`;", "RUN_LOOSE is no list of paths"),
        ("BEFORE: 3", "BEFORE: few", "RUN_FAILED_BEFORE is no number"),
        (": pass\n", ": fine\n", "its heading does not say how it ended"),
        (row, "| 1 | 43 | fine | 0 |", "row 1 of its table is unreadable"),
        (row, "| 1 | 43 |", "row 1 of its table is unreadable"),
        ("| step |", "| stage |", "its table of steps has no head"),
        ("\n| step |", "\nx\n| step |", "its table of steps is missing"),
        ("### Run 0f3a9c12 of", "### A run of", "its heading names another run than RUN_ID and RUN_AT do"),
        ("### Run 0f3a9c12 of 2026-01-12T14:31:07Z: pass\n", "", "its heading is missing"),
    ];
    for (from, to, wrong) in cases {
        let block = plain_block();
        assert!(block.contains(from), "{from}");
        let text = format!("## EVIDENCE\n\n{}\n### Next\n", block.replacen(from, to, 1));
        let (packet, findings) = read(text.as_bytes());
        assert_eq!(packet.evidence.runs, [], "{to}");
        assert_eq!(packet.evidence.claims.len(), 1, "{to}: {:?}", packet.evidence.claims);
        let messages: Vec<&str> = findings.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, [format!("a recorded run cannot be read: {wrong}")], "{to}");
        assert_eq!(parse::run_block(&block.replacen(from, to, 1)), None);
    }
}

#[test]
fn a_block_is_read_in_other_hands_and_not_where_it_is_quoted() {
    let block = plain_block();
    let indented = block.replace('\n', "\r\n  ");
    let bold = block.replace("- RUN_TREE:", "- **RUN_TREE**:").replace("| 1 | 43 |", "|1|  43  |");
    for form in [block.clone(), indented, bold, block.replace("### Run", "##### Run")] {
        let packet = read(format!("## EVIDENCE\n{form}\n- a remark\n").as_bytes()).0;
        assert_eq!(packet.evidence.last_run().map(|it| &it.run), Some(&plain_run()), "{form}");
    }
    for quoted in [
        format!("## EVIDENCE\n````md\n{block}````\n"),
        format!("## EVIDENCE\n```\n{block}```\n"),
        format!("## EVIDENCE\n<!--\n{block}-->\n"),
        format!("## NOTES\n{block}"),
        format!("## EVIDENCE\nx\n## VALIDATION_REPORTS\n### EVIDENCE\n{block}"),
    ] {
        assert_eq!(read(quoted.as_bytes()).0.evidence.runs, [], "{quoted}");
    }
}
