//! What an entry of the manifest may get wrong, and what is right although it looks wrong.

use taskpacket::model::Digest;

use crate::run::{Deed, Right, Wrong, each_fails, each_passes};
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

/// Replaces the value behind a label of the manifest's first entry, and stages the packet.
fn set(scene: &Scene, label: &str, value: &str) {
    let label = format!("- **{label}**: ");
    let text = scene.read(PACKET);
    let line = text.lines().find(|line| line.starts_with(&label)).unwrap();
    scene.packet(line, &format!("{label}{value}")).git("add --all");
}

/// What stands behind a label of the manifest's first entry, without backticks.
fn get(scene: &Scene, label: &str) -> String {
    let label = format!("- **{label}**: ");
    let text = scene.read(PACKET);
    text.lines().find_map(|line| line.strip_prefix(&label)).unwrap().trim_matches('`').to_owned()
}

/// Turns one digit of a digest into another.
fn one_digit(scene: &Scene, label: &str) {
    let hash = get(scene, label);
    let other = if hash.ends_with('0') { "1" } else { "0" };
    set(scene, label, &format!("`{}{other}`", &hash[..39]));
}

#[test]
fn hashes() {
    each_fails(
        Scene::worked,
        POST_WORK,
        &[
            Wrong {
                name: "one digit of Pre-SHA1",
                deed: |scene| one_digit(scene, "Pre-SHA1"),
                gate: "pre_sha1_captured",
                file: PACKET,
                text: "- **Pre-SHA1**",
            },
            Wrong {
                name: "one digit of Post-SHA1",
                deed: |scene| one_digit(scene, "Post-SHA1"),
                gate: "post_sha1_captured",
                file: PACKET,
                text: "- **Post-SHA1**",
            },
            Wrong {
                name: "git's blob id before",
                deed: |scene| set(scene, "Pre-SHA1", &scene.repo.id(&format!("HEAD:{CODE}"))),
                gate: "pre_sha1_captured",
                file: PACKET,
                text: "- **Pre-SHA1**",
            },
            Wrong {
                name: "git's blob id after",
                deed: |scene| set(scene, "Post-SHA1", &scene.repo.id(&format!(":{CODE}"))),
                gate: "post_sha1_captured",
                file: PACKET,
                text: "- **Post-SHA1**",
            },
            Wrong {
                name: "the digest of another file",
                deed: |scene| set(scene, "Post-SHA1", &Digest::of(scene.read("src/price.rs").as_bytes()).to_string()),
                gate: "post_sha1_captured",
                file: PACKET,
                text: "- **Post-SHA1**",
            },
            Wrong {
                name: "Post-SHA1 repeated as Pre-SHA1",
                deed: |scene| set(scene, "Pre-SHA1", &get(scene, "Post-SHA1")),
                gate: "pre_sha1_captured",
                file: PACKET,
                text: "- **Pre-SHA1**",
            },
            Wrong {
                name: "a SHA-256",
                deed: |scene| set(scene, "Post-SHA1", &"ab".repeat(32)),
                gate: "post_sha1_captured",
                file: PACKET,
                text: "- **Post-SHA1**",
            },
            Wrong {
                name: "the template's blank",
                deed: |scene| set(scene, "Pre-SHA1", "`<hash>`"),
                gate: "pre_sha1_captured",
                file: PACKET,
                text: "- **Pre-SHA1**",
            },
            Wrong {
                name: "zeros for a file that was there",
                deed: |scene| set(scene, "Pre-SHA1", &"0".repeat(40)),
                gate: "pre_sha1_captured",
                file: PACKET,
                text: "- **Pre-SHA1**",
            },
        ],
    );
}

#[test]
fn a_wrong_hash_is_explained() {
    let cases: &[(Deed, &str)] = &[
        (|scene| set(scene, "Post-SHA1", &scene.repo.id(&format!(":{CODE}"))), "blob id"),
        (|scene| set(scene, "Pre-SHA1", &get(scene, "Post-SHA1")), "repeats the post hash"),
        (|scene| set(scene, "Pre-SHA1", &"ab".repeat(32)), "SHA-256"),
        (|scene| set(scene, "Pre-SHA1", "abc"), "3 digits"),
    ];
    for (deed, word) in cases {
        let scene = Scene::worked();
        deed(&scene);
        scene.call(POST_WORK).status(1).says(word);
    }
}

