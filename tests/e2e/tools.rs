//! The small commands: `allows`, `sha`, `lint --fix`, `manifest`, `explain`, and the schemas of what they say.

use serde_json::Value;
use taskpacket::model::Digest;

use crate::run::{Run, roots};
use crate::scene::{AFTER, BEFORE, CODE, ID, Item, PACKET, REFINEMENT, Scene, items};

#[test]
fn allows_says_what_post_work_will_say() {
    let scene = Scene::frozen();
    let cases = [
        ("src/parcel.rs", 0, "src/parcel.rs"),
        ("src/store/new/deep.rs", 0, "src/store"),
        ("tests/a.rs", 0, "tests/*.rs"),
        (PACKET, 0, ""),
        (REFINEMENT, 0, "governance"),
        ("docs/TASK_BOARD.md", 0, "governance"),
        ("src/store/frozen.rs", 1, "OUT_OF_SCOPE"),
        ("src/price.rs", 1, "nothing in IN_SCOPE_PATHS"),
        ("src/store2/a.rs", 1, "nothing in IN_SCOPE_PATHS"),
        ("docs/task_packets/WP-1-Parcel-Weight.md", 1, "another packet"),
        ("Parcel_Spec_v1.2.md", 1, "nothing in IN_SCOPE_PATHS"),
        ("taskpacket.yaml", 1, "nothing in IN_SCOPE_PATHS"),
    ];
    for (path, status, why) in cases {
        scene.call(&format!("allows {path} --packet {ID}")).status(status).says(why);
    }
    scene.call("allows src/parcel.rs src/price.rs").status(1).says("src/parcel.rs").says("src/price.rs");
    scene.call_in("src", "allows parcel.rs ./store/a.rs ../tests/a.rs").status(0);
    scene.call_in("src", "allows ../../elsewhere.rs").status(2).complains("outside the repository");
    scene.call("allows /etc/passwd").status(2).complains("outside the repository");
    let absolute = scene.repo.path("src/price.rs").display().to_string();
    scene.call(&format!("allows {absolute}")).status(1);
}

#[test]
fn sha_names_every_side() {
    let scene = Scene::worked();
    scene.edit(CODE, "/// One parcel.", "/// One parcel!").write("new.txt", "a\r\n");
    let report = scene.call("sha src/parcel.rs new.txt --format json").status(0).json();
    let side = |at: usize, side: usize| report["hashes"][at]["sides"][side].clone();
    let before = Digest::of(scene.repo.git(["show", "HEAD:src/parcel.rs"]).as_bytes()).to_string();
    let staged = Digest::of(scene.repo.git(["show", ":src/parcel.rs"]).as_bytes()).to_string();
    assert_eq!(side(0, 0)["sha1"], before);
    assert_eq!(side(0, 1)["sha1"], staged);
    assert_eq!(side(0, 1)["blob"], scene.repo.id(":src/parcel.rs"));
    assert_eq!(side(0, 2)["sha1"], Digest::of(scene.read(CODE).as_bytes()).to_string());
    assert_eq!(side(1, 0)["sha1"], Value::Null);
    assert_eq!(side(1, 2)["lf_sha1"], Digest::of(b"a\n").to_string());
    assert_eq!(side(1, 2)["crlf_sha1"], Digest::of(b"a\r\n").to_string());
    assert_eq!(report["hashes"][0]["advice"][0], format!("changed: Pre-SHA1 is {before}, Post-SHA1 is {staged}"));
    scene.call_in("src", "sha parcel.rs").status(0).says(&staged);
    scene.call("sha nowhere.rs").status(1).says("no such file");
    scene.call("sha src").status(2);
    scene.call("sha ../x").status(2);
}

#[test]
fn sha_of_committed_work_begins_at_the_merge_base() {
    let scene = Scene::handed_off();
    let of = |rev: &str| Digest::of(scene.repo.git(["show", &format!("{rev}:src/parcel.rs")]).as_bytes()).to_string();
    let (before, after) = (of("HEAD^"), of("HEAD"));
    let report = scene.call("sha src/parcel.rs --format json").status(0).json();
    assert_eq!(report["hashes"][0]["sides"][3]["sha1"], before);
    assert_eq!(report["hashes"][0]["advice"][0], format!("changed: Pre-SHA1 is {before}, Post-SHA1 is {after}"));
    scene.call("sha src/parcel.rs").status(0).says("HEAD, index, disk");
}

#[test]
fn lint_mends_once_and_touches_nothing_else() {
    let scene = Scene::frozen();
    let text =
        scene.read(PACKET).replace("src/store/\n", "src\\store\\\n").replace("RISK_TIER: HIGH", "RISK_TIER: high");
    scene.write(PACKET, text.replace('\n', "\r\n"));
    let before = items(scene.repo.root());
    let run = scene.call(&format!("lint {ID} --fix"));
    run.says("mended");
    let after = items(scene.repo.root());
    let changed = |before: &[Item], after: &[Item]| {
        let changed = after.iter().filter(|item| !before.contains(item)).map(|(path, _)| path.display().to_string());
        changed.filter(|path| !path.starts_with(".git")).collect::<Vec<_>>()
    };
    assert_eq!(changed(&before, &after), [PACKET], "{}", run.shown());
    let mended = scene.read(PACKET);
    assert!(mended.contains("\r\n") && !mended.replace("\r\n", "").contains('\n'), "line ends were touched");
    let again = scene.call(&format!("lint {ID} --fix"));
    assert!(!again.stdout.contains("mended"), "{}", again.shown());
    assert_eq!(scene.read(PACKET), mended);
    assert!(scene.call(&format!("lint {ID}")).status == again.status);
}

