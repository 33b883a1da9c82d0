//! Content, from one long-lived `git cat-file --batch` however many objects are asked for.

use std::collections::HashMap;
use std::ffi::OsString;
use std::sync::Arc;

use super::batch::{Batch, COMMAND};
use super::{Data, GitError, Object, Repo, WorktreeCopy, os_string, tree};
use crate::model::{Content, FileKind, Image, Oid, RepoPath, Tree};
use crate::text::{Source, Sources};

/// The size in bytes above which a blob is not held in memory: git's own `core.bigFileThreshold`.
const LARGEST: u64 = 512 << 20;

/// Names an object.
#[derive(Clone, Copy, Debug)]
pub enum Spec<'a> {
    /// By its id.
    Oid(&'a Oid),
    /// What a commit has under a path; the empty path is its root folder.
    Commit(&'a Oid, &'a RepoPath),
    /// What the index has under a path: the real one, or that of a [`WorktreeCopy`]. Only files are there.
    Index(&'a RepoPath),
}

/// The process that hands out content. It ends when this is dropped.
#[derive(Debug)]
pub struct Blobs<'a> {
    repo: &'a Repo,
    variables: Vec<(OsString, Option<OsString>)>,
    process: Option<Batch>,
    largest: u64,
    /// Folders of commits that were looked into because something was missing there.
    folders: HashMap<Vec<u8>, Option<Arc<[u8]>>>,
}

impl Repo {
    /// The content of the repository, and of its index; one process, started with the first question.
    pub fn blobs(&self) -> Blobs<'_> {
        Blobs { repo: self, variables: Vec::new(), process: None, largest: LARGEST, folders: HashMap::new() }
    }

    /// The same, with the work tree in the place of the index.
    pub fn blobs_of(&self, copy: &WorktreeCopy) -> Blobs<'_> {
        Blobs { variables: copy.variables.clone(), ..self.blobs() }
    }
}

