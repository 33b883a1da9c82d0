//! The facts of post-work: a snapshot of git, and the packet in it.

use std::collections::BTreeSet;

use super::audited::audited;
use super::depth::{Depth, first_changed, whole_work};
use super::governance::rewritten;
use super::ground::{Ground, ground};
use super::history::{Past, waivers};
use super::known_runs::known_runs;
use super::origin::{arrived, declared_base};
use super::reader::{AtHead, existing};
use super::snapshot::{Selection, Sides};
use super::target::Targets;
use super::version::{own_revision, packet_at_head, packet_before};
use super::{Error, Place};
use crate::gate;
use crate::model::{
    After, AuditFacts, Change, Commit, Config, FileList, Mode, PacketId, RepoPath, Scope, Snapshot, Tree,
};
use crate::world::files::other_form;
use crate::world::git::{Blobs, Status};

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
    let forms = [path.clone(), other_form(path)];
    let (mut on, on_disk) = ground(place, status, id, &forms, selection)?;
    let packet = match selection {
        Selection::WithPacketOnDisk => on_disk,
        _ => packet_at_head((&mut on.sources, &mut on.blobs), &on.sides, on_disk, status, path)?,
    };
    let declared = declared_base(repo, &mut on.blobs, &packet, &on.base, on.sides.mode)?;
    let arrived = if depth == Depth::Judged { arrived(repo, &on.sides, &forms)? } else { None };
    let checkpoint = on.past.checkpoint.as_ref().map(|it| &it.commit.oid);
    let origin = declared.as_ref().or(arrived.as_ref()).or(on.sides.merge_base.as_ref()).or(checkpoint);
    let rewritten = rewritten(&mut on.blobs, &on.changes, &on.config, id)?;
    let own: BTreeSet<RepoPath> = on.governance.difference(&rewritten).cloned().collect();
    let others = match depth {
        Depth::Judged => first_changed(&on.changes, &packet, &on.config, &own),
        Depth::All => whole_work(repo, &on.sides, origin, &on.changes, &packet, &on.governance)?,
    };
    let reading = Targets {
        repo,
        sources: &mut on.sources,
        blobs: &mut on.blobs,
        sides: &on.sides,
        base: &on.base,
        changes: on.changes.iter().map(|change| (&change.path, change)).collect(),
        origin,
        trunk: on.trunk.as_ref(),
    };
    let targets = reading.read(&packet, &others, &on.past)?;
    let commit = on.sides.upto.as_ref();
    let mut reader = AtHead { blobs: &mut on.blobs, head: &on.sides.head, commit, changes: &on.changes };
    let existing = existing(&mut reader, gate::pointed_at(&packet, path))?;
    let at_base = packet_before(&mut on.sources, &mut on.blobs, &on.base, &forms)?;
    let runs = known_runs(place, id, &packet, || {
        let loose = loose(status, &packet.scope, &on.governance, &on.config);
        files(&mut on.blobs, &on.base, &on.changes, &on.governance, &loose)
    })?;
    let head = status.head.clone().map_or(Tree::Empty, Tree::Commit);
    let in_head = packet_before(&mut on.sources, &mut on.blobs, &head, &forms)?;
    let audits = match depth {
        Depth::Judged => audited(place, &mut on, &packet)?,
        Depth::All => AuditFacts::default(),
    };
    let Ground { sources, sides, past, base, base_name, changes, config, config_changed, governance, .. } = on;
    let approved_in_head = in_head.as_ref().is_some_and(|packet| packet.phases.approval.is_some());
    let audit_only = audit_only(place, &sides, &past, &changes, &governance)?;
    let frozen = past.checkpoint.as_ref().filter(|_| past.checkpoint_alone).map(|checkpoint| &checkpoint.packet);
    let (waivers, new_waivers) = waivers(at_base.as_ref().or(frozen), &past.revisions, &packet);
    let unjudged_commits = unjudged(sides.mode, &base, &past);
    let own = own_revision(&sides, &past, in_head, &packet, &sources);
    let snapshot = Snapshot {
        mode: sides.mode,
        base,
        base_name,
        head: sides.head,
        not_judged: not_judged(status, sides.mode, &governance),
        unjudged_commits,
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
        audits,
        audit_only,
        checkpoint: past.checkpoint,
        revisions: past.revisions.into_iter().chain(own).collect(),
        parents: past.parents,
        waivers,
        new_waivers,
        targets,
        existing,
        approved_in_head,
        uncommitted: uncommitted(status, &governance),
        code_since: past.code_since,
        coders: past.coders,
        governance,
        rewritten,
        runs,
        sources,
    })
}

/// The files of a side: those of its base, changed so; governance and loose files left out.
pub fn files(
    blobs: &mut Blobs,
    base: &Tree,
    changes: &[Change],
    governance: &BTreeSet<RepoPath>,
    loose: &BTreeSet<RepoPath>,
) -> Result<FileList, Error> {
    let files = match base {
        Tree::Commit(base) => blobs.files(base)?,
        _ => FileList::default(),
    };
    Ok(files.changed(changes).without(|path| governance.contains(path) || loose.contains(path)))
}

/// Files that lie beside the work: neither tracked nor ignored, and nothing allows them. Nobody would hand them over.
pub fn loose(status: &Status, scope: &Scope, governance: &BTreeSet<RepoPath>, config: &Config) -> BTreeSet<RepoPath> {
    let stray = |path: &&RepoPath| !gate::permission(path, scope, governance, config).is_granted();
    status.untracked.iter().filter(stray).cloned().collect()
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

/// The branch's own commits that the mode does not judge: all, beside a range those before it.
fn unjudged(mode: Mode, base: &Tree, past: &Past) -> Vec<Commit> {
    match (mode, base) {
        (Mode::Staged | Mode::Worktree, _) => past.own.clone(),
        (Mode::Range, Tree::Commit(base)) => past.own_before(base),
        _ => Vec::new(),
    }
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
