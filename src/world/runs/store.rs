//! All runs of a repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{KeptRun, OpenRun, RunsError};
use crate::model::{PacketId, RunId};
use crate::world::files::{Lock, LockError};

/// The variable that tells what is started within a run of which run it is part: `packet:run`, one behind the other.
const STACK: &str = "TASKPACKET_RUN";

/// The runs of a repository.
#[derive(Clone, Debug)]
pub struct Runs {
    root: PathBuf,
}

impl Runs {
    /// Those kept in the git folder that the worktrees share.
    pub fn of(common_dir: &Path) -> Self {
        Self { root: common_dir.join("taskpacket").join("runs") }
    }

    /// Begins a run of a packet: one at a time, and none within itself.
    pub fn begin(&self, packet: &PacketId, now: DateTime<Utc>) -> Result<OpenRun, RunsError> {
        if let Some(run) = self.within(packet) {
            return Err(RunsError::Within { packet: packet.to_string(), run: run.to_string() });
        }
        let folder = self.folder(packet);
        let process = std::process::id();
        let ids = (0..).map(|count| RunId::of(format!("{packet} {} {process} {count}", now.timestamp()).as_bytes()));
        let id = ids.into_iter().find(|id| !folder.join(id.as_str()).exists()).expect("there is always a next count");
        let lock = Lock::take(&self.lock(packet), Duration::ZERO, id.as_str()).map_err(|error| match error {
            LockError::Held { holder, note, .. } => {
                RunsError::Underway { packet: packet.to_string(), holder, run: note }
            }
            error @ LockError::Refused { .. } => RunsError::Lock(error),
        })?;
        let folder = folder.join(id.as_str());
        fs::create_dir_all(&folder).map_err(|source| RunsError::Folder { path: folder.clone(), source })?;
        Ok(OpenRun { id, folder, root: self.root.clone(), lock })
    }

    /// The run of that packet within which this process was started, as long as that run is really underway: what the
    /// environment says is only a hint of where to look.
    pub fn within(&self, packet: &PacketId) -> Option<RunId> {
        let stack = std::env::var(STACK).ok()?;
        let (_, claimed) =
            stack.split(' ').filter_map(|it| it.rsplit_once(':')).rfind(|(of, _)| *of == packet.as_str())?;
        let (_, note) = Lock::held(&self.lock(packet))?;
        RunId::parse(&note).filter(|run| run.as_str() == claimed)
    }

    /// What is set in the environment of all that a run starts.
    pub fn stack(packet: &PacketId, run: &RunId) -> (&'static str, String) {
        let outer = std::env::var(STACK).unwrap_or_default();
        (STACK, format!("{outer} {packet}:{run}").trim().to_owned())
    }

    /// The runs kept of a packet, or of all packets; the oldest first.
    pub fn list(&self, packet: Option<&PacketId>) -> Result<Vec<KeptRun>, RunsError> {
        let packets = match packet {
            Some(packet) => vec![packet.to_string()],
            None => names(&self.root)?,
        };
        let mut runs = Vec::new();
        for packet in packets {
            for name in names(&self.root.join(&packet))? {
                let Some(id) = RunId::parse(&name) else { continue };
                runs.push(KeptRun::read(&packet, id, self.root.join(&packet).join(&name))?);
            }
        }
        runs.sort_by_key(|run| (run.began().unwrap_or_else(|| changed(run)), run.id.clone()));
        Ok(runs)
    }

    /// The run of a packet, where something is kept of it.
    pub fn kept(&self, packet: &PacketId, id: &RunId) -> Result<Option<KeptRun>, RunsError> {
        let folder = self.folder(packet).join(id.as_str());
        if folder.is_dir() { KeptRun::read(packet.as_str(), id.clone(), folder).map(Some) } else { Ok(None) }
    }

    /// The run, of any packet, whose id begins so.
    pub fn find(&self, id: &str) -> Result<KeptRun, RunsError> {
        let all = self.list(None)?;
        let known: Vec<RunId> = all.iter().map(|run| run.id.clone()).collect();
        let mut found: Vec<KeptRun> = all.into_iter().filter(|run| run.id.as_str().starts_with(id)).collect();
        match found.len() {
            0 => Err(RunsError::NoSuchRun { id: id.to_owned(), known }),
            1 => Ok(found.remove(0)),
            _ => Err(RunsError::Ambiguous { id: id.to_owned(), runs: found.into_iter().map(|run| run.id).collect() }),
        }
    }

    fn folder(&self, packet: &PacketId) -> PathBuf {
        self.root.join(packet.as_str())
    }

    fn lock(&self, packet: &PacketId) -> PathBuf {
        self.folder(packet).join("lock")
    }
}

/// When something was last put into the folder of a run that was broken off.
fn changed(run: &KeptRun) -> DateTime<Utc> {
    let changed = fs::metadata(&run.folder).and_then(|metadata| metadata.modified());
    changed.map_or(DateTime::<Utc>::MIN_UTC, DateTime::from)
}

/// The names of the folders in a folder, sorted; none where there is no such folder.
fn names(folder: &Path) -> Result<Vec<String>, RunsError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(RunsError::Folder { path: folder.to_owned(), source }),
    };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}
