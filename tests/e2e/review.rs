//! `review`: a validator set up, from another branch and from another clone, to the entry that is appended.

use std::path::{Path, PathBuf};

use crate::run::Run;
use crate::scene::{CODE, ID, PACKET, Scene};
use crate::verdict_append::{fill, handed_off};

/// Calls the program in a folder, with the words of a line.
fn call_at(scene: &Scene, folder: &Path, line: &str) -> Run {
    let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(line.split(' ')).current_dir(folder);
    Run::of(command)
}

/// The file of the report, filled in.
fn fill_in(run: &Run) -> PathBuf {
    let report = run.json();
    let file = PathBuf::from(report["review"]["report"].as_str().unwrap_or_else(|| panic!("{}", run.shown())));
    let draft = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, fill(&draft)).unwrap();
    file
}

/// The next command of a review.
fn next(run: &Run) -> String {
    run.json()["next"].as_str().unwrap_or_else(|| panic!("{}", run.shown())).to_owned()
}

/// Does what a person does with a line that is shown: copies it into a shell.
fn copied(scene: &Scene, line: &str) -> Run {
    let line = line.strip_prefix("taskpacket").unwrap_or_else(|| panic!("no command of ours: {line}"));
    let mut command = scene.repo.command("sh");
    command.args(["-c", &format!("{}{line}", env!("CARGO_BIN_EXE_taskpacket"))]);
    Run::of(command)
}

#[test]
fn here_where_head_is_the_branch_and_clean() {
    let scene = handed_off();
    let run = scene.call(&format!("review {ID} --format json"));
    run.status(0);
    let report = run.json();
    assert_eq!(report["review"]["made"], false, "{}", run.shown());
    assert_eq!(report["run"]["recorded"], false);
    assert!(report["review"]["left"].as_u64().unwrap() > 0);
    assert!(report["next"].as_str().unwrap().starts_with("fill "), "{}", run.shown());
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "", "nothing in the work tree changes");
    // Filled in, it is kept, and the last line is what appends it.
    let file = fill_in(&run);
    let again = scene.call("review --format json");
    again.status(0);
    assert_eq!((&again.json()["review"]["kept"], &again.json()["review"]["left"]), (&true.into(), &0.into()));
    let line = next(&again);
    let digest = line.rsplit(' ').next().unwrap();
    assert!(digest.len() == 8 && line.starts_with(&format!("taskpacket verdict append {ID} PASS ")), "{line}");
    copied(&scene, &format!("{line} --commit")).status(0);
    scene.call(&format!("verdict status {ID} --deny warnings")).status(0).says("current");
    scene.call(&format!("verdict require {ID} --deny warnings")).status(0).says("none lost, altered or moved");
    assert!(std::fs::read_to_string(file).unwrap().contains("seen"));
}

#[test]
fn in_a_worktree_at_the_branchs_head() {
    let scene = handed_off();
    scene.git("switch -q main");
    let before = scene.repo.git(["status", "--porcelain"]);
    let run = scene.call(&format!("review {ID} --branch feat/parcel --format json"));
    run.status(0);
    let folder = scene.repo.outside().join(format!("repo-review-{ID}"));
    assert_eq!(run.json()["review"]["folder"].as_str(), folder.to_str(), "{}", run.shown());
    assert!(folder.join(CODE).exists() && scene.repo.git(["status", "--porcelain"]) == before);
    fill_in(&run);
    let again = scene.call(&format!("review {ID} --branch feat/parcel --no-run --format json"));
    assert_eq!(again.json()["review"]["made"], false);
    let line = next(&again);
    assert!(line.starts_with(&format!("taskpacket -C {} verdict append", folder.display())), "{line}");
    copied(&scene, &format!("{line} --commit")).status(0);
    let entry = scene.repo.git(["log", "-1", "--format=%s", "feat/parcel"]);
    assert_eq!(entry, format!("Validate {ID}: PASS\n"), "the verdict is on the branch");
    // The branch went on: what was made for the review is not moved under anybody's feet.
    call_at(&scene, &folder, &format!("verdict status {ID}")).status(0).says("current");
    scene.git("worktree add -q ../other feat/parcel --force");
    std::fs::write(scene.repo.outside().join("other/NOTES"), "more").unwrap();
    scene.repo.git(["-C", "../other", "add", "-A"]);
    scene.repo.git(["-C", "../other", "commit", "-qm", "more"]);
    scene.repo.git(["-C", folder.to_str().unwrap(), "switch", "-q", "--detach", "HEAD~1"]);
    let run = scene.call(&format!("review {ID} --branch feat/parcel"));
    run.status(2).complains("is at").complains("git worktree remove").complains("switch --detach");
}

