//! What a coder may not change in a packet, what may change, and how the contract moves on.

use crate::run::{Right, Wrong, each_fails, each_passes};
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";
const BEFORE_THE_DEED: &str = "docs/task_packets/WP-1-Parcel-Weight-v2.md@";
const REPORT: &str = "### REPORT 2025-12-02\nValidator: vera\nVerdict: FAIL\n- no test\n";

#[test]
fn the_contract() {
    each_fails(
        Scene::worked,
        POST_WORK,
        &[
            Wrong {
                name: "scope widened together with the code",
                deed: |scene| {
                    scene.packet("  - src/store/\n", "  - src/store/\n  - src/price.rs\n");
                    scene.edit("src/price.rs", "/ 10", "/ 11").declare(&[CODE, "src/price.rs"]).git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "  - src/price.rs",
            },
            Wrong {
                name: "an item of DONE_MEANS removed",
                deed: |scene| {
                    scene.packet("- Nothing opens a file outside the store (PAR-STO-020).\n", "").git("add --all");
                },
                gate: "contract_unchanged",
                file: BEFORE_THE_DEED,
                text: "- Nothing opens a file outside",
            },
            Wrong {
                name: "an item of DONE_MEANS softened",
                deed: |scene| {
                    scene.packet("is refused (PAR", "is noted (PAR").git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "- A parcel above the limit",
            },
            Wrong {
                name: "a command of the plan changed",
                deed: |scene| {
                    scene.packet("\ncargo test --test weight\n", "\ncargo test --test weight --no-run\n");
                    scene.git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "cargo test --test weight --no-run",
            },
            Wrong {
                name: "the exception of a search widened",
                deed: |scene| {
                    scene.packet(r"'src\\store\\'", r"'src\\'").git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "$hits = rg",
            },
            Wrong {
                name: "an exclusion dropped",
                deed: |scene| {
                    scene.packet("  - src/store/frozen.rs\n", "").git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "- OUT_OF_SCOPE:",
            },
            Wrong {
                name: "another signature",
                deed: |scene| {
                    scene.packet("mara011220250930", "mara011220250931").git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "- USER_SIGNATURE",
            },
            Wrong {
                name: "a lower risk",
                deed: |scene| {
                    scene.packet("RISK_TIER: HIGH", "RISK_TIER: LOW").git("add --all");
                },
                gate: "contract_unchanged",
                file: PACKET,
                text: "- RISK_TIER",
            },
            Wrong {
                name: "an anchor less",
                deed: |scene| {
                    scene.packet("  - Parcel_Spec_v1.2.md 3.2 [PAR-STO-020]\n", "").git("add --all");
                },
                gate: "contract_unchanged",
                file: BEFORE_THE_DEED,
                text: "  - Parcel_Spec_v1.2.md 3.2",
            },
        ],
    );
}

#[test]
fn what_may_change() {
    each_passes(
        Scene::worked,
        POST_WORK,
        &[
            Right {
                name: "the scope made smaller",
                deed: |scene| {
                    scene.packet("  - `tests/*.rs` (the new cases)\n", "").git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a directory spelled out into its files",
                deed: |scene| {
                    scene.packet("  - src/store/\n", "  - src/store/mod.rs\n  - src/store/old.rs\n").git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "an annotation dropped",
                deed: |scene| {
                    scene.packet("src/parcel.rs (update)", "src/parcel.rs").git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "an exclusion more",
                deed: |scene| {
                    scene.packet("frozen.rs\n", "frozen.rs\n  - src/store/old.rs\n").git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "a dash of another encoding in an item",
                deed: |scene| {
                    scene.packet("Gates pass:", "Gates  pass:").git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "evidence, hygiene, status, the coder's own sections",
                deed: |scene| {
                    scene.packet("- (Coder appends logs and test outputs here. No verdicts.)", "- COMMAND: cargo test");
                    scene.packet("- (Coder fills after implementation.)", "- formatted");
                    scene.packet("- (Coder fills after skeleton approval.)", "- `accept` compares");
                    scene.packet("Current WP_STATUS: In Progress", "Current WP_STATUS: handed over");
                    scene.packet("**Status:** In Progress", "**Status:** Done").git("add --all");
                },
                warns: &[],
            },
            Right {
                name: "the merge base noted",
                deed: |scene| {
                    let base = scene.repo.id("main");
                    scene.packet("- RISK_TIER", &format!("- MERGE_BASE_SHA: {base}\n- RISK_TIER")).git("add --all");
                },
                warns: &[],
            },
        ],
    );
}

#[test]
fn an_em_dash_in_an_item_is_no_error() {
    let scene = Scene::drafted();
    scene.packet("Gates pass:", "Gates pass \u{2014} all of them:").freeze();
    scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all");
    scene.call(POST_WORK).status(0);
    scene.packet("\u{2014}", "\u{e2}\u{20ac}\u{201d}").git("add --all");
    scene.call(POST_WORK).status(0);
    scene.call(&format!("lint {ID} --format json")).status(0).says("\"severity\": \"warning\"");
}

/// The contract, frozen with a report in it; then the work.
fn reported() -> Scene {
    let scene = Scene::drafted();
    scene.packet("- (Validator appends reports here. Append-only.)\n", REPORT).freeze();
    scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all");
    scene
}

#[test]
fn reports() {
    each_fails(
        reported,
        POST_WORK,
        &[
            Wrong {
                name: "a verdict changed",
                deed: |scene| {
                    scene.packet("Verdict: FAIL", "Verdict: PASS").git("add --all");
                },
                gate: "reports_append_only",
                file: PACKET,
                text: "Verdict: PASS",
            },
            Wrong {
                name: "a report's words changed",
                deed: |scene| {
                    scene.packet("- no test", "- no problem").git("add --all");
                },
                gate: "reports_append_only",
                file: PACKET,
                text: "- no problem",
            },
            Wrong {
                name: "a report removed",
                deed: |scene| {
                    scene.packet(REPORT, "").git("add --all");
                },
                gate: "reports_append_only",
                file: BEFORE_THE_DEED,
                text: "### REPORT",
            },
        ],
    );
    each_passes(
        reported,
        POST_WORK,
        &[
            Right { name: "as it was", deed: |_| (), warns: &[] },
            Right {
                name: "a report appended by the coder",
                deed: |scene| {
                    let second = REPORT.replace("12-02", "12-03").replace("FAIL", "PASS");
                    scene.packet("- no test\n", &format!("- no test\n\n{second}")).git("add --all");
                },
                warns: &["reports_append_only"],
            },
        ],
    );
}

#[test]
fn a_report_taken_away_in_one_commit_and_brought_back_in_the_next_is_told() {
    let scene = reported();
    scene.git("commit -qm work");
    let text = scene.read(PACKET);
    scene.packet("Verdict: FAIL", "Verdict: PASS").git("commit -qam change");
    scene.write(PACKET, text).git("commit -qam back");
    let run = scene.call(&format!("{POST_WORK} --format json"));
    let report = run.status(1).json();
    assert_eq!(crate::run::roots(&report, "error")[0].gate, "reports_append_only");
}

#[test]
fn approval_comes_before_code() {
    let unapproved = || {
        let scene = Scene::drafted();
        scene.packet("SKELETON APPROVED\n", "").freeze();
        scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all");
        scene
    };
    each_fails(
        unapproved,
        POST_WORK,
        &[
            Wrong { name: "none", deed: |_| (), gate: "phase_order", file: PACKET, text: "- **Target File**" },
            Wrong {
                name: "one in a fence",
                deed: |scene| {
                    scene
                        .packet("looks at the weight.\n", "looks.\n\n```text\nSKELETON APPROVED\n```\n")
                        .git("add --all");
                },
                gate: "phase_order",
                file: PACKET,
                text: "- **Target File**",
            },
            Wrong {
                name: "one that says no",
                deed: |scene| {
                    scene.packet("looks at the weight.\n", "no SKELETON APPROVED marker yet\n").git("add --all");
                },
                gate: "phase_order",
                file: PACKET,
                text: "- **Target File**",
            },
            Wrong {
                name: "one that comes with the code",
                deed: |scene| {
                    scene.packet("looks at the weight.\n", "looks.\n\nSKELETON APPROVED\n").git("add --all");
                },
                gate: "phase_order",
                file: PACKET,
                text: "SKELETON APPROVED",
            },
        ],
    );
    let scene = Scene::drafted();
    scene.packet("SKELETON APPROVED\n", "").freeze();
    scene.packet("looks at the weight.\n", "looks.\n\nSKELETON APPROVED\n").git("commit -qam approved");
    scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all");
    scene.call(POST_WORK).status(0);
}

const AMENDMENT: &str = "- WAIVER_ID: A-1 | STATUS: ACTIVE | COVERS: contract_unchanged | SECTION: SCOPE | \
                         PATHS: src/price.rs | REASON: the price follows | APPROVER: mara | DATE: 2025-12-02";

#[test]
fn an_amendment_committed_alone_moves_the_contract_on() {
    let amend = |scene: &Scene| {
        scene.packet("- NONE", AMENDMENT).packet("  - src/store/\n", "  - src/store/\n  - src/price.rs\n");
    };
    let work = |scene: &Scene| {
        scene.edit(CODE, BEFORE, AFTER).edit("src/price.rs", "/ 10", "/ 11").declare(&[CODE, "src/price.rs"]);
        scene.git("add --all");
    };
    let alone = Scene::frozen();
    amend(&alone);
    alone.git("-c user.name=Mara -c user.email=mara@example.org commit -qam amended");
    work(&alone);
    alone.call(POST_WORK).status(0);

    let together = Scene::frozen();
    amend(&together);
    work(&together);
    let report = together.call(&format!("{POST_WORK} --format json")).status(1).json();
    let told = crate::run::roots(&report, "error");
    assert_eq!(told.iter().map(|told| told.gate.as_str()).collect::<Vec<_>>(), ["contract_unchanged"]);
    together.call(POST_WORK).says("taskpacket amend");
}

#[test]
fn a_waiver_relaxes_only_what_it_names_and_only_once_it_is_committed() {
    const WAIVER: &str = "- WAIVER_ID: W-1 | STATUS: ACTIVE | COVERS: scope_respected | PATHS: src/price.rs | \
                          REASON: none of the others do | APPROVER: mara | DATE: 2025-12-02 | EXPIRES: 2099-01-01";
    let scene = |waiver: &str, alone: bool| {
        let scene = Scene::frozen();
        scene.packet("- NONE", waiver);
        if alone {
            scene.git("commit -qam waived");
        }
        scene.edit(CODE, BEFORE, AFTER).edit("src/price.rs", "/ 10", "/ 11").declare(&[CODE, "src/price.rs"]);
        scene.git("add --all");
        scene
    };
    let told = |scene: &Scene| {
        let report = scene.call(&format!("{POST_WORK} --format json")).json();
        crate::run::roots(&report, "error").into_iter().map(|told| told.gate).collect::<Vec<_>>()
    };
    assert_eq!(told(&scene(WAIVER, true)), [""; 0]);
    assert_eq!(told(&scene(WAIVER, false)), ["scope_respected"]);
    for other in [
        WAIVER.replace("src/price.rs", "src/lib.rs"),
        WAIVER.replace("scope_respected", "phase_order"),
        WAIVER.replace("2099", "2025"),
        WAIVER.replace("ACTIVE", "REVOKED"),
        "- the flaky test in `src/price.rs` may fail".to_owned(),
    ] {
        assert_eq!(told(&scene(&other, true)), ["scope_respected"], "{other}");
    }
    let wrong = scene(WAIVER, true);
    let hash = wrong.entry(CODE).lines().find(|line| line.contains("Pre-SHA1")).unwrap().to_owned();
    wrong.packet(&hash, &format!("- **Pre-SHA1**: `{}`", "ab".repeat(20))).git("add --all");
    assert_eq!(told(&wrong), ["pre_sha1_captured"]);
}
