//! One bash, from its start to its end.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::{Errno, FdFlags, fcntl_dupfd_cloexec, fcntl_setfd, read};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::Pid;

use super::family::{Family, Process};
use super::{Interrupt, SessionError, driver};
use crate::world::shells::on_path;

/// How long a bash may take to say its first word.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often to look whether the shell is still there.
const HEARTBEAT: Duration = Duration::from_millis(40);

/// How much output is read at once, in bytes.
const PIECE: usize = 1 << 16;

/// How much output of what runs on behind a step is taken before the next step begins, in bytes.
const MOST_BEHIND: usize = 4 << 20;

/// What a shell is started with.
pub struct Start<'a> {
    /// The bash.
    pub bash: &'a Path,
    /// The folder that it begins in.
    pub folder: &'a Path,
    /// What its complaints call the text: the packet's path.
    pub name: &'a str,
    /// What is set in its environment besides this process's own.
    pub variables: &'a [(OsString, OsString)],
}

/// What a step may take, at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// When it is ended; `None` for never.
    pub deadline: Option<Instant>,
    /// How long what is ended is given to end by itself.
    pub grace: Duration,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With this exit status; the shell goes on.
    Status(i32),
    /// With the shell, whose exit status this is; `None` where a signal ended it.
    Shell(Option<i32>),
    /// It took too long, and the shell was ended with it.
    TimedOut,
    /// This process was asked to end, and the shell was ended with the step.
    Interrupted,
}

/// A running bash; one at a time in a process, for what it leaves behind is told from this process's own children.
pub struct Session {
    child: duct::Handle,
    family: Family,
    steps: Option<File>,
    answers: OwnedFd,
    output: OwnedFd,
    /// Where output is read to.
    buffer: Vec<u8>,
    /// The part of an answer that has arrived.
    answer: Vec<u8>,
    version: String,
    status: i32,
    /// For each process that outlived a step, by its number, the step at whose end it was first seen.
    outlived: BTreeMap<i32, usize>,
    ended: bool,
}

impl Session {
    /// Starts a bash and waits for its first word.
    pub fn start(start: &Start, interrupt: &Interrupt) -> Result<Self, SessionError> {
        let pipes = |error: Errno| SessionError::System { what: "the pipes to bash", source: error.into() };
        let (steps_read, steps) = pipe_with(PipeFlags::CLOEXEC).map_err(pipes)?;
        let (answers, answers_write) = pipe_with(PipeFlags::CLOEXEC).map_err(pipes)?;
        let (output, output_write) = pipe_with(PipeFlags::CLOEXEC).map_err(pipes)?;
        for end in [&answers, &output] {
            fcntl_setfl(end, OFlags::NONBLOCK).map_err(pipes)?;
        }
        // These two are what the shell inherits: unlike all others they stay open in what is started.
        let steps_read = inheritable(steps_read).map_err(pipes)?;
        let answers_write = inheritable(answers_write).map_err(pipes)?;
        let script = driver::script(steps_read.as_raw_fd(), answers_write.as_raw_fd());
        let strangers = Family::strangers();
        let child = expression(start, &script, output_write)
            .start()
            .map_err(|source| SessionError::Start { program: start.bash.to_owned(), source })?;
        let pid = child.pids().first().and_then(|pid| Pid::from_raw(i32::try_from(*pid).ok()?));
        let shell = pid.expect("a process that was started has a number");
        drop((steps_read, answers_write));
        let mut session = Self {
            child,
            family: Family::of(shell, strangers),
            steps: Some(File::from(steps)),
            answers,
            output,
            buffer: vec![0; PIECE],
            answer: Vec::new(),
            version: String::new(),
            status: 0,
            outlived: BTreeMap::new(),
            ended: false,
        };
        session.greet(start, interrupt)?;
        Ok(session)
    }

