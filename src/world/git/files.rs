//! All files of a commit, by way of the process that hands out content anyway.

use super::{Blobs, Data, GitError, Object, ObjectKind, Spec, tree};
use crate::model::{FileKind, FileList, Oid, RepoPath};

/// One entry of a folder of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: Vec<u8>,
    /// True for a folder.
    pub is_folder: bool,
    /// Its id.
    pub oid: Oid,
}

impl Blobs<'_> {
    /// The entries of a folder; `None` where there is none of that name. No process of its own.
    pub fn folder_entries(&mut self, spec: Spec) -> Result<Option<Vec<FolderEntry>>, GitError> {
        let Some(Object { oid, kind: ObjectKind::Tree, data: Data::Bytes(bytes) }) = self.get(spec)? else {
            return Ok(None);
        };
        let entry = |(mode, name, id): tree::Entry| FolderEntry {
            name: name.to_vec(),
            is_folder: mode == tree::FOLDER,
            oid: tree::oid(id),
        };
        Ok(Some(tree::entries(&bytes, oid.as_str().len() / 2).map(entry).collect()))
    }

    /// Every file of a commit; no process of its own, one question a folder.
    pub fn files(&mut self, commit: &Oid) -> Result<FileList, GitError> {
        let root = RepoPath::new(Vec::new());
        let mut folders = vec![(Vec::new(), self.get(Spec::Commit(commit, &root))?)];
        let mut files = Vec::new();
        while let Some((path, folder)) = folders.pop() {
            let Some(Object { data: Data::Bytes(entries), .. }) = folder else {
                let name = format!("{commit}:{}", String::from_utf8_lossy(&path));
                return Err(GitError::MissingObject { name });
            };
            for (mode, name, id) in tree::entries(&entries, commit.as_str().len() / 2) {
                let mut path = path.clone();
                path.extend_from_slice(name);
                let oid = tree::oid(id);
                if mode == tree::FOLDER {
                    path.push(b'/');
                    folders.push((path, self.get(Spec::Oid(&oid))?));
                } else {
                    files.push((RepoPath::new(path), FileKind::of_mode(mode), oid));
                }
            }
        }
        Ok(files.into_iter().collect())
    }
}
