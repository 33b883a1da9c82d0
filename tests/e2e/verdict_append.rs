//! A verdict from its draft to its entry: what a draft holds, what keeps an entry out, and that nothing else of the packet
//! changes, whatever the report holds and however many write at once.

use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::run::{Deed, Run};
use crate::scene::{AFTER, CODE, ID, Item, PACKET, Scene};

pub const BOARD: &str = "docs/TASK_BOARD.md";

/// The work is handed off: a run of a quick plan is recorded, and everything is committed.
pub fn handed_off() -> Scene {
    static PREPARED: OnceLock<Vec<Item>> = OnceLock::new();
    Scene::copy_of(&PREPARED, || of_contract(|_| {}))
}

/// The same on the default branch, which has a board; a report lies beside the repository.
pub fn on_main() -> Scene {
    let scene = handed_off();
    scene.git("switch -q main").git("merge -q --ff-only feat/parcel");
    std::fs::write(scene.beside("report.md"), REPORT).unwrap();
    scene
}

/// What that report says.
pub const REPORT: &str = "it is not done\n";

/// The same, with the contract changed before it was frozen.
fn of_contract(deed: impl Fn(&Scene)) -> Scene {
    let scene = Scene::drafted();
    scene.packet("- COMMAND: cargo test --test weight\n- EXIT_CODE: 0\n", "");
    scene.packet("\ncargo test --test weight", "\nsh -c 'grep -q 30_000 src/parcel.rs'");
    scene.packet("`cargo test --test weight`", "`sh -c 'grep -q 30_000 src/parcel.rs'`");
    deed(&scene);
    scene.freeze();
    scene.work();
    scene.carry_out("").status(0);
    scene.repo.commit("refuse heavy parcels");
    scene
}

impl Scene {
    /// Calls `verdict` with words that may hold spaces.
    pub fn verdict(&self, words: &[&str]) -> Run {
        let mut command = self.command("verdict");
        command.args(words);
        Run::of(command)
    }

    /// A draft beside the repository, with every mark filled in; its digest.
    pub fn filled(&self) -> String {
        let path = self.beside("report.md");
        let _ = std::fs::remove_file(&path);
        self.verdict(&["draft", ID, "--output", "../report.md"]).status(0);
        let draft = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, fill(&draft)).unwrap();
        self.digest()
    }

    /// A report of one's own beside the repository; its digest.
    fn report(&self, text: &[u8]) -> String {
        std::fs::write(self.beside("report.md"), text).unwrap();
        self.digest()
    }

    fn digest(&self) -> String {
        let shown = self.verdict(&["digest", "--report", "../report.md", "--format", "json"]).json();
        shown["report"]["sha1"].as_str().unwrap().to_owned()
    }

    /// Appends the report beside the repository.
    pub fn append(&self, verdict: &str, digest: &str, more: &[&str]) -> Run {
        let words = ["append", ID, verdict, "--report", "../report.md", "--validator", "vera", "--acknowledge", digest];
        self.verdict(&[&words[..], more].concat())
    }

    /// The entries as `show` sees them.
    fn entries(&self) -> Vec<Value> {
        self.call(&format!("show {ID} --format json")).json()["verdicts"].as_array().unwrap().clone()
    }
}

/// Every mark filled in.
pub fn fill(draft: &str) -> String {
    let mut out = String::new();
    let mut rest = draft;
    while let Some((before, behind)) = rest.split_once("[[FILL IN") {
        out += before;
        out += "seen";
        rest = behind.split_once("]]").unwrap().1;
    }
    out + rest
}

