//! Reads a file, whatever it turns out to be: never more than was asked for, never waiting for anybody.

use std::fmt;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The size in bytes above which no packet, refinement, specification or configuration is read.
pub const LARGEST_DOCUMENT: u64 = 16 << 20;

/// Why a file could not be read.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum FileError {
    /// There is none.
    Missing { path: PathBuf },
    /// It is a symbolic link that leads to nothing.
    DeadLink { path: PathBuf },
    /// It is a folder.
    Folder { path: PathBuf },
    /// It is a pipe, a socket or a device.
    Special { path: PathBuf },
    /// It is too large to be what it should be.
    TooLarge { path: PathBuf, size: u64, most: u64 },
    /// The system refuses.
    Unreadable { path: PathBuf, source: io::Error },
}

/// Reads a regular file of at most `most` bytes; symbolic links are followed.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let metadata = fs::metadata(path).map_err(|source| absent(path, source))?;
    regular(path, metadata.file_type())?;
    let too_large = |size| FileError::TooLarge { path: path.to_owned(), size, most };
    if metadata.len() > most {
        return Err(too_large(metadata.len()));
    }
    let unreadable = |source| FileError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    // It may have grown since, or not have told its size.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

fn absent(path: &Path, source: io::Error) -> FileError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory if fs::symlink_metadata(&path).is_ok() => {
            FileError::DeadLink { path }
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Missing { path },
        _ => FileError::Unreadable { path, source },
    }
}

fn regular(path: &Path, kind: FileType) -> Result<(), FileError> {
    let path = path.to_owned();
    match (kind.is_file(), kind.is_dir()) {
        (true, _) => Ok(()),
        (_, true) => Err(FileError::Folder { path }),
        _ => Err(FileError::Special { path }),
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(f, "there is no file `{}`", path.display()),
            Self::DeadLink { path } => {
                write!(f, "`{}` is a symbolic link that leads to no file: remove it, or mend it", path.display())
            }
            Self::Folder { path } => write!(f, "`{}` is a folder, and a file is asked for", path.display()),
            Self::Special { path } => {
                write!(f, "`{}` is a pipe, a socket or a device, and a file is asked for", path.display())
            }
            Self::TooLarge { path, size, most } => {
                let (size, most) = (megabytes(*size), most >> 20);
                write!(f, "`{}` has {size} MiB, and more than {most} MiB are not read", path.display())
            }
            Self::Unreadable { path, source } => write!(f, "`{}` cannot be read: {source}", path.display()),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Rounded up, so that what is too large never looks as if it were not.
fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}
