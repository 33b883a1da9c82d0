//! What is compared with what: chosen by what is there, or said; and always named.

use serde_json::{Value, json};

use crate::run::{Run, roots};
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};
use crate::support::Fixture;

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

fn snapshot(run: &Run) -> Value {
    run.json()["snapshot"].clone()
}

fn report(scene: &Scene, options: &str) -> Run {
    scene.call(format!("{POST_WORK} --format json {options}").trim_end())
}

#[test]
fn each_mode_names_its_sides() {
    let scene = Scene::worked();
    let main = scene.repo.id("main");
    let staged = json!({"mode": "staged", "base": main, "head": "index"});
    assert_eq!(snapshot(report(&scene, "").status(0)), staged);
    assert_eq!(snapshot(report(&scene, "--staged").status(0)), staged);
    assert_eq!(
        snapshot(report(&scene, "--worktree").status(0)),
        json!({"mode": "worktree", "base": main, "head": "worktree"})
    );
    let work = scene.repo.commit("work");
    let committed = |mode: &str| json!({"mode": mode, "base": main, "head": work});
    assert_eq!(snapshot(report(&scene, "").status(0)), committed("committed"));
    assert_eq!(snapshot(report(&scene, "--range main..HEAD").status(0)), committed("range"));
    assert_eq!(snapshot(report(&scene, "--rev HEAD").status(0)), committed("range"));
    assert_eq!(
        snapshot(report(&scene, &format!("--range {}..{}", &main[..9], &work[..9])).status(0)),
        committed("range")
    );
}

#[test]
fn only_one_mode_can_be_asked_for() {
    let scene = Scene::worked();
    scene.call(&format!("{POST_WORK} --staged --worktree")).status(2).complains("cannot be used with");
    for range in ["main", "main..nowhere", "..", "main..HEAD..x", "-x..HEAD", "--all..HEAD"] {
        let run = scene.call(&format!("{POST_WORK} --format json --range={range}"));
        run.status(2);
        assert!(!run.stderr.is_empty(), "{}", run.shown());
    }
    scene.call(&format!("{POST_WORK} --rev nowhere")).status(2).complains("nowhere");
}

#[test]
fn the_index_is_judged_and_not_the_disk() {
    let scene = Scene::worked();
    scene.edit(CODE, "/// One parcel.", "/// One parcel, as yet unweighed.").write("notes.txt", "a thought\n");
    let run = scene.call(POST_WORK);
    run.status(0).says("not judged: notes.txt, src/parcel.rs");
    scene.call(&format!("{POST_WORK} --worktree")).status(1).says("notes.txt");
}

#[test]
fn only_governance_that_is_staged_still_judges_the_committed_code() {
    let scene = Scene::handed_off();
    scene.packet("- (Coder appends logs and test outputs here. No verdicts.)", "- COMMAND: cargo test");
    assert_eq!(snapshot(report(&scene, "").status(0))["mode"], "committed");
    scene.git("add --all");
    assert_eq!(snapshot(report(&scene, "").status(0))["mode"], "committed");
    scene.packet("- **Line Delta**: 1", "- **Line Delta**: 7");
    assert_eq!(snapshot(report(&scene, "").status(0))["mode"], "committed");
    scene.git("add --all");
    let run = report(&scene, "");
    assert_eq!(roots(&run.status(1).json(), "error")[0].gate, "line_delta_equals_expected");
}

#[test]
fn a_clean_tree_behind_the_commit_is_no_fault() {
    let scene = Scene::handed_off();
    let run = scene.call(POST_WORK);
    run.status(0).says("merge base with main").says("1 file");
    scene.repo.commit("nothing more");
    scene.call(POST_WORK).status(0);
}

#[test]
fn commits_that_are_not_judged_are_named() {
    let scene = Scene::handed_off();
    scene.write("src/store/more.rs", "// more\n").git("add --all").declare(&[CODE, "src/store/more.rs"]);
    scene.git("add --all");
    let run = report(&scene, "");
    assert_eq!(snapshot(&run)["mode"], "staged");
    let told = roots(&run.status(0).json(), "warning");
    assert_eq!(told.len(), 1, "{told:?}");
    scene.call(POST_WORK).says(&scene.repo.id("HEAD")[..7]);
}

#[test]
fn an_entry_against_the_merge_base_is_true_as_a_whole_or_not_at_all() {
    let scene = Scene::handed_off();
    scene.edit(CODE, "/// One parcel.", "/// One parcel!").declare(&[CODE]).git("add --all");
    scene.call(POST_WORK).status(0);
    scene.packet("- **Line Delta**: 1", "- **Line Delta**: 0").git("add --all");
    let told = roots(&report(&scene, "").status(1).json(), "error");
    assert_eq!(told[0].gate, "line_delta_equals_expected", "{told:?}");
}

#[test]
fn from_anywhere_it_is_the_same_report() {
    let scene = Scene::worked();
    let root = report(&scene, "").stdout;
    let below = scene.call_in("src/store", &format!("{POST_WORK} --format json"));
    assert_eq!(below.stdout, root);
    let elsewhere = scene.call_in("..", &format!("-C repo {POST_WORK} --format json"));
    assert_eq!(elsewhere.stdout, root);
}

