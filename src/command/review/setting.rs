//! Where a packet is judged: here, or in a worktree of its own at the branch's head.

use std::path::PathBuf;

use super::ReviewRequest;
use crate::command::{Ctx, Error};
use crate::model::{Oid, PacketId};
use crate::world::files;
use crate::world::gather::{Place, named_by};
use crate::world::git::{NewWorktree, Ref, Spec, Status};

/// Where a packet is judged.
pub struct Setting {
    /// The packet.
    pub id: PacketId,
    /// The top of the work tree that is judged.
    pub folder: PathBuf,
    /// How it came about.
    pub ground: GroundKind,
    /// The branch that is judged, where it is one.
    pub branch: Option<String>,
    /// The worktree that has the branch checked out, where that is another one.
    pub checked_out: Option<PathBuf>,
}

/// How the work tree that is judged came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundKind {
    /// It is the one that the command was started in.
    Here,
    /// It was made for this.
    Made,
    /// It was made for an earlier review, and is at the branch's head.
    Reused,
}

/// What is to be judged.
struct Target {
    branch: Option<String>,
    /// True where the branch is one of this clone, and not only of a remote.
    is_local: bool,
    tip: Oid,
}

/// Finds the branch, and a work tree that is at its head.
pub fn set_up(ctx: &Ctx, request: &ReviewRequest) -> Result<Setting, Error> {
    let place = ctx.place()?;
    let status = place.repo.status()?;
    let head = status.head.clone().ok_or(crate::world::gather::Error::NoCommits)?;
    let id = match &request.id {
        Some(id) => PacketId::parse(id).ok_or_else(|| crate::world::gather::Error::BadId { id: id.clone() })?,
        None => place.packet(None, status.branch.as_deref())?.0,
    };
    let here = |branch| Setting {
        id: id.clone(),
        folder: place.repo.root.clone(),
        ground: GroundKind::Here,
        branch,
        checked_out: None,
    };
    if request.here {
        return Ok(here(status.branch.clone()));
    }
    let target = target(&place, &status, &id, request.branch.as_deref(), &head)?;
    if target.tip == head && is_clean(&status) {
        return Ok(here(target.branch.or(status.branch)));
    }
    in_a_worktree(&place, &id, target)
}

fn is_clean(status: &Status) -> bool {
    status.staged.is_empty() && status.unstaged.is_empty() && status.untracked.is_empty() && status.unmerged.is_empty()
}

/// The branch that was asked for, else the one that names the packet and holds it, else HEAD.
fn target(place: &Place, status: &Status, id: &PacketId, asked: Option<&str>, head: &Oid) -> Result<Target, Error> {
    let refs = place.repo.refs()?;
    let branches: Vec<(&str, &Ref)> = refs.iter().filter_map(|it| Some((branch_name(&it.name)?, it))).collect();
    let of = |(name, it): &(&str, &Ref)| Target {
        branch: Some((*name).to_owned()),
        is_local: it.name.starts_with("refs/heads/"),
        tip: it.oid.clone(),
    };
    if let Some(asked) = asked {
        let found = branches.iter().find(|(name, _)| *name == asked);
        return found.map(of).ok_or_else(|| Error::NoBranch { name: asked.to_owned() });
    }
    let known = files::list(&place.repo.root, &place.config.packets).unwrap_or_default();
    let ids: Vec<&PacketId> = known.iter().map(|file| &file.id).chain([id]).collect();
    let mut blobs = place.repo.blobs();
    let mut named: Vec<(&str, &Ref)> = Vec::new();
    for (name, it) in &branches {
        if named_by(name, &ids.iter().copied()) != Some(id) || named.iter().any(|(known, _)| known == name) {
            continue;
        }
        for form in files::forms(&place.config.packets, id) {
            if blobs.get(Spec::Commit(&it.oid, &form))?.is_some() {
                named.push((name, it));
                break;
            }
        }
    }
    let own = named.iter().find(|(name, _)| status.branch.as_deref() == Some(*name));
    match (own, &named[..]) {
        (Some(own), _) => Ok(of(own)),
        (None, [only]) => Ok(of(only)),
        (None, []) => {
            // Nothing tells of a branch: the packet has to be here.
            place.packet(Some(id.as_str()), None)?;
            Ok(Target { branch: status.branch.clone(), is_local: true, tip: head.clone() })
        }
        (None, several) => {
            let branches = several.iter().map(|(name, _)| (*name).to_owned()).collect();
            Err(Error::WhichBranch { id: id.to_string(), branches })
        }
    }
}

/// A branch's name, of this clone or of a remote; the remote's HEAD is none.
fn branch_name(whole: &str) -> Option<&str> {
    if let Some(name) = whole.strip_prefix("refs/heads/") {
        return Some(name);
    }
    let (_, name) = whole.strip_prefix("refs/remotes/")?.split_once('/')?;
    (name != "HEAD").then_some(name)
}

/// The worktree beside this one that is made for the review, or was.
fn in_a_worktree(place: &Place, id: &PacketId, target: Target) -> Result<Setting, Error> {
    let repo = &place.repo;
    let worktrees = repo.worktrees()?;
    let main = worktrees.first().map_or(repo.root.clone(), |worktree| worktree.path.clone());
    let name = main.file_name().map_or_else(|| "repository".into(), |name| name.to_string_lossy());
    let folder = main.with_file_name(format!("{name}-review-{id}"));
    let elsewhere = worktrees.iter().find(|it| it.branch.is_some() && it.branch == target.branch && it.path != folder);
    let checked_out = elsewhere.map(|worktree| worktree.path.clone());
    let setting = |ground| Setting {
        id: id.clone(),
        folder: folder.clone(),
        ground,
        branch: target.branch.clone(),
        checked_out: checked_out.clone(),
    };
    if let Some(there) = worktrees.iter().find(|worktree| worktree.path == folder && !worktree.without_files) {
        return if there.head.as_ref() == Some(&target.tip) {
            Ok(setting(GroundKind::Reused))
        } else {
            Err(Error::ReviewElsewhere { folder, at: there.head.clone(), tip: target.tip })
        };
    }
    match &target.branch {
        Some(branch) if target.is_local && checked_out.is_none() => {
            repo.add_worktree(&folder, NewWorktree::Branch(branch))?;
        }
        _ => repo.add_worktree(&folder, NewWorktree::Detached(&target.tip))?,
    }
    Ok(setting(GroundKind::Made))
}