#[test]
fn lint_takes_ids_paths_and_all() {
    let scene = Scene::frozen();
    scene.call(&format!("lint {ID}")).status(0);
    scene.call(&format!("lint {PACKET}")).status(0);
    scene.call_in("docs/task_packets", &format!("lint {ID}.md")).status(0);
    scene.call("lint --all").status(0).says("WP-1-Parcel-Weight.md");
    scene.call("lint nowhere.md").status(2).complains("nowhere.md");
    scene.call(&format!("lint {ID} --all")).status(2);
    scene.packet("- RISK_TIER: HIGH", "- RISK_TEIR: HIGH");
    let report = scene.call(&format!("lint {ID} --format json")).status(1).json();
    let place = format!("{PACKET}:{}", scene.line_of(PACKET, "RISK_TEIR"));
    let all = [roots(&report, "error"), roots(&report, "warning")].concat();
    assert!(all.iter().any(|told| told.place == place), "{all:?}");
}

#[test]
fn a_manifest_is_written_once_and_then_true() {
    let scene = Scene::frozen();
    scene.edit(CODE, BEFORE, AFTER).write("src/store/new.rs", "// new\n").git("add --all");
    scene.packet("- **Notes**:", "- **Notes**: weighed twice\n- **Operator**: me");
    scene.call(&format!("manifest {ID} --check")).status(1);
    let run = scene.call(&format!("manifest {ID} --write"));
    run.status(0).says("added").says(CODE).says("src/store/new.rs");
    let written = scene.read(PACKET);
    assert!(written.contains("weighed twice") && written.contains(&scene.entry(CODE)[..120]), "{written}");
    scene.call(&format!("manifest {ID} --write")).status(0);
    assert_eq!(scene.read(PACKET), written, "the second time it has nothing to do");
    scene.call(&format!("manifest {ID} --check")).status(0);
    scene.git(&format!("add {PACKET}"));
    scene.call(&format!("post-work {ID}")).status(0);
    scene.git("commit -qm work");
    scene.call(&format!("manifest {ID} --check")).status(0);
    scene.call(&format!("post-work {ID}")).status(0);
    scene.edit(CODE, "/// One parcel.", "/// One parcel!").git("add --all");
    scene.call(&format!("manifest {ID} --write")).status(0).says("updated");
    scene.git("add --all");
    scene.call(&format!("post-work {ID}")).status(0);
}

#[test]
fn a_manifest_is_not_written_for_what_is_out_of_scope() {
    let scene = Scene::frozen();
    scene.edit("src/price.rs", "/ 10", "/ 11").git("add --all");
    let before = scene.read(PACKET);
    scene.call(&format!("manifest {ID} --write")).status(1).says("taskpacket amend").says("src/price.rs");
    assert_eq!(scene.read(PACKET), before);
}

#[test]
fn a_manifest_keeps_line_ends_and_style() {
    let scene = Scene::drafted();
    let text = scene.read(PACKET).replace("**Target File**", "Target File").replace('\n', "\r\n");
    scene.write(PACKET, text).freeze();
    scene.edit(CODE, BEFORE, AFTER).git("add --all");
    scene.call(&format!("manifest {ID} --write")).status(0);
    let text = scene.read(PACKET);
    assert!(!text.replace("\r\n", "").contains('\n'), "a line ends otherwise than the others");
    scene.git("add --all");
    scene.call(&format!("post-work {ID}")).status(0);
}

#[test]
fn every_code_is_explained() {
    let scene = Scene::frozen();
    let all = scene.call("explain").status(0).stdout.clone();
    assert!(all.lines().count() > 60, "{all}");
    for (id, name) in all.lines().map(|line| line.split_once("  ").unwrap()) {
        scene.call(&format!("explain {id}")).status(0).says(name);
        scene.call(&format!("explain {name}")).status(0).says(id);
        scene.call(&format!("explain {}", id.to_lowercase())).status(0).says(name);
    }
    let codes = scene.call("explain --format json").json()["codes"].as_array().unwrap().len();
    assert_eq!(codes, all.lines().count());
    scene.call("explain TP999").status(2).complains("TP999").complains("taskpacket explain");
}

#[test]
fn documents_are_as_their_schema_says() {
    let validator = |schema: &str| jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let report = validator(&taskpacket::render::report_schema());
    let packet = validator(&taskpacket::render::packet_schema());
    let scenes = [Scene::worked(), Scene::handed_off(), Scene::frozen()];
    scenes[2].write("src/extra.rs", "// no\n").packet("RISK_TIER: HIGH", "RISK_TIER: LOW | HIGH");
    for scene in &scenes {
        for line in [
            "pre-work",
            "post-work",
            "gate-check",
            "manifest",
            "manifest --check",
            "lint",
            "sha src/parcel.rs",
            "allows src/price.rs",
            "explain",
            "show WP-9-Nowhere",
        ] {
            let run = scene.call(&format!("{line} --format json"));
            valid(&report, &run);
        }
        valid(&packet, &scene.call(&format!("show {ID} --format json")));
        valid(&packet, &scene.call("show WP-1-Parcel-Weight --format json"));
    }
}

#[track_caller]
fn valid(schema: &jsonschema::Validator, run: &Run) {
    let document = run.json();
    let errors: Vec<String> =
        schema.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", run.shown());
}
