//! From an empty folder to a passing handoff in the light profile, with eight commands; and each of them left out, or what
//! they rest on falsified: refused at the right place, with the right next step.

use std::fmt::Write as _;

use crate::run::Run;
use crate::scene::Scene;
use crate::support::Fixture;

const ID: &str = "WP-1-Hello";
const PACKET: &str = "docs/task_packets/WP-1-Hello.md";
const CODE: &str = "src/hello.sh";

/// The commands of the way, in order; the code is written before the sixth.
const WAY: &[(&str, &[&str])] = &[
    ("init", &["taskpacket", "init"]),
    (
        "new",
        &[
            "taskpacket",
            "new",
            ID,
            "--what",
            "Say hello",
            "--scope",
            CODE,
            "--test",
            "bash src/hello.sh",
            "--done",
            "`bash src/hello.sh` says hello",
        ],
    ),
    ("add", &["git", "add", "--all"]),
    ("commit", &["git", "commit", "--quiet", "-m", "The contract"]),
    ("pre-work", &["taskpacket", "pre-work", ID]),
    ("stage", &["git", "add", "src"]),
    ("handoff", &["taskpacket", "handoff", ID, "--stage"]),
    ("hand over", &["git", "commit", "--quiet", "-m", "Say hello"]),
];

/// What is done to the repository in between.
type Deed = fn(&Scene);

