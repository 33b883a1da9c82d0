//! The gates of the few packets that are worked on, each judged where its work lies.

use std::path::{Path, PathBuf};

use crate::command::Ctx;
use crate::gate::{self, GatesNow, Judged};
use crate::model::{Oid, PacketId, PacketPlace, RepoPath, Status, Survey, SurveyedPacket, Touch, Verdict, Work};
use crate::text::Sources;
use crate::world::gather::{self, Depth, Place, Selection};
use crate::world::git;

/// What is to be judged, and where.
pub enum Job {
    /// Nothing, and why.
    Nothing(&'static str),
    /// A packet in a work tree; `on_trunk` where that has the default branch checked out.
    WorkTree { folder: PathBuf, on_trunk: bool, id: PacketId, path: RepoPath },
    /// A packet in the latest commit of a branch that is checked out nowhere.
    Branch { name: String, tip: Oid, id: PacketId, path: RepoPath },
}

/// What came of it.
pub enum JudgedPacket {
    /// Its gates were not asked, or could not answer: why.
    Not(String),
    /// They answered.
    Judged { now: GatesNow, judged: Vec<Judged>, sources: Box<Sources> },
}

/// Whether a packet is to be judged, and where: one that is being worked on, where its work lies. One that was claimed
/// long ago and is dormant since is not, unless it was asked for by name.
pub fn job(survey: &Survey, packet: &SurveyedPacket, sole: Option<&PacketId>, named: bool) -> Job {
    let work = works(survey, &packet.id).into_iter().next();
    if !is_candidate(packet, work.and_then(|work| work.last.as_ref())) {
        return Job::Nothing("nobody works on it");
    }
    if !named && is_dormant(survey, packet) {
        return Job::Nothing("dormant: name the packet to have it judged");
    }
    let (id, path) = (packet.id.clone(), packet.path.clone());
    let trunk = survey.trunk.as_ref();
    let folder = match (work, &packet.place) {
        (Some(Work { worktree: Some(folder), .. }), _) => Some(folder),
        (Some(Work { branch, tip, .. }), _) => return Job::Branch { name: branch.clone(), tip: tip.clone(), id, path },
        (None, PacketPlace::Worktree { path: folder, branch }) if *branch != trunk.map(|trunk| trunk.name.clone()) => {
            Some(folder)
        }
        (None, PacketPlace::Here) if sole == Some(&id) => {
            survey.worktrees.iter().find(|worktree| worktree.is_here).map(|worktree| &worktree.path)
        }
        _ => None,
    };
    match folder {
        Some(folder) => {
            let on_trunk = work.is_none() && trunk.is_some_and(|trunk| trunk.is_here);
            Job::WorkTree { folder: folder.clone(), on_trunk, id, path }
        }
        None => Job::Nothing("nothing tells where its work lies"),
    }
}

/// Where a packet is worked on: this work tree first, then other worktrees, then the branch that moved last.
pub fn works<'a>(survey: &'a Survey, id: &PacketId) -> Vec<&'a Work> {
    let mut works: Vec<&Work> = survey.work.get(id).into_iter().flatten().collect();
    works.sort_by_key(|work| {
        let last = work.last.as_ref().map(|touch| touch.when);
        (!work.is_here, work.worktree.is_none(), std::cmp::Reverse(last))
    });
    works
}

/// The last commit of its own on a branch, or of the packet itself.
pub fn last_touch<'a>(survey: &'a Survey, packet: &'a SurveyedPacket) -> Option<&'a Touch> {
    let own = works(survey, &packet.id).into_iter().filter_map(|work| work.last.as_ref());
    own.chain(&packet.touched).max_by_key(|touch| touch.when)
}

fn is_candidate(packet: &SurveyedPacket, own: Option<&Touch>) -> bool {
    let failed = || packet.packet.last_verdict().is_none_or(|report| report.verdict == Some(Verdict::Fail));
    match packet.packet.metadata.status.get() {
        Some(Status::InProgress) => true,
        // Where nobody has to claim a packet, a recorded run is what shows that somebody worked on it.
        Some(Status::ReadyForDev) => !packet.packet.evidence.runs.is_empty() && failed(),
        Some(Status::Done | Status::Validated(Verdict::Fail)) => own.is_some() && failed(),
        _ => false,
    }
}

fn is_dormant(survey: &Survey, packet: &SurveyedPacket) -> bool {
    let since = gather::dormant_before(survey.now, survey.config.dormant_days);
    // What was handed off waits for a verdict, however long.
    let has_run = !packet.packet.evidence.runs.is_empty();
    !has_run && !packet.uncommitted && last_touch(survey, packet).is_some_and(|touch| touch.when < since)
}

/// Judges a packet as `post-work` would where its work lies.
pub fn judge(ctx: &Ctx, root: &Path, job: &Job) -> JudgedPacket {
    let judged = match job {
        Job::Nothing(why) => return JudgedPacket::Not((*why).to_owned()),
        Job::WorkTree { folder, on_trunk, id, path } => in_work_tree(ctx, root, folder, *on_trunk, (id, path)),
        Job::Branch { name, tip, id, path } => on_branch(ctx, root, name, tip, (id, path)),
    };
    judged.unwrap_or_else(|error| JudgedPacket::Not(error.to_string()))
}

fn in_work_tree(
    ctx: &Ctx,
    root: &Path,
    folder: &Path,
    on_trunk: bool,
    (id, path): (&PacketId, &RepoPath),
) -> Result<JudgedPacket, gather::Error> {
    // A configuration named on the command line is meant for this work tree.
    let config = ctx.config_file.as_deref().filter(|_| folder == root);
    let place = Place::find_as_it_is(folder, config)?;
    let mut status = place.repo.status()?;
    let committed = !touches(&status, path);
    let packet = place.read(&mut Sources::default(), path)?;
    let governance = gather::governance(&place.config, id, path, &packet);
    // Loose files that nothing allows are not this packet's work, and do not make it uncommitted.
    status.untracked.retain(|path| governance.contains(path) || packet.scope.allows(path));
    told(&place, &status, (id, path), committed, on_trunk)
}

fn on_branch(
    ctx: &Ctx,
    root: &Path,
    name: &str,
    tip: &Oid,
    (id, path): (&PacketId, &RepoPath),
) -> Result<JudgedPacket, gather::Error> {
    let place = Place::find_as_it_is(root, ctx.config_file.as_deref())?;
    // What a clean checkout of the branch would tell: everything is read from its latest commit.
    let status = git::Status { head: Some(tip.clone()), branch: Some(name.to_owned()), ..git::Status::default() };
    told(&place, &status, (id, path), true, false)
}

fn told(
    place: &Place,
    status: &git::Status,
    (id, path): (&PacketId, &RepoPath),
    committed: bool,
    on_trunk: bool,
) -> Result<JudgedPacket, gather::Error> {
    let after = gather::after(place, status, id, path, &Selection::Chosen, Depth::Judged)?;
    let judged = gate::after(&after);
    let now = gate::gates_now(&judged, &after, committed, on_trunk);
    Ok(JudgedPacket::Judged { now, judged, sources: Box::new(after.sources) })
}

/// True where the file is not as HEAD has it.
fn touches(status: &git::Status, path: &RepoPath) -> bool {
    let staged = status.staged.iter().map(|change| &change.path);
    staged.chain(&status.unstaged).chain(&status.untracked).any(|touched| touched == path)
}
