//! Packets by their id: exactly `<packets>/WP-ID.md` or `<packets>/WP-ID/packet.md`, never a name that merely contains
//! it.

use std::cmp::Reverse;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::Disk;
use crate::model::{PacketId, RepoPath};
use crate::world::git::{os_string, path_bytes};

/// The name of a packet's file in a folder of its own.
const IN_FOLDER: &str = "packet.md";

/// How many near ids a miss names.
const MOST_NEAR: usize = 3;

/// A file that has the name of a packet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PacketFile {
    /// The id that its name gives it.
    pub id: PacketId,
    /// Where it lies.
    pub path: RepoPath,
}

/// Why there is no packet of an id.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the message names")]
pub enum PacketError {
    /// The folder of the packets cannot be listed.
    Folder { folder: String, source: io::Error },
    /// No file has that name.
    Missing { id: PacketId, folder: String, nearest: Vec<PacketId> },
    /// Both forms are there.
    Doubled { id: PacketId, forms: [RepoPath; 2] },
    /// It is a symbolic link.
    Link { id: PacketId, path: RepoPath },
}

/// Both places where a packet may lie, the file of its own name first.
pub fn forms(folder: &str, id: &PacketId) -> [RepoPath; 2] {
    let folder = folder.trim_end_matches('/');
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    [format!("{folder}{id}.md"), format!("{folder}{id}/{IN_FOLDER}")].map(RepoPath::new)
}

/// The other place where the packet of that path may lie, or may have lain.
pub fn other_form(path: &RepoPath) -> RepoPath {
    let bytes = path.as_bytes();
    match (bytes.strip_suffix(b"/packet.md"), bytes.strip_suffix(b".md")) {
        (Some(stem), _) => RepoPath::new([stem, b".md"].concat()),
        (None, Some(stem)) => RepoPath::new([stem, b"/", IN_FOLDER.as_bytes()].concat()),
        (None, None) => path.clone(),
    }
}

/// The file of a packet, on disk below `root`.
pub fn find(root: &Path, folder: &str, id: &PacketId) -> Result<RepoPath, PacketError> {
    let disk = Disk::new(root);
    let [file, in_folder] = forms(folder, id);
    let is_link = |path: &RepoPath| root.join(os_string(path.as_bytes())).is_symlink();
    match (disk.exists(&file), disk.exists(&in_folder)) {
        (true, false) if is_link(&file) => Err(PacketError::Link { id: id.clone(), path: file }),
        (false, true) if is_link(&in_folder) => Err(PacketError::Link { id: id.clone(), path: in_folder }),
        (true, false) => Ok(file),
        (false, true) => Ok(in_folder),
        (true, true) => Err(PacketError::Doubled { id: id.clone(), forms: [file, in_folder] }),
        (false, false) => {
            // A folder that is not there is perhaps a misspelt one.
            fs::read_dir(root.join(folder))
                .map_err(|source| PacketError::Folder { folder: folder.to_owned(), source })?;
            let all = list(root, folder)?;
            let nearest = nearest(id, all.iter().map(|packet| &packet.id));
            Err(PacketError::Missing { id: id.clone(), folder: folder.to_owned(), nearest })
        }
    }
}

/// All files that have the name of a packet, sorted by id.
pub fn list(root: &Path, folder: &str) -> Result<Vec<PacketFile>, PacketError> {
    let place: PathBuf = root.join(folder);
    let refused = |source| PacketError::Folder { folder: folder.to_owned(), source };
    let mut packets = Vec::new();
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        // Where nobody has made the folder yet, there is no packet in it.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(packets),
        Err(error) => return Err(refused(error)),
    };
    for entry in entries {
        let name = entry.map_err(refused)?.file_name();
        let Some(name) = name.to_str() else { continue };
        let stem = name.strip_suffix(".md");
        let Some(id) = PacketId::parse(stem.unwrap_or(name)) else { continue };
        let [file, in_folder] = forms(folder, &id);
        let path = if stem.is_some() { file } else { in_folder };
        if root.join(os_string(path.as_bytes())).is_file() {
            packets.push(PacketFile { id, path });
        }
    }
    packets.sort();
    Ok(packets)
}

/// The names of all that lies in a folder; none where it cannot be listed.
pub fn names(folder: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<Vec<u8>> = entries.map(|entry| path_bytes(Path::new(&entry.file_name()))).collect();
    names.sort();
    names
}

/// The ids that are most like one, the best first: those that contain it, then those that are spelled alike.
pub fn nearest<'a>(id: &PacketId, all: impl IntoIterator<Item = &'a PacketId>) -> Vec<PacketId> {
    let wanted = id.as_str().to_lowercase();
    let mut rated: Vec<(Reverse<u32>, &PacketId)> = all
        .into_iter()
        .filter_map(|other| Some((Reverse(likeness(&wanted, &other.as_str().to_lowercase())?), other)))
        .collect();
    rated.sort();
    rated.dedup();
    rated.into_iter().take(MOST_NEAR).map(|(_, id)| id.clone()).collect()
}

/// How alike two ids are, in thousandths; `None` where they are not.
fn likeness(wanted: &str, other: &str) -> Option<u32> {
    if other.contains(wanted) || wanted.contains(other) {
        return Some(1000);
    }
    let ratio = TextDiff::from_chars(wanted, other).ratio();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a ratio lies between 0 and 1")]
    (ratio >= 0.6).then_some((ratio * 1000.0) as u32)
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { folder, source } if source.kind() == io::ErrorKind::NotFound => {
                write!(f, "there is no folder `{folder}`, where packets would lie")
            }
            Self::Folder { folder, source } => write!(
                f,
                "the folder of the packets, `{folder}`, cannot be listed: {source} (`packets` in taskpacket.yaml names it)"
            ),
            Self::Missing { id, folder, nearest } => {
                write!(f, "there is no packet `{id}` in `{folder}`")?;
                let near: Vec<_> = nearest.iter().map(|id| format!("`{id}`")).collect();
                if near.is_empty() { Ok(()) } else { write!(f, "; there is {}", near.join(", ")) }
            }
            Self::Doubled { id, forms: [file, in_folder] } => {
                write!(f, "packet `{id}` is there twice, as `{file}` and as `{in_folder}`: remove one of them")
            }
            Self::Link { id, path } => write!(
                f,
                "packet `{id}` is a symbolic link, `{path}`: git holds where it leads to, and no contract; put the file itself there"
            ),
        }
    }
}

impl std::error::Error for PacketError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder { source, .. } => Some(source),
            _ => None,
        }
    }
}
