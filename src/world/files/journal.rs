//! Several files written as one: what is intended is kept beside the lock before the first of them changes, so that
//! whoever comes after a crash can finish the work, or take it back.
//!
//! The folder `taskpacket/journal` holds the old and the new content of each file, and `intent`, which names them. Only
//! once `intent` stands there does a file change; it goes when all of them have.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::write::{removed, write_new};
use super::{Expected, FileError, LARGEST_DOCUMENT, Lock, WriteError, read, write_atomic};
use crate::model::Digest;
use crate::world::git::{os_string, path_bytes};

/// The first line of an intent: what it is, and how the rest is to be read.
const TITLE: &[u8] = b"taskpacket journal 1\0";

/// A file that is to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWrite {
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// What it holds; `None` where it must not be there yet.
    pub old: Option<Vec<u8>>,
    /// What it is to hold.
    pub new: Vec<u8>,
}

/// How a work that was broken off came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// All files hold what was intended.
    Forward,
    /// All files hold what they held before, but for those that somebody else wrote meanwhile.
    Back,
}

/// One thing that is done on the way; after each of them the process may be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Keeps the contents of file N beside the lock.
    Keep(usize),
    /// Puts the intent down: from here on it is carried out.
    Intend,
    /// Writes file N.
    Write(usize),
    /// Takes the intent away: everything is done.
    Forget,
}

/// Writes all files or none. One file needs no journal.
pub fn write_several(lock: &Lock, common_dir: &Path, files: &[FileWrite]) -> Result<(), WriteError> {
    if let [only] = files {
        return write_one(lock, only);
    }
    for file in files {
        check(file)?;
    }
    let journal = Journal::of(common_dir);
    for step in steps(files.len()) {
        if let Err(error) = journal.perform(lock, files, step) {
            journal.take_back(lock)?;
            return Err(error);
        }
    }
    Ok(())
}

/// The files that a broken-off work was to write; empty where there is none.
pub fn pending(common_dir: &Path) -> Result<Vec<PathBuf>, WriteError> {
    Ok(Journal::of(common_dir).intended()?.into_iter().map(|intended| intended.path).collect())
}

/// Brings a broken-off work to its end: forward, unless one of its files was changed by somebody else since, who must
/// not lose a byte. `None` where there is none.
pub fn recover(lock: &Lock, common_dir: &Path) -> Result<Option<Recovered>, WriteError> {
    let journal = Journal::of(common_dir);
    let intended = journal.intended()?;
    if intended.is_empty() {
        return Ok(None);
    }
    let states = intended.iter().map(Intended::state).collect::<Result<Vec<State>, WriteError>>()?;
    if states.contains(&State::Foreign) {
        journal.take_back(lock)?;
        return Ok(Some(Recovered::Back));
    }
    for (at, file) in intended.iter().enumerate().filter(|(at, _)| states[*at] == State::Old) {
        write_atomic(lock, &file.path, file.expected_before(), &journal.kept(at, "new")?)?;
    }
    journal.forget()?;
    Ok(Some(Recovered::Forward))
}

fn steps(files: usize) -> impl Iterator<Item = Step> {
    let keep = (0..files).map(Step::Keep);
    keep.chain([Step::Intend]).chain((0..files).map(Step::Write)).chain([Step::Forget])
}

fn write_one(lock: &Lock, file: &FileWrite) -> Result<(), WriteError> {
    write_atomic(lock, &file.path, expected(file), &file.new)
}

fn expected(file: &FileWrite) -> Expected<'_> {
    file.old.as_deref().map_or(Expected::Absent, Expected::Bytes)
}

/// Refuses before anything is written where a file is not what it should be.
fn check(file: &FileWrite) -> Result<(), WriteError> {
    let same = match (&file.old, content(&file.path)?) {
        (None, None) => true,
        (Some(old), Some(now)) => *old == now,
        _ => false,
    };
    if !same {
        return Err(WriteError::Changed { path: file.path.clone() });
    }
    if file.old.is_some() { super::writable(&file.path) } else { Ok(()) }
}

