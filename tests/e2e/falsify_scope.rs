//! Changes that the scope does not allow, however they were made, and those that it does.

use crate::run::{Right, Wrong, each_fails, each_passes, roots};
use crate::scene::{AFTER, BEFORE, CODE, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

#[test]
fn out_of_scope_in_every_way() {
    each_fails(
        Scene::worked,
        POST_WORK,
        &[
            Wrong {
                name: "modified",
                deed: |scene| {
                    scene.edit("src/price.rs", "/ 10", "/ 11").git("add --all");
                },
                gate: "scope_respected",
                file: "src/price.rs",
                text: "grams / 11",
            },
            Wrong {
                name: "added",
                deed: |scene| {
                    scene.write("src/extra.rs", "// more\n").git("add --all");
                },
                gate: "scope_respected",
                file: "src/extra.rs",
                text: "",
            },
            Wrong {
                name: "deleted",
                deed: |scene| {
                    scene.git("rm -q src/price.rs");
                },
                gate: "scope_respected",
                file: PACKET,
                text: "- IN_SCOPE_PATHS:",
            },
            Wrong {
                name: "untracked, nothing staged",
                deed: |scene| {
                    scene.git("reset -q").write("notes.txt", "a thought\n");
                },
                gate: "scope_respected",
                file: "notes.txt",
                text: "",
            },
            Wrong {
                name: "made executable",
                deed: |scene| {
                    scene.git("update-index --chmod=+x src/price.rs");
                },
                gate: "scope_respected",
                file: "src/price.rs",
                text: "",
            },
            Wrong {
                name: "carved out of a directory in scope",
                deed: |scene| {
                    scene.edit("src/store/frozen.rs", "as it is", "as it was").git("add --all");
                },
                gate: "scope_respected",
                file: "src/store/frozen.rs",
                text: "",
            },
            Wrong {
                name: "another packet",
                deed: |scene| {
                    scene.edit("docs/task_packets/WP-1-Parcel-Weight.md", "Superseded", "Done").git("add --all");
                },
                gate: "scope_respected",
                file: "docs/task_packets/WP-1-Parcel-Weight.md",
                text: "Done",
            },
            Wrong {
                name: "a file beneath a directory whose name only begins like one in scope",
                deed: |scene| {
                    scene.write("src/store2/a.rs", "// a\n").git("add --all");
                },
                gate: "scope_respected",
                file: "src/store2/a.rs",
                text: "",
            },
            Wrong {
                name: "one level below a glob of one level",
                deed: |scene| {
                    scene.write("tests/deep/a.rs", "// a\n").git("add --all");
                },
                gate: "scope_respected",
                file: "tests/deep/a.rs",
                text: "",
            },
            Wrong {
                name: "the specification",
                deed: |scene| {
                    scene.edit("Parcel_Spec_v1.2.md", "thirty kilograms", "forty kilograms").git("add --all");
                },
                gate: "scope_respected",
                file: "Parcel_Spec_v1.2.md",
                text: "forty kilograms",
            },
        ],
    );
}

#[test]
fn both_ends_of_a_rename_are_judged() {
    let cases = [("src/price.rs", "src/store/price.rs", "src/price.rs"), (CODE, "src/moved.rs", "src/moved.rs")];
    for (from, to, outside) in cases {
        let scene = Scene::worked();
        scene.git(&format!("mv {from} {to}"));
        let report = scene.call(&format!("{POST_WORK} --format json")).status(1).json();
        let told: Vec<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["gate"] == "scope_respected")
            .map(|finding| finding["message"].as_str().unwrap())
            .collect();
        assert_eq!(told.len(), 1, "{from} -> {to}: {told:?}");
        assert!(told[0].contains(&format!("`{outside}`")), "{told:?}");
    }
}

#[test]
fn in_every_mode_it_is_the_same_finding() {
    for (steps, line) in [
        (&["add --all"][..], "post-work --staged WP-1-Parcel-Weight-v2"),
        (&["reset -q"], "post-work --worktree WP-1-Parcel-Weight-v2"),
        (&["add --all", "commit -qm work"], "post-work WP-1-Parcel-Weight-v2"),
        (&["add --all", "commit -qm work"], "post-work --range main..HEAD WP-1-Parcel-Weight-v2"),
        (&["add --all", "commit -qm work"], "post-work --rev HEAD WP-1-Parcel-Weight-v2"),
    ] {
        let scene = Scene::worked();
        scene.write("src/extra.rs", "// more\n");
        for step in steps {
            scene.git(step);
        }
        let report = scene.call(&format!("{line} --format json")).status(1).json();
        let told = roots(&report, "error");
        assert_eq!(told.len(), 1, "{line}: {told:?}");
        assert_eq!((told[0].gate.as_str(), told[0].place.as_str()), ("scope_respected", "src/extra.rs:1"), "{line}");
    }
}