#[test]
fn the_branch_that_names_the_packet_is_found() {
    let scene = handed_off();
    scene.git("branch -q -m feat/parcel feat/wp-1-parcel-weight-v2").git("switch -q main");
    let run = scene.call(&format!("review {ID} --no-run --format json"));
    assert_eq!(run.json()["review"]["branch"], "feat/wp-1-parcel-weight-v2", "{}", run.shown());
    scene.git("branch -q fix/wp-1-parcel-weight-v2 feat/wp-1-parcel-weight-v2");
    let run = scene.call(&format!("review {ID} --no-run"));
    run.status(2).complains("2 branches name").complains("--branch fix/wp-1-parcel-weight-v2");
    scene.call(&format!("review {ID} --branch nowhere")).status(2).complains("no branch `nowhere`");
}

#[test]
fn a_run_in_another_clone_reproduces_the_evidence() {
    let scene = handed_off();
    let clone = scene.repo.outside().join("clone");
    scene.repo.git(["clone", "-q", ".", clone.to_str().unwrap()]);
    let run = call_at(&scene, &clone, &format!("review {ID} --no-run --format json"));
    let file = fill_in(&run);
    let digest = call_at(&scene, &clone, &format!("verdict digest --report {} --format json", file.display())).json();
    let digest = digest["report"]["sha1"].as_str().unwrap().to_owned();
    let line = format!("verdict append {ID} PASS --report {} --validator vera --acknowledge {digest}", file.display());
    call_at(&scene, &clone, &format!("{line} --dry-run")).status(1).says("the evidence is recorded");
    call_at(&scene, &clone, &format!("review {ID}")).status(0).says("reproduced here by run");
    call_at(&scene, &clone, &format!("{line} --dry-run")).status(0);
    assert_eq!(scene.read(PACKET), std::fs::read_to_string(clone.join(PACKET)).unwrap(), "no evidence was added");
}

#[test]
fn a_run_that_fails_leaves_a_fail() {
    let scene = handed_off();
    scene.edit(CODE, "30_000", "40_000");
    scene.repo.commit("heavier");
    let run = scene.call("review --format json");
    run.status(1);
    fill_in(&run);
    let line = next(&scene.call("review --no-run --format json"));
    assert!(line.starts_with(&format!("taskpacket verdict append {ID} FAIL ")), "{line}");
}

#[test]
fn a_plan_that_nobody_stands_for_is_not_run() {
    let scene = handed_off();
    scene.packet("sh -c 'grep -q 30_000 src/parcel.rs'\n", "sh -c 'grep -q 30_000 src/parcel.rs; touch RAN'\n");
    scene.repo.commit("another plan");
    let run = scene.call("review");
    run.status(1).says("nothing was run").says("--trust-plan");
    assert!(!scene.repo.path("RAN").exists());
}

#[test]
fn a_filled_report_of_earlier_work_is_moved_aside() {
    let scene = handed_off();
    let file = fill_in(&scene.call("review --no-run --format json"));
    let old = std::fs::read(&file).unwrap();
    scene.edit(CODE, "30_000", "30_000 ");
    scene.repo.commit("spaces");
    scene.call("review --no-run").status(1).says("of earlier work");
    let kept = std::fs::read_dir(file.parent().unwrap()).unwrap().map(|it| std::fs::read(it.unwrap().path()).unwrap());
    assert!(kept.into_iter().any(|bytes| bytes == old), "not a byte of it is lost");
}

#[test]
fn what_is_dirty_is_judged_only_where_it_is_asked_for() {
    let scene = handed_off();
    scene.write("src/store/more.rs", "pub fn more() {}\n");
    let run = scene.call("review --no-run --format json");
    assert_eq!(run.json()["review"]["made"], true, "{}", run.shown());
    let run = scene.call("review --here --no-run --format json");
    assert_eq!(run.json()["review"]["folder"].as_str(), scene.repo.root().to_str(), "{}", run.shown());
    assert_eq!(run.json()["snapshot"]["mode"], "worktree");
}
