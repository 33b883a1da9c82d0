//! Claims, approvals and waivers: each is one edit of the packet, refused where it would mean nothing.

use crate::planned::{PROGRAM, told};
use crate::run::{Deed, Run};
use crate::scene::{CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

/// The packet as the orchestrator leaves it: nobody has it, and its skeleton is a blank.
fn ready() -> Scene {
    let scene = Scene::drafted();
    scene.packet("- CODER_MODEL: a coding agent\n", "- CODER_MODEL: <unclaimed>\n");
    scene.packet("- CODER_REASONING_STRENGTH: HIGH\n", "- CODER_REASONING_STRENGTH: <unclaimed> (LOW | HIGH)\n");
    scene.packet("**Status:** In Progress", "**Status:** Ready for Dev");
    scene.packet("- `accept` looks at the weight.\n\nSKELETON APPROVED\n", "- (Coder: the interfaces.)\n").freeze();
    scene
}

fn claim(scene: &Scene, model: &str, more: &[&str]) -> Run {
    scene.call_with(&[&["claim", ID, "--model", model, "--strength", "extra-high"], more].concat())
}

fn waive(scene: &Scene, gate: &str, more: &[&str]) -> Run {
    scene.call_with(&[&["waive", ID, "--gate", gate, "--reason", "it is late", "--approver", "mara"], more].concat())
}

#[test]
fn a_claim_writes_three_fields_and_nothing_else() {
    let scene = ready();
    let before = scene.read(PACKET);
    claim(&scene, "claude-4", &["--commit"])
        .status(0)
        .says("In Progress with claude-4, EXTRA_HIGH; committed alone as");
    let expected = before
        .replace("Ready for Dev", "In Progress")
        .replace("- CODER_MODEL: <unclaimed>", "- CODER_MODEL: claude-4")
        .replace("<unclaimed> (LOW | HIGH)", "EXTRA_HIGH");
    assert_eq!(scene.read(PACKET), expected);
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
    let head = scene.repo.id("HEAD");
    claim(&scene, "claude-4", &["--commit"]).status(0).says("claude-4 has it already");
    assert_eq!(scene.repo.id("HEAD"), head);
    let report = told(&scene.call(&format!("pre-work {ID} --format json")).status(0).json());
    assert!(!report.contains("TP103"), "{report}");
}

#[test]
fn fields_that_are_not_there_are_made() {
    let scene = Scene::drafted();
    scene.packet("- CODER_MODEL: a coding agent\n- CODER_REASONING_STRENGTH: HIGH\n", "").freeze();
    claim(&scene, "claude-4", &[]).status(0);
    assert!(scene.read(PACKET).contains("\n- CODER_MODEL: claude-4\n- CODER_REASONING_STRENGTH: EXTRA_HIGH\n"));
}

#[test]
fn what_somebody_has_or_what_is_over_is_not_claimed() {
    let deeds: [(&str, Deed, &str); 4] = [
        (
            "somebody has it",
            |it| {
                it.packet("<unclaimed>", "gpt-5").packet("Ready for Dev", "In Progress");
            },
            "`gpt-5` has it In Progress",
        ),
        ("it is done", |it| _ = it.packet("Ready for Dev", "Done"), "the packet is Done"),
        ("it is blocked", |it| _ = it.packet("Ready for Dev", "Blocked"), "the packet is Blocked"),
        ("it is superseded", |it| _ = it.packet("Ready for Dev", "Superseded"), "the packet is Superseded"),
    ];
    for (name, deed, expected) in deeds {
        let scene = ready();
        deed(&scene);
        let before = scene.read(PACKET);
        claim(&scene, "claude-4", &["--commit"]).status(1).says("TP720").says(expected).says("nothing was written");
        assert_eq!(scene.read(PACKET), before, "{name}");
    }
    let taken = ready();
    taken.packet("<unclaimed>", "gpt-5").packet("Ready for Dev", "In Progress");
    claim(&taken, "claude-4", &["--take-over"]).status(0);
    assert!(taken.read(PACKET).contains("- CODER_MODEL: claude-4\n"));
    for model in ["", "..", "<name>", "a\nb", "a\u{202e}b"] {
        claim(&ready(), model, &[]).status(2).complains("--model");
    }
    ready()
        .call(&format!("claim {ID} --model x --strength enormous"))
        .status(2)
        .complains("LOW, MEDIUM, HIGH or EXTRA_HIGH");
}

#[test]
fn a_claim_moves_no_goal() {
    let scene = ready();
    scene.packet("- RISK_TIER: HIGH", "- RISK_TIER: LOW");
    claim(&scene, "claude-4", &["--commit"]).status(1).says("TP724").says("RISK_TIER");
    claim(&scene, "claude-4", &[]).status(0);
}

#[test]
fn an_approval_stands_behind_the_skeleton() {
    let scene = ready();
    claim(&scene, "claude-4", &["--commit"]).status(0);
    scene.call_with(&["approve", ID, "--by", "mara"]).status(1).says("TP721").says("what the template says");
    scene.packet("- (Coder: the interfaces.)", "- `accept` looks at the weight.");
    scene.call_with(&["approve", ID, "--by", "Claude-4", "--commit"]).status(1).says("TP725").says("is the coder");
    let before = scene.read(PACKET);
    let mut command = scene.repo.command(PROGRAM);
    command.args(["approve", ID, "--by", "mara", "--commit"]).env("SOURCE_DATE_EPOCH", "1768224600");
    Run::of(command).status(0).says("approved by mara; committed alone as").says("not signed");
    let line =
        "- `accept` looks at the weight.\n\nSKELETON APPROVED by mara on 2026-01-12T13:30:00Z\n\n## IMPLEMENTATION";
    assert!(scene.read(PACKET).contains(line), "{}", scene.read(PACKET));
    assert_eq!(scene.read(PACKET).replace("\nSKELETON APPROVED by mara on 2026-01-12T13:30:00Z\n", ""), before);
    scene.call_with(&["approve", ID, "--by", "zoe"]).status(1).says("TP721").says("approved already");
    scene.edit(CODE, crate::scene::BEFORE, crate::scene::AFTER).declare(&[CODE]).git("add --all");
    let report = told(&scene.call(&format!("{POST_WORK} --format json")).json());
    assert!(!report.contains("TP101"), "{report}");
}

#[test]
fn who_approves_is_named_by_git_where_nothing_is_said() {
    let scene = Scene::drafted();
    scene.packet("\nSKELETON APPROVED\n", "").freeze();
    scene.call_with(&["approve", ID]).status(0).says("approved by Ada Coder");
    assert!(scene.read(PACKET).contains("\n\nSKELETON APPROVED by Ada Coder on "));
    for name in ["not yet", "pending", "<name>", ".."] {
        let scene = Scene::drafted();
        scene.packet("\nSKELETON APPROVED\n", "").freeze();
        scene.call_with(&["approve", ID, "--by", name]).status(2).complains("--by");
        assert!(!scene.read(PACKET).contains("SKELETON APPROVED"));
    }
    // Ada wrote code on the branch: what she would commit is said to be hers.
    let late = Scene::drafted();
    late.packet("\nSKELETON APPROVED\n", "").freeze();
    late.edit(CODE, crate::scene::BEFORE, crate::scene::AFTER).repo.commit("too early");
    late.call_with(&["approve", ID, "--by", "mara"]).status(0).says("TP725");
}

#[test]
fn a_waiver_relaxes_what_it_names_once_it_is_committed() {
    let scene = Scene::worked();
    scene.edit("src/price.rs", "\n", "\n// another price\n").declare(&[CODE, "src/price.rs"]).git("add --all");
    scene.call(POST_WORK).status(1).says("TP301");
    let paths = ["--paths", "src/price.rs", "--expires", "2099-02-01"];
    waive(&scene, "scope_respected", &paths).status(0).says("W-1 waives scope_respected until 2099-02-01");
    let record = "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | PATHS: src/price.rs | \
                  REASON: it is late | APPROVER: mara | DATE: ";
    assert!(scene.read(PACKET).contains(record), "{}", scene.read(PACKET));
    scene.git("checkout -q -- docs");
    waive(&scene, "scope_respected", &[&paths[..], &["--commit"]].concat()).status(0).says("committed alone as");
    scene.call(POST_WORK).status(0).says("waived by `W-1`");
}

#[test]
fn a_waiver_that_relaxes_nothing_is_refused() {
    let scene = Scene::worked();
    let before = scene.read(PACKET);
    let cases: [(&str, &[&str], &str); 6] = [
        ("scope_respectd", &["--paths", "a", "--expires", "2099-02-01"], "did you mean `scope_respected`?"),
        ("packet_complete", &["--expires", "2099-02-01"], "is no gate of post-work"),
        ("contract_unchanged", &["--expires", "2099-02-01"], "taskpacket amend"),
        ("scope_respected", &["--expires", "2099-02-01"], "names none"),
        ("evidence_fresh", &["--paths", "a", "--expires", "2099-02-01"], "leave --paths out"),
        ("scope_respected", &["--paths", "a", "--expires", "2020-02-01"], "would end on 2020-02-01"),
    ];
    for (gate, more, expected) in cases {
        waive(&scene, gate, more).status(1).says("TP723").says(expected);
    }
    waive(&scene, "scope_respected", &["--paths", "a"]).status(2).complains("--expires");
    waive(&scene, "scope_respected", &["--paths", "a", "--expires", "soon"]).status(2).complains("--expires");
    waive(&scene, "scope_respected", &["--paths", "../x", "--expires", "2099-02-01"]).status(2).complains("no path");
    assert_eq!(scene.read(PACKET), before);
}