/// What a file holds; `None` where there is none.
fn content(path: &Path) -> Result<Option<Vec<u8>>, WriteError> {
    match read(path, LARGEST_DOCUMENT) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(FileError::Missing { .. }) => Ok(None),
        Err(source) => Err(WriteError::Read { source }),
    }
}

/// A file of an intent.
#[derive(Debug, PartialEq, Eq)]
struct Intended {
    path: PathBuf,
    old: Option<Digest>,
    new: Digest,
}

/// What a file of an intent holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Old,
    New,
    Foreign,
}

impl Intended {
    fn state(&self) -> Result<State, WriteError> {
        let now = content(&self.path)?.map(|bytes| Digest::of(&bytes));
        Ok(match now {
            Some(now) if now == self.new => State::New,
            now if now == self.old => State::Old,
            _ => State::Foreign,
        })
    }

    fn expected_before(&self) -> Expected<'static> {
        self.old.map_or(Expected::Absent, Expected::Digest)
    }
}

/// The folder of the journal.
struct Journal {
    folder: PathBuf,
}

impl Journal {
    fn of(common_dir: &Path) -> Self {
        Self { folder: common_dir.join("taskpacket").join("journal") }
    }

    fn perform(&self, lock: &Lock, files: &[FileWrite], step: Step) -> Result<(), WriteError> {
        match step {
            Step::Keep(at) => {
                if let Some(old) = &files[at].old {
                    self.keep(&format!("{at}.old"), old)?;
                }
                self.keep(&format!("{at}.new"), &files[at].new)
            }
            Step::Intend => self.keep("intent", &intent(files)),
            Step::Write(at) => write_one(lock, &files[at]),
            Step::Forget => self.forget(),
        }
    }

    /// Puts a file into the folder as a whole, in the place of what an earlier work may have left.
    fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        write_new(&self.folder.join(name), bytes)
    }

    fn kept(&self, at: usize, side: &str) -> Result<Vec<u8>, WriteError> {
        let path = self.folder.join(format!("{at}.{side}"));
        read(&path, LARGEST_DOCUMENT).map_err(|source| WriteError::Read { source })
    }

    fn intended(&self) -> Result<Vec<Intended>, WriteError> {
        let path = self.folder.join("intent");
        let Some(bytes) = content(&path)? else { return Ok(Vec::new()) };
        let unreadable = || WriteError::Refused {
            path,
            source: io::Error::new(io::ErrorKind::InvalidData, "it is no journal of this program"),
        };
        read_intent(&bytes).ok_or_else(unreadable)
    }

    /// Puts back what was written already, where nobody else wrote since.
    fn take_back(&self, lock: &Lock) -> Result<(), WriteError> {
        for (at, file) in self.intended()?.iter().enumerate() {
            if file.state()? != State::New || file.old == Some(file.new) {
                continue;
            }
            match file.old {
                Some(_) => write_atomic(lock, &file.path, Expected::Digest(file.new), &self.kept(at, "old")?)?,
                None => removed(&file.path)?,
            }
        }
        self.forget()
    }

    /// The intent goes first: what lies beside it means nothing without it.
    fn forget(&self) -> Result<(), WriteError> {
        let intent = self.folder.join("intent");
        if intent.exists() {
            removed(&intent)?;
        }
        match fs::remove_dir_all(&self.folder) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(WriteError::Refused { path: self.folder.clone(), source })
            }
            _ => Ok(()),
        }
    }
}

/// The intent as bytes: for each file `old new path`, behind a NUL.
fn intent(files: &[FileWrite]) -> Vec<u8> {
    let mut bytes = TITLE.to_vec();
    for file in files {
        let old = file.old.as_ref().map_or_else(|| "-".to_owned(), |old| Digest::of(old).to_string());
        bytes.extend(format!("{old} {} ", Digest::of(&file.new)).bytes());
        bytes.extend(path_bytes(&file.path));
        bytes.push(0);
    }
    bytes
}

