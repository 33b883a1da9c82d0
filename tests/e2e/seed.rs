//! The reference packet, unchanged, in the repository around it; and the repository of this project's own fixtures.

use std::path::PathBuf;

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

#[test]
fn the_reference_packet_passes_post_work_as_an_audit() {
    let Some(repo) = seed_repository() else { return };
    let unrun = call(&repo, "post-work --format json").status(1).json();
    assert_eq!(
        crate::run::roots(&unrun, "error").iter().map(|it| it.gate.as_str()).collect::<Vec<_>>(),
        ["evidence_fresh"]
    );
    let run = call(&repo, "run");
    run.status(0).says("6 passed, 1 skipped").says("native, 14 files, 5 allowed").says("written into EVIDENCE");
    let committed = call(&repo, "post-work");
    committed.status(0).says("PASS").says("(committed)").says("reproduced here").says("0 warnings");
    call(&repo, "post-work --worktree").status(0).says("(worktree)");
    repo.stage();
    call(&repo, "post-work").status(0).says("PASS");
    call(&repo, "post-work --staged").status(0).says("(staged)");
    repo.commit("evidence");
    call(&repo, "post-work").status(0).says("PASS").says("(committed)");
    call(&repo, "evidence verify").status(0).says("1 reproduced here");
}

#[test]
fn the_reference_packet_fails_with_the_place_where_its_rule_is_broken() {
    for (code, step) in [("fn leak() { sqlx::query(\"x\"); }\n", 2), ("fn pool(_: &SqlitePool) {}\n", 3)] {
        let Some(repo) = seed_repository() else { return };
        let path = "src/backend/handshake_core/src/api/items.rs";
        let text = std::fs::read_to_string(repo.path(path)).unwrap();
        let line = text.lines().count() + 1;
        repo.write(path, format!("{text}{code}"));
        let run = call(&repo, "run --keep-going --format json").status(1).json();
        let result = &run["run"]["steps"][step - 1]["result"];
        assert_eq!(result, "fail", "{run:#}");
        let findings = run["findings"].as_array().unwrap();
        let there = |finding: &serde_json::Value| finding["file"] == path && finding["line"] == line;
        assert!(findings.iter().any(there), "{path}:{line}: {run:#}");
    }
}

#[test]
fn a_search_of_the_reference_packet_that_could_not_have_failed_says_so() {
    let Some(repo) = seed_repository() else { return };
    let storage = "src/backend/handshake_core/src/storage";
    for name in ["mod.rs", "sqlite.rs", "postgres.rs", "retention.rs"] {
        let path = format!("{storage}/{name}");
        let text = std::fs::read_to_string(repo.path(&path)).unwrap();
        repo.write(&path, text.replace("sqlx::", "other::").replace("SqlitePool", "OtherPool"));
    }
    let run = call(&repo, "run --step 2");
    run.status(0).says("hits nothing, not even where it is allowed");
}

/// Calls the program about the reference packet. Its plan asks `just` for three recipes; the one here carries them out as
/// the repository's justfile says, so that nobody has to install the real one.
fn call(repo: &Fixture, line: &str) -> Run {
    let program = env!("CARGO_BIN_EXE_taskpacket");
    let tools = repo.outside().join("tools");
    std::fs::create_dir_all(&tools).unwrap();
    let recipes = format!(
        "#!/bin/sh\ncase \"$1\" in\nvalidator-dal-audit) exec '{program}' audit --pack storage ;;\n\
         cargo-clean) echo 'nothing to clean' ;;\n*) echo \"no recipe $1\" >&2; exit 1 ;;\nesac\n"
    );
    std::fs::write(tools.join("just"), recipes).unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(tools.join("just"), executable).unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = repo.command(program);
    command.env("PATH", format!("{}:{path}", tools.display())).args(line.split(' ')).arg(SEED);
    Run::of(command)
}

#[test]
fn the_packet_may_be_left_out_where_the_branch_or_the_only_one_in_progress_tells_it() {
    let scene = Scene::worked();
    scene.call("post-work").status(0).says(ID);
    scene.git("switch -qc feat/wp-1-parcel-weight-v2").packet("Status:** In Progress", "Status:** Ready for Dev");
    scene.git(&format!("add {PACKET}"));
    scene.call("show --format json").status(0).says(ID);
}
