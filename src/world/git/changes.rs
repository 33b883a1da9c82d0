//! What differs between two sides: git's raw form of a difference, read.

use super::{GitError, Repo};
use crate::model::{Change, ChangeKind, FileKind, Oid, RepoPath, Tree};

/// The options that make a difference independent of anybody's configuration and attributes.
pub(super) const RAW: &[&str] = &[
    "--raw",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--ignore-submodules=none",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
];

impl Repo {
    /// Every path in which two commits differ, sorted; [`Tree::Empty`] stands for no files at all. One process.
    ///
    /// The index and the work tree are not sides that this can compare: see [`Repo::status`] and
    /// [`Repo::copy_worktree`].
    pub fn changes(&self, base: &Tree, head: &Tree) -> Result<Vec<Change>, GitError> {
        let call = self.call(&["diff-tree", "-r"]).arguments(RAW);
        let call = call.arguments([self.tree(base)?.as_str(), self.tree(head)?.as_str(), "--"]);
        let command = call.shown();
        read_raw(&command, &call.output()?)
    }

    fn tree<'a>(&'a self, tree: &'a Tree) -> Result<&'a Oid, GitError> {
        match tree {
            Tree::Empty => Ok(&self.empty_tree),
            Tree::Commit(oid) => Ok(oid),
            Tree::Index | Tree::Worktree => {
                Err(GitError::NotARevision { revision: tree.to_string(), why: "it is not recorded in a commit" })
            }
        }
    }
}

/// Reads `:mode mode id id letter NUL path NUL ..`, sorted by path.
pub(super) fn read_raw(command: &str, output: &[u8]) -> Result<Vec<Change>, GitError> {
    let mut fields = output.split(|byte| *byte == 0);
    let mut changes = Vec::new();
    while let Some(record) = fields.next().filter(|record| !record.is_empty()) {
        let path = fields.next().map(RepoPath::new);
        let change = path.and_then(|path| raw_change(record, path)).ok_or_else(|| unreadable(command, record))?;
        changes.push(change);
    }
    changes.sort_by(|a: &Change, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Reads one raw record, `:100644 100755 <id> <id> M`; `None` where it is none.
pub(super) fn raw_change(record: &[u8], path: RepoPath) -> Option<Change> {
    let record = std::str::from_utf8(record.strip_prefix(b":")?).ok()?;
    let mut words = record.split(' ');
    let (mode_before, mode_after) = (words.next()?, words.next()?);
    let (oid_before, oid_after) = (words.next()?, words.next()?);
    change(path, (mode_before, oid_before), (mode_after, oid_after))
}

/// A change, from the modes and ids of its two sides as git writes them; mode zero is "not there".
pub(super) fn change(path: RepoPath, before: (&str, &str), after: (&str, &str)) -> Option<Change> {
    let (before, after) = (side(before.0, before.1)?, side(after.0, after.1)?);
    let kind = match (&before, &after) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Deleted,
        (Some((kind, oid)), Some((after_kind, after_oid))) => {
            let regular = |kind: &FileKind| matches!(kind, FileKind::Regular { .. });
            let mode_only = oid == after_oid && regular(kind) && regular(after_kind);
            if mode_only { ChangeKind::ModeOnly } else { ChangeKind::Modified }
        }
    };
    Some(Change { path, kind, before, after })
}

#[expect(clippy::option_option, reason = "the outer one is an unreadable text, the inner one an absent file")]
fn side(mode: &str, oid: &str) -> Option<Option<(FileKind, Oid)>> {
    let mode = u32::from_str_radix(mode, 8).ok()?;
    let oid = Oid::parse(oid)?;
    Some((mode != 0).then(|| (FileKind::of_mode(mode), oid)))
}

pub(super) fn unreadable(command: &str, record: &[u8]) -> GitError {
    let what = String::from_utf8_lossy(record).escape_debug().to_string();
    GitError::Unreadable { command: command.to_owned(), what }
}
