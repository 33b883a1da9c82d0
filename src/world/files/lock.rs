//! The lock that all writers of a repository hold, one at a time.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Why the lock cannot be had.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum LockError {
    /// Another process writes.
    Held { path: PathBuf, holder: Option<u32>, note: String },
    /// The system refuses.
    Refused { path: PathBuf, source: io::Error },
}

/// Held while files are written; advisory, so it binds those who ask for it. It ends with the process at the latest.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of a repository, on `taskpacket/lock` in the git folder that its worktrees share; waits at most
    /// `patience` for another holder to be done.
    pub fn acquire(common_dir: &Path, patience: Duration) -> Result<Self, LockError> {
        Self::take(&common_dir.join("taskpacket").join("lock"), patience, "")
    }

    /// Takes the lock on a file of its own, made if need be with the folders above it, and leaves a note for whoever finds
    /// it held.
    pub fn take(path: &Path, patience: Duration, note: &str) -> Result<Self, LockError> {
        let failed = |source| LockError::Refused { path: path.to_owned(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let (holder, note) = holder(&mut file).unwrap_or_default();
                    return Err(LockError::Held { path: path.to_owned(), holder, note });
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        note_holder(&mut file, note).map_err(failed)?;
        Ok(Self { file })
    }

    /// Who holds the lock on that file, and what it noted; `None` where nobody does.
    pub fn held(path: &Path) -> Option<(Option<u32>, String)> {
        let mut file = File::options().read(true).write(true).open(path).ok()?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Some(holder(&mut file).unwrap_or_default()),
            _ => None,
        }
    }
}

/// The process whose note is left in the lock of a repository, where nobody holds that any more: it ended before it was
/// done.
pub fn dead_holder(common_dir: &Path) -> Option<u32> {
    let mut file = File::options().read(true).write(true).open(common_dir.join("taskpacket").join("lock")).ok()?;
    file.try_lock().ok()?;
    holder(&mut file)?.0
}

impl Drop for Lock {
    /// Leaves the file behind, empty: to remove it would let two writers each lock a file of their own.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn note_holder(file: &mut File, note: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}\n{note}", std::process::id())?;
    file.flush()
}

/// The process that says it holds the lock, and its note.
fn holder(file: &mut File) -> Option<(Option<u32>, String)> {
    let mut text = String::new();
    file.take(1000).read_to_string(&mut text).ok()?;
    let (process, note) = text.split_once('\n')?;
    Some((process.trim().parse().ok(), note.trim().to_owned()))
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held { path, holder: Some(holder), .. } => {
                write!(f, "process {holder} is writing (it holds `{}`): wait for it, and try again", path.display())
            }
            Self::Held { path, holder: None, .. } => {
                write!(f, "another process is writing (it holds `{}`): wait for it, and try again", path.display())
            }
            Self::Refused { path, source } => write!(f, "the lock `{}` cannot be taken: {source}", path.display()),
        }
    }
}

impl std::error::Error for LockError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused { source, .. } => Some(source),
            Self::Held { .. } => None,
        }
    }
}
