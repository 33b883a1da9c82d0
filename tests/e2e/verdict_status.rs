//! `verdict status` and `verdict diff`: whether a verdict still holds, and what moved since.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::run::{Deed, Run};
use crate::scene::{CODE, ID, PACKET, Scene};
use crate::verdict_append::{fill, handed_off};

const STORE: &str = "src/store/disk.rs";
const REPORT: &str = "\n### VALIDATION REPORT - 2026-01-14\nVerdict: PASS\nWeighed, and found right.\n";

/// The work is committed, and judged by hand on top.
fn judged() -> Scene {
    let scene = Scene::handed_off();
    scene.write(STORE, "pub fn read() {}\n").write("README", "a\n");
    scene.repo.commit("WP-1-Parcel-Weight-v2: a store");
    append(&scene, REPORT);
    scene.repo.commit("the verdict");
    scene
}

fn append(scene: &Scene, report: &str) {
    let text = scene.read(PACKET);
    scene.write(PACKET, format!("{}{report}", text.trim_end_matches('\n')));
}

/// Where the last verdict stands; contract parts and files, each with the subject of the last commit behind it.
fn told(run: &Run) -> (String, Vec<String>) {
    let report = run.json();
    let row = report["standings"].as_array().unwrap().last().unwrap_or_else(|| panic!("{}", run.shown())).clone();
    let subject = |commit: &serde_json::Value| match commit["subject"].as_str() {
        Some(subject) => subject.to_owned(),
        None => "not committed".to_owned(),
    };
    let part = |it: &serde_json::Value| format!("{} by {}", it["part"].as_str().unwrap(), subject(&it["commit"]));
    let file = |it: &serde_json::Value| {
        let by = it["by"].as_array().unwrap().last().unwrap();
        format!("{} {} by {}", it["path"].as_str().unwrap(), it["what"].as_str().unwrap(), subject(&by["commit"]))
    };
    let parts = row["contract"].as_array().unwrap().iter().map(part);
    let files = row["files"].as_array().unwrap().iter().map(file);
    (row["standing"].as_str().unwrap().to_owned(), parts.chain(files).collect())
}

/// Edits a file and commits it.
fn commit(scene: &Scene, path: &str, subject: &str) {
    let text = std::fs::read_to_string(scene.repo.path(path)).unwrap_or_default();
    scene.write(path, format!("{text}// {subject}\n"));
    scene.repo.commit(subject);
}

