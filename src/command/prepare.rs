//! `prepare`: assigns a coder, and makes the branch and the worktree that the work is done in.
//!
//! The name stands in the packet, and before there is one in the refinement: what is known of a piece of work lies in its
//! own files, where no two branches meet.

use std::path::{Path, PathBuf};

use super::paths::as_word;
use super::refinement::{commit, with_field};
use super::way::{Taken, Way, packet_id};
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::way::{STEP_IN_TURN, Step, fits, out_of_turn};
use crate::lint::demand::is_demanded;
use crate::model::{Oid, PacketId, RepoPath, Status};
use crate::report::Reporter;
use crate::world::gather::{self, FileChange, Place, Refining, document};
use crate::world::git::{NewWorktree, Status as GitStatus};

/// Who is to do the work, and where.
#[derive(Clone, Debug, Default)]
pub struct Preparation {
    /// The packet's id.
    pub id: String,
    /// Who is to do it.
    pub coder: String,
    /// The branch to be made; the inner `None` is the usual name.
    pub branch: Option<Option<String>>,
    /// The folder of the worktree to be made; the inner `None` is the usual place.
    pub worktree: Option<Option<PathBuf>>,
    /// True where nothing is to be made or written.
    pub dry_run: bool,
}

/// Assigns the coder.
pub fn prepare(ctx: &Ctx, asked: &Preparation, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = ctx.place()?;
    let id = packet_id(&asked.id)?;
    fits(&asked.coder).map_err(|why| unfit("CODER", &asked.coder, why))?;
    let here = gather::refining(&place, &id)?;
    let path = here.packet.as_ref().map_or(&here.path, |(path, _)| path).clone();
    let way = Way { command: "prepare", id: &id, place: &place, path, dry_run: asked.dry_run };
    let status = place.repo.status()?;
    let ground = Ground::of(ctx, &place, &id, asked)?;
    let path = match turn(&place, &here, &ground, &asked.coder, &status)? {
        Ok(path) => path,
        Err(finding) => return way.refused(ctx, &here.sources, vec![*finding], reporter),
    };
    let bytes = document(&place.repo.on_disk(&path))?;
    let change = FileChange { new: with_field(&bytes, "CODER_MODEL", &asked.coder), old: Some(bytes), path };
    let step = next_step(&here, &change);
    let next = |folder: &str| format!("{folder}{step}");
    let mut taken =
        Taken { context: Vec::new(), summary: format!("{id} is assigned to {}", asked.coder), next: next("") };
    let Some(head) = status.head.as_ref().filter(|_| ground.makes_something()) else {
        return way.write(&[change], taken, reporter);
    };
    taken.context.push(ground.told(head));
    if asked.dry_run {
        return way.told(&[change], taken, reporter);
    }
    ground.make(&place, head)?;
    match &ground.worktree {
        Some(folder) => {
            // The work goes on there, so that is where the name is written.
            let there = Place::find(folder, ctx.config_file.as_deref())?;
            taken.next = next(&format!("cd {} && ", as_word(folder)));
            Way { place: &there, ..way }.write(&[change], taken, reporter)
        }
        None => way.write(&[change], taken, reporter),
    }
}

