//! The VALIDATION manifest: what was changed, file by file, as the packet claims it.

use super::{DeltaClaim, HashClaim, RepoPath, Value};
use crate::text::Span;

/// All entries of the manifest section, in the order of the packet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The section's heading line; `None` where the packet has no such section.
    pub heading: Option<Span>,
    /// The section's body; empty where there is none.
    pub body: Span,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// One file's entry. Where several target files share one block, each has an entry of its own with the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From its first to the end of its last line.
    pub span: Span,
    /// The file, as written, without backticks.
    pub target: Value<String>,
    /// First line of the window, counted from 1.
    pub start: Value<u64>,
    /// Last line of the window, counted from 1, inclusive.
    pub end: Value<u64>,
    /// Lines added minus lines removed.
    pub delta: Value<DeltaClaim>,
    /// SHA1 of the content before.
    pub pre: Value<HashClaim>,
    /// SHA1 of the content after.
    pub post: Value<HashClaim>,
    /// The tick boxes, in the order of the packet.
    pub ticks: Vec<GateTick>,
    /// Whether anybody filled it in.
    pub state: EntryState,
}

/// One tick box of an entry's gate list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateTick {
    /// The first word behind the box.
    pub name: String,
    /// True where the box is ticked.
    pub ticked: bool,
    /// The whole item.
    pub span: Span,
    /// The character between the brackets.
    pub mark: Span,
}

/// Whether an entry can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// Its values are there; each may still be wrong.
    Filled,
    /// A template's block that nobody filled in.
    Placeholder,
    /// Some of its values are there, others are missing or mean nothing.
    Malformed,
}

impl Entry {
    /// The target as git would spell it: `/` for `\`, a leading `./` dropped. `None` where there is no target, or one that
    /// no file of the repository can have.
    pub fn path(&self) -> Option<RepoPath> {
        let path = self.target.get()?.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path);
        let drive = path.get(1..2) == Some(":");
        let inside = !path.starts_with('/') && !drive && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        inside.then(|| RepoPath::from(path))
    }

    /// The tick of the gate of that name, if the entry lists it.
    pub fn tick(&self, gate: &str) -> Option<&GateTick> {
        self.ticks.iter().find(|tick| tick.name == gate)
    }
}
