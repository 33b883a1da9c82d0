//! `sha`: the digests of files at HEAD, in the index and on disk, and which to use.

use std::path::PathBuf;

use super::{Ctx, Error, paths};
use crate::gate::Outcome;
use crate::model::{Digest, FileKind, Image, Oid, RepoPath};
use crate::report::{Event, HashedPath, HashedSide, Reporter, Started};
use crate::text::Sources;
use crate::world::files::{self, FileError};
use crate::world::git::{Blobs, ObjectKind, Repo, Spec, Status};

/// The size in bytes above which a file on disk is not hashed.
const LARGEST: u64 = 1 << 30;

/// Hashes every path; one that is nowhere is found wanting.
pub fn sha(ctx: &Ctx, named: &[PathBuf], reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let repo = Repo::discover(&ctx.dir)?;
    let status = repo.status()?;
    let begun = begun(ctx, &repo, &status)?;
    let mut blobs = repo.blobs();
    let mut outcome = Outcome::Pass;
    reporter.event(&Sources::default(), Event::Started(Started { command: "sha", ..Started::default() }))?;
    for path in paths::in_repository(&repo, &ctx.dir, named)? {
        let head = match &status.head {
            Some(head) => side(&mut blobs, &path, Spec::Commit(head, &path))?,
            None => None,
        };
        let index = side(&mut blobs, &path, Spec::Index(&path))?;
        let disk = on_disk(&repo, &path)?;
        if head.is_none() && index.is_none() && disk.is_none() {
            outcome = Outcome::Fail;
        }
        let base = match &begun {
            Some(base) => Some(side(&mut blobs, &path, Spec::Commit(base, &path))?),
            None => None,
        };
        let advice = advice(base.as_ref().unwrap_or(&head).as_ref(), index.as_ref(), disk.as_ref());
        let mut sides = vec![("HEAD", head), ("index", index), ("disk", disk)];
        if let Some(base) = base {
            sides.push(("merge base", base));
        }
        let hashed = HashedPath { path: path.to_string(), sides, advice };
        reporter.event(&Sources::default(), Event::Hashed(hashed))?;
    }
    Ok(outcome)
}

/// The commit that the work of this branch began at, where that is not HEAD itself.
fn begun(ctx: &Ctx, repo: &Repo, status: &Status) -> Result<Option<Oid>, Error> {
    let trunk = repo.trunk(ctx.place()?.config.default_branch.as_deref(), status)?;
    let base = trunk.filter(|trunk| !trunk.head_is_on_it).and_then(|trunk| trunk.merge_base);
    Ok(base.filter(|base| Some(base) != status.head.as_ref()))
}

fn side(blobs: &mut Blobs, path: &RepoPath, spec: Spec) -> Result<Option<HashedSide>, Error> {
    let Some(object) = blobs.get(spec)?.filter(|object| object.kind == ObjectKind::Blob) else { return Ok(None) };
    let kind = FileKind::Regular { executable: false };
    let image = blobs.image(&mut Sources::default(), path, kind, &object.oid)?;
    Ok(Some(hashed(&image, Some(object.oid))))
}

fn on_disk(repo: &Repo, path: &RepoPath) -> Result<Option<HashedSide>, Error> {
    let bytes = match files::read(&repo.on_disk(path), LARGEST) {
        Ok(bytes) => bytes,
        Err(FileError::Missing { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let blob = repo.blob_id(&bytes);
    let oid = blob.clone().unwrap_or_else(Oid::zero);
    let image = Image::of_bytes(oid, FileKind::Regular { executable: false }, bytes.into(), None);
    Ok(Some(hashed(&image, blob)))
}

fn hashed(image: &Image, blob: Option<Oid>) -> HashedSide {
    HashedSide { sha1: image.sha1().unwrap_or(Digest::ZERO), variants: image.line_ending_variants(), blob }
}

/// Which digest belongs where: before the work is the merge base of its branch, else HEAD.
fn advice(before: Option<&HashedSide>, index: Option<&HashedSide>, disk: Option<&HashedSide>) -> Vec<String> {
    let sha1 = |side: Option<&HashedSide>| side.map(|side| side.sha1);
    let mut advice = Vec::new();
    match (sha1(before), sha1(index)) {
        (None, None) if disk.is_none() => advice.push("there is no such file anywhere".to_owned()),
        (None, None) => advice.push("new, and not staged: git add it, then Post-SHA1 is that of the index".to_owned()),
        (None, Some(post)) => advice.push(format!("a new file: Pre-SHA1 is 40 zeros or N/A, Post-SHA1 is {post}")),
        (Some(pre), None) => advice.push(format!("deleted: Pre-SHA1 is {pre}, Post-SHA1 is N/A")),
        (Some(pre), Some(post)) if pre == post => {
            advice.push(format!("unchanged, as far as it is staged: Pre-SHA1 is {pre}, and so is Post-SHA1"));
        }
        (Some(pre), Some(post)) => advice.push(format!("changed: Pre-SHA1 is {pre}, Post-SHA1 is {post}")),
    }
    let known = index.is_some_and(|index| {
        let variants = index.variants.map_or(Vec::new(), |(lf, crlf)| vec![lf, crlf]);
        disk.is_some_and(|disk| disk.sha1 == index.sha1 || variants.contains(&disk.sha1))
    });
    if index.is_some() && disk.is_some() && !known {
        advice.push("the disk differs from the index: git add it if it belongs to the work".to_owned());
    }
    advice
}
