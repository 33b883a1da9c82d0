//! The facts of post-work: a snapshot of git, and the packet in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::history::{Packets, Past, known, past, waivers};
use super::reader::{AtHead, existing};
use super::snapshot::{Selection, Sides, changes, sides};
use super::target::Targets;
use super::{Error, Place, config, document, governance};
use crate::gate;
use crate::model::{
    After, Change, Config, Digest, HashClaim, Image, Mode, Oid, Packet, PacketId, RepoPath, Revision, Snapshot,
    TargetFile, Tree,
};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files::other_form;
use crate::world::git::{Blobs, Commits, Repo, Spec, Status, Trunk};

/// How many files without an entry, or out of scope, are shown with their first change.
const MOST_SHOWN: usize = 50;

/// Which changed files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Those that have an entry, and as many others as a report can show.
    Judged,
    /// Every one.
    All,
}

/// Gathers everything that the gates of post-work look at.
pub fn after(
    place: &Place,
    status: &Status,
    id: &PacketId,
    path: &RepoPath,
    selection: &Selection,
    depth: Depth,
) -> Result<After, Error> {
    let repo = &place.repo;
    let mut sources = place.sources.clone();
    let forms = [path.clone(), other_form(path)];
    let on_disk = on_disk(place, &mut sources, path)?;
    let mut blobs = repo.blobs();
    let head = status.head.clone().map_or(Tree::Empty, Tree::Commit);
    let committed = config::of_commit(place, &mut sources, &mut blobs, &head)?;
    let trunk = trunk(place, status, &committed)?;
    let choosing = governance(&committed, id, path, &on_disk);
    let sides = sides(repo, status, trunk.as_ref(), selection, &choosing)?;
    if let Some(copy) = &sides.copy {
        blobs = repo.blobs_of(copy);
    }
    let past = match &sides.upto {
        Some(upto) => {
            let mut packets =
                Packets { sources: &mut sources, blobs: &mut blobs, forms: &forms, read: BTreeMap::new() };
            past(repo, &mut packets, upto, sides.merge_base.as_ref(), &choosing)?
        }
        None => Past::default(),
    };
    let (base, base_name) = base(&sides, &past);
    let changes = changes(repo, status, &sides, &base)?;
    let config = config::of_commit(place, &mut sources, &mut blobs, &base)?;
    let config_changed = config::is_changed(place, sides.mode, &changes, &committed);
    let governance = governance(&config, id, path, &on_disk);
    let packet = packet_at_head(&mut sources, &mut blobs, status, &sides, path, on_disk)?;
    let declared = declared_base(repo, &mut blobs, &packet, &base, sides.mode)?;
    let arrived = if depth == Depth::Judged { arrived(repo, &sides, &forms)? } else { None };
    let checkpoint = past.checkpoint.as_ref().map(|it| &it.commit.oid);
    let origin = declared.as_ref().or(arrived.as_ref()).or(sides.merge_base.as_ref()).or(checkpoint);
    let mut files = Targets {
        sources: &mut sources,
        blobs: &mut blobs,
        sides: &sides,
        base: &base,
        changes: changes.iter().map(|change| (&change.path, change)).collect(),
        origin,
        trunk: trunk.as_ref(),
    };
    let others = match depth {
        Depth::Judged => first_changed(&changes, &packet, &config, &governance),
        Depth::All => whole_work(repo, &sides, origin, &changes, &packet, &governance)?,
    };
    let mut targets = targets(repo, &mut files, &packet, others)?;
    explain_hashes(&mut blobs, &past, &packet, &mut targets)?;
    let commit = sides.upto.as_ref();
    let mut reader = AtHead { blobs: &mut blobs, head: &sides.head, commit, changes: &changes };
    let existing = existing(&mut reader, gate::pointed_at(&packet, path))?;
    let base_packet = packet_before(&mut sources, &mut blobs, &base, &forms)?;
    let in_head = packet_before(&mut sources, &mut blobs, &head, &forms)?;
    let approved_in_head = in_head.as_ref().is_some_and(|packet| packet.phases.approval.is_some());
    let audit_only = audit_only(place, &sides, &past, &changes, &governance)?;
    let frozen = past.checkpoint.as_ref().filter(|_| past.checkpoint_alone).map(|checkpoint| &checkpoint.packet);
    let (waivers, new_waivers) = waivers(base_packet.as_ref().or(frozen), &past.revisions, &packet);
    let own = own_revision(&sides, &past, in_head, &packet, &sources);
    let revisions = past.revisions.into_iter().chain(own).collect();
    let snapshot = Snapshot {
        mode: sides.mode,
        base,
        base_name,
        head: sides.head.clone(),
        not_judged: not_judged(status, sides.mode, &governance),
        unjudged_commits: if matches!(sides.mode, Mode::Staged | Mode::Worktree) { past.own } else { Vec::new() },
        changes,
    };
    Ok(After {
        now: place.now,
        config,
        config_changed,
        id: id.clone(),
        path: path.clone(),
        packet,
        snapshot,
        audit_only,
        checkpoint: past.checkpoint,
        revisions,
        waivers,
        new_waivers,
        targets,
        existing,
        approved_in_head,
        uncommitted: uncommitted(status, &governance),
        coders: past.coders,
        governance,
        sources,
    })
}