#[test]
fn in_a_linked_worktree() {
    let scene = Scene::frozen();
    scene.git("worktree add -q ../linked -b feat/linked main");
    let linked = scene.repo.path("../linked");
    let text = std::fs::read_to_string(linked.join(CODE)).unwrap().replace(BEFORE, AFTER);
    std::fs::write(linked.join(CODE), text).unwrap();
    let run = scene.call_in("../linked", &format!("manifest {ID} --worktree --write"));
    run.status(0);
    let run = scene.call_in("../linked", &format!("{POST_WORK} --format json"));
    assert_eq!(snapshot(run.status(0))["mode"], "worktree");
    scene.call(POST_WORK).status(0).says("nothing outside governance changed");
}

#[test]
fn with_a_detached_head() {
    let scene = Scene::handed_off();
    scene.git("checkout -q --detach");
    scene.call(POST_WORK).status(0).says("(committed)");
    scene.call(&format!("pre-work {ID}")).status(0);
}

#[test]
fn on_the_default_branch_itself() {
    let scene = Scene::worked();
    scene.git("commit -qm work").git("switch -q main").git("merge -q --ff-only feat/parcel");
    let run = report(&scene, "");
    assert_eq!(snapshot(&run)["mode"], "committed");
    run.status(0);
    scene.call(POST_WORK).says("checkpoint");
    scene.write("src/extra.rs", "// more\n").git("add --all");
    scene.call(POST_WORK).status(1).says("src/extra.rs");
}

#[test]
fn with_a_default_branch_of_another_name() {
    let scene = Scene::handed_off();
    scene.git("branch -m main trunk");
    scene.call(POST_WORK).status(2).complains("default branch").complains("default_branch");
    scene.write("taskpacket.yaml", "default_branch: trunk\n").git("add --all").git("commit -qm config");
    let run = scene.call(POST_WORK);
    run.status(1).says("merge base with trunk").says("taskpacket.yaml");

    let scene = Scene::handed_off();
    scene.git("branch -m main trunk").git("update-ref refs/remotes/origin/trunk trunk");
    scene.git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk");
    scene.call(POST_WORK).status(0).says("trunk");
}

#[test]
fn a_change_of_the_configuration_excuses_nothing_that_comes_with_it() {
    let scene = Scene::worked();
    scene.write("taskpacket.yaml", "exempt:\n  - src/\n").write("src/store/more.rs", "// more\n").git("add --all");
    let run = report(&scene, "");
    let told: Vec<String> = roots(&run.status(1).json(), "error").into_iter().map(|told| told.gate).collect();
    assert!(told.contains(&"manifest_covers_changes".to_owned()), "{told:?}");
}

#[test]
fn unrelated_histories_and_shallow_clones() {
    let scene = Scene::handed_off();
    scene.git("checkout -q --orphan lonely").git("commit -qm alone");
    scene.call(POST_WORK).status(2).complains("common ancestor");

    let scene = Scene::handed_off();
    scene.git("switch -q main");
    let clone = format!("file://{}", scene.repo.root().display());
    scene.git(&format!("clone -q --depth 1 --no-single-branch --branch feat/parcel {clone} ../shallow"));
    let run = scene.call_in("../shallow", POST_WORK);
    run.status(2).complains("shallow").complains("git fetch --unshallow");
    let run = scene.call_in("../shallow", &format!("{POST_WORK} --rev HEAD"));
    run.status(2).complains("before the packet was committed");
}

#[test]
fn on_a_shallow_default_branch_the_checkpoint_is_unknown() {
    let scene = Scene::handed_off();
    scene.git("switch -q main").git("merge -q --ff-only feat/parcel");
    scene.call(POST_WORK).status(0);
    scene.git(&format!("clone -q --depth 1 file://{} ../shallow", scene.repo.root().display()));
    scene.call_in("../shallow", POST_WORK).status(2).complains("before the packet was committed");
    scene.git("-C ../shallow fetch -q --unshallow");
    scene.call_in("../shallow", POST_WORK).status(0).says("1 file");
}

#[test]
fn an_index_of_its_own_is_the_one_that_is_judged() {
    let scene = Scene::worked();
    let index = scene.repo.path("../other-index");
    std::fs::copy(scene.repo.path(".git/index"), &index).unwrap();
    scene.git("reset -q");
    let call = |fixture: &Fixture| {
        let mut command = fixture.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(["post-work", ID, "--format", "json"]).env("GIT_INDEX_FILE", &index);
        Run::of(command)
    };
    assert_eq!(snapshot(call(&scene.repo).status(0))["mode"], "staged");
}

#[test]
fn the_packet_on_disk_and_the_packet_in_the_index_may_differ_and_that_is_told() {
    let scene = Scene::worked();
    scene.packet("- (Coder appends logs", "- COMMAND: cargo test\n- (Coder appends logs");
    let told = roots(&report(&scene, "").status(0).json(), "warning");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(scene.read(PACKET).contains("COMMAND"));
}
