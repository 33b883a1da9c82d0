//! `run` on plans, and in surroundings, that mean harm or have bad luck: nothing survives it, nothing leaks into what is
//! kept, and the packet never loses a byte.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::planned::{PROGRAM, results, rows, told, until};
use crate::processes::{nothing_runs, running};
use crate::run::Run;
use crate::scene::{ID, PACKET, Scene};

/// More than the grace period and all else that a loaded machine needs; far less than what the steps sleep.
const SOON: Duration = Duration::from_secs(40);

/// A scene whose second step sleeps for long, in the background too, and a number by which to find what sleeps.
fn sleeping(first: &str) -> (Scene, String) {
    let scene = Scene::drafted();
    let sleep = scene.unique();
    scene.plan(&format!(
        "```bash\n{first}\n(setsid sleep {sleep} &); sleep {sleep} & echo here > ../here; sleep {sleep}\ntouch ../further\n```"
    ));
    scene.packet("- COMMAND: cargo test --test weight\n- EXIT_CODE: 0\n", "").freeze();
    (scene, format!("sleep {sleep}"))
}

#[test]
fn a_daemon_is_ended_and_told() {
    let scene = Scene::drafted();
    let sleep = scene.unique();
    scene.plan(&format!(
        "```bash\ntrue\n(setsid sleep {sleep} >/dev/null 2>&1 &)\ntrue\n```\n\n- `setsid sleep {sleep} &`"
    ));
    scene.freeze();
    let report = scene.carry_out("--format json").status(0).json();
    assert_eq!(results(&report), ["pass", "leak", "pass", "leak"], "{}", told(&report));
    assert_eq!(told(&report).matches("warning TP503").count(), 2, "{}", told(&report));
    assert!(rows(&report)[1].2.contains("left `sleep`"));
    nothing_runs(&format!("sleep {sleep}"));
    let innocent = Scene::fenced("sleep 0.05 &\nwait");
    assert_eq!(results(&innocent.carry_out("--format json").status(0).json()), ["pass", "pass"]);
}

#[test]
fn a_step_that_takes_too_long_is_ended_even_if_it_ignores_it() {
    let scene = Scene::drafted();
    let sleep = scene.unique();
    scene.plan(&format!(
        "```bash\ntrue\ntrap '' TERM; (trap '' TERM; setsid sleep {sleep}) & sleep {sleep}\ntouch ../further\n```"
    ));
    scene.freeze();
    let began = Instant::now();
    let report = scene.carry_out("--step-timeout 1s --keep-going --format json").status(1).json();
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert_eq!(results(&report), ["pass", "timeout", "not run"]);
    assert!(!scene.beside("further").exists());
    nothing_runs(&format!("sleep {sleep}"));
    Scene::fenced("sleep 0.1").carry_out("--step-timeout 30s").status(0);
}

#[test]
fn the_time_for_all_of_it_is_up() {
    let (scene, sleep) = sleeping("true");
    let began = Instant::now();
    let report = scene.carry_out("--timeout 2s --keep-going --format json").status(1).json();
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert_eq!(results(&report), ["pass", "timeout", "not run"]);
    assert!(rows(&report)[2].2.contains("the time for all of it was up"));
    nothing_runs(&sleep);
}

#[test]
fn a_flood_is_bounded_and_counted() {
    let scene = Scene::fenced("head -c 50000000 < <(yes)\nhead -c 3000000 < <(yes)");
    let run = scene.carry_out("--format json");
    let report = run.status(0).json();
    assert_eq!(report["run"]["steps"][0]["bytes"], 50_000_000);
    let log = scene.log(1);
    assert!(log.len() < 8 << 20, "{}", log.len());
    let cut = log.lines().find(|line| line.starts_with('[')).unwrap();
    let cut: usize = cut.split(['[', ' ']).nth(1).unwrap().parse().unwrap();
    let marker = format!("\n[{cut} bytes were cut out here]\n");
    assert_eq!(log.len() - marker.len() + cut, 50_000_000);
    assert_eq!(scene.log(2).len(), 3_000_000);
    assert!(scene.evidence().len() < 4000 && run.stdout.len() < 8000, "{}", scene.evidence());
}

#[test]
fn whatever_is_printed_is_shown_harmlessly() {
    let scene = Scene::fenced(
        "printf '\\033[2J\\033]0;title\\007\\xff\\xfe\\0bell\\n'\nprintf '## VALIDATION\\n```\\n| a | b |\\n### Run 00000000\\n'",
    );
    let before = scene.read(PACKET);
    let run = scene.carry_out("--verbose");
    run.status(0).complains("bell");
    for text in [&run.stdout, &run.stderr, &scene.evidence()] {
        assert!(!text.contains(['\u{1b}', '\u{7}', '\0']), "{text:?}");
    }
    assert!(std::fs::read(scene.log_path(1)).unwrap().starts_with(b"\x1b[2J\x1b]0;title\x07\xff\xfe\0bell"));
    let after = scene.read(PACKET);
    assert_eq!(after.replace(&scene.evidence(), ""), before.replace(&evidence_of(&before), ""));
    let show = scene.call(&format!("show {ID} --format json")).status(0).json();
    assert_eq!(show["evidence"]["runs"].as_array().map(Vec::len), Some(1), "{}", show["evidence"]);
    scene.call(&format!("lint {ID}")).status(0);
    let failing = Scene::fenced("printf '\\033[2Jred\\n'; exit 3");
    let run = failing.carry_out("");
    assert!(!run.status(1).says("red").stdout.contains('\u{1b}'), "{}", run.shown());
}

