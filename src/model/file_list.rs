//! All files of a tree, by path, mode and content: what a run was made on, and what is handed over.

use std::collections::BTreeMap;

use super::{Change, Digest, FileKind, Oid, RepoPath};

/// Files by their path, each with what it is and the id of its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileList(BTreeMap<RepoPath, (FileKind, Oid)>);

impl FileList {
    /// The files that a tree has once it was changed so.
    #[must_use]
    pub fn changed<'a>(mut self, changes: impl IntoIterator<Item = &'a Change>) -> Self {
        for change in changes {
            match &change.after {
                Some(after) => self.0.insert(change.path.clone(), after.clone()),
                None => self.0.remove(&change.path),
            };
        }
        self
    }

    /// The files without those that are named.
    #[must_use]
    pub fn without(mut self, left_out: impl Fn(&RepoPath) -> bool) -> Self {
        self.0.retain(|path, _| !left_out(path));
        self
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list as bytes, in one form only: `mode id path`, each behind a NUL, sorted by path.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 80);
        for (path, (kind, oid)) in &self.0 {
            bytes.extend_from_slice(format!("{:06o} {oid} ", kind.mode()).as_bytes());
            bytes.extend_from_slice(path.as_bytes());
            bytes.push(0);
        }
        bytes
    }

    /// Reads the bytes of a list; `None` where they are none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut files = BTreeMap::new();
        for record in bytes.split(|byte| *byte == 0).filter(|record| !record.is_empty()) {
            let mut parts = record.splitn(3, |byte| *byte == b' ');
            let mode = u32::from_str_radix(std::str::from_utf8(parts.next()?).ok()?, 8).ok()?;
            let oid = Oid::parse(std::str::from_utf8(parts.next()?).ok()?)?;
            files.insert(RepoPath::new(parts.next()?), (FileKind::of_mode(mode), oid));
        }
        Some(Self(files))
    }

    /// The digest of a tree: SHA1 of its list.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.to_bytes())
    }

    /// The paths in which two lists differ, sorted.
    pub fn differences(&self, other: &Self) -> Vec<RepoPath> {
        let changed = self.0.iter().filter(|(path, file)| other.0.get(*path) != Some(file)).map(|(path, _)| path);
        let new = other.0.keys().filter(|path| !self.0.contains_key(*path));
        let mut paths: Vec<RepoPath> = changed.chain(new).cloned().collect();
        paths.sort();
        paths
    }
}

impl FromIterator<(RepoPath, FileKind, Oid)> for FileList {
    fn from_iter<T: IntoIterator<Item = (RepoPath, FileKind, Oid)>>(files: T) -> Self {
        Self(files.into_iter().map(|(path, kind, oid)| (path, (kind, oid))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ChangeKind;

    fn file(path: &[u8], digit: &str) -> (RepoPath, FileKind, Oid) {
        (RepoPath::new(path), FileKind::of_mode(0o100_644), Oid::parse(&digit.repeat(40)).unwrap())
    }

    #[test]
    fn a_list_reads_back_and_names_what_differs() {
        let one: FileList = [file(b"a b", "1"), file(b"c\n\xff", "2")].into_iter().collect();
        assert_eq!(FileList::parse(&one.to_bytes()), Some(one.clone()));
        assert_eq!(FileList::parse(b"100644 nonsense"), None);
        let (path, kind, oid) = file(b"c\n\xff", "3");
        let edit = Change { path, kind: ChangeKind::Modified, before: None, after: Some((kind, oid)) };
        let gone = Change { path: RepoPath::from("a b"), kind: ChangeKind::Deleted, before: None, after: None };
        let other = one.clone().changed([&edit, &gone]);
        assert_ne!(one.digest(), other.digest());
        assert_eq!(one.differences(&other), [RepoPath::from("a b"), RepoPath::new(*b"c\n\xff")]);
        assert_eq!(other.differences(&other), []);
        assert_eq!(one.without(|path| path.as_bytes() == b"a b").len(), 1);
    }
}
