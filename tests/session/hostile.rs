//! Steps that nobody would write, or somebody would.

use std::time::Duration;

use taskpacket::world::session::Ended;

use crate::rig::Rig;

#[test]
fn a_folder_that_is_deleted_under_it() {
    let mut rig = Rig::new();
    rig.says("mkdir gone && cd gone && rmdir ../gone", 0, "");
    rig.says("echo on", 0, "on\n");
    rig.says("cd / && echo out", 0, "out\n");
}

#[test]
fn binary_and_escapes_come_through_as_they_are() {
    let mut rig = Rig::new();
    let came = rig.step("printf '\\xff\\x00\\033[2J'");
    assert_eq!(came, crate::rig::Came { ended: Ended::Status(0), wrote: "\u{fffd}\0\u{1b}[2J".to_owned() });
}

#[test]
fn a_million_lines_do_not_hold_it_up() {
    let mut rig = Rig::new();
    let came = rig.step("seq 1000000");
    assert_eq!(came.ended, Ended::Status(0));
    assert!(came.wrote.ends_with("999999\n1000000\n"));
    let came = rig.within(Duration::from_millis(300), "yes");
    assert_eq!(came.ended, Ended::TimedOut);
}

#[test]
fn a_flood_from_the_background_does_not_swallow_the_next_step() {
    let mut rig = Rig::new();
    assert_eq!(rig.step("yes & echo on").ended, Ended::Status(0));
    assert_eq!(rig.step("kill $!; wait").ended, Ended::Status(0));
    assert_eq!(rig.close().0, []);
}

#[test]
fn redirections_of_the_shell_itself_last() {
    let mut rig = Rig::new();
    rig.says("exec 3>kept; echo a >&3", 0, "");
    rig.says("echo b >&3; exec 3>&-; cat kept", 0, "a\nb\n");
    rig.says("exec >all; echo unseen", 0, "");
    rig.says("echo unseen too", 0, "");
    rig.says("exec >/dev/stderr; cat all", 0, "unseen\nunseen too\n");
}

#[test]
fn a_large_step_is_taken_whole() {
    let mut rig = Rig::new();
    let lines = "true\n".repeat(60_000);
    rig.says(&format!("{lines}echo end"), 0, "end\n");
}
