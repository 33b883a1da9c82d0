//! `run` on plans of every kind: what carries over, what each step comes to, what is left out, and what is kept of it.

use crate::planned::{PROGRAM, results, rows, told};
use crate::run::{Run, roots};
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

#[test]
fn a_fence_is_one_session_and_a_bullet_one_of_its_own() {
    let scene = Scene::planned(
        "```bash\nmkdir -p ../work && cd ../work\nname=carried\nexport SEEN=too\ngreet() {\n  echo \"hello $1\"\n}\n\
         test \"$(basename \"$PWD\")\" = work\ntest \"$name$(printenv SEEN)\" = carriedtoo\n\
         greet you | grep -x 'hello you'\n```\n\n- `test -z \"$name$SEEN\" && test \"$(basename \"$PWD\")\" = repo`\n\n\
         ```bash\ntest -z \"$name\" && ! greet you\n```",
    );
    let report = scene.carry_out("--format json").status(0).json();
    let commands = [
        "mkdir",
        "name=",
        "export",
        "greet() {",
        "test \"$(b",
        "test \"$name",
        "greet you |",
        "- `test",
        "test -z \"$name\" &&",
    ];
    let expected: Vec<(u64, String)> = commands
        .iter()
        .map(|command| (scene.line_of(PACKET, &format!("\n{command}")) + 1, "pass".to_owned()))
        .collect();
    let got: Vec<(u64, String)> = rows(&report).into_iter().map(|(line, result, _)| (line, result)).collect();
    assert_eq!(got, expected);
    let apart = Scene::planned("```bash\nname=carried\n```\n\n```bash\ntest -n \"$name\"\n```");
    let report = apart.carry_out("--format json").status(1).json();
    assert_eq!(results(&report), ["pass", "fail"]);
}

#[test]
fn a_step_ends_as_it_declares() {
    let cases = [
        ("grep -rn 'no such word' src  # expect: no hits", "pass"),
        ("grep -rn 'fn accept' src  # expect: no hits", "fail"),
        ("grep -rn 'fn accept' src  # expect: hits", "pass"),
        ("grep -rn 'no such word' src  # expect: hits", "fail"),
        ("sh -c 'exit 3'  # expect-exit: 3", "pass"),
        ("true  # expect-exit: 3", "fail"),
        ("# Negative check (expected FAIL: unsigned)\nfalse", "pass"),
        ("# Negative check (expected FAIL: unsigned)\ntrue", "fail"),
        ("grep -rn 'no such word' src", "pass"),
        ("grep -rn 'fn accept' src", "pass"),
        ("grep -rn 'fn accept' no_such_folder", "fail"),
        ("false | cat", "fail"),
        ("sh -c 'kill -SEGV $$'", "signal"),
        ("no_such_command_here", "fail"),
    ];
    let steps: Vec<&str> = cases.iter().map(|(step, _)| *step).collect();
    let scene = Scene::fenced(&steps.join("\n\n"));
    let report = scene.carry_out("--keep-going --format json").status(1).json();
    let expected: Vec<&str> = cases.iter().map(|(_, result)| *result).collect();
    assert_eq!(results(&report), expected, "{}", told(&report));
    let exits: Vec<i64> =
        report["run"]["steps"].as_array().unwrap().iter().filter_map(|it| it["exit"].as_i64()).collect();
    assert!(exits.ends_with(&[1, 139, 127]), "{exits:?}");
    let undeclared: Vec<String> = roots(&report, "warning").into_iter().map(|told| told.place).collect();
    let at = scene.line_of(PACKET, "grep -rn 'no such word' src\n");
    assert_eq!(undeclared, [format!("{PACKET}:{at}")]);
    assert!(told(&report).contains("warning TP504: step 9 found nothing"), "{}", told(&report));
}

#[test]
fn the_first_failure_ends_it_unless_it_is_told_to_go_on() {
    let scene = Scene::fenced("echo one\n(echo broken; exit 4)\necho three > ../three");
    let run = scene.carry_out("");
    run.status(1)
        .says("not run")
        .says("after step 2")
        .says("exit 4")
        .says("  broken")
        .says("1 passed, 1 failed, 1 not run");
    assert!(!scene.beside("three").exists() && !scene.evidence().contains("RUN_ID"));
    scene.carry_out("--keep-going").status(1).says("2 passed, 1 failed");
    assert!(scene.beside("three").exists());
}

