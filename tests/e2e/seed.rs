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
    call(&repo, "post-work").status(0).says("PASS").says("(committed)");
    let text = std::fs::read_to_string(repo.path(packet_of_seed())).unwrap();
    repo.write(packet_of_seed(), text.replace("## EVIDENCE\n", "## EVIDENCE\n- the searches came back empty\n"));
    call(&repo, "post-work").status(0).says("PASS");
    call(&repo, "post-work --worktree").status(0).says("(worktree)");
    repo.stage();
    call(&repo, "post-work").status(0).says("PASS");
    call(&repo, "post-work --staged").status(0).says("(staged)");
    repo.commit("evidence");
    call(&repo, "post-work").status(0).says("PASS").says("(committed)");
}

fn call(repo: &Fixture, line: &str) -> Run {
    let mut command = repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(line.split(' ')).arg(SEED);
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
