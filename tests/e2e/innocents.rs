//! What is in order though it looks odd, and must pass: edits that change no meaning, and repositories of every shape.

use std::fmt::Write as _;

use crate::run::roots;
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

/// Something harmless: what is there before, what is done, and the gates and codes that may warn.
type Innocent = (&'static str, fn() -> Scene, fn(&Scene), &'static [&'static str]);

#[track_caller]
fn each_passes(innocents: &[Innocent]) {
    let mut failed = String::new();
    for (name, scene, deed, warns) in innocents {
        let scene = scene();
        deed(&scene);
        let run = scene.call(&format!("{POST_WORK} --format json"));
        let mut warned: Vec<String> = roots(&run.json(), "warning").into_iter().map(|told| told.gate).collect();
        warned.dedup();
        if run.status != Some(0) || warned != *warns {
            let _ = write!(failed, "## {name}: {warned:?}, not {warns:?}\n{}\n", scene.call(POST_WORK).shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

fn note_on_main(scene: &Scene) -> &Scene {
    scene.git("switch -q main").write("docs/n.md", "n\n").git("add docs").git("commit -qm note")
}

/// Only the remote's branch is there, as in a clone that a build makes.
fn without_main(scene: &Scene) -> &Scene {
    scene.git("update-ref refs/remotes/origin/main main").git("branch -qD main")
}

fn with_windows_line_ends(scene: &Scene, paths: &[&str]) {
    scene.repo.config("core.autocrlf", "true");
    for path in paths {
        scene.write(path, scene.read(path).replace('\n', "\r\n"));
    }
}

fn with_manifest_in_scope() -> Scene {
    let scene = Scene::drafted();
    scene.packet("  - src/store/\n", "  - src/store/\n  - Cargo.toml\n").freeze();
    scene.edit(CODE, BEFORE, AFTER).write("Cargo.lock", "# none\n").declare(&[CODE, "Cargo.lock"]).git("add --all");
    scene
}

#[test]
fn edits_that_change_no_meaning() {
    each_passes(&[
        (
            "a folder spelled out",
            Scene::worked,
            |s| edit(s, "  - src/store/\n", "  - src/store/mod.rs\n  - src/store/old.rs\n"),
            &[],
        ),
        ("a folder as a pattern", Scene::worked, |s| edit(s, "  - src/store/\n", "  - src/store/**\n"), &[]),
        ("a folder without its slash", Scene::worked, |s| edit(s, "  - src/store/\n", "  - `src/store`\n"), &[]),
        (
            "a pattern spelled out",
            Scene::worked,
            |s| edit(s, "  - `tests/*.rs` (the new cases)\n", "  - tests/weight.rs\n"),
            &[],
        ),
        ("a note dropped", Scene::worked, |s| edit(s, " (update)", ""), &[]),
        ("a key in bold", Scene::worked, |s| edit(s, "- IN_SCOPE_PATHS:", "* **IN_SCOPE_PATHS:**"), &[]),
        (
            "governance named",
            Scene::worked,
            |s| edit(s, "  - src/store/\n", "  - src/store/\n  - docs/TASK_BOARD.md\n"),
            &[],
        ),
        (
            "a companion named",
            with_manifest_in_scope,
            |s| edit(s, "  - Cargo.toml\n", "  - Cargo.toml\n  - Cargo.lock\n"),
            &[],
        ),
        ("a companion not named", with_manifest_in_scope, |_| (), &[]),
        ("a blank filled", Scene::worked, |s| edit(s, "git revert <commit-sha>", "git revert 1234567"), &[]),
        ("a tick before an item", Scene::worked, |s| edit(s, "- A parcel above", "- \u{2705} A parcel above"), &[]),
        (
            "a torn tick before an item",
            Scene::worked,
            |s| edit(s, "- A parcel above", "- \u{e2}\u{153}\u{2026} A parcel above"),
            &[],
        ),
        ("a box before an item", Scene::worked, |s| edit(s, "- A parcel above", "- [x] A parcel above"), &[]),
        ("an item on two lines", Scene::worked, |s| edit(s, "opens a file outside", "opens a file\n  outside"), &[]),
        ("a heading of another level", Scene::worked, |s| edit(s, "### DONE_MEANS", "## DONE_MEANS"), &[]),
        ("a heading with a tail", Scene::worked, |s| edit(s, "## SCOPE", "## SCOPE (FROZEN) [CX-1]"), &[]),
        (
            "a range in the plan",
            Scene::worked,
            |s| {
                edit(
                    s,
                    "post-work WP-1-Parcel-Weight-v2\n```",
                    "post-work WP-1-Parcel-Weight-v2 --range 1234567..HEAD\n```",
                );
            },
            &[],
        ),
        ("a fence by another name", Scene::worked, |s| edit(s, "```bash\n# Run before", "```sh\n# Run before"), &[]),
    ]);
}

fn edit(scene: &Scene, from: &str, to: &str) {
    scene.packet(from, to).git("add --all");
}

#[test]
fn what_comes_behind_the_commit() {
    each_passes(&[
        (
            "evidence",
            Scene::handed_off,
            |s| {
                s.packet("- (Coder appends logs", "- COMMAND: cargo test\n- EXIT_CODE: 0\n- (Coder appends logs");
            },
            &[],
        ),
        (
            "the packet in a folder of its own",
            Scene::handed_off,
            |s| {
                let text = s.read(PACKET);
                s.git(&format!("rm -q {PACKET}"));
                s.write(&format!("docs/task_packets/{ID}/packet.md"), text).git("add --all");
            },
            &[],
        ),
        (
            "a rebase",
            Scene::handed_off,
            |s| {
                note_on_main(s).git("switch -q feat/parcel").git("rebase -q main");
            },
            &[],
        ),
        (
            "a merge of the default branch, with others' work",
            Scene::handed_off,
            |s| {
                s.git("switch -q main").edit("src/price.rs", "/ 10", "/ 11").git("commit -qam price");
                s.git("switch -q feat/parcel").git("merge -q --no-ff main");
            },
            &[],
        ),
        (
            "one commit of several",
            Scene::handed_off,
            |s| {
                s.edit(CODE, "30_000", "30_001").declare(&[CODE]).git("commit -qam more");
                s.git("reset -q --soft main").git("commit -qm squashed");
            },
            &[],
        ),
        (
            "merged",
            Scene::handed_off,
            |s| {
                s.git("switch -q main").git("merge -q --no-ff feat/parcel");
            },
            &[],
        ),
        (
            "squashed into the default branch",
            Scene::handed_off,
            |s| {
                s.git("switch -q main").git("merge -q --squash feat/parcel").git("commit -qm squashed");
            },
            &[],
        ),
    ]);
}

#[test]
fn repositories_of_every_shape() {
    each_passes(&[
        ("line ends of Windows", Scene::handed_off, |s| with_windows_line_ends(s, &[PACKET]), &[]),
        (
            "line ends of Windows, not committed",
            Scene::worked,
            |s| {
                with_windows_line_ends(s, &[PACKET, CODE]);
                s.git("reset -q");
            },
            &[],
        ),
        (
            "no local default branch",
            Scene::handed_off,
            |s| {
                without_main(s);
            },
            &[],
        ),
        (
            "nor a branch of one's own",
            Scene::handed_off,
            |s| {
                without_main(s).git("switch -q --detach").git("branch -qD feat/parcel");
            },
            &[],
        ),
        (
            "the merge that a pull request would be",
            Scene::handed_off,
            |s| {
                note_on_main(s).git("switch -q --detach").git("merge -q --no-ff feat/parcel");
                s.git("update-ref refs/remotes/pull/7/merge HEAD");
                without_main(s).git("branch -qD feat/parcel");
            },
            &[],
        ),
        (
            "a fork with three remotes",
            Scene::handed_off,
            |s| {
                s.git("update-ref refs/remotes/origin/main main").git("update-ref refs/remotes/upstream/main main");
                s.git("update-ref refs/remotes/fork/main feat/parcel");
            },
            &[],
        ),
        (
            "a default branch of another name",
            Scene::handed_off,
            |s| {
                s.git("branch -qm main trunk").git("update-ref refs/remotes/origin/trunk trunk");
                s.git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk").git("branch -qD trunk");
            },
            &[],
        ),
        (
            "one that only the disk tells",
            Scene::handed_off,
            |s| {
                s.git("branch -qm main trunk").write(".git/info/exclude", "taskpacket.yaml\n");
                s.write("taskpacket.yaml", "default_branch: trunk\n");
            },
            &["TP310"],
        ),
        (
            "a board at another place, by a committed configuration",
            Scene::frozen,
            |s| {
                s.git("switch -q main").git("mv docs/TASK_BOARD.md docs/BOARD.md");
                s.write("taskpacket.yaml", "board: docs/BOARD.md\n").packet("docs/TASK_BOARD.md", "docs/BOARD.md");
                s.git("add --all").git("commit -qm moved").git("switch -qC feat/parcel");
                s.edit(CODE, BEFORE, AFTER).declare(&[CODE]).edit("docs/BOARD.md", "#", "# The board:\n#");
                s.git("add --all");
            },
            &[],
        ),
    ]);
}

#[test]
fn a_demonstration_in_a_folder_named_from_here() {
    let scene = Scene::frozen();
    scene.call("demo playground").status(0);
    assert!(scene.repo.path("playground/.git").is_dir());
    assert!(!scene.repo.path("playground/playground").exists());
}
