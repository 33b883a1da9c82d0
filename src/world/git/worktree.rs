//! The work tree as if all of it were staged, without a byte of `.git` being written.
//!
//! A copy of the index in a temporary folder takes `git add -A`; new objects go to a temporary folder as well, with the
//! real one as its alternate. So git's own filters, line-end rules and ignore rules apply, and what follows is the same
//! as for the real index.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::changes::{RAW, read_raw};
use super::status::is_copy;
use super::{GitError, Repo, os_string, path_bytes};
use crate::model::{Change, ChangeKind, Oid};
use crate::world::files::COPY_PREFIX;

/// How often git is asked again.
const ATTEMPTS: usize = 10;

/// An index that holds the work tree, and the objects that only it needs; both are gone when it is dropped.
#[derive(Debug)]
pub struct WorktreeCopy {
    /// HEAD against the work tree, sorted.
    pub changes: Vec<Change>,
    pub(super) variables: Vec<(OsString, Option<OsString>)>,
    _folder: TempDir,
}

/// A folder for objects in the place of the repository's own, which it reads beside it; gone when it is dropped.
#[derive(Debug)]
pub(super) struct ScratchObjects {
    pub(super) variables: Vec<(OsString, Option<OsString>)>,
    folder: TempDir,
}

impl Repo {
    /// Takes the work tree as it is now, files included that git neither tracks nor ignores; two processes.
    ///
    /// `head` is the commit to compare it with; `None` before the first one.
    pub fn copy_worktree(&self, head: Option<&Oid>) -> Result<WorktreeCopy, GitError> {
        let scratch = |source| GitError::Scratch { what: "a temporary copy of the index", source };
        let ScratchObjects { mut variables, folder } = self.scratch_objects()?;
        let index = folder.path().join("index");
        copy_with_time(&self.index, &index).map_err(scratch)?;
        variables.push(("GIT_INDEX_FILE".into(), Some(index.into())));
        self.stage_everything(&variables)?;
        let mut changes = self.staged_in(&variables, head)?;
        changes.retain(|change| change.kind != ChangeKind::Added || !is_copy(&change.path));
        Ok(WorktreeCopy { changes, variables, _folder: folder })
    }

    /// `git add -A` into the copy. A filter of the user's runs in the user's own locale.
    fn stage_everything(&self, variables: &[(OsString, Option<OsString>)]) -> Result<(), GitError> {
        let mut variables = variables.to_vec();
        for name in ["LC_ALL", "LANGUAGE"] {
            variables.push((name.into(), std::env::var_os(name)));
        }
        let sparse = self.git_dir.join("info/sparse-checkout").exists();
        let options: &[&str] = if sparse { &["add", "-A", "--sparse"] } else { &["add", "-A"] };
        let mut result = self.call(options).variables(&variables).output();
        // git stumbles over a copy that takes its file's place while git looks.
        for _ in 0..ATTEMPTS {
            match &result {
                Err(GitError::Failed { stderr, .. }) if stderr.contains(COPY_PREFIX) => {
                    result = self.call(options).variables(&variables).output();
                }
                _ => break,
            }
        }
        match result {
            // Before git 2.34 `add` reached beyond a sparse checkout unasked.
            Err(GitError::Failed { status: Some(129), .. }) if sparse => {
                self.call(&["add", "-A"]).variables(&variables).output().map(drop)
            }
            result => result.map(drop),
        }
    }

    fn staged_in(
        &self,
        variables: &[(OsString, Option<OsString>)],
        head: Option<&Oid>,
    ) -> Result<Vec<Change>, GitError> {
        let head = head.unwrap_or(&self.empty_tree).as_str();
        let call = self.call(&["diff-index", "--cached"]).arguments(RAW).arguments([head, "--"]).variables(variables);
        let command = call.shown();
        read_raw(&command, &call.output()?)
    }

    /// A place for objects that only one question needs.
    pub(super) fn scratch_objects(&self) -> Result<ScratchObjects, GitError> {
        let scratch = |source| GitError::Scratch { what: "a temporary folder for objects", source };
        let folder = TempDir::with_prefix_in("taskpacket-", self.scratch_folder()).map_err(scratch)?;
        // Should the folder for such files lie in the work tree, git must not take ours for the user's.
        std::fs::write(folder.path().join(".gitignore"), "*\n").map_err(scratch)?;
        let objects = folder.path().join("objects");
        std::fs::create_dir(&objects).map_err(scratch)?;
        let variables = vec![
            ("GIT_OBJECT_DIRECTORY".into(), Some(objects.into())),
            ("GIT_ALTERNATE_OBJECT_DIRECTORIES".into(), Some(self.alternates())),
        ];
        Ok(ScratchObjects { variables, folder })
    }

    fn scratch_folder(&self) -> PathBuf {
        self.git.get("TMPDIR").filter(|folder| !folder.is_empty()).map_or_else(std::env::temp_dir, PathBuf::from)
    }

    /// The real object folder, and what the user had as alternates already.
    fn alternates(&self) -> OsString {
        let mut list = quoted(&self.objects);
        if let Some(others) = self.git.get("GIT_ALTERNATE_OBJECT_DIRECTORIES").filter(|others| !others.is_empty()) {
            list.push(if cfg!(windows) { ";" } else { ":" });
            list.push(others);
        }
        list
    }
}

/// Copies the index, its time included: git tells by that time which files it must look into again.
fn copy_with_time(from: &Path, to: &Path) -> io::Result<()> {
    let time = match std::fs::metadata(from) {
        Ok(metadata) => metadata.modified()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    std::fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_modified(time)
}

/// An entry of the list of alternates, which is parted by `:` and may be quoted as C does it.
fn quoted(path: &Path) -> OsString {
    let bytes = path_bytes(path);
    if !bytes.iter().any(|byte| b":;\"\n".contains(byte)) {
        return path.into();
    }
    let mut quoted = vec![b'"'];
    for byte in bytes {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', byte]),
            b'\n' => quoted.extend(*b"\\n"),
            _ => quoted.push(byte),
        }
    }
    quoted.push(b'"');
    os_string(&quoted)
}
