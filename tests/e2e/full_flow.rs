//! The whole way in the full profile, by commands and prose alone: from an idea to a passing `post-work`. Then the same
//! way with each single step left out, or done falsely: it is refused at the right place, with the right next step.

use std::fmt::Write as _;

use crate::run::Deed;
use crate::scene::Scene;
use crate::shop::{CODE, ID, PACKET, PROSE, REFINEMENT, SENTENCE, TEXTS};

const WORK: &str = "const HOUR: u64 = 60;\n\npub fn is_old(minutes: u64) -> bool {\n    minutes >= HOUR\n}\n";

/// What the template says beneath SKELETON.
const SKELETON: &str = "- (Coder: the interfaces, types and contracts that will be there, and open questions. Then wait for \
                        the approval.)";

/// One step of the way. A step that asks says whether it got its answer; one that is done by hand always does.
struct Step {
    name: &'static str,
    done: fn(&Scene) -> Option<i32>,
}

fn asks(scene: &Scene, words: &[&str]) -> Option<i32> {
    scene.ask(words).status
}

/// What a step by hand comes to: nothing can refuse it.
const BY_HAND: Option<i32> = Some(0);

/// The way.
const STEPS: &[Step] = &[
    Step { name: "new refinement", done: |scene| asks(scene, &["new", "--refinement", ID]) },
    Step {
        name: "write",
        done: |scene| {
            if scene.repo.path(REFINEMENT).exists() {
                scene.fill_in(REFINEMENT, PROSE);
            }
            BY_HAND
        },
    },
    Step { name: "check", done: |scene| asks(scene, &["refinement", "check", ID]) },
    Step {
        name: "sign",
        done: |scene| asks(scene, &["refinement", "sign", ID, "--name", "mara", "--approval", SENTENCE]),
    },
    Step {
        name: "commit the refinement",
        done: |scene| {
            scene.repo.commit("the refinement");
            BY_HAND
        },
    },
    Step { name: "prepare", done: |scene| asks(scene, &["prepare", ID, "codex", "--branch"]) },
    Step { name: "new packet", done: |scene| asks(scene, &[&["new", ID], TEXTS].concat()) },
    Step {
        name: "commit the contract",
        done: |scene| {
            scene.repo.commit("the contract");
            BY_HAND
        },
    },
    Step { name: "pre-work", done: |scene| asks(scene, &["pre-work", ID]) },
    Step {
        name: "claim",
        done: |scene| asks(scene, &["claim", ID, "--model", "codex", "--strength", "HIGH", "--commit"]),
    },
    Step {
        name: "skeleton",
        done: |scene| {
            scene.edit(PACKET, SKELETON, "- `is_old(minutes)` says whether a cart is old.").repo.commit("the skeleton");
            BY_HAND
        },
    },
    Step { name: "approve", done: |scene| asks(scene, &["approve", ID, "--by", "mara", "--commit"]) },
    Step {
        name: "code",
        done: |scene| {
            scene.write(CODE, WORK).git("add src");
            BY_HAND
        },
    },
    Step { name: "handoff", done: |scene| asks(scene, &["handoff", ID, "--stage"]) },
    Step {
        name: "commit the work",
        done: |scene| {
            scene.repo.commit("empty old carts");
            BY_HAND
        },
    },
    Step { name: "post-work", done: |scene| asks(scene, &["post-work", ID]) },
];

/// Goes the way, with one step left out or replaced; the first step that does not get its answer.
fn first_refusal(scene: &Scene, changed: &str, instead: Option<Deed>) -> Option<(&'static str, Option<i32>)> {
    for Step { name, done } in STEPS {
        let status = match (*name == changed, instead) {
            (false, _) => done(scene),
            (true, None) => continue,
            (true, Some(deed)) => {
                deed(scene);
                Some(0)
            }
        };
        if status != Some(0) {
            return Some((name, status));
        }
    }
    None
}

#[test]
fn from_an_idea_to_a_passing_handoff() {
    let scene = Scene::shop();
    for Step { name, done } in STEPS {
        let status = done(&scene);
        assert_eq!(status, Some(0), "`{name}` is refused\n{}", scene.ask(&["post-work", ID]).shown());
    }
    scene.ask(&["post-work", ID, "--deny", "warnings"]).status(0).says("0 warnings");
}

/// A step that is left out, or done falsely: where the way ends, and what is said there.
struct Astray {
    step: &'static str,
    instead: Option<Deed>,
    refused_at: &'static str,
    /// The call that says so again.
    call: &'static [&'static str],
    says: &'static [&'static str],
}

const LEFT_OUT: Option<Deed> = None;

