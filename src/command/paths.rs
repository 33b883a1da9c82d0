//! Paths as typed, relative to the current folder, as paths of the repository; and as words for a shell.

use std::path::{Component, Path, PathBuf};

use super::Error;
use crate::model::RepoPath;
use crate::world::git::{Repo, path_bytes};

/// Reads every path; the last part of a path may be a symbolic link, the folders before it may be too.
pub fn in_repository(repo: &Repo, dir: &Path, named: &[PathBuf]) -> Result<Vec<RepoPath>, Error> {
    named.iter().map(|path| one(repo, dir, path)).collect()
}

/// A path as a word for a shell, ready to be copied.
pub fn as_word(path: &Path) -> String {
    RepoPath::new(path_bytes(path)).quoted()
}

fn one(repo: &Repo, dir: &Path, named: &Path) -> Result<RepoPath, Error> {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let whole = plain(&dir.join(named));
    let root = repo.root.canonicalize().unwrap_or_else(|_| repo.root.clone());
    let parts = whole.strip_prefix(&root).map_err(|_| Error::Outside { path: named.to_owned() })?;
    Ok(RepoPath::new(path_bytes(parts)))
}

/// Works out `.` and `..` without looking at the disk: a path may be yet to come.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
