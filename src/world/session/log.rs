//! The log of a step: bounded on disk and in memory, whatever the step writes.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::SessionError;
use crate::model::{Digest, DigestOf};

/// How many bytes of a step's beginning are kept.
const MOST_HEAD: u64 = 4 << 20;

/// How many bytes of its end are kept.
const MOST_TAIL: usize = 1 << 20;

/// How many bytes of the end are handed on for an excerpt, at least.
const MOST_END: usize = 8 << 10;

/// A log that is being written.
#[derive(Debug)]
pub struct StepLog {
    path: PathBuf,
    file: BufWriter<File>,
    digest: DigestOf,
    /// How many bytes of the beginning are in the file.
    head: u64,
    /// The last bytes behind the beginning.
    tail: VecDeque<u8>,
    total: u64,
    lines: u64,
    ends_in_line: bool,
    /// The last bytes, whether they are in the file already or not.
    end: Vec<u8>,
}

/// A log that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA1 of the file.
    pub digest: Digest,
    /// How many bytes were written by the step, those included that were cut out.
    pub total: u64,
    /// How many bytes were cut out of the middle.
    pub cut: u64,
    /// How many lines were written by the step.
    pub lines: u64,
    /// The last bytes of them.
    pub end: Vec<u8>,
}

impl StepLog {
    /// Begins a log.
    pub fn create(path: &Path) -> Result<Self, SessionError> {
        let file = File::create(path).map_err(|source| SessionError::Log { path: path.to_owned(), source })?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
            digest: DigestOf::default(),
            head: 0,
            tail: VecDeque::new(),
            total: 0,
            lines: 0,
            ends_in_line: false,
            end: Vec::new(),
        })
    }

    /// Takes what comes next.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), SessionError> {
        let Some(last) = bytes.last() else { return Ok(()) };
        self.total += bytes.len() as u64;
        self.lines += bytes.split(|byte| *byte == b'\n').count() as u64 - 1;
        self.ends_in_line = *last != b'\n';
        self.end.extend_from_slice(&bytes[bytes.len().saturating_sub(MOST_END)..]);
        if self.end.len() > 4 * MOST_END {
            self.end.drain(..self.end.len() - MOST_END);
        }
        let room = usize::try_from(MOST_HEAD - self.head).unwrap_or(usize::MAX).min(bytes.len());
        let (head, rest) = bytes.split_at(room);
        self.put(head)?;
        self.head += head.len() as u64;
        let rest = &rest[rest.len().saturating_sub(MOST_TAIL)..];
        let over = (self.tail.len() + rest.len()).saturating_sub(MOST_TAIL);
        self.tail.drain(..over.min(self.tail.len()));
        self.tail.extend(rest);
        Ok(())
    }

    /// Ends the log.
    pub fn finish(mut self) -> Result<Kept, SessionError> {
        let cut = self.total - self.head - self.tail.len() as u64;
        if cut > 0 {
            self.put(format!("\n[{cut} bytes were cut out here]\n").as_bytes())?;
        }
        let tail = std::mem::take(&mut self.tail);
        let (one, other) = tail.as_slices();
        self.put(one)?;
        self.put(other)?;
        let flushed = self.file.flush();
        flushed.map_err(|source| SessionError::Log { path: self.path.clone(), source })?;
        let lines = self.lines + u64::from(self.ends_in_line);
        Ok(Kept { digest: self.digest.finish(), total: self.total, cut, lines, end: self.end })
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SessionError> {
        self.digest.update(bytes);
        self.file.write_all(bytes).map_err(|source| SessionError::Log { path: self.path.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(pieces: &[&[u8]]) -> (Kept, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut log = StepLog::create(&path).unwrap();
        for piece in pieces {
            log.push(piece).unwrap();
        }
        (log.finish().unwrap(), std::fs::read(path).unwrap())
    }

    #[test]
    fn what_fits_is_kept_as_it_is() {
        let (kept, bytes) = logged(&[b"one\n", b"", b"two\nthree"]);
        assert_eq!(bytes, b"one\ntwo\nthree");
        assert_eq!(kept, Kept { digest: Digest::of(&bytes), total: 13, cut: 0, lines: 3, end: bytes });
    }

    #[test]
    fn a_flood_keeps_its_beginning_and_its_end_and_says_how_much_is_gone() {
        let piece = vec![b'x'; 1 << 20];
        let mut pieces = vec![&piece[..]; 9];
        pieces.insert(0, b"first\n");
        pieces.push(b"\nlast\n");
        let (kept, bytes) = logged(&pieces);
        assert!(bytes.starts_with(b"first\nxx") && bytes.ends_with(b"xx\nlast\n"));
        assert!(bytes.len() < (5 << 20) + 100);
        assert_eq!(kept.total, (9 << 20) + 12);
        assert_eq!(kept.cut, (4 << 20) + 12);
        let told = format!("\n[{} bytes were cut out here]\n", kept.cut);
        assert!(bytes.windows(told.len()).any(|window| window == told.as_bytes()));
        assert_eq!(kept.digest, Digest::of(&bytes));
    }
}
