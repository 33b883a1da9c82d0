//! All processes that a shell started, those included that it lost sight of.
//!
//! They are one process group, and what leaves the group (a daemon) is still told by its parents: where the system can, this
//! process adopts what loses its parent, so that nothing below the shell can get away. Elsewhere the group is all there is.

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use rustix::process::{
    Pid, Signal, WaitOptions, getpid, kill_process, kill_process_group, test_kill_process_group, waitpid,
};

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// A process that was left behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Process {
    /// Its number.
    pub pid: i32,
    /// The name of its program, as far as the system tells.
    pub name: String,
}

/// A shell, and all that it started.
#[derive(Debug)]
pub(super) struct Family {
    shell: Pid,
    /// Children of this process that have nothing to do with the shell.
    strangers: BTreeSet<i32>,
}

impl Family {
    /// What the children of this process are before the shell is one: they are not its family.
    pub fn strangers() -> BTreeSet<i32> {
        adopt();
        children(getpid()).into_iter().collect()
    }

    /// The family of a shell that leads a process group of its own.
    pub fn of(shell: Pid, strangers: BTreeSet<i32>) -> Self {
        Self { shell, strangers }
    }

    /// Every living process of the family but the shell.
    pub fn members(&self) -> Vec<Process> {
        let mut found = BTreeSet::new();
        let mut parents = vec![self.shell];
        parents.extend(self.adopted());
        found.extend(parents.iter().skip(1).map(|pid| pid.as_raw_nonzero().get()));
        while let Some(parent) = parents.pop() {
            for child in children(parent) {
                if found.insert(child) {
                    parents.extend(Pid::from_raw(child));
                }
            }
        }
        let living = found.into_iter().filter_map(|pid| Some(Process { pid, name: name(pid)? }));
        living.collect()
    }

    /// True where neither the shell's group nor anything else of the family is left.
    pub fn is_gone(&self) -> bool {
        self.members().is_empty() && test_kill_process_group(self.shell).is_err()
    }

    /// Ends everything: politely, then, after `grace` or as soon as `hurry` says so, without asking.
    pub fn end(&self, grace: Duration, mut hurry: impl FnMut() -> bool) {
        self.signal(Signal::TERM);
        self.signal(Signal::CONT);
        let began = Instant::now();
        while !self.is_gone() {
            if began.elapsed() >= grace || hurry() {
                break;
            }
            std::thread::sleep(PAUSE);
        }
        self.kill();
    }

    /// Ends everything at once. What is born while it ends is looked for again.
    fn kill(&self) {
        let began = Instant::now();
        while !self.is_gone() && began.elapsed() < Duration::from_secs(1) {
            self.signal(Signal::KILL);
            std::thread::sleep(PAUSE / 5);
        }
    }

    fn signal(&self, signal: Signal) {
        // Who is gone meanwhile needs no signal.
        let _ = kill_process_group(self.shell, signal);
        for member in self.members() {
            if let Some(pid) = Pid::from_raw(member.pid) {
                let _ = kill_process(pid, signal);
            }
        }
    }

    /// What lost its parent and is a child of this process now; the dead ones among them are buried.
    fn adopted(&self) -> Vec<Pid> {
        let mut adopted = Vec::new();
        for child in children(getpid()) {
            if child == self.shell.as_raw_nonzero().get() || self.strangers.contains(&child) {
                continue;
            }
            let Some(pid) = Pid::from_raw(child) else { continue };
            if !matches!(waitpid(Some(pid), WaitOptions::NOHANG), Ok(Some(_))) {
                adopted.push(pid);
            }
        }
        adopted
    }
}

/// From now on, a process below this one that loses its parent becomes a child of this one.
fn adopt() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(getpid()));
}

/// The children of a process, as far as the system tells.
fn children(pid: Pid) -> Vec<i32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())) else { return Vec::new() };
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<i32>>()).collect()
}

/// The name of a living process; `None` for one that is dead, buried or not.
fn name(pid: i32) -> Option<String> {
    let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
    let stat = String::from_utf8_lossy(&stat);
    let (before, behind) = stat.rsplit_once(')')?;
    let is_dead = behind.trim_start().starts_with(['Z', 'X']);
    (!is_dead).then(|| before.split_once('(').map_or("", |(_, name)| name).to_owned())
}