    /// The version that the shell said it has: `5.2.15(1)-release`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Carries out a step that stands in that line of the packet, and hands on what it writes as it comes. `number` is the
    /// caller's name for it.
    pub fn step(
        &mut self,
        number: usize,
        (line, text): (usize, &str),
        limits: Limits,
        interrupt: &Interrupt,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), SessionError>,
    ) -> Result<Ended, SessionError> {
        let framed = driver::framed(text, line, self.status);
        // A shell that is gone does not take it; its end is noticed below.
        let _ = self.steps.as_mut().map_or(Ok(()), |steps| steps.write_all(&framed));
        let ended = self.listen(limits.deadline, interrupt, sink)?;
        match ended {
            Ended::Status(status) => {
                self.status = status;
                for process in self.family.members() {
                    self.outlived.entry(process.pid).or_insert(number);
                }
            }
            Ended::Shell(_) => self.ended = true,
            Ended::TimedOut | Ended::Interrupted => {
                self.end(limits.grace, interrupt);
                self.drain(sink)?;
            }
        }
        Ok(ended)
    }

    /// Lets the shell come to its end, hands on what it still writes, and ends what it left behind: each such process with
    /// the step at whose end it was first seen (`None`: it was first seen now).
    pub fn close(
        mut self,
        grace: Duration,
        interrupt: &Interrupt,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), SessionError>,
    ) -> Result<Vec<(Process, Option<usize>)>, SessionError> {
        let forced = self.ended && self.steps.is_none();
        self.steps = None;
        if !self.ended {
            self.listen(Some(Instant::now() + grace), interrupt, sink)?;
        }
        // What is about to end by itself is not left behind.
        let began = Instant::now();
        while !self.family.is_gone() && began.elapsed() < HEARTBEAT && interrupt.count() == 0 {
            std::thread::sleep(HEARTBEAT / 8);
        }
        let left = if forced { Vec::new() } else { self.family.members() };
        let left = left.into_iter().map(|process| (self.outlived.get(&process.pid).copied(), process));
        let left = left.map(|(step, process)| (process, step)).collect();
        self.end(grace, interrupt);
        self.drain(sink)?;
        Ok(left)
    }

    /// Takes the shell's first word, its version.
    fn greet(&mut self, start: &Start, interrupt: &Interrupt) -> Result<(), SessionError> {
        let mut said = Vec::new();
        let deadline = Instant::now() + PATIENCE;
        let program = || PathBuf::from(start.bash);
        while Instant::now() < deadline && interrupt.count() == 0 {
            self.wait(HEARTBEAT, interrupt)?;
            self.take_output(&mut |bytes| {
                said.extend_from_slice(bytes);
                Ok(())
            })?;
            if let Some(version) = self.next_answer()? {
                self.version = version;
                return Ok(());
            }
            if self.has_exited() {
                break;
            }
        }
        self.end(Duration::ZERO, interrupt);
        if interrupt.count() > 0 {
            return Err(SessionError::Interrupted);
        }
        Err(SessionError::NoAnswer { program: program(), said: String::from_utf8_lossy(&said).into_owned() })
    }

    /// Waits for the answer to a step.
    fn listen(
        &mut self,
        deadline: Option<Instant>,
        interrupt: &Interrupt,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), SessionError>,
    ) -> Result<Ended, SessionError> {
        loop {
            let left = deadline.map_or(HEARTBEAT, |deadline| deadline.saturating_duration_since(Instant::now()));
            self.wait(left.min(HEARTBEAT), interrupt)?;
            self.take_output(sink)?;
            if let Some(answer) = self.next_answer()? {
                // All that the step itself wrote was written before its answer.
                self.drain(sink)?;
                return Ok(Ended::Status(answer.parse().unwrap_or(1)));
            }
            if self.has_exited() {
                self.drain(sink)?;
                return Ok(Ended::Shell(self.exit_status()));
            }
            // What is sent to nobody (an empty call of the sink) lets the caller look at its clock.
            sink(&[])?;
            if interrupt.count() > 0 {
                return Ok(Ended::Interrupted);
            }
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(Ended::TimedOut);
            }
        }
    }

    /// Sleeps until something is to be read, at most so long.
    fn wait(&self, most: Duration, interrupt: &Interrupt) -> Result<(), SessionError> {
        let mut ends = [
            PollFd::from_borrowed_fd(self.output.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.answers.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(interrupt.as_fd(), PollFlags::IN),
        ];
        let most = Timespec::try_from(most).expect("a heartbeat is short");
        match poll(&mut ends, Some(&most)) {
            Ok(0) | Err(Errno::INTR) => Ok(()),
            Ok(_) => {
                // An end that nobody writes to any more is always ready: there is nothing to wait for but the clock.
                let hung_up = ends.iter().all(|end| !end.revents().contains(PollFlags::IN));
                if hung_up {
                    std::thread::sleep(HEARTBEAT / 20);
                }
                Ok(())
            }
            Err(error) => Err(SessionError::System { what: "the pipes to bash", source: error.into() }),
        }
    }

    /// Hands on one piece of what has been written; true where there was some.
    fn take_output(&mut self, sink: &mut dyn FnMut(&[u8]) -> Result<(), SessionError>) -> Result<bool, SessionError> {
        let taken = take(&self.output, &mut self.buffer)?;
        if taken > 0 {
            sink(&self.buffer[..taken])?;
        }
        Ok(taken > 0)
    }

    /// Hands on what has been written, as long as there is some at once.
    fn drain(&mut self, sink: &mut dyn FnMut(&[u8]) -> Result<(), SessionError>) -> Result<(), SessionError> {
        for _ in 0..MOST_BEHIND / PIECE {
            if !self.take_output(sink)? {
                break;
            }
        }
        Ok(())
    }

    /// The next answer of the shell, where one has arrived.
    fn next_answer(&mut self) -> Result<Option<String>, SessionError> {
        let mut bytes = [0; 256];
        let taken = take(&self.answers, &mut bytes)?;
        self.answer.extend_from_slice(&bytes[..taken]);
        let Some(end) = self.answer.iter().position(|byte| *byte == 0) else { return Ok(None) };
        let answer = String::from_utf8_lossy(&self.answer[..end]).into_owned();
        self.answer.drain(..=end);
        Ok(Some(answer))
    }

    fn has_exited(&self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    fn exit_status(&self) -> Option<i32> {
        self.child.try_wait().ok().flatten().and_then(|output| output.status.code())
    }

    /// Ends the shell and everything that it started.
    fn end(&mut self, grace: Duration, interrupt: &Interrupt) {
        self.steps = None;
        self.ended = true;
        let child = &self.child;
        let asked = interrupt.count();
        self.family.end(grace, || {
            // A shell that has ended is buried, so that its group can be seen to be empty.
            let _ = child.try_wait();
            interrupt.count() > asked.max(1)
        });
        let _ = self.child.kill();
    }
}

impl Drop for Session {
    /// Whatever way a session goes, nothing of it goes on.
    fn drop(&mut self) {
        if !self.ended || !self.family.is_gone() {
            self.family.end(Duration::ZERO, || true);
            let _ = self.child.kill();
        }
    }
}

/// What starts the shell: without input, without a terminal, in a process group of its own.
fn expression(start: &Start, script: &str, output: OwnedFd) -> duct::Expression {
    let words: Vec<OsString> =
        ["--noprofile", "--norc", "-c", script, start.name].into_iter().map(OsString::from).collect();
    // A session of its own has no terminal to ask at; where that cannot be had, a group of its own has to do.
    let detached = on_path("setsid");
    let mut expression = match &detached {
        Some(setsid) => duct::cmd(setsid, [start.bash.as_os_str().to_owned()].into_iter().chain(words)),
        None => duct::cmd(start.bash, words),
    };
    for (name, value) in start.variables {
        expression = expression.env(name, value);
    }
    let own_group = detached.is_none();
    expression
        .dir(start.folder)
        .stdin_null()
        // The one said last holds first: both go to the same pipe.
        .stderr_to_stdout()
        .stdout_file(output)
        .unchecked()
        .before_spawn(move |command| {
            use std::os::unix::process::CommandExt;
            if own_group {
                command.process_group(0);
            }
            Ok(())
        })
}

/// The same end under a number that is out of the way, and stays open in what is started.
fn inheritable(end: OwnedFd) -> Result<OwnedFd, Errno> {
    let moved = fcntl_dupfd_cloexec(end, driver::FIRST_DESCRIPTOR)?;
    fcntl_setfd(&moved, FdFlags::empty())?;
    Ok(moved)
}

/// Takes what is there without waiting; nothing where there is nothing, or nobody who could write.
fn take(end: &OwnedFd, bytes: &mut [u8]) -> Result<usize, SessionError> {
    match read(end, bytes) {
        Ok(taken) => Ok(taken),
        Err(Errno::AGAIN | Errno::INTR) => Ok(0),
        Err(error) => Err(SessionError::System { what: "the pipes to bash", source: io::Error::from(error) }),
    }
}