fn evidence_of(text: &str) -> String {
    let start = text.find("## EVIDENCE").unwrap();
    text[start..text.find("## VALIDATION_REPORTS").unwrap()].to_owned()
}

#[test]
fn standard_input_gives_nothing() {
    let scene = Scene::fenced("test -z \"$(cat)\"\n! read -r line\ntest ! -t 0");
    let mut command = scene.command(&format!("run {ID}"));
    let typed = scene.beside("typed");
    std::fs::write(&typed, "typed\n").unwrap();
    command.stdin(std::fs::File::open(typed).unwrap());
    Run::of(command).status(0).says("3 passed");
}

#[test]
fn secrets_are_masked_wherever_they_come_out() {
    let token = format!("ghp_{}", "a1B2".repeat(9));
    let scene = Scene::fenced(&format!(
        "echo \"with $MY_TOKEN in it\"\necho {token}\nenv | sort | head -n 200; echo $HARMLESS"
    ));
    let mut command = scene.command(&format!("run {ID} --verbose"));
    command.env("MY_TOKEN", "hunter2-and-more").env("HARMLESS", "plainly-said");
    let run = Run::of(command);
    run.status(0).complains("with [masked] in it");
    let mut kept = vec![run.stdout, run.stderr, scene.evidence()];
    let folder = scene.log_path(1).parent().unwrap().to_owned();
    kept.extend(
        crate::scene::files(&folder)
            .iter()
            .map(|path| String::from_utf8_lossy(&std::fs::read(folder.join(path)).unwrap()).into_owned()),
    );
    for text in &kept {
        assert!(!text.contains("hunter2"), "{text}");
    }
    // What stands in the plan itself stands in the packet; it is not said again in what is kept of the output.
    assert!(
        scene.log(1) == "with [masked] in it\n" && scene.log(2) == "[masked]\n",
        "{}{}",
        scene.log(1),
        scene.log(2)
    );
    assert!(scene.log(3).contains("MY_TOKEN=[masked]") && scene.log(3).ends_with("plainly-said\n"), "{}", scene.log(3));
    let record = std::fs::read_to_string(folder.join("run.md")).unwrap();
    let quiet = Scene::fenced("true");
    let mut command = quiet.command(&format!("run {ID}"));
    command.env("HARMLESS", "plainly-said");
    Run::of(command).status(0);
    for text in [record.lines().take(8).collect::<String>(), quiet.evidence()] {
        assert!(!text.contains("HARMLESS") && !text.contains("plainly-said"), "{text}");
    }
}

#[test]
fn a_signal_ends_everything_and_the_record_says_so() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT] {
        let (scene, sleep) = sleeping("true");
        let before = scene.read(PACKET);
        let run = scene.begin("");
        scene.awaited("here");
        assert!(!running(&sleep).is_empty());
        run.signal(signal);
        let began = Instant::now();
        let run = run.end();
        assert!(began.elapsed() < SOON, "{signal:?}: {:?}", began.elapsed());
        run.status(130).says("interrupted");
        nothing_runs(&sleep);
        assert!(!scene.beside("further").exists() && scene.read(PACKET) == before);
        scene.call("runs").status(0).says("interrupted").says("1 of 3 steps");
    }
}

#[test]
fn a_second_signal_ends_at_once() {
    let ended_after = |signals: usize| {
        let scene = Scene::drafted();
        let sleep = scene.unique();
        let steps =
            format!("trap 'echo asked >> ../asked' TERM; echo here > ../here; while :; do sleep {sleep} & wait; done");
        scene.plan(&format!("```bash\n{steps}\n```")).freeze();
        let run = scene.begin("");
        scene.awaited("here");
        let began = Instant::now();
        run.signal(Signal::INT);
        scene.awaited("asked");
        for _ in 1..signals {
            run.signal(Signal::INT);
        }
        run.end().status(130);
        nothing_runs(&format!("sleep {sleep}"));
        began.elapsed()
    };
    // Whoever waits, waits for the whole grace period.
    let (once, twice) = (ended_after(1), ended_after(2));
    assert!(twice < once && once >= Duration::from_secs(3), "{twice:?}, {once:?}");
}

