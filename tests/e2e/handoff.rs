//! The one command of a coder at the end of the day, in every state in which a day can end.

use std::fs;

use crate::planned::{rows, told};
use crate::run::Run;
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

impl Scene {
    /// The contract of the fixture with a quick test that counts its runs, frozen; nothing stands in EVIDENCE.
    fn counted() -> Self {
        let scene = Self::drafted();
        scene.packet("- COMMAND: cargo test --test weight\n- EXIT_CODE: 0\n", "");
        scene.packet("\ncargo test --test weight", "\nsh -c 'echo ran >> ../runs; grep -q 30_000 src/parcel.rs'");
        scene
            .packet("`cargo test --test weight`", "`sh -c 'echo ran >> ../runs; grep -q 30_000 src/parcel.rs'`")
            .freeze();
        scene
    }

    /// The code is written; nothing is declared, staged or run.
    fn coded() -> Self {
        let scene = Self::counted();
        scene.edit(CODE, BEFORE, AFTER);
        scene
    }

    fn handoff(&self, options: &str) -> Run {
        Run::of(self.command(format!("handoff {ID} {options}").trim_end()))
    }

    /// How often the plan was carried out.
    fn runs(&self) -> usize {
        fs::read_to_string(self.beside("runs")).unwrap_or_default().lines().count()
    }
}

fn findings(scene: &Scene) -> String {
    told(&scene.call(&format!("{POST_WORK} --format json")).json())
}

#[test]
fn staged_code_and_one_command() {
    let scene = Scene::coded();
    scene.git("add --all");
    let run = scene.handoff("--stage");
    run.status(0).says("4 of 4 steps").says("the packet is written and staged").says("next: git commit");
    assert_eq!(scene.runs(), 1);
    assert_eq!(findings(&scene), "");
    scene.repo.commit("handed over");
    assert_eq!(findings(&scene), "");
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
}

#[test]
fn where_only_the_packet_differs_that_is_the_finding() {
    let scene = Scene::coded();
    scene.git("add --all");
    let run = scene.handoff("--format json");
    let report = run.status(0).json();
    assert_eq!(told(&report).lines().count(), 1, "{}", run.shown());
    assert!(told(&report).starts_with("warning TP312"), "{}", told(&report));
    assert_eq!(report["next"], format!("git add -- {PACKET} && git commit"));
    let judged = scene.call(&format!("{POST_WORK} --format json"));
    assert!(told(&judged.status(1).json()).starts_with("error TP312"), "{}", judged.shown());
    assert_eq!(told(&judged.json()).lines().count(), 1, "{}", judged.shown());
    scene.git(&format!("add -- {PACKET}"));
    assert_eq!(findings(&scene), "");
}

#[test]
fn nothing_staged_and_everything_committed_are_handed_over_too() {
    let loose = Scene::coded();
    loose.handoff("").status(0).says("work tree");
    assert_eq!(findings(&loose), "");
    let staged = Scene::coded();
    staged.handoff("--stage").status(0);
    assert_eq!(staged.repo.git(["diff", "--cached", "--name-only"]).trim(), PACKET);
    let committed = Scene::coded();
    committed.repo.commit("the code");
    committed.handoff("").status(0).says("committed").says(&format!("next: git add -- {PACKET} && git commit"));
    committed.repo.commit("its papers");
    assert_eq!(findings(&committed), "");
    committed.handoff("").status(0).says("git push");
    assert_eq!(committed.runs(), 1);
}

#[test]
fn a_second_one_changes_nothing_and_runs_nothing() {
    let scene = Scene::coded();
    scene.git("add --all").handoff("--stage").status(0);
    let packet = scene.read(PACKET);
    let run = scene.handoff("--stage");
    run.status(0).says("not run again (--rerun)").says("the packet says all of it already").says("unchanged");
    assert_eq!((scene.read(PACKET), scene.runs()), (packet.clone(), 1));
    scene.handoff("--rerun --stage").status(0);
    assert_eq!(scene.runs(), 2);
    assert_ne!(scene.read(PACKET), packet);
    // Other code is another work.
    scene.edit(CODE, "grams > 0", "grams > 1").git("add --all").handoff("--stage").status(0);
    assert_eq!(scene.runs(), 3);
    assert_eq!(findings(&scene), "");
}

#[test]
fn a_forgotten_file_is_told_before_anything_runs() {
    let scene = Scene::coded();
    scene.edit("src/price.rs", "\n", "\n// another price\n").git("add --all");
    let packet = scene.read(PACKET);
    let run = scene.handoff("--stage");
    run.status(1)
        .says("TP301")
        .says(&format!("taskpacket amend {ID} --add src/price.rs --reason .. --approver .. --commit"));
    run.says("nothing was run");
    assert_eq!((scene.runs(), scene.read(PACKET)), (0, packet));
    let words = ["amend", ID, "--add", "src/price.rs", "--reason", "forgotten", "--approver", "mara", "--commit"];
    scene.call_with(&words).status(0);
    scene.handoff("--stage").status(0);
    assert!(
        scene.read(PACKET).contains("- 1 amendment in force\n  - A-1: `src/price.rs`; forgotten; approved by mara\n")
    );
    assert!(
        scene.read(PACKET).contains("- 2 files changed\n  - `src/parcel.rs` +1\n  - `src/price.rs` +1\n"),
        "{}",
        scene.read(PACKET)
    );
    assert_eq!(findings(&scene).lines().filter(|line| line.starts_with("error")).count(), 0);
}

