//! Which refinements are no longer what was signed.

use std::collections::BTreeMap;

use super::historic::is_blob;
use super::{Error, Place};
use crate::model::{Commit, Oid, Refinement, RepoPath};
use crate::text::Sources;
use crate::world::git::{Blobs, Spec, Status};

/// Of refinements by path, those whose text is another one than in the commit that brought their signature; and that
/// commit. One process for the history of all of them.
pub fn signed_otherwise(
    place: &Place,
    status: &Status,
    blobs: &mut Blobs,
    sources: &Sources,
    refinements: &BTreeMap<RepoPath, Refinement>,
) -> Result<BTreeMap<RepoPath, Commit>, Error> {
    let Some(head) = status.head.as_ref().filter(|_| !refinements.is_empty()) else { return Ok(BTreeMap::new()) };
    let mut versions: BTreeMap<RepoPath, Vec<(Oid, Commit)>> = BTreeMap::new();
    for recorded in place.repo.touches(&[head], &RepoPath::from(place.config.refinements.as_str()), None)? {
        for change in recorded.sides.into_iter().flat_map(|side| side.changes) {
            if let Some((_, oid)) = change.after {
                versions.entry(change.path).or_default().push((oid, recorded.info.commit.clone()));
            }
        }
    }
    let mut changed = BTreeMap::new();
    for (path, refinement) in refinements {
        let (Some(signature), Some(versions)) = (refinement.signature.get(), versions.get(path)) else { continue };
        let now = sources.get(refinement.source).bytes();
        // Told newest first; most refinements were never touched again.
        if let [(only, _)] = &versions[..]
            && is_blob(&place.repo, blobs, only, now)?
        {
            continue;
        }
        let signature = signature.to_string();
        for (oid, commit) in versions.iter().rev() {
            let Some(object) = blobs.get(Spec::Oid(oid))? else { continue };
            let Some(bytes) = object.bytes() else { continue };
            let text = String::from_utf8_lossy(bytes);
            if text.contains(&signature) {
                if !signed_words(&text).eq(signed_words(&String::from_utf8_lossy(now))) {
                    changed.insert(path.clone(), commit.clone());
                }
                break;
            }
        }
    }
    Ok(changed)
}

/// The words of a refinement that a signature stands for: all but who is to code, which `prepare` notes in it later.
fn signed_words(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("- CODER_MODEL:")).flat_map(str::split_whitespace)
}