#[test]
fn a_step_left_out_or_done_falsely_is_refused_where_it_matters() {
    let new: &[&str] = &["new", ID];
    let cases = [
        Astray {
            step: "new refinement",
            instead: LEFT_OUT,
            refused_at: "check",
            call: &["refinement", "check", ID],
            says: &["there is no refinement", "next: taskpacket new --refinement WP-1-Cart"],
        },
        Astray {
            step: "write",
            instead: LEFT_OUT,
            refused_at: "check",
            call: &["refinement", "check", ID],
            says: &["`GAPS_IDENTIFIED` says nothing", "docs/refinements/WP-1-Cart.md:"],
        },
        Astray {
            step: "write",
            instead: Some(|scene| {
                scene.fill_in(REFINEMENT, PROSE).edit(REFINEMENT, "TOKEN: A cart is emptied", "TOKEN: I read it");
            }),
            refused_at: "check",
            call: &["refinement", "check", ID],
            says: &["`I read it` does not stand in lines 3..5"],
        },
        Astray {
            step: "write",
            instead: Some(|scene| {
                scene.fill_in(REFINEMENT, PROSE).edit(REFINEMENT, "ENRICHMENT_NEEDED: NO", "ENRICHMENT_NEEDED: YES");
            }),
            refused_at: "check",
            call: &["refinement", "check", ID],
            says: &["must be enriched first"],
        },
        Astray {
            step: "sign",
            instead: LEFT_OUT,
            refused_at: "prepare",
            call: &["prepare", ID, "codex", "--branch"],
            says: &["is not signed", "next: taskpacket refinement sign WP-1-Cart --name NAME"],
        },
        Astray {
            step: "sign",
            instead: Some(|scene| {
                scene
                    .edit(REFINEMENT, "<REVIEW-STATUS> (APPROVED once the user has read it)", "APPROVED")
                    .edit(REFINEMENT, "<SIGNATURE>", "mara030220260405")
                    .edit(REFINEMENT, "<APPROVAL>", "looks good");
            }),
            refused_at: "prepare",
            call: &["prepare", ID, "codex", "--branch"],
            says: &["the refinement of WP-1-Cart is not signed"],
        },
        Astray {
            step: "prepare",
            instead: LEFT_OUT,
            refused_at: "new packet",
            call: new,
            says: &["nobody is assigned", "next: taskpacket prepare WP-1-Cart CODER --branch"],
        },
        Astray {
            step: "new packet",
            instead: LEFT_OUT,
            refused_at: "pre-work",
            call: &["pre-work", ID],
            says: &["there is no folder `docs/task_packets`", "taskpacket new"],
        },
        Astray {
            step: "new packet",
            instead: Some(|scene| {
                scene.ask(&[&["new", ID], TEXTS].concat()).status(0);
                scene.edit(PACKET, "USER_SIGNATURE: mara030220260405", "USER_SIGNATURE: mara030220260404");
            }),
            refused_at: "pre-work",
            call: &["pre-work", ID],
            says: &["the refinement's signature is not the packet's"],
        },
        Astray {
            step: "commit the contract",
            instead: LEFT_OUT,
            refused_at: "pre-work",
            call: &["pre-work", ID],
            says: &["the packet is not in HEAD", "git add -- docs/task_packets/WP-1-Cart.md"],
        },
        Astray {
            step: "claim",
            instead: Some(|scene| {
                scene.edit(PACKET, "Ready for Dev", "In Progress").repo.commit("taken by hand");
            }),
            refused_at: "handoff",
            call: &["pre-work", ID],
            says: &["`CODER_REASONING_STRENGTH`"],
        },
        Astray {
            step: "skeleton",
            instead: LEFT_OUT,
            refused_at: "approve",
            call: &["approve", ID, "--by", "mara"],
            says: &["SKELETON still says what the template says"],
        },
        Astray {
            step: "approve",
            instead: LEFT_OUT,
            refused_at: "handoff",
            call: &["handoff", ID],
            says: &["the skeleton is not approved", "next: mend, then  taskpacket handoff WP-1-Cart"],
        },
        Astray {
            step: "approve",
            instead: Some(|scene| {
                scene.ask(&["approve", ID, "--by", "codex", "--commit"]).status(1);
            }),
            refused_at: "handoff",
            call: &["approve", ID, "--by", "codex"],
            says: &["`codex` is the coder of this packet", "--by NAME"],
        },
        Astray {
            step: "code",
            instead: Some(|scene| {
                scene.write(CODE, WORK).write("src/stock.rs", "// new\n").git("add src");
            }),
            refused_at: "handoff",
            call: &["handoff", ID],
            says: &[
                "`src/stock.rs` changed, and nothing in IN_SCOPE_PATHS allows it",
                "taskpacket amend WP-1-Cart --add",
            ],
        },
        Astray {
            step: "code",
            instead: Some(|scene| {
                scene.write(CODE, "const MINUTES: u64 = 60;\n").git("add src");
            }),
            refused_at: "handoff",
            call: &["handoff", ID],
            says: &["step 2 failed: exit 1, hits were expected"],
        },
        Astray {
            step: "handoff",
            instead: LEFT_OUT,
            refused_at: "post-work",
            call: &["post-work", ID],
            says: &["`src/cart.rs` has no manifest entry", "no run of the plan is recorded"],
        },
        Astray {
            step: "commit the work",
            instead: Some(|scene| {
                scene.edit(PACKET, "Line Delta**: 4", "Line Delta**: 5").repo.commit("a little more");
            }),
            refused_at: "post-work",
            call: &["post-work", ID],
            says: &["line_delta_equals_expected"],
        },
    ];
    let mut failed = String::new();
    for Astray { step, instead, refused_at, call, says } in cases {
        let scene = Scene::shop();
        let refusal = first_refusal(&scene, step, instead);
        let at = refusal.map(|(name, _)| name);
        let run = scene.ask(call);
        let told = |word: &&str| run.stdout.contains(*word) || run.stderr.contains(*word);
        if at != Some(refused_at) || !says.iter().all(told) {
            let kind = if instead.is_some() { "done falsely" } else { "left out" };
            let _ = write!(
                failed,
                "## `{step}` {kind}: refused at {at:?}, not `{refused_at}`; {says:?}\n{}\n",
                run.shown()
            );
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
