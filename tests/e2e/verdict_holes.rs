//! Ways to a green that must not be, each beside the honest case that it looks like.

use crate::scene::{CODE, ID, PACKET, Scene};
use crate::verdict_append::handed_off;

/// The work is committed, and a PASS was appended and committed.
fn passed() -> Scene {
    let scene = handed_off();
    let digest = scene.filled();
    scene.append("PASS", &digest, &["--commit"]).status(0);
    scene.call(&format!("verdict require {ID}")).status(0);
    scene
}

#[test]
fn whoever_claimed_the_packet_before_stays_its_coder() {
    let scene = handed_off();
    let coder = scene.read(PACKET).lines().find_map(|line| line.strip_prefix("- CODER_MODEL: ")).unwrap().to_owned();
    scene.packet(&format!("- CODER_MODEL: {coder}"), "- CODER_MODEL: somebody-else").repo.commit("taken over");
    let digest = scene.filled();
    let append = |name: &str| {
        let words = ["append", ID, "PASS", "--report", "../report.md", "--validator", name, "--acknowledge", &digest];
        scene.verdict(&[&words[..], &["--dry-run"]].concat())
    };
    append(&coder).status(1).says("is the packet's own coder");
    append("somebody-else").status(1).says("is the packet's own coder");
    append("vera").status(0);
}

#[test]
fn a_waiver_is_no_evidence() {
    let scene = handed_off();
    scene.edit(CODE, "grams > 0", "grams > 1").call(&format!("manifest {ID} --write")).status(0);
    scene.repo.commit("lighter ones");
    let waive =
        format!("waive {ID} --gate evidence_fresh --reason hurry --approver mara --expires 2099-01-01 --commit");
    scene.call(&waive).status(0);
    let digest = scene.filled();
    scene.append("PASS", &digest, &["--dry-run"]).status(1).says("a PASS wants it reproduced");
    scene.carry_out("").status(0);
    scene.repo.commit("carried out");
    let digest = scene.filled();
    scene.append("PASS", &digest, &["--dry-run"]).status(0);
}

#[test]
fn a_pass_by_hand_does_not_outrank_what_was_appended() {
    let scene = passed();
    let text = scene.read(PACKET);
    let by_hand = "\n### VALIDATION REPORT - 2026-12-24\nVerdict: PASS\nAll well.\n";
    scene.write(PACKET, format!("{}\n{by_hand}", text.trim_end())).repo.commit("another word");
    scene.call(&format!("verdict require {ID}")).status(1).says("TP828");
}

#[test]
fn what_only_the_index_holds_is_not_committed_either() {
    let scene = passed();
    let code = scene.read(CODE);
    scene.edit(CODE, "grams > 0", "grams > 1").git("add --all");
    scene.write(CODE, code);
    scene.call(&format!("verdict status {ID} --deny warnings")).status(1).says("stale");
    scene.git("reset -q");
    scene.call(&format!("verdict status {ID} --deny warnings")).status(0).says("current");
}

#[test]
fn grafts_tell_no_other_history() {
    let scene = passed();
    let text = scene.read(PACKET);
    scene.packet("Verdict: PASS", "Verdict: FAIL").repo.commit("flipped");
    scene.write(PACKET, &text).repo.commit("flipped back");
    scene.call(&format!("verdict verify {ID}")).status(1);
    let (tip, before) = (scene.repo.id("HEAD"), scene.repo.id("HEAD~2"));
    scene.write(".git/info/grafts", format!("{tip} {before}\n"));
    scene.call(&format!("verdict verify {ID}")).status(1);
}

#[test]
fn a_moved_local_branch_does_not_make_work_everybodys() {
    let scene = passed();
    scene
        .git("update-ref refs/remotes/origin/main main")
        .git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main");
    scene.edit(CODE, "grams > 0", "grams > 1").repo.commit("tweak");
    scene.call(&format!("verdict require {ID}")).status(1).says("TP824");
    scene.git("branch -f main HEAD");
    scene.call(&format!("verdict require {ID}")).status(1).says("TP824");
}

#[test]
fn doctor_tells_of_an_entry_that_is_not_what_it_was() {
    let scene = passed();
    let told = |scene: &Scene| scene.call("doctor").stdout.contains("TP812");
    assert!(!told(&scene));
    scene.packet("Verdict: PASS", "Verdict: FAIL").repo.commit("flipped");
    assert!(told(&scene));
}