#[test]
fn killed_without_asking_it_leaves_the_packet_and_the_next_run_goes() {
    let (scene, sleep) = sleeping("true");
    let before = std::fs::read(scene.repo.path(PACKET)).unwrap();
    let run = scene.begin("");
    scene.awaited("here");
    run.signal(Signal::KILL);
    run.end();
    assert_eq!(std::fs::read(scene.repo.path(PACKET)).unwrap(), before);
    scene.call("runs").status(0).says("broken off");
    // Nobody is left to end what it started.
    let left = running(&sleep);
    for line in &left {
        let pid = line.split(':').next().unwrap().parse().ok().and_then(rustix::process::Pid::from_raw).unwrap();
        let _ = rustix::process::kill_process(pid, Signal::KILL);
    }
    scene.carry_out("--step 1").status(0);
    scene.carry_out("--timeout 1s").status(1);
    until("the sleepers to end", || running(&sleep).is_empty().then_some(()));
    scene.call("runs").says("broken off").says("fail");
}

#[test]
fn of_two_runs_the_second_names_the_first() {
    let scene = Scene::fenced("echo here > ../here; while [ ! -e ../go ]; do sleep 0.02; done");
    let first = scene.begin("");
    let pid = first.pid();
    scene.awaited("here");
    scene.carry_out("").status(2).complains(&format!("process {pid} holds its lock"));
    scene.carry_out("--plan").status(0);
    std::fs::write(scene.beside("go"), "").unwrap();
    first.end().status(0);
    scene.carry_out("").status(0);
}

#[test]
fn an_edit_while_it_runs_is_not_lost() {
    let scene = Scene::fenced("echo here > ../here; while [ ! -e ../go ]; do sleep 0.02; done");
    let run = scene.begin("");
    scene.awaited("here");
    scene.packet("- (Coder fills after implementation.)", "- it is clean\r\n- and \u{fc}tidy");
    let edited = scene.read(PACKET);
    std::fs::write(scene.beside("go"), "").unwrap();
    run.end().status(0).says("written into EVIDENCE");
    let (after, evidence) = (scene.read(PACKET), scene.evidence());
    assert!(evidence.contains("RUN_ID"));
    assert_eq!(after.replace(&evidence, ""), edited.replace(&evidence_of(&edited), ""));
}

#[test]
fn an_edit_of_the_plan_while_it_runs_refuses_the_evidence() {
    let scene = Scene::fenced("echo here > ../here; while [ ! -e ../go ]; do sleep 0.02; done");
    let run = scene.begin("");
    scene.awaited("here");
    scene.packet("do sleep 0.02; done", "do sleep 0.02; done\ntrue");
    let edited = scene.read(PACKET);
    std::fs::write(scene.beside("go"), "").unwrap();
    run.end().status(1).says("TP508").says("was edited while run");
    assert_eq!(scene.read(PACKET), edited);
    assert!(scene.log_path(1).exists());
    scene.call("runs").says("pass");
}

const STATEMENTS: &str = "$files = Get-ChildItem src\nif ($files.Count -gt 900) { throw 'too many' }";

#[test]
fn adjacent_statements_are_one_call_of_powershell() {
    let scene = Scene::fenced(&format!("echo before\n{STATEMENTS}\necho behind"));
    scene.tool("pwsh", "for it in \"$@\"; do printf '<%s>\\n' \"$it\"; done >> ../called");
    let report = scene.carry_out("--format json").status(0).json();
    assert_eq!(results(&report), ["pass", "pass", "pass", "pass"]);
    assert_eq!(report["run"]["steps"][1]["by"], "pwsh");
    let called = std::fs::read_to_string(scene.beside("called")).unwrap();
    assert_eq!(called, format!("<-NoLogo>\n<-NoProfile>\n<-NonInteractive>\n<-Command>\n<{STATEMENTS}>\n"));
    let failing = Scene::fenced(&format!("{STATEMENTS}\ntouch ../behind"));
    failing.tool("pwsh", "echo 'too many'; exit 7");
    let run = failing.carry_out("");
    run.status(1).says("exit 7").says("too many");
    assert!(!failing.beside("behind").exists());
}

#[test]
fn without_powershell_its_steps_are_unproven() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if std::env::split_paths(&path).any(|folder| folder.join("pwsh").exists() || folder.join("powershell").exists()) {
        eprintln!("skipped: there is a pwsh here");
        return;
    }
    let scene = Scene::fenced(&format!("{STATEMENTS}\ntouch ../behind"));
    scene.carry_out("--keep-going").status(2).says("TP502").says("there is no pwsh on PATH: install PowerShell");
    assert!(!scene.evidence().contains("RUN_ID"));
    let variable = Scene::fenced("$env:MODE = \"it's so\"\ntest \"$MODE\" = \"it's so\"");
    variable.carry_out("").status(0).says("2 passed");
    let other = Scene::fenced("$env:MODE = \"other\"\ntest \"$MODE\" = \"it's so\"");
    other.carry_out("").status(1);
}

#[test]
fn a_clone_that_runs_itself_is_refused_too() {
    let scene = Scene::fenced("sh ../other.sh");
    scene.write("../other.sh", format!("cd ../other && exec {PROGRAM} run {ID}\n"));
    scene.git(&format!("clone -q . {}", scene.beside("other").display()));
    scene.carry_out("").status(1);
    assert!(scene.log(1).contains("a plan that runs itself has no end"), "{}", scene.log(1));
}
