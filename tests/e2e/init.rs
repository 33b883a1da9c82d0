//! `init` where no packets are: what it writes, what it leaves, and that it says so.

use std::path::Path;

use crate::run::Run;
use crate::scene::{Scene, files};
use crate::support::Fixture;

const WRITTEN: &[&str] =
    &["AGENTS.md", "docs/templates/task_packet.md", "justfile", "taskpacket.just", "taskpacket.yaml"];

/// A repository without a commit and without a file.
fn empty() -> Scene {
    Scene { repo: Fixture::new() }
}

/// All files of the work tree, sorted.
fn tree(scene: &Scene) -> Vec<String> {
    let names = files(scene.repo.root()).into_iter().map(|path| path.display().to_string());
    names.filter(|path| !path.starts_with(".git/")).collect()
}

#[test]
fn a_repository_without_a_commit_is_set_up() {
    let scene = empty();
    scene.call("init").status(0).says("profile light").says("5 files written").says(
        "next: git add -- taskpacket.yaml docs/templates/task_packet.md taskpacket.just justfile AGENTS.md && git commit",
    );
    assert_eq!(tree(&scene), WRITTEN);
    assert!(scene.read("taskpacket.yaml").contains("\nprofile: light\n"));
    let agents = scene.read("AGENTS.md");
    for word in ["pre-work", "allows", "handoff", "amend", "docs/task_packets/WP-ID.md"] {
        assert!(agents.contains(word), "AGENTS.md has no word on {word}:\n{agents}");
    }
    scene.git("add --all").git("commit -qm start");
    scene
        .call("init")
        .status(0)
        .says("everything is there already")
        .says("next: taskpacket new WP-1-NAME, git commit, taskpacket pre-work WP-1-NAME");
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
}

#[test]
fn a_dry_run_shows_everything_and_writes_nothing() {
    let scene = empty();
    scene.write("justfile", "all:\n    @echo all\n");
    let run = scene.call("init --dry-run --hooks --ci github --gitattributes");
    run.status(0)
        .says("would create  taskpacket.yaml")
        .says("would change  justfile")
        .says("+import 'taskpacket.just'");
    run.says("+profile: light").says("would create  .git/hooks/pre-commit").says("next: taskpacket init");
    assert_eq!(tree(&scene), ["justfile"]);
    assert!(!scene.repo.path(".git/hooks/pre-commit").exists());
    assert_eq!(scene.read("justfile"), "all:\n    @echo all\n");
}

#[test]
fn what_is_there_stays() {
    let scene = empty();
    scene
        .write("AGENTS.md", "# Agents\r\n\r\nBe kind.\r\n")
        .write("justfile", "# Ours\nall:\n    @echo all\n")
        .write("taskpacket.yaml", "profile: light\nboard: B.md\n")
        .write("docs/templates/task_packet.md", "ours\n")
        .write("taskpacket.just", "# ours\n");
    scene.call("init").status(0).says("TP732").says("`taskpacket.just` is there, and holds something else");
    assert_eq!(scene.read("taskpacket.yaml"), "profile: light\nboard: B.md\n");
    assert_eq!(scene.read("docs/templates/task_packet.md"), "ours\n");
    assert_eq!(scene.read("taskpacket.just"), "# ours\n");
    assert_eq!(scene.read("justfile"), "# Ours\nall:\n    @echo all\n\nimport 'taskpacket.just'\n");
    let agents = scene.read("AGENTS.md");
    assert!(agents.starts_with("# Agents\r\n\r\nBe kind.\r\n\r\n<!-- taskpacket:begin"), "{agents}");
    assert!(!agents.replace("\r\n", "").contains('\n'), "the line ends are those of the file");
    scene.edit("AGENTS.md", "Four commands matter", "Four commands matter much");
    let before = tree(&scene);
    scene.call("init").status(0).says("everything is there already");
    assert_eq!(tree(&scene), before);
    assert!(scene.read("AGENTS.md").contains("matter much"), "a block that somebody edited is theirs");
}

#[test]
fn a_recipe_in_the_way_is_told_of_and_kept() {
    let scene = empty();
    let text = "pre-work wp:\n    @echo ours\n";
    scene.write("justfile", text);
    let run = scene.call("init");
    run.status(0).says("`justfile` has a recipe `pre-work` of its own").says("justfile:1:1");
    assert_eq!(scene.read("justfile"), text);
    scene.call("init --deny warnings").status(1);
}

