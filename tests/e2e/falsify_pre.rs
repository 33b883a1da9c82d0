//! What keeps a contract from being worked on, and what does not. The deeds are done before the contract is committed,
//! unless they say otherwise.

use taskpacket::model::Digest;

use crate::run::{Right, Wrong, each_fails, each_passes, roots};
use crate::scene::{AUDIT_LOG, ID, PACKET, REFINEMENT, SPEC, Scene};

const PRE_WORK: &str = "pre-work WP-1-Parcel-Weight-v2";

/// Replaces a text everywhere in packet and refinement.
fn in_both(scene: &Scene, from: &str, to: &str) {
    for path in [PACKET, REFINEMENT, AUDIT_LOG] {
        scene.edit(path, from, to);
    }
}

#[test]
fn signatures() {
    each_fails(
        Scene::drafted,
        PRE_WORK,
        &[
            Wrong {
                name: "altered in the packet",
                deed: |scene| {
                    scene.packet("mara011220250930", "mara011220250931").freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- USER_SIGNATURE",
            },
            Wrong {
                name: "altered in the refinement",
                deed: |scene| {
                    scene.edit(REFINEMENT, "mara011220250930", "vera011220250930").freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- USER_SIGNATURE",
            },
            Wrong {
                name: "used by another packet",
                deed: |scene| {
                    let path = "docs/task_packets/WP-1-Parcel-Weight.md";
                    scene.edit(path, "- DATE", "- USER_SIGNATURE: mara011220250930\n- DATE").freeze();
                },
                gate: "signature_valid",
                file: PACKET,
                text: "- USER_SIGNATURE",
            },
            Wrong {
                name: "used by another row of the audit log",
                deed: |scene| {
                    let row =
                        "| mara011220250930 | Orchestrator | 2025-12-01 | Task packet creation: WP-9-Other | | |\n";
                    let text = scene.read(AUDIT_LOG);
                    scene.write(AUDIT_LOG, text + row).freeze();
                },
                gate: "signature_valid",
                file: PACKET,
                text: "- USER_SIGNATURE",
            },
            Wrong {
                name: "in the future",
                deed: |scene| {
                    in_both(scene, "mara011220250930", "mara011220990930");
                    scene.freeze();
                },
                gate: "signature_valid",
                file: PACKET,
                text: "- USER_SIGNATURE",
            },
            Wrong {
                name: "of a day that does not exist",
                deed: |scene| {
                    in_both(scene, "mara011220250930", "mara311120250930");
                    scene.freeze();
                },
                gate: "signature_valid",
                file: PACKET,
                text: "- USER_SIGNATURE",
            },
        ],
    );
}

#[test]
fn refinement_and_specification() {
    each_fails(
        Scene::drafted,
        PRE_WORK,
        &[
            Wrong {
                name: "not approved",
                deed: |scene| {
                    scene.edit(REFINEMENT, "STATUS: APPROVED", "STATUS: PENDING").freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- USER_REVIEW_STATUS",
            },
            Wrong {
                name: "the approval sentence names another packet",
                deed: |scene| {
                    scene
                        .edit(REFINEMENT, "APPROVE REFINEMENT WP-1-Parcel-Weight-v2", "APPROVE REFINEMENT WP-1")
                        .freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- USER_APPROVAL_EVIDENCE",
            },
            Wrong {
                name: "enrichment is needed",
                deed: |scene| {
                    scene.edit(REFINEMENT, "ENRICHMENT_NEEDED: NO", "ENRICHMENT_NEEDED: YES").freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- ENRICHMENT_NEEDED",
            },
            Wrong {
                name: "an anchor's token stands elsewhere",
                deed: |scene| {
                    scene.edit(REFINEMENT, "CONTEXT_START_LINE: 11", "CONTEXT_START_LINE: 1");
                    scene.edit(REFINEMENT, "CONTEXT_END_LINE: 15", "CONTEXT_END_LINE: 4").freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- CONTEXT_TOKEN: nothing but",
            },
            Wrong {
                name: "the digest of the specification",
                deed: |scene| {
                    let digest = Digest::of(scene.read(SPEC).as_bytes()).to_string();
                    scene.edit(REFINEMENT, &digest, &"ab".repeat(20)).freeze();
                },
                gate: "refinement_signed",
                file: REFINEMENT,
                text: "- SPEC_TARGET_SHA1",
            },
            Wrong {
                name: "the refinement is not there",
                deed: |scene| {
                    scene.repo.remove(REFINEMENT);
                    scene.freeze();
                },
                gate: "refinement_signed",
                file: PACKET,
                text: "- REFINEMENT_FILE",
            },
            Wrong {
                name: "an anchor's section does not exist",
                deed: |scene| {
                    scene.packet("Parcel_Spec_v1.2.md 3.2 [PAR-STO-020]", "Parcel_Spec_v1.2.md 3.9 [PAR-STO-020]");
                    scene.freeze();
                },
                gate: "spec_resolves",
                file: PACKET,
                text: "  - Parcel_Spec_v1.2.md 3.9",
            },
            Wrong {
                name: "an anchor's tag stands in another section",
                deed: |scene| {
                    scene.packet("Parcel_Spec_v1.2.md 3.1 [PAR-WGT-010]", "Parcel_Spec_v1.2.md 3.1 [PAR-STO-020]");
                    scene.freeze();
                },
                gate: "spec_resolves",
                file: PACKET,
                text: "  - Parcel_Spec_v1.2.md 3.1",
            },
            Wrong {
                name: "the baseline is not there",
                deed: |scene| {
                    scene.packet("SPEC_BASELINE: Parcel_Spec_v1.2.md", "SPEC_BASELINE: Parcel_Spec_v1.1.md").freeze();
                },
                gate: "spec_resolves",
                file: PACKET,
                text: "- SPEC_BASELINE",
            },
        ],
    );
}

#[test]
fn the_packet_itself() {
    each_fails(
        Scene::drafted,
        PRE_WORK,
        &[
            Wrong {
                name: "superseded",
                deed: |scene| {
                    scene.packet("Status:** In Progress", "Status:** Superseded").freeze();
                },
                gate: "TP114",
                file: PACKET,
                text: "- **Status:**",
            },
            Wrong {
                name: "blocked",
                deed: |scene| {
                    scene.packet("Status:** In Progress", "Status:** Blocked").freeze();
                },
                gate: "TP114",
                file: PACKET,
                text: "- **Status:**",
            },
            Wrong {
                name: "no coder named",
                deed: |scene| {
                    scene.packet("CODER_MODEL: a coding agent", "CODER_MODEL: <unclaimed>").freeze();
                },
                gate: "claim_filled",
                file: PACKET,
                text: "- CODER_MODEL",
            },
            Wrong {
                name: "an unedited enum",
                deed: |scene| {
                    scene.packet("RISK_TIER: HIGH", "RISK_TIER: LOW | MEDIUM | HIGH").freeze();
                },
                gate: "packet_complete",
                file: PACKET,
                text: "- RISK_TIER",
            },
            Wrong {
                name: "DONE_MEANS is not there",
                deed: |scene| {
                    let text = scene.read(PACKET);
                    let (start, end) = (text.find("### DONE_MEANS").unwrap(), text.find("### ROLLBACK").unwrap());
                    scene.write(PACKET, format!("{}{}", &text[..start], &text[end..])).freeze();
                },
                gate: "packet_complete",
                file: PACKET,
                text: "",
            },
            Wrong {
                name: "scope outside the repository",
                deed: |scene| {
                    scene.packet("  - src/store/\n", "  - ../elsewhere/\n").freeze();
                },
                gate: "scope_readable",
                file: PACKET,
                text: "  - ../elsewhere/",
            },
            Wrong {
                name: "a scope item that is prose",
                deed: |scene| {
                    scene.packet("  - src/store/\n", "  - everything that has to do with the store\n").freeze();
                },
                gate: "scope_readable",
                file: PACKET,
                text: "  - everything that",
            },
            Wrong {
                name: "in scope and out of scope",
                deed: |scene| {
                    scene.packet("  - src/store/frozen.rs", "  - src/parcel.rs").freeze();
                },
                gate: "scope_readable",
                file: PACKET,
                text: "  - src/parcel.rs (update)",
            },
            Wrong {
                name: "a status thrown away",
                deed: |scene| {
                    scene.packet("cargo test --test weight\n", "cargo test --test weight || true\n").freeze();
                },
                gate: "test_plan_runnable",
                file: PACKET,
                text: "cargo test --test weight || true",
            },
            Wrong {
                name: "a file to open that is not there",
                deed: |scene| {
                    scene.packet("  - docs/START_HERE.md", "  - docs/BEGIN_HERE.md").freeze();
                },
                gate: "all_links_resolvable",
                file: PACKET,
                text: "  - docs/BEGIN_HERE.md",
            },
            Wrong {
                name: "a gate of the manifest's form is missing",
                deed: |scene| {
                    scene.packet("  - [ ] line_delta_equals_expected\n", "").freeze();
                },
                gate: "manifest_template_present",
                file: PACKET,
                text: "- **Target File**",
            },
            Wrong {
                name: "the approval ahead of the skeleton",
                deed: |scene| {
                    scene
                        .packet("SKELETON APPROVED\n", "")
                        .packet("## SKELETON\n", "SKELETON APPROVED\n\n## SKELETON\n");
                    scene.freeze();
                },
                gate: "phase_order",
                file: PACKET,
                text: "SKELETON APPROVED",
            },
            Wrong {
                name: "the skeleton ahead of the bootstrap",
                deed: |scene| {
                    scene.packet("## BOOTSTRAP", "## SKELETON\n- first\n\n## BOOTSTRAP");
                    scene.packet("## SKELETON\n- `accept`", "## NOTES\n- `accept`").packet("SKELETON APPROVED\n", "");
                    scene.freeze();
                },
                gate: "phase_order",
                file: PACKET,
                text: "## SKELETON",
            },
            Wrong {
                name: "a revision without a base",
                deed: |scene| {
                    scene.packet("- BASE_WP_ID: WP-1-Parcel-Weight\n", "").freeze();
                },
                gate: "lineage_known",
                file: PACKET,
                text: "- WP_ID",
            },
            Wrong { name: "not committed", deed: |_| (), gate: "checkpoint_committed", file: PACKET, text: "" },
            Wrong {
                name: "changed since it was committed",
                deed: |scene| {
                    scene.freeze();
                    scene.packet("is refused (PAR", "is noted (PAR");
                },
                gate: "checkpoint_committed",
                file: PACKET,
                text: "- A parcel above",
            },
            Wrong {
                name: "the refinement changed since it was committed",
                deed: |scene| {
                    scene.freeze();
                    scene.edit(REFINEMENT, "Nobody looks", "Nobody ever looks");
                },
                gate: "checkpoint_committed",
                file: PACKET,
                text: "- REFINEMENT_FILE",
            },
        ],
    );
}

#[test]
fn what_does_not_matter() {
    each_passes(
        Scene::drafted,
        PRE_WORK,
        &[
            Right {
                name: "as it is",
                deed: |scene| {
                    scene.freeze();
                },
                warns: &[],
            },
            Right {
                name: "CRLF lines",
                deed: |scene| {
                    for path in [PACKET, REFINEMENT] {
                        let text = scene.read(path).replace('\n', "\r\n");
                        scene.write(path, text);
                    }
                    scene.freeze();
                },
                warns: &[],
            },
            Right {
                name: "a byte order mark",
                deed: |scene| {
                    let text = scene.read(PACKET);
                    scene.write(PACKET, format!("\u{feff}{text}")).freeze();
                },
                warns: &[],
            },
            Right {
                name: "ready, and unclaimed",
                deed: |scene| {
                    scene.packet("In Progress", "Ready for Dev").packet("a coding agent", "<unclaimed>").freeze();
                },
                warns: &[],
            },
            Right {
                name: "no skeleton approved yet",
                deed: |scene| {
                    scene.packet("SKELETON APPROVED\n", "").freeze();
                },
                warns: &[],
            },
            Right {
                name: "a signature with seconds",
                deed: |scene| {
                    in_both(scene, "mara011220250930", "mara01122025093015");
                    scene.freeze();
                },
                warns: &[],
            },
            Right {
                name: "a placeholder within a command",
                deed: |scene| {
                    scene.packet("cargo test --test weight\n", "cargo test --test weight -- '<case>'\n").freeze();
                },
                warns: &[],
            },
            Right {
                name: "the digest of the specification with CRLF",
                deed: |scene| {
                    let text = scene.read(SPEC);
                    let crlf = Digest::of(text.replace('\n', "\r\n").as_bytes()).to_string();
                    scene.edit(REFINEMENT, &Digest::of(text.as_bytes()).to_string(), &crlf).freeze();
                },
                warns: &["refinement_signed"],
            },
            Right {
                name: "a piped status",
                deed: |scene| {
                    scene.packet("cargo test --test weight\n", "cargo test --test weight | tail -3\n").freeze();
                },
                warns: &["test_plan_runnable"],
            },
            Right {
                name: "evidence written since",
                deed: |scene| {
                    scene.freeze();
                    scene.packet("- (Coder appends logs", "- COMMAND: cargo test\n- (Coder appends logs");
                },
                warns: &[],
            },
        ],
    );
}

/// Another packet with the scope of the first, In Progress.
fn other(scene: &Scene) -> String {
    let other = scene.read(PACKET).replace(ID, "WP-2-Other").replace("mara0112", "mara0212");
    other.replace("- BASE_WP_ID: WP-1-Parcel-Weight\n", "")
}

/// The gates that warn, so many days after the first commit.
fn warnings(scene: &Scene, day: i64) -> Vec<String> {
    let report = scene.call_on_day(day, &format!("{PRE_WORK} --format json")).status(0).json();
    roots(&report, "warning").into_iter().map(|told| told.gate).collect()
}

#[test]
fn another_packet_in_progress_with_the_same_files_is_a_warning() {
    let scene = Scene::drafted();
    scene.write("docs/task_packets/WP-2-Other.md", other(&scene)).freeze();
    assert_eq!(warnings(&scene, 1), ["no_overlap"]);
    scene.call_on_day(1, &format!("{PRE_WORK} --deny warnings")).status(1);
}

#[test]
fn a_claim_is_dormant_after_so_many_days_without_a_commit() {
    let scene = Scene::drafted();
    scene.write("docs/task_packets/WP-2-Other.md", other(&scene)).freeze();
    assert_eq!((warnings(&scene, 29), warnings(&scene, 31)), (vec!["no_overlap".to_owned()], Vec::new()));
    scene.write("taskpacket.yaml", "dormant_days: 60\n");
    scene.repo.commit("wait longer");
    assert_eq!(warnings(&scene, 31), ["no_overlap"]);
}

#[test]
fn of_copies_of_a_packet_the_one_committed_last_claims() {
    let scene = Scene::drafted();
    scene.write("docs/task_packets/WP-2-Other.md", other(&scene)).freeze();
    // The default branch knows that it is done; the copy here is merely old.
    scene.git("switch -q main").edit("docs/task_packets/WP-2-Other.md", "In Progress", "Done");
    scene.repo.commit("it is done");
    scene.git("switch -q feat/parcel");
    assert_eq!(warnings(&scene, 1), Vec::<String>::new());
    // Somebody takes it up again in another worktree, and has not committed that yet.
    scene.git("worktree add -q ../wt-2 -b feat/wp-2-other main");
    let path = scene.repo.outside().join("wt-2/docs/task_packets/WP-2-Other.md");
    std::fs::write(path, other(&scene)).unwrap();
    assert_eq!(warnings(&scene, 1), ["no_overlap"]);
    scene.call_on_day(1, PRE_WORK).status(0).says("WP-2-Other (In Progress, ../wt-2) claims src/parcel.rs too");
}

#[test]
fn a_name_that_only_contains_the_id_is_another_packet() {
    let scene = Scene::frozen();
    scene
        .call("show WP-1-Parcel-Weight --format json")
        .status(0)
        .says("\"id\": \"WP-1-Parcel-Weight\"")
        .says("Superseded");
    scene.call("show WP-1-Parcel --format json").status(2).says("\"error\"");
}
