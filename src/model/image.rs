//! One side of a changed file: its content, its lines and its digests.

use std::sync::{Arc, OnceLock};

use super::{Digest, Oid};
use crate::text::SourceId;

/// A file as it is on one side of a snapshot.
#[derive(Clone, Debug)]
pub struct Image {
    /// git's object id of the blob.
    pub oid: Oid,
    /// Regular file, symbolic link or submodule.
    pub kind: FileKind,
    /// Its bytes, as git stores them.
    pub content: Content,
    /// The text that findings about this side point into; `None` where there is nothing to show.
    pub source: Option<SourceId>,
    lines: OnceLock<Vec<usize>>,
    variants: OnceLock<(Digest, Digest)>,
}

/// What kind of thing a tree entry is, by its mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    Regular {
        /// True where its executable bit is set.
        executable: bool,
    },
    /// A symbolic link; its content is where it leads.
    Symlink,
    /// A commit of another repository; it has no content here.
    Submodule,
}

/// The content of an image.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text: no NUL byte within the first 8,000 bytes, which is how git tells.
    Text(Arc<[u8]>, Digest),
    /// Binary: it has no lines.
    Binary(Digest),
    /// Nothing to hash: a submodule.
    None,
}

impl FileKind {
    /// Reads git's octal mode.
    pub fn of_mode(mode: u32) -> Self {
        match mode {
            0o120_000 => Self::Symlink,
            0o160_000 => Self::Submodule,
            mode => Self::Regular { executable: mode & 0o111 != 0 },
        }
    }

    /// git's octal mode.
    pub fn mode(self) -> u32 {
        match self {
            Self::Symlink => 0o120_000,
            Self::Submodule => 0o160_000,
            Self::Regular { executable: true } => 0o100_755,
            Self::Regular { executable: false } => 0o100_644,
        }
    }
}

impl Image {
    /// An image of some content.
    pub fn new(oid: Oid, kind: FileKind, content: Content, source: Option<SourceId>) -> Self {
        Self { oid, kind, content, source, lines: OnceLock::new(), variants: OnceLock::new() }
    }

    /// An image of bytes held in memory; binary is what git takes for it.
    pub fn of_bytes(oid: Oid, kind: FileKind, bytes: Arc<[u8]>, source: Option<SourceId>) -> Self {
        let digest = Digest::of(&bytes);
        let binary = bytes[..bytes.len().min(8000)].contains(&0);
        let content = if binary { Content::Binary(digest) } else { Content::Text(bytes, digest) };
        Self::new(oid, kind, content, source)
    }

    /// The SHA1 of the content; `None` for a submodule.
    pub fn sha1(&self) -> Option<Digest> {
        match &self.content {
            Content::Text(_, digest) | Content::Binary(digest) => Some(*digest),
            Content::None => None,
        }
    }

    /// The bytes, where the image is text.
    pub fn text(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Text(bytes, _) => Some(bytes),
            Content::Binary(_) | Content::None => None,
        }
    }

    /// The digests of the text with every line ended by LF, and by CRLF; `None` where the image is not text.
    pub fn line_ending_variants(&self) -> Option<(Digest, Digest)> {
        let bytes = self.text()?;
        Some(*self.variants.get_or_init(|| {
            let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let bare = |line: &'_ [u8]| line.strip_suffix(b"\r").unwrap_or(line).to_vec();
            let bare: Vec<Vec<u8>> = lines.into_iter().map(bare).collect();
            (Digest::of(&bare.join(&b"\n"[..])), Digest::of(&bare.join(&b"\r\n"[..])))
        }))
    }

    /// How many lines the text has; text behind the last line feed counts as one. 0 where the image is not text.
    pub fn line_count(&self) -> usize {
        self.line_ends().len()
    }

    /// The bytes of lines `first` to `last` (counted from 1, inclusive), their line feeds included; cut to what exists.
    pub fn lines(&self, first: usize, last: usize) -> &[u8] {
        let Some(bytes) = self.text() else { return &[] };
        let ends = self.line_ends();
        let last = last.min(ends.len());
        if first == 0 || first > last {
            return &[];
        }
        let start = if first == 1 { 0 } else { ends[first - 2] };
        &bytes[start..ends[last - 1]]
    }

    /// The offset just behind each line, its line feed included.
    fn line_ends(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let Some(bytes) = self.text() else { return Vec::new() };
            let mut ends: Vec<usize> =
                bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
            if bytes.last().is_some_and(|byte| *byte != b'\n') {
                ends.push(bytes.len());
            }
            ends
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(bytes: &[u8]) -> Image {
        Image::of_bytes(Oid::zero(), FileKind::of_mode(0o100_644), bytes.into(), None)
    }

    #[test]
    fn lines() {
        let image = image(b"a\nb\nc");
        assert_eq!(image.line_count(), 3);
        assert_eq!(image.lines(2, 3), b"b\nc");
        assert_eq!(image.lines(1, 99), b"a\nb\nc");
        assert_eq!(image.lines(4, 9), b"");
        assert_eq!(image.lines(0, 1), b"");
    }

    #[test]
    fn variants() {
        let image = image(b"a\r\nb\n");
        assert_eq!(image.line_ending_variants(), Some((Digest::of(b"a\nb\n"), Digest::of(b"a\r\nb\r\n"))));
    }

    #[test]
    fn binary_has_no_lines() {
        let image = image(b"a\n\0b\n");
        assert_eq!((image.line_count(), image.text()), (0, None));
        assert_eq!(image.sha1(), Some(Digest::of(b"a\n\0b\n")));
    }
}
