//! The everyday case of a forgotten file: the refusal prints a command, the command makes the amendment, and the gates
//! count it.

use std::process::Command;

use crate::planned::{PROGRAM, told};
use crate::run::Run;
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";
const FORGOTTEN: &str = "src/price.rs";

impl Scene {
    /// Calls the program with words that may hold spaces.
    pub fn call_with(&self, words: &[&str]) -> Run {
        let mut command = self.repo.command(PROGRAM);
        command.args(words);
        Run::of(command)
    }

    /// Amends the packet: these paths, for a reason, by somebody.
    fn amend(&self, paths: &[&str], more: &[&str]) -> Run {
        let words = ["amend", ID, "--add"].iter().chain(paths);
        let said = ["--reason", "the price needs it", "--approver", "mara"];
        self.call_with(&words.chain(&said).chain(more).copied().collect::<Vec<_>>())
    }

    /// The work is staged, and a file besides that nobody allowed.
    fn forgotten() -> Self {
        let scene = Self::worked();
        scene.edit(FORGOTTEN, "\n", "\n// another price\n").declare(&[CODE, FORGOTTEN]).git("add --all");
        scene
    }

    fn last_commit(&self, format: &str) -> String {
        self.repo.git(["log", "-1", &format!("--format={format}"), "--name-only"])
    }
}

/// Runs a command as a shell would that it was copied into.
fn pasted(scene: &Scene, line: &str) -> Run {
    let mut command: Command = scene.repo.command("bash");
    let program = line.replacen("taskpacket", &format!("'{PROGRAM}'"), 1);
    command.args(["-c", &program]);
    Run::of(command)
}

/// The commands that a report prints for an amendment, their blanks filled in.
fn printed(run: &Run) -> Vec<String> {
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let helps = findings
        .iter()
        .flat_map(|it| it["help"].as_str().unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>());
    let amends = helps.filter(|line| line.starts_with("taskpacket amend"));
    amends
        .map(|line| line.replace("--reason ..", "--reason 'was forgotten'").replace("--approver ..", "--approver mara"))
        .collect()
}

#[test]
fn the_printed_command_makes_it_pass() {
    let scene = Scene::forgotten();
    let refused = scene.call(&format!("{POST_WORK} --format json"));
    let commands = printed(refused.status(1));
    assert_eq!(commands.len(), 1, "{commands:?}");
    let staged = scene.repo.git(["diff", "--cached", "--name-only"]);
    pasted(&scene, &commands[0]).status(0).says("A-1 lets `src/price.rs` in; committed alone as");
    assert_eq!(
        scene.last_commit("%s").lines().collect::<Vec<_>>(),
        [&format!("amend {ID}: A-1 lets `src/price.rs` in"), "", PACKET]
    );
    let left = scene.repo.git(["diff", "--cached", "--name-only"]);
    assert_eq!(left.replace(&format!("{PACKET}\n"), ""), staged.replace(&format!("{PACKET}\n"), ""));
    scene.call(POST_WORK).status(0).says("by amendment A-1");
    scene.repo.commit("the work");
    scene.call(POST_WORK).status(0).says("by amendment A-1");
}

#[test]
fn several_paths_are_one_command_however_they_are_spelled() {
    let odd = ["lib/a b's.rs", "-x.rs", "lib/$(touch PWNED).rs", "lib/[id].tsx"];
    let scene = Scene::worked();
    for path in odd {
        scene.write(path, "a\n");
    }
    scene.git("add --all");
    let commands = printed(scene.call(&format!("{POST_WORK} --format json")).status(1));
    assert_eq!(commands.len(), odd.len(), "{commands:?}");
    for command in &commands {
        pasted(&scene, command).status(0);
    }
    assert!(!scene.repo.path("PWNED").exists());
    let report = told(&scene.call(&format!("{POST_WORK} --format json")).json());
    assert!(!report.contains("TP301") && !report.contains("TP303"), "{report}");
    let plain = Scene::worked();
    plain.write("lib/a.rs", "a\n").write("lib/b.rs", "b\n").git("add --all");
    let shown = plain.call(POST_WORK);
    let line = shown.stdout.lines().find(|line| line.contains("taskpacket amend")).unwrap_or_default();
    assert!(line.contains("--add lib/a.rs lib/b.rs --reason"), "{}", shown.shown());
    let line = line[line.find("taskpacket").unwrap()..]
        .replace("--reason ..", "--reason x")
        .replace("--approver ..", "--approver mara");
    pasted(&plain, &line).status(0).says("A-1 lets `lib/a.rs`, `lib/b.rs` in");
    assert!(plain.read(PACKET).contains("PATHS: lib/a.rs, lib/b.rs | REASON: x | APPROVER: mara | DATE: "));
}

