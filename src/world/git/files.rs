//! All files of a commit, by way of the process that hands out content anyway.

use super::{Blobs, Data, GitError, Object, ObjectKind, Spec, tree};
use crate::model::{FileKind, FileList, Oid, RepoPath};

impl Blobs<'_> {
    /// The names of what a folder of a commit holds; none where there is no such folder.
    pub fn names(&mut self, commit: &Oid, folder: &RepoPath) -> Result<Vec<Vec<u8>>, GitError> {
        let Some(object) = self.get(Spec::Commit(commit, folder))? else { return Ok(Vec::new()) };
        let Some(entries) = object.bytes().filter(|_| object.kind == ObjectKind::Tree) else { return Ok(Vec::new()) };
        let length = commit.as_str().len() / 2;
        Ok(tree::entries(entries, length).map(|(_, name, _)| name.to_vec()).collect())
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
                let digits = id.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
                let oid = Oid::parse(&digits).expect("an id in binary has its digits");
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