impl Blobs<'_> {
    /// Lowers the size in bytes above which content is only hashed.
    #[must_use]
    pub fn holding_at_most(mut self, bytes: u64) -> Self {
        self.largest = bytes;
        self
    }

    /// Looks an object up; `None` where there is none of that name. An object that a commit names and that is lost or
    /// broken is an error.
    ///
    /// A path that is not in git's own spelling (`./a`, `a//b`, `a/`) names nothing.
    pub fn get(&mut self, spec: Spec<'_>) -> Result<Option<Object>, GitError> {
        let (name, path) = match spec {
            Spec::Oid(oid) => (oid.as_str().as_bytes().to_vec(), None),
            Spec::Commit(oid, path) => (join(oid.as_str().as_bytes(), path), Some(path)),
            Spec::Index(path) => (join(b":0", path), Some(path)),
        };
        let nameless = |path: &RepoPath| path.as_bytes().is_empty() && matches!(spec, Spec::Index(_));
        if path.is_some_and(|path| !path.is_canonical() || nameless(path)) {
            return Ok(None);
        }
        let heard = self.complaints();
        let found = self.named(&name)?;
        // "Missing" is git's word for what no tree names, and for what is lost or broken. Only the first is an answer.
        let lost = found.is_none()
            && match spec {
                _ if self.complaints() > heard => true,
                Spec::Commit(oid, path) => self.is_recorded(oid, path)?,
                Spec::Oid(_) | Spec::Index(_) => false,
            };
        if lost {
            return Err(GitError::MissingObject { name: String::from_utf8_lossy(&name).into_owned() });
        }
        Ok(found)
    }

    /// What a side of a snapshot has under a path; the index stands for the work tree where that is a copy's.
    pub fn at(&mut self, tree: &Tree, path: &RepoPath) -> Result<Option<Object>, GitError> {
        match tree {
            Tree::Empty => Ok(None),
            Tree::Commit(oid) => self.get(Spec::Commit(oid, path)),
            Tree::Index | Tree::Worktree => self.get(Spec::Index(path)),
        }
    }

    /// True where the folders of a commit lead to a file or a folder of that name; a submodule has no content here.
    fn is_recorded(&mut self, commit: &Oid, path: &RepoPath) -> Result<bool, GitError> {
        let length = commit.as_str().len() / 2;
        let mut folder: Vec<u8> = [commit.as_str().as_bytes(), b":"].concat();
        let mut parts = path.as_bytes().split(|byte| *byte == b'/').peekable();
        while let Some(part) = parts.next() {
            // A folder that is named, and is not there, is lost itself.
            let Some(tree) = self.folder(&folder)? else { return Ok(true) };
            match tree::mode_of(&tree, part, length) {
                None | Some(tree::SUBMODULE) => return Ok(false),
                Some(tree::FOLDER) => {}
                Some(_) => return Ok(parts.peek().is_none()),
            }
            if folder.last() != Some(&b':') {
                folder.push(b'/');
            }
            folder.extend(part);
        }
        Ok(true)
    }

    /// The entries of a folder of a commit, asked for once.
    fn folder(&mut self, name: &[u8]) -> Result<Option<Arc<[u8]>>, GitError> {
        if let Some(known) = self.folders.get(name) {
            return Ok(known.clone());
        }
        let tree = match self.named(name)? {
            Some(Object { data: Data::Bytes(tree), .. }) => Some(tree),
            _ => None,
        };
        self.folders.insert(name.to_vec(), tree.clone());
        Ok(tree)
    }

    /// How many bytes git has written about errors so far.
    fn complaints(&self) -> u64 {
        self.process.as_ref().map_or(0, Batch::complaints)
    }

    /// The image of a file whose kind and id are known, its text kept as a source under the name of its path.
    pub fn image(
        &mut self,
        sources: &mut Sources,
        path: &RepoPath,
        kind: FileKind,
        oid: &Oid,
    ) -> Result<Image, GitError> {
        if kind == FileKind::Submodule {
            return Ok(Image::new(oid.clone(), kind, Content::None, None));
        }
        let Some(object) = self.get(Spec::Oid(oid))? else {
            return Err(GitError::MissingObject { name: format!("{oid} (`{path}`)") });
        };
        Ok(match object.data {
            Data::TooLarge { digest, .. } => Image::new(object.oid, kind, Content::Binary(digest), None),
            Data::Bytes(bytes) => {
                let mut image = Image::of_bytes(object.oid, kind, bytes.clone(), None);
                if image.text().is_some() {
                    image.source = Some(sources.add(Source::new(path.to_string(), bytes)));
                }
                image
            }
        })
    }

    pub(super) fn repo(&self) -> &Repo {
        self.repo
    }

    /// Looks up anything that git can name.
    pub(super) fn named(&mut self, name: &[u8]) -> Result<Option<Object>, GitError> {
        if name.contains(&b'\n') {
            return self.named_with_line_feed(name);
        }
        let largest = self.largest;
        let process = match self.process.take() {
            Some(process) => process,
            None => Batch::start(self.repo, &self.variables)?,
        };
        let process = self.process.insert(process);
        match process.ask(name, largest) {
            Ok(answer) => answer.map_err(|header| answered(name, &header)),
            Err(source) => {
                let error = process.broke_off(source);
                self.process = None;
                Err(error)
            }
        }
    }

    /// A request is a line, so a name that holds a line feed is turned into an id by a process of its own.
    fn named_with_line_feed(&mut self, name: &[u8]) -> Result<Option<Object>, GitError> {
        let call = self.repo.call(&["rev-parse", "--quiet", "--verify", "--end-of-options"]);
        let output = call.arguments([os_string(name)]).variables(&self.variables).finish()?;
        let oid = String::from_utf8_lossy(&output.stdout);
        match Oid::parse(oid.trim()) {
            Some(oid) if output.status.success() => self.named(oid.as_str().as_bytes()),
            _ => Ok(None),
        }
    }
}

/// The error of an answer that is no object.
fn answered(name: &[u8], header: &[u8]) -> GitError {
    let name = String::from_utf8_lossy(name).into_owned();
    if header.ends_with(b" ambiguous") {
        return GitError::AmbiguousRevision { revision: name };
    }
    let what = String::from_utf8_lossy(header).escape_debug().to_string();
    GitError::Unreadable { command: COMMAND.to_owned(), what }
}

fn join(side: &[u8], path: &RepoPath) -> Vec<u8> {
    [side, b":", path.as_bytes()].concat()
}
