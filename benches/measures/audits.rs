//! What the audits cost on a large tree, against one `rg` with the same patterns, and against one `rg` a pattern.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::generate::Repository;
use crate::program::Program;
use crate::stopwatch::pairs;

/// How many files the tree has, and how many lines each: about 200 MB.
const FILES: usize = 10_000;
const LINES: usize = 400;

/// What is looked for; each stands in one file of a hundred.
const PATTERNS: &[&str] = &[r"\bsqlx::", r"\bSqlitePool\b", "(?i)create\\s+trigger", r"dbg!\("];

/// One walk for all rules, against what a script would do. Says so where there is no `rg`.
pub fn measure(program: &Program) {
    println!("\naudit of {FILES} files, {} patterns, against rg (aim: 1.2 times one rg)", PATTERNS.len());
    if Command::new("rg").arg("--version").output().is_err() {
        println!("  there is no rg here: nothing to compare with");
        return;
    }
    let repository = Repository::with_packets(0);
    let root = repository.root();
    write_tree(root);
    let audit = || program.run(root, &["audit", "--rules", "rules.yaml", "--quiet"]);
    let one: Vec<&str> = PATTERNS.iter().flat_map(|pattern| ["-e", *pattern]).collect();
    pairs(7, audit, || rg(root, &one)).print("one rg with all patterns", 1.2);
    let each = || PATTERNS.iter().for_each(|pattern| rg(root, &["-e", pattern]));
    pairs(7, audit, each).print("one rg for each pattern", 1.0);
}

/// Source files that look like source, and rules that allow what is found: to judge hits is not what is measured.
fn write_tree(root: &Path) {
    let lines: String = (0..LINES).fold(String::new(), |mut text, line| {
        writeln!(text, "    let value_{line} = compute(&input, {line}); // a line like any other of some length")
            .unwrap();
        text
    });
    for file in 0..FILES {
        let folder = root.join(format!("src/part_{}", file % 100));
        fs::create_dir_all(&folder).unwrap();
        let hit = if file % 100 == 0 { "use sqlx::SqlitePool; dbg!(1); // create trigger\n" } else { "" };
        fs::write(folder.join(format!("file_{file}.rs")), format!("{lines}{hit}{lines}")).unwrap();
    }
    let rule = |(at, pattern): (usize, &&str)| {
        format!(
            "  - id: rule-{at}\n    kind: forbid\n    title: rule {at}\n    reason: to be measured\n    mend: nothing\n    \
             pattern: '{pattern}'\n    roots: [src]\n    files: ['*.rs']\n    allow: [src/part_0]\n"
        )
    };
    let rules: String = PATTERNS.iter().enumerate().map(rule).collect();
    fs::write(root.join("rules.yaml"), format!("rules:\n{rules}")).unwrap();
}

/// Runs rg over the tree, as a script that counts would.
fn rg(root: &Path, patterns: &[&str]) {
    let mut command = Command::new("rg");
    command.args(["--line-number", "--glob", "*.rs"]).args(patterns).arg("src").current_dir(root);
    command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
}
