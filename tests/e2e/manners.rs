//! Whatever a user has configured changes no byte of what is said, and whatever is asked changes no byte of the
//! repository.

use std::os::unix::fs::PermissionsExt;

use crate::run::Run;
use crate::scene::{CODE, ID, Item, PACKET, Scene, items};

/// Calls that only look.
const LOOKS: &[&str] = &[
    "pre-work WP-1-Parcel-Weight-v2",
    "post-work WP-1-Parcel-Weight-v2",
    "post-work WP-1-Parcel-Weight-v2 --staged",
    "post-work WP-1-Parcel-Weight-v2 --worktree",
    "post-work WP-1-Parcel-Weight-v2 --rev HEAD",
    "gate-check WP-1-Parcel-Weight-v2",
    "lint --all",
    "show WP-1-Parcel-Weight-v2",
    "manifest WP-1-Parcel-Weight-v2",
    "manifest WP-1-Parcel-Weight-v2 --check",
    "sha src/parcel.rs src/price.rs",
    "allows src/parcel.rs",
    "explain TP301",
];

/// Staged work, more of it on disk, and an untracked file.
fn busy() -> Scene {
    let scene = Scene::worked();
    scene.edit(CODE, "/// One parcel.", "/// One parcel!").write("src/store/größe.rs", "// new\n");
    scene
}

/// What is said to a question, at a fixed time, for people and for programs.
fn everything(scene: &Scene, look: &str) -> String {
    let call = |line: &str| {
        let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(line.split(' ')).env("SOURCE_DATE_EPOCH", "1770000000");
        Run::of(command).shown()
    };
    format!("{}{}", call(look), call(&format!("{look} --format json")))
}

#[test]
fn the_same_question_has_the_same_answer() {
    let scene = busy();
    for look in LOOKS {
        assert_eq!(everything(&scene, look), everything(&scene, look), "{look}");
    }
}

#[test]
fn looking_changes_nothing() {
    let scene = busy();
    // git itself marks the objects that it meets again as young, so that nobody prunes them.
    let times = |items: &[Item]| -> Vec<_> {
        let items = items.iter().filter(|(path, _)| !path.starts_with(".git/objects"));
        items.map(|(path, _)| std::fs::metadata(scene.repo.path(path)).unwrap().modified().unwrap()).collect()
    };
    let before = items(scene.repo.root());
    let when = times(&before);
    for look in LOOKS {
        scene.call(look);
        let after = items(scene.repo.root());
        let names: Vec<_> =
            after.iter().zip(&before).filter(|(one, other)| one != other).map(|(it, _)| &it.0).collect();
        assert!(after == before && times(&after) == when, "`{look}` changed {names:?}");
    }
}

#[test]
fn a_users_configuration_changes_no_byte() {
    let scene = busy();
    let plain: Vec<String> = LOOKS.iter().map(|look| everything(&scene, look)).collect();
    let hook = scene.repo.path("../hooks/post-index-change");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    for name in ["post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction"] {
        let path = hook.with_file_name(name);
        std::fs::write(&path, format!("#!/bin/sh\ntouch {}/PWNED\n", scene.repo.outside().display())).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let hooks = hook.parent().unwrap().display().to_string();
    let hostile = [
        ("diff.external", "false"),
        ("color.ui", "always"),
        ("color.diff", "always"),
        ("core.quotePath", "true"),
        ("diff.renames", "copies"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.ignoreSubmodules", "all"),
        ("diff.relative", "true"),
        ("diff.algorithm", "patience"),
        ("diff.wordRegex", "."),
        ("core.pager", "false"),
        ("core.abbrev", "4"),
        ("core.hooksPath", &hooks),
        ("core.fsmonitor", &format!("{hooks}/fsmonitor-watchman")),
        ("core.untrackedCache", "true"),
        ("status.showUntrackedFiles", "no"),
        ("status.relativePaths", "true"),
        ("status.branch", "true"),
        ("log.showSignature", "true"),
        ("log.date", "relative"),
        ("format.pretty", "oneline"),
        ("alias.status", "!touch PWNED"),
        ("alias.rev-parse", "!touch PWNED"),
        ("alias.cat-file", "!touch PWNED"),
        ("diff.plain.textconv", "false"),
        ("i18n.logOutputEncoding", "latin1"),
    ];
    let settings: Vec<String> = hostile
        .iter()
        .map(|(name, value)| {
            let (section, key) = name.rsplit_once('.').unwrap();
            let section = match section.split_once('.') {
                Some((section, part)) => format!("{section} \"{part}\""),
                None => section.to_owned(),
            };
            format!("[{section}]\n\t{key} = \"{}\"\n", value.replace('"', "\\\""))
        })
        .collect();
    std::fs::write(scene.repo.path("../home/gitconfig"), settings.concat()).unwrap();
    std::fs::write(scene.repo.path(".git/info/attributes"), "*.rs -diff\n*.md diff=plain\n").unwrap();
    for (look, plain) in LOOKS.iter().zip(&plain) {
        assert_eq!(&everything(&scene, look), plain, "{look}");
    }
    assert!(!scene.repo.path("PWNED").exists() && !scene.repo.path("../PWNED").exists());
}

#[test]
fn variables_of_a_caller_change_no_byte() {
    let scene = busy();
    let call = |variables: &[(&str, &str)]| {
        let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(["post-work", ID, "--format", "json"]).envs(variables.iter().copied());
        Run::of(command).shown()
    };
    let plain = call(&[]);
    for variables in [
        [("GIT_EXTERNAL_DIFF", "false"), ("GIT_DIFF_OPTS", "-u0")],
        [("GIT_LITERAL_PATHSPECS", "0"), ("GIT_ICASE_PATHSPECS", "1")],
        [("GIT_PAGER", "false"), ("PAGER", "false")],
        [("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8")],
        [("GIT_TRACE", "1"), ("GIT_TRACE_SETUP", "1")],
        [("TERM", "xterm-256color"), ("COLUMNS", "40")],
        [("RUST_BACKTRACE", "1"), ("RUST_LOG", "trace")],
        [("TZ", "Asia/Tokyo"), ("GIT_OPTIONAL_LOCKS", "1")],
    ] {
        assert_eq!(call(&variables), plain, "{variables:?}");
    }
}

#[test]
fn a_fixed_clock_is_taken_and_told() {
    let scene = Scene::frozen();
    let call = |epoch: &str| {
        let mut command = scene.repo.command(env!("CARGO_BIN_EXE_taskpacket"));
        command.args(["pre-work", ID]).env("SOURCE_DATE_EPOCH", epoch);
        Run::of(command)
    };
    call("1767225600").status(0).says("SOURCE_DATE_EPOCH");
    call("1700000000").status(1).says("signature");
    call("tomorrow").status(2).complains("SOURCE_DATE_EPOCH");
}

#[test]
fn quiet_is_one_line_and_colour_is_asked_for() {
    let scene = Scene::worked();
    let quiet = scene.call(&format!("post-work {ID} -q"));
    assert_eq!(quiet.status(0).stdout.lines().count(), 1, "{}", quiet.shown());
    assert!(!scene.call(&format!("post-work {ID}")).stdout.contains('\u{1b}'));
    assert!(scene.call(&format!("post-work {ID} --color always")).stdout.contains('\u{1b}'));
    scene.packet("- **Line Delta**: 1", "- **Line Delta**: \u{1b}[31m7").git(&format!("add {PACKET}"));
    assert!(!scene.call(&format!("post-work {ID} -v")).stdout.contains('\u{1b}'), "a packet paints the terminal");
}
