//! Processes that are looked for by what stands in their command line.

#![allow(dead_code, reason = "each test file is a crate of its own and uses what it needs")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::Path;

/// A number of seconds to sleep that nobody else sleeps: by it a process is found again.
pub fn unique(folder: &Path) -> String {
    let path = folder.display().to_string();
    let seed = path.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("{}", 100_000 + seed % 800_000)
}

/// The processes whose command line holds a text.
pub fn running(text: &str) -> Vec<String> {
    let own = std::process::id().to_string();
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(line) = std::fs::read(entry.path().join("cmdline")) else { continue };
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        if name != own && line.contains(text) {
            found.push(format!("{name}: {line}"));
        }
    }
    found
}

/// Asserts that no process whose command line holds a text is left.
#[track_caller]
pub fn nothing_runs(text: &str) {
    if Path::new("/proc/self/cmdline").exists() {
        assert_eq!(running(text), [""; 0]);
    }
}
