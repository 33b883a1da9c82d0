//! Writes a file as a whole or not at all, and never over what somebody else wrote meanwhile.

use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::{FileError, Lock, LockError, read};
use crate::model::Digest;

/// The size in bytes above which no file is replaced.
const LARGEST: u64 = 1 << 30;

/// How the name of a copy begins that has not taken its place yet.
pub const PREFIX: &str = ".taskpacket-";

/// What the writer believes to replace.
#[derive(Clone, Copy, Debug)]
pub enum Expected<'a> {
    /// Nothing: the file is new.
    Absent,
    /// These bytes.
    Bytes(&'a [u8]),
    /// Bytes with this digest.
    Digest(Digest),
}

/// Why a file was not written; it is as it was.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum WriteError {
    /// The lock cannot be had.
    Lock(LockError),
    /// The file is not what it was when it was read.
    Changed { path: PathBuf },
    /// There is a file already where a new one was to be made.
    Exists { path: PathBuf },
    /// The file must not be written.
    ReadOnly { path: PathBuf },
    /// The file cannot be read again before it is replaced.
    Read { source: FileError },
    /// The system refuses.
    Refused { path: PathBuf, source: io::Error },
}

/// Replaces the content of a file, or makes a new one with the folders above it. Through a symbolic link, what it leads
/// to is replaced. Permissions stay what they are.
///
/// Whatever goes wrong, the file is as it was, and no other one is left behind.
pub fn write_atomic(_lock: &Lock, path: &Path, expected: Expected, new: &[u8]) -> Result<(), WriteError> {
    let refused = |source| WriteError::Refused { path: path.to_owned(), source };
    let target = target(path, expected)?;
    check(&target, expected)?;
    if matches!(expected, Expected::Bytes(old) if old == new) {
        return Ok(());
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let permissions = permissions(&target, expected)?;
    fs::create_dir_all(folder).map_err(refused)?;
    remove_left_over(folder);
    let temporary = temporary(folder, permissions, new).map_err(refused)?;
    // The last look, right before the moment that counts.
    check(&target, expected)?;
    let result = match expected {
        Expected::Absent => temporary.persist_noclobber(&target),
        Expected::Bytes(_) | Expected::Digest(_) => temporary.persist(&target),
    };
    match result {
        Ok(_) => sync_folder(folder).map_err(refused),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(WriteError::Changed { path: path.to_owned() })
        }
        Err(error) => Err(refused(error.error)),
    }
}

/// Makes a file that is nobody's yet, anywhere; one that is there already is left alone.
pub fn create(path: &Path, content: &[u8]) -> Result<(), WriteError> {
    let refused = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists { path: path.to_owned() },
        _ => WriteError::Refused { path: path.to_owned(), source },
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = temporary(folder, None, content).map_err(refused)?;
    file.persist_noclobber(path).map(drop).map_err(|error| refused(error.error))
}

/// Makes a new file that can be executed, with the folders above it; never over one that is there.
pub fn create_program(path: &Path, text: &str) -> Result<(), WriteError> {
    let refused = |source| WriteError::Refused { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(refused)?;
    let temporary = temporary(folder, Some(program_permissions(folder).map_err(refused)?), text.as_bytes());
    match temporary.map_err(refused)?.persist_noclobber(path) {
        Ok(_) => sync_folder(folder).map_err(refused),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(WriteError::Changed { path: path.to_owned() })
        }
        Err(error) => Err(refused(error.error)),
    }
}

/// Those of a folder that is entered by the same people, of whom its owner may write.
fn program_permissions(folder: &Path) -> io::Result<Permissions> {
    let permissions = fs::metadata(folder)?.permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        Ok(Permissions::from_mode(permissions.mode() & 0o755 | 0o500))
    }
    #[cfg(not(unix))]
    Ok(permissions)
}

