//! `verdict require`: the merge check, and each way to be refused by it.

use std::fmt::Write as _;

use crate::run::{Deed, Run};
use crate::scene::{CODE, ID, PACKET, Scene};

const PASS: &str = "\n### VALIDATION REPORT - 2026-01-14\nVerdict: PASS\nWeighed, and found right.\n";
const FAIL: &str = "\n### VALIDATION REPORT - 2026-01-15\nVerdict: FAIL\nToo heavy.\n";

/// The work is committed and judged by hand on its branch.
fn judged() -> Scene {
    let scene = Scene::handed_off();
    append(&scene, PASS);
    scene.repo.commit("the verdict");
    scene
}

fn append(scene: &Scene, report: &str) {
    let text = scene.read(PACKET);
    scene.write(PACKET, format!("{}{report}", text.trim_end_matches('\n')));
}

fn commit(scene: &Scene, path: &str, subject: &str) {
    let text = std::fs::read_to_string(scene.repo.path(path)).unwrap_or_default();
    scene.write(path, format!("{text}// {subject}\n"));
    scene.repo.commit(subject);
}

/// What is done on main, which the branch then does not have.
fn on_main(scene: &Scene, deed: impl FnOnce(&Scene)) {
    scene.git("switch -q main");
    deed(scene);
    scene.git("switch -q feat/parcel");
}

fn codes(run: &Run) -> Vec<String> {
    let report = run.json();
    let errors = report["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == "error");
    errors.map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_refusal_has_its_code() {
    let cases: &[(&str, Deed, &[&str])] = &[
        ("a PASS", |_| {}, &[]),
        (
            "no verdict",
            |it| {
                it.git("reset -q --hard HEAD~1");
            },
            &["TP823"],
        ),
        (
            "a FAIL",
            |it| {
                append(it, FAIL);
                it.repo.commit("the second verdict");
            },
            &["TP823"],
        ),
        ("its own work went on", |it| commit(it, CODE, "WP-1-Parcel-Weight-v2: more"), &["TP821"]),
        (
            "the contract changed",
            |it| {
                it.packet("- What: ", "- What: also ");
                it.repo.commit("widen it");
            },
            &["TP821"],
        ),
        ("the branch went on, for no packet", |it| commit(it, CODE, "more"), &["TP824"]),
        ("the branch went on elsewhere", |it| commit(it, "NOTES", "more"), &[]),
        (
            "another packet's work",
            |it| {
                it.write("docs/task_packets/WP-9.md", "# Task Packet: WP-9\n");
                commit(it, CODE, "more, for WP-9");
            },
            &[],
        ),
        (
            "what main changed was merged in",
            |it| {
                on_main(it, |it| {
                    it.edit(CODE, "println!(\"{}\"", "println!(\"{:?}\"");
                    it.repo.commit("louder");
                });
                it.git("merge -q --no-edit main");
            },
            &[],
        ),
        (
            "main changed the same file elsewhere",
            |it| {
                on_main(it, |it| {
                    it.edit(CODE, "println!(\"{}\"", "println!(\"{:?}\"");
                    it.repo.commit("louder");
                });
            },
            &[],
        ),
        (
            "main changed the same lines",
            |it| {
                on_main(it, |it| {
                    it.edit(CODE, "    true\n", "    false\n");
                    it.repo.commit("none");
                });
            },
            &["TP826"],
        ),
        (
            "a later revision",
            |it| {
                it.write("docs/task_packets/WP-1-Parcel-Weight-v3.md", "# Task Packet: WP-1-Parcel-Weight-v3\n");
                it.repo.commit("the next one");
            },
            &["TP823"],
        ),
        (
            "not committed",
            |it| {
                it.git("reset -q --soft HEAD~1");
            },
            &["TP825"],
        ),
        (
            "on main itself",
            |it| {
                it.git("switch -q main").git("merge -q --ff-only feat/parcel");
            },
            &[],
        ),
    ];
    let mut failed = String::new();
    for (name, deed, expected) in cases {
        let scene = judged();
        deed(&scene);
        let before = scene.repo.git(["status", "--porcelain"]) + &scene.repo.git(["count-objects", "-v"]);
        let run = scene.call(&format!("verdict require {ID} --format json"));
        let after = scene.repo.git(["status", "--porcelain"]) + &scene.repo.git(["count-objects", "-v"]);
        let status = i32::from(!expected.is_empty());
        if codes(&run) != *expected || run.status != Some(status) || before != after {
            let _ = writeln!(failed, "## {name}: expected {expected:?}\n{}", scene.call("verdict require").shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn a_pass_by_hand_is_named_and_can_be_denied() {
    let scene = judged();
    let run = scene.call("verdict require");
    run.status(0).says("warning[TP828]").says("merges cleanly").says("none lost, altered or moved");
    scene.call("verdict require --deny warnings").status(1);
}

#[test]
fn an_entry_that_was_altered_is_refused() {
    let scene = Scene::handed_off();
    append(&scene, FAIL);
    scene.repo.commit("the verdict");
    scene.packet("Verdict: FAIL\nToo heavy.", "Verdict: PASS\nJust right.");
    scene.repo.commit("a word");
    let run = scene.call("verdict require");
    run.status(1).says("a word").says("not what was written");
}

#[test]
fn a_git_that_cannot_merge_in_memory_leaves_it_unproven() {
    let scene = judged();
    let old = scene.repo.outside().join("old");
    std::fs::create_dir(&old).unwrap();
    let script = "#!/bin/sh\nfor word do\n  if [ \"$word\" = merge-tree ]; then\n    echo 'usage: git merge-tree <base-tree> <branch1> <branch2>' >&2\n    exit 129\n  fi\ndone\nPATH=${PATH#*:}\nexec git \"$@\"\n";
    std::fs::write(old.join("git"), script).unwrap();
    let mut mode = std::fs::metadata(old.join("git")).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
    std::fs::set_permissions(old.join("git"), mode).unwrap();
    let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    let path = std::env::var("PATH").unwrap();
    command.args(["verdict", "require"]).env("PATH", format!("{}:{path}", old.display()));
    Run::of(command).status(2).says("TP827").says("older than 2.38");
}
