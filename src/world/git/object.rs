//! An object of git's: a file's content, a folder, a commit, a tag.

use std::sync::Arc;

use crate::model::{Digest, Oid};

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