#[test]
fn from_draft_to_a_committed_pass() {
    let scene = handed_off();
    let digest = scene.filled();
    let before = scene.read(PACKET);
    scene
        .write("src/store/loose.rs", "// lies beside\n")
        .git("add src/store/loose.rs")
        .git("reset -q")
        .git("stash -qu");
    scene.append("PASS", &digest[..8], &["--dry-run"]).status(0).says("would change").says("+- Verdict: PASS");
    assert_eq!(scene.read(PACKET), before);
    scene.append("PASS", &digest[..8], &["--commit"]).status(0).says("appended: PASS by vera (not signed), at");
    let after = scene.read(PACKET);
    let entries = scene.entries();
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(entry["verdict"], "PASS");
    let bound = &entry["bound"];
    assert_eq!(bound["validator"], "vera");
    assert_eq!(bound["report_sha1"], digest.as_str());
    assert_eq!(bound["mode"], "committed");
    assert_eq!(bound["head"], scene.repo.id("HEAD~1").as_str());
    assert_eq!(bound["base"], scene.repo.id("main").as_str());
    assert_eq!(bound["entry_before_sha1"], Value::Null);
    // One line of METADATA and one entry; every other byte is as it was.
    let entry = &after[after.find("### VALIDATION REPORT").unwrap()..];
    let without = after.replace(&format!("\n{entry}"), "").replace("Validated (PASS)", "In Progress");
    assert_eq!(without, before);
    assert!(entry.contains("````report\n# Validation of"), "{entry}");
    assert_eq!(
        scene.repo.git(["show", "--name-only", "--format=%s", "HEAD"]),
        format!("Validate {ID}: PASS\n\n{PACKET}\n")
    );
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
    scene.call(&format!("show {ID}")).status(0).says("by vera (not signed) at").says("committed ");
    scene.call(&format!("lint {ID} --deny warnings")).status(0);
    scene.call(&format!("post-work {ID}")).status(0);
}

#[test]
fn a_draft_is_good_by_itself() {
    let scene = of_contract(|scene| {
        scene.packet("- Gates pass: `just post-work", "- The refusal reads well.\n- Gates pass: `just post-work");
    });
    let draft = scene.verdict(&["draft", ID]).status(0).stdout.clone();
    let head = scene.repo.id("HEAD");
    let expected = [
        format!("- WP_ID: {ID}\n- Packet: {PACKET}\n- Coder: a coding agent\n- RISK_TIER: HIGH\n"),
        format!("- SNAPSHOT: committed {}..{head}\n", scene.repo.id("main")),
        "docs/SPEC_CURRENT.md leads to Parcel_Spec_v1.2.md, SHA1 ".to_owned(),
        format!("| `{CODE}` | 11..12 | +1 | changed | "),
        "| `scope_respected` | packet | pass |".to_owned(),
        "| `pre_sha1_captured` | 1 of 1 entry | pass |".to_owned(),
        "step 2 of the TEST_PLAN | pass | ".to_owned(),
        "Evidence: **reproduced**, run ".to_owned(),
        "proven by step 3 `sh -c 'grep -q 30_000 src/parcel.rs'` (pass)".to_owned(),
        "4. Gates pass".to_owned(),
        "3. The refusal reads well.\n   - left to the eye: [[FILL IN: ".to_owned(),
        "## Findings\n\n- warning TP305 `done_means_traced`: docs/".to_owned(),
        "## Waivers and amendments\n\nNone is in force.".to_owned(),
        "- Risks: [[FILL IN: ".to_owned(),
        "## REASON FOR PASS|FAIL\n\n[[FILL IN: ".to_owned(),
    ];
    for text in &expected {
        assert!(draft.contains(text), "no `{text}` in\n{draft}");
    }
    // The same again says the same, but for the moment.
    let same = |text: &str| text.lines().filter(|line| !line.starts_with("- Drafted")).collect::<Vec<_>>().join("\n");
    assert_eq!(same(&draft), same(&scene.verdict(&["draft", ID]).stdout));
    scene.verdict(&["draft", ID, "-o", "../report.md"]).status(0).says("4 parts to be filled in");
    let written = std::fs::read(scene.beside("report.md")).unwrap();
    scene.verdict(&["draft", ID, "-o", "../report.md"]).status(2).complains("exists already, and is left as it is");
    assert_eq!(std::fs::read(scene.beside("report.md")).unwrap(), written);
    scene
        .verdict(&["digest", "--report", "../report.md"])
        .status(1)
        .says("4 parts of the report are still to be filled in");
}

/// What is done to a repository in which a PASS would be appended, and what is told of it.
struct Refused {
    name: &'static str,
    contract: Option<Deed>,
    deed: Deed,
    verdict: &'static str,
    more: &'static [&'static str],
    code: &'static str,
    says: &'static str,
}

const NOTHING: Deed = |_| {};

const REFUSED: Refused =
    Refused { name: "", contract: None, deed: NOTHING, verdict: "PASS", more: &[], code: "", says: "" };

