//! The repository of the scenes with a TEST_PLAN of a test's own, programs that stand in for others, and calls that are
//! looked at while they go on.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::processes;
use crate::run::Run;
use crate::scene::{AFTER, BEFORE, CODE, ID, PACKET, Scene};

/// How long to wait for what a loaded machine does late.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program that is tested.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_taskpacket");

/// A step of a report: its line, its result, its note.
pub type Row = (u64, String, String);

impl Scene {
    /// The contract is frozen with this body of TEST_PLAN, and nothing stands in EVIDENCE.
    pub fn planned(plan: &str) -> Self {
        let scene = Self::drafted();
        scene.plan(plan).packet("- COMMAND: cargo test --test weight\n- EXIT_CODE: 0\n", "");
        scene.freeze();
        scene
    }

    /// The same with one fence of bash.
    pub fn fenced(steps: &str) -> Self {
        Self::planned(&format!("```bash\n{steps}\n```"))
    }

    /// Puts a body of TEST_PLAN in the place of the other one; what DONE_MEANS says of it follows.
    pub fn plan(&self, plan: &str) -> &Self {
        let text = self.read(PACKET);
        let start = text.find("### TEST_PLAN\n").unwrap() + "### TEST_PLAN\n".len();
        let end = text.find("### DONE_MEANS").unwrap();
        self.repo.write(PACKET, format!("{}{plan}\n\n{}", &text[..start], &text[end..]));
        self
    }

    /// The work is done, declared and staged.
    pub fn work(&self) -> &Self {
        self.edit(CODE, BEFORE, AFTER).declare(&[CODE]).git("add --all")
    }

    /// The program, to be called at the root; the words are separated by spaces. The programs of [`Scene::tool`] come first.
    pub fn command(&self, line: &str) -> Command {
        let mut command = self.repo.command(PROGRAM);
        let tools = [self.repo.outside().join("bin")];
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(tools.into_iter().chain(std::env::split_paths(&path))).unwrap();
        command.args(line.split(' ')).env("PATH", path).env_remove("TASKPACKET_RUN");
        command
    }

    /// Carries the plan out.
    pub fn carry_out(&self, options: &str) -> Run {
        Run::of(self.command(format!("run {ID} {options}").trim_end()))
    }

    /// Begins to carry the plan out.
    pub fn begin(&self, options: &str) -> Underway {
        let mut command = self.command(format!("run {ID} {options}").trim_end());
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        Underway { child: Some(child) }
    }

    /// A program that stands in for another one: a script for `sh`.
    pub fn tool(&self, name: &str, script: &str) -> PathBuf {
        let path = self.repo.outside().join("bin").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        executable(&path, &format!("#!/bin/sh\n{script}\n"));
        path
    }

    /// A file beside the repository; the steps of a plan know it as `../NAME`.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.repo.outside().join(name)
    }

    /// What stands in a file beside the repository, once it is there.
    pub fn awaited(&self, name: &str) -> String {
        let path = self.beside(name);
        until(&path.display().to_string(), || std::fs::read_to_string(&path).ok().filter(|text| text.ends_with('\n')))
    }

    /// A number of seconds to sleep that nobody else sleeps.
    pub fn unique(&self) -> String {
        processes::unique(self.repo.root())
    }

    /// What stands in EVIDENCE.
    pub fn evidence(&self) -> String {
        let text = self.read(PACKET);
        let start = text.find("## EVIDENCE").unwrap();
        text[start..text.find("## VALIDATION_REPORTS").unwrap()].to_owned()
    }

    /// The log of a step of the only run that is kept.
    pub fn log_path(&self, step: usize) -> PathBuf {
        let runs = self.repo.path(format!(".git/taskpacket/runs/{ID}"));
        let folders = std::fs::read_dir(runs).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
        let folders: Vec<PathBuf> = folders.collect();
        assert_eq!(folders.len(), 1, "{folders:?}");
        folders[0].join(format!("step-{step}.log"))
    }

    /// The log of a step of the only run that is kept, as text.
    pub fn log(&self, step: usize) -> String {
        String::from_utf8_lossy(&std::fs::read(self.log_path(step)).unwrap()).into_owned()
    }
}

/// Writes a script that can be started.
pub fn executable(path: &std::path::Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, script).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A call that goes on.
pub struct Underway {
    child: Option<Child>,
}

impl Underway {
    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(self.child.as_ref().unwrap());
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Waits for its end.
    pub fn end(mut self) -> Run {
        let output = self.child.take().unwrap().wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Run {
            line: "run".to_owned(),
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Drop for Underway {
    /// A test that fails leaves nothing running.
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Waits until there is something.
#[track_caller]
pub fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Line, result and note of each step of a report.
pub fn rows(report: &Value) -> Vec<Row> {
    let steps = report["run"]["steps"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    steps.map(|step| (step["line"].as_u64().unwrap(), word(&step["result"]), word(&step["note"]))).collect()
}

/// The results alone.
pub fn results(report: &Value) -> Vec<String> {
    rows(report).into_iter().map(|(_, result, _)| result).collect()
}

/// The codes of all findings, with what they say.
pub fn told(report: &Value) -> String {
    let mut told = String::new();
    for finding in report["findings"].as_array().unwrap() {
        let word = |name: &str| finding[name].as_str().unwrap_or_default();
        let _ = writeln!(told, "{} {}: {}", word("severity"), word("code"), word("message"));
    }
    told
}
