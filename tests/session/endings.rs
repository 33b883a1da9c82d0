//! What ends a step, or the shell with it; and that nothing survives.

use std::time::{Duration, Instant};

use taskpacket::world::session::Ended;

use crate::processes::nothing_runs;
use crate::rig::Rig;

#[test]
fn exit_exec_and_set_e_end_the_shell_with_their_status() {
    for (text, status) in
        [("exit 3", 3), ("exec false", 1), ("set -e; false; echo on", 1), ("exec true", 0), ("exit", 0)]
    {
        let mut rig = Rig::new();
        rig.says("echo before", 0, "before\n");
        let came = rig.step(text);
        assert_eq!((came.ended, came.wrote.as_str()), (Ended::Shell(Some(status)), ""), "{text}");
        assert_eq!(rig.close().0, []);
    }
}

#[test]
fn set_e_lets_what_succeeds_go_on() {
    let mut rig = Rig::new();
    rig.says("set -eu", 0, "");
    rig.says("if false; then echo no; fi", 0, "");
    rig.says("set -x", 0, "");
    assert!(rig.step("echo a").wrote.contains("a\n"));
}

#[test]
fn an_exit_trap_is_heard_at_the_end() {
    let mut rig = Rig::new();
    rig.says("trap 'echo bye' EXIT", 0, "");
    assert_eq!(rig.close(), (Vec::new(), "bye\n".to_owned()));
}

#[test]
fn a_signal_ends_the_shell() {
    let mut rig = Rig::new();
    assert_eq!(rig.step("kill -KILL $$").ended, Ended::Shell(None));
}

#[test]
fn time_runs_out_and_nothing_survives() {
    let mut rig = Rig::new();
    let sleep = rig.unique();
    let began = Instant::now();
    let text = format!("trap '' TERM; (trap '' TERM; setsid sleep {sleep}) & sleep {sleep}");
    let came = rig.within(Duration::from_millis(200), &text);
    assert_eq!(came.ended, Ended::TimedOut);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    nothing_runs(&format!("sleep {sleep}"));
    assert_eq!(rig.close().0, []);
}

#[test]
fn what_is_left_behind_is_told_with_its_step_and_ended() {
    let mut rig = Rig::new();
    let sleep = rig.unique();
    rig.says("true", 0, "");
    rig.says(&format!("sleep {sleep} &"), 0, "");
    rig.says(&format!("(setsid sleep {sleep} >/dev/null 2>&1 &)"), 0, "");
    rig.says("true", 0, "");
    let (left, _) = rig.close();
    let mut left: Vec<_> = left.into_iter().map(|(process, step)| (process.name, step)).collect();
    left.sort();
    assert_eq!(left, [("sleep".to_owned(), Some(2)), ("sleep".to_owned(), Some(3))]);
    nothing_runs(&format!("sleep {sleep}"));
}

#[test]
fn a_daemon_that_holds_the_pipe_open_is_not_waited_for() {
    let mut rig = Rig::new();
    let sleep = rig.unique();
    let began = Instant::now();
    rig.says(&format!("setsid sleep {sleep} & disown; echo on"), 0, "on\n");
    rig.says("echo further", 0, "further\n");
    assert_eq!(rig.step("exit 0").ended, Ended::Shell(Some(0)));
    let left = rig.close().0;
    assert_eq!(left.iter().map(|(_, step)| *step).collect::<Vec<_>>(), [Some(1)]);
    assert!(began.elapsed() < Duration::from_secs(10));
    nothing_runs(&format!("sleep {sleep}"));
}

#[test]
fn a_session_that_is_dropped_leaves_nothing() {
    let mut rig = Rig::new();
    let sleep = rig.unique();
    rig.says(&format!("setsid sleep {sleep} &"), 0, "");
    drop(rig);
    nothing_runs(&format!("sleep {sleep}"));
}

#[test]
fn a_job_that_is_done_in_time_is_not_left_behind() {
    let mut rig = Rig::new();
    rig.says("sleep 0.05 &", 0, "");
    rig.says("wait; echo done", 0, "done\n");
    assert_eq!(rig.close().0, []);
}
