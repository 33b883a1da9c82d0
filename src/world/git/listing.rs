//! All files of one side, to be asked what exists, and under which spelling.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ffi::OsString;

use super::changes::unreadable;
use super::{GitError, MergedTree, Repo, WorktreeCopy};
use crate::model::{FileKind, Oid, RepoPath, Tree};

/// Every file of a commit, of the index or of the work tree.
#[derive(Debug, Default)]
pub struct Listing {
    /// Sorted by path.
    files: Vec<(RepoPath, FileKind, Oid)>,
    /// Lower-case path, of files and folders, to the path as it is.
    spellings: OnceCell<HashMap<Vec<u8>, RepoPath>>,
}

impl Repo {
    /// Lists a commit or the index; one process, none for [`Tree::Empty`].
    pub fn listing(&self, tree: &Tree) -> Result<Listing, GitError> {
        match tree {
            Tree::Empty => Ok(Listing::default()),
            Tree::Commit(oid) => self.list(&["ls-tree", "-r", "-z", "--full-tree", oid.as_str()], &[]),
            Tree::Index => self.list(&["ls-files", "--stage", "-z"], &[]),
            Tree::Worktree => self.listing_of(&self.copy_worktree(None)?),
        }
    }

    /// Lists the work tree, as it was when the copy was taken; one process.
    pub fn listing_of(&self, copy: &WorktreeCopy) -> Result<Listing, GitError> {
        self.list(&["ls-files", "--stage", "-z"], &copy.variables)
    }

    /// Lists the files of a merge that nobody made; one process.
    pub fn listing_of_merge(&self, merged: &MergedTree) -> Result<Listing, GitError> {
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", merged.tree.as_str()];
        self.list(&arguments, &merged.scratch.variables)
    }

    fn list(&self, arguments: &[&str], variables: &[(OsString, Option<OsString>)]) -> Result<Listing, GitError> {
        let call = self.call(arguments).variables(variables);
        let command = call.shown();
        let output = call.output()?;
        let records = output.split(|byte| *byte == 0).filter(|record| !record.is_empty());
        let files = records.map(|record| entry(record).ok_or_else(|| unreadable(&command, record)));
        let mut files: Vec<_> = files.collect::<Result<_, _>>()?;
        files.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Listing { files, spellings: OnceCell::new() })
    }
}

impl Listing {
    /// All files, sorted by path.
    pub fn files(&self) -> &[(RepoPath, FileKind, Oid)] {
        &self.files
    }

    /// The file of exactly this path.
    pub fn get(&self, path: &RepoPath) -> Option<(FileKind, &Oid)> {
        let at = self.files.binary_search_by(|(file, ..)| file.cmp(path)).ok()?;
        let (_, kind, oid) = &self.files[at];
        Some((*kind, oid))
    }

    /// True where a file lies below this path. The empty path is the root.
    pub fn is_folder(&self, path: &RepoPath) -> bool {
        if path.as_bytes().is_empty() {
            return true;
        }
        let inside = [path.as_bytes(), b"/"].concat();
        let at = self.files.partition_point(|(file, ..)| file.as_bytes() < &inside[..]);
        self.files.get(at).is_some_and(|(file, ..)| file.as_bytes().starts_with(&inside))
    }

    /// True where there is a file or a folder of exactly this path.
    pub fn exists(&self, path: &RepoPath) -> bool {
        self.get(path).is_some() || self.is_folder(path)
    }

    /// The path as it is, where only upper and lower case are different.
    pub fn other_case(&self, path: &RepoPath) -> Option<&RepoPath> {
        let spellings = self.spellings.get_or_init(|| {
            let mut spellings = HashMap::new();
            for (file, ..) in &self.files {
                let folders = file.as_bytes().iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
                for end in folders.chain([file.as_bytes().len()]) {
                    let path = &file.as_bytes()[..end];
                    spellings.entry(lower_case(path)).or_insert_with(|| RepoPath::new(path));
                }
            }
            spellings
        });
        spellings.get(&lower_case(path.as_bytes())).filter(|found| *found != path)
    }
}

fn lower_case(path: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(path) {
        Ok(text) => text.to_lowercase().into_bytes(),
        Err(_) => path.to_ascii_lowercase(),
    }
}

/// Reads `mode kind id TAB path` of a commit, or `mode id stage TAB path` of the index.
fn entry(record: &[u8]) -> Option<(RepoPath, FileKind, Oid)> {
    let tab = record.iter().position(|byte| *byte == b'\t')?;
    let words = std::str::from_utf8(&record[..tab]).ok()?;
    let mode = u32::from_str_radix(words.split(' ').next()?, 8).ok()?;
    let oid = words.split_whitespace().skip(1).find_map(Oid::parse)?;
    Some((RepoPath::new(&record[tab + 1..]), FileKind::of_mode(mode), oid))
}
