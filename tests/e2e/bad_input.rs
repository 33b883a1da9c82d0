//! What cannot be judged ends with status 2, says why and what mends it, and is a document where one was asked for. Never
//! a panic, never half an answer that looks whole.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::run::Run;
use crate::scene::{CODE, ID, PACKET, Scene};
use crate::support::Fixture;

/// Calls that need a packet.
const JUDGING: &[&str] = &["pre-work", "post-work", "gate-check", "show", "manifest", "lint"];

/// Status 2, these words on standard error, and the same in the JSON document.
#[track_caller]
fn refused(call: impl Fn(&str) -> Run, words: &[&str]) {
    let human = call("");
    human.status(2);
    for word in words {
        human.complains(word);
    }
    assert!(human.stdout.is_empty(), "an answer beside the error:\n{}", human.shown());
    let json = call(" --format json");
    let document = json.status(2).json();
    assert_eq!(document["outcome"], "no-verdict", "{}", json.shown());
    assert!(document["error"]["message"].as_str().is_some_and(|message| !message.is_empty()), "{}", json.shown());
}

#[test]
fn no_repository() {
    let scene = Scene::frozen();
    for command in JUDGING {
        let call = |format: &str| scene.call_in("..", &format!("{command} {ID}{format}"));
        refused(call, &["is in no git repository", "-C DIR"]);
    }
    refused(|format| scene.call(&format!("-C nowhere show {ID}{format}")), &["nowhere", "cannot be entered"]);
    refused(|format| scene.call(&format!("-C {CODE} show {ID}{format}")), &["cannot be entered"]);
    refused(|format| scene.call_in(".git", &format!("show {ID}{format}")), &["no work tree"]);
}

#[test]
fn no_commit_yet() {
    let repo = Fixture::new();
    let packet = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/parcel/docs/task_packets/WP-1-Parcel-Weight-v2.md"
    ));
    repo.write(PACKET, packet.unwrap());
    let scene = Scene { repo };
    scene.call(&format!("show {ID}")).status(0);
    scene.call(&format!("pre-work {ID}")).status(1).says("nothing is committed yet");
    let run = scene.call(&format!("post-work {ID}"));
    assert_ne!(run.status, Some(0), "{}", run.shown());
}

#[test]
fn a_packet_that_is_not_there() {
    let scene = Scene::frozen();
    for command in JUDGING {
        let call = |format: &str| scene.call(&format!("{command} WP-1-Parcel-Wieght-v2{format}"));
        refused(call, &["WP-1-Parcel-Wieght-v2", "WP-1-Parcel-Weight-v2"]);
    }
    scene.git("rm -rq docs/task_packets");
    refused(|format| scene.call(&format!("pre-work {ID}{format}")), &["docs/task_packets", "taskpacket.yaml"]);
}

#[test]
fn a_packet_that_is_no_file() {
    let scene = Scene::frozen();
    scene.repo.remove(PACKET);
    std::fs::create_dir(scene.repo.path(PACKET)).unwrap();
    for command in JUDGING {
        refused(|format| scene.call(&format!("{command} {ID}{format}")), &[PACKET]);
    }
    std::fs::remove_dir(scene.repo.path(PACKET)).unwrap();
    std::os::unix::fs::symlink("/dev/zero", scene.repo.path(PACKET)).unwrap();
    refused(|format| scene.call(&format!("show {ID}{format}")), &[PACKET]);
}

