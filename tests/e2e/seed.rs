//! The reference packet, unchanged, in the repository around it; and the repository of this project's own fixtures.

use std::path::PathBuf;

use crate::planned::{PROGRAM, executable};
use crate::run::Run;
use crate::scene::{CODE, ID, PACKET, Scene, files};
use crate::support::Fixture;

const SEED: &str = "WP-1-Storage-Abstraction-Layer-v3";

#[test]
fn the_fixture_passes_at_every_moment() {
    Scene::frozen().call(&format!("pre-work {ID}")).status(0).says("PASS");
    Scene::worked().call(&format!("post-work {ID}")).status(0).says("(staged)").says("PASS");
    Scene::handed_off().call(&format!("post-work {ID}")).status(0).says("(committed)").says("PASS");
    let unstaged = Scene::worked();
    unstaged.git("reset -q");
    unstaged.call(&format!("post-work {ID}")).status(0).says("(worktree)").says("PASS");
}

#[test]
fn the_work_before_it_is_declared_fails_for_that_alone() {
    let scene = Scene::frozen();
    scene.edit(CODE, crate::scene::BEFORE, crate::scene::AFTER).git("add --all");
    let report = scene.call(&format!("post-work {ID} --format json")).status(1).json();
    let told = crate::run::roots(&report, "error");
    assert_eq!(told.iter().map(|told| told.gate.as_str()).collect::<Vec<_>>(), ["manifest_covers_changes"]);
}

/// The reference packet where it was placed beside the project; `None`, aloud, where it was not.
fn seed_repository() -> Option<Fixture> {
    seed_repository_with(|_| {})
}

/// The same, with something done to its code before any of it is committed.
fn seed_repository_with(deed: impl FnOnce(&Fixture)) -> Option<Fixture> {
    let shared = std::env::var_os("TASKPACKET_SHARED").map_or_else(|| "../shared".into(), PathBuf::from);
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(shared);
    let example = shared.join("example");
    if !example.is_dir() || !shared.join("seed").is_dir() {
        eprintln!("skipped: no reference packet in {} (TASKPACKET_SHARED names its folder)", shared.display());
        return None;
    }
    let seed = files(&shared.join("seed")).into_iter().next()?;
    let repo = Fixture::new();
    for path in files(&example) {
        repo.write(&path, std::fs::read(example.join(&path)).unwrap());
    }
    repo.write(packet_of_seed(), std::fs::read(shared.join("seed").join(seed)).unwrap());
    deed(&repo);
    repo.git(["add", "--all", "--", ":!docs/task_packets", ":!docs/refinements"]);
    repo.commit_staged("code");
    repo.commit("contract");
    repo.git(["switch", "-qc", "wp-1-storage"]);
    Some(repo)
}

fn packet_of_seed() -> String {
    format!("docs/task_packets/{SEED}.md")
}

#[test]
fn the_reference_packet_passes_pre_work() {
    let Some(repo) = seed_repository() else { return };
    call(&repo, "pre-work").status(0).says("PASS");
    call(&repo, "pre-work --format xml").status(2).complains("xml");
}

/// The work of the reference packet is an audit: nothing is changed, its plan is carried out.
#[test]
fn the_reference_packet_passes_post_work_as_an_audit() {
    let Some(repo) = seed_repository() else { return };
    call(&repo, "post-work").status(1).says("no run of the plan is recorded");
    let run = call(&repo, "run");
    run.status(0).says("nothing but documentation changed").says("written into EVIDENCE");
    call(&repo, "post-work --worktree").status(0).says("(worktree)").says("reproduced here");
    repo.stage();
    call(&repo, "post-work").status(0).says("PASS");
    call(&repo, "post-work --staged").status(0).says("(staged)");
    repo.commit("evidence");
    call(&repo, "post-work").status(0).says("PASS").says("(committed)").says("reproduced here");
}

