//! `init --adopt`: where things lie is found out by what they hold, recipes are replaced, old packets become historic.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::scene::{ID, PACKET, REFINEMENT, Scene, files};
use crate::support::Fixture;

#[test]
fn a_repository_in_the_usual_layout() {
    let scene = Scene::frozen();
    let head = scene.repo.id("HEAD");
    let run = scene.call("init --adopt");
    run.status(0).says("profile full").says("2 packets in docs/task_packets, 1 of them active");
    run.says("1 of 1 active packet would pass pre-work today").says(ID);
    let yaml = scene.read("taskpacket.yaml");
    for line in [
        "profile: full",
        &format!("judge_since: {head}"),
        "packets: docs/task_packets",
        "refinements: docs/refinements",
        "spec: docs/SPEC_CURRENT.md",
        "board: docs/TASK_BOARD.md",
        "registry: docs/WP_TRACEABILITY_REGISTRY.md",
        "signature_audit: docs/SIGNATURE_AUDIT.md",
    ] {
        assert!(yaml.lines().any(|it| it == line), "no `{line}` in\n{yaml}");
    }
    scene.git("add --all").git("commit -qm adopt");
    scene.call(&format!("pre-work {ID}")).status(0);
    scene.call("init --adopt").status(0).says("everything is there already");
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
}

#[test]
fn a_layout_of_ones_own_is_found_by_content() {
    let scene = Scene::drafted();
    std::fs::create_dir_all(scene.repo.path(format!("gov/work/{ID}"))).unwrap();
    std::fs::create_dir_all(scene.repo.path("gov/thought")).unwrap();
    let own = "gov/work/WP-1-Parcel-Weight-v2/packet.md";
    let thought = "gov/thought/WP-1-Parcel-Weight-v2.md";
    scene.packet("docs/refinements/", "gov/thought/").packet("docs/SPEC_CURRENT.md", "gov/SPEC_NOW.md");
    for (from, to) in [
        (PACKET, own),
        ("docs/task_packets/WP-1-Parcel-Weight.md", "gov/work/WP-1-Parcel-Weight.md"),
        (REFINEMENT, thought),
        ("docs/TASK_BOARD.md", "gov/Who does what.md"),
        ("docs/WP_TRACEABILITY_REGISTRY.md", "gov/LINES.md"),
        ("docs/SIGNATURE_AUDIT.md", "gov/SIGNED.md"),
        ("docs/SPEC_CURRENT.md", "gov/SPEC_NOW.md"),
    ] {
        std::fs::rename(scene.repo.path(from), scene.repo.path(to)).unwrap();
    }
    scene.write("docs/templates/WP-TEMPLATE.md", include_str!("../../templates/packet.md"));
    scene.repo.commit("the contract");
    scene.call("init --adopt").status(0);
    let yaml = scene.read("taskpacket.yaml");
    for line in [
        "packets: gov/work",
        "refinements: gov/thought",
        "spec: gov/SPEC_NOW.md",
        "board: 'gov/Who does what.md'",
        "registry: gov/LINES.md",
        "signature_audit: gov/SIGNED.md",
    ] {
        assert!(yaml.lines().any(|it| it == line), "no `{line}` in\n{yaml}");
    }
    scene.call(&format!("show {ID}")).status(0).says(own);
}

#[test]
fn recipes_of_the_same_name_are_replaced_wherever_they_are() {
    let scene = Scene::frozen();
    scene
        .write(
            "Justfile",
            "import 'scripts/gov.just'\n\ntp := 'ours'\n\n# Checks a packet\n[no-cd]\npre-work wp: build\n    @node pre.mjs {{wp}}\n\nbuild:\n    \
             @echo built\n\nalias pw := pre-work\n",
        )
        .write("scripts/gov.just", "post-work wp=\"a:b\":\r\n    @node post.mjs\r\n\r\n# stays\r\nother:\r\n    @echo o\r\n");
    scene.git("add --all").git("commit -qm just");
    let run = scene.call("init --adopt");
    run.status(0)
        .says("changed  Justfile")
        .says("-pre-work wp: build")
        .says("changed  scripts/gov.just")
        .says("-post-work wp");
    assert_eq!(
        scene.read("Justfile"),
        "import 'scripts/gov.just'\n\ntp := 'ours'\n\nbuild:\n    @echo built\n\nalias pw := pre-work\n\nimport 'taskpacket.just'\n"
    );
    assert_eq!(scene.read("scripts/gov.just"), "# stays\r\nother:\r\n    @echo o\r\n");
    let Some(just) = just() else { return };
    let listed = scene.repo.command(just).arg("--list").output().unwrap();
    let text = String::from_utf8_lossy(&listed.stdout);
    assert!(listed.status.success() && text.contains("post-work wp *options"), "{text}{listed:?}");
}