#[test]
fn a_packet_that_may_not_be_read() {
    let scene = Scene::frozen();
    let nobody = Command::new("id").arg("-u").output().unwrap().stdout != b"0\n";
    std::fs::set_permissions(scene.repo.path(PACKET), std::fs::Permissions::from_mode(0o000)).unwrap();
    if nobody {
        refused(|format| scene.call(&format!("show {ID}{format}")), &[PACKET, "ermission"]);
        return;
    }
    // Whoever may read everything becomes somebody who may not, where there is a way.
    let outside = scene.repo.outside();
    Command::new("chmod").args(["-R", "go+rX"]).arg(&outside).status().unwrap();
    std::fs::set_permissions(scene.repo.path(PACKET), std::fs::Permissions::from_mode(0o000)).unwrap();
    scene.repo.config("safe.directory", "*");
    std::fs::write(outside.join("home/gitconfig"), "[safe]\n\tdirectory = *\n").unwrap();
    let program = outside.join("taskpacket");
    std::fs::copy(env!("CARGO_BIN_EXE_taskpacket"), &program).unwrap();
    let mut command = scene.repo.command("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program).args(["show", ID]);
    if Command::new("setpriv").arg("--version").output().is_err() {
        eprintln!("skipped: everything may be read here, and there is no setpriv");
        return;
    }
    let run = Run::of(command);
    run.status(2).complains(PACKET).complains("ermission");
}

#[test]
fn packets_without_sense_are_read_all_the_same() {
    let contents: &[&[u8]] = &[
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\x00\x01\x02\xff\xfe",
        b"# Task Packet\n",
        b"```bash\nnever closed\n## VALIDATION\n",
        b"<!-- never closed\n# Task Packet: x\n",
        b"\r\r\r",
        b"- - - - - - - - - - - - - - - - - - - - - -\n> > > > > > > > >\n",
        b"| | |\n|-|-|\n| \n",
    ];
    for content in contents {
        let scene = Scene::frozen();
        scene.write(PACKET, content);
        for command in ["pre-work", "post-work", "gate-check", "lint"] {
            let run = scene.call(&format!("{command} {ID} --format json"));
            assert!(matches!(run.status, Some(1 | 2)), "{content:?}: {}", run.shown());
            run.json();
        }
        scene.call(&format!("show {ID} --format json")).status(0).json();
        for command in ["show", "manifest", "pre-work -v", "post-work -v"] {
            scene.call(&format!("{command} {ID}"));
        }
    }
}

#[test]
fn a_packet_of_300_megabytes_is_refused() {
    let scene = Scene::frozen();
    std::fs::File::create(scene.repo.path(PACKET)).unwrap().set_len(300 << 20).unwrap();
    for command in ["show", "pre-work", "lint", "allows --packet"] {
        let line = format!("{command} {ID}{}", if command.starts_with("allows") { " src/a.rs" } else { "" });
        refused(|format| scene.call(&format!("{line}{format}")), &[PACKET, "MiB"]);
    }
}

#[test]
fn hostile_ids() {
    let scene = Scene::frozen();
    let long = "x".repeat(300);
    let ids =
        ["../x", "/etc/passwd", "a/b", "..", ".", "a\nb", "$(id)", "a;b", "a|b", "*", "\u{1b}[31m", "", &long, "a\\b"];
    for id in ids {
        for command in ["show", "post-work"] {
            let call = |format: &str| {
                let mut process = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
                process.args([command, id]).args(format.split_whitespace());
                Run::of(process)
            };
            refused(call, &["packet id"]);
            assert!(!call("").stderr.contains('\u{1b}'), "{id:?} paints the terminal");
        }
    }
    scene.call("show --foo").status(2).complains("unexpected argument");
    scene.call("show -- --foo").status(2);
    scene.call("shwo").status(2).complains("show");
    scene.call("").status(2);
}

#[test]
fn a_configuration_that_cannot_be_used_is_told_with_its_place() {
    let cases = [
        ("packtes: docs\n", &["packtes", "packets", "line 1"][..]),
        ("packets: docs\nprofile: heavy\n", &["heavy", "full, light", "line 2"]),
        ("packets: [\n", &["taskpacket.yaml"]),
        ("packets: 7\n", &["`7`", "`packets` in taskpacket.yaml"]),
        ("- a\n- list\n", &["taskpacket.yaml"]),
        ("packets: ../elsewhere\n", &["../elsewhere", "line 1"]),
        ("packets: a\npackets: b\n", &["packets", "line 2"]),
        ("\u{0}", &["taskpacket.yaml"]),
    ];
    for (text, words) in cases {
        let scene = Scene::frozen();
        scene.write("taskpacket.yaml", text);
        refused(|format| scene.call(&format!("pre-work {ID}{format}")), words);
    }
    let scene = Scene::frozen();
    scene.write("taskpacket.yaml", "");
    scene.call(&format!("show {ID}")).status(0);
    refused(|format| scene.call(&format!("--config nowhere.yaml show {ID}{format}")), &["nowhere.yaml"]);
    scene.write("taskpacket.yaml", b"packets: \xff\n");
    refused(|format| scene.call(&format!("show {ID}{format}")), &["taskpacket.yaml"]);
}

#[test]
fn git_that_is_missing_or_too_old() {
    let scene = Scene::frozen();
    let tools = scene.repo.outside().join("tools");
    std::fs::create_dir(&tools).unwrap();
    let call = |format: &str| {
        let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(["pre-work", ID]).args(format.split_whitespace()).env("PATH", &tools);
        Run::of(command)
    };
    refused(call, &["git", "was not found", "install git 2.31"]);
    let old = "#!/bin/sh\ncase \"$*\" in *version*) echo 'git version 2.20.1';; \
               *) echo '--path-format=absolute'; echo /x;; esac\n";
    std::fs::write(tools.join("git"), old).unwrap();
    std::fs::set_permissions(tools.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    refused(call, &["2.20.1", "too old", "2.31"]);
    std::fs::write(tools.join("git"), "#!/bin/sh\nexit 0\n").unwrap();
    refused(call, &["git"]);
    std::fs::write(tools.join("git"), "#!/bin/sh\nkill -9 $$\n").unwrap();
    refused(call, &["git"]);
}

#[test]
fn while_git_is_in_the_middle_of_something() {
    let conflict = || {
        let scene = Scene::handed_off();
        scene.git("switch -q main").edit(CODE, "    true\n", "    false\n").git("commit -qam other");
        scene.git("switch -q feat/parcel");
        assert!(!scene.repo.try_git(["merge", "-q", "main"]).status.success());
        scene
    };
    let scene = conflict();
    refused(|format| scene.call(&format!("post-work {ID}{format}")), &[CODE, "in conflict"]);
    scene.git("checkout -q --ours src/parcel.rs").git("add --all");
    refused(|format| scene.call(&format!("post-work {ID}{format}")), &["merge", "in progress"]);
    scene.call(&format!("post-work {ID} --range main~1..HEAD")).status(0);
}

#[test]
fn no_default_branch() {
    let scene = Scene::handed_off();
    scene.git("branch -D main");
    refused(|format| scene.call(&format!("post-work {ID}{format}")), &["default branch", "default_branch", "--range"]);
    scene.write("taskpacket.yaml", "default_branch: nowhere\n");
    refused(|format| scene.call(&format!("post-work {ID}{format}")), &["nowhere"]);
}

#[test]
fn a_damaged_repository() {
    let scene = Scene::worked();
    std::fs::write(scene.repo.path(".git/index"), "no index").unwrap();
    refused(|format| scene.call(&format!("post-work {ID}{format}")), &["git"]);
    let scene = Scene::handed_off();
    let blob = scene.repo.id("main:src/parcel.rs");
    std::fs::remove_file(scene.repo.path(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]))).unwrap();
    refused(|format| scene.call(&format!("post-work {ID}{format}")), &["missing", "fsck"]);
}

#[test]
fn a_reader_that_goes_away_is_a_quiet_end() {
    let scene = Scene::worked();
    let program = env!("CARGO_BIN_EXE_taskpacket");
    let mut command = scene.repo.command("bash");
    command.args(["-c", &format!("'{program}' show {ID} -v --format json | head -c 1")]);
    let run = Run::of(command);
    assert!(run.stderr.is_empty(), "{}", run.shown());
}

#[test]
fn several_packets_in_progress_and_none_named() {
    let scene = Scene::frozen();
    let other = scene.read(PACKET).replace(ID, "WP-2-Other");
    scene.write("docs/task_packets/WP-2-Other.md", other);
    refused(|format| scene.call(format!("post-work{format}").trim()), &[ID, "WP-2-Other"]);
}
