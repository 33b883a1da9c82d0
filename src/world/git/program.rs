//! The one door to the git program.
//!
//! Every process goes through [`Git`], which sets what makes a user's configuration and environment irrelevant, and
//! counts. Nothing goes through a shell, nothing is asked of a terminal.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process;

use super::GitError;

/// Configuration that could change an answer, write where nothing may be written, or wait for somebody.
const SETTINGS: &[&str] = &[
    "core.quotePath=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.splitIndex=false",
    "core.safecrlf=false",
    "add.ignoreErrors=false",
    "color.ui=false",
    "diff.renames=false",
    "diff.noprefix=false",
    "diff.relative=false",
    "diff.orderFile=/dev/null",
    "diff.ignoreSubmodules=none",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "status.showStash=false",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// What every process has in its environment, `None` for what it must not have.
const ENVIRONMENT: &[(&str, Option<&str>)] = &[
    ("GIT_OPTIONAL_LOCKS", Some("0")),
    ("GIT_LITERAL_PATHSPECS", Some("1")),
    ("GIT_GLOB_PATHSPECS", None),
    ("GIT_NOGLOB_PATHSPECS", None),
    ("GIT_ICASE_PATHSPECS", None),
    ("GIT_NO_REPLACE_OBJECTS", Some("1")),
    // Grafts would tell another history than the commits do.
    ("GIT_GRAFT_FILE", Some("/dev/null")),
    ("GIT_TERMINAL_PROMPT", Some("0")),
    ("GIT_PAGER", Some("cat")),
    ("GIT_EXTERNAL_DIFF", None),
    ("GIT_DIFF_OPTS", None),
    // What is traced would be read as a complaint.
    ("GIT_TRACE", Some("0")),
    ("GIT_TRACE_SETUP", Some("0")),
    ("GIT_TRACE_PERFORMANCE", Some("0")),
    ("GIT_TRACE_PACK_ACCESS", Some("0")),
    ("GIT_TRACE2", Some("0")),
    ("GIT_TRACE2_EVENT", Some("0")),
    ("GIT_TRACE2_PERF", Some("0")),
    ("LC_ALL", Some("C")),
    ("LANGUAGE", Some("")),
];

/// The git program, and the environment it is started in.
#[derive(Debug)]
pub struct Git {
    program: OsString,
    variables: BTreeMap<OsString, Option<OsString>>,
    started: Cell<usize>,
}

impl Default for Git {
    /// The `git` on PATH, in the environment of this process.
    fn default() -> Self {
        Self { program: "git".into(), variables: BTreeMap::new(), started: Cell::new(0) }
    }
}

impl Git {
    /// Takes another program than the `git` on PATH.
    #[must_use]
    pub fn program(mut self, program: impl Into<OsString>) -> Self {
        self.program = program.into();
        self
    }

    /// Sets a variable for every process to come.
    #[must_use]
    pub fn variable(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.set(name, value);
        self
    }

    /// Takes a variable away from every process to come.
    #[must_use]
    pub fn without(mut self, name: impl Into<OsString>) -> Self {
        self.variables.insert(name.into(), None);
        self
    }

    /// How many processes were started so far.
    pub fn started(&self) -> usize {
        self.started.get()
    }

    pub(super) fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.variables.insert(name.into(), Some(value.into()));
    }

    /// What a process would find in its environment under this name.
    pub(super) fn get(&self, name: &str) -> Option<OsString> {
        match self.variables.get(OsStr::new(name)) {
            Some(value) => value.clone(),
            None => std::env::var_os(name),
        }
    }

    /// Begins a call of a subcommand in a folder.
    pub(super) fn call<'a>(&'a self, folder: &'a Path, arguments: &[&str]) -> Call<'a> {
        let arguments = arguments.iter().map(OsString::from).collect();
        Call { git: self, folder, arguments, variables: BTreeMap::new(), as_user: false }
    }
}

/// One call of git, not yet made.
pub(super) struct Call<'a> {
    git: &'a Git,
    folder: &'a Path,
    arguments: Vec<OsString>,
    variables: BTreeMap<OsString, Option<OsString>>,
    as_user: bool,
}

impl Call<'_> {
    /// Lets the user's configuration, hooks and environment count: for what is written in the user's name.
    pub(super) fn in_users_name(mut self) -> Self {
        self.as_user = true;
        self
    }

    pub(super) fn arguments(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub(super) fn variables(mut self, variables: &[(OsString, Option<OsString>)]) -> Self {
        self.variables.extend(variables.iter().cloned());
        self
    }

    /// What people would type to ask the same.
    pub(super) fn shown(&self) -> String {
        let words: Vec<_> = self.arguments.iter().map(|word| word.to_string_lossy()).collect();
        let mut shown = format!("git {}", words.join(" "));
        if shown.len() > 120 {
            shown.truncate(shown.floor_char_boundary(117));
            shown.push_str("...");
        }
        shown
    }

    /// Runs it to its end and takes its output, whatever its exit status.
    pub(super) fn finish(self) -> Result<process::Output, GitError> {
        let mut expression = duct::cmd(&self.git.program, self.words())
            .dir(self.folder)
            .stdin_null()
            .stdout_capture()
            .stderr_capture()
            .unchecked();
        for (name, value) in self.environment() {
            expression = match value {
                Some(value) => expression.env(name, value),
                None => expression.env_remove(name),
            };
        }
        self.count();
        expression.run().map_err(|source| self.refused(source))
    }

    /// Runs it to its end; its output, if it succeeds.
    pub(super) fn output(self) -> Result<Vec<u8>, GitError> {
        let command = self.shown();
        let output = self.finish()?;
        if output.status.success() { Ok(output.stdout) } else { Err(failure(command, &output)) }
    }

    /// Starts it, to be talked to.
    pub(super) fn start(self, stderr: process::Stdio) -> Result<process::Child, GitError> {
        let mut command = process::Command::new(&self.git.program);
        command.args(self.words()).current_dir(self.folder).stderr(stderr);
        command.stdin(process::Stdio::piped()).stdout(process::Stdio::piped());
        for (name, value) in self.environment() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        self.count();
        command.spawn().map_err(|source| self.refused(source))
    }

    fn words(&self) -> Vec<OsString> {
        let mut words: Vec<OsString> = vec!["--no-pager".into()];
        for setting in SETTINGS.iter().filter(|_| !self.as_user) {
            words.extend(["-c".into(), (*setting).into()]);
        }
        words.extend(self.arguments.iter().cloned());
        words
    }

    fn environment(&self) -> BTreeMap<OsString, Option<OsString>> {
        let mut environment = self.git.variables.clone();
        if !self.as_user {
            environment.extend(ENVIRONMENT.iter().map(|(name, value)| ((*name).into(), value.map(OsString::from))));
        }
        environment.extend(self.variables.clone());
        environment
    }

    fn count(&self) {
        self.git.started.set(self.git.started.get() + 1);
    }

    fn refused(&self, source: io::Error) -> GitError {
        if source.kind() == io::ErrorKind::NotFound && self.folder.is_dir() {
            return GitError::Missing { program: self.git.program.clone().into() };
        }
        GitError::Process { command: self.shown(), source }
    }
}

/// The error of a process that ended badly.
pub(super) fn failure(command: String, output: &process::Output) -> GitError {
    let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    GitError::Failed { command, status: output.status.code(), stderr }
}