#[test]
fn a_hook_asks_about_code_and_never_replaces_another() {
    let scene = empty();
    let hook = ".git/hooks/pre-commit";
    scene.write(hook, "#!/bin/sh\nexit 0\n");
    scene.call("init --hooks").status(0).says("`.git/hooks/pre-commit` is there already").says("allows --staged");
    assert_eq!(scene.read(hook), "#!/bin/sh\nexit 0\n");

    let scene = Scene::frozen();
    scene.call("init --adopt --hooks").status(0).says("created  .git/hooks/pre-commit");
    scene.git("add --all").git("commit -qnm adopt");
    scene.call("init --hooks").status(0).says("unchanged  .git/hooks/pre-commit");
    let commit = |message: &str| {
        let mut git = scene.repo.command("git");
        git.args(["commit", "--quiet", "-m", message]).env("TASKPACKET", env!("CARGO_BIN_EXE_taskpacket"));
        Run::of(git)
    };
    scene.edit(crate::scene::CODE, crate::scene::BEFORE, crate::scene::AFTER).git("add --all");
    commit("in scope").status(0);
    scene.write("src/other.rs", "fn other() {}\n").git("add --all");
    commit("out of scope").status(1).complains("src/other.rs  nothing in IN_SCOPE_PATHS allows it");
    // Papers of another packet are no code, and where no packet is meant there is nothing to hold a commit against.
    scene.git("reset -q").write("docs/task_packets/WP-9-Other.md", "# later\n").git("add docs");
    commit("another packet").status(0);
    let mut git = scene.repo.command("git");
    git.args(["commit", "--quiet", "--allow-empty", "-m", "nobody to ask"]).env("TASKPACKET", "no-such-program");
    Run::of(git).status(0).complains("no `no-such-program` on PATH");
}

#[test]
fn a_server_judges_what_the_profile_asks_for() {
    let workflow = ".github/workflows/taskpacket.yml";
    let scene = empty();
    scene.call("init --ci github --gitattributes").status(0);
    assert!(scene.read(workflow).contains("post-work --format github"));
    assert!(!scene.read(workflow).contains("verdict require"), "the light profile knows no validator");
    assert!(scene.read(".gitattributes").contains("docs/task_packets/** text eol=lf\n"));
    let scene = Scene::frozen();
    scene.call("init --adopt --ci github").status(0);
    assert!(scene.read(workflow).contains("post-work --format github"));
    assert!(scene.read(workflow).contains("taskpacket verdict require"));
}

#[test]
fn refusals_name_what_comes_first() {
    let scene = empty();
    let outside = scene.repo.outside().join("elsewhere");
    std::fs::create_dir(&outside).unwrap();
    let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.arg("init").current_dir(&outside);
    Run::of(command).status(2).complains("is in no git repository").complains("git init; then  taskpacket init");
    assert!(std::fs::read_dir(&outside).unwrap().next().is_none());

    scene.call("init --adopt").status(1).says("TP731").says("next: taskpacket init");
    assert_eq!(tree(&scene), [""; 0]);
    let scene = Scene::frozen();
    let before = tree(&scene);
    scene.call("init").status(1).says("TP730").says("2 packets are here already").says("next: taskpacket init --adopt");
    assert_eq!(tree(&scene), before);
}

#[test]
fn from_a_folder_below_the_root_the_root_is_set_up() {
    let scene = empty();
    scene.write("src/deep/a.rs", "");
    scene.call_in("src/deep", "init").status(0);
    assert!(Path::new(&scene.repo.path("taskpacket.yaml")).is_file());
    assert!(!Path::new(&scene.repo.path("src/deep/taskpacket.yaml")).exists());
}

#[test]
fn the_document_says_the_same() {
    let scene = empty();
    let json = scene.call("init --format json").status(0).json();
    let files: Vec<&str> = json["files"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(files, ["taskpacket.yaml", "docs/templates/task_packet.md", "taskpacket.just", "justfile", "AGENTS.md"]);
    assert!(json["files"].as_array().unwrap().iter().all(|it| it["action"] == "created"));
}

#[test]
fn shells_and_man_are_told_of_every_command() {
    let scene = empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        scene.call(&format!("completions {shell}")).status(0).says("post-work");
    }
    scene.call("man").status(0).says(".TH taskpacket");
    scene.call("man audit test").status(0).says("Ask every rule its own examples");
    scene.call("man no-such").status(2).complains("there is no command `no-such`");
}