/// What is done behind a verdict, how the verdict stands then, and what moved it.
type Case<'a> = (&'a str, Deed, &'a str, &'a [&'a str]);

/// Does each deed in a repository of its own, and asks.
#[track_caller]
fn each_stands(build: fn() -> Scene, cases: &[Case]) {
    let mut failed = String::new();
    for (name, deed, standing, moved) in cases {
        let scene = build();
        deed(&scene);
        let run = scene.call(&format!("verdict status {ID} --format json"));
        let expected = ((*standing).to_owned(), moved.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        let got = told(&run);
        if got != expected || run.status != Some(0) {
            let _ = writeln!(failed, "## {name}: expected {expected:?}, got {got:?}, status {:?}", run.status);
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn what_moved_and_by_whom() {
    let cases: &[Case] = &[
        ("nothing", |_| {}, "current", &[]),
        ("outside the scope", |it| commit(it, "README", "WP-1-Parcel-Weight-v2: words"), "current", &[]),
        ("others", |it| commit(it, CODE, "WP-9: faster"), "context moved", &["src/parcel.rs changed by WP-9: faster"]),
        (
            "another revision's id",
            |it| commit(it, CODE, "WP-1-Parcel-Weight-v21: faster"),
            "context moved",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v21: faster"],
        ),
        (
            "its own by subject",
            |it| commit(it, CODE, "one more (wp-1-parcel-weight-v2)"),
            "stale",
            &["src/parcel.rs changed by one more (wp-1-parcel-weight-v2)"],
        ),
        (
            "its own by trailer",
            |it| commit(it, CODE, "one more\n\nPacket: WP-1-Parcel-Weight-v2"),
            "stale",
            &["src/parcel.rs changed by one more"],
        ),
        (
            "its own by touch",
            |it| {
                it.packet("- COMMAND: cargo test", "- COMMAND: cargo  test");
                commit(it, STORE, "one more");
            },
            "stale",
            &["src/store/disk.rs changed by one more"],
        ),
        (
            "not committed, on its branch",
            |it| {
                it.edit(STORE, "read", "load");
            },
            "stale",
            &["src/store/disk.rs changed by not committed"],
        ),
        (
            "a new file, not committed",
            |it| {
                it.write("src/store/new.rs", "");
            },
            "stale",
            &["src/store/new.rs new by not committed"],
        ),
        (
            "taken back",
            |it| {
                commit(it, CODE, "WP-1-Parcel-Weight-v2: no");
                it.git("revert --no-edit HEAD");
            },
            "current",
            &[],
        ),
        (
            "evidence and status",
            |it| {
                it.packet("- COMMAND: cargo test", "- COMMAND: cargo test --all").packet("In Progress", "Done");
                it.repo.commit("paperwork");
            },
            "current",
            &[],
        ),
        (
            "the contract",
            |it| {
                it.packet("- What: ", "- What: now ");
                it.repo.commit("widen it");
            },
            "stale",
            &["SCOPE.WHAT by widen it"],
        ),
        (
            "the contract, not committed",
            |it| {
                it.packet("- What: ", "- What: now ");
            },
            "stale",
            &["SCOPE.WHAT by not committed"],
        ),
        (
            "the contract's letters",
            |it| {
                it.packet("- What: ", "- What:   ");
                it.repo.commit("spaces");
            },
            "current",
            &[],
        ),
        (
            "renamed by others",
            |it| {
                it.git("mv src/store/disk.rs src/store/ssd.rs").git("commit -qm tidy");
            },
            "context moved",
            &["src/store/disk.rs renamed by tidy"],
        ),
        (
            "renamed out by others, then changed by its own",
            |it| {
                it.git("mv src/store/disk.rs disk.rs").git("commit -qm tidy");
                commit(it, "disk.rs", "WP-1-Parcel-Weight-v2: there");
            },
            "stale",
            &["src/store/disk.rs renamed by WP-1-Parcel-Weight-v2: there"],
        ),
        (
            "the packet moved to a folder of its own",
            |it| {
                std::fs::create_dir(it.repo.path("docs/task_packets/WP-1-Parcel-Weight-v2")).unwrap();
                it.git(
                    "mv docs/task_packets/WP-1-Parcel-Weight-v2.md docs/task_packets/WP-1-Parcel-Weight-v2/packet.md",
                );
                it.git("commit -qm tidy");
                commit(it, CODE, "one more (WP-9)");
            },
            "context moved",
            &["src/parcel.rs changed by one more (WP-9)"],
        ),
        (
            "the report's letters swept",
            |it| {
                commit(it, CODE, "WP-1-Parcel-Weight-v2: one more");
                it.packet("Weighed, and found right.", "**Weighed**, and found right.");
                it.repo.commit("sweep");
            },
            "stale",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v2: one more"],
        ),
        (
            "merged with what others did to the same file",
            |it| {
                it.git("switch -q main");
                it.edit(CODE, "println!(\"{}\"", "println!(\"{:?}\"");
                it.repo.commit("WP-9: louder");
                it.git("merge -q --no-ff feat/parcel -m Merge-branch-'WP-1-Parcel-Weight-v2'");
            },
            "context moved",
            &["src/parcel.rs changed by WP-9: louder"],
        ),
        (
            "slipped into a merge",
            |it| {
                it.git("switch -q main");
                commit(it, "NOTES", "words");
                it.git("merge -q --no-ff --no-commit feat/parcel");
                commit(it, CODE, "Merge WP-1-Parcel-Weight-v2");
            },
            "stale",
            &["src/parcel.rs changed by Merge WP-1-Parcel-Weight-v2"],
        ),
        (
            "rebased onto what others did elsewhere",
            |it| {
                it.git("switch -q main");
                commit(it, "NOTES", "words");
                it.git("switch -q feat/parcel").git("rebase -q main");
            },
            "current",
            &[],
        ),
        (
            "a later entry",
            |it| append(it, "\n### VALIDATION REPORT - 2026-01-15\nVerdict: FAIL\nNo.\n"),
            "current",
            &[],
        ),
        (
            "a later revision",
            |it| {
                it.write("docs/task_packets/WP-1-Parcel-Weight-v3.md", "# Task Packet: WP-1-Parcel-Weight-v3\n");
                it.repo.commit("the next one");
            },
            "superseded",
            &[],
        ),
        (
            "a revision that is no later one",
            |it| {
                it.write("docs/task_packets/WP-1-Parcel-Weight.md", "# Task Packet: WP-1-Parcel-Weight\n");
                it.repo.commit("the first one");
            },
            "current",
            &[],
        ),
    ];
    each_stands(judged, cases);
}

/// The work is judged by `verdict append`, on a branch that is squashed or rebased afterwards.
fn bound() -> Scene {
    let scene = handed_off();
    let run = scene.call("review --no-run --format json");
    let file = run.json()["review"]["report"].as_str().unwrap().to_owned();
    std::fs::write(&file, fill(&std::fs::read_to_string(&file).unwrap())).unwrap();
    let digest = scene.call(&format!("verdict digest --report {file} --format json")).json();
    let digest = digest["report"]["sha1"].as_str().unwrap().to_owned();
    let line = format!("verdict append {ID} PASS --report {file} --validator vera --acknowledge {digest}");
    scene.call(&format!("{line} --commit")).status(0);
    scene
}

/// What others did on main to the same file.
fn louder(scene: &Scene) {
    scene.git("switch -q main");
    scene.edit(CODE, "println!(\"{}\"", "println!(\"{:?}\"");
    scene.repo.commit("WP-9: louder");
}

#[test]
fn a_history_that_was_written_again() {
    let cases: &[Case] = &[
        ("nothing", |_| {}, "current", &[]),
        (
            "work behind it",
            |it| commit(it, CODE, "WP-1-Parcel-Weight-v2: more"),
            "stale",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v2: more"],
        ),
        (
            "squashed",
            |it| {
                it.git("switch -q main").git("merge -q --squash feat/parcel");
                it.repo.commit("WP-1-Parcel-Weight-v2: refused");
            },
            "current",
            &[],
        ),
        (
            "squashed onto what others did to the same file",
            |it| {
                louder(it);
                it.git("merge -q --squash feat/parcel");
                it.repo.commit("WP-1-Parcel-Weight-v2: refused");
            },
            "context moved",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v2: refused"],
        ),
        (
            "slipped in while squashing",
            |it| {
                louder(it);
                it.git("merge -q --squash feat/parcel");
                commit(it, CODE, "WP-1-Parcel-Weight-v2: refused");
            },
            "stale",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v2: refused"],
        ),
        (
            "rebased onto what others did to the same file",
            |it| {
                louder(it);
                it.git("switch -q feat/parcel").git("rebase -q main");
            },
            "context moved",
            &["src/parcel.rs changed by refuse heavy parcels"],
        ),
        (
            "slipped into an older commit",
            |it| {
                it.git("reset -q --soft HEAD~2");
                it.edit(CODE, "30_000", "31_000");
                it.repo.commit("WP-1-Parcel-Weight-v2: refused");
            },
            "stale",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v2: refused"],
        ),
        (
            "left out of an older commit",
            |it| {
                it.git("reset -q --soft HEAD~2").git("checkout -q main -- src/parcel.rs");
                it.repo.commit("WP-1-Parcel-Weight-v2: nothing");
            },
            "stale",
            &["src/parcel.rs changed by WP-1-Parcel-Weight-v2: nothing"],
        ),
        (
            "the contract squashed with the verdict",
            |it| {
                it.git("reset -q --soft HEAD~2");
                it.packet("- What: ", "- What: also ");
                it.repo.commit("WP-1-Parcel-Weight-v2: refused");
            },
            "stale",
            &["SCOPE.WHAT by WP-1-Parcel-Weight-v2: refused"],
        ),
    ];
    each_stands(bound, cases);
}

#[test]
fn a_squash_whose_judged_commit_is_not_here_is_unproven() {
    let scene = bound();
    louder(&scene);
    scene.git("merge -q --squash feat/parcel");
    scene.repo.commit("WP-1-Parcel-Weight-v2: refused");
    let clone = scene.repo.outside().join("clone");
    let from = format!("file://{}", scene.repo.root().display());
    scene.repo.git(["clone", "-q", "--single-branch", "--branch=main", &from, clone.to_str().unwrap()]);
    let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(["verdict", "status", ID]).current_dir(&clone);
    Run::of(command).status(2).says("TP822").says("is not in this clone").says("git fetch origin");
}

#[test]
fn stale_warns_and_can_be_denied() {
    let scene = judged();
    scene.call("verdict status --deny warnings").status(0).says("current");
    commit(&scene, CODE, "WP-1-Parcel-Weight-v2: one more");
    scene
        .call("verdict status")
        .status(0)
        .says("warning[TP821]")
        .says("`src/parcel.rs` (")
        .says("taskpacket verdict diff");
    scene.call("verdict status --deny warnings").status(1);
    scene.call("verdict status --all --deny warnings").status(1).says("1 stale");
    scene.call("verdict status -q").status(0).says("stale");
}

#[test]
fn a_fail_that_was_worked_on_is_no_warning() {
    let scene = Scene::handed_off();
    append(&scene, "\n### VALIDATION REPORT - 2026-01-14\nVerdict: FAIL\nToo heavy.\n");
    scene.repo.commit("the verdict");
    scene.call("verdict status --deny warnings").status(0).says("current").says("taskpacket handoff");
    commit(&scene, CODE, "WP-1-Parcel-Weight-v2: lighter");
    scene.call("verdict status --deny warnings").status(0).says("stale");
    let diff = scene.call("verdict diff");
    diff.status(0).says("what moved since the FAIL of 2026-01-14").says("+// WP-1-Parcel-Weight-v2: lighter");
    diff.says("taskpacket review WP-1-Parcel-Weight-v2");
}

#[test]
fn the_difference_is_that_of_the_judged_tree() {
    let scene = judged();
    scene.call("verdict diff").status(0).says("nothing moved in scope or contract");
    commit(&scene, "README", "words");
    commit(&scene, CODE, "WP-9: faster");
    scene.packet("- What: ", "- What: now ").write("tests/data.rs", b"\0\x01");
    let run = scene.call("verdict diff");
    run.status(0).says("SCOPE.WHAT").says("+// WP-9: faster").says("src/parcel.rs  changed, by others");
    run.says("tests/data.rs  new").says("no text: its content differs");
    assert!(!run.stdout.contains("README"), "{}", run.shown());
}

#[test]
fn without_a_verdict_there_is_nothing_to_hold() {
    let scene = Scene::handed_off();
    scene.call("verdict status").status(0).says("no verdict yet").says("taskpacket review");
    scene.call("verdict diff").status(0).says("no verdict yet");
    scene.call("verdict status --all").status(0);
}

#[test]
fn a_shallow_clone_cannot_tell() {
    let scene = judged();
    commit(&scene, "README", "words");
    let clone = scene.repo.outside().join("clone");
    let from = format!("file://{}", scene.repo.root().display());
    scene.repo.git(["clone", "-q", "--depth=1", &from, clone.to_str().unwrap()]);
    let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(["verdict", "status", ID]).current_dir(&clone);
    Run::of(command).status(2).says("shallow").says("git fetch --unshallow");
}

/// One step of a generated history.
#[derive(Clone, Debug)]
enum Step {
    Edit(usize),
    Rename(usize),
    TakeBack(usize),
    Outside,
    Contract,
    Evidence,
}

fn step() -> impl Strategy<Value = (Step, bool)> {
    let step = prop_oneof![
        4 => (0..3_usize).prop_map(Step::Edit),
        2 => (0..3_usize).prop_map(Step::Rename),
        2 => (0..3_usize).prop_map(Step::TakeBack),
        1 => Just(Step::Outside),
        1 => Just(Step::Contract),
        2 => Just(Step::Evidence),
    ];
    (step, any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, max_shrink_iters: 8, ..ProptestConfig::default() })]

    #[test]
    fn generated_histories(steps in prop::collection::vec(step(), 4..9)) {
        let scene = judged();
        scene.write("src/store/b.rs", "b\n");
        scene.repo.commit("WP-1-Parcel-Weight-v2: b");
        append(&scene, "\n### VALIDATION REPORT - 2026-01-15\nVerdict: PASS\nAgain.\n");
        scene.repo.commit("the second verdict");
        // Each file's states, path and content, each with whether the packet's own work made it so.
        let mut files: BTreeMap<usize, Vec<(String, String, bool)>> = [CODE, STORE, "src/store/b.rs"]
            .iter()
            .enumerate()
            .map(|(at, path)| (at, vec![((*path).to_owned(), scene.read(path), false)]))
            .collect();
        let mut contract = false;
        for (number, (step, own)) in steps.iter().enumerate() {
            let subject = if *own { format!("WP-1-Parcel-Weight-v2: {number}") } else { format!("WP-9: {number}") };
            match step {
                Step::Outside => {
 scene.write("README", subject.as_str());
 }
                Step::Contract => {
                    contract = true;
                    scene.packet("- What: ", "- What: also ");
                }
                Step::Evidence => {
 scene.packet("- COMMAND: ", "- COMMAND:  ");
 }
                Step::Edit(at) | Step::Rename(at) | Step::TakeBack(at) => {
                    let states = files.get_mut(at).unwrap();
                    let (path, text, _) = states.last().unwrap().clone();
                    match step {
                        Step::Edit(_) => states.push((path.clone(), format!("{text}// {number}\n"), *own)),
                        // Only what lies in `src/store/` can be moved within the scope.
                        Step::Rename(1..) => states.push((format!("src/store/{number}.rs"), text, *own)),
                        Step::TakeBack(_) if states.len() > 1 => drop(states.pop()),
                        _ => continue,
                    }
                    let (to, text, _) = states.last().unwrap();
                    scene.repo.remove(path.as_str());
                    scene.write(to, text.as_str());
                }
            }
            scene.repo.commit(&subject);
        }
        let moved: Vec<bool> =
            files.values().filter(|it| it.len() > 1).map(|it| it[1..].iter().any(|(.., own)| *own)).collect();
        let expected = match (contract || moved.iter().any(|own| *own), moved.is_empty()) {
            (true, _) => "stale",
            (false, true) => "current",
            (false, false) => "context moved",
        };
        let run = scene.call(&format!("verdict status {ID} --format json"));
        let (standing, told) = told(&run);
        prop_assert_eq!(standing.as_str(), expected, "{:?}", told);
        prop_assert_eq!(told.iter().filter(|it| it.starts_with("src/")).count(), moved.len(), "{:?}", told);
    }
}
