//! Where the repository stands: HEAD, the branch, what is staged, what is dirty, what is underway.

use super::changes::{change, unreadable};
use super::{GitError, Repo};
use crate::model::{Change, Oid, RepoPath};
use crate::world::files::COPY_PREFIX;

/// What one `git status` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The commit checked out; `None` before the first one.
    pub head: Option<Oid>,
    /// The branch checked out, without `refs/heads/`; `None` where HEAD is detached.
    pub branch: Option<String>,
    /// HEAD against the index, sorted.
    pub staged: Vec<Change>,
    /// Tracked paths whose file differs from the index, sorted; deleted ones and those of `git add -N` too.
    pub unstaged: Vec<RepoPath>,
    /// Of the unstaged paths those of `git add -N`: the index names them, and holds nothing of them yet; sorted.
    pub intended: Vec<RepoPath>,
    /// Files that git neither tracks nor ignores, sorted; a repository inside this one is one path.
    pub untracked: Vec<RepoPath>,
    /// Paths with a conflict, sorted.
    pub unmerged: Vec<RepoPath>,
    /// Submodules at the recorded commit whose own files differ: no change of this repository, sorted.
    pub dirty_submodules: Vec<RepoPath>,
    /// What is underway and not concluded.
    pub operation: Option<Operation>,
}

/// Something of git's that is underway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `git merge` has stopped.
    Merge,
    /// `git rebase` or `git am` has stopped.
    Rebase,
    /// `git cherry-pick` has stopped.
    CherryPick,
    /// `git revert` has stopped.
    Revert,
}

impl Operation {
    /// The word for it, which is also git's subcommand.
    pub fn word(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Rebase => "rebase",
            Self::CherryPick => "cherry-pick",
            Self::Revert => "revert",
        }
    }
}

impl Repo {
    /// Asks where the repository stands; one process.
    pub fn status(&self) -> Result<Status, GitError> {
        let call = self.call(&[
            "status",
            "--porcelain=v2",
            "--branch",
            "--no-ahead-behind",
            "-z",
            "--untracked-files=all",
            "--no-renames",
            "--ignore-submodules=none",
        ]);
        let command = call.shown();
        let mut status = read(&command, &call.output()?)?;
        status.operation = self.operation();
        Ok(status)
    }

    /// What the marker files in the git folder say.
    fn operation(&self) -> Option<Operation> {
        let markers = [
            ("rebase-merge", Operation::Rebase),
            ("rebase-apply", Operation::Rebase),
            ("MERGE_HEAD", Operation::Merge),
            ("CHERRY_PICK_HEAD", Operation::CherryPick),
            ("REVERT_HEAD", Operation::Revert),
        ];
        markers.into_iter().find(|(name, _)| self.git_dir.join(name).exists()).map(|(_, operation)| operation)
    }
}

/// Reads `--porcelain=v2 -z`: headers, then one record a path.
fn read(command: &str, output: &[u8]) -> Result<Status, GitError> {
    let mut status = Status::default();
    for record in output.split(|byte| *byte == 0).filter(|record| !record.is_empty()) {
        let understood = match record[0] {
            b'#' => {
                header(record, &mut status);
                true
            }
            b'1' => tracked(record, &mut status).is_some(),
            b'u' => field(record, 10).map(|path| status.unmerged.push(RepoPath::new(path))).is_some(),
            b'?' => field(record, 1).map(|path| status.untracked.push(untracked(path))).is_some(),
            _ => false,
        };
        if !understood {
            return Err(unreadable(command, record));
        }
    }
    status.untracked.retain(|path| !is_copy(path));
    status.staged.sort_by(|a, b| a.path.cmp(&b.path));
    for paths in [
        &mut status.unstaged,
        &mut status.intended,
        &mut status.untracked,
        &mut status.unmerged,
        &mut status.dirty_submodules,
    ] {
        paths.sort();
    }
    Ok(status)
}

/// True for the copy of a file that another process of this program is about to put in its place: nobody's work.
pub(super) fn is_copy(path: &RepoPath) -> bool {
    let name = path.as_bytes().rsplit(|byte| *byte == b'/').next();
    name.is_some_and(|name| name.starts_with(COPY_PREFIX.as_bytes()))
}

/// Reads `# branch.oid ..` and `# branch.head ..`; other headers tell nothing that is asked.
fn header(record: &[u8], status: &mut Status) {
    let text = String::from_utf8_lossy(record);
    if let Some(oid) = text.strip_prefix("# branch.oid ") {
        status.head = Oid::parse(oid);
    } else if let Some(branch) = text.strip_prefix("# branch.head ") {
        status.branch = (branch != "(detached)").then(|| branch.to_owned());
    }
}

/// Reads `1 XY sub mode mode mode id id path`: HEAD, index, work tree.
fn tracked(record: &[u8], status: &mut Status) -> Option<()> {
    let path = RepoPath::new(field(record, 8)?);
    let words: Vec<&str> =
        record.split(|byte| *byte == b' ').take(8).map(std::str::from_utf8).collect::<Result<_, _>>().ok()?;
    let [_, letters, submodule, mode_head, mode_index, _, oid_head, oid_index] = words[..] else { return None };
    let [in_index, in_worktree] = *letters.as_bytes() else { return None };
    if in_worktree != b'.' {
        // `S<commit><modified><untracked>`: without the commit, only the submodule's own files differ.
        let only_within = submodule.starts_with('S') && !submodule.starts_with("SC") && in_worktree == b'M';
        let paths = if only_within { &mut status.dirty_submodules } else { &mut status.unstaged };
        paths.push(path.clone());
    }
    if in_worktree == b'A' {
        status.intended.push(path.clone());
    }
    if in_index != b'.' {
        status.staged.push(change(path, (mode_head, oid_head), (mode_index, oid_index))?);
    }
    Some(())
}

/// The rest of a record behind its first `count` words, spaces and all.
fn field(record: &[u8], count: usize) -> Option<&[u8]> {
    record.splitn(count + 1, |byte| *byte == b' ').nth(count)
}

/// git marks a repository inside this one by a slash at its end; as a change it is a submodule without one.
fn untracked(path: &[u8]) -> RepoPath {
    RepoPath::new(path.strip_suffix(b"/").unwrap_or(path))
}
