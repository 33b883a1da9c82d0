//! The facts of pre-work: the files on disk, with HEAD.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::claims;
use super::reader::{OnDisk, Reader, existing, specs};
use super::{Error, Place, document, document_if_there, governance};
use crate::gate;
use crate::model::{Before, OtherPacket, Packet, PacketId, Refinement, RepoPath, Scope, Tree};
use crate::parse;
use crate::text::{Source, SourceId, Sources};
use crate::world::files::{self, PacketFile};
use crate::world::git::{Blobs, Spec, Status, Trunk, os_string};
use crate::world::parallel::in_parallel;
use crate::world::shells;

/// Gathers everything that the gates of pre-work look at.
pub fn before(place: &Place, status: &Status, id: &PacketId, path: &RepoPath) -> Result<Before, Error> {
    before_among(&packets_here(place)?, place, status, id, path)
}

/// The same for one packet of several: all packets of this work tree are read once.
pub fn before_among(
    packets: &[OtherPacket],
    place: &Place,
    status: &Status,
    id: &PacketId,
    path: &RepoPath,
) -> Result<Before, Error> {
    let repo = &place.repo;
    let config = &place.config;
    let mut sources = place.sources.clone();
    let packet = place.read(&mut sources, path)?;
    let mut blobs = repo.blobs();
    let head = match &status.head {
        Some(head) => Some(blobs.commit(head.as_str())?.commit),
        None => None,
    };
    let committed = committed(&mut blobs, &mut sources, status, path)?;
    let refinement_path = packet.metadata.refinement_file.get().map(|file| RepoPath::from(file.as_str()));
    let (refinement, refinement_committed) = match &refinement_path {
        Some(file) => refinement(place, &mut blobs, &mut sources, status, file)?,
        None => (None, false),
    };
    let mut disk = OnDisk::new(repo);
    let (specs, spec_target) = specs(&mut disk, &mut sources, config, &packet, refinement.as_ref())?;
    let existing = existing(&mut disk, gate::pointed_at(&packet, path))?;
    let modules = modules(&mut disk, &packet.scope)?;
    let governance = governance(config, id, path, &packet);
    let registry = table(place, &mut sources, &config.registry, parse::registry)?;
    let signature_audit = table(place, &mut sources, &config.signature_audit, parse::signature_audit)?;
    let others = packets.iter().filter(|packet| packet.path != *path).cloned().collect();
    let refs = repo.refs()?;
    let trunk = repo.trunk_among(&refs, config.default_branch.as_deref(), status)?;
    let claims = claims(place, status, &mut blobs, (&refs, trunk.as_ref()), id)?;
    let changed = changed(place, status, trunk, &governance, &packet.scope)?;
    Ok(Before {
        now: place.now,
        config: config.clone(),
        id: id.clone(),
        path: path.clone(),
        packet,
        head,
        committed,
        refinement_path,
        refinement,
        refinement_committed,
        specs,
        spec_target,
        signature_audit,
        registry,
        others,
        claims,
        existing,
        modules,
        shells: shells::present(),
        changed,
        sources,
    })
}

/// The Rust files that the scope is about or that could declare them, as far as they are there.
fn modules(disk: &mut OnDisk, scope: &Scope) -> Result<BTreeMap<String, String>, Error> {
    let mut modules = BTreeMap::new();
    for name in gate::module_files(scope) {
        let path = RepoPath::from(name.as_str());
        if disk.exists(&path)?
            && let Some(bytes) = disk.file(&path)?
        {
            modules.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(modules)
}

/// The packet in HEAD.
fn committed(
    blobs: &mut Blobs,
    sources: &mut Sources,
    status: &Status,
    path: &RepoPath,
) -> Result<Option<Packet>, Error> {
    let Some(head) = &status.head else { return Ok(None) };
    let Some(object) = blobs.get(Spec::Commit(head, path))? else { return Ok(None) };
    let Some(bytes) = object.bytes() else { return Ok(None) };
    let source = sources.add(Source::new(path.to_string(), bytes.clone()).at_commit(head.short()));
    Ok(Some(parse::packet(sources, source).0))
}

/// The refinement on disk, and whether HEAD holds it with the same bytes, line endings aside.
fn refinement(
    place: &Place,
    blobs: &mut Blobs,
    sources: &mut Sources,
    status: &Status,
    file: &RepoPath,
) -> Result<(Option<Refinement>, bool), Error> {
    if gate::normal(&file.to_string()).is_none() {
        return Ok((None, false));
    }
    let Some(bytes) = document_if_there(&place.repo.on_disk(file))? else { return Ok((None, false)) };
    let recorded = match &status.head {
        Some(head) => blobs.get(Spec::Commit(head, file))?,
        None => None,
    };
    let without_returns = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
    let same = recorded
        .and_then(|object| object.bytes().cloned())
        .is_some_and(|recorded| without_returns(&recorded) == without_returns(&bytes));
    let source = sources.add(Source::new(file.to_string(), bytes));
    Ok((Some(parse::refinement(sources, source).0), same))
}

/// A table beside the packets, where there is one.
fn table<T>(
    place: &Place,
    sources: &mut Sources,
    file: &str,
    read: fn(&Sources, SourceId) -> T,
) -> Result<Option<T>, Error> {
    let path = RepoPath::from(file);
    let Some(bytes) = document_if_there(&place.repo.on_disk(&path))? else { return Ok(None) };
    let source = sources.add(Source::new(file, bytes));
    Ok(Some(read(sources, source)))
}

/// The packets of this work tree.
pub fn packets_here(place: &Place) -> Result<Vec<OtherPacket>, Error> {
    let files = files::list(&place.repo.root, &place.config.packets)?;
    let root = &place.repo.root;
    let read = in_parallel(&files, |PacketFile { id, path }| {
        // What cannot be read is told where that packet is asked for.
        let bytes = document(&root.join(os_string(path.as_bytes()))).ok()?;
        let mut sources = Sources::default();
        let source = sources.add(Source::new(path.to_string(), bytes));
        let (packet, _) = parse::packet(&sources, source);
        let metadata = packet.metadata;
        Some(OtherPacket {
            id: id.clone(),
            path: path.clone(),
            status: metadata.status.get().copied(),
            signature: metadata.signature.get().cloned(),
        })
    });
    Ok(read.into_iter().flatten().collect())
}

/// Paths outside governance that differ from the merge base with the default branch, uncommitted ones included. Loose
/// files that the scope does not name are not this packet's work; before the first commit, nothing differs from anything.
fn changed(
    place: &Place,
    status: &Status,
    trunk: Option<Trunk>,
    governance: &BTreeSet<RepoPath>,
    scope: &Scope,
) -> Result<BTreeSet<RepoPath>, Error> {
    if status.head.is_none() {
        return Ok(BTreeSet::new());
    }
    let mut changed: BTreeSet<RepoPath> = status.staged.iter().map(|change| change.path.clone()).collect();
    changed.extend(status.unstaged.iter().cloned());
    changed.extend(status.untracked.iter().filter(|path| scope.allows(path)).cloned());
    let base = trunk.filter(|trunk| !trunk.head_is_on_it).and_then(|trunk| trunk.merge_base);
    if let (Some(base), Some(head)) = (base, &status.head)
        && base != *head
    {
        let (base, head) = (Tree::Commit(base), Tree::Commit(head.clone()));
        changed.extend(place.repo.changes(&base, &head)?.into_iter().map(|change| change.path));
    }
    changed.retain(|path| !governance.contains(path));
    Ok(changed)
}
