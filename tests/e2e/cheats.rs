//! Ways to get the breach of a contract past the gates. Each of them passed once.

use std::fmt::Write as _;

use crate::run::roots;
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";
const WIDER: (&str, &str) = ("  - src/store/\n", "  - src/store/\n  - src/price.rs\n");

/// A way to cheat: what is there before, what is done, how post-work is called, and the gates that must say so.
struct Cheat {
    name: &'static str,
    scene: fn() -> Scene,
    deed: fn(&Scene),
    options: &'static str,
    gates: &'static [&'static str],
}

#[track_caller]
fn each_is_found_out(cheats: &[Cheat]) {
    let mut failed = String::new();
    for Cheat { name, scene, deed, options, gates } in cheats {
        let scene = scene();
        deed(&scene);
        let line = format!("{POST_WORK}{options}");
        let run = scene.call(&format!("{line} --format json"));
        let mut told: Vec<String> = roots(&run.json(), "error").into_iter().map(|told| told.gate).collect();
        told.dedup();
        if told != *gates || run.status != Some(1) {
            let _ = write!(failed, "## {name}: {told:?}, not {gates:?}\n{}\n", scene.call(&line).shown());
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// A change out of scope.
fn stray(scene: &Scene) -> &Scene {
    scene.edit("src/price.rs", "/ 10", "/ 11")
}

/// The work, and a change out of scope, both declared and staged.
fn stray_work(scene: &Scene) -> &Scene {
    stray(scene.edit(CODE, BEFORE, AFTER)).declare(&[CODE, "src/price.rs"]).git("add --all")
}

/// The work alone, declared and staged.
fn work(scene: &Scene) -> &Scene {
    scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all")
}

/// The packet moves into a folder of its own, wider than it was, in a commit by itself.
fn move_packet(scene: &Scene) -> &Scene {
    scene.packet(WIDER.0, WIDER.1);
    let text = scene.read(PACKET);
    scene.git(&format!("rm -qf {PACKET}"));
    scene.write(&format!("docs/task_packets/{ID}/packet.md"), text);
    scene.repo.commit("moved");
    scene.edit(CODE, BEFORE, AFTER).edit("src/price.rs", "/ 10", "/ 11").git("add --all")
}

#[test]
fn the_configuration_on_disk_relaxes_nothing() {
    const IGNORED: (&str, &str) = (".git/info/exclude", "taskpacket.yaml\n");
    each_is_found_out(&[
        Cheat {
            name: "code declared to be the board, on disk",
            scene: Scene::worked,
            deed: |scene| {
                stray(scene).git("add src").write("taskpacket.yaml", "board: src/price.rs\n");
            },
            options: "",
            gates: &["scope_respected"],
        },
        Cheat {
            name: "code declared to be the audit log, where git does not look",
            scene: Scene::worked,
            deed: |scene| {
                scene.write(IGNORED.0, IGNORED.1).write("taskpacket.yaml", "signature_audit: src/price.rs\n");
                stray(scene).git("add --all");
            },
            options: "",
            gates: &["scope_respected"],
        },
        Cheat {
            name: "code exempt from the manifest",
            scene: Scene::worked,
            deed: |scene| {
                scene.write("src/store/new.rs", "// new\n").git("add --all");
                scene.write("taskpacket.yaml", "exempt: [docs, src]\n");
            },
            options: " --staged",
            gates: &["manifest_covers_changes"],
        },
        Cheat {
            name: "the same, for a range",
            scene: Scene::handed_off,
            deed: |scene| {
                scene.write("src/store/new.rs", "// new\n").repo.commit("new");
                scene.write("taskpacket.yaml", "exempt: [docs, src]\n");
            },
            options: " --range main..HEAD",
            gates: &["manifest_covers_changes"],
        },
        Cheat {
            name: "another default branch",
            scene: Scene::handed_off,
            deed: |scene| {
                stray(scene).git("commit -qam stray").git("branch elsewhere");
                scene.write(IGNORED.0, IGNORED.1).write("taskpacket.yaml", "default_branch: elsewhere\n");
            },
            options: "",
            gates: &["scope_respected"],
        },
    ]);
}

#[test]
fn the_contract_is_not_widened_unseen() {
    each_is_found_out(&[
        Cheat {
            name: "a pattern for files becomes a folder's name",
            scene: || {
                let scene = Scene::drafted();
                scene.packet("  - `tests/*.rs` (the new cases)\n", "  - tests/*\n").freeze();
                scene
            },
            deed: |scene| {
                scene.packet("  - tests/*\n", "  - tests/deep\n").write("tests/deep/er/x.rs", "x\n");
                scene.edit(CODE, BEFORE, AFTER).declare(&[CODE, "tests/deep/er/x.rs"]).git("add --all");
            },
            options: "",
            gates: &["contract_unchanged"],
        },
        Cheat {
            name: "the packet moves, and is another one",
            scene: Scene::frozen,
            deed: |scene| {
                move_packet(scene);
            },
            options: "",
            gates: &["contract_unchanged", "manifest_covers_changes"],
        },
        Cheat {
            name: "the same on the default branch",
            scene: Scene::frozen,
            deed: |scene| {
                move_packet(scene.git("switch -q main"));
            },
            options: "",
            gates: &["contract_unchanged", "manifest_covers_changes"],
        },
        Cheat {
            name: "the packet goes, and comes back wider",
            scene: Scene::frozen,
            deed: |scene| {
                let text = scene.read(PACKET);
                scene.git(&format!("rm -q {PACKET}")).git("commit -qm gone");
                scene.write(PACKET, text).packet(WIDER.0, WIDER.1).repo.commit("back");
                stray_work(scene);
            },
            options: "",
            gates: &["contract_unchanged"],
        },
        Cheat {
            name: "the packet is gone from HEAD, and lies on disk",
            scene: Scene::handed_off,
            deed: |scene| {
                scene.git(&format!("rm -q --cached {PACKET}")).git("commit -qm gone");
            },
            options: "",
            gates: &["contract_unchanged"],
        },
        Cheat {
            name: "widened in a merge commit",
            scene: Scene::frozen,
            deed: |scene| {
                scene.git("switch -q main").write("docs/n.md", "n\n").repo.commit("note");
                scene.git("switch -q feat/parcel").git("merge -q --no-ff --no-commit main");
                scene.packet(WIDER.0, WIDER.1).repo.commit("merge");
                stray_work(scene);
            },
            options: "",
            gates: &["contract_unchanged"],
        },
    ]);
}

#[test]
fn a_declared_merge_base_hides_no_step_back() {
    each_is_found_out(&[Cheat {
        name: "what the default branch did is put back as it was, and the entry is of before that",
        scene: || {
            let scene = Scene::drafted();
            scene.git("branch old").edit(CODE, "pub struct", "pub(crate) struct").git("commit -qm narrower -- src");
            scene.freeze();
            scene
        },
        deed: |scene| {
            let old = scene.repo.id("old");
            scene.edit(CODE, "pub(crate) struct", "pub struct").edit(CODE, BEFORE, AFTER);
            let entry = {
                scene.git("branch -q now main").git("branch -qf main old").declare(&[CODE]);
                scene.git("branch -qf main now").git("branch -qD now").entry(CODE)
            };
            assert!(entry.contains("- **Start**: 4"), "{entry}");
            scene.packet("- REQUESTOR: mara", &format!("- REQUESTOR: mara\n- MERGE_BASE_SHA: {old}"));
            scene.repo.commit("work");
        },
        options: "",
        gates: &["pre_sha1_captured"],
    }]);
}

#[test]
fn nothing_hides_behind_a_merge() {
    each_is_found_out(&[
        Cheat {
            name: "a change that only the merge commit brings",
            scene: Scene::handed_off,
            deed: |scene| {
                scene.git("switch -q main").write("docs/n.md", "n\n").repo.commit("note");
                scene.git("switch -q feat/parcel").git("merge -q --no-ff --no-commit main");
                stray(scene).repo.commit("merge");
            },
            options: "",
            gates: &["scope_respected"],
        },
        Cheat {
            name: "a change of another branch that was merged in",
            scene: Scene::handed_off,
            deed: |scene| {
                stray(scene.git("switch -qc other main")).git("commit -qam stray");
                scene.git("switch -q feat/parcel").git("merge -q --no-ff other");
            },
            options: "",
            gates: &["scope_respected"],
        },
    ]);
}

#[test]
fn a_packet_that_git_does_not_hold_is_not_judged() {
    let link = Scene::handed_off();
    link.write("../copy.md", link.read(PACKET)).repo.remove(PACKET);
    std::os::unix::fs::symlink("../../../copy.md", link.repo.path(PACKET)).unwrap();
    link.call(POST_WORK).status(2).complains("is a symbolic link");

    let gone = Scene::handed_off();
    gone.git(&format!("rm -q --cached {PACKET}"));
    gone.call(POST_WORK).status(2).complains("git add");
}

#[test]
fn what_is_bound_is_bound_in_every_script_and_sign() {
    /// The contract with another third item, the work done against it.
    fn with_item(item: &str) -> Scene {
        let scene = Scene::drafted();
        scene.packet("- Nothing opens a file outside the store (PAR-STO-020).", item).freeze();
        work(&scene);
        scene
    }
    each_is_found_out(&[
        Cheat {
            name: "commands that no shell reads any more",
            scene: Scene::worked,
            deed: |scene| {
                scene.packet("```bash\n# Run before", "```text\n# Run before").git("add --all");
            },
            options: "",
            gates: &["contract_unchanged"],
        },
        Cheat {
            name: "an item without a Latin letter",
            scene: || with_item("- \u{43d}\u{438}\u{447}\u{435}\u{433}\u{43e} (PAR-STO-020)"),
            deed: |scene| {
                scene.packet("\u{43d}\u{438}\u{447}\u{435}\u{433}\u{43e}", "\u{432}\u{441}\u{451}").git("add --all");
            },
            options: "",
            gates: &["contract_unchanged"],
        },
        Cheat {
            name: "a comparison turned round",
            scene: || with_item("- weights > 30 are refused (PAR-STO-020)"),
            deed: |scene| {
                scene.packet("> 30", "< 30").git("add --all");
            },
            options: "",
            gates: &["contract_unchanged"],
        },
        Cheat {
            name: "an item that looks like a template's",
            scene: || with_item("- `GET /parcel/<id>` answers 404 (PAR-STO-020)"),
            deed: |scene| {
                scene.packet("`GET /parcel/<id>` answers 404", "all is well").git("add --all");
            },
            options: "",
            gates: &["contract_unchanged"],
        },
    ]);
}

#[test]
fn an_amendment_is_used_up() {
    const AMENDMENT: &str = "- WAIVER_ID: A-1 | STATUS: ACTIVE | COVERS: contract_unchanged | SECTION: TEST_PLAN | \
                             REASON: no network | APPROVER: mara | DATE: 2025-12-02";
    const BY_MARA: &str = "-c user.name=Mara -c user.email=mara@example.org commit -qam amended";
    each_is_found_out(&[Cheat {
        name: "another change of the plan under the same record",
        scene: Scene::frozen,
        deed: |scene| {
            scene.packet("- NONE", AMENDMENT);
            scene.packet("\ncargo test --test weight\n", "\ncargo test --test weight --offline\n").git(BY_MARA);
            scene.packet("\ncargo test --test weight --offline\n", "\ntrue\n").git(BY_MARA);
            work(scene);
        },
        options: "",
        gates: &["contract_unchanged"],
    }]);
}

#[test]
fn what_a_range_or_a_checkpoint_leaves_out_is_told() {
    let range = Scene::frozen();
    stray(&range).git("commit -qam stray");
    work(&range).git("commit -qam work");
    range.call(&format!("{POST_WORK} --range HEAD~1..HEAD")).status(0).says("one commit of this branch is not judged");
    range.call(&format!("{POST_WORK} --range main..HEAD")).status(1).says("src/price.rs");

    let together = Scene::drafted();
    stray(&together).edit(CODE, BEFORE, AFTER).git("add --all").git("commit -qm all");
    together.call(POST_WORK).status(0).says("froze the contract when").says("--rev");

    let apart = Scene::drafted();
    apart.git("switch -qc feat/parcel");
    apart.edit(CODE, BEFORE, AFTER).git("commit -qam code");
    apart.declare(&[CODE]).git("add --all").git("commit -qm contract");
    apart.call(POST_WORK).says("froze the contract when");
}

#[test]
fn a_companion_that_is_carved_out_stays_out() {
    let scene = Scene::drafted();
    scene.packet("  - src/store/\n", "  - src/store/\n  - Cargo.toml\n");
    scene.packet("  - src/store/frozen.rs\n", "  - src/store/frozen.rs\n  - Cargo.lock\n").freeze();
    work(scene.write("Cargo.lock", "# none\n")).declare(&[CODE, "Cargo.lock"]).git("add --all");
    scene.call(POST_WORK).status(1).says("OUT_OF_SCOPE carves it out");
}