#[test]
fn windows_and_deltas() {
    each_fails(
        Scene::worked,
        POST_WORK,
        &[
            Wrong {
                name: "delta",
                deed: |scene| set(scene, "Line Delta", "2"),
                gate: "line_delta_equals_expected",
                file: PACKET,
                text: "- **Line Delta**",
            },
            Wrong {
                name: "a delta that is a range of words",
                deed: |scene| set(scene, "Line Delta", "1 line"),
                gate: "line_delta_equals_expected",
                file: PACKET,
                text: "- **Line Delta**",
            },
            Wrong {
                name: "delta `1 - 7` is not 1",
                deed: |scene| set(scene, "Line Delta", "1 - 7"),
                gate: "line_delta_equals_expected",
                file: PACKET,
                text: "- **Line Delta**",
            },
            Wrong {
                name: "Start too late",
                deed: |scene| set(scene, "Start", "12"),
                gate: "rails_untouched_outside_window",
                file: CODE,
                text: "    parcel.grams > 0",
            },
            Wrong {
                name: "End too early",
                deed: |scene| set(scene, "End", "11"),
                gate: "rails_untouched_outside_window",
                file: CODE,
                text: "        && parcel.grams",
            },
            Wrong {
                name: "a line changed far outside the window",
                deed: |scene| {
                    scene.edit(CODE, "/// One parcel.", "/// One parcel!");
                    scene.git("add --all");
                    set(scene, "Post-SHA1", &Digest::of(scene.read(CODE).as_bytes()).to_string());
                },
                gate: "rails_untouched_outside_window",
                file: CODE,
                text: "/// One parcel!",
            },
            Wrong {
                name: "End before Start",
                deed: |scene| set(scene, "End", "10"),
                gate: "anchors_present",
                file: PACKET,
                text: "- **End**",
            },
            Wrong {
                name: "End beyond the file",
                deed: |scene| set(scene, "End", "4000"),
                gate: "anchors_present",
                file: PACKET,
                text: "- **End**",
            },
            Wrong {
                name: "Start is no line",
                deed: |scene| set(scene, "Start", "0"),
                gate: "anchors_present",
                file: PACKET,
                text: "- **Start**",
            },
            Wrong {
                name: "Start is a word",
                deed: |scene| set(scene, "Start", "top"),
                gate: "anchors_present",
                file: PACKET,
                text: "- **Start**",
            },
        ],
    );
}

#[test]
fn entries() {
    each_fails(
        Scene::worked,
        POST_WORK,
        &[
            Wrong {
                name: "a changed file without an entry",
                deed: |scene| {
                    scene.edit("src/store/old.rs", "any more", "at all").git("add --all");
                },
                gate: "manifest_covers_changes",
                file: PACKET,
                text: "## VALIDATION\n",
            },
            Wrong {
                name: "two entries for one file",
                deed: |scene| {
                    let entry = scene.entry(CODE);
                    let again = entry.replace("- **Target", "* **Target");
                    scene.packet("- **Timestamp**", &format!("{again}- **Timestamp**")).git("add --all");
                },
                gate: "TP211",
                file: PACKET,
                text: "* **Target File**: `src/parcel.rs`",
            },
            Wrong {
                name: "a target that does not exist",
                deed: |scene| {
                    let entry = scene.entry(CODE).replace(CODE, "src/parcels.rs");
                    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git("add --all");
                },
                gate: "filename_canonical_and_openable",
                file: PACKET,
                text: "- **Target File**: `src/parcels.rs`",
            },
            Wrong {
                name: "a target in another case than git has",
                deed: |scene| set(scene, "Target File", "`src/Parcel.rs`"),
                gate: "filename_canonical_and_openable",
                file: PACKET,
                text: "- **Target File**",
            },
            Wrong {
                name: "a target that a shell would carry out",
                deed: |scene| {
                    let entry = scene.entry(CODE).replace(CODE, "src/$(touch PWNED).rs");
                    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git("add --all");
                },
                gate: "filename_canonical_and_openable",
                file: PACKET,
                text: "- **Target File**: `src/$(touch PWNED).rs`",
            },
            Wrong {
                name: "a target outside the repository",
                deed: |scene| {
                    let entry = scene.entry(CODE).replace(CODE, "../elsewhere.rs");
                    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git("add --all");
                },
                gate: "filename_canonical_and_openable",
                file: PACKET,
                text: "- **Target File**: `../elsewhere.rs`",
            },
            Wrong {
                name: "an unchanged file with a delta",
                deed: |scene| {
                    let entry = scene.entry("src/store/mod.rs").replace("Delta**: 0", "Delta**: 3");
                    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git("add --all");
                },
                gate: "line_delta_equals_expected",
                file: PACKET,
                text: "- **Line Delta**: 3",
            },
        ],
    );
}

