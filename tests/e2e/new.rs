//! `new`: packets, revisions and stubs, and what is refused.

use std::fmt::Write as _;

use crate::run::roots;
use crate::scene::Scene;
use crate::shop::{CODE, ID, PACKET, REFINEMENT, REGISTRY, TEXTS};

#[test]
fn three_commands_before_the_first_line_of_code() {
    let scene = Scene::light_shop();
    scene.ask(&[&["new", ID], TEXTS].concat()).status(0).says("git add -- docs/task_packets/WP-1-Cart.md");
    scene.git("add --all").git("commit -qm contract");
    scene.ask(&["pre-work", ID, "--deny", "warnings"]).status(0).says("0 warnings");
}

#[test]
fn without_texts_the_blanks_are_named() {
    let scene = Scene::light_shop();
    let run = scene.ask(&["new", ID]);
    run.status(0).says("its blanks: WHAT, IN-SCOPE-PATH, TEST-COMMAND, DONE-MEANS").says("fill in its blanks");
    scene.repo.commit("contract");
    let run = scene.ask(&["pre-work", ID, "--format", "json"]);
    let lines: Vec<u64> = ["<WHAT>", "<IN-SCOPE-PATH>", "<TEST-COMMAND>", "<DONE-MEANS>"]
        .map(|blank| scene.line_of(PACKET, blank))
        .into();
    let told: Vec<String> = roots(&run.status(1).json(), "error").into_iter().map(|told| told.place).collect();
    for line in lines {
        assert!(told.contains(&format!("{PACKET}:{line}")), "no word on line {line}: {told:?}");
    }
}

#[test]
fn a_full_packet_holds_what_the_refinement_knows() {
    let scene = Scene::contracted();
    let packet = scene.read(PACKET);
    for line in [
        "- WP_ID: WP-1-Cart\n",
        "- BASE_WP_ID: WP-1-Cart\n",
        "- DATE: 2026-02-03T04:05:00Z\n",
        "- REQUESTOR: Ada Coder\n",
        "- CODER_MODEL: codex\n",
        "- USER_SIGNATURE: mara030220260405\n",
        "- REFINEMENT_FILE: docs/refinements/WP-1-Cart.md\n",
        "- SPEC_BASELINE: docs/SPEC_v1.md\n",
        "- SPEC_TARGET: docs/SPEC_CURRENT.md\n",
        "  - docs/SPEC_v1.md 1.1 [SHOP-1]\n",
        "- FILES_TO_OPEN:\n  - src/cart.rs\n",
    ] {
        assert!(packet.contains(line), "no `{line}` in\n{packet}");
    }
    assert!(scene.read(REGISTRY).ends_with(&format!("| WP-1-Cart | {PACKET} | Ready for Dev | |\n")));
    scene.ask(&["pre-work", ID]).status(0).says("signed by mara");
}

/// Builds the repository that a step is tried in.
type Build = fn() -> Scene;

#[test]
fn each_step_waits_for_the_one_before() {
    let new = [&["new", ID], TEXTS].concat();
    let steps: [(Build, &str, &str); 4] = [
        (Scene::shop, "there is no refinement of WP-1-Cart", "next: taskpacket new --refinement WP-1-Cart"),
        (
            || {
                let scene = Scene::shop();
                scene.ask(&["new", "--refinement", ID]).status(0);
                scene
            },
            "is not complete",
            "next: taskpacket refinement check WP-1-Cart",
        ),
        (Scene::refined, "is not signed", "next: taskpacket refinement sign WP-1-Cart --name NAME"),
        (Scene::signed, "nobody is assigned", "next: taskpacket prepare WP-1-Cart CODER"),
    ];
    for (scene, says, next) in steps {
        let scene = scene();
        scene.ask(&new).status(1).says(says).says(next);
        assert!(!scene.repo.path(PACKET).exists());
    }
}

/// The id is held like this, and the refusal says where.
struct Holding {
    name: &'static str,
    deed: fn(&Scene),
    id: &'static str,
    says: &'static str,
}