#[test]
fn a_condition_is_evaluated() {
    let plan = "# If any non-doc files changed:\ntouch ../touched\n\ntrue";
    let scene = Scene::fenced(plan);
    let report = scene.carry_out("--format json").status(0).json();
    assert_eq!(results(&report), ["skipped", "pass"]);
    assert!(rows(&report)[0].2.contains("nothing but documentation changed"));
    scene.write("docs/NEW.md", "a page\n").git("add docs/NEW.md");
    assert_eq!(results(&scene.carry_out("--format json").json()), ["skipped", "pass"]);
    assert!(!scene.beside("touched").exists());
    scene.edit(CODE, BEFORE, AFTER);
    assert_eq!(results(&scene.carry_out("--format json").status(0).json()), ["pass", "pass"]);
    assert!(scene.beside("touched").exists());
}

#[test]
fn a_syntax_error_fails_in_its_own_line() {
    let scene = Scene::fenced("echo one\n\nif then\n\necho three");
    let run = scene.carry_out("");
    let line = scene.line_of(PACKET, "if then");
    run.status(1).says(&format!("line {line}: syntax error")).says("TP501");
    let report = scene.carry_out("--format json").status(1).json();
    assert!(results(&report).contains(&"fail".to_owned()), "{}", told(&report));
    assert!(!scene.evidence().contains("RUN_ID"));
}

#[test]
fn what_ends_the_shell_leaves_the_rest_unproven() {
    for end in ["exit 0", "exec true"] {
        let scene = Scene::fenced(&format!("echo one\n{end}\ntouch ../three"));
        let report = scene.carry_out("--format json").status(2).json();
        assert_eq!(results(&report), ["pass", "pass", "not run"], "{end}");
        assert_eq!(report["outcome"], "no-verdict");
        assert!(!scene.beside("three").exists() && !scene.evidence().contains("RUN_ID"), "{end}");
        scene.call("runs").status(0).says("unproven").says("2 of 3 steps");
    }
    let last = Scene::fenced("echo one\nexit 0");
    last.carry_out("").status(0).says("written into EVIDENCE");
    let failing = Scene::fenced("echo one\nset -e\nfalse\necho four");
    let report = failing.carry_out("--keep-going --format json").status(1).json();
    assert_eq!(results(&report), ["pass", "pass", "fail", "not run"]);
}

#[test]
fn the_plan_alone_runs_nothing() {
    let scene = Scene::fenced("touch ../touched\n# If any non-doc files changed:\ntouch ../touched");
    let before = scene.read(PACKET);
    let at = scene.line_of(PACKET, "touch ../touched").to_string();
    scene
        .carry_out("--plan")
        .status(0)
        .says(&at)
        .says("bash")
        .says("nothing was run")
        .says("any non-doc files changed");
    assert!(!scene.beside("touched").exists() && scene.read(PACKET) == before);
    assert!(!scene.repo.path(".git/taskpacket/runs").exists());
    scene.call("runs").status(0).says("no run is kept here");
    scene.carry_out("").status(0);
    assert!(scene.beside("touched").exists());
}

#[test]
fn one_step_alone_is_not_kept() {
    let scene = Scene::fenced("touch ../one\ntouch ../two; echo 'it says so'");
    let before = scene.read(PACKET);
    scene.carry_out("--step 2").status(0).says("it says so").says("not kept");
    assert!(!scene.beside("one").exists() && scene.beside("two").exists());
    assert_eq!(scene.read(PACKET), before);
    scene.call("runs").says("no run is kept here");
    for unknown in ["3", "0"] {
        scene.carry_out(&format!("--step {unknown}")).status(2).complains(&format!("TEST_PLAN has no step {unknown}"));
    }
}

#[test]
fn without_a_record_the_packet_stays_and_the_log_is_kept() {
    let scene = Scene::fenced("echo 'it says so'");
    let before = scene.read(PACKET);
    scene.carry_out("--no-record").status(0).says("kept in .git, not written to the packet");
    assert_eq!(scene.read(PACKET), before);
    let runs = scene.call("runs").status(0).says("pass").says("1 of 1 steps").stdout.clone();
    let id = runs.split_whitespace().next().unwrap();
    scene.call(&format!("runs show {id}")).status(0).says("echo 'it says so'");
    scene.call(&format!("runs show {id} --step 1")).status(0).says("it says so\n");
    scene.call(&format!("runs show {id} --step 2")).status(2).complains("no log of a step 2");
    scene.call("runs show ffffffff").status(2).complains("no run here has the id");
    scene.carry_out("").status(0).says("written into EVIDENCE");
    assert_ne!(scene.read(PACKET), before);
}

#[test]
fn run_commands_of_bootstrap() {
    let scene = Scene::drafted();
    scene.packet("- RISK_MAP:", "- RUN_COMMANDS:\n  ```bash\n  touch ../bootstrapped\n  ```\n- RISK_MAP:");
    scene.plan("```bash\ntouch ../planned\n```").freeze();
    let before = scene.read(PACKET);
    scene.carry_out("--bootstrap --plan").status(0).says("touch ../bootstrapped");
    assert!(!scene.beside("bootstrapped").exists());
    scene.carry_out("--bootstrap").status(0).says("RUN_COMMANDS");
    assert!(scene.beside("bootstrapped").exists() && !scene.beside("planned").exists());
    assert_eq!(scene.read(PACKET), before);
    Scene::fenced("true").carry_out("--bootstrap").status(2).complains("RUN_COMMANDS");
}