#[test]
fn a_tick_that_is_not_true_is_told_as_a_claim() {
    let scene = Scene::worked();
    one_digit(&scene, "Post-SHA1");
    let report = scene.call(&format!("{POST_WORK} --format json")).status(1).json();
    let gates = report["gates"].as_array().unwrap();
    let gate = gates.iter().find(|gate| gate["name"] == "post_sha1_captured" && gate["target"] == CODE).unwrap();
    assert_eq!((gate["status"].as_str(), gate["claimed"].as_bool()), (Some("fail"), Some(true)));
    let others = gates.iter().filter(|gate| gate["target"] == CODE && gate["status"] != "pass").count();
    assert_eq!(others, 1, "only the one that is false fails: {gates:?}");
}

#[test]
fn right_all_the_same() {
    each_passes(
        Scene::worked,
        POST_WORK,
        &[
            Right { name: "as it is", deed: |_| (), warns: &[] },
            Right {
                name: "upper-case digits",
                deed: |scene| set(scene, "Post-SHA1", &get(scene, "Post-SHA1").to_uppercase()),
                warns: &[],
            },
            Right { name: "a delta as a subtraction", deed: |scene| set(scene, "Line Delta", "2 - 1"), warns: &[] },
            Right { name: "a delta with its sign", deed: |scene| set(scene, "Line Delta", "`+1`"), warns: &[] },
            Right { name: "a delta as plus and minus", deed: |scene| set(scene, "Line Delta", "+2/-1"), warns: &[] },
            Right { name: "a wider window", deed: |scene| set(scene, "Start", "1"), warns: &[] },
            Right {
                name: "the digest of the text with CRLF",
                deed: |scene| {
                    let crlf = scene.read(CODE).replace('\n', "\r\n");
                    set(scene, "Post-SHA1", &Digest::of(crlf.as_bytes()).to_string());
                },
                warns: &["post_sha1_captured"],
            },
            Right {
                name: "plain labels",
                deed: |scene| {
                    for label in ["Target File", "Start", "End", "Line Delta", "Pre-SHA1", "Post-SHA1", "Gates Passed"]
                    {
                        scene.packet(&format!("**{label}**"), label);
                    }
                    scene.git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a packet of CRLF lines",
                deed: |scene| {
                    let text = scene.read(PACKET).replace('\n', "\r\n");
                    scene.write(PACKET, text).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a sample entry inside a fence",
                deed: |scene| {
                    let sample = "```md\n- **Target File**: `src/sample.rs`\n- **Start**: 1\n```\n";
                    scene.packet("- **Timestamp**", &format!("{sample}- **Timestamp**")).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "an entry of an unchanged file that says so",
                deed: |scene| {
                    let entry = scene.entry("src/store/mod.rs");
                    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a box left open",
                deed: |scene| {
                    scene.packet("[x] pre_sha1_captured", "[ ] pre_sha1_captured").git("add --all");
                },
                warns: &["TP212"],
            },
        ],
    );
}

#[test]
fn nothing_of_a_target_is_carried_out() {
    let scene = Scene::worked();
    let entry = scene.entry(CODE).replace(CODE, "src/$(touch PWNED).rs");
    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git("add --all");
    scene.call(&format!("post-work {ID}")).status(1);
    assert!(!scene.repo.path("PWNED").exists());
}

#[test]
fn an_exact_window_between_equal_lines_holds_whichever_a_diff_would_choose() {
    let scene = Scene::frozen();
    let body = "fn a() {\n    step();\n}\n\nfn b() {\n    step();\n}\n";
    scene.write("src/store/twins.rs", body).git("add --all").git("commit -qm twins");
    scene.git("branch -f main");
    scene.edit("src/store/twins.rs", "fn b() {\n", "fn b() {\n    step();\n").edit(CODE, BEFORE, AFTER);
    scene.declare(&[CODE, "src/store/twins.rs"]).git("add --all");
    for window in ["6", "7"] {
        let line = scene.line_of(PACKET, "`src/store/twins.rs`");
        let text = scene.read(PACKET);
        let lines: Vec<String> = text
            .lines()
            .enumerate()
            .map(|(at, it)| match at as u64 {
                at if at == line => format!("- **Start**: {window}"),
                at if at == line + 1 => format!("- **End**: {window}"),
                _ => it.to_owned(),
            })
            .collect();
        scene.write(PACKET, lines.join("\n") + "\n").git("add --all");
        scene.call(POST_WORK).status(0);
    }
}
