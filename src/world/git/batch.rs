//! The long-lived process behind [`super::Blobs`]: one request, one whole answer.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use super::{Data, GitError, Object, ObjectKind, Repo};
use crate::model::{DigestOf, Oid};

/// What people would type to start the process.
pub(super) const COMMAND: &str = "git cat-file --batch";

/// `git cat-file --batch`. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Batch {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    complaints: File,
}

impl Batch {
    pub(super) fn start(repo: &Repo, variables: &[(OsString, Option<OsString>)]) -> Result<Self, GitError> {
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
    pub(super) fn ask(&mut self, name: &[u8], largest: u64) -> io::Result<Result<Option<Object>, Vec<u8>>> {
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

    /// How many bytes git has written about errors so far.
    pub(super) fn complaints(&self) -> u64 {
        self.complaints.metadata().map_or(0, |metadata| metadata.len())
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
    pub(super) fn broke_off(&mut self, source: io::Error) -> GitError {
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

impl Drop for Batch {
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