#[test]
fn a_pass_that_is_not_earned_is_refused() {
    let cases = [
        Refused {
            name: "a gate fails",
            deed: |scene| {
                scene.write("lib.rs", "// out of scope\n");
                scene.repo.commit("more");
                scene.filled();
            },
            code: "TP805",
            says: "gate `scope_respected` fails: `lib.rs` changed",
            ..REFUSED
        },
        Refused {
            name: "the contract was changed unamended",
            deed: |scene| {
                scene.packet("  - src/store/\n", "  - src/store/\n  - lib.rs\n");
                scene.repo.commit("more");
                scene.filled();
            },
            code: "TP805",
            says: "gate `contract_unchanged` fails",
            ..REFUSED
        },
        Refused {
            name: "the run was made elsewhere",
            deed: |scene| {
                std::fs::remove_dir_all(scene.repo.path(".git/taskpacket/runs")).unwrap();
                scene.filled();
            },
            code: "TP805",
            says: "the evidence is recorded, and RISK_TIER is HIGH: a PASS wants it reproduced",
            ..REFUSED
        },
        Refused {
            name: "by the coder",
            contract: Some(|scene| {
                scene.packet("CODER_MODEL: a coding agent", "CODER_MODEL: Vera");
            }),
            code: "TP806",
            says: "`vera` is the packet's own coder",
            ..REFUSED
        },
        Refused {
            name: "the files moved since the draft",
            deed: |scene| {
                scene.edit(CODE, "grams > 0", "grams > 1").declare(&[CODE]).carry_out("").status(0);
                scene.repo.commit("more");
            },
            code: "TP804",
            says: "the report was drafted when the files in scope said something else",
            ..REFUSED
        },
        Refused {
            name: "a report without inputs",
            deed: |scene| {
                scene.report(b"all is well\n");
            },
            code: "TP804",
            says: "the report does not say which contract it judged",
            ..REFUSED
        },
        Refused {
            name: "a report on another packet",
            deed: |scene| {
                let text = std::fs::read_to_string(scene.beside("report.md")).unwrap();
                scene.report(text.replacen("- WP_ID: WP-1", "- WP_ID: WP-2", 1).as_bytes());
            },
            verdict: "FAIL",
            code: "TP804",
            says: "the report is about `WP-2-Parcel-Weight-v2`",
            ..REFUSED
        },
        Refused {
            name: "a part is left",
            deed: |scene| {
                let text = std::fs::read_to_string(scene.beside("report.md")).unwrap();
                scene.report(text.replacen("seen", "[[FILL IN: still]]", 1).as_bytes());
            },
            code: "TP802",
            says: "a part of the report is still to be filled in",
            ..REFUSED
        },
        Refused {
            name: "a gate that holds is taken on",
            more: &["--unproven", "scope_respected", "--because", "seen by eye"],
            code: "TP807",
            says: "`scope_respected` was judged: there is nothing to be taken on",
            ..REFUSED
        },
        Refused {
            name: "a gate that is none",
            more: &["--unproven", "scope_respectd", "--because", "seen by eye"],
            code: "TP807",
            says: "--unproven scope_respected",
            ..REFUSED
        },
        Refused {
            name: "a gate that fails is taken on",
            deed: |scene| {
                scene.write("lib.rs", "// out of scope\n");
                scene.repo.commit("more");
                scene.filled();
            },
            more: &["--unproven", "scope_respected", "--because", "it is only a comment"],
            code: "TP807",
            says: "`scope_respected` fails, and what fails cannot be taken on",
            ..REFUSED
        },
    ];
    for Refused { name, contract, deed, verdict, more, code, says } in cases {
        let scene = contract.map_or_else(handed_off, of_contract);
        scene.filled();
        deed(&scene);
        let digest = scene.digest();
        let before = scene.read(PACKET);
        let run = scene.append(verdict, &digest, more);
        assert!(run.stdout.contains(says) && run.stdout.contains(code), "## {name}: `{says}`\n{}", run.shown());
        assert!(run.stdout.lines().last().unwrap().starts_with("next: "), "## {name}\n{}", run.shown());
        run.status(1);
        assert_eq!(scene.read(PACKET), before, "{name}");
    }
}