#[test]
fn it_is_the_smallest_edit() {
    let scene = Scene::frozen();
    let before = scene.read(PACKET).replace('\n', "\r\n");
    scene.write(PACKET, &before).git("add --all").repo.commit("line ends of another system");
    let mut command = scene.repo.command(PROGRAM);
    command.args(["amend", ID, "--add", FORGOTTEN, "--reason", "why", "--approver", "mara"]);
    Run::of({
        command.env("SOURCE_DATE_EPOCH", "1768224600");
        command
    })
    .status(0)
    .says("commit it alone, ahead of the code:  git commit --only -m");
    let record = "- WAIVER_ID: A-1 | STATUS: ACTIVE | COVERS: contract_unchanged | SECTIONS: SCOPE | \
                  PATHS: src/price.rs | REASON: why | APPROVER: mara | DATE: 2026-01-12\r\n";
    let expected = before
        .replace(
            "  - docs/task_packets/WP-1-Parcel-Weight-v2.md\r\n",
            "  - docs/task_packets/WP-1-Parcel-Weight-v2.md\r\n  - src/price.rs\r\n",
        )
        .replace("- NONE\r\n", record);
    assert_eq!(scene.read(PACKET), expected);
    // The same again is the same; another approver is another word in the same record.
    scene.amend(&[FORGOTTEN], &[]).status(0);
    assert_eq!(scene.read(PACKET).matches("A-1").count(), 1);
    scene.amend(&[FORGOTTEN], &["--commit"]).status(0).says("committed alone");
    let after = scene.read(PACKET);
    scene.amend(&[FORGOTTEN], &["--commit"]).status(0).says("`src/price.rs` is allowed already: nothing to amend");
    assert_eq!(scene.read(PACKET), after);
    scene.amend(&["lib/"], &["--commit"]).status(0).says("A-2 lets `lib/` in");
    assert_eq!(scene.repo.git(["status", "--porcelain"]), "");
}

#[test]
fn what_is_allowed_already_changes_nothing() {
    let scene = Scene::frozen();
    let before = scene.read(PACKET);
    let head = scene.repo.id("HEAD");
    for path in
        [CODE, "./src/parcel.rs", "src/store/new.rs", "src/store", "src/store/", "tests/*.rs", "tests/new.rs", PACKET]
    {
        scene.amend(&[path], &["--commit"]).status(0).says("is allowed already: nothing to amend");
    }
    assert_eq!((scene.read(PACKET), scene.repo.id("HEAD")), (before, head));
}

#[test]
fn folders_patterns_and_files_to_come_are_let_in() {
    for path in ["lib", "lib/", "lib/**", "lib/{a,b}.rs", "lib/new.rs", "docs/task_packets/WP-9-Other.md"] {
        let scene = Scene::frozen();
        scene.write("lib/a.rs", "a\n").git("add --all").repo.commit("on another day");
        scene.amend(&[path], &["--commit"]).status(0).says("A-1 lets");
        let written = if path == "lib" { "lib/" } else { path };
        assert!(scene.read(PACKET).contains(&format!("\n  - {written}\n")), "{path}\n{}", scene.read(PACKET));
        let report = told(&scene.call(&format!("{POST_WORK} --format json")).json());
        assert!(!report.contains("error TP303"), "{path}: {report}");
    }
}

#[test]
fn what_is_no_path_for_a_scope_is_bad_usage() {
    let scene = Scene::frozen();
    let before = scene.read(PACKET);
    let long = "a\u{202e}b";
    for path in ["../x", "a/../../x", "/etc/passwd", "", ".", "a//b", "a\nb", long, ".git/config", "src/a; b, c"] {
        scene.amend(&[path], &[]).status(2).complains("is no path for a scope");
    }
    for (option, text) in [
        ("--reason", ".."),
        ("--reason", "a\nb"),
        ("--approver", ""),
        ("--approver", "<name>"),
        ("--approver", "a | b"),
    ] {
        let other = if option == "--reason" { "--approver" } else { "--reason" };
        scene.call_with(&["amend", ID, "--add", "x", option, text, other, "fine"]).status(2).complains(option);
    }
    let mut within = scene.repo.command(PROGRAM);
    within.current_dir(scene.repo.path("src")).args([
        "amend",
        ID,
        "--add",
        "price.rs",
        "--reason",
        "r",
        "--approver",
        "m",
    ]);
    Run::of(within).status(2).complains("--add src/price.rs");
    assert_eq!(scene.read(PACKET), before);
}

