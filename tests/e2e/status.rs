//! How far packets have come: which group each is in, from what, and wherever it is looked at from.

use serde_json::Value;

use crate::evidence::ran;
use crate::run::Run;
use crate::scene::{CODE, ID, PACKET, Scene};

/// What `status` tells on the first day.
fn status(scene: &Scene, options: &str) -> Run {
    scene.call_on_day(0, format!("status {options}").trim_end())
}

/// What it tells of one packet.
fn of(scene: &Scene, id: &str) -> Value {
    let document = status(scene, "--format json").status(0).json();
    let packets = document["status"]["packets"].as_array().unwrap();
    packets.iter().find(|packet| packet["id"] == id).unwrap_or_else(|| panic!("no {id} in {document}")).clone()
}

/// The group of the packet, and the outcome of its gates.
fn standing(scene: &Scene) -> (String, Value) {
    let packet = of(scene, ID);
    (packet["group"].as_str().unwrap().to_owned(), packet["gates"]["outcome"].clone())
}

/// A packet of a few lines.
fn small(scene: &Scene, id: &str, status: &str, verdict: &str) {
    let reports =
        if verdict.is_empty() { String::new() } else { format!("### Report 2026-01-01\nVerdict: {verdict}\n") };
    let text = format!(
        "# Task Packet: {id}\n\n## METADATA\n- WP_ID: {id}\n- **Status:** {status}\n\n## VALIDATION_REPORTS\n{reports}"
    );
    scene.write(&format!("docs/task_packets/{id}.md"), text);
}

/// The work is committed, with a passing run.
fn handed_off() -> Scene {
    let scene = ran();
    scene.repo.commit("handed over");
    scene
}

#[test]
fn without_packets_it_says_what_makes_one() {
    let scene = Scene { repo: crate::support::Fixture::with_commit() };
    status(&scene, "").status(0).says("there is no packet yet").says("next: taskpacket new WP-ID");
}

#[test]
fn a_claim_without_work_is_told_as_such() {
    let scene = Scene::frozen();
    status(&scene, "").status(0).says("in work\n").says("claimed, no commit").says("superseded 1");
    assert_eq!(standing(&scene), ("in-work".into(), Value::Null));
    scene.edit(CODE, "true", "false");
    assert_eq!(standing(&scene), ("in-work".into(), "fail".into()));
    status(&scene, "").says("FAIL ").says(&format!("next: taskpacket post-work {ID}"));
}

#[test]
fn committed_with_a_passing_run_is_handed_off() {
    let scene = ran();
    assert_eq!(standing(&scene), ("in-work".into(), "pass".into()), "the work is staged");
    scene.repo.commit("handed over");
    assert_eq!(standing(&scene), ("to-judge".into(), "pass".into()));
    status(&scene, "").says("to judge\n").says("feat/parcel").says(&format!("next: taskpacket review {ID}"));
    // Loose files that nothing allows are nobody's work; an edit of the code is.
    scene.write("notes.txt", "loose\n");
    assert_eq!(standing(&scene).0, "to-judge");
    scene.edit(CODE, "30_000", "40_000");
    assert_eq!(standing(&scene), ("in-work".into(), "fail".into()));
    scene.repo.commit("one more edit");
    assert_eq!(standing(&scene), ("in-work".into(), "fail".into()), "the run is of other files");
}

#[test]
fn it_waits_for_a_verdict_however_long() {
    let scene = handed_off();
    scene.call_on_day(90, "status").status(0).says("to judge\n").says("89 d");
}

#[test]
fn a_branch_is_judged_from_wherever_one_looks() {
    let scene = handed_off();
    scene.git("switch -q main");
    let packet = of(&scene, ID);
    assert_eq!((&packet["group"], &packet["place"]), (&"to-judge".into(), &"feat/parcel".into()), "{packet}");
    scene.git("worktree add -q ../wt feat/parcel");
    let packet = of(&scene, ID);
    assert_eq!((&packet["group"], &packet["work"][0]["worktree"]), (&"to-judge".into(), &"../wt".into()), "{packet}");
    let code = scene.repo.outside().join("wt").join(CODE);
    let text = std::fs::read_to_string(&code).unwrap();
    std::fs::write(&code, text.replace("30_000", "50_000")).unwrap();
    assert_eq!(standing(&scene), ("in-work".into(), "fail".into()), "somebody edits it there");
    status(&scene, "").says(&format!("next: taskpacket -C ../wt post-work {ID}"));
}

#[test]
fn a_verdict_since_takes_it_back_and_a_mended_one_is_to_judge_again() {
    let scene = handed_off();
    let report = "## VALIDATION_REPORTS\n\n### VALIDATION REPORT 2026-01-02\nVerdict: FAIL\n";
    scene.packet("## VALIDATION_REPORTS\n", report);
    scene.repo.commit("the verdict");
    let packet = of(&scene, ID);
    assert_eq!((&packet["group"], &packet["verdict"]["verdict"]), (&"in-work".into(), &"FAIL".into()), "{packet}");
    scene.edit(CODE, "grams > 0", "grams > 1").declare(&[CODE]).git("add --all");
    scene.carry_out("").status(0);
    scene.repo.commit("mended");
    let packet = of(&scene, ID);
    assert_eq!((&packet["group"], &packet["verdict"]["mended_since"]), (&"to-judge".into(), &true.into()), "{packet}");
    status(&scene, "").says("FAIL; mended since");
}