/// The just program; says so aloud where there is none.
fn just() -> Option<String> {
    let name = std::env::var("JUST").unwrap_or_else(|_| "just".to_owned());
    let works = std::process::Command::new(&name).arg("--version").output().is_ok_and(|it| it.status.success());
    if !works {
        eprintln!("SKIPPED: there is no `just` here, so the justfile was not tried (pip install rust-just)");
    }
    works.then_some(name)
}

#[test]
fn what_active_packets_lack_is_told() {
    let scene = Scene::frozen();
    let text = scene.read(PACKET);
    scene.write(
        "docs/task_packets/WP-2-Late.md",
        text.replace(ID, "WP-2-Late").replace("docs/SPEC_CURRENT.md", "docs/GONE.md"),
    );
    scene.write("docs/task_packets/WP-3-Waits.md", text.replace(ID, "WP-3-Waits").replace("In Progress", "Blocked"));
    scene.repo.commit("more");
    let json = scene.call("init --adopt --dry-run --format json").status(0).json();
    let of = |id: &str| json["adopted"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap().clone();
    assert_eq!(of(ID)["outcome"], "fail", "its signature is used three times now: {json:#}");
    let late = of("WP-2-Late")["failing"].to_string();
    assert!(late.contains("spec_resolves") && late.contains("refinement_signed"), "{late}");
    assert!(of("WP-3-Waits")["failing"].to_string().contains("status_allows_work"));
    scene.call("init --adopt --dry-run").status(0).says("0 of 3 active packets would pass pre-work today");
    assert!(!scene.repo.path("taskpacket.yaml").exists());
}

#[test]
fn several_folders_and_a_configuration_that_is_there() {
    let scene = Scene::frozen();
    scene.write(
        "archive/WP-0-Old.md",
        "# Task Packet: WP-0-Old\n\n## METADATA\n- WP_ID: WP-0-Old\n- **Status:** Done\n",
    );
    scene.write("taskpacket.yaml", "profile: full\n").git("add --all").git("commit -qm more");
    let run = scene.call("init --adopt");
    run.status(0).says("TP733").says("packets lie outside of `docs/task_packets` too: archive (1 packet)");
    run.says("TP732").says(&format!("judge_since: {}", scene.repo.id("HEAD")));
    assert_eq!(scene.read("taskpacket.yaml"), "profile: full\n");
}

#[test]
fn without_a_commit_nothing_is_historic() {
    let scene = Scene { repo: Fixture::new() };
    scene.write(
        "docs/task_packets/WP-1-A.md",
        "# Task Packet: WP-1-A\n\n## METADATA\n- WP_ID: WP-1-A\n- **Status:** Ready for Dev\n",
    );
    scene.call("init --adopt").status(0).says("0 of 1 active packet");
    assert!(!scene.read("taskpacket.yaml").contains("judge_since"));
}

/// Fifty real packets: the newest revision of each of the first fifty, under its own id.
fn real_packets() -> Option<Scene> {
    let folder = std::env::var_os("TASKPACKET_CORPUS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    if !folder.is_dir() {
        eprintln!("SKIPPED: there is no folder {} of real packets", folder.display());
        return None;
    }
    let scene = Scene { repo: Fixture::new() };
    let mut count = 0;
    let mut last = String::new();
    for name in files(&folder) {
        let id = name.to_string_lossy().split("--").next().unwrap_or_default().to_owned();
        if id == last || !id.starts_with("WP-") || count == 50 {
            continue;
        }
        scene.write(&format!("docs/task_packets/{id}.md"), std::fs::read(folder.join(&name)).unwrap());
        last = id;
        count += 1;
    }
    assert_eq!(count, 50, "too few real packets");
    scene.write("src/lib.rs", "").repo.commit("fifty packets");
    Some(scene)
}

#[test]
fn fifty_real_packets() {
    let Some(scene) = real_packets() else { return };
    scene.call("init --adopt").status(0).says("50 packets in docs/task_packets").says("lacking: ");
    scene.git("add --all").git("commit -qm adopt");
    let mut told = String::new();
    // Old sins are one line, and nothing fails for them.
    let lint = scene.call("lint --all");
    let _ = writeln!(told, "{}", lint.shown());
    lint.status(0).says("50 packets are historic");
    assert!(lint.stdout.lines().count() < 10, "{told}");
    // What is worked on is shown as such, what is finished is counted.
    let status = scene.call("status");
    let _ = writeln!(told, "{}", status.shown());
    status.status(0).says("in work").says("historic");
    // What disagrees among active packets is told: an older revision that is still open beside its successor.
    let doctor = scene.call("doctor");
    let _ = writeln!(told, "{}", doctor.shown());
    doctor.status(1).says("TP785").says("set the Status of");
    eprintln!("{told}");
}
