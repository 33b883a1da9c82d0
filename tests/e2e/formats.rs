//! One run, every format: each carries the same findings.

use crate::scene::{CODE, ID, Scene};

/// The work is staged, and a file with an awkward name that nobody allowed.
fn with_a_stray() -> Scene {
    let scene = Scene::worked();
    scene.write("lib/a,b c%.rs", "fn a() {}\n").git("add --all");
    scene
}

#[test]
fn junit() {
    let run = with_a_stray().call(&format!("post-work {ID} --format junit"));
    run.status(1)
        .says("<testcase name=\"scope_respected\" classname=\"WP-1-Parcel-Weight-v2\">")
        .says("error[TP301]: `lib/a,b c%.rs` changed")
        .says(&format!("<testcase name=\"rails_untouched_outside_window\" classname=\"{CODE}\"/>"));
    let passing = Scene::worked().call(&format!("post-work {ID} --format junit"));
    passing.status(0).says("failures=\"0\"");
}

#[test]
fn junit_of_a_command_without_gates() {
    let scene = Scene::frozen();
    scene.call(&format!("lint {ID} --format junit")).status(0).says("<testcase name=\"lint\"");
    scene.packet("RISK_TIER: ", "RISK_TIER: GRAVE ");
    scene.call(&format!("lint {ID} --format junit")).status(1).says("<failure");
}

#[test]
fn sarif() {
    let log = with_a_stray().call(&format!("post-work {ID} --format sarif")).json();
    assert_eq!(log["version"], "2.1.0");
    let (driver, results) = (&log["runs"][0]["tool"]["driver"], &log["runs"][0]["results"]);
    assert_eq!(driver["name"], "taskpacket");
    let stray = results.as_array().unwrap().iter().find(|result| result["ruleId"] == "TP301").unwrap();
    let rule = &driver["rules"][usize::try_from(stray["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!((&rule["id"], &rule["name"]), (&"TP301".into(), &"scope_respected".into()));
    assert_eq!(stray["level"], "error");
    let place = &stray["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "lib/a%2Cb%20c%25.rs");
    assert_eq!(place["region"]["startLine"], 1);
}

#[test]
fn github() {
    let run = with_a_stray().call(&format!("post-work {ID} --format github"));
    run.status(1)
        .says("::error file=lib/a%2Cb c%25.rs,line=1,col=1,title=TP301 scope_respected::`lib/a,b c%25.rs` changed")
        .says(&format!("post-work {ID}: fail"));
    let missing = Scene::frozen().call("post-work WP-9 --format github");
    missing.status(2).says("::error title=taskpacket::there is no packet `WP-9`");
}

#[test]
fn markdown() {
    let run = with_a_stray().call(&format!("post-work {ID} --format markdown"));
    run.status(1).says(&format!("### FAIL: `post-work {ID}`")).says("| scope | FAIL |").says("**error[TP301]**");
}

#[test]
fn a_document_has_no_findings_to_word() {
    let scene = Scene::frozen();
    for format in ["junit", "sarif", "github", "markdown"] {
        scene.call(&format!("show {ID} --format {format}")).status(2).complains("this command has no findings");
    }
    scene.call(&format!("show {ID} --format json")).status(0).says("taskpacket/packet/v1");
}
