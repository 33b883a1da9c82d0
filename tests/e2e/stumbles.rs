//! What a newcomer stumbled over: right work, done in the documented order, that was told to be wrong or was not seen.

use crate::run::Run;
use crate::scene::{self, Scene};
use crate::shop::{ID, PACKET, REFINEMENT, SENTENCE, TEXTS};
use crate::verdict_append::handed_off;

#[test]
fn a_handoff_counts_where_nobody_had_to_claim_the_packet() {
    let scene = Scene::light_shop();
    scene.ask(&[
        "new",
        "WP-2-Sum",
        "--what",
        "sums",
        "--scope",
        "src/sum.sh",
        "--test",
        "sh src/sum.sh",
        "--done",
        "`sh src/sum.sh`",
    ]);
    scene.repo.commit("the contract");
    scene.git("switch -qc feat/wp-2-sum");
    assert!(scene.call("status").status(0).stdout.contains("ready 1"), "nobody works on it yet");
    scene.write("src/sum.sh", "echo 5\n").git("add --all").call("handoff WP-2-Sum --stage").status(0);
    scene.repo.commit("WP-2-Sum: sums");
    scene.call("status").status(0).says("to judge").says("next: taskpacket review WP-2-Sum");
}

#[test]
fn a_plan_that_begins_with_pre_work_is_run_again_after_a_pass() {
    let scene = handed_off();
    let digest = scene.filled();
    scene.append("PASS", &digest, &["--commit"]).status(0);
    scene.call(&format!("pre-work {}", scene::ID)).status(1).says("a validator has closed it");
    scene.call(&format!("run {} --no-record", scene::ID)).status(0);
}

#[test]
fn who_is_to_code_is_noted_in_a_refinement_that_was_signed() {
    // The signature is committed before `prepare` notes the coder.
    let scene = Scene::contracted();
    assert!(!doctor(&scene).stdout.contains("TP775"), "{}", doctor(&scene).shown());
    let gap =
        scene.read(REFINEMENT).lines().find(|line| line.starts_with("- ") && line.contains("cart")).unwrap().to_owned();
    scene.edit(REFINEMENT, &gap, &format!("{gap}, and more")).repo.commit("an afterthought");
    doctor(&scene).says("TP775");
}

fn doctor(scene: &Scene) -> Run {
    scene.ask(&["doctor"])
}

#[test]
fn a_specification_may_be_named_as_its_pointer_names_it() {
    let scene = Scene::shop();
    scene.write("docs/SPEC_CURRENT.md", "# SPEC_CURRENT\n\n**SPEC_v1.md**\n").repo.commit("beside each other");
    scene.ask(&["new", "--refinement", ID]).status(0);
    scene.fill_in(REFINEMENT, crate::shop::PROSE);
    scene.ask(&["refinement", "sign", ID, "--name", "mara", "--approval", SENTENCE]).status(0);
    scene.repo.commit("the refinement");
    scene.ask(&["prepare", ID, "codex", "--branch"]).status(0);
    scene.ask(&[&["new", ID], TEXTS].concat()).status(0);
    scene.repo.commit("the contract");
    assert!(scene.read(PACKET).contains("SPEC_BASELINE: SPEC_v1.md"));
    scene.ask(&["pre-work", ID]).status(0);
    scene.edit(PACKET, "SPEC_BASELINE: SPEC_v1.md", "SPEC_BASELINE: SPEC_v0.md");
    scene.ask(&["pre-work", ID]).status(1).says("SPEC_v0.md");
}

#[test]
fn a_report_that_was_appended_is_not_offered_again() {
    let scene = handed_off();
    let review = || {
        let run = scene.call(&format!("review {} --here --no-run --format json", scene::ID));
        run.json()["review"]["report"].as_str().unwrap_or_else(|| panic!("{}", run.shown())).to_owned()
    };
    let report = review();
    let filled = crate::verdict_append::fill(&std::fs::read_to_string(&report).unwrap());
    std::fs::write(&report, &filled).unwrap();
    assert_eq!(std::fs::read_to_string(review()).unwrap(), filled, "what is of this work stays as it was left");
    std::fs::write(scene.beside("report.md"), &filled).unwrap();
    let digest = taskpacket::model::Digest::of(filled.as_bytes()).to_string();
    scene.append("PASS", &digest, &["--commit"]).status(0);
    assert!(std::fs::read_to_string(review()).unwrap().contains("[[FILL IN"), "a new draft is to be filled in");
}

#[test]
fn digest_prints_the_command_for_the_place_that_it_was_asked_from() {
    let scene = handed_off();
    scene.filled();
    let folder = scene.repo.root().display().to_string();
    scene.call("verdict digest --report ../report.md").status(0).says("next: taskpacket verdict append");
    let line = format!("-C {folder} verdict digest --report ../report.md");
    scene.call(&line).status(0).says(&format!("next: taskpacket -C {folder} verdict append"));
}