#[test]
fn the_plan_of_the_reference_packet_is_carried_out_step_by_step() {
    let Some(repo) = seed_repository() else { return };
    let report = call(&repo, "run --format json").status(0).json();
    let steps: Vec<(String, &str)> = report["run"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            (
                format!("{} {}", step["by"].as_str().unwrap(), step["result"].as_str().unwrap()),
                step["command"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("in-process pass", "just pre-work"),
        ("native pass", "$hits = rg -n \"sqlx::\""),
        ("native pass", "$hits = rg -n \"\\\\bSqlitePool\\\\b\""),
        ("bash pass", "just validator-dal-audit"),
        ("nothing skipped", "cargo test --manifest-path"),
        ("bash pass", "just cargo-clean"),
        ("in-process pass", "just post-work"),
    ];
    assert_eq!(steps.len(), expected.len(), "{steps:?}");
    for ((how, command), (expected_how, expected_command)) in steps.iter().zip(expected) {
        assert!(how == expected_how && command.starts_with(expected_command), "{how}: {command}");
    }
    let warnings: Vec<_> = report["findings"].as_array().unwrap().iter().map(|it| it["message"].clone()).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn storage_code_in_the_wrong_place_fails_the_plan_there() {
    const ITEMS: &str = "src/backend/handshake_core/src/api/items.rs";
    const STORAGE: &str = "src/backend/handshake_core/src/storage/sqlite.rs";
    let with = |path: &str, line: &str| {
        seed_repository_with(|repo| {
            let text = std::fs::read_to_string(repo.path(path)).unwrap();
            repo.write(path, format!("{line}\n{text}"));
        })
    };
    for (line, step) in [("// sqlx::query(\"x\")", 2), ("// a SqlitePool", 3)] {
        let Some(repo) = with(ITEMS, line) else { return };
        let report = call(&repo, "run --format json").status(1).json();
        let errors = report["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == "error");
        let places: Vec<String> = errors.map(|it| format!("{}:{}", it["file"].as_str().unwrap(), it["line"])).collect();
        assert!(places.contains(&format!("{ITEMS}:1")), "{report:#}");
        let steps = report["run"]["steps"].as_array().unwrap().iter();
        let failed: Vec<u64> =
            steps.filter(|it| it["result"] == "fail").filter_map(|it| it["index"].as_u64()).collect();
        assert_eq!(failed, [step]);
        let text = std::fs::read_to_string(repo.path(packet_of_seed())).unwrap();
        assert!(!text.contains("RUN_ID"));
        // Where storage is at home it is no hit.
        let Some(repo) = with(STORAGE, line) else { return };
        call(&repo, &format!("run --step {step}")).status(0);
    }
}

#[test]
fn an_audit_that_could_not_have_failed_says_so() {
    let Some(repo) = seed_repository() else { return };
    let text = std::fs::read_to_string(repo.path(packet_of_seed())).unwrap();
    assert!(text.contains(r"src\\storage\\"));
    let cases = [
        // An exception that matches nothing excuses nothing: what it should have excused is a hit, and it is named.
        (r"src\\storage\\", r"src\\no_such_folder\\", 1, "lets no hit pass"),
        // No hit, not even where hits are allowed.
        ("\"sqlx::\" src", "\"no_such_crate::\" src", 0, "hits nothing, not even where it is allowed"),
    ];
    for (from, to, status, expected) in cases {
        repo.write(packet_of_seed(), text.replace(from, to));
        let run = call(&repo, "run --plan");
        let digest = run.status(0).stdout.split("--trust-plan ").nth(1).unwrap()[..40].to_owned();
        call(&repo, &format!("run --step 2 --trust-plan {digest}")).status(status).says(expected);
    }
}

/// Calls the program on the reference packet; `just` is the real one, or a stand-in that knows the recipes of the example.
fn call(repo: &Fixture, line: &str) -> Run {
    let bin = repo.outside().join("bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if !folders.iter().any(|folder| folder.join("just").exists()) {
        std::fs::create_dir_all(&bin).unwrap();
        executable(&bin.join("just"), JUST);
    }
    let mut command = repo.command(PROGRAM);
    let path = std::env::join_paths(std::iter::once(bin).chain(folders)).unwrap();
    command.args(line.split(' ')).arg(SEED).env("PATH", path).env("TASKPACKET", PROGRAM);
    Run::of(command)
}

/// The recipes of the example's justfile.
const JUST: &str = r#"#!/bin/sh
case "$1" in
  pre-work | post-work | gate-check) exec "$TASKPACKET" "$1" "$2" ;;
  validator-dal-audit) exec "$TASKPACKET" audit --pack storage ;;
  cor701-sha) exec "$TASKPACKET" sha "$2" ;;
  cargo-clean) echo "nothing to clean" ;;
  *) echo "error: justfile does not contain recipe '$1'" >&2; exit 1 ;;
esac
"#;

#[test]
fn the_packet_may_be_left_out_where_the_branch_or_the_only_one_in_progress_tells_it() {
    let scene = Scene::worked();
    scene.call("post-work").status(0).says(ID);
    scene.git("switch -qc feat/wp-1-parcel-weight-v2").packet("Status:** In Progress", "Status:** Ready for Dev");
    scene.git(&format!("add {PACKET}"));
    scene.call("show --format json").status(0).says(ID);
}
