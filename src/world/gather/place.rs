//! Where a command works: the repository, its configuration, the moment, and which packet is meant.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Error, document, document_if_there};
use crate::finding::{Finding, Severity};
use crate::model::{Config, Packet, PacketId, RepoPath, Status};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::clock::Clock;
use crate::world::files::{self, FileError, FileWrite, Lock, PacketFile, Recovered, WriteError};
use crate::world::git::Repo;

/// The name of the configuration at the repository's root.
pub const CONFIGURATION: &str = "taskpacket.yaml";

/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long others are waited for where what is to be written cannot be had again at once.
const LONG_PATIENCE: Duration = Duration::from_mins(1);

/// How often a file is read again where somebody writes it without taking the lock.
const ATTEMPTS: usize = 5;

/// A file of this work tree that is to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Where it lies.
    pub path: RepoPath,
    /// What it holds; `None` where it must not be there yet.
    pub old: Option<Vec<u8>>,
    /// What it is to hold.
    pub new: Vec<u8>,
}

/// Where a command works.
pub struct Place {
    /// The repository.
    pub repo: Repo,
    /// The configuration on disk.
    pub config: Config,
    /// Where the configuration was asked to come from, if not from the root.
    pub config_file: Option<PathBuf>,
    /// Warnings about the configuration, and the text that they point into.
    pub config_findings: Vec<Finding>,
    /// The texts read so far.
    pub sources: Sources,
    /// The moment that counts as now.
    pub now: DateTime<Utc>,
    /// What the reader should know of the clock; `None` where it is the machine's.
    pub clock_note: Option<String>,
}

impl Place {
    /// Finds the repository that holds `dir` and reads its configuration. A work on several files that was broken off is
    /// brought to its end first: nobody is to judge one half of it.
    pub fn find(dir: &Path, config_file: Option<&Path>) -> Result<Self, Error> {
        let repo = Repo::discover(dir)?;
        finish_pending(&repo)?;
        Self::at(repo, dir, config_file)
    }

    /// The same, with a broken-off work left as it is.
    pub fn find_as_it_is(dir: &Path, config_file: Option<&Path>) -> Result<Self, Error> {
        Self::at(Repo::discover(dir)?, dir, config_file)
    }

    fn at(repo: Repo, dir: &Path, config_file: Option<&Path>) -> Result<Self, Error> {
        let clock = Clock::read()?;
        let mut sources = Sources::default();
        let path = config_file.map_or_else(|| repo.root.join(CONFIGURATION), |file| dir.join(file));
        let bytes = match config_file {
            Some(_) => Some(document(&path)?),
            None => document_if_there(&path)?,
        };
        let (config, config_findings) = match bytes {
            Some(bytes) => {
                let name = config_file.map_or(CONFIGURATION.into(), |file| file.to_string_lossy());
                configuration(&mut sources, &name, bytes)?
            }
            None => (Config::default(), Vec::new()),
        };
        Ok(Self {
            repo,
            config,
            config_file: config_file.map(Path::to_owned),
            config_findings,
            sources,
            now: clock.now,
            clock_note: clock.note(),
        })
    }

    /// The same place under a configuration that is not on disk yet.
    pub fn under(&self, config: Config) -> Result<Self, Error> {
        Ok(Self {
            repo: Repo::discover(&self.repo.root)?,
            config,
            config_file: None,
            config_findings: Vec::new(),
            sources: self.sources.clone(),
            now: self.now,
            clock_note: self.clock_note.clone(),
        })
    }

    /// The packet that is meant: the one of that id, else the one that the branch names, else the only one In Progress.
    pub fn packet(&self, id: Option<&str>, branch: Option<&str>) -> Result<(PacketId, RepoPath), Error> {
        let Some(id) = id else { return self.meant(branch) };
        let id = PacketId::parse(id).ok_or_else(|| Error::BadId { id: id.to_owned() })?;
        let path = files::find(&self.repo.root, &self.config.packets, &id)?;
        Ok((id, path))
    }

    /// Reads a packet of this work tree as it lies on disk.
    pub fn read(&self, sources: &mut Sources, path: &RepoPath) -> Result<Packet, FileError> {
        let bytes = document(&self.repo.on_disk(path))?;
        let source = sources.add(Source::new(path.to_string(), bytes));
        Ok(parse::packet(sources, source).0)
    }

    /// Puts `new` in the place of `old` in a file of this work tree: as a whole, one writer at a time, and never over what
    /// somebody else wrote since `old` was read.
    pub fn replace(&self, path: &RepoPath, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
        self.replace_all(&[FileChange { path: path.clone(), old: Some(old.to_owned()), new: new.to_owned() }])
    }

    /// The same for a file that there is not yet.
    pub fn create(&self, path: &RepoPath, new: &[u8]) -> Result<(), WriteError> {
        self.replace_all(&[FileChange { path: path.clone(), old: None, new: new.to_owned() }])
    }

    /// The same for several files: all of them or none, also where the process ends in between; see
    /// [`files::write_several`].
    pub fn replace_all(&self, changes: &[FileChange]) -> Result<(), WriteError> {
        let lock = Lock::acquire(&self.repo.common_dir, PATIENCE)?;
        self.replace_locked(&lock, changes)
    }

