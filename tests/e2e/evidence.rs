//! Evidence from the run that leaves it to the handoff that counts on it: reproduced, recorded, claimed, contradicted or
//! stale; and whose plans are run at all.

use crate::planned::{results, told};
use crate::run::{Deed, Run, roots};
use crate::scene::{AFTER, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

/// The contract of the fixture with a quick test, frozen; nothing stands in EVIDENCE.
fn quick() -> Scene {
    let scene = Scene::drafted();
    scene.packet("- COMMAND: cargo test --test weight\n- EXIT_CODE: 0\n", "");
    scene.packet("\ncargo test --test weight", "\nsh -c 'grep -q 30_000 src/parcel.rs'");
    scene.packet("`cargo test --test weight`", "`sh -c 'grep -q 30_000 src/parcel.rs'`").freeze();
    scene
}

/// The work is done, declared and staged.
fn worked() -> Scene {
    let scene = quick();
    scene.work();
    scene
}

/// The plan was carried out too, and its evidence is staged.
pub fn ran() -> Scene {
    let scene = worked();
    scene.carry_out("").status(0).says("written into EVIDENCE");
    scene.git("add --all");
    scene
}

/// What a call of post-work tells, each finding with its severity and code.
fn post_work(scene: &Scene, status: i32) -> String {
    told(&scene.call(&format!("{POST_WORK} --format json")).status(status).json())
}

/// Does each deed in a repository of its own: post-work must end so, and tell of the evidence so.
#[track_caller]
fn each(scene: fn() -> Scene, cases: &[(&str, Deed, i32, &str)]) {
    for (name, deed, status, expected) in cases {
        let scene = scene();
        deed(&scene);
        let told = post_work(&scene, *status);
        let line = told.lines().find(|line| line.contains(" TP306: ")).unwrap_or_default();
        assert!(line.contains(expected) && line.is_empty() == expected.is_empty(), "## {name}: `{expected}`\n{told}");
    }
}

#[test]
fn a_passing_run_is_written_once_and_reproduced_here() {
    let scene = worked();
    let before = scene.read(PACKET);
    let empty = scene.evidence();
    scene.carry_out("").status(0).says("written into EVIDENCE").says(&format!("git add -- {PACKET}"));
    let block = scene.evidence();
    assert_eq!(scene.read(PACKET).replace(&block, ""), before.replace(&empty, ""));
    assert!(block.starts_with(empty.trim_end()) && block.matches("### Run ").count() == 1, "{block}");
    assert!(block.is_ascii(), "{block}");
    scene.git("add --all");
    assert_eq!(post_work(&scene, 0), "");
    scene.call(POST_WORK).status(0).says("reproduced here").says("4 of 4 steps");
    scene.call(&format!("evidence verify {ID}")).status(0).says("1 reproduced here");
    scene.repo.commit("handed over");
    assert_eq!(post_work(&scene, 0), "");
    let failing = quick();
    failing.carry_out("").status(1);
    assert!(!failing.evidence().contains("RUN_ID"));
    failing.work().carry_out("").status(0);
    failing.git("add --all").call(POST_WORK).status(0).says("failed before");
}

#[test]
fn elsewhere_it_is_recorded() {
    let scene = ran();
    scene.repo.commit("handed over");
    scene.git(&format!("clone -q . {}", scene.beside("clone").display()));
    let in_clone = |line: &str| {
        let mut command = scene.command(line);
        command.current_dir(scene.beside("clone"));
        Run::of(command)
    };
    in_clone(POST_WORK).status(0).says("recorded, made elsewhere");
    in_clone("runs").status(0).says("no run is kept here");
    in_clone(&format!("evidence verify {ID}")).status(2).says("1 recorded elsewhere");
    let text = scene.read(CODE).replace("println!", "eprintln!");
    std::fs::write(scene.beside("clone").join(CODE), text).unwrap();
    in_clone(&format!("{POST_WORK} --worktree")).status(1).says("TP306");
}

#[test]
fn whatever_is_edited_after_the_run_is_named() {
    let edited: Deed = |scene| {
        scene.edit(CODE, "grams > 0", "grams > 1").declare(&[CODE]).git("add --all");
    };
    let added: Deed = |scene| {
        scene.write("src/store/new.rs", "fn a() {}\n").declare(&[CODE, "src/store/new.rs"]).git("add --all");
    };
    let hygiene: Deed = |scene| {
        scene.packet("- (Coder fills after implementation.)", "- tidy").git("add --all");
    };
    each(
        ran,
        &[
            ("nothing", |_| {}, 0, ""),
            ("the packet's other parts", hygiene, 0, ""),
            ("code, declared anew", edited, 1, "other files since: `src/parcel.rs`"),
            ("another file", added, 1, "other files since: `src/store/new.rs`"),
        ],
    );
    let run_again = ran();
    edited(&run_again);
    run_again.carry_out("").status(0);
    run_again.git("add --all");
    assert_eq!(post_work(&run_again, 0), "");
}

#[test]
fn it_follows_from_another_error_about_the_same_file() {
    let scene = ran();
    scene.edit(CODE, "grams > 0", "grams > 1").git("add --all");
    let report = scene.call(&format!("{POST_WORK} --format json")).status(1).json();
    assert!(roots(&report, "error").iter().all(|told| told.gate != "evidence_fresh"), "{}", told(&report));
    let own = report["findings"].as_array().unwrap().iter().find(|it| it["code"] == "TP306").unwrap();
    assert!(!own["follows"].is_null(), "{own}");
}

#[test]
fn an_amended_plan_asks_for_another_run() {
    const AMENDMENT: &str = "- WAIVER_ID: A-1 | STATUS: ACTIVE | COVERS: contract_unchanged | SECTION: TEST_PLAN | \
                             REASON: one step more | APPROVER: mara | DATE: 2025-12-02";
    let scene = ran();
    scene.repo.commit("handed over");
    scene.packet("- NONE", AMENDMENT);
    scene.packet(
        "\nsh -c 'grep -q 30_000 src/parcel.rs'",
        "\ntest -e src/parcel.rs\n\nsh -c 'grep -q 30_000 src/parcel.rs'",
    );
    scene.git("-c user.name=Mara -c user.email=mara@example.org commit -qam amended");
    let told = post_work(&scene, 1);
    assert!(told.contains("TP306: run ") && told.contains("the plan is another one since"), "{told}");
    scene.carry_out("").status(0).says("as in its checkpoint").says("5 passed");
    scene.git(&format!("add -- {PACKET}"));
    assert!(!post_work(&scene, 0).contains("TP306"), "{}", post_work(&scene, 0));
}

#[test]
fn what_was_tampered_with_is_contradicted() {
    let logged = ran();
    std::fs::write(logged.log_path(2), "it passed\n").unwrap();
    assert!(post_work(&logged, 1).contains("the log of step 2 has the SHA1"), "{}", post_work(&logged, 1));
    logged.call(&format!("evidence verify {ID}")).status(1).says("contradicted").says("the log of step 2");
    let gone = ran();
    std::fs::remove_file(gone.log_path(2)).unwrap();
    gone.call(POST_WORK).status(0).says("its logs are gone");
    gone.call(&format!("evidence verify {ID}")).status(2).says("without 1 log");
    let edited = ran();
    let row = edited.evidence().lines().find(|line| line.starts_with("| 2 ")).unwrap().to_owned();
    edited.packet(&row, &row.replace("| pass |", "| skipped |")).git("add --all");
    assert!(post_work(&edited, 1).contains("what its record here does not"), "{}", post_work(&edited, 1));
    edited.call(&format!("evidence verify {ID}")).status(1).says("its step 2 is");
}

#[test]
fn a_forged_run_does_not_count() {
    let block = ran().evidence();
    let start = block.find("### Run ").unwrap();
    let (head, block) = block.split_at(start);
    let digest = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    let wrong = [
        block.replace(&digest("- RUN_TREE: "), &"0".repeat(40)),
        block.replace(&digest("- RUN_PLAN: "), &"0".repeat(40)),
        block.replacen("| pass |", "| fail |", 1),
        block.lines().filter(|line| !line.starts_with("| 4 ")).collect::<Vec<_>>().join("\n"),
    ];
    for block in &wrong {
        let scene = worked();
        scene.packet(head.trim_end(), &format!("{}\n\n{block}", head.trim_end())).git("add --all");
        let told = post_work(&scene, 1);
        assert!(told.contains("error TP306"), "{told}\n{block}");
    }
    // The same work by somebody else: what the block says is so, and nothing here contradicts it.
    let scene = worked();
    scene.packet(head.trim_end(), &format!("{}\n\n{block}", head.trim_end())).git("add --all");
    scene.call(POST_WORK).status(0).says("recorded, made elsewhere");
}

#[test]
fn claims_are_claims() {
    fn claim(scene: &Scene, text: &str) {
        let line = "- (Coder appends logs and test outputs here. No verdicts.)\n";
        scene.packet(line, &format!("{line}{text}\n")).git("add --all");
    }
    each(
        worked,
        &[
            ("nothing", |_| {}, 1, "error TP306: no run of the plan is recorded"),
            (
                "a claim",
                |it| claim(it, "- COMMAND: cargo test\n- EXIT_CODE: 0"),
                0,
                "warning TP306: the evidence was written by hand",
            ),
            (
                "one that failed",
                |it| claim(it, "- COMMAND: cargo test\n- EXIT_CODE: 1"),
                1,
                "says that it failed: exit 1",
            ),
            ("a search", |it| claim(it, "- COMMAND: rg -n x src\n- EXIT_CODE: 1"), 0, "warning TP306"),
            ("a sentence", |it| claim(it, "- all tests pass"), 0, "warning TP306"),
        ],
    );
    let scene = ran();
    claim(&scene, "- COMMAND: cargo test\n- EXIT_CODE: 1");
    scene.call(&format!("evidence verify {ID}")).says("claimed").says("cargo test");
    assert_eq!(post_work(&scene, 0), "");
}

#[test]
fn a_file_that_lies_beside_is_named() {
    let loose = worked();
    loose.write("notes.txt", "of nobody\n");
    loose.carry_out("").status(0).says("notes.txt");
    loose.git(&format!("add -- {PACKET}"));
    let told = post_work(&loose, 0);
    assert!(told.contains("warning TP306: run ") && told.contains("`notes.txt`"), "{told}");
    let ignored = worked();
    ignored.write(".git/info/exclude", "notes.txt\n").write("notes.txt", "of nobody\n");
    ignored.carry_out("").status(0);
    ignored.git("add --all");
    assert_eq!(post_work(&ignored, 0), "");
}

#[test]
fn a_file_in_scope_that_is_not_handed_over_was_tested_for_nothing() {
    let scene = worked();
    scene.write("src/store/new.rs", "fn a() {}\n");
    let options = "--format json --keep-going";
    let report = told(&scene.carry_out(options).json());
    assert!(report.contains("TP506") && report.contains("src/store/new.rs"), "{report}");
    let scene = Scene::fenced("true");
    scene.work().write("src/store/new.rs", "fn a() {}\n");
    scene.carry_out("").status(0).says("TP506").says("src/store/new.rs");
    scene.git(&format!("add -- {PACKET}"));
    let told = post_work(&scene, 1);
    assert!(told.contains("error TP306") && told.contains("`src/store/new.rs`"), "{told}");
}

#[test]
fn a_plan_that_changes_what_it_tests_is_not_recorded() {
    for change in ["echo '// more' >> src/parcel.rs", "echo '//' > src/store/made.rs", "rm src/price.rs"] {
        let scene = Scene::fenced(change);
        let before = scene.read(PACKET);
        let at = scene.line_of(PACKET, "### TEST_PLAN");
        scene.work();
        let run = scene.carry_out("");
        run.status(1).says("TP505").says(&format!("{PACKET}:{at}"));
        assert!(!scene.evidence().contains("RUN_ID") && before.contains("## EVIDENCE"), "{change}");
        scene.call("runs").says("fail");
    }
    let innocent = Scene::fenced("echo made > target.log");
    innocent.write(".git/info/exclude", "target.log\n").work().carry_out("").status(0);
}

#[test]
fn a_plan_that_nobody_stands_for_is_shown_and_not_run() {
    let scene = Scene::fenced("touch ../trusted");
    scene.packet("touch ../trusted", "touch ../trusted\ntouch ../slipped-in");
    let run = scene.carry_out("");
    run.status(2).says("TP507").says("+").says("touch ../slipped-in").says("nothing was run");
    assert!(!scene.beside("trusted").exists() && !scene.beside("slipped-in").exists());
    scene.call("runs").says("no run is kept here");
    let sha1 = run.stdout.split("--trust-plan ").nth(1).unwrap()[..40].to_owned();
    for wrong in ["0".repeat(40), sha1[..39].to_owned(), format!("{sha1}0")] {
        scene.carry_out(&format!("--trust-plan {wrong}")).status(2);
    }
    assert!(!scene.beside("trusted").exists());
    scene.carry_out("--plan").status(0).says(&sha1);
    scene.carry_out(&format!("--trust-plan {sha1}")).status(0);
    assert!(scene.beside("slipped-in").exists());
    // The digest is that of one plan.
    scene.packet("touch ../slipped-in", "touch ../slipped-in-again");
    scene.carry_out(&format!("--trust-plan {sha1}")).status(2);
    assert!(!scene.beside("slipped-in-again").exists());
}

#[test]
fn a_strangers_branch_is_read_and_not_run() {
    let scene = Scene::fenced("touch ../trusted");
    scene.packet("touch ../trusted", "touch ../stolen").git("switch -qc stranger").repo.commit("better tests");
    for line in ["--plan", "", "--step 1", "--bootstrap", "--no-record"] {
        scene.carry_out(line);
    }
    scene.carry_out("").status(2).says("TP507").says("touch ../stolen");
    for line in ["show", "lint", "pre-work", "post-work", "audit", "evidence verify"] {
        scene.call(&format!("{line} {ID}"));
    }
    assert!(!scene.beside("stolen").exists() && !scene.beside("trusted").exists());
    scene.git("switch -q feat/parcel").carry_out("").status(0);
    assert!(scene.beside("trusted").exists());
}

#[test]
fn done_means_stand_beside_what_proves_them() {
    let scene = ran();
    let report = scene.call(&format!("{POST_WORK} --format json")).status(0).json();
    let items = report["done_means"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let run = scene.call("runs --format json").json()["runs"][0]["id"].clone();
    let proofs = |at: usize| items[at]["proofs"][0].clone();
    let grep = scene.line_of(PACKET, "\nsh -c") + 1;
    assert_eq!((&proofs(0)["kind"], &proofs(0)["line"]), (&"command".into(), &grep.into()));
    assert_eq!((&proofs(0)["run"], &proofs(0)["result"]), (&run, &"pass".into()));
    assert_eq!((&proofs(1)["kind"], &proofs(1)["result"]), (&"audit".into(), &"pass".into()));
    assert_eq!(proofs(2)["kind"], "this run");
    let unproven = worked();
    let report = unproven.call(&format!("{POST_WORK} --format json")).status(1).json();
    assert!(report["done_means"][0]["proofs"][0]["run"].is_null(), "{}", report["done_means"]);
    assert_eq!(results(&scene.carry_out("--plan --format json").json()), [""; 4]);
    assert!(scene.read(CODE).contains(AFTER));
}
