//! A repository and where its parts lie.

use std::path::{Path, PathBuf};

use super::program::{Call, Git, failure};
use super::{GitError, os_string};
use crate::model::{Digest, Oid, RepoPath};

/// A repository with a work tree.
#[derive(Debug)]
pub struct Repo {
    pub(super) git: Git,
    /// The top of the work tree, absolute.
    pub root: PathBuf,
    /// The git folder of this work tree.
    pub git_dir: PathBuf,
    /// The git folder that all worktrees share.
    pub common_dir: PathBuf,
    /// The index, wherever GIT_INDEX_FILE puts it.
    pub index: PathBuf,
    /// The folder that objects are kept in.
    pub(super) objects: PathBuf,
    /// The folder that was started from, relative to the root; empty for the root.
    pub prefix: RepoPath,
    /// True where the history ends early because the clone is shallow.
    pub shallow: bool,
    /// The tree without entries.
    pub(super) empty_tree: Oid,
}

/// The questions that [`Repo::discover`] asks; the last answer may be of any form.
const QUESTIONS: &[&str] = &[
    "rev-parse",
    "--path-format=absolute",
    "--show-toplevel",
    "--absolute-git-dir",
    "--git-common-dir",
    "--git-path",
    "index",
    "--git-path",
    "objects",
    "--show-object-format",
    "--is-shallow-repository",
    "--show-prefix",
];

impl Repo {
    /// Finds the repository that holds `start`, with the git on PATH; one process.
    pub fn discover(start: &Path) -> Result<Self, GitError> {
        Self::discover_with(Git::default(), start)
    }

    /// Finds the repository that holds `start`, with a git of the caller's choice.
    pub fn discover_with(git: Git, start: &Path) -> Result<Self, GitError> {
        std::fs::read_dir(start).map_err(|source| GitError::NoFolder { start: start.to_owned(), source })?;
        let call = git.call(start, QUESTIONS);
        let command = call.shown();
        let output = call.finish()?;
        if output.stdout.starts_with(b"--path-format") {
            return Err(too_old(&git, start));
        }
        if !output.status.success() {
            return Err(no_repository(start, failure(command, &output)));
        }
        Self::read(git, &output.stdout).ok_or_else(|| GitError::Unreadable {
            command,
            what: String::from_utf8_lossy(&output.stdout).escape_debug().to_string(),
        })
    }

    /// How many git processes were started so far.
    pub fn processes(&self) -> usize {
        self.git.started()
    }

    /// True where a shallow clone ends with that commit: it has parents, and nothing here knows what they held.
    pub fn is_cut_at(&self, commit: &Oid) -> bool {
        let list = if self.shallow { std::fs::read_to_string(self.common_dir.join("shallow")).ok() } else { None };
        list.is_some_and(|list| list.lines().any(|line| line.trim() == commit.as_str()))
    }

    /// The path of a file of the work tree, on disk.
    pub fn on_disk(&self, path: &RepoPath) -> PathBuf {
        self.root.join(os_string(path.as_bytes()))
    }

    /// The branch checked out, without `refs/heads/`; `None` where HEAD is detached. One process.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        let output = self.call(&["symbolic-ref", "--quiet", "--short", "HEAD"]).finish()?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok((!name.is_empty()).then_some(name))
    }

    /// The id that git would give a blob of these bytes; `None` where the repository does not use SHA1.
    pub fn blob_id(&self, bytes: &[u8]) -> Option<Oid> {
        let header = format!("blob {}\0", bytes.len());
        let digest = Digest::of_parts([header.as_bytes(), bytes]).to_string();
        Oid::parse(&digest).filter(|_| self.empty_tree.as_str().len() == digest.len())
    }

    /// Begins a call at the root.
    pub(super) fn call(&self, arguments: &[&str]) -> Call<'_> {
        self.git.call(&self.root, arguments)
    }

    /// Reads the answers, and from then on names the parts to git as it named them to us: what was relative to the
    /// place we started from stays right at the root.
    fn read(mut git: Git, answers: &[u8]) -> Option<Self> {
        let mut lines = answers.splitn(8, |byte| *byte == b'\n');
        let mut path = || Some(PathBuf::from(os_string(lines.next()?)));
        let (root, git_dir, common_dir, index, objects) = (path()?, path()?, path()?, path()?, path()?);
        let (format, shallow, prefix) = (lines.next()?, lines.next()?, lines.next()?);
        let empty_tree = match format {
            b"sha1" => "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
            b"sha256" => "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
            _ => return None,
        };
        git.set("GIT_DIR", &git_dir);
        git.set("GIT_WORK_TREE", &root);
        for (name, value) in
            [("GIT_COMMON_DIR", &common_dir), ("GIT_INDEX_FILE", &index), ("GIT_OBJECT_DIRECTORY", &objects)]
        {
            if git.get(name).is_some() {
                git.set(name, value);
            }
        }
        let prefix = prefix.strip_suffix(b"\n").unwrap_or(prefix);
        Some(Self {
            prefix: RepoPath::new(prefix.strip_suffix(b"/").unwrap_or(prefix)),
            shallow: shallow == b"true",
            empty_tree: Oid::parse(empty_tree)?,
            git,
            root,
            git_dir,
            common_dir,
            index,
            objects,
        })
    }
}

/// Tells from what git said why there is no repository.
fn no_repository(start: &Path, error: GitError) -> GitError {
    let GitError::Failed { stderr, .. } = &error else { return error };
    let start = start.to_owned();
    if stderr.contains("dubious ownership") || stderr.contains("unsafe repository") {
        GitError::UnsafeOwnership { start }
    } else if stderr.contains("must be run in a work tree") {
        GitError::NoWorkTree { start }
    } else if stderr.to_ascii_lowercase().contains("not a git repository") {
        GitError::NotARepository { start }
    } else {
        error
    }
}

fn too_old(git: &Git, start: &Path) -> GitError {
    match git.call(start, &["version"]).output() {
        Ok(version) => GitError::TooOld { found: String::from_utf8_lossy(&version).trim().to_owned() },
        Err(error) => error,
    }
}
