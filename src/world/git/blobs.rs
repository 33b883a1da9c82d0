//! Content, from one long-lived `git cat-file --batch` however many objects are asked for.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::Arc;

use super::{GitError, Repo, WorktreeCopy, os_string, tree};
use crate::model::{Content, Digest, DigestOf, FileKind, Image, Oid, RepoPath};
use crate::text::{Source, Sources};

/// The size in bytes above which a blob is not held in memory: git's own `core.bigFileThreshold`.
const LARGEST: u64 = 512 << 20;

const COMMAND: &str = "git cat-file --batch";

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

/// An object of git's.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its id.
    pub oid: Oid,
    /// What it is.
    pub kind: ObjectKind,
    /// What it holds.
    pub data: Data,
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "git's own words")]
pub enum ObjectKind {
    Blob,
    Tree,
    Commit,
    Tag,
}

/// What an object holds.
#[derive(Clone, Debug)]
pub enum Data {
    /// All of it.
    Bytes(Arc<[u8]>),
    /// Too much to hold: its digest, taken as it went by.
    TooLarge {
        /// The SHA1 of the content.
        digest: Digest,
        /// Its length in bytes.
        size: u64,
    },
}

impl Object {
    /// The bytes of a blob; `None` where it is something else or too large.
    pub fn bytes(&self) -> Option<&Arc<[u8]>> {
        match &self.data {
            Data::Bytes(bytes) if self.kind == ObjectKind::Blob => Some(bytes),
            _ => None,
        }
    }
}

/// The process that hands out content. It ends when this is dropped.
#[derive(Debug)]
pub struct Blobs<'a> {
    repo: &'a Repo,
    variables: Vec<(OsString, Option<OsString>)>,
    process: Option<Process>,
    largest: u64,
}

#[derive(Debug)]
struct Process {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    complaints: File,
}

impl Repo {
    /// The content of the repository, and of its index; one process, started with the first question.
    pub fn blobs(&self) -> Blobs<'_> {
        Blobs { repo: self, variables: Vec::new(), process: None, largest: LARGEST }
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
        if path
            .is_some_and(|path| !path.is_canonical() || (path.as_bytes().is_empty() && matches!(spec, Spec::Index(_))))
        {
            return Ok(None);
        }
        let heard = self.complaints();
        let found = self.named(&name)?;
        // "Missing" is git's word for what no tree names, and for what is lost or broken. Only the first is an answer.
        let lost = found.is_none()
            && match spec {
                _ if self.complaints() > heard => true,
                Spec::Commit(oid, path) => self.is_named_by_its_folder(oid, path)?,
                Spec::Oid(_) | Spec::Index(_) => false,
            };
        if lost {
            return Err(GitError::MissingObject { name: String::from_utf8_lossy(&name).into_owned() });
        }
        Ok(found)
    }

    /// True where a commit's folder holds a file or a folder of that name; a submodule has no content here.
    fn is_named_by_its_folder(&mut self, commit: &Oid, path: &RepoPath) -> Result<bool, GitError> {
        let bytes = path.as_bytes();
        let at = bytes.iter().rposition(|byte| *byte == b'/');
        let (folder, name) = at.map_or((&b""[..], bytes), |at| (&bytes[..at], &bytes[at + 1..]));
        if name.is_empty() {
            return Ok(false);
        }
        let folder = self.get(Spec::Commit(commit, &RepoPath::new(folder)))?;
        let Some(Object { kind: ObjectKind::Tree, data: Data::Bytes(tree), oid }) = folder else { return Ok(false) };
        let mode = tree::mode_of(&tree, name, oid.as_str().len() / 2);
        Ok(mode.is_some_and(|mode| FileKind::of_mode(mode) != FileKind::Submodule))
    }

    /// How many bytes git has written about errors so far.
    fn complaints(&self) -> u64 {
        let process = self.process.as_ref();
        process.and_then(|process| process.complaints.metadata().ok()).map_or(0, |metadata| metadata.len())
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
            None => Process::start(self.repo, &self.variables)?,
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

impl Process {
    fn start(repo: &Repo, variables: &[(OsString, Option<OsString>)]) -> Result<Self, GitError> {
        let scratch = |source| GitError::Scratch { what: "a temporary file", source };
        let complaints = tempfile::tempfile().map_err(scratch)?;
        let stderr = complaints.try_clone().map_err(scratch)?;
        let mut child = repo.call(&["cat-file", "--batch"]).variables(variables).start(stderr.into())?;
        let requests = child.stdin.take();
        let answers = BufReader::with_capacity(1 << 16, child.stdout.take().expect("it was started with a pipe"));
        Ok(Self { child, requests, answers, complaints })
    }

    /// Asks for one object and reads the whole answer, so that neither side ever waits for the other.
    ///
    /// The inner error is a first line that names no object and does not say that it is missing.
    fn ask(&mut self, name: &[u8], largest: u64) -> io::Result<Result<Option<Object>, Vec<u8>>> {
        let requests = self.requests.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        requests.write_all(&[name, b"\n"].concat())?;
        requests.flush()?;
        let mut header = Vec::new();
        self.answers.read_until(b'\n', &mut header)?;
        if header.pop() != Some(b'\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if header.ends_with(b" missing") {
            return Ok(Ok(None));
        }
        let Some((oid, kind, size)) = read_header(&header) else { return Ok(Err(header)) };
        let data = self.data(size, largest)?;
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        Ok(Ok(Some(Object { oid, kind, data })))
    }

    fn data(&mut self, size: u64, largest: u64) -> io::Result<Data> {
        let mut content = self.answers.by_ref().take(size);
        if size <= largest {
            let mut bytes = Vec::new();
            if content.read_to_end(&mut bytes)? as u64 != size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            return Ok(Data::Bytes(bytes.into()));
        }
        let mut digest = DigestOf::default();
        loop {
            let part = content.fill_buf()?;
            if part.is_empty() {
                break;
            }
            digest.update(part);
            let length = part.len();
            content.consume(length);
        }
        if content.limit() != 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Data::TooLarge { digest: digest.finish(), size })
    }

    /// What there is to say about a process that ended while it was asked.
    fn broke_off(&mut self, source: io::Error) -> GitError {
        self.requests = None;
        let status = self.child.wait().ok();
        let mut stderr = String::new();
        let read = self.complaints.rewind().and_then(|()| self.complaints.read_to_string(&mut stderr));
        if read.is_err() || stderr.trim().is_empty() {
            return GitError::Process { command: COMMAND.to_owned(), source };
        }
        let status = status.and_then(|status| status.code());
        GitError::Failed { command: COMMAND.to_owned(), status, stderr: stderr.trim().to_owned() }
    }
}

impl Drop for Process {
    /// Closes the requests, at which git ends by itself; nothing is left behind.
    fn drop(&mut self) {
        self.requests = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `<id> <kind> <size>`
fn read_header(header: &[u8]) -> Option<(Oid, ObjectKind, u64)> {
    let mut words = std::str::from_utf8(header).ok()?.split(' ');
    let oid = Oid::parse(words.next()?)?;
    let kind = match words.next()? {
        "blob" => ObjectKind::Blob,
        "tree" => ObjectKind::Tree,
        "commit" => ObjectKind::Commit,
        "tag" => ObjectKind::Tag,
        _ => return None,
    };
    Some((oid, kind, words.next()?.parse().ok()?))
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
