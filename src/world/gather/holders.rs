//! Who holds an id: in this work tree, in the others, on every branch that this clone knows.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Error, Place};
use crate::model::{Holder, PacketId, RepoPath, Whereabouts};
use crate::world::files;
use crate::world::git::{Spec, os_string};

/// What an id is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A packet.
    Packet,
    /// The refinement of a packet.
    Refinement,
    /// The stub of a packet.
    Stub,
}

/// Every file of one of these kinds that has the id as its name, letter case aside: two git processes, however many
/// branches there are.
pub fn holders(place: &Place, id: &PacketId, kinds: &[Named]) -> Result<Vec<Holder>, Error> {
    let wanted: Vec<RepoPath> = kinds.iter().flat_map(|kind| paths(place, id, *kind)).collect();
    let mut found = Vec::new();
    for worktree in place.repo.worktrees()?.into_iter().filter(|worktree| !worktree.without_files) {
        let whereabouts = if worktree.path == place.repo.root {
            Whereabouts::Here
        } else {
            Whereabouts::Worktree(worktree.path.display().to_string())
        };
        let names = |folder: &RepoPath| names_on_disk(&worktree.path, folder);
        held(&wanted, names, |path| found.push(Holder { whereabouts: whereabouts.clone(), path }));
    }
    let mut blobs = place.repo.blobs();
    let mut seen = BTreeSet::new();
    for branch in place.repo.refs()? {
        if !seen.insert(branch.oid.clone()) {
            continue;
        }
        let mut failed = None;
        let names = |folder: &RepoPath| match blobs.folder_entries(Spec::Commit(&branch.oid, folder)) {
            Ok(entries) => entries.into_iter().flatten().map(|entry| entry.name).collect(),
            Err(error) => {
                failed = Some(error);
                Vec::new()
            }
        };
        let name = ["refs/heads/", "refs/remotes/"].iter().find_map(|folder| branch.name.strip_prefix(folder));
        let whereabouts = Whereabouts::Branch(name.unwrap_or(&branch.name).to_owned());
        held(&wanted, names, |path| found.push(Holder { whereabouts: whereabouts.clone(), path }));
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    Ok(found)
}

/// Where a file of that name lies, or would: the first is where a new one is made.
pub fn paths(place: &Place, id: &PacketId, kind: Named) -> Vec<RepoPath> {
    let config = &place.config;
    match kind {
        Named::Packet => files::forms(&config.packets, id).to_vec(),
        Named::Refinement => vec![RepoPath::from(format!("{}/{id}.md", config.refinements).as_str())],
        Named::Stub => vec![RepoPath::from(format!("{}/{id}.md", config.stubs).as_str())],
    }
}

/// Those of the paths that are there, letter case aside. A packet's own folder is asked for its file alone.
fn held(wanted: &[RepoPath], mut names: impl FnMut(&RepoPath) -> Vec<Vec<u8>>, mut found: impl FnMut(RepoPath)) {
    for path in wanted {
        let bytes = path.as_bytes();
        let at = bytes.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        let (folder, name) = (&bytes[..at.saturating_sub(1)], &bytes[at..]);
        for other in names(&RepoPath::new(folder)) {
            if other.eq_ignore_ascii_case(name) {
                found(RepoPath::new([&bytes[..at], &other[..]].concat()));
            }
        }
    }
}

fn names_on_disk(root: &Path, folder: &RepoPath) -> Vec<Vec<u8>> {
    files::names(&root.join(os_string(folder.as_bytes())))
}