/// The default branch, by the configuration in HEAD; where nothing tells it, by that on disk.
fn trunk(place: &Place, status: &Status, committed: &Config) -> Result<Option<Trunk>, Error> {
    let told = place.repo.trunk(committed.default_branch.as_deref(), status)?;
    match (&told, &place.config.default_branch) {
        (None, Some(name)) => Ok(place.repo.trunk(Some(name), status)?),
        _ => Ok(told),
    }
}

/// The packet as it lies on disk; it tells what governance is before anything is compared.
fn on_disk(place: &Place, sources: &mut Sources, path: &RepoPath) -> Result<Packet, Error> {
    let bytes = document(&place.repo.on_disk(path))?;
    let source = sources.add(Source::new(path.to_string(), bytes));
    Ok(parse::packet(sources, source).0)
}

/// The side before, and what it is in words.
fn base(sides: &Sides, past: &Past) -> (Tree, String) {
    if let Some((tree, name)) = &sides.base {
        return (tree.clone(), name.clone());
    }
    match (&past.checkpoint, &sides.upto) {
        (Some(checkpoint), _) => (Tree::Commit(checkpoint.commit.oid.clone()), "the packet's checkpoint".to_owned()),
        (None, Some(head)) => (Tree::Commit(head.clone()), "HEAD, which does not hold the packet".to_owned()),
        (None, None) => (Tree::Empty, "nothing, before the first commit".to_owned()),
    }
}

/// The packet that is judged: that of the head; over a commit, what the index or the disk has of it.
fn packet_at_head(
    sources: &mut Sources,
    blobs: &mut Blobs,
    status: &Status,
    sides: &Sides,
    path: &RepoPath,
    on_disk: Packet,
) -> Result<Packet, Error> {
    let staged = status.staged.iter().any(|change| change.path == *path);
    let dirty = status.unstaged.contains(path) || status.untracked.contains(path);
    let tree = match sides.mode {
        Mode::Committed if staged => Tree::Index,
        Mode::Committed if dirty => return Ok(on_disk),
        _ => sides.head.clone(),
    };
    if let Some(packet) = packet_of(sources, blobs, &tree, path)? {
        return Ok(packet);
    }
    match tree {
        // The work tree holds what git ignores, too.
        Tree::Worktree => Ok(on_disk),
        Tree::Index => Err(Error::NotInSnapshot { path: path.clone(), head: "the index".to_owned(), stage: true }),
        tree => Err(Error::NotInSnapshot { path: path.clone(), head: tree.to_string(), stage: false }),
    }
}

/// The packet of the side that is judged; `None` where it does not hold it.
fn packet_of(sources: &mut Sources, blobs: &mut Blobs, tree: &Tree, path: &RepoPath) -> Result<Option<Packet>, Error> {
    let Some(bytes) = bytes_of(blobs, tree, path)? else { return Ok(None) };
    let source = sources.add(Source::new(path.to_string(), bytes));
    Ok(Some(parse::packet(sources, source).0))
}

/// The packet of a side that it is compared with, in whichever form it lies there; findings in it name the commit.
fn packet_before(
    sources: &mut Sources,
    blobs: &mut Blobs,
    tree: &Tree,
    forms: &[RepoPath],
) -> Result<Option<Packet>, Error> {
    for path in forms {
        let Some(bytes) = bytes_of(blobs, tree, path)? else { continue };
        let source = Source::new(path.to_string(), bytes);
        let source = match tree {
            Tree::Commit(oid) => source.at_commit(oid.short()),
            _ => source,
        };
        let source = sources.add(source);
        return Ok(Some(parse::packet(sources, source).0));
    }
    Ok(None)
}