/// Goes the way from an empty folder; `without` a step, with a deed before another one. All that was said, by step.
fn go(without: &str, deed: Option<(&str, Deed)>) -> (Scene, Vec<(&'static str, Run)>) {
    let scene = Scene { repo: Fixture::new() };
    let mut said = Vec::new();
    for (name, words) in WAY {
        if *name == "stage" && without != "code" {
            scene.write(CODE, "echo hello\n");
        }
        if let Some((before, deed)) = deed
            && before == *name
        {
            deed(&scene);
        }
        if *name == without {
            continue;
        }
        let program = if words[0] == "git" { "git" } else { env!("CARGO_BIN_EXE_taskpacket") };
        let mut command = scene.repo.command(program);
        command.args(&words[1..]);
        said.push((*name, Run::of(command)));
    }
    (scene, said)
}

fn at<'a>(said: &'a [(&'static str, Run)], step: &str) -> &'a Run {
    &said.iter().find(|(name, _)| *name == step).unwrap_or_else(|| panic!("no step `{step}`")).1
}

#[test]
fn eight_commands_from_an_empty_folder_to_a_handoff() {
    assert!(WAY.len() <= 8);
    let (scene, said) = go("", None);
    for (_, run) in &said {
        run.status(0);
    }
    at(&said, "init").says("then  taskpacket new WP-1-NAME, git commit, taskpacket pre-work WP-1-NAME");
    at(&said, "new")
        .says("next: git add -- docs/task_packets/WP-1-Hello.md")
        .says("then  taskpacket pre-work WP-1-Hello");
    at(&said, "pre-work").says("next: write the code, git add it, then  taskpacket handoff WP-1-Hello --stage");
    at(&said, "handoff").says("0 warnings").says("the packet is written and staged").says("next: git commit");
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
    scene.call(&format!("post-work {ID} --deny warnings")).status(0);
}

/// One way to go astray: where it is refused, how, and what is said to do.
struct Astray {
    name: &'static str,
    without: &'static str,
    deed: Option<(&'static str, Deed)>,
    refused: &'static str,
    status: i32,
    says: &'static [&'static str],
}

const NOTHING: Astray = Astray { name: "", without: "", deed: None, refused: "handoff", status: 1, says: &[] };

fn replace(scene: &Scene, from: &str, to: &str) {
    scene.edit(PACKET, from, to);
}

#[test]
fn a_step_left_out_or_falsified_is_refused() {
    let cases = [
        Astray {
            name: "no init: the full profile wants a refinement first",
            without: "init",
            refused: "new",
            says: &["TP710", "next: taskpacket new --refinement WP-1-Hello", "taskpacket init"],
            ..NOTHING
        },
        Astray {
            name: "no packet",
            without: "new",
            refused: "pre-work",
            status: 2,
            says: &["there is no ", "docs/task_packets", "mend: taskpacket new WP-1-"],
            ..NOTHING
        },
        Astray {
            name: "nothing added, so nothing committed",
            without: "add",
            refused: "pre-work",
            says: &["TP108", "nothing is committed yet", "git add -- docs/task_packets/WP-1-Hello.md && git commit"],
            ..NOTHING
        },
        Astray {
            name: "the contract is not committed",
            without: "commit",
            refused: "pre-work",
            says: &["git commit", "next: mend, then  taskpacket pre-work WP-1-Hello"],
            ..NOTHING
        },
        Astray {
            name: "the contract is not committed, and nobody asked before coding",
            without: "commit",
            says: &["never frozen", "git commit --only -- docs/task_packets/WP-1-Hello.md"],
            ..NOTHING
        },
        Astray {
            name: "no code",
            without: "code",
            says: &["TP501", "next: mend, then  taskpacket handoff WP-1-Hello"],
            ..NOTHING
        },
        Astray {
            name: "code that does not do it",
            deed: Some(("stage", |scene| {
                scene.write(CODE, "exit 3\n");
            })),
            says: &["TP501", "exit 3", "next: mend, then  taskpacket handoff WP-1-Hello"],
            ..NOTHING
        },
        Astray {
            name: "a file that the scope does not allow",
            deed: Some(("stage", |scene| {
                scene.write("src/more.sh", "echo more\n");
            })),
            says: &["TP301", "taskpacket amend WP-1-Hello --add src/more.sh --reason .. --approver .. --commit"],
            ..NOTHING
        },
        Astray {
            name: "a scope widened by hand",
            deed: Some(("stage", |scene| {
                scene.write("src/more.sh", "echo more\n");
                replace(scene, "  - src/hello.sh\n", "  - src/hello.sh\n  - src/more.sh\n");
            })),
            says: &["TP303", "taskpacket amend WP-1-Hello --add src/more.sh"],
            ..NOTHING
        },
        Astray {
            name: "a test that was made to pass",
            deed: Some(("stage", |scene| {
                scene.write(CODE, "exit 3\n");
                replace(scene, "\nbash src/hello.sh\n", "\ntrue\n");
            })),
            says: &["TP303", "expected: bash src/hello.sh", "got: true"],
            ..NOTHING
        },
        Astray {
            name: "a proof that was taken back",
            deed: Some(("stage", |scene| replace(scene, "says hello", "is there"))),
            says: &["TP303", "DONE_MEANS"],
            ..NOTHING
        },
        Astray {
            name: "a packet that is blocked",
            deed: Some(("add", |scene| replace(scene, "Ready for Dev", "Blocked"))),
            refused: "pre-work",
            says: &["TP114", "the packet is Blocked"],
            ..NOTHING
        },
        Astray {
            name: "a blank that nobody filled in",
            deed: Some(("add", |scene| replace(scene, "  - src/hello.sh\n", "  - <IN-SCOPE-PATH>\n"))),
            refused: "pre-work",
            says: &["TP104", "next: mend, then  taskpacket pre-work WP-1-Hello"],
            ..NOTHING
        },
    ];
    let mut failed = String::new();
    for case in cases {
        let (_, said) = go(case.without, case.deed);
        let run = at(&said, case.refused);
        let all = format!("{}{}", run.stdout, run.stderr);
        let missing: Vec<&&str> = case.says.iter().filter(|text| !all.contains(**text)).collect();
        if run.status != Some(case.status) || !missing.is_empty() {
            let _ = write!(failed, "## {}: {missing:?}\n{}\n", case.name, run.shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn what_is_falsified_after_the_handoff_is_found_by_post_work() {
    let cases: [(&str, Deed, &[&str]); 4] = [
        (
            "code that nobody tested",
            |scene| {
                scene.write(CODE, "echo hello, you\n");
            },
            &["post_sha1_captured", "is older than src/hello.sh", "taskpacket manifest WP-1-Hello --write"],
        ),
        (
            "a hash of another file",
            |scene| replace(scene, "Post-SHA1**: `", "Post-SHA1**: `0"),
            &["post_sha1_captured"],
        ),
        (
            "a box that was unticked",
            |scene| replace(scene, "[x] anchors_present", "[ ] anchors_present"),
            &["anchors_present"],
        ),
        ("a run of another tree", |scene| replace(scene, "- RUN_TREE: ", "- RUN_TREE: 0000"), &["TP306"]),
    ];
    let mut failed = String::new();
    for (name, deed, says) in cases {
        let (scene, _) = go("hand over", Some(("hand over", |_| {})));
        deed(&scene);
        scene.git("add --all");
        let run = scene.call(&format!("post-work {ID} --deny warnings"));
        if run.status != Some(1) || says.iter().any(|text| !run.stdout.contains(text)) {
            let _ = write!(failed, "## {name}\n{}\n", run.shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn pre_work_left_out_of_sound_work_costs_nothing() {
    let (_, said) = go("pre-work", None);
    at(&said, "handoff").status(0);
}
