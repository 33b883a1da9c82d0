//! Which packets are historic: still as they were in the commit `judge_since` of the configuration.

use std::collections::BTreeMap;

use super::{Error, Place};
use crate::model::{Oid, PacketId, RepoPath};
use crate::text::Sources;
use crate::world::files::forms;
use crate::world::git::{Blobs, GitError, Repo, Spec};

/// The packets of the commit from which on packets are judged.
#[derive(Debug, Default)]
pub struct Historic(BTreeMap<RepoPath, Oid>);

impl Historic {
    /// Reads the commit; without one, nothing is historic.
    pub fn of(place: &Place, blobs: &mut Blobs) -> Result<Self, Error> {
        let Some(commit) = judge_since(place, blobs)? else { return Ok(Self::default()) };
        Ok(Self(packets_of(blobs, &commit, &place.config.packets)?))
    }

    /// True where a file with these bytes is as it was then, line endings aside.
    pub fn holds(&self, repo: &Repo, blobs: &mut Blobs, path: &RepoPath, bytes: &[u8]) -> Result<bool, Error> {
        let Some(oid) = self.0.get(path) else { return Ok(false) };
        is_blob(repo, blobs, oid, bytes)
    }
}

/// The commit `judge_since` of the configuration; `None` where it names none.
pub fn judge_since(place: &Place, blobs: &mut Blobs) -> Result<Option<Oid>, Error> {
    let Some(since) = &place.config.judge_since else { return Ok(None) };
    match blobs.commit(&since.text) {
        Ok(info) => Ok(Some(info.commit.oid)),
        Err(
            GitError::UnknownRevision { .. }
            | GitError::NotARevision { .. }
            | GitError::AmbiguousRevision { .. }
            | GitError::MissingObject { .. },
        ) => {
            let site = since.site.filter(|site| place.sources.try_get(site.source).is_some());
            let place_of = |sources: &Sources, site| {
                let at = sources.position(site);
                format!("{}:{}:{}", sources.get(site.source).name(), at.line, at.column)
            };
            let written = site.map_or_else(|| "taskpacket.yaml".to_owned(), |site| place_of(&place.sources, site));
            let shallow = place.repo.shallow;
            Err(Error::JudgeSince { commit: since.text.clone(), place: written, shallow })
        }
        Err(error) => Err(error.into()),
    }
}

/// True where a file with these bytes is that blob, line endings aside.
pub fn is_blob(repo: &Repo, blobs: &mut Blobs, oid: &Oid, bytes: &[u8]) -> Result<bool, Error> {
    match blob_ids(repo, bytes) {
        ids if ids.is_empty() => {
            let recorded = blobs.get(Spec::Oid(oid))?;
            Ok(recorded.is_some_and(|object| object.bytes().is_some_and(|recorded| **recorded == *bytes)))
        }
        ids => Ok(ids.contains(oid)),
    }
}

/// The ids that git may have given a file with these bytes: as they are, and with LF line ends; none where the repository
/// does not use SHA1.
pub fn blob_ids(repo: &Repo, bytes: &[u8]) -> Vec<Oid> {
    let mut ids: Vec<Oid> = repo.blob_id(bytes).into_iter().collect();
    if bytes.windows(2).any(|pair| pair == b"\r\n") {
        let mut without = bytes.to_vec();
        let mut at = 0;
        without.retain(|byte| {
            at += 1;
            *byte != b'\r' || bytes.get(at) != Some(&b'\n')
        });
        ids.extend(repo.blob_id(&without));
    }
    ids
}

/// The packets of a commit, by path. No process of its own; one question a packet that lies in a folder of its own.
pub fn packets_of(blobs: &mut Blobs, commit: &Oid, folder: &str) -> Result<BTreeMap<RepoPath, Oid>, Error> {
    let root = RepoPath::from(folder);
    let mut packets = BTreeMap::new();
    for entry in blobs.folder_entries(Spec::Commit(commit, &root))?.unwrap_or_default() {
        let Ok(name) = std::str::from_utf8(&entry.name) else { continue };
        let stem = if entry.is_folder { Some(name) } else { name.strip_suffix(".md") };
        let Some(id) = stem.and_then(PacketId::parse) else { continue };
        let [file, in_folder] = forms(folder, &id);
        if !entry.is_folder {
            packets.insert(file, entry.oid);
            continue;
        }
        let inner = blobs.folder_entries(Spec::Oid(&entry.oid))?.unwrap_or_default();
        let packet = inner.into_iter().find(|inner| !inner.is_folder && inner.name == b"packet.md");
        packets.extend(packet.map(|packet| (in_folder, packet.oid)));
    }
    Ok(packets)
}
