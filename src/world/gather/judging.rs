//! The facts of a verdict: those of post-work, and what the verdict is bound to.

use super::after::{after, files, loose};
use super::depth::Depth;
use super::reader::{AtHead, specs};
use super::snapshot::Selection;
use super::{Error, Place};
use crate::gate;
use crate::model::{After, Digest, FileList, Oid, PacketId, RepoPath, Tree};
use crate::world::git::Status;

/// The facts of a verdict.
#[derive(Clone, Debug)]
pub struct Judging {
    /// Those of post-work.
    pub after: After,
    /// The commit that is judged; for staged or uncommitted work the one beneath it.
    pub head: Oid,
    /// The digest of the contract.
    pub contract: Digest,
    /// The files in scope.
    pub scope_files: FileList,
    /// What SPEC_TARGET leads to at that commit: the file, and the SHA1 of its content.
    pub spec: Option<(String, Digest)>,
    /// Whom git would name as the author of a commit made now; `None` where it knows nobody.
    pub identity: Option<String>,
}

/// Gathers them.
pub fn judging(
    place: &Place,
    status: &Status,
    id: &PacketId,
    path: &RepoPath,
    selection: &Selection,
) -> Result<Judging, Error> {
    let mut after = after(place, status, id, path, selection, Depth::Judged)?;
    let head = match &after.snapshot.head {
        Tree::Commit(head) => head.clone(),
        _ => status.head.clone().ok_or(Error::NoCommits)?,
    };
    let snapshot = &after.snapshot;
    let loose = loose(status, &after.packet.scope, &after.governance, &after.config);
    let mut blobs = place.repo.blobs();
    let files = files(&mut blobs, &snapshot.base, &snapshot.changes, &after.governance, &loose)?;
    let scope_files = gate::scope_tree(&files, &after.packet.scope, &after.governance, &after.config);
    let tree = Tree::Commit(head.clone());
    let mut reader = AtHead { blobs: &mut blobs, head: &tree, commit: Some(&head), changes: &[] };
    let (found, target) = specs(&mut reader, &mut after.sources, &after.config, &after.packet, None)?;
    let spec = target.and_then(|name| {
        let file = found.get(&name)?;
        Some((after.sources.get(file.spec.source).name().to_owned(), file.digests[0]))
    });
    let contract = gate::contract::contract_digest(&after.packet, &after.sources);
    // Who is not known to git has no name to be compared.
    let identity = place.repo.identity().ok();
    Ok(Judging { after, head, contract, scope_files, spec, identity })
}