/// The file that the name is written into, once it is the step's turn and nothing stands in the way.
fn turn(
    place: &Place,
    here: &Refining,
    ground: &Ground,
    coder: &str,
    status: &GitStatus,
) -> Result<Result<RepoPath, Box<Finding>>, Error> {
    let id = &here.id;
    let error = |message: String| Finding::error(&STEP_IN_TURN, message);
    if is_demanded(&place.config, "REFINEMENT_FILE")
        && let Some(finding) = out_of_turn(Step::Prepare, &here.standing(&STEP_IN_TURN, &place.config))
    {
        return Ok(Err(Box::new(finding)));
    }
    let path = match (&here.packet, &here.refinement) {
        (Some((path, packet)), _) => {
            if let (Some(Status::InProgress), Some(other)) =
                (packet.metadata.status.get(), packet.metadata.coder_model.get())
                && other != coder
            {
                let span = packet.metadata.coder_model.span().unwrap_or_default();
                let finding = error(format!("{id} is In Progress, and {other} does it")).at(packet.source, span);
                return Ok(Err(Box::new(
                    finding.help(format!("taskpacket claim {id} --model NAME --strength HIGH --take-over")),
                )));
            }
            path
        }
        (None, Some(_)) => &here.path,
        (None, None) => {
            let finding = error(format!("there is no packet {id} to be assigned"));
            return Ok(Err(Box::new(finding.help(format!("taskpacket new {id}")))));
        }
    };
    if !ground.makes_something() {
        return Ok(Ok(path.clone()));
    }
    let uncommitted = status.head.is_none()
        || status.staged.iter().any(|change| change.path == *path)
        || status.unstaged.contains(path)
        || status.untracked.contains(path);
    if uncommitted && (ground.worktree.is_some() || status.head.is_none()) {
        let finding = error(format!("{path} is not committed, so a branch would begin without it"));
        let commit = format!("git add -- {0} && git commit -m 'The refinement of {id}' -- {0}", path.quoted());
        return Ok(Err(Box::new(finding.help(commit))));
    }
    if place.repo.has_branch(&ground.branch)? {
        let finding = error(format!("there is a branch `{}` already", ground.branch));
        let help = format!("go there, and leave --branch out: git switch {}", as_word(Path::new(&ground.branch)));
        return Ok(Err(Box::new(finding.help(help).help("name another one: --branch NAME"))));
    }
    if let Some(folder) = ground.worktree.as_ref().filter(|folder| folder.exists()) {
        let finding = error(format!("`{}` is there already", folder.display()));
        return Ok(Err(Box::new(finding.help("name another folder: --worktree DIR"))));
    }
    Ok(Ok(path.clone()))
}

/// Where the work is to be done.
struct Ground {
    /// The branch that is made; not where neither branch nor worktree was asked for.
    branch: String,
    wants_branch: bool,
    /// The folder of the worktree that is made.
    worktree: Option<PathBuf>,
}

impl Ground {
    fn of(ctx: &Ctx, place: &Place, id: &PacketId, asked: &Preparation) -> Result<Self, Error> {
        let branch = asked.branch.clone().flatten().unwrap_or_else(|| format!("feat/{id}"));
        if asked.branch.is_some() && !place.repo.is_branch_name(&branch)? {
            return Err(unfit("--branch", &branch, "git takes that for no name of a branch"));
        }
        let usual = || {
            let name = place.repo.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
            place.repo.root.with_file_name(format!("{name}-{id}"))
        };
        let worktree = asked.worktree.as_ref().map(|folder| match folder {
            Some(folder) => ctx.dir.join(folder),
            None => usual(),
        });
        Ok(Self { branch, wants_branch: asked.branch.is_some(), worktree })
    }

    fn makes_something(&self) -> bool {
        self.wants_branch || self.worktree.is_some()
    }

    fn make(&self, place: &Place, head: &Oid) -> Result<(), Error> {
        if let Some(folder) = &self.worktree {
            place.repo.add_worktree(folder, NewWorktree::NewBranch { name: &self.branch, from: head })?;
        } else {
            place.repo.create_branch(&self.branch, head)?;
            place.repo.switch(&self.branch)?;
        }
        Ok(())
    }

    fn told(&self, head: &Oid) -> String {
        let branch = format!("the branch {} begins at {}", self.branch, head.short());
        match &self.worktree {
            Some(folder) => format!("{branch}, in the worktree {}", folder.display()),
            None => branch,
        }
    }
}

/// What comes once a coder is assigned.
fn next_step(here: &Refining, change: &FileChange) -> String {
    let id = &here.id;
    match &here.packet {
        None => match here.before.as_ref() {
            Some(before) => format!("taskpacket new {id} --from {before}"),
            None => format!("taskpacket new {id}"),
        },
        Some(_) if change.old.as_deref() == Some(&change.new[..]) => format!("taskpacket pre-work {id}"),
        Some(_) => {
            let commit = commit(std::slice::from_ref(change), &format!("The coder of {id}"));
            format!("{commit}; then  taskpacket pre-work {id}")
        }
    }
}

fn unfit(option: &'static str, value: &str, why: &str) -> Error {
    Error::Unfit { option, value: value.to_owned(), why: why.to_owned() }
}