#[test]
fn another_report_than_was_acknowledged_is_refused() {
    let scene = handed_off();
    let digest = scene.filled();
    let before = scene.read(PACKET);
    for wrong in [&digest[..7], "00000000", "not-hex-at-all", ""] {
        scene.append("FAIL", wrong, &[]).status(1).says("TP803").says("verdict digest --report ../report.md");
    }
    let text = std::fs::read(scene.beside("report.md")).unwrap();
    scene.report(&[&text[..], b"one more word\n"].concat());
    scene.append("FAIL", &digest, &[]).status(1).says("the report is not the one that was acknowledged");
    assert_eq!(scene.read(PACKET), before);
    // Line ends and a byte order mark are not what was seen.
    let crlf = String::from_utf8(text).unwrap().replace('\n', "\r\n");
    assert_eq!(scene.report(format!("\u{feff}{crlf}\r\n\r\n").as_bytes()), digest);
    scene.append("FAIL", &digest.to_uppercase(), &[]).status(0);
}

#[test]
fn a_fail_may_be_said_while_gates_fail() {
    let scene = handed_off();
    scene.write("lib.rs", "// out of scope\n");
    scene.repo.commit("more");
    let digest = scene.filled();
    scene.append("FAIL", &digest[..8], &[]).status(0).says("appended: FAIL by vera (not signed), at");
    assert!(scene.read(PACKET).contains("- **Status:** Validated (FAIL)\n"));
    let digest = scene.report(b"the specification moved on\n");
    scene.append("OUTDATED_ONLY", &digest[..8], &[]).status(0);
    let entries = scene.entries();
    assert_eq!((&entries[0]["verdict"], &entries[1]["verdict"]), (&"FAIL".into(), &"OUTDATED_ONLY".into()));
    assert!(entries[1]["bound"]["entry_before_sha1"].is_string());
}

#[test]
fn low_risk_takes_recorded_evidence() {
    let scene = of_contract(|scene| {
        scene.packet("- RISK_TIER: HIGH", "- RISK_TIER: LOW");
    });
    std::fs::remove_dir_all(scene.repo.path(".git/taskpacket/runs")).unwrap();
    let digest = scene.filled();
    scene.append("PASS", &digest[..8], &[]).status(0).says("appended: PASS");
}

#[test]
fn a_gate_that_could_not_be_judged_is_taken_on() {
    // An audit that could not have failed: its pattern hits nothing even where it is allowed.
    let scene = of_contract(|scene| {
        scene.write("docs/empty.yaml", EMPTY_RULE).write("taskpacket.yaml", "audits:\n  - rules: docs/empty.yaml\n");
        scene.packet("\njust post-work WP-1-Parcel-Weight-v2\n", "").packet(GATES_PASS, "");
    });
    scene.call(&format!("post-work {ID}")).status(2);
    let digest = scene.filled();
    let before = scene.read(PACKET);
    scene.append("PASS", &digest[..8], &[]).status(1).says("gate `audits_clean` could not be judged");
    scene.append("PASS", &digest[..8], &["--unproven", "audits_clean"]).status(2).complains("1 gate taken on");
    scene.append("PASS", &digest[..8], &["--unproven", "audits_clean", "--because", " "]).status(1).says("no reason");
    assert_eq!(scene.read(PACKET), before);
    let reason = "read by eye, <!-- twice\nand once more";
    scene.append("PASS", &digest[..8], &["--unproven", "audits_clean", "--because", reason]).status(0);
    let bound = &scene.entries()[0]["bound"];
    let taken_on =
        serde_json::json!([{"gate": "audits_clean", "because": "read by eye, \\u{3c}!-- twice and once more"}]);
    assert_eq!(bound["unproven"], taken_on);
}

const GATES_PASS: &str = "- Gates pass: `just post-work WP-1-Parcel-Weight-v2`.\n";

const EMPTY_RULE: &str = "\
rules:
  - id: nothing
    kind: forbid
    title: nothing is looked at
    reason: it is a test
    roots: [nowhere]
    pattern: 'absent'
    examples:
      hits: ['absent']
      misses: ['there']
";

