//! Every use of a signature, in the whole history of all branches and in the work trees.

use std::collections::HashSet;
use std::path::Path;

use super::{Error, Place, document};
use crate::model::{Config, PacketId, RepoPath, Signature, SignatureUse, Signed};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files;
use crate::world::git::{Spec, os_string};

/// What a signature stands behind, in packets and refinements.
const KEY: &str = "USER_SIGNATURE";

/// Every use: of each signature and what it was given for the first one that history knows, then what is not committed.
///
/// Looked at are the folders of packets and refinements and the signature audit log, by the names that the configuration
/// gives them now.
pub fn signature_uses(place: &Place) -> Result<Vec<SignatureUse>, Error> {
    if place.repo.shallow {
        return Err(Error::Shallow { before: "every use of a signature is known" });
    }
    let config = &place.config;
    let governance = [&config.packets, &config.refinements, &config.signature_audit];
    let governance = governance.map(|path| RepoPath::from(path.as_str()));
    let mut uses = Uses::default();
    let mut blobs = place.repo.blobs();
    let mut read = HashSet::new();
    for recorded in place.repo.history_of_all(&governance)? {
        for change in recorded.sides.iter().flat_map(|side| &side.changes) {
            let Some((_, oid)) = change.after.as_ref().filter(|_| is_document(&change.path)) else { continue };
            if !read.insert((change.path.clone(), oid.as_str().to_owned())) {
                continue;
            }
            let Some(object) = blobs.get(Spec::Oid(oid))? else { continue };
            let Some(bytes) = object.bytes() else { continue };
            let at = format!("{} at {}", change.path, recorded.info.commit.oid.short());
            uses.add(config, &change.path, bytes, &at);
        }
    }
    for worktree in place.repo.worktrees()?.into_iter().filter(|worktree| !worktree.without_files) {
        let here = worktree.path == place.repo.root;
        for path in on_disk(&worktree.path, config) {
            // What cannot be read is told by whoever asks for that file.
            let Ok(bytes) = document(&worktree.path.join(os_string(path.as_bytes()))) else { continue };
            let at = if here { path.to_string() } else { format!("{path} in {}", worktree.path.display()) };
            uses.add(config, &path, &bytes, &at);
        }
    }
    Ok(uses.all)
}

/// The uses found so far, each signature and purpose once.
#[derive(Default)]
struct Uses {
    all: Vec<SignatureUse>,
    known: HashSet<(String, String)>,
}

impl Uses {
    fn add(&mut self, config: &Config, path: &RepoPath, bytes: &[u8], place: &str) {
        for (signature, signed) in in_document(config, path, bytes) {
            if self.known.insert((signature.to_string(), format!("{signed:?}"))) {
                self.all.push(SignatureUse { signature, signed, place: place.to_owned(), site: None });
            }
        }
    }
}

/// The uses in one file. Fields are looked for by their key alone: what history holds is read by the thousand.
fn in_document(config: &Config, path: &RepoPath, bytes: &[u8]) -> Vec<(Signature, Signed)> {
    if path.as_str() == Some(config.signature_audit.as_str()) {
        let mut sources = Sources::default();
        let source = sources.add(Source::new(path.to_string(), bytes));
        let rows = parse::signature_audit(&sources, source).rows.into_iter();
        return rows.filter_map(|row| Some((Signature::parse(&row.signature)?, Signed::Logged(row.purpose)))).collect();
    }
    let Some(signed) = signed(config, path) else { return Vec::new() };
    let text = String::from_utf8_lossy(bytes);
    let behind = text.lines().filter_map(|line| line.split_once(KEY)).map(|(_, behind)| behind);
    let part = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
    let signature = |behind: &str| behind.split(|letter: char| !part(letter)).find_map(Signature::parse);
    behind.filter_map(signature).map(|signature| (signature, signed.clone())).collect()
}

/// What a file is, by its path.
fn signed(config: &Config, path: &RepoPath) -> Option<Signed> {
    let path = path.as_str()?;
    let id = |folder: &str| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        let name = name.strip_suffix("/packet.md").or_else(|| name.strip_suffix(".md"))?;
        PacketId::parse(name)
    };
    id(&config.refinements).map(Signed::Refinement).or_else(|| id(&config.packets).map(Signed::Packet))
}

/// The packets, the refinements and the log of a work tree.
fn on_disk(root: &Path, config: &Config) -> Vec<RepoPath> {
    let packets = files::list(root, &config.packets).unwrap_or_default().into_iter().map(|file| file.path);
    let folder = root.join(&config.refinements);
    let beneath = |name: Vec<u8>| RepoPath::new([config.refinements.as_bytes(), b"/", &name].concat());
    let refinements = files::names(&folder).into_iter().map(beneath).filter(is_document);
    let log = RepoPath::from(config.signature_audit.as_str());
    packets.chain(refinements).chain([log]).collect()
}

fn is_document(path: &RepoPath) -> bool {
    path.as_bytes().ends_with(b".md")
}