fn read_intent(bytes: &[u8]) -> Option<Vec<Intended>> {
    let records = bytes.strip_prefix(TITLE)?.strip_suffix(b"\0")?.split(|byte| *byte == 0);
    records
        .map(|record| {
            let mut words = record.splitn(3, |byte| *byte == b' ');
            let mut digest = || std::str::from_utf8(words.next()?).ok();
            let old = digest()?;
            let old = if old == "-" { None } else { Some(Digest::parse(old)?) };
            let new = Digest::parse(digest()?)?;
            Some(Intended { path: os_string(words.next()?).into(), old, new })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;

    struct Scene {
        folder: TempDir,
        lock: Lock,
    }

    impl Scene {
        fn new() -> Self {
            let folder = TempDir::new().unwrap();
            let lock = Lock::acquire(folder.path(), Duration::ZERO).unwrap();
            fs::write(folder.path().join("a"), "old a").unwrap();
            fs::write(folder.path().join("c"), "old c").unwrap();
            Self { folder, lock }
        }

        fn files(&self) -> Vec<FileWrite> {
            let file = |name: &str, old: Option<&str>| FileWrite {
                path: self.folder.path().join(name),
                old: old.map(|old| old.as_bytes().to_vec()),
                new: format!("new {name}").into_bytes(),
            };
            vec![file("a", Some("old a")), file("b", None), file("c", Some("old c"))]
        }

        fn state(&self) -> [Option<String>; 3] {
            ["a", "b", "c"].map(|name| fs::read_to_string(self.folder.path().join(name)).ok())
        }
    }

    fn before() -> [Option<String>; 3] {
        [Some("old a".to_owned()), None, Some("old c".to_owned())]
    }

    fn after() -> [Option<String>; 3] {
        ["new a", "new b", "new c"].map(|text| Some(text.to_owned()))
    }

    #[test]
    fn broken_off_after_any_step_all_is_as_before_or_as_after() {
        let count = steps(3).count();
        for last in 0..=count {
            let scene = Scene::new();
            let journal = Journal::of(scene.folder.path());
            for step in steps(3).take(last) {
                journal.perform(&scene.lock, &scene.files(), step).unwrap();
            }
            let told = pending(scene.folder.path()).unwrap().len();
            let recovered = recover(&scene.lock, scene.folder.path()).unwrap();
            let intended = (4..count).contains(&last);
            assert_eq!((told, recovered), if intended { (3, Some(Recovered::Forward)) } else { (0, None) }, "{last}");
            assert_eq!(scene.state(), if last < 4 { before() } else { after() }, "{last}");
            assert_eq!(recover(&scene.lock, scene.folder.path()).unwrap(), None);
            write_several(&scene.lock, scene.folder.path(), &[]).unwrap();
        }
    }

    #[test]
    fn what_somebody_else_wrote_meanwhile_stays_and_the_rest_goes_back() {
        let scene = Scene::new();
        let journal = Journal::of(scene.folder.path());
        for step in steps(3).take(6) {
            journal.perform(&scene.lock, &scene.files(), step).unwrap();
        }
        fs::write(scene.folder.path().join("c"), "by hand").unwrap();
        assert_eq!(recover(&scene.lock, scene.folder.path()).unwrap(), Some(Recovered::Back));
        assert_eq!(scene.state(), [Some("old a".to_owned()), None, Some("by hand".to_owned())]);
    }

    #[test]
    fn a_refusal_in_the_middle_takes_back_what_was_written() {
        let scene = Scene::new();
        let mut files = scene.files();
        // A file where a folder would have to be.
        files[1].path = scene.folder.path().join("c").join("b");
        assert!(write_several(&scene.lock, scene.folder.path(), &files).is_err());
        assert_eq!(scene.state(), before());
        assert_eq!(pending(scene.folder.path()).unwrap(), Vec::<PathBuf>::new());
        write_several(&scene.lock, scene.folder.path(), &scene.files()).unwrap();
        assert_eq!(scene.state(), after());
    }

    #[test]
    fn a_file_that_is_not_what_it_should_be_stops_all_before_the_first() {
        for name in ["a", "b"] {
            let scene = Scene::new();
            fs::write(scene.folder.path().join(name), "by hand").unwrap();
            let error = write_several(&scene.lock, scene.folder.path(), &scene.files()).unwrap_err();
            assert!(matches!(error, WriteError::Changed { .. }), "{error}");
            assert_eq!(scene.state()[2].as_deref(), Some("old c"));
        }
    }
}