/// What one side holds under a path.
fn bytes_of(blobs: &mut Blobs, tree: &Tree, path: &RepoPath) -> Result<Option<Arc<[u8]>>, Error> {
    let object = match tree {
        Tree::Empty => None,
        Tree::Commit(oid) => blobs.get(Spec::Commit(oid, path))?,
        Tree::Index | Tree::Worktree => blobs.get(Spec::Index(path))?,
    };
    Ok(object.and_then(|object| object.bytes().cloned()))
}

/// The path that an entry's target means, where it means one.
fn target_path(target: &str) -> Option<RepoPath> {
    gate::normal(&target.replace('\\', "/")).map(|path| RepoPath::from(path.as_str()))
}

/// The commit that brought the packet, where the default branch holds all of HEAD already: a branch that was merged has no
/// change of its own left, and its entries are true since then.
fn arrived(repo: &Repo, sides: &Sides, forms: &[RepoPath]) -> Result<Option<Oid>, Error> {
    let merged = sides.mode != Mode::Range && sides.merge_base == sides.upto;
    let Some(upto) = sides.upto.as_ref().filter(|_| merged) else {
        return Ok(None);
    };
    let history = repo.history(Commits { since: None, until: upto }, forms)?;
    Ok(history.first().map(|recorded| recorded.info.commit.oid.clone()))
}

/// MERGE_BASE_SHA, where it lies before the committed base: an entry may be true against it as well. It never narrows
/// what is judged, and adds no file of others to it.
fn declared_base(
    repo: &Repo,
    blobs: &mut Blobs,
    packet: &Packet,
    base: &Tree,
    mode: Mode,
) -> Result<Option<Oid>, Error> {
    let (Some(declared), Tree::Commit(base), Mode::Committed) = (packet.metadata.merge_base.get(), base, mode) else {
        return Ok(None);
    };
    let Some(declared) = Oid::parse(&declared.to_ascii_lowercase()) else { return Ok(None) };
    if declared == *base || blobs.get(Spec::Oid(&declared))?.is_none() {
        return Ok(None);
    }
    Ok(repo.is_ancestor(&declared, base)?.then_some(declared))
}

/// The first changed files that a gate can have something to say about, as many as a report can show. Of a file that is
/// in scope and needs no entry there is nothing to say.
fn first_changed(
    changes: &[Change],
    packet: &Packet,
    config: &Config,
    governance: &BTreeSet<RepoPath>,
) -> BTreeSet<RepoPath> {
    let is_fine = |path: &RepoPath| config.is_exempt(path) && packet.scope.allows(path);
    let paths = changes.iter().map(|change| &change.path);
    paths.filter(|path| !governance.contains(*path) && !is_fine(path)).take(MOST_SHOWN).cloned().collect()
}

/// Every file that the whole work may have changed, commits included that the snapshot does not judge. On the default
/// branch those commits are everybody's, so only what is in scope counts of them.
fn whole_work(
    repo: &Repo,
    sides: &Sides,
    origin: Option<&Oid>,
    changes: &[Change],
    packet: &Packet,
    governance: &BTreeSet<RepoPath>,
) -> Result<BTreeSet<RepoPath>, Error> {
    let mut paths: BTreeSet<RepoPath> = changes.iter().map(|change| change.path.clone()).collect();
    if let (Some(origin), Some(upto), Mode::Staged | Mode::Worktree) = (origin, &sides.upto, sides.mode)
        && origin != upto
    {
        let committed = repo.changes(&Tree::Commit(origin.clone()), &Tree::Commit(upto.clone()))?;
        let own = |path: &RepoPath| sides.merge_base.is_some() || packet.scope.allows(path);
        paths.extend(committed.into_iter().map(|change| change.path).filter(own));
    }
    paths.retain(|path| !governance.contains(path));
    Ok(paths)
}

/// Every file that an entry names, and `others`.
fn targets(
    repo: &Repo,
    files: &mut Targets,
    packet: &Packet,
    others: BTreeSet<RepoPath>,
) -> Result<BTreeMap<String, TargetFile>, Error> {
    let mut targets = BTreeMap::new();
    let mut named = Vec::new();
    let mut missing = false;
    for target in packet.manifest.entries.iter().filter_map(|entry| entry.target.get()) {
        let Some(path) = target_path(target) else { continue };
        let file = files.file(&path)?;
        missing |= file.base.is_none() && file.head.is_none() && file.change.is_none();
        targets.insert(target.clone(), file);
        named.push((target.clone(), path));
    }
    let paths: Vec<RepoPath> = named.iter().map(|(_, path)| path.clone()).collect();
    for path in others.into_iter().filter(|path| !paths.contains(path)) {
        targets.insert(path.to_string(), files.file(&path)?);
    }
    let mut moved = files.moved(repo, &paths)?;
    let listing = if missing { Some(files.listing(repo)?) } else { None };
    for (target, path) in named {
        let Some(file) = targets.get_mut(&target) else { continue };
        file.moved = moved.remove(&path);
        if file.base.is_none() && file.head.is_none() {
            file.other_case = listing.as_ref().and_then(|listing| listing.other_case(&path).cloned());
        }
    }
    Ok(targets)
}

