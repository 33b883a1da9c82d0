//! The program that is measured, as a process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program.
pub struct Program {
    path: PathBuf,
}

impl Program {
    /// The one that was built with these measures.
    pub fn new() -> Self {
        Self { path: PathBuf::from(env!("CARGO_BIN_EXE_taskpacket")) }
    }

    /// Runs it to its end; it must not fail for want of an answer.
    pub fn run(&self, root: &Path, arguments: &[&str]) {
        let output = self.command(root, arguments).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {told}");
        assert!(output.status.success() || arguments[0] == "lint", "{arguments:?}:\n{out}");
    }

    /// The most memory that it held while it ran, in bytes; 0 where the system does not tell.
    pub fn peak_memory(&self, root: &Path, arguments: &[&str]) -> u64 {
        let mut child = self.command(root, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            let text = fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kibibytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
            peak = peak.max(kibibytes.unwrap_or(0) << 10);
        }
        peak
    }

    /// The program with its arguments, not yet started, with nobody's git configuration.
    pub fn command(&self, root: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(root).args(arguments).stdin(Stdio::null());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }
}