/// Puts a file that nobody else writes in its place as a whole, whatever was there.
pub(super) fn write_new(path: &Path, new: &[u8]) -> Result<(), WriteError> {
    let refused = |source| WriteError::Refused { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(refused)?;
    let temporary = temporary(folder, None, new).map_err(refused)?;
    temporary.persist(path).map_err(|error| refused(error.error))?;
    sync_folder(folder).map_err(refused)
}

/// Takes a file away, for good.
pub(super) fn removed(path: &Path) -> Result<(), WriteError> {
    let refused = |source| WriteError::Refused { path: path.to_owned(), source };
    fs::remove_file(path).map_err(refused)?;
    sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(refused)
}

/// Refuses a file that [`write_atomic`] would not replace, or whose folder takes no new file.
pub fn writable(path: &Path) -> Result<(), WriteError> {
    let refused = |source| WriteError::Refused { path: path.to_owned(), source };
    let target = fs::canonicalize(path).map_err(refused)?;
    if fs::metadata(&target).map_err(refused)?.permissions().readonly() {
        return Err(WriteError::ReadOnly { path: path.to_owned() });
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    Builder::new().prefix(PREFIX).tempfile_in(folder).map(drop).map_err(refused)
}

/// Where the bytes really lie: links are followed.
fn target(path: &Path, expected: Expected) -> Result<PathBuf, WriteError> {
    if matches!(expected, Expected::Absent) {
        return Ok(path.to_owned());
    }
    let gone = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => WriteError::Changed { path: path.to_owned() },
        _ => WriteError::Refused { path: path.to_owned(), source },
    };
    fs::canonicalize(path).map_err(gone)
}

/// Refuses where the file is not what the writer believes.
fn check(target: &Path, expected: Expected) -> Result<(), WriteError> {
    let same = match expected {
        Expected::Absent => fs::symlink_metadata(target).is_err(),
        Expected::Bytes(_) | Expected::Digest(_) => match read(target, LARGEST) {
            Ok(bytes) => is_expected(&bytes, expected),
            Err(FileError::Missing { .. }) => false,
            Err(source) => return Err(WriteError::Read { source }),
        },
    };
    if same { Ok(()) } else { Err(WriteError::Changed { path: target.to_owned() }) }
}

fn is_expected(bytes: &[u8], expected: Expected) -> bool {
    match expected {
        Expected::Absent => false,
        Expected::Bytes(expected) => bytes == expected,
        Expected::Digest(expected) => Digest::of(bytes) == expected,
    }
}

/// The permissions of the file that is replaced; `None` for a new one, which gets the usual ones.
fn permissions(target: &Path, expected: Expected) -> Result<Option<Permissions>, WriteError> {
    if matches!(expected, Expected::Absent) {
        return Ok(None);
    }
    let refused = |source| WriteError::Refused { path: target.to_owned(), source };
    let permissions = fs::metadata(target).map_err(refused)?.permissions();
    if permissions.readonly() {
        return Err(WriteError::ReadOnly { path: target.to_owned() });
    }
    Ok(Some(permissions))
}

/// Removes the copies of writers that were killed: whoever holds the lock is the only one who has any. One that cannot be
/// removed is in nobody's way.
fn remove_left_over(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let _ = fs::remove_file(entry.path());
    }
}

/// A complete copy beside the file; it vanishes by itself unless it takes the file's place.
fn temporary(folder: &Path, permissions: Option<Permissions>, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    if permissions.is_none() {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes the new name last through a loss of power.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems have no such thing.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lock(error) => error.fmt(f),
            Self::Changed { path } => {
                write!(f, "`{}` changed since it was read, and was not written: run the command again", path.display())
            }
            Self::Exists { path } => write!(f, "`{}` exists already, and is left as it is", path.display()),
            Self::ReadOnly { path } => write!(f, "`{0}` is read-only: chmod u+w '{0}'", path.display()),
            Self::Read { source } => source.fmt(f),
            Self::Refused { path, source } => write!(f, "`{}` cannot be written: {source}", path.display()),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Lock(error) => Some(error),
            Self::Refused { source, .. } => Some(source),
            Self::Read { source } => Some(source),
            Self::Changed { .. } | Self::Exists { .. } | Self::ReadOnly { .. } => None,
        }
    }
}

impl From<LockError> for WriteError {
    fn from(error: LockError) -> Self {
        Self::Lock(error)
    }
}
