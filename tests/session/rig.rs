//! A session in a temporary folder, and what came of its steps.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use taskpacket::world::session::{Ended, Interrupt, Limits, Process, Session, Start};
use tempfile::TempDir;

use crate::processes;

pub struct Rig {
    session: Option<Session>,
    interrupt: Interrupt,
    number: usize,
    pub folder: TempDir,
    /// One session at a time in a process.
    _turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::new(());

/// How one step ended, and what it wrote.
#[derive(Debug, PartialEq, Eq)]
pub struct Came {
    pub ended: Ended,
    pub wrote: String,
}

impl Rig {
    pub fn new() -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let interrupt = Interrupt::watch().unwrap();
        let start = Start { bash: Path::new("bash"), folder: folder.path(), name: "docs/p.md", variables: &[] };
        let session = Session::start(&start, &interrupt).unwrap();
        assert!(session.version().contains('.'), "{}", session.version());
        Self { session: Some(session), interrupt, number: 0, folder, _turn: turn }
    }

    pub fn step(&mut self, text: &str) -> Came {
        self.within(Duration::from_mins(1), text)
    }

    /// The same with a time limit.
    pub fn within(&mut self, most: Duration, text: &str) -> Came {
        let mut wrote = Vec::new();
        self.number += 1;
        let limits = Limits { deadline: Some(Instant::now() + most), grace: Duration::from_millis(300) };
        let session = self.session.as_mut().unwrap();
        let mut sink = |bytes: &[u8]| {
            wrote.extend_from_slice(&bytes[..bytes.len().min(1 << 20)]);
            Ok(())
        };
        let ended = session.step(self.number, (10 * self.number, text), limits, &self.interrupt, &mut sink).unwrap();
        Came { ended, wrote: String::from_utf8_lossy(&wrote).into_owned() }
    }

    /// What a step must end with, and write.
    #[track_caller]
    pub fn says(&mut self, text: &str, status: i32, expected: &str) {
        let came = self.step(text);
        assert_eq!(came, Came { ended: Ended::Status(status), wrote: expected.to_owned() }, "{text}");
    }

    /// Ends the session; what it left behind, each with the number of its step.
    pub fn close(&mut self) -> (Vec<(Process, Option<usize>)>, String) {
        let mut wrote = Vec::new();
        let mut sink = |bytes: &[u8]| {
            wrote.extend_from_slice(bytes);
            Ok(())
        };
        let session = self.session.take().unwrap();
        let left = session.close(Duration::from_secs(2), &self.interrupt, &mut sink).unwrap();
        (left, String::from_utf8_lossy(&wrote).into_owned())
    }

    /// A number of seconds to sleep that nobody else sleeps.
    pub fn unique(&self) -> String {
        processes::unique(self.folder.path())
    }
}