#[test]
fn the_report_is_what_the_schema_says() {
    let schema = serde_json::from_str(include_str!("../../docs/schema/report.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let valid = |run: &Run| {
        let report = run.json();
        let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{}", run.shown());
        report
    };
    let scene = Scene::fenced("echo one\nfalse");
    let report = valid(scene.carry_out("--format json").status(1));
    let step = &report["run"]["steps"][1];
    assert_eq!(
        (&step["index"], &step["by"], &step["result"], &step["exit"]),
        (&2.into(), &"bash".into(), &"fail".into(), &1.into())
    );
    assert_eq!((&report["run"]["recorded"], &report["run"]["tails"][0]["step"]), (&false.into(), &2.into()));
    let report = valid(scene.carry_out("--plan --format json").status(0));
    assert!(report["run"]["id"].is_null() && report["run"]["steps"][0]["result"].is_null());
    let report = valid(&scene.call("runs --format json"));
    assert_eq!(report["runs"][0]["end"], "fail");
    scene.packet("echo one", "echo other");
    let report = valid(scene.carry_out("--format json").status(2));
    assert_eq!(report["findings"][0]["code"], "TP507");
    for format in ["junit", "github", "markdown", "sarif"] {
        scene.carry_out(&format!("--format {format}")).status(2).says("TP507");
    }
}

#[test]
fn gates_of_the_packet_itself_are_judged_in_process() {
    let scene = Scene::fenced(&format!("just pre-work {ID}\njust post-work {ID}"));
    scene.tool("just", "touch ../just-was-called; exit 9");
    let report = scene.work().carry_out("--format json").status(0).json();
    assert_eq!(results(&report), ["pass", "pass"]);
    assert!(rows(&report).iter().all(|(.., note)| note.contains("in-process")));
    assert!(!scene.beside("just-was-called").exists());
    let other = Scene::fenced("just post-work WP-1-Other");
    other.tool("just", "touch ../just-was-called; exit 9");
    other.carry_out("").status(1).says("exit 9");
    assert!(other.beside("just-was-called").exists());
    let undeclared = Scene::fenced(&format!("just post-work {ID}"));
    undeclared.edit(CODE, BEFORE, AFTER).git("add --all");
    undeclared.carry_out("").status(1).says("error[TP302]: `src/parcel.rs` has no manifest entry");
}

#[test]
fn a_plan_that_runs_itself_is_refused() {
    let scene = Scene::fenced(&format!("sh ../again.sh run {ID}"));
    scene.write("../again.sh", format!("exec {PROGRAM} \"$@\"\n"));
    let run = scene.carry_out("");
    run.status(1).says("a plan that runs itself has no end").says("exit 2");
    scene.call("runs").says("fail").says("0 of 1 steps");
    let shown = Scene::fenced(&format!("sh ../again.sh run {ID} --plan"));
    shown.write("../again.sh", format!("exec {PROGRAM} \"$@\"\n"));
    shown.carry_out("").status(0);
}

#[test]
fn a_gate_that_a_script_asks_leaves_the_evidence_to_the_run() {
    let scene = Scene::fenced(&format!("sh ../gate.sh post-work {ID}"));
    scene.write("../gate.sh", format!("exec {PROGRAM} \"$@\"\n")).work();
    let outside = scene.call(&format!("post-work {ID} --format json")).status(1).json();
    assert!(told(&outside).contains("no run of the plan is recorded"), "{}", told(&outside));
    scene.carry_out("").status(0).says("written into EVIDENCE");
    assert!(scene.log(1).contains("PASS"), "{}", scene.log(1));
    scene.git("add --all").call(&format!("post-work {ID}")).status(0);
}

#[test]
fn the_variable_set_by_hand_changes_nothing() {
    let scene = Scene::fenced("true");
    let before = scene.read(PACKET);
    scene.work();
    for claimed in ["0123456789abcdef", "", "x:y z"] {
        let mut command = scene.command(&format!("post-work {ID} --format json"));
        command.env("TASKPACKET_RUN", format!("{ID}:{claimed}"));
        let report = Run::of(command).status(1).json();
        assert!(told(&report).contains("no run of the plan is recorded"), "{}", told(&report));
    }
    let mut command = scene.command(&format!("run {ID}"));
    command.env("TASKPACKET_RUN", format!("{ID}:0123456789abcdef"));
    Run::of(command).status(0).says("written into EVIDENCE");
    assert_ne!(scene.read(PACKET), before);
}