#[test]
fn the_coder_is_warned_of() {
    let scene = handed_off();
    let digest = scene.filled();
    let author = scene.repo.git(["log", "-1", "--format=%an"]).trim().to_owned();
    let append = |name: &str, more: &[&str]| {
        let words = ["append", ID, "PASS", "--report", "../report.md", "--validator", name, "--acknowledge", &digest];
        scene.verdict(&[&words[..], more].concat())
    };
    append(&author, &["--dry-run"]).status(0).says("is an author of the commits in scope");
    append("vera", &["--dry-run"]).status(0).says("git would name");
    append("vera", &["--dry-run", "--deny", "warnings"]).status(1);
    for name in ["", "  ", "`vera`", "ve|ra", "<!-- vera", &"x".repeat(300), "ve\u{202e}ra"] {
        append(name, &[]).status(2).complains("cannot stand in a packet as a validator's name");
    }
    append("  Vera \n <vera@example.org> ", &[]).status(0);
    assert_eq!(scene.entries()[0]["bound"]["validator"], "Vera <vera@example.org>");
}

#[test]
fn the_board_follows_on_the_default_branch_alone() {
    let on_branch = handed_off();
    let board = on_branch.read(BOARD);
    let digest = on_branch.filled();
    on_branch.append("PASS", &digest, &["--commit"]).status(0);
    assert_eq!(on_branch.read(BOARD), board);
    let scene = on_main();
    scene.append("FAIL", &scene.digest(), &["--commit", "--rev", "HEAD"]).status(0).says(BOARD);
    assert!(scene.read(BOARD).contains(&format!("- **[{ID}]** - [FAIL]")), "{}", scene.read(BOARD));
    let committed = scene.repo.git(["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(committed, format!("{BOARD}\n{PACKET}\n"));
}

#[test]
fn what_else_is_staged_stays_staged() {
    let scene = handed_off();
    let digest = scene.filled();
    scene.write("notes.txt", "mine\n").git("add notes.txt");
    scene.append("FAIL", &digest, &["--commit", "--range", "main..HEAD"]).status(0).says("committed as");
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "A  notes.txt\n");
}

#[test]
fn a_commit_that_a_hook_refuses_leaves_the_entry() {
    let scene = handed_off();
    let digest = scene.filled();
    let hook = scene.tool("refuse", "echo no such thing >&2; exit 1");
    std::fs::create_dir_all(scene.repo.path(".git/hooks")).unwrap();
    std::fs::copy(hook, scene.repo.path(".git/hooks/pre-commit")).unwrap();
    let run = scene.append("FAIL", &digest, &["--commit"]);
    run.status(2).complains("the verdict is appended to").complains("no such thing").complains("git commit --only -- ");
    assert_eq!(scene.entries().len(), 1);
}

#[test]
fn windows_line_ends_stay() {
    let scene = handed_off();
    let digest = scene.filled();
    let crlf = scene.read(PACKET).replace('\n', "\r\n");
    scene.write(PACKET, &crlf);
    scene.append("FAIL", &digest, &["--rev", "HEAD"]).status(0);
    let after = scene.read(PACKET);
    assert!(!after.replace("\r\n", "").contains('\n'), "{after:?}");
    assert!(after.starts_with(&crlf[..200]));
    assert_eq!(scene.entries()[0]["bound"]["report_sha1"], digest.as_str());
}

#[test]
fn hostile_reports_forge_and_hide_nothing() {
    let scene = handed_off();
    let forged =
        "## VALIDATION_REPORTS\n### VALIDATION REPORT 2027-01-01 10:00 UTC - PASS\n- Verdict: PASS\nVerdict: PASS\n";
    let reports = [
        forged.to_owned(),
        format!("```\n````\n`````report\n{forged}"),
        format!("<!--\n{forged}"),
        format!("{}\n{forged}", "`".repeat(30)),
        format!("~~~\n{forged}~~~\n-->\n"),
        "\u{202e}SSAP :tcidreV\u{1b}[2J\u{7}\u{0}\u{200b}".to_owned(),
        "## METADATA\n- **Status:** Done\n- IN_SCOPE_PATHS:\n  - **\n- WAIVER_ID: W-9 | COVERS: scope_respected\n"
            .to_owned(),
    ];
    for (at, report) in reports.iter().enumerate() {
        let digest = scene.report(report.as_bytes());
        scene.append("FAIL", &digest, &[]).status(0);
        let entries = scene.entries();
        assert_eq!(entries.len(), at + 1, "{report:?}");
        assert!(entries.iter().all(|entry| entry["verdict"] == "FAIL" && entry["bound"].is_object()), "{report:?}");
    }
    let text = scene.read(PACKET);
    assert!(text.contains("\\u{202e}SSAP :tcidreV\\u{1b}[2J\\u{7}\\u{0}\\u{200b}"));
    let shown = scene.call(&format!("show {ID} --format json")).json();
    assert_eq!(shown["waivers"], serde_json::json!([]));
    assert_eq!(shown["status"]["value"], "Validated (FAIL)");
    scene.call(&format!("lint {ID}")).status(0);
    let digest = scene.report(&vec![b'x'; 10 << 20]);
    scene.append("FAIL", &digest, &[]).status(1).says("the report has 10241 KiB").says("at most 512 KiB");
    scene.report(b" \n\n");
    scene.append("FAIL", &scene.digest(), &[]).status(1).says("the report is empty");
    scene.verdict(&["digest", "--report", "../nowhere.md"]).status(2).complains("there is no file");
}

#[test]
fn what_would_hide_an_entry_is_refused() {
    let scene = handed_off();
    let text = scene.read(PACKET);
    scene.write(PACKET, format!("{text}\n<!-- open\n"));
    scene.report(b"closes it -->\n");
    let before = scene.read(PACKET);
    let run = scene.append("FAIL", &scene.digest(), &["--rev", "HEAD"]);
    run.status(1).says("TP808").says("the packet would not show the entry as its last report").says("taskpacket lint");
    assert_eq!(scene.read(PACKET), before);
    scene.write(PACKET, text.replace("  - src/store/\n", "  - src/\n"));
    scene.filled();
    let run = scene.append("FAIL", &scene.digest(), &["--rev", "HEAD"]);
    run.status(1).says("the packet on disk holds another contract than the one that was judged");
}

#[test]
fn an_entry_that_was_edited_is_told_of() {
    let scene = handed_off();
    let digest = scene.filled();
    scene.append("PASS", &digest, &["--commit"]).status(0);
    let whole = scene.read(PACKET);
    for (from, to) in [("- Validator: vera", "- Validator: eve"), ("seen", "not seen"), ("- HEAD: ", "- HEAD:  ")] {
        scene.write(PACKET, whole.replacen(from, to, 1));
        let entry = &scene.entries()[0];
        if from.starts_with("- Validator") {
            // Another name is another word, and no other form: git's history tells, not the entry.
            assert_eq!(entry["bound"]["validator"], "eve");
            continue;
        }
        assert_eq!((&entry["verdict"], &entry["bound"]), (&Value::Null, &Value::Null), "{to}");
        scene.call(&format!("lint {ID}")).status(1).says("TP801");
        scene.call(&format!("post-work {ID}")).status(1).says("TP304");
    }
}

/// A call that goes on while others do.
fn begin(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn twenty_at_once_lose_nothing() {
    const WRITERS: usize = 20;
    let scene = handed_off();
    let runs = scene.evidence().matches("### Run ").count();
    let mut children = Vec::new();
    for at in 0..WRITERS {
        let file = format!("report-{at}.md");
        std::fs::write(scene.beside(&file), format!("the report of writer {at}\n")).unwrap();
        let path = format!("../{file}");
        let shown = scene.verdict(&["digest", "--report", &path, "--format", "json"]).json();
        let digest = shown["report"]["sha1"].as_str().unwrap().to_owned();
        let mut command = scene.command(&format!("verdict append {ID} FAIL --acknowledge {digest} --report {path}"));
        command.args(["--validator", &format!("writer {at}")]);
        children.push(command);
    }
    let mut children: Vec<Child> = children.into_iter().map(begin).collect();
    children.push(begin(scene.command(&format!("run {ID}"))));
    for child in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
    let entries = scene.entries();
    let mut names: Vec<&str> = entries.iter().map(|entry| entry["bound"]["validator"].as_str().unwrap()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!((entries.len(), names.len()), (WRITERS, WRITERS));
    // Each one knows the one before it, so none was put in between.
    assert_eq!(entries.iter().filter(|entry| entry["bound"]["entry_before_sha1"].is_null()).count(), 1);
    assert_eq!(scene.evidence().matches("### Run ").count(), runs + 1);
    assert!(scene.read(CODE).contains(AFTER));
    scene.call(&format!("lint {ID}")).status(0);
}
