//! The git processes of a command: recorded by a git that writes down how it was called, and run again plainly.

use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::Program;

/// Writes down arguments, environment, folder and input of each call, then becomes the real git.
const SHIM: &str = r#"#!/bin/bash
at="$RECORDED/$(date +%s%N)-$$"
printf '%s\0' "$@" >"$at.arguments"; env -0 >"$at.environment"; pwd >"$at.folder"
if [ -p /dev/stdin ]; then exec "$REAL_GIT" "$@" < <(tee "$at.input"); fi
exec "$REAL_GIT" "$@"
"#;

/// A folder with the recording git.
pub struct Recorder {
    folder: PathBuf,
    git: PathBuf,
}

/// One call, as it was made.
pub struct Call {
    git: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    folder: PathBuf,
    input: Option<PathBuf>,
}

impl Recorder {
    /// Puts the recording git beneath `folder`.
    pub fn new(folder: &Path) -> Self {
        let bin = folder.join("bin");
        fs::create_dir(&bin).unwrap();
        fs::write(bin.join("git"), SHIM).unwrap();
        fs::set_permissions(bin.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let git = std::env::split_paths(&paths).map(|path| path.join("git")).find(|git| git.is_file()).unwrap();
        Self { folder: bin, git }
    }

    /// Runs a command once, and returns the calls of git that it made, in order.
    pub fn record(&self, program: &Program, root: &Path, arguments: &[&str]) -> Vec<Call> {
        let records = self.folder.join(arguments[0]);
        fs::create_dir(&records).unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(self.folder.clone()).chain(std::env::split_paths(&path));
        let mut command = program.command(root, arguments);
        command.env("PATH", std::env::join_paths(paths).unwrap());
        command.env("RECORDED", &records).env("REAL_GIT", &self.git);
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        let mut stems: Vec<PathBuf> = fs::read_dir(&records)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "folder"))
            .collect();
        stems.sort();
        stems.iter().map(|stem| self.call(stem)).collect()
    }

    fn call(&self, stem: &Path) -> Call {
        let read = |extension: &str| fs::read(stem.with_extension(extension)).unwrap();
        let words = |bytes: Vec<u8>| -> Vec<OsString> {
            let words = bytes.split(|byte| *byte == 0).map(|word| OsString::from_vec(word.to_vec()));
            let mut words: Vec<OsString> = words.collect();
            words.pop();
            words
        };
        let variable = |word: OsString| {
            let bytes = word.into_vec();
            let at = bytes.iter().position(|byte| *byte == b'=')?;
            Some((OsString::from_vec(bytes[..at].to_vec()), OsString::from_vec(bytes[at + 1..].to_vec())))
        };
        let input = stem.with_extension("input");
        Call {
            git: self.git.clone(),
            arguments: words(read("arguments")),
            environment: words(read("environment")).into_iter().filter_map(variable).collect(),
            folder: PathBuf::from(String::from_utf8(read("folder")).unwrap().trim_end()),
            input: input.exists().then_some(input),
        }
    }
}

/// Runs the calls again, one after the other.
pub fn replay(calls: &[Call]) {
    for call in calls {
        let mut command = Command::new(&call.git);
        command.args(&call.arguments).env_clear().envs(call.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(&call.folder);
        command.stdin(call.input.as_ref().map_or_else(Stdio::null, |input| File::open(input).unwrap().into()));
        command.output().unwrap();
    }
}