#[test]
fn an_id_is_one_packets_on_all_branches_and_in_all_worktrees() {
    const ANY: &str = "# Task Packet: WP-7\n";
    let holdings = [
        Holding {
            name: "here",
            deed: |scene| {
                scene.write("docs/task_packets/WP-7.md", ANY);
            },
            id: "WP-7",
            says: "taskpacket show WP-7",
        },
        Holding {
            name: "in a folder of its own",
            deed: |scene| {
                scene.write("docs/task_packets/WP-7/packet.md", ANY);
            },
            id: "WP-7",
            says: "`WP-7` is taken: docs/task_packets/WP-7/packet.md",
        },
        Holding {
            name: "in another case",
            deed: |scene| {
                scene.write("docs/task_packets/WP-7.md", ANY);
            },
            id: "wp-7",
            says: "`wp-7` is taken: docs/task_packets/WP-7.md",
        },
        Holding {
            name: "on a branch",
            deed: |scene| {
                scene.git("switch -qc feat/seven").write("docs/task_packets/WP-7.md", ANY);
                scene.git("add --all").git("commit -qm seven").git("switch -q main");
            },
            id: "WP-7",
            says: "docs/task_packets/WP-7.md on the branch feat/seven",
        },
        Holding {
            name: "on a remote branch",
            deed: |scene| {
                scene.git("switch -qc feat/seven").write("docs/task_packets/WP-7.md", ANY);
                scene.git("add --all").git("commit -qm seven").git("switch -q main");
                scene.git("update-ref refs/remotes/origin/feat/seven feat/seven").git("branch -qD feat/seven");
            },
            id: "WP-7",
            says: "on the branch origin/feat/seven",
        },
        Holding {
            name: "in a worktree, uncommitted",
            deed: |scene| {
                scene.git("worktree add -q ../wt -b other").write("../wt/docs/task_packets/WP-7.md", ANY);
            },
            id: "WP-7",
            says: "in the worktree",
        },
    ];
    let mut failed = String::new();
    for Holding { name, deed, id, says } in holdings {
        let scene = Scene::light_shop();
        deed(&scene);
        let run = scene.ask(&["new", id]);
        let json = scene.ask(&["new", id, "--format", "json"]).json();
        let told: Vec<String> = roots(&json, "error").into_iter().map(|told| told.gate).collect();
        if run.status != Some(1) || !run.stdout.contains(says) || told != ["TP714"] {
            let _ = write!(failed, "## {name}: {told:?}\n{}\n", run.shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
    let scene = Scene::light_shop();
    scene.write("docs/task_packets/WP-7.md", ANY).repo.commit("seven");
    scene.ask(&["new", "WP-77"]).status(0);
    scene.ask(&["new", "WP-7-v2"]).status(0);
}

#[test]
fn a_refinement_takes_the_id_too() {
    let scene = Scene::refined();
    scene.ask(&["new", "--refinement", ID]).status(1).says("taskpacket refinement check WP-1-Cart");
    scene.git("add --all").git("commit -qm refinement").git("switch -qc other HEAD~1");
    scene.ask(&["new", "--refinement", ID]).status(1).says("on the branch main");
    assert!(!scene.repo.path(REFINEMENT).exists());
    // A packet that lacks its refinement may be given one.
    let scene = Scene::shop();
    scene.write(PACKET, "# Task Packet: WP-1-Cart\n").repo.commit("packet");
    scene.ask(&["new", "--refinement", ID]).status(0);
}

#[test]
fn a_revision_comes_in_the_place_of_the_packet_before() {
    let scene = Scene::contracted();
    let v2 = "WP-1-Cart-v2";
    let refuse = |line: &[&str], says: &str| {
        scene.ask(line).status(1).says(says);
    };
    refuse(&["new", v2, "--from", ID], "there is no refinement of WP-1-Cart-v2");
    scene.ask(&["new", "--refinement", v2]).status(0);
    scene.fill_in("docs/refinements/WP-1-Cart-v2.md", crate::shop::PROSE);
    let sentence = "APPROVE REFINEMENT WP-1-Cart-v2";
    let sign = ["refinement", "sign", v2, "--name", "mara", "--approval", sentence];
    scene.ask(&sign).status(1).says("mara030220260405` is the signature of the refinement of WP-1-Cart as well");
    scene.ask(&["refinement", "sign", v2, "--signature", "mara030220260404", "--approval", sentence]).status(0);
    scene.ask(&["prepare", v2, "codex"]).status(0);
    let json = scene.ask(&["new", v2, "--from", ID, "--format", "json"]);
    let files = json.status(0).json()["files"].clone();
    let paths: Vec<&str> = files.as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["docs/task_packets/WP-1-Cart-v2.md", PACKET, REGISTRY]);
    assert!(scene.read(PACKET).contains("- **Status:** Superseded\n"));
    let row = "| WP-1-Cart | docs/task_packets/WP-1-Cart-v2.md | Ready for Dev | |\n";
    assert!(scene.read(REGISTRY).ends_with(row), "{}", scene.read(REGISTRY));
    let packet = scene.read("docs/task_packets/WP-1-Cart-v2.md");
    for line in [
        "- BASE_WP_ID: WP-1-Cart\n",
        "- RISK_TIER: LOW",
        "- What: Carts are emptied after an hour.\n",
        "  - src/cart.rs\n",
        "grep -n \"HOUR\" src/cart.rs  # expect: hits\n",
        "just post-work WP-1-Cart-v2\n",
        "- USER_SIGNATURE: mara030220260404\n",
        "## LINEAGE_AUDIT\n- Prior packet: docs/task_packets/WP-1-Cart.md (superseded on 2026-02-03; before: Ready for Dev",
    ] {
        assert!(packet.contains(line), "no `{line}` in\n{packet}");
    }
    scene.repo.commit("the revision");
    scene.ask(&["pre-work", v2]).status(0);
    scene.ask(&["pre-work", ID]).status(1).says("Superseded");
    // What becomes of the packet before is no work of this one.
    let v2_packet = "docs/task_packets/WP-1-Cart-v2.md";
    scene.edit(v2_packet, "## IMPLEMENTATION", "SKELETON APPROVED\n\n## IMPLEMENTATION").repo.commit("approved");
    scene.write(CODE, "const HOUR: u64 = 3600;\n").git("add src");
    scene.ask(&["manifest", v2, "--write"]).status(0);
    scene.ask(&["run", v2]).status(0);
    scene.repo.commit("the work");
    scene.ask(&["post-work", v2, "--deny", "warnings"]).status(0);
    // The gate tells where the one before is open again.
    scene.edit(PACKET, "Superseded", "In Progress").repo.commit("open again");
    scene.ask(&["pre-work", v2]).says("which is still In Progress").says("Status: Superseded");
    for (line, says) in [
        (["new", "WP-1-Cart-v3", "--from", ID], "is not the latest of its lineage: `WP-1-Cart-v2` is"),
        (["new", "WP-1-Kart-v3", "--from", v2], "is no later revision"),
    ] {
        let light = Scene::light_shop();
        light.write(PACKET, scene.read(PACKET)).write("docs/task_packets/WP-1-Cart-v2.md", &packet);
        light.ask(&line).status(1).says(says);
    }
    scene.ask(&["new", "WP-3-v2", "--from", "WP-3"]).status(2).complains("there is no packet `WP-3`");
}

#[test]
fn a_stub_binds_nobody_and_becomes_a_packet() {
    let scene = Scene::light_shop();
    scene.ask(&["new", ID, "--stub", "--what", "Empty old carts", "--scope", CODE]).status(0).says("binds nobody");
    let stub = "docs/task_packets/stubs/WP-1-Cart.md";
    assert!(scene.read(stub).contains("- **Status:** Blocked\n"));
    scene.ask(&["new", ID, "--stub"]).status(1).says("is taken");
    scene.ask(&["pre-work", ID]).status(2).complains("there is no packet");
    scene.ask(&["new", ID]).status(0);
    let packet = scene.read(PACKET);
    assert!(packet.contains("- What: Empty old carts\n") && packet.contains("  - src/cart.rs\n"), "{packet}");
}

#[test]
fn a_template_of_the_repositorys_own_is_used() {
    let scene = Scene::light_shop();
    let own =
        "# <WP-ID>\r\n\r\n## METADATA\r\n- OWNER: us\r\n\r\n## SCOPE\r\n- IN_SCOPE_PATHS:\r\n  - <IN-SCOPE-PATH>\r\n";
    scene.write("docs/templates/task_packet.md", own);
    scene.ask(&["new", ID, "--scope", CODE]).status(0);
    let expected = "# WP-1-Cart\n\n## METADATA\n- OWNER: us\n- WP_ID: WP-1-Cart\n- STATUS: Ready for Dev\n\n## SCOPE\n\
                    - IN_SCOPE_PATHS:\n  - src/cart.rs\n";
    assert_eq!(scene.read(PACKET), expected);
    let run = scene.ask(&["new", "WP-2", "--done", "it works"]);
    run.status(2).complains("the template has no blank `<DONE-MEANS>`");
}

#[test]
fn what_would_break_the_packet_is_refused() {
    let scene = Scene::light_shop();
    let cases: &[(&str, &[&str])] = &[
        (
            "--scope",
            &["../x", "/etc/passwd", "C:\\x", "a\nb", "a\u{0}b", "all the files", "<fill>", ".", "", "a`b", "x (y)"],
        ),
        ("--test", &["```", "a\n## B", "echo \"open", "cat <<EOF", "# nothing", "~~~", ""]),
        (
            "--done",
            &[
                "## VALIDATION",
                "(hint)",
                "<!-- x",
                "x -->",
                "> q",
                "---",
                "TEST_PLAN: x",
                "SKELETON APPROVED",
                "",
                "TBD",
            ],
        ),
        ("--what", &["# X", "a\r\nb", "x\u{202e}y", "x\u{200b}y", "<WHAT>", "a\u{1b}[2Jb"]),
        ("--out-of-scope", &["IN_SCOPE_PATHS: /", "```bash", ""]),
        ("--requestor", &["a\nb", "<name>"]),
    ];
    let mut failed = String::new();
    for (option, values) in cases {
        for value in values.iter().filter(|value| !value.contains('\0')) {
            let run = scene.ask(&["new", ID, option, value]);
            if run.status != Some(2) || !run.stderr.contains(option) || scene.repo.path("docs").exists() {
                let _ = write!(failed, "## {option} {value:?}\n{}\n", run.shown());
            }
        }
    }
    for id in ["../x", "/x", "-x", "--foo", "a b", "a/b", "", "x\u{202e}y", "$(touch PWNED)", &"x".repeat(300)] {
        let run = scene.ask(&["new", id]);
        if run.status != Some(2) || scene.repo.path("docs").exists() || scene.repo.path("PWNED").exists() {
            let _ = write!(failed, "## {id:?}\n{}\n", run.shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn odd_texts_are_harmless() {
    let scene = Scene::light_shop();
    let odd = [
        "--what",
        "**Status:** Done | $(touch PWNED) `x",
        "--scope",
        "src/**",
        "--scope",
        "tests/a b.rs",
        "--test",
        "grep -c 'touch \"x\"' src/cart.rs | cat",
        "--test",
        "true && ! false",
        "--done",
        "WP_ID: another",
        "--done",
        "--hyphens are words",
        "--done",
        "na\u{ef}ve \u{2014} yes",
    ];
    scene.ask(&[&["new", ID], &odd[..]].concat()).status(0);
    let shown = scene.ask(&["show", ID, "--format", "json"]).status(0).json();
    assert_eq!(shown["id"], ID, "{shown}");
    assert_eq!(shown["status"]["value"], "Ready for Dev");
    let paths: Vec<&str> =
        shown["scope"]["in"].as_array().unwrap().iter().map(|item| item["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["src/**", "tests/a b.rs"]);
    assert_eq!(shown["plan"]["steps"].as_array().unwrap().len(), 2);
    assert_eq!(shown["done_means"].as_array().unwrap().len(), 3);
}

#[test]
fn paths_are_meant_from_where_one_stands() {
    let scene = Scene::light_shop();
    let words = ["new", ID, "--scope", "cart.rs", "--scope", "../tests/", "--scope", "./x/**"];
    scene.ask_in("src", &words).status(0);
    assert!(scene.read(PACKET).contains("  - src/cart.rs\n  - tests/\n  - src/x/**\n"), "{}", scene.read(PACKET));
}

#[test]
fn a_rehearsal_writes_nothing() {
    let scene = Scene::light_shop();
    let run = scene.ask(&["new", ID, "--scope", CODE, "--dry-run"]);
    run.status(0)
        .says("would create  docs/task_packets/WP-1-Cart.md")
        .says("+  - src/cart.rs")
        .says("nothing was written");
    assert!(!scene.repo.path("docs").exists());
}
