//! Trees that make a search stumble: each has a defined answer, and none of them is a quiet pass.

use std::io::Write;
use std::process::Command;

use crate::run::Run;
use crate::support::Fixture;

const RULES: &str = "rules:\n- id: no-needle\n  kind: forbid\n  title: no needle\n  reason: it pricks\n  pattern: needle\n  \
                     roots: [src]\n  examples: {hits: [needle]}\n";

fn tree() -> Fixture {
    let repo = Fixture::new();
    repo.write("rules.yaml", RULES).write("src/a.rs", "fn a() {}\n");
    repo
}

fn audit(repo: &Fixture) -> Run {
    let mut command = repo.command(env!("CARGO_BIN_EXE_taskpacket"));
    command.args(["audit", "--rules", "rules.yaml"]);
    Run::of(command)
}

#[test]
fn a_binary_file_is_told_where_it_looks_like_source() {
    let repo = tree();
    repo.write("src/logo.png", b"\0needle\n").write("src/b.rs", b"\0needle\n");
    audit(&repo).status(0).says("1 file").says("taken for binary").says("src/b.rs");
}

#[test]
fn utf_16_is_text() {
    let repo = tree();
    let wide: Vec<u8> = "\u{feff}a\n needle\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    repo.write("src/wide.txt", wide);
    audit(&repo).status(1).says("src/wide.txt:2:2");
}

#[test]
fn a_line_that_is_too_long_is_no_verdict() {
    let repo = tree();
    let mut file = std::fs::File::create(repo.path("src/long.txt")).unwrap();
    let part = vec![b'a'; 1 << 20];
    for _ in 0..66 {
        file.write_all(&part).unwrap();
    }
    file.write_all(b"needle").unwrap();
    audit(&repo).status(2).says("src/long.txt").says("longer than 64 MiB");
}

#[test]
fn a_hit_far_out_in_a_line_is_shown_around_itself() {
    let repo = tree();
    repo.write("src/min.js", format!("{}\u{e9}needle{}\n", "a".repeat(5_000), "b".repeat(5_000)));
    let run = audit(&repo);
    run.status(1).says("src/min.js:1:5002");
    assert!(run.stdout.lines().all(|line| line.chars().count() < 1_000), "{}", run.shown());
}

#[test]
fn a_file_of_two_gigabytes_is_not_held() {
    let repo = tree();
    std::fs::File::create(repo.path("src/huge.bin")).unwrap().set_len(2 << 30).unwrap();
    audit(&repo).status(0).says("1 file");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let repo = tree();
    repo.write("lib/b.rs", "needle\n");
    std::os::unix::fs::symlink("..", repo.path("src/up")).unwrap();
    std::os::unix::fs::symlink("../lib/b.rs", repo.path("src/link.rs")).unwrap();
    audit(&repo).status(0).says("1 file");
}

#[test]
fn only_git_ignores() {
    let repo = tree();
    repo.write("src/b.rs", "needle\n").write(".ignore", "b.rs\n").write("src/.ignore", "*\n");
    audit(&repo).status(1).says("src/b.rs:1:1");
    repo.write(".gitignore", "b.rs\n");
    audit(&repo).status(0);
}

/// Root reads everything, so the program runs as nobody.
#[cfg(unix)]
#[test]
fn a_closed_folder_is_no_verdict() {
    use std::os::unix::fs::PermissionsExt;

    let repo = tree();
    repo.write("src/closed/b.rs", "needle\n");
    let closed = repo.path("src/closed");
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&closed, 0o000);
    let is_root = std::fs::read_dir(&closed).is_ok();
    let run = if is_root {
        // The program is copied to where nobody may read it, with the tree handed over to them.
        let program = repo.path("taskpacket");
        std::fs::copy(env!("CARGO_BIN_EXE_taskpacket"), &program).unwrap();
        let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(repo.root()).status();
        let above = repo.root().parent().unwrap();
        mode(above, 0o755);
        mode(repo.root(), 0o755);
        let able = owned.is_ok_and(|status| status.success());
        let mut command = repo.command("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        command.args(["audit", "--rules", "rules.yaml"]);
        if !able || command.output().is_err() {
            eprintln!("skipped: root's privileges cannot be dropped here");
            return;
        }
        Run::of(command)
    } else {
        audit(&repo)
    };
    mode(&closed, 0o755);
    run.status(2).says("src/closed").says("could not be searched");
}
