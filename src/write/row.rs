//! What is true of one file, as a manifest entry says it.

use chrono::{DateTime, Utc};

use crate::model::{Delta, Digest, RepoPath, Window};

/// One file of the manifest, computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestRow {
    /// The file.
    pub path: RepoPath,
    /// True where the snapshot changes it; a row of an unchanged file is used only for an entry that is there already.
    pub changed: bool,
    /// The tight window; `None` where the file has no lines, which is written `1..1` for text and `0..0` for all else.
    pub window: Option<Window>,
    /// Lines added minus lines removed.
    pub delta: Delta,
    /// SHA1 of the content at the base; `None` where the file is not there.
    pub pre: Option<Digest>,
    /// SHA1 of the content at the head; `None` where the file is not there.
    pub post: Option<Digest>,
    /// The gates of an entry, in the order of the packet's list.
    pub gates: Vec<RowGate>,
}

/// One gate of an entry, computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowGate {
    /// Its name.
    pub name: &'static str,
    /// True where it holds: only then is it ticked.
    pub holds: bool,
}

impl ManifestRow {
    /// First line of the window; 0 where the file can have none.
    pub fn start(&self) -> u64 {
        self.window.map_or(self.no_line(), |window| window.start)
    }

    /// Last line of the window; 0 where the file can have none.
    pub fn end(&self) -> u64 {
        self.window.map_or(self.no_line(), |window| window.end)
    }

    /// An empty text has the window `1..1`; a binary file or a submodule has no lines at all.
    fn no_line(&self) -> u64 {
        u64::from(self.delta != Delta::NoLines)
    }
}

/// A moment as entries write it.
pub(super) fn stamp(now: DateTime<Utc>) -> String {
    now.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A digest as entries write it: zeros where there is no such file.
pub(super) fn digest(digest: Option<Digest>) -> String {
    digest.unwrap_or(Digest::ZERO).to_string()
}

/// A path as entries write it: as code; one with a backtick in it stands bare.
pub(super) fn target(path: &RepoPath) -> String {
    let text = path.to_string();
    if text.contains('`') { text } else { format!("`{text}`") }
}
