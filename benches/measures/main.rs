//! The measures of the program, as ratios against git in the same run, so that they mean the same on every machine.
//!
//! `just bench` runs them; they are read by people, and fail nothing. Each pair runs what is measured and what it is
//! measured against directly after one another; the median over all pairs counts.

#![allow(clippy::print_stdout, clippy::disallowed_macros, reason = "a table on standard output is what this is for")]
#![allow(clippy::unwrap_used, reason = "a measure that cannot be set up has failed")]

mod audits;
mod disagreements;
mod generate;
#[path = "../../tests/support/many.rs"]
mod many;
mod parsing;
mod program;
mod recorded;
mod steps;
mod stopwatch;

use generate::Repository;
use program::Program;
use recorded::Recorder;
use stopwatch::{Measure, pairs};

fn main() {
    let program = Program::new();
    small_packet(&program);
    large_change(&program);
    many_packets(&program);
    parsing::measure();
    steps::measure(&program);
    audits::measure(&program);
    disagreements::measure(&program);
}

/// Every command on a small packet, against the git processes that it starts, run plainly one after the other.
fn small_packet(program: &Program) {
    println!("\na small packet, against the git processes that the command needs (aim: 3.0)");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("demo");
    program.run(folder.path(), &["demo", root.to_str().unwrap()]);
    // The demonstration ends with a verdict and a forgery; the work was handed off three commits before.
    let back =
        std::process::Command::new("git").args(["reset", "--quiet", "--hard", "HEAD~3"]).current_dir(&root).status();
    assert!(back.is_ok_and(|status| status.success()));
    let recorder = Recorder::new(folder.path());
    for command in [
        &["pre-work"][..],
        &["post-work"],
        &["gate-check"],
        &["manifest"],
        &["show"],
        &["lint"],
        &["allows", "src/session.rs"],
        &["sha", "src/session.rs"],
    ] {
        let calls = recorder.record(program, &root, command);
        let measure = pairs(25, || program.run(&root, command), || recorded::replay(&calls));
        let name = format!("{} ({} git)", command[0], calls.len());
        measure.print(&name, 3.0);
    }
}

/// `post-work` of 50 entries among 1,000 changed files, against the two git commands that nobody can do without.
fn large_change(program: &Program) {
    println!("\n50 entries, 1,000 changed files, against git diff --raw and git cat-file --batch (aim: 2.0)");
    for (name, mode) in [("staged", "--cached"), ("committed", "main...HEAD")] {
        let repository = Repository::with_change(program, 3_000, 1_000, 50);
        if name == "committed" {
            repository.git(&["commit", "--quiet", "-m", "the work"]);
        }
        let root = repository.root();
        let blobs = repository.blobs(mode, 50);
        let all = repository.blobs(mode, usize::MAX);
        let work = || program.run(root, &["post-work", "WP-1-Large"]);
        let against = |blobs: &[u8]| {
            repository.git(&["diff", "--raw", "-z", "--no-renames", "--no-abbrev", mode]);
            repository.git_with(&["cat-file", "--batch"], blobs);
        };
        pairs(15, work, || against(&blobs)).print(&format!("{name}, the blobs of the entries"), 2.0);
        pairs(15, work, || against(&all)).print(&format!("{name}, the blobs of all changes"), 2.0);
    }
}

/// `lint --all` and `status` over 1,000 packets, in seconds, and `lint --all` in memory.
fn many_packets(program: &Program) {
    println!("\nlint --all, 1,000 packets (aim: 0.3 s, 100 MiB)");
    let repository = Repository::with_packets(1_000);
    let mut times = Vec::new();
    for _ in 0..7 {
        times.push(stopwatch::time(|| program.run(repository.root(), &["lint", "--all", "--quiet"])));
    }
    let (size, files) = repository.packets_size();
    println!("  {files} packets, {:.1} MB", megabytes(size));
    Measure::seconds(&times).print_seconds("lint --all", 0.3);
    let standing: Vec<_> = (0..7).map(|_| stopwatch::time(|| program.run(repository.root(), &["status"]))).collect();
    Measure::seconds(&standing).print_seconds("status", 0.5);
    let peak = program.peak_memory(repository.root(), &["lint", "--all", "--quiet"]);
    let word = if peak < 100 << 20 { "ok" } else { "MISSED" };
    println!("  {:<44} {:>7.1} MiB  {word}", "lint --all, most memory (VmHWM)", mebibytes(peak));
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
