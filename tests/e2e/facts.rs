//! What line-by-line checkers get wrong about packets, case by case: what they refuse although it is right, and what
//! they let pass although it is not.

use taskpacket::model::Digest;

use crate::run::{Deed, roots};
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, REFINEMENT, Scene};

/// A case: what the contract is like when it is frozen, what comes with the work, and which gate objects, if any.
struct Case {
    name: &'static str,
    contract: Deed,
    work: Deed,
    objects: Option<&'static str>,
}

const AS_IT_IS: Deed = |_| ();
const WRONG_PRE: Deed = |scene| {
    let line = scene.entry(CODE).lines().find(|line| line.contains("Pre-SHA1")).unwrap().to_owned();
    scene.packet(&line, &format!("- **Pre-SHA1**: `{}`", "ab".repeat(20)));
};
const OUTSIDE: Deed = |scene| {
    scene.edit("src/price.rs", "/ 10", "/ 11").declare(&[CODE, "src/price.rs"]);
};

const CASES: &[Case] = &[
    Case {
        name: "plain labels",
        contract: AS_IT_IS,
        work: |scene| {
            for label in ["Target File", "Start", "End", "Line Delta", "Pre-SHA1", "Post-SHA1"] {
                scene.packet(&format!("- **{label}**"), &format!("- {label}"));
            }
        },
        objects: None,
    },
    Case {
        name: "a bold key of the scope, and a file outside of it",
        contract: |scene| {
            scene.packet("- IN_SCOPE_PATHS:", "- **IN_SCOPE_PATHS**:");
        },
        work: OUTSIDE,
        objects: Some("scope_respected"),
    },
    Case { name: "an annotated scope item", contract: AS_IT_IS, work: AS_IT_IS, objects: None },
    Case {
        name: "a directory in scope",
        contract: |scene| {
            scene.packet("  - src/parcel.rs (update)", "  - src/");
        },
        work: AS_IT_IS,
        objects: None,
    },
    Case {
        name: "a glob in scope",
        contract: |scene| {
            scene.packet("  - src/parcel.rs (update)", "  - src/**");
        },
        work: AS_IT_IS,
        objects: None,
    },
    Case {
        name: "template text among the waivers",
        contract: AS_IT_IS,
        work: WRONG_PRE,
        objects: Some("pre_sha1_captured"),
    },
    Case {
        name: "a waiver for something else, and a wrong hash",
        contract: |scene| {
            scene.packet("- NONE", "- WAIVER-7 [CX]: the flaky test may fail (mara)");
        },
        work: WRONG_PRE,
        objects: Some("pre_sha1_captured"),
    },
    Case {
        name: "a waiver for something else, and a file out of scope",
        contract: |scene| {
            scene.packet("- NONE", "- WAIVER-7 [CX]: the flaky test may fail (mara)");
        },
        work: OUTSIDE,
        objects: Some("scope_respected"),
    },
    Case {
        name: "a waiver whose text holds the word none",
        contract: |scene| {
            scene.packet(
                "- NONE",
                "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | PATHS: src/price.rs | \
                 REASON: none of the others do | APPROVER: mara | DATE: 2025-12-01",
            );
        },
        work: OUTSIDE,
        objects: None,
    },
    Case {
        name: "a target with brackets and a wrong hash",
        contract: AS_IT_IS,
        work: |scene| {
            scene.write("src/store/f(a,b).rs", "// a\n").declare(&[CODE, "src/store/f(a,b).rs"]);
            scene.packet("`N/A`", &format!("`{}`", "ab".repeat(20)));
        },
        objects: Some("pre_sha1_captured"),
    },
    Case {
        name: "a file out of scope is deleted",
        contract: AS_IT_IS,
        work: |scene| {
            scene.repo.remove("src/price.rs");
        },
        objects: Some("scope_respected"),
    },
    Case {
        name: "a new file with a made-up hash",
        contract: AS_IT_IS,
        work: |scene| {
            scene.write("src/store/new.rs", "// a\n").declare(&[CODE, "src/store/new.rs"]);
            scene.packet("`N/A`", &format!("`{}`", Digest::of(b"made up")));
        },
        objects: Some("pre_sha1_captured"),
    },
    Case {
        name: "boxes that nobody ticked are computed all the same",
        contract: AS_IT_IS,
        work: |scene| {
            let text = scene.read(PACKET).replace("[x]", "[ ]");
            scene.write(PACKET, text);
            WRONG_PRE(scene);
        },
        objects: Some("pre_sha1_captured"),
    },
    Case {
        name: "a delta as a subtraction that is true",
        contract: AS_IT_IS,
        work: |scene| {
            scene.packet("Delta**: 1\n", "Delta**: 11 - 10\n");
        },
        objects: None,
    },
    Case {
        name: "a delta as a subtraction that is not",
        contract: AS_IT_IS,
        work: |scene| {
            scene.packet("Delta**: 1\n", "Delta**: 1 - 7\n");
        },
        objects: Some("line_delta_equals_expected"),
    },
    Case {
        name: "upper-case digits",
        contract: AS_IT_IS,
        work: |scene| {
            let hash = Digest::of(scene.read(CODE).as_bytes()).to_string();
            scene.packet(&hash, &hash.to_uppercase());
        },
        objects: None,
    },
    Case {
        name: "a sample in a fence is no entry",
        contract: AS_IT_IS,
        work: |scene| {
            let sample = scene.entry(CODE).replace(CODE, "src/sample.rs");
            scene.packet("- **Timestamp**", &format!("```md\n{sample}```\n- **Timestamp**"));
        },
        objects: None,
    },
    Case {
        name: "a target that a shell would carry out",
        contract: AS_IT_IS,
        work: |scene| {
            let entry = scene.entry(CODE).replace(CODE, "src/$(touch PWNED).rs");
            scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**"));
        },
        objects: Some("filename_canonical_and_openable"),
    },
    Case {
        name: "one dash that is not ASCII",
        contract: |scene| {
            scene.packet("- Gates pass:", "- Gates pass \u{2014} all:");
        },
        work: AS_IT_IS,
        objects: None,
    },
    Case {
        name: "paths that git would quote",
        contract: AS_IT_IS,
        work: |scene| {
            scene.write("src/store/ä \"b\".rs", "// a\n").declare(&[CODE, "src/store/ä \"b\".rs"]);
        },
        objects: None,
    },
];

