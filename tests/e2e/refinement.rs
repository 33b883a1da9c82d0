//! `refinement check`, `refinement sign` and `prepare`.

use std::fmt::Write as _;

use crate::run::{Told, roots};
use crate::scene::{Item, Scene, items};
use crate::shop::{ID, LOG, PACKET, PROSE, REFINEMENT, SENTENCE, SIGNATURE, TEXTS};
use crate::support::Fixture;

const TEMPLATE: &str = include_str!("../../templates/refinement.md");

pub const SIGN: &[&str] = &["refinement", "sign", ID, "--name", "mara", "--approval", SENTENCE];

/// Every file of the work tree.
fn files(scene: &Scene) -> Vec<Item> {
    items(scene.repo.root()).into_iter().filter(|(path, _)| !path.starts_with(".git")).collect()
}

/// The call is refused with this code, the first help is what mends it, and no byte has changed.
#[track_caller]
fn refused(scene: &Scene, words: &[&str], code: &str, says: &str, next: &str) -> Result<(), String> {
    let before = files(scene);
    let json = scene.ask(&[words, &["--format", "json"]].concat());
    let human = scene.ask(words);
    let report = json.json();
    let codes: Vec<String> = roots(&report, "error").into_iter().map(|told| told.gate).collect();
    let found = codes.iter().any(|it| it == code) && json.status == Some(1);
    let words = json.stdout.contains(says) && human.stdout.lines().last().is_some_and(|line| line.contains(next));
    if found && words && files(scene) == before {
        return Ok(());
    }
    Err(format!("expected {code}, `{says}`, next `{next}`, and nothing written: {codes:?}\n{}\n", human.shown()))
}