#[test]
fn what_out_of_scope_names_is_refused() {
    let scene = Scene::frozen();
    let before = scene.read(PACKET);
    for path in ["src/store/frozen.rs", "src/store/frozen.rs/x"] {
        scene
            .amend(&[path, FORGOTTEN], &["--commit"])
            .status(1)
            .says("TP722")
            .says("OUT_OF_SCOPE")
            .says("nothing was written");
    }
    assert_eq!(scene.read(PACKET), before);
    scene.edit("src/store/frozen.rs", "\n", "\n\n").git("add --all");
    let run = scene.call(POST_WORK);
    assert!(run.status(1).says("OUT_OF_SCOPE").stdout.matches("taskpacket amend").count() == 0, "{}", run.shown());
}

#[test]
fn a_late_one_is_called_late_and_counts() {
    let scene = Scene::forgotten();
    scene.repo.commit("with a file that nobody allowed");
    scene.call(POST_WORK).status(1).says("TP301");
    scene.amend(&[FORGOTTEN], &["--commit"]).status(0).says("late").says("TP726");
    let report = told(&scene.call(&format!("{POST_WORK} --format json")).status(0).json());
    assert!(report.contains("late"), "{report}");
    let own = Scene::forgotten();
    own.repo.commit("with a file that nobody allowed");
    let words = ["amend", ID, "--add", FORGOTTEN, "--reason", "mine", "--approver", "Ada Coder", "--commit"];
    own.call_with(&words).status(1).says("TP722").says("wrote that code");
    assert!(!own.read(PACKET).contains("A-1"));
}

#[test]
fn the_coder_approves_nothing_unseen() {
    for name in ["a coding agent", "Ada Coder", "ada@example.org"] {
        let scene = Scene::forgotten();
        let words = ["amend", ID, "--add", FORGOTTEN, "--reason", "mine", "--approver", name];
        scene.call_with(&words).status(0).says("TP725");
    }
    let other = Scene::frozen();
    other.amend(&[FORGOTTEN], &[]).status(0);
    assert!(!other.amend(&["lib/"], &[]).stdout.contains("TP725"));
}

#[test]
fn where_approvers_are_named_nobody_else_approves() {
    let scene = Scene::drafted();
    scene.write("taskpacket.yaml", "amend:\n  approvers: [mara]\n").freeze();
    let by = |name: &str| {
        scene.call_with(&["amend", ID, "--add", FORGOTTEN, "--reason", "r", "--approver", name, "--commit"])
    };
    by("zoe").status(1).says("TP722").says("have it approved by one of mara");
    assert!(!scene.read(PACKET).contains("A-1"));
    by("mara").status(0).says("committed alone");
    // Ada has changed code: what she commits is hers, whoever approved it.
    scene.edit(CODE, BEFORE, AFTER);
    let words = ["amend", ID, "--add", "lib/", "--reason", "r", "--approver", "mara", "--commit"];
    scene.call_with(&words).status(1).says("would be committed by `Ada Coder");
}

#[test]
fn what_else_was_edited_does_not_come_along() {
    let scene = Scene::frozen();
    scene.packet("- RISK_TIER: HIGH", "- RISK_TIER: LOW");
    let before = scene.read(PACKET);
    scene.amend(&[FORGOTTEN], &["--commit"]).status(1).says("TP724").says("`RISK_TIER` says something else");
    assert_eq!(scene.read(PACKET), before);
    // What the coder may write comes along, and so does the scope that was edited by hand for this very amendment.
    let own = Scene::frozen();
    own.packet("- (Coder fills after implementation.)", "- tidy")
        .packet("  - src/store/\n", "  - src/store/\n  - src/price.rs\n");
    let commands = printed(&own.edit(FORGOTTEN, "\n", "\n\n").call(&format!("{POST_WORK} --format json")));
    pasted(&own, commands.last().unwrap()).status(0).says("committed alone");
    assert_eq!(own.read(PACKET).matches("  - src/price.rs\n").count(), 1);
}

#[test]
fn a_contract_that_nobody_froze_wants_no_record() {
    let scene = Scene::drafted();
    scene.amend(&[FORGOTTEN], &[]).status(0).says("`src/price.rs` in");
    assert!(scene.read(PACKET).contains("  - src/price.rs\n") && !scene.read(PACKET).contains("A-1"));
}