#[test]
fn forms_of_scope_items() {
    let cases: &[(&str, &str)] = &[
        ("bold key", "- **IN_SCOPE_PATHS**:\n  - src/parcel.rs"),
        ("annotation", "- IN_SCOPE_PATHS:\n  - src/parcel.rs (update)"),
        ("backticks and annotation", "- IN_SCOPE_PATHS:\n  - `src/parcel.rs` (update)"),
        ("directory", "- IN_SCOPE_PATHS:\n  - src/"),
        ("glob over levels", "- IN_SCOPE_PATHS:\n  - src/**"),
        ("glob of one level", "- IN_SCOPE_PATHS:\n  - src/*.rs"),
        ("braces", "- IN_SCOPE_PATHS:\n  - src/{parcel,label}.rs"),
        ("stars as bullets", "- IN_SCOPE_PATHS:\n  * src/parcel.rs"),
        ("heading", "### IN_SCOPE_PATHS\n- src/parcel.rs"),
    ];
    for (name, scope) in cases {
        let scene = Scene::drafted();
        let text = scene.read(PACKET);
        let start = text.find("- IN_SCOPE_PATHS:").unwrap();
        let end = text.find("- OUT_OF_SCOPE:").unwrap();
        let out = &text[end..text.find("## WAIVERS").unwrap()];
        let packet = text.replace(&text[start..end], &format!("{scope}\n")).replace(out, "\n");
        scene.write(PACKET, packet).freeze();
        scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all");
        let run = scene.call(POST_WORK);
        assert_eq!(run.status, Some(0), "{name}: {}", run.shown());
        scene.write("lib/outside.rs", "// no\n").git("add --all");
        let report = scene.call(&format!("{POST_WORK} --format json")).status(1).json();
        assert_eq!(roots(&report, "error")[0].place, "lib/outside.rs:1", "{name}");
    }
}

#[test]
fn allowed_in_every_form() {
    each_passes(
        Scene::worked,
        POST_WORK,
        &[
            Right {
                name: "a new file in a directory in scope, with N/A",
                deed: |scene| {
                    scene.write("src/store/new.rs", "// new\n").declare(&[CODE, "src/store/new.rs"]).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a new file with zeros",
                deed: |scene| {
                    scene.write("src/store/new.rs", "// new\n").declare(&[CODE, "src/store/new.rs"]);
                    scene.packet("Pre-SHA1**: `N/A`", &format!("Pre-SHA1**: `{}`", "0".repeat(40))).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a new file with the SHA1 of nothing",
                deed: |scene| {
                    scene.write("src/store/new.rs", "// new\n").declare(&[CODE, "src/store/new.rs"]);
                    let nothing = "Pre-SHA1**: da39a3ee5e6b4b0d3255bfef95601890afd80709";
                    scene.packet("Pre-SHA1**: `N/A`", nothing).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "an empty new file",
                deed: |scene| {
                    scene.write("src/store/new.rs", "").declare(&[CODE, "src/store/new.rs"]).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a deleted file with an entry",
                deed: |scene| {
                    scene.git("rm -q src/store/old.rs").declare(&[CODE, "src/store/old.rs"]).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a deleted file without one",
                deed: |scene| {
                    scene.git("rm -q src/store/old.rs");
                },
                warns: &["manifest_covers_changes"],
            },
            Right {
                name: "a glob",
                deed: |scene| {
                    scene.edit("tests/weight.rs", "{}", "{ }").declare(&[CODE, "tests/weight.rs"]).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a file without a final line feed",
                deed: |scene| {
                    scene.write("src/store/old.rs", "// short").declare(&[CODE, "src/store/old.rs"]).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a document out of the manifest, in scope by governance",
                deed: |scene| {
                    scene.edit("docs/TASK_BOARD.md", "IN_PROGRESS", "DONE").git("add --all");
                },
                warns: &[],
            },
        ],
    );
}

#[test]
fn a_new_file_with_a_made_up_digest_before() {
    let scene = Scene::worked();
    scene.write("src/store/new.rs", "// new\n").declare(&[CODE, "src/store/new.rs"]);
    scene.packet("Pre-SHA1**: `N/A`", &format!("Pre-SHA1**: `{}`", "ab".repeat(20))).git("add --all");
    let report = scene.call(&format!("{POST_WORK} --format json")).status(1).json();
    let told = roots(&report, "error");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].gate, "pre_sha1_captured");
    assert_eq!(told[0].place, format!("{PACKET}:{}", scene.line_of(PACKET, &"ab".repeat(20))));
}