#[test]
fn a_moved_goal_and_a_missing_approval_are_told_first() {
    let goal = Scene::coded();
    goal.packet("- RISK_TIER: HIGH", "- RISK_TIER: LOW").git("add --all");
    goal.handoff("").status(1).says("TP303").says("nothing was run");
    let plan = Scene::coded();
    plan.packet("echo ran", "echo more; echo ran").git("add --all");
    plan.handoff("").status(1).says("TP303").says("nothing was run");
    let unapproved = Scene::counted();
    unapproved.git("switch -q main").packet("\nSKELETON APPROVED\n", "").freeze_again();
    unapproved.edit(CODE, BEFORE, AFTER).git("add --all");
    unapproved.handoff("").status(1).says("TP101").says("nothing was run");
    for scene in [goal, plan, unapproved] {
        assert_eq!(scene.runs(), 0);
    }
}

impl Scene {
    fn freeze_again(&self) -> &Self {
        self.repo.commit("the contract, again");
        self.git("switch -qC feat/parcel")
    }
}

#[test]
fn what_is_tested_is_what_is_handed_over() {
    let scene = Scene::coded();
    scene.git("add --all").edit(CODE, "grams > 0", "grams > 1");
    scene.handoff("").status(1).says("TP506").says(&format!("git add -- {CODE}"));
    assert_eq!(scene.runs(), 0);
    scene.git("add --all").handoff("").status(0);
}

#[test]
fn a_plan_that_fails_hands_nothing_over() {
    let scene = Scene::counted();
    scene.edit(CODE, BEFORE, "    parcel.grams > 0\n").git("add --all");
    let status = |scene: &Scene| {
        let text = scene.read(PACKET);
        text[text.find("## STATUS_HANDOFF").unwrap()..text.find("## EVIDENCE").unwrap()].to_owned()
    };
    let before = status(&scene);
    let run = scene.handoff("--stage");
    run.status(1).says("TP501").says("FAIL").says("mend, then  taskpacket handoff");
    assert_eq!((status(&scene), scene.runs()), (before, 1));
    assert!(!scene.evidence().contains("RUN_ID"));
    scene
        .edit(CODE, "    parcel.grams > 0\n", AFTER)
        .git("add --all")
        .handoff("--stage")
        .status(0)
        .says("failed before");
    assert_eq!(findings(&scene), "");
}

#[test]
fn status_handoff_says_the_facts_and_keeps_every_other_word() {
    let scene = Scene::counted();
    scene.packet("- Current WP_STATUS: In Progress\n", "- Current WP_STATUS: In Progress\n- mine: look at the limit\n");
    scene
        .edit(CODE, BEFORE, AFTER)
        .write("src/store/new.rs", "fn a() {}\n")
        .git("add --all")
        .handoff("--stage")
        .status(0);
    let text = scene.read(PACKET);
    let start = text.find("## STATUS_HANDOFF").unwrap();
    let section = &text[start..text.find("## EVIDENCE").unwrap()];
    for line in [
        "- Current WP_STATUS: In Progress\n- mine: look at the limit\n\n<!-- taskpacket handoff",
        "- 2 files changed\n  - `src/parcel.rs` +1\n  - `src/store/new.rs` +1 (new)\n",
        ": 4 of 4 steps passed\n",
        "- Nothing of DONE_MEANS is left to the eye\n<!-- taskpacket handoff: end -->\n",
    ] {
        assert!(section.contains(line), "no `{line}` in\n{section}");
    }
    scene.packet("<!-- taskpacket handoff: end -->\n", "<!-- taskpacket handoff: end -->\n- and mine too\n");
    scene.edit(CODE, "grams > 0", "grams > 1").git("add --all").handoff("--stage").status(0);
    let text = scene.read(PACKET);
    assert!(text.contains("- mine: look at the limit\n") && text.contains("- and mine too\n"), "{text}");
    assert_eq!(text.matches("- Handed over: ").count(), 1);
}

#[test]
fn it_is_one_report() {
    let scene = Scene::coded();
    scene.git("add --all");
    let run = scene.handoff("--stage --format json");
    let report = run.status(0).json();
    assert_eq!((&report["command"], &report["outcome"]), (&"handoff".into(), &"pass".into()));
    assert_eq!(rows(&report).len(), 4);
    assert!(report["gates"].as_array().unwrap().len() >= 18);
    assert_eq!(report["files"][0]["action"], "changed");
    assert_eq!(report["done_means"].as_array().unwrap().len(), 3);
    assert!(run.stderr.contains("step") || run.stderr.is_empty(), "{}", run.stderr);
    let again = scene.handoff("-q");
    assert_eq!(again.status(0).stdout.lines().count(), 1, "{}", again.shown());
}