/// For entries with a digest that is none of the file's: what it is instead, where that can be found.
fn explain_hashes(
    blobs: &mut Blobs,
    past: &Past,
    packet: &Packet,
    targets: &mut BTreeMap<String, TargetFile>,
) -> Result<(), Error> {
    let contents: Vec<(String, Digest)> = targets
        .iter()
        .flat_map(|(name, file)| images(file).filter_map(move |image| Some((name.clone(), image.sha1()?))))
        .collect();
    for entry in &packet.manifest.entries {
        let Some((target, file)) = entry.target.get().and_then(|target| Some((target, targets.get_mut(target)?)))
        else {
            continue;
        };
        let own: Vec<Digest> = images(file).filter_map(Image::sha1).collect();
        let claims = [&entry.pre, &entry.post].into_iter().filter_map(|value| value.get().copied());
        let strange = |claim| matches!(claim, HashClaim::Sha1(digest) if !own.contains(&digest));
        if !claims.into_iter().any(strange) {
            continue;
        }
        for (name, digest) in contents.iter().filter(|(name, _)| name != target) {
            file.known.insert(*digest, format!("the content of `{name}`"));
        }
        if let Some(path) = target_path(target) {
            file.known.extend(known(blobs, &path, past, images(file))?);
        }
    }
    Ok(())
}

/// All sides of a file.
fn images(file: &TargetFile) -> impl Iterator<Item = &Image> {
    file.base.iter().chain(&file.head).chain(file.merge_base.iter().flatten())
}

/// True where nothing outside governance changed between the merge base (on the default branch: the checkpoint) and the
/// head, whatever the mode.
fn audit_only(
    place: &Place,
    sides: &Sides,
    past: &Past,
    changes: &[Change],
    governance: &BTreeSet<RepoPath>,
) -> Result<bool, Error> {
    let outside = |changes: &[Change]| changes.iter().any(|change| !governance.contains(&change.path));
    if outside(changes) {
        return Ok(false);
    }
    let checkpoint = past.checkpoint.as_ref().map(|checkpoint| &checkpoint.commit.oid);
    let (Some(since), Some(upto)) = (sides.merge_base.as_ref().or(checkpoint), &sides.upto) else { return Ok(true) };
    if sides.mode == Mode::Committed || since == upto {
        return Ok(true);
    }
    let (since, upto) = (Tree::Commit(since.clone()), Tree::Commit(upto.clone()));
    Ok(!outside(&place.repo.changes(&since, &upto)?))
}

/// Paths outside governance that are changed and not committed.
fn uncommitted(status: &Status, governance: &BTreeSet<RepoPath>) -> BTreeSet<RepoPath> {
    let staged = status.staged.iter().map(|change| &change.path);
    let paths = staged.chain(&status.unstaged).chain(&status.untracked);
    paths.filter(|path| !governance.contains(*path)).cloned().collect()
}

/// Changed or untracked paths that the mode does not judge.
fn not_judged(status: &Status, mode: Mode, governance: &BTreeSet<RepoPath>) -> Vec<RepoPath> {
    let unstaged = status.unstaged.iter().chain(&status.untracked).cloned();
    let mut paths: Vec<RepoPath> = match mode {
        Mode::Staged => unstaged.collect(),
        Mode::Disk | Mode::Worktree => Vec::new(),
        Mode::Range | Mode::Committed => {
            unstaged.chain(status.staged.iter().map(|change| change.path.clone())).collect()
        }
    };
    paths.retain(|path| !governance.contains(path));
    paths.sort();
    paths.dedup();
    paths
}

/// The head's own version of the packet, where no commit holds it yet.
fn own_revision(
    sides: &Sides,
    past: &Past,
    in_head: Option<Packet>,
    packet: &Packet,
    sources: &Sources,
) -> Option<Revision> {
    past.checkpoint.as_ref()?;
    let bytes = |packet: &Packet| sources.get(packet.source).bytes();
    let recorded = in_head.as_ref().is_some_and(|in_head| bytes(in_head) == bytes(packet));
    (sides.mode != Mode::Range && !recorded).then(|| Revision {
        commit: None,
        before: in_head,
        after: Some(packet.clone()),
        alone: false,
        code: BTreeSet::new(),
    })
}