    /// Changes a file by what it holds at this moment, with others where need be: nobody who takes the lock writes between
    /// its being read and its being replaced. Where somebody else does, `change` is asked again for what is there now. It
    /// returns what is to be written (nothing at all leaves everything as it is), and what to tell of it.
    pub fn rewrite<T, E: From<WriteError> + From<FileError>>(
        &self,
        path: &RepoPath,
        mut change: impl FnMut(Vec<u8>) -> Result<(Vec<FileChange>, T), E>,
    ) -> Result<T, E> {
        let mut attempt = 1;
        loop {
            let lock = Lock::acquire(&self.repo.common_dir, LONG_PATIENCE).map_err(WriteError::from)?;
            let (changes, told) = change(document(&self.repo.on_disk(path))?)?;
            match self.replace_locked(&lock, &changes) {
                Ok(()) => return Ok(told),
                Err(WriteError::Changed { .. }) if attempt < ATTEMPTS => attempt += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn replace_locked(&self, lock: &Lock, changes: &[FileChange]) -> Result<(), WriteError> {
        files::recover(lock, &self.repo.common_dir)?;
        let writes: Vec<FileWrite> = changes
            .iter()
            .map(|change| FileWrite {
                path: self.repo.on_disk(&change.path),
                old: change.old.clone(),
                new: change.new.clone(),
            })
            .collect();
        files::write_several(lock, &self.repo.common_dir, &writes)
    }

    /// Brings a work on several files that was broken off to its end, and clears what its process left in the lock.
    pub fn recover(&self) -> Result<Option<Recovered>, WriteError> {
        let lock = Lock::acquire(&self.repo.common_dir, PATIENCE)?;
        files::recover(&lock, &self.repo.common_dir)
    }

    /// Finds out that a file of this work tree cannot be written, before there is something to write.
    pub fn writable(&self, path: &RepoPath) -> Result<(), WriteError> {
        files::writable(&self.repo.on_disk(path))
    }

    fn meant(&self, branch: Option<&str>) -> Result<(PacketId, RepoPath), Error> {
        let packets = files::list(&self.repo.root, &self.config.packets)?;
        if let Some(found) = named_by(branch.unwrap_or_default(), &packets.iter().map(|file| &file.id)) {
            let path = packets.iter().find(|file| file.id == *found).map(|file| file.path.clone());
            return Ok((found.clone(), path.expect("it is one of them")));
        }
        let in_progress: Vec<&PacketFile> = packets.iter().filter(|file| self.is_in_progress(file)).collect();
        match &in_progress[..] {
            [only] => Ok((only.id.clone(), only.path.clone())),
            several => Err(Error::WhichPacket {
                in_progress: several.iter().map(|file| file.id.to_string()).collect(),
                known: packets.iter().map(|file| file.id.to_string()).collect(),
                folder: self.config.packets.clone(),
            }),
        }
    }

    /// True where a packet says so of itself; one that cannot be read does not.
    fn is_in_progress(&self, file: &PacketFile) -> bool {
        let packet = self.read(&mut Sources::default(), &file.path);
        packet.is_ok_and(|packet| packet.metadata.status.get() == Some(&Status::InProgress))
    }
}

/// Brings a broken-off work on several files to its end, where there is one.
fn finish_pending(repo: &Repo) -> Result<Option<Recovered>, WriteError> {
    if files::pending(&repo.common_dir)?.is_empty() {
        return Ok(None);
    }
    let lock = Lock::acquire(&repo.common_dir, PATIENCE)?;
    files::recover(&lock, &repo.common_dir)
}

/// The packet that a branch names: by its whole id, else by the only id that a part of it begins or goes on from, as
/// `feat/wp-7` names `WP-7-Session-Expiry`.
pub fn named_by<'a>(branch: &str, ids: &(impl Iterator<Item = &'a PacketId> + Clone)) -> Option<&'a PacketId> {
    let branch = branch.to_ascii_lowercase();
    let parts: Vec<&str> = branch.split('/').filter(|part| part.bytes().any(|byte| byte.is_ascii_digit())).collect();
    let exact = |id: &&PacketId| parts.iter().any(|part| part.eq_ignore_ascii_case(id.as_str()));
    let begins = |one: &str, other: &str| {
        let head = one.get(..other.len()).is_some_and(|head| head.eq_ignore_ascii_case(other));
        head && one.as_bytes().get(other.len()) == Some(&b'-')
    };
    let near = |id: &&PacketId| parts.iter().any(|part| begins(id.as_str(), part) || begins(part, id.as_str()));
    let mut nearly = ids.clone().filter(near);
    ids.clone().find(exact).or_else(|| nearly.next().filter(|_| nearly.next().is_none()))
}

/// Reads a configuration; one with errors cannot be used.
pub fn configuration(sources: &mut Sources, name: &str, bytes: Vec<u8>) -> Result<(Config, Vec<Finding>), Error> {
    let source = sources.add(Source::new(name, bytes));
    let (config, findings) = parse::config(sources, source);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Error::Configuration { path: name.to_owned(), findings, sources: Box::new(sources.clone()) });
    }
    Ok((config, findings))
}