#[test]
fn each_case() {
    for Case { name, contract, work, objects } in CASES {
        let scene = Scene::drafted();
        contract(&scene);
        scene.freeze();
        scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]);
        work(&scene);
        scene.git("add --all");
        let run = scene.call(&format!("post-work {ID} --format json"));
        let told: Vec<String> = roots(&run.json(), "error").into_iter().map(|told| told.gate).collect();
        assert_eq!(told, objects.iter().map(|gate| (*gate).to_owned()).collect::<Vec<_>>(), "{name}");
        assert_eq!(run.status, Some(i32::from(objects.is_some())), "{name}: {}", run.shown());
    }
}

#[test]
fn untracked_and_nothing_staged() {
    let scene = Scene::frozen();
    scene.write("notes.txt", "a thought\n");
    let report = scene.call(&format!("post-work {ID} --format json")).status(1).json();
    assert_eq!(roots(&report, "error")[0].gate, "scope_respected");
}

#[test]
fn the_packet_of_exactly_that_id() {
    let scene = Scene::frozen();
    let shown = scene.call("show WP-1-Parcel-Weight --format json").status(0).json();
    assert_eq!(shown["path"], "docs/task_packets/WP-1-Parcel-Weight.md");
    scene.call("pre-work WP-1-Parcel-Weight").status(1).says("Superseded");
}

#[test]
fn again_behind_the_commit() {
    let scene = Scene::handed_off();
    scene.call(&format!("post-work {ID}")).status(0).says("merge base");
}

#[test]
fn done_with_a_last_verdict_of_fail() {
    let scene = Scene::frozen();
    scene.packet("**Status:** In Progress", "**Status:** Done");
    scene.packet(
        "- (Validator appends reports here. Append-only.)\n",
        "### REPORT 2025-12-02\nVerdict: PASS\n\n### REPORT 2025-12-03\nVerdict: FAIL\n",
    );
    scene.call(&format!("lint {ID}")).status(1).says("FAIL");
    assert!(scene.read(REFINEMENT).contains("APPROVED"));
}