#[test]
fn what_is_missing_is_told_at_its_place() {
    let scene = Scene::shop();
    scene.ask(&["refinement", "check", ID]).status(1).says("there is no refinement").says("new --refinement WP-1-Cart");
    scene.ask(&["new", "--refinement", ID]).status(0).says("created  docs/refinements/WP-1-Cart.md");
    let mut failed = String::new();
    for (blank, answer) in PROSE {
        // Reasons and further words are nobody's business but the reader's.
        if ["<REASON>", "<REASON-NO-ENRICHMENT>"].contains(blank) {
            continue;
        }
        let scene = Scene::refined();
        let (before, behind) = TEMPLATE.split_once(blank).unwrap();
        let lead = before.rsplit('\n').next().unwrap();
        let line = 1 + before.matches('\n').count() as u64;
        let left = if *blank == "<EXCERPT>" { "" } else { blank };
        let tail = behind.split('\n').next().unwrap();
        scene.edit(REFINEMENT, &format!("{lead}{answer}{tail}\n"), &format!("{lead}{left}{tail}\n"));
        let run = scene.ask(&["refinement", "check", ID, "--format", "json"]);
        let told = roots(&run.json(), "error");
        let near = |told: &Told| {
            let (file, at) = told.place.rsplit_once(':').unwrap();
            // A section without a word is told at its heading, an anchor without an excerpt at its beginning.
            file == REFINEMENT && at.parse::<u64>().is_ok_and(|at| at <= line && line - at <= 6)
        };
        if run.status != Some(1) || told.len() != 1 || told[0].gate != "TP711" || !near(&told[0]) {
            let _ = write!(failed, "## {blank}: {told:?}\n{}\n", run.shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
    Scene::refined().ask(&["refinement", "check", ID]).status(0).says("refinement sign WP-1-Cart --name NAME");
    Scene::signed().ask(&["refinement", "check", ID]).status(0).says("prepare WP-1-Cart CODER");
}

#[test]
fn a_signature_is_written_everywhere_at_once() {
    let scene = Scene::refined();
    let run = scene.ask(SIGN);
    run.status(0).says("signed by mara as mara030220260405");
    let refinement = scene.read(REFINEMENT);
    for line in [
        "- USER_REVIEW_STATUS: APPROVED\n",
        "- USER_SIGNATURE: mara030220260405\n",
        "- USER_APPROVAL_EVIDENCE: APPROVE REFINEMENT WP-1-Cart\n",
    ] {
        assert!(refinement.contains(line), "{refinement}");
    }
    let row = "| mara030220260405 | mara | 2026-02-03 04:05 | Refinement: WP-1-Cart |\n";
    assert!(scene.read(LOG).ends_with(row), "{}", scene.read(LOG));
    // A packet that is there already gets the same signature.
    let scene = Scene::contracted();
    scene.edit(REFINEMENT, "Nothing knows", "Nobody knows");
    let anew = ["refinement", "sign", ID, "--signature", "ann030220260406", "--approval", SENTENCE, "--anew"];
    let json = scene.ask(&[&anew[..], &["--format", "json"]].concat());
    let files = json.status(0).json()["files"].as_array().unwrap().clone();
    let paths: Vec<&str> = files.iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, [REFINEMENT, PACKET, LOG], "{}", json.shown());
    assert!(scene.read(PACKET).contains("- USER_SIGNATURE: ann030220260406\n"));
}

#[test]
fn line_ends_and_every_other_byte_stay() {
    let scene = Scene::refined();
    let text = scene.read(REFINEMENT).replace('\n', "\r\n");
    scene.write(REFINEMENT, &text);
    scene.ask(SIGN).status(0);
    let signed = scene.read(REFINEMENT);
    let differing: Vec<(&str, &str)> = text.split("\r\n").zip(signed.split("\r\n")).filter(|(a, b)| a != b).collect();
    assert_eq!(differing.len(), 3, "{differing:?}");
    assert_eq!(signed.matches('\n').count(), signed.matches("\r\n").count());
}

/// Something done to the repository, and what is said to whom.
struct Refusal {
    name: &'static str,
    deed: fn(&Scene),
    words: &'static [&'static str],
    code: &'static str,
    says: &'static str,
    next: &'static str,
}

fn nothing(_: &Scene) {}

fn of_other() -> String {
    carried(SIGNATURE)
}

/// Another packet, which carries a signature.
fn carried(signature: &str) -> String {
    format!("# P\n\n## METADATA\n- USER_SIGNATURE: `{signature}` (ok)\n")
}

#[test]
fn a_signature_that_cannot_be_given_is_refused() {
    const OTHER: &str = "docs/task_packets/WP-9-Stock.md";
    let refusals = [
        Refusal {
            name: "nobody approved",
            deed: nothing,
            words: &["refinement", "sign", ID, "--name", "mara"],
            code: "TP712",
            says: "nobody has approved",
            next: "--approval 'APPROVE REFINEMENT WP-1-Cart'",
        },
        Refusal {
            name: "another sentence",
            deed: nothing,
            words: &["refinement", "sign", ID, "--name", "mara", "--approval", "APPROVE REFINEMENT WP-1-Cart-v2"],
            code: "TP712",
            says: "not the sentence",
            next: "--approval 'APPROVE REFINEMENT WP-1-Cart'",
        },
        Refusal {
            name: "another sentence in the file",
            deed: |scene| {
                scene.edit(REFINEMENT, "<APPROVAL>", "approved by phone");
            },
            words: &["refinement", "sign", ID, "--name", "mara"],
            code: "TP712",
            says: "not the sentence",
            next: "--approval 'APPROVE REFINEMENT WP-1-Cart'",
        },
        Refusal {
            name: "a blank is left",
            deed: |scene| {
                scene.edit(REFINEMENT, "A cart is emptied\n", "<TOKEN>\n");
            },
            words: SIGN,
            code: "TP711",
            says: "`CONTEXT_TOKEN`",
            next: "refinement check WP-1-Cart",
        },
        Refusal {
            name: "the token stands elsewhere",
            deed: |scene| {
                scene.edit(REFINEMENT, "CONTEXT_START_LINE: 3", "CONTEXT_START_LINE: 1").edit(
                    REFINEMENT,
                    "CONTEXT_END_LINE: 5",
                    "CONTEXT_END_LINE: 2",
                );
            },
            words: SIGN,
            code: "TP711",
            says: "it stands on line 5",
            next: "refinement check WP-1-Cart",
        },
        Refusal {
            name: "the specification changed",
            deed: |scene| {
                scene.edit("docs/SPEC_v1.md", "an hour", "a day");
            },
            words: SIGN,
            code: "TP711",
            says: "has changed since",
            next: "refinement check WP-1-Cart",
        },
        Refusal {
            name: "signed already",
            deed: |scene| {
                scene.ask(SIGN).status(0);
            },
            words: SIGN,
            code: "TP712",
            says: "carries a signature already: mara030220260405",
            next: "refinement check WP-1-Cart",
        },
        Refusal {
            name: "signed in the future",
            deed: nothing,
            words: &["refinement", "sign", ID, "--signature", "mara050220260405", "--approval", SENTENCE],
            code: "TP713",
            says: "was given in the future",
            next: "sign a minute later",
        },
        Refusal {
            name: "no date",
            deed: nothing,
            words: &["refinement", "sign", ID, "--signature", "mara310220260405", "--approval", SENTENCE],
            code: "TP713",
            says: "are no date",
            next: "sign a minute later",
        },
        Refusal {
            name: "another packet here carries it",
            deed: |scene| {
                scene.write(OTHER, of_other());
            },
            words: SIGN,
            code: "TP713",
            says: "is the signature of WP-9-Stock as well (docs/task_packets/WP-9-Stock.md)",
            next: "sign a minute later",
        },
        Refusal {
            name: "a packet carried it, and is gone",
            deed: |scene| {
                scene.write(OTHER, of_other()).git("add docs/task_packets").git("commit -qm other");
                scene.git("rm -q docs/task_packets/WP-9-Stock.md").git("commit -qm gone");
            },
            words: SIGN,
            code: "TP713",
            says: "is the signature of WP-9-Stock as well (docs/task_packets/WP-9-Stock.md at ",
            next: "sign a minute later",
        },
        Refusal {
            name: "a refinement on another branch carries it",
            deed: |scene| {
                scene.git("switch -qc feat/stock").write("docs/refinements/WP-9-Stock.md", of_other());
                scene.git("add docs/refinements/WP-9-Stock.md").git("commit -qm other").git("switch -q main");
            },
            words: SIGN,
            code: "TP713",
            says: "is the signature of the refinement of WP-9-Stock as well",
            next: "sign a minute later",
        },
        Refusal {
            name: "a merge brought it",
            deed: |scene| {
                scene.git("switch -qc feat/stock").git("commit -qm one --allow-empty").git("switch -q main");
                scene.git("commit -qm two --allow-empty").git("merge -q --no-ff --no-commit feat/stock");
                scene.write(OTHER, of_other()).git("add docs/task_packets").git("commit -qm merged");
                scene.git("rm -q docs/task_packets/WP-9-Stock.md").git("commit -qm gone");
            },
            words: SIGN,
            code: "TP713",
            says: "is the signature of WP-9-Stock as well",
            next: "sign a minute later",
        },
        Refusal {
            name: "another worktree has it, uncommitted",
            deed: |scene| {
                scene.git("worktree add -q ../wt -b feat/stock").write(format!("../wt/{OTHER}").as_str(), of_other());
            },
            words: SIGN,
            code: "TP713",
            says: "WP-9-Stock as well",
            next: "sign a minute later",
        },
        Refusal {
            name: "the log gives it for something else",
            deed: |scene| {
                let log = scene.read(LOG);
                scene.write(LOG, format!("{log}| {SIGNATURE} | mara | | Packet: WP-1-Cart-v2 |\n"));
            },
            words: SIGN,
            code: "TP713",
            says: "for something else: Packet: WP-1-Cart-v2",
            next: "sign a minute later",
        },
    ];
    let mut failed = String::new();
    for Refusal { name, deed, words, code, says, next } in refusals {
        let scene = Scene::refined();
        deed(&scene);
        if let Err(why) = refused(&scene, words, code, says, next) {
            let _ = writeln!(failed, "## {name}: {why}");
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn what_is_no_signature_is_no_question_of_the_work() {
    let scene = Scene::refined();
    for words in [&["--name", "mara2"][..], &["--name", "a b"], &["--name", ""], &["--signature", "mara"], &[]] {
        let run = scene.ask(&[&["refinement", "sign", ID, "--approval", SENTENCE], words].concat());
        run.status(2);
    }
    for id in ["../x", "/x", "$(touch PWNED)", "x\u{202e}y", &"x".repeat(300)] {
        scene.ask(&["refinement", "check", id]).status(2).complains("is no packet id");
        scene.ask(&["prepare", id, "codex"]).status(2).complains("is no packet id");
    }
    assert!(!scene.repo.path("PWNED").exists());
}

#[test]
fn a_short_history_cannot_tell_whether_a_signature_is_new() {
    let scene = Scene::refined();
    scene.repo.commit("one");
    let clone = scene.repo.outside().join("short");
    let url = format!("file://{}", scene.repo.root().display());
    scene.repo.git(["clone", "-q", "--depth", "1", &url, clone.to_str().unwrap()]);
    let folder = clone.to_str().unwrap();
    let run = scene.ask(&[&["-C", folder], SIGN].concat());
    run.status(2).complains("this clone is shallow").complains("git fetch --unshallow");
}

#[test]
fn a_coder_is_assigned_where_the_work_is_known() {
    let scene = Scene::signed();
    scene.ask(&["prepare", ID, "codex"]).status(0).says("next: taskpacket new WP-1-Cart");
    assert!(scene.read(REFINEMENT).contains("- CODER_MODEL: codex\n"));
    scene.ask(&[&["new", ID], TEXTS].concat()).status(0);
    assert!(scene.read(PACKET).contains("- CODER_MODEL: codex\n"));
    // Once there is a packet, it is the packet that says so.
    scene.ask(&["prepare", ID, "claude"]).status(0).says("changed  docs/task_packets/WP-1-Cart.md");
    assert!(scene.read(PACKET).contains("- CODER_MODEL: claude\n"));
    assert!(scene.read(REFINEMENT).contains("- CODER_MODEL: codex\n"));
    scene.edit(PACKET, "Ready for Dev", "In Progress");
    scene.ask(&["prepare", ID, "codex"]).status(1).says("is In Progress, and claude does it");
    scene.ask(&["prepare", ID, "claude"]).status(0);
}

#[test]
fn branch_and_worktree_are_made() {
    let scene = Scene::signed();
    scene.ask(&["prepare", ID, "codex", "--branch", "--dry-run"]).status(0).says("would change");
    assert_eq!(scene.repo.git(["branch", "--format=%(refname:short)"]), "main\n");
    scene.ask(&["prepare", ID, "codex", "--branch"]).status(0).says("the branch feat/WP-1-Cart begins at");
    assert_eq!(scene.repo.git(["symbolic-ref", "--short", "HEAD"]), "feat/WP-1-Cart\n");

    let scene = Scene::signed();
    let run = scene.ask(&["prepare", ID, "codex", "--branch", "work/cart", "--worktree", "../there"]);
    run.status(0).says("in the worktree").says("&& taskpacket new WP-1-Cart");
    assert!(scene.read("../there/docs/refinements/WP-1-Cart.md").contains("CODER_MODEL: codex"));
    assert!(!scene.read(REFINEMENT).contains("codex"), "the work goes on in the other worktree");
    scene.ask_in("../there", &[&["new", ID], TEXTS].concat()).status(0);
    scene.ask(&["new", ID]).status(1).says("`WP-1-Cart` is taken").says("in the worktree");
}

#[test]
fn a_preparation_that_cannot_be_made_is_refused() {
    let unsigned = Scene::refined();
    refused(&unsigned, &["prepare", ID, "codex"], "TP710", "is not signed", "refinement sign WP-1-Cart").unwrap();
    let scene = Scene::signed();
    scene.git("branch feat/WP-1-Cart");
    let branch = ["prepare", ID, "codex", "--branch"];
    refused(&scene, &branch, "TP710", "there is a branch `feat/WP-1-Cart` already", "git switch").unwrap();
    let worktree = ["prepare", ID, "codex", "--worktree", "src", "--branch", "x"];
    refused(&scene, &worktree, "TP710", "is there already", "--worktree DIR").unwrap();
    scene.edit(REFINEMENT, "Nothing knows", "Nobody knows");
    let worktree = ["prepare", ID, "codex", "--worktree", "../there", "--branch", "x"];
    refused(&scene, &worktree, "TP710", "is not committed", "git add -- docs/refinements/WP-1-Cart.md").unwrap();
    for (words, says) in [
        (&["codex", "--branch", "a..b"][..], "no name of a branch"),
        (&["codex", "--branch", "-d"], ""),
        (&["a\nb"], "line feed"),
        (&["<unclaimed>"], "a blank"),
        (&["x\u{202e}y"], "another order"),
        (&["## METADATA"], "part of a document"),
        (&[""], "it is empty"),
    ] {
        scene.ask(&[&["prepare", ID], words].concat()).status(2).complains(says);
    }
    let light = Scene::light_shop();
    refused(&light, &["prepare", ID, "codex"], "TP710", "there is no packet WP-1-Cart", "taskpacket new WP-1-Cart")
        .unwrap();
    let empty = Scene { repo: Fixture::new() };
    empty.ask(&["prepare", ID, "codex", "--branch"]).status(1);
}
