//! Repositories of a given size: files, changes, manifest entries, packets.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::program::Program;

/// A repository in a temporary folder.
pub struct Repository {
    folder: TempDir,
}

impl Repository {
    /// `files` files, of which `changed` are changed and staged on a branch; `entries` of these are in the manifest, and
    /// the others, beneath an exempt folder, need none.
    pub fn with_change(program: &Program, files: usize, changed: usize, entries: usize) -> Self {
        let repository = Self::new();
        repository.write("taskpacket.yaml", "profile: light\nexempt: [docs/, generated/]\n");
        repository.write("docs/task_packets/WP-1-Large.md", PACKET);
        let path = |at: usize| {
            let folder = if at < entries { "src" } else { "generated" };
            format!("{folder}/{:02}/file_{at}.rs", at % 40)
        };
        for at in 0..files {
            repository.write(&path(at), &source(at));
        }
        repository.commit("the files and the contract");
        repository.git(&["switch", "--quiet", "--create", "work"]);
        for at in 0..changed {
            let text = source(at).replacen("line 30 ", "another line ", 1).replacen("line 31 ", "line\nline ", 1);
            repository.write(&path(at), &text);
        }
        repository.git(&["add", "--all"]);
        program.run(repository.root(), &["manifest", "WP-1-Large", "--write"]);
        repository.git(&["add", "--all"]);
        repository
    }

    /// So many packets of some 12 kB each, and nothing else.
    pub fn with_packets(count: usize) -> Self {
        let repository = Self::new();
        repository.write("taskpacket.yaml", "profile: light\n");
        for at in 0..count {
            let id = format!("WP-{at}-Generated");
            repository.write(&format!("docs/task_packets/{id}.md"), &packet(&id, 12_000));
        }
        repository.commit("the packets");
        repository
    }

    /// A packet whose plan is so many steps that do nothing.
    pub fn with_plan(steps: usize) -> Self {
        let repository = Self::new();
        repository.write("taskpacket.yaml", "profile: light\n");
        let plan = "true\n".repeat(steps);
        repository.write("docs/task_packets/WP-1-Large.md", &PACKET.replace("cargo test\n", &plan));
        repository.write("script.sh", &plan);
        repository.commit("the contract");
        repository
    }

    fn new() -> Self {
        let repository = Self { folder: TempDir::with_prefix("taskpacket-bench-").unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// The top of the work tree.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Runs git.
    pub fn git(&self, arguments: &[&str]) -> Vec<u8> {
        self.git_with(arguments, b"")
    }

    /// Runs git with some input.
    pub fn git_with(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut command = Command::new("git");
        command.current_dir(self.root()).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
        }
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            scope.spawn(move || stdin.write_all(input));
            child.wait_with_output().unwrap()
        });
        assert!(output.status.success(), "git {arguments:?}");
        output.stdout
    }

    /// The ids of both sides of the first `most` changed files, one a line; files with an entry come first.
    pub fn blobs(&self, mode: &str, most: usize) -> Vec<u8> {
        let raw = self.git(&["diff", "--raw", "--no-renames", "--no-abbrev", mode]);
        let raw = String::from_utf8(raw).unwrap();
        let mut lines: Vec<&str> = raw.lines().collect();
        lines.sort_by_key(|line| !line.contains("\tsrc/"));
        let ids = lines.iter().take(most).flat_map(|line| line.split(' ').skip(2).take(2));
        ids.filter(|id| id.contains(|letter| letter != '0')).fold(Vec::new(), |mut all, id| {
            all.extend_from_slice(id.as_bytes());
            all.push(b'\n');
            all
        })
    }

    /// The size of all packets in bytes, and their number.
    pub fn packets_size(&self) -> (u64, usize) {
        let entries = fs::read_dir(self.root().join("docs/task_packets")).unwrap();
        entries.fold((0, 0), |(size, count), entry| (size + entry.unwrap().metadata().unwrap().len(), count + 1))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }
}

/// The contract of the large change.
const PACKET: &str = "# Task Packet: WP-1-Large

## METADATA
- WP_ID: WP-1-Large
- **Status:** In Progress
- CODER_MODEL: ada
- CODER_REASONING_STRENGTH: HIGH

## SCOPE
- IN_SCOPE_PATHS:
  - src/
  - generated/

## TEST_PLAN
```bash
cargo test
```

## DONE_MEANS
- it works: `cargo test`

## VALIDATION

## EVIDENCE
- COMMAND: cargo test
- EXIT_CODE: 0
";

/// A source file of 60 lines, different for each number.
fn source(number: usize) -> String {
    (0..60).fold(String::new(), |mut text, line| {
        writeln!(text, "line {line} of file {number}, which says something").expect("a String takes it");
        text
    })
}

/// A packet of about so many bytes, with all its parts.
pub fn packet(id: &str, bytes: usize) -> String {
    let mut text = format!(
        "# Task Packet: {id}\n\n## METADATA\n- TASK_ID: {id}\n- WP_ID: {id}\n- DATE: 2026-01-10\n- **Status:** Ready for \
         Dev\n- RISK_TIER: LOW\n\n## SCOPE\n- What: a part of it\n- Why: it is wanted\n- IN_SCOPE_PATHS:\n  - src/{id}/\n- \
         OUT_OF_SCOPE:\n  - the rest\n\n## WAIVERS GRANTED\n- NONE\n\n## QUALITY_GATE\n### TEST_PLAN\n```bash\n# CX-1: the \
         tests\ncargo test\n# expect: no hits\nrg -n \"unwrap\" src\n```\n\n### DONE_MEANS\n- it works: `cargo \
         test`\n- nothing panics (CX-1)\n\n## VALIDATION\n"
    );
    for at in 0.. {
        if text.len() >= bytes * 6 / 10 {
            break;
        }
        text.push_str(&entry(at));
    }
    text.push_str("\n## EVIDENCE\n");
    for at in 0.. {
        if text.len() >= bytes {
            break;
        }
        write!(
            text,
            "- COMMAND: `cargo test --test part_{at}`\n  - EXIT_CODE: 0\n  - PROOF_LINES: test result: ok. {at} passed\n\
             \n### Note {at}\nA sentence about it, and another one; see [the code](../../src/part_{at}.rs).\n\n"
        )
        .expect("a String takes it");
    }
    text
}

fn entry(number: usize) -> String {
    let mut text = format!(
        "- **Target File**: `src/part_{number}.rs`\n- **Start**: {number}\n- **End**: {}\n- **Line Delta**: 3\n- \
         **Pre-SHA1**: `{number:040x}`\n- **Post-SHA1**: `{:040x}`\n- **Gates Passed**:\n",
        number + 9,
        number + 1
    );
    for gate in taskpacket::gate::ENTRY {
        writeln!(text, "  - [x] {}", gate.name).expect("a String takes it");
    }
    text.push('\n');
    text
}
