//! Killed at every write: whatever a command was about to do, each file is as before or as after, and the next command
//! finds one truth.
//!
//! `strace` kills the program at the N-th call of every system call that changes a file, until it lives to its end.
//! Where there is no strace, that is said, and only the unit tests of the journal go through all steps.

use std::process::Command;

use taskpacket::model::Digest;

use crate::refinement::SIGN;
use crate::run::Run;
use crate::scene::{ID, PACKET, Scene};
use crate::shop::{LOG, REFINEMENT};
use crate::support::Fixture;
use crate::verdict_append::{BOARD, REPORT, on_main};

/// What changes files; each of them is a moment at which the process may be gone.
const WRITES: &[&str] = &[
    "fsync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
    "ftruncate",
    "fchmod",
];

/// The moment that counts as now, so that what is written is the same each time.
const MOMENT: &str = "1768224600";

/// More calls of one kind than any command makes.
const MOST: usize = 400;

/// Ends the command at every moment in a repository of its own, and looks at `watched`.
#[track_caller]
fn every_moment(build: fn() -> Scene, words: &[&str], watched: &[&str]) {
    let line = &words.join(" ");
    if !Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success()) {
        println!("no strace here: `{line}` was not killed at every write");
        return;
    }
    let state = |scene: &Scene| -> Vec<Option<Vec<u8>>> {
        watched.iter().map(|path| std::fs::read(scene.repo.path(path)).ok()).collect()
    };
    let done = build();
    let before = state(&done);
    whole(&done, words);
    let after = state(&done);
    assert_ne!(before, after, "`{line}` writes none of {watched:?}");
    for call in WRITES {
        for at in 1.. {
            assert!(at < MOST, "`{line}` makes no end of {call}");
            let scene = build();
            if killed(&scene, words, call, at) {
                as_before_or_after(&scene, words, (call, at), &state, (&before, &after));
            } else {
                assert_eq!(state(&scene), after, "`{line}` under strace");
                break;
            }
        }
    }
}

/// Runs the command, killed at the N-th call; false where it ended by itself.
fn killed(scene: &Scene, words: &[&str], call: &str, at: usize) -> bool {
    let mut command = scene.repo.command("strace");
    let inject = format!("inject={call}:signal=KILL:when={at}");
    command.args(["-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject, "--"]);
    command.arg(env!("CARGO_BIN_EXE_taskpacket")).args(words).env("SOURCE_DATE_EPOCH", MOMENT);
    Run::of(command).status != Some(0)
}

/// Runs the command to its end.
#[track_caller]
fn whole(scene: &Scene, words: &[&str]) {
    let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(words).env("SOURCE_DATE_EPOCH", MOMENT);
    Run::of(command).status(0);
}

type State = Vec<Option<Vec<u8>>>;

#[track_caller]
fn as_before_or_after(
    scene: &Scene,
    words: &[&str],
    moment: (&str, usize),
    state: &dyn Fn(&Scene) -> State,
    (before, after): (&State, &State),
) {
    let line = words.join(" ");
    let left = state(scene);
    for (at, file) in left.iter().enumerate() {
        assert!(*file == before[at] || *file == after[at], "`{line}` at {moment:?} tore a file");
    }
    // Any command finishes what was begun; only then is it asked whether all is of one piece.
    scene.call("lint --all");
    let settled = state(scene);
    assert!(settled == *before || settled == *after, "`{line}` at {moment:?} left one half");
    if settled == *before {
        whole(scene, words);
        assert_eq!(state(scene), *after, "`{line}`, again after {moment:?}");
    }
    let loose = scene.repo.git(["status", "--porcelain", "--untracked-files=all"]);
    let left_over = loose.lines().filter(|line| line.contains(".taskpacket-")).count();
    assert!(left_over <= 1, "`{line}` at {moment:?} left copies behind:\n{loose}");
}

/// The words of a line.
fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

#[test]
fn one_file() {
    every_moment(Scene::undeclared, &words(&format!("manifest {ID} --write")), &[PACKET]);
}

#[test]
fn a_verdict_with_its_board() {
    let digest = Digest::of(REPORT.as_bytes()).to_string();
    let append = format!("verdict append {ID} FAIL --report ../report.md --validator vera --acknowledge {digest}");
    every_moment(on_main, &words(&format!("{append} --rev HEAD")), &[PACKET, BOARD]);
}

#[test]
fn a_small_edit() {
    let line = format!("amend {ID} --add src/price.rs --reason forgotten --approver mara");
    every_moment(Scene::frozen, &words(&line), &[PACKET]);
}

#[test]
fn a_signature_with_its_log() {
    every_moment(Scene::refined, SIGN, &[REFINEMENT, LOG]);
}

#[test]
fn a_whole_set_up() {
    let written = ["taskpacket.yaml", "taskpacket.just", "justfile", "AGENTS.md", "docs/templates/task_packet.md"];
    every_moment(bare, &["init"], &written);
}

/// A repository with one commit.
fn bare() -> Scene {
    Scene { repo: Fixture::with_commit() }
}
