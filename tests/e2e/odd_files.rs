//! Files that are not plain text under a plain name: each is declared, judged, and refused out of scope.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::run::{Right, Wrong, each_fails, each_passes, roots};
use crate::scene::{AFTER, BEFORE, CODE, PACKET, Scene};

const POST_WORK: &str = "post-work WP-1-Parcel-Weight-v2";

/// Has the program declare everything that is staged, and stages the packet.
fn declared(scene: &Scene) {
    scene.git("add --all");
    scene.call("manifest WP-1-Parcel-Weight-v2 --write").status(0);
    scene.git("add --all");
}

#[test]
fn in_scope_they_are_declared_and_pass() {
    each_passes(
        Scene::worked,
        POST_WORK,
        &[
            Right {
                name: "binary",
                deed: |scene| {
                    scene.write("src/store/seal.bin", b"\x00\x01\xff\x00");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "executable",
                deed: |scene| {
                    let mode = std::fs::Permissions::from_mode(0o755);
                    std::fs::set_permissions(scene.repo.path("src/store/old.rs"), mode).unwrap();
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "spaces",
                deed: |scene| {
                    scene.write("src/store/a b.rs", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "quotes",
                deed: |scene| {
                    scene.write("src/store/it's \"one\".rs", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "brackets",
                deed: |scene| {
                    scene.write("src/store/f(a,b)[1]{c}.rs", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "other alphabets",
                deed: |scene| {
                    scene.write("src/store/größe.rs", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "glob letters that are meant as they stand",
                deed: |scene| {
                    scene.write("src/store/*?.rs", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "a leading dash",
                deed: |scene| {
                    scene.write("src/store/--force", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "a backtick",
                deed: |scene| {
                    scene.write("src/store/a`b.rs", "// a\n");
                    declared(scene);
                },
                warns: &[],
            },
            Right {
                name: "a large file",
                deed: |scene| {
                    scene.write("src/store/large.txt", "a line of text\n".repeat(200_000));
                    declared(scene);
                },
                warns: &[],
            },
        ],
    );
}

#[test]
fn out_of_scope_they_are_refused() {
    each_fails(
        Scene::worked,
        POST_WORK,
        &[
            Wrong {
                name: "binary",
                deed: |scene| {
                    scene.write("lib/seal.bin", b"\x00\x01").git("add --all");
                },
                gate: "scope_respected",
                file: PACKET,
                text: "- IN_SCOPE_PATHS:",
            },
            Wrong {
                name: "symlink",
                deed: |scene| {
                    symlink("src", scene.repo.path("lib")).unwrap();
                    scene.git("add --all");
                },
                gate: "scope_respected",
                file: "lib",
                text: "",
            },
            Wrong {
                name: "line feed",
                deed: |scene| {
                    scene.write("a\nb.txt", b"\x00").git("add --all");
                },
                gate: "scope_respected",
                file: PACKET,
                text: "- IN_SCOPE_PATHS:",
            },
            Wrong {
                name: "no UTF-8",
                deed: |scene| {
                    scene.repo.write(OsStr::from_bytes(b"a\xffb.txt"), "a\n");
                    scene.git("add --all");
                },
                gate: "scope_respected",
                file: PACKET,
                text: "- IN_SCOPE_PATHS:",
            },
        ],
    );
}

#[test]
fn brackets_in_a_target_are_part_of_its_name() {
    let scene = Scene::worked();
    scene.write("src/store/f(a,b).rs", "// a\n").declare(&[CODE, "src/store/f(a,b).rs"]);
    scene.packet("Pre-SHA1**: `N/A`", &format!("Pre-SHA1**: `{}`", "ab".repeat(20))).git("add --all");
    let report = scene.call(&format!("{POST_WORK} --format json")).status(1).json();
    assert_eq!(roots(&report, "error")[0].gate, "pre_sha1_captured");
}

#[test]
fn a_symlink_and_a_submodule_are_named_as_such() {
    let scene = Scene::worked();
    symlink("mod.rs", scene.repo.path("src/store/link.rs")).unwrap();
    declared(&scene);
    scene.call(&format!("{POST_WORK} -v")).status(0).says("is a symbolic link");

    let scene = Scene::worked();
    let head = scene.repo.id("HEAD");
    scene.git(&format!("update-index --add --cacheinfo 160000,{head},src/store/sub"));
    let entry = scene.entry(CODE).replace(CODE, "src/store/sub");
    scene.packet("- **Timestamp**", &format!("{entry}- **Timestamp**")).git(&format!("add {PACKET}"));
    scene.call(&format!("{POST_WORK} -v")).status(1).says("is a submodule");
}

#[test]
fn paths_that_no_packet_can_name_are_told_in_one_piece() {
    for name in [&b"src/store/a\nb.rs"[..], b"src/store/a\xffb.rs"] {
        let scene = Scene::worked();
        scene.repo.write(OsStr::from_bytes(name), "// a\n");
        scene.git("add --all");
        let run = scene.call(POST_WORK);
        run.status(1).says("manifest entry");
        assert!(!run.stdout.contains("a\nb.rs"), "{}", run.shown());
        let report = scene.call(&format!("{POST_WORK} --format json")).json();
        assert_eq!(roots(&report, "error").len(), 1, "{}", run.shown());
    }
}

#[test]
fn line_ends_that_git_turns_around_are_judged_as_git_stores_them() {
    let scene = Scene::frozen();
    scene.repo.config("core.autocrlf", "true");
    scene.edit(CODE, BEFORE, AFTER).declare(&[CODE]);
    let crlf = scene.read(CODE).replace('\n', "\r\n");
    scene.write(CODE, crlf);
    scene.call(&format!("post-work --worktree {}", crate::scene::ID)).status(0);
    scene.git("add --all");
    scene.call(POST_WORK).status(0);
}

#[test]
fn a_file_that_becomes_another_kind() {
    let scene = Scene::worked();
    scene.repo.remove("src/store/old.rs");
    symlink("mod.rs", scene.repo.path("src/store/old.rs")).unwrap();
    scene.git("add --all");
    scene.call(POST_WORK).status(1).says("src/store/old.rs");
    let scene = Scene::worked();
    scene.repo.remove("src/store/old.rs");
    scene.write("src/store/old.rs/inner.rs", "// a\n").git("add --all").declare(&[CODE, "src/store/old.rs/inner.rs"]);
    scene.git("add --all");
    scene.call(POST_WORK).status(0);
}
