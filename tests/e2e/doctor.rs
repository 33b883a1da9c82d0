//! `doctor`: every disagreement named once, with its place and whether the tool can mend it; `--fix` leaves only what a
//! person must decide.

use std::process::Command;

use serde_json::Value;

use crate::many::{Many, NOW, Planted};
use crate::run::Run;
use crate::scene::{PACKET, Scene};
use crate::support::Fixture;

/// Calls the program in the middle of the planted repository's life.
fn call(repo: &Fixture, line: &str) -> Run {
    let mut command = repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(line.split(' ')).env("SOURCE_DATE_EPOCH", NOW.to_string());
    Run::of(command)
}

/// The disagreements of a report, sorted.
fn named(report: &Value) -> Vec<(String, String, bool)> {
    let empty = Vec::new();
    let rows = report["disagreements"].as_array().unwrap_or(&empty).iter();
    let rows = rows.filter(|row| finding(report, row)["severity"] != "note");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut named: Vec<_> =
        rows.map(|row| (text(&finding(report, row)["code"]), text(&row["about"]), row["fixable"] == true)).collect();
    named.sort();
    named
}

fn finding<'a>(report: &'a Value, row: &Value) -> &'a Value {
    &report["findings"][usize::try_from(row["finding"].as_u64().unwrap()).unwrap()]
}

fn expected<'a>(planted: impl Iterator<Item = &'a Planted>) -> Vec<(String, String, bool)> {
    let mut expected: Vec<_> = planted.map(|it| (it.code.to_owned(), it.about.clone(), it.fixable)).collect();
    expected.sort();
    expected
}

#[test]
fn a_repository_of_many_packets_where_all_agree() {
    let repo = Fixture::new();
    Many::new(40).build(repo.root());
    let run = call(&repo, "doctor");
    run.status(0).says("all truths agree");
    call(&repo, "board --check").status(0).says("44 items shown as the packets say");
    let fixed = call(&repo, "doctor --fix");
    fixed.status(0);
    assert_eq!(repo.git(["status", "--porcelain"]), "", "nothing to mend, nothing written");
}

#[test]
fn every_kind_is_named_once_and_fix_leaves_what_a_person_must_decide() {
    let repo = Fixture::new();
    let mut many = Many::new(40);
    many.plant(0);
    many.plant_lock();
    many.build(repo.root());
    let run = call(&repo, "doctor --format json");
    run.status(1);
    assert_eq!(named(&run.json()), expected(many.planted.iter()), "{}", call(&repo, "doctor -v").shown());
    for finding in run.json()["findings"].as_array().unwrap() {
        assert!(!finding["help"].is_null(), "{finding} says nothing of what mends it");
        let placeless = ["TP791"].contains(&finding["code"].as_str().unwrap());
        assert!(placeless || !finding["line"].is_null(), "{finding} has no place");
    }
    let fixed = call(&repo, "doctor --fix --format json");
    fixed.status(1);
    assert_eq!(named(&fixed.json()), expected(many.planted.iter().filter(|it| !it.fixable)));
    let again = repo.git(["status", "--porcelain"]);
    call(&repo, "doctor --fix").status(1);
    assert_eq!(repo.git(["status", "--porcelain"]), again, "a second time changes nothing");
}

#[test]
fn the_parcel_repository_has_nothing_to_be_told() {
    let scene = Scene::frozen();
    call(&scene.repo, "doctor").status(0).says("all truths agree");
    call(&Scene::handed_off().repo, "doctor").status(0);
}

#[test]
fn a_light_repository_lacks_nothing() {
    let repo = Fixture::new();
    repo.write("taskpacket.yaml", "profile: light\n");
    repo.write(
        "docs/task_packets/WP-1-A.md",
        "# Task Packet: WP-1-A\n\n## METADATA\n- WP_ID: WP-1-A\n- Status: In Progress\n",
    );
    repo.commit("a packet");
    call(&repo, "doctor").status(0).says("all truths agree");
    call(&repo, "board --check").status(0).says("there is no board");
    let empty = Fixture::with_commit();
    call(&empty, "doctor").status(0);
}

#[test]
fn historic_packets_that_nobody_works_on_are_left_out() {
    let repo = Fixture::new();
    let mut many = Many::new(40);
    many.plant_in_packets(0);
    many.build(repo.root());
    let head = repo.id("HEAD");
    repo.write("taskpacket.yaml", format!("judge_since: {head}\n"));
    repo.commit("adopted");
    let run = call(&repo, "doctor --format json");
    run.status(1);
    let active = ["TP103", "TP780", "TP782"];
    assert_eq!(named(&run.json()), expected(many.planted.iter().filter(|it| active.contains(&it.code))));
    call(&repo, "doctor").says("historic packets that nobody works on");
}

#[test]
fn a_broken_off_work_is_named_and_brought_to_its_end() {
    if !Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success()) {
        println!("no strace here: no command was broken off");
        return;
    }
    let repo = Fixture::new();
    let mut many = Many::new(40);
    many.plant_on_board(0);
    many.plant_in_tables(0);
    many.build(repo.root());
    // What is kept beside the lock is written first, and then the intent.
    let mut at = 6;
    let pending = loop {
        let mut command = repo.command("strace");
        let calls = "rename,renameat,renameat2";
        let inject = format!("inject={calls}:signal=KILL:when={at}");
        command.args(["-qq", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &inject, "--"]);
        command.args([env!("CARGO_BIN_EXE_taskpacket"), "doctor", "--fix"]).env("SOURCE_DATE_EPOCH", NOW.to_string());
        assert_eq!(command.output().unwrap().status.code(), None, "it was not killed at {at}");
        let run = call(&repo, "doctor --format json");
        if named(&run.json()).iter().any(|(code, ..)| code == "TP790") {
            break run;
        }
        at += 1;
        assert!(at < 20, "no work was ever pending");
    };
    pending.status(1).says("TASK_BOARD.md");
    let fixed = call(&repo, "doctor --fix --format json");
    assert_eq!(named(&fixed.json()), expected(many.planted.iter().filter(|it| !it.fixable)));
}

#[test]
fn people_are_told_what_the_tool_can_do() {
    let scene = Scene::frozen();
    scene.edit("docs/TASK_BOARD.md", "In Progress", "Done").edit("docs/TASK_BOARD.md", "[IN_PROGRESS]", "[DONE]");
    let run = call(&scene.repo, "doctor");
    run.status(1).says("error[TP761]: the board has `WP-1-Parcel-Weight-v2` under Done, and the packet is In Progress");
    run.says("docs/TASK_BOARD.md:4").says("taskpacket board --write").says("1 disagreement, all for doctor --fix");
    run.says("next: taskpacket doctor --fix");
    call(&scene.repo, "doctor -q").says("FAIL  doctor: 1 error to mend; 1 disagreement, all for doctor --fix");
    let fixed = call(&scene.repo, "doctor --fix");
    fixed.status(0).says("changed").says("1 mended; all truths agree").says("git diff");
    scene.edit(PACKET, "In Progress", "Validated (PASS)");
    let left = call(&scene.repo, "doctor --fix");
    left.status(1).says("error[TP778]").says("taskpacket review WP-1-Parcel-Weight-v2");
}
