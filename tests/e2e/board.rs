//! `board`: printed, checked and written; what is right in it, and what stands around it, stays byte for byte.

use crate::run::Run;
use crate::scene::{ID, PACKET, Scene};

const BOARD: &str = "docs/TASK_BOARD.md";
const EARLIER: &str = "WP-1-Parcel-Weight";

fn on_main() -> Scene {
    let scene = Scene::frozen();
    scene.git("switch -q main");
    scene
}

fn check(scene: &Scene) -> Run {
    scene.call("board --check")
}

#[test]
fn the_packets_as_a_board() {
    let run = on_main().call("board");
    let expected = format!(
        "# Task Board\n\n<!-- taskpacket:board begin -->\n## Ready for Dev\n\n## In Progress\n- **[{ID}]** - [IN_PROGRESS]\n\n\
         ## Done\n\n## Blocked\n\n## Superseded (Archive)\n- **[{EARLIER}]** - [SUPERSEDED]\n<!-- taskpacket:board end -->\n"
    );
    assert_eq!(run.status(0).stdout, expected);
}

#[test]
fn a_board_of_the_usual_form_is_checked_and_put_right() {
    let item = format!("- **[{ID}]** - [IN_PROGRESS]\n");
    let cases = [
        (
            "lags",
            item.clone(),
            String::new(),
            format!("## Ready for Dev\n- **[{ID}]** - [READY_FOR_DEV] - ann asks\n"),
            "TP760",
        ),
        ("runs ahead", item.clone(), String::new(), format!("## Done\n- **[{ID}]** - [VALIDATED]\n"), "TP761"),
        ("contradicts itself", "[IN_PROGRESS]".into(), "[DONE]".into(), String::new(), "TP762"),
        ("shows it twice", item.clone(), item.clone(), format!("## Done\n- **[{ID}]** - [DONE]\n"), "TP763"),
        ("shows it nowhere", item.clone(), String::new(), String::new(), "TP765"),
    ];
    for (what, from, to, more, code) in cases {
        let scene = on_main();
        let mended = format!("{}\nFooter by hand.\n{more}", scene.read(BOARD));
        scene.edit(BOARD, &from, &to);
        scene.write(BOARD, format!("{}\nFooter by hand.\n{more}", scene.read(BOARD)));
        check(&scene).status(1).says(code).says("next: taskpacket board --write");
        scene.call("board --write").status(0).says("1 disagreement put right");
        check(&scene).status(0);
        let new = scene.read(BOARD);
        for line in mended.lines().filter(|line| !line.contains(ID)) {
            assert!(new.contains(line), "a board that {what} lost `{line}`:\n{new}");
        }
        assert_eq!(new.matches(ID).count(), 1, "{new}");
        assert_eq!(new.contains("ann asks"), more.contains("ann asks"), "what stands beside an item moves with it");
        scene.call("board --write").status(0).says("shows what the packets say already");
        assert_eq!(scene.read(BOARD), new);
    }
}

#[test]
fn an_item_without_a_packet_is_a_persons_where_the_board_is() {
    let scene = on_main();
    let line = "- **[WP-9-Idea]** - [READY_FOR_DEV]\n";
    scene.write(BOARD, format!("{}\n## Ready for Dev\n{line}", scene.read(BOARD)));
    check(&scene).status(1).says("TP764").says("taskpacket new WP-9-Idea");
    scene.call("board --write").status(1).says("TP764");
    assert!(scene.read(BOARD).contains(line));
    scene.edit(BOARD, "[READY_FOR_DEV]", "[STUB]");
    check(&scene).status(0);
}

#[test]
fn between_its_markers_the_board_is_the_tools() {
    let scene = on_main();
    scene.repo.remove(BOARD);
    check(&scene).status(0).says("there is no board");
    scene.call("board --write").status(0).says("created");
    let whole = scene.read(BOARD);
    scene.write(BOARD, format!("above\n\n{whole}\nbelow, without an end"));
    scene.edit(BOARD, "## Done\n", "## Done\n- **[WP-9-Gone]** - [DONE]\n");
    check(&scene).status(1).says("TP764");
    scene.call("board --write").status(0);
    assert_eq!(scene.read(BOARD), format!("above\n\n{whole}\nbelow, without an end"));
    check(&scene).status(0).says("2 items");
}

#[test]
fn a_board_lags_on_branches_by_nature() {
    let scene = Scene::frozen();
    scene.packet("**Status:** In Progress", "**Status:** Done");
    let run = check(&scene);
    run.status(0).says("1 note");
    scene.call("board --check -v").says("nothing here: the board of the default branch follows");
    scene.repo.commit("done");
    scene.git("switch -q main");
    // Seen from the default branch it is information as well.
    check(&scene).status(0).says("1 note");
    scene.git("merge -q feat/parcel");
    check(&scene).status(1).says("TP760");
    // A board that is ahead is an error on every branch.
    let ahead = Scene::frozen();
    ahead.packet("**Status:** In Progress", "**Status:** Ready for Dev");
    check(&ahead).status(1).says("TP761");
}

#[test]
fn what_cannot_be_written_is_left_as_it_is() {
    let scene = on_main();
    scene.edit(PACKET, "**Status:** In Progress", "**Status:** Done");
    let text = scene.read(BOARD).replace('\n', "\r\n");
    scene.write(BOARD, &text);
    scene.call("board --write").status(0);
    let new = scene.read(BOARD);
    assert_eq!(new.matches('\n').count(), new.matches("\r\n").count(), "line ends are kept");
    scene.call("board --check --write").status(2);
}