#[test]
fn every_group_is_counted_and_can_be_asked_for() {
    let scene = Scene::frozen();
    for (id, status, verdict) in [
        ("WP-2-Ready", "Ready for Dev", ""),
        ("WP-3-Blocked", "Blocked", ""),
        ("WP-4-Pass", "Done", "PASS"),
        ("WP-5-Fail", "Done", "FAIL"),
        ("WP-6-Validated", "Validated (PASS)", "PASS"),
        ("WP-7-Unjudged", "Done", ""),
        ("WP-8-Odd", "Almost there", ""),
    ] {
        small(&scene, id, status, verdict);
    }
    scene.write("docs/task_packets/stubs/WP-9-Idea.md", "# Task Packet: WP-9-Idea\n");
    scene.repo.commit("more packets");
    status(&scene, "")
        .status(0)
        .says("ready 1   blocked 1   done 4 (2 hold, 1 ends in FAIL, 1 without a verdict)   superseded 1")
        .says("no status 1   stubs 1");
    let ready = status(&scene, "--status ready --status blocked");
    ready.says("WP-2-Ready").says("WP-3-Blocked");
    assert!(!ready.stdout.contains(ID), "{}", ready.shown());
    status(&scene, "--coder nobody").status(0).says("no packet is like that");
    status(&scene, "--coder coding").says(ID);
    status(&scene, "--branch parcel").says(ID);
    status(&scene, "--status done -v").says("WP-5-Fail");
    status(&scene, "-q").status(0).says("in work 1");
    assert_eq!(of(&scene, "WP-5-Fail")["ending"], "ends-in-fail");
}

#[test]
fn historic_packets_are_shown_and_never_fail() {
    let scene = Scene::frozen();
    small(&scene, "WP-4-Old", "Done", "FAIL");
    small(&scene, "WP-5-Old-Active", "Ready for Dev", "");
    scene.repo.commit("old packets");
    scene.call("lint --all").status(1);
    let since = scene.repo.id("HEAD");
    scene.write("taskpacket.yaml", format!("judge_since: {since}\n"));
    let lint = scene.call("lint --all");
    lint.status(0).says("4 packets are historic").says("never fail").says("with errors");
    assert!(!lint.stdout.contains("TP4"), "{}", lint.shown());
    assert_eq!(of(&scene, "WP-4-Old")["group"], "historic");
    assert_eq!(of(&scene, "WP-5-Old-Active")["group"], "ready", "what is active is shown as it is");
    status(&scene, "").says("historic 2");
    // Named, it is judged whatever its age; touched, it is no longer historic.
    scene.call("lint WP-4-Old").status(1);
    scene.edit("docs/task_packets/WP-4-Old.md", "2026-01-01", "2026-01-02");
    scene.call("lint --all").status(1).says("WP-4-Old");
    assert_eq!(of(&scene, "WP-4-Old")["ending"], "ends-in-fail");
}

#[test]
fn a_commit_to_judge_since_has_to_be_there() {
    let scene = Scene::frozen();
    scene.write("taskpacket.yaml", "profile: full\njudge_since: 1234567\n");
    for line in ["lint --all", "status"] {
        scene
            .call(line)
            .status(2)
            .complains("taskpacket.yaml:2:14: `judge_since` names `1234567`, which is no commit")
            .complains("mend: name a commit");
    }
    scene.call(&format!("lint {ID}")).status(0);
}

#[test]
fn one_packet_in_depth() {
    let scene = handed_off();
    status(&scene, ID)
        .status(0)
        .says("handed off, to judge (In Progress), a coding agent, feat/parcel")
        .says("4 of 4 steps: this plan, these files")
        .says("checked out here")
        .says("IN_PROGRESS (docs/TASK_BOARD.md:4)")
        .says(&format!("next: taskpacket review {ID}"));
    let document = status(&scene, &format!("{ID} --format json")).status(0).json();
    assert_eq!(document["status"]["packets"].as_array().unwrap().len(), 1);
    assert!(document["gates"].as_array().unwrap().len() > 10, "{document}");
    status(&scene, "WP-1-Parcel-Wight").status(2).complains("there is no packet").complains("WP-1-Parcel-Weight");
    status(&scene, "../x").status(2).complains("is no packet id");
}

#[test]
fn what_a_branch_merely_has_in_an_old_form_is_not_told() {
    let scene = Scene::frozen();
    scene.git("branch old").packet("In Progress", "Ready for Dev");
    scene.repo.commit("not yet");
    scene.git("switch -qc other main").write("x", "1\n");
    scene.repo.commit("something else");
    scene.git("switch -q feat/parcel");
    let document = status(&scene, "--format json").status(0).json();
    let ids: Vec<&Value> = document["status"]["packets"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids.len(), 2, "{document}");
    assert_eq!(of(&scene, ID)["group"], "ready");
    let only_there = scene.read(PACKET).replace(ID, "WP-3-Elsewhere");
    scene.git("switch -q other").write("docs/task_packets/WP-3-Elsewhere.md", only_there);
    scene.repo.commit("a packet that only this branch has");
    scene.git("switch -q main");
    assert_eq!(of(&scene, "WP-3-Elsewhere")["place"], "other");
}
