//! `init`: sets a repository up for work with packets, without overwriting anything; `--adopt` where packets exist.

mod active;
mod hook;
mod justfiles;
mod parts;
mod set_up;

use super::tell::{Told, tell};
use super::writes::written;
use super::{Ctx, Error};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::gate::set_up::{NOTHING_TO_ADOPT, PACKETS_TO_ADOPT, SEVERAL_FOLDERS};
use crate::model::{Layout, Profile, RepoPath};
use crate::report::{Event, Reporter, Started, Written};
use crate::text::{Sources, listed, plural};
use crate::world::gather::{self, CONFIGURATION, FileChange, Place};
use crate::world::git::{GitError, Status};
use set_up::SetUp;

/// How many folders or files are named before the rest is counted.
const MOST_NAMED: usize = 5;

/// What to set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each can be asked for by itself")]
pub struct InitRequest {
    /// True to take over packets that exist.
    pub adopt: bool,
    /// True to show what would be written, and to write nothing.
    pub dry_run: bool,
    /// True to have git ask before each commit.
    pub hooks: bool,
    /// A CI server that is to judge.
    pub ci: Option<Ci>,
    /// True to have git keep packets with LF line ends.
    pub gitattributes: bool,
}

/// A CI server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions.
    Github,
}

/// Sets the repository up.
pub fn init(ctx: &Ctx, request: InitRequest, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let place = place(ctx)?;
    let status = place.repo.status()?;
    let layout = gather::layout(&place, &status)?;
    let is_set_up = gather::document_if_there(&place.repo.on_disk(&RepoPath::from(CONFIGURATION)))?.is_some();
    if let Some(refusal) = refusal(request, &layout, is_set_up) {
        let started = started(&place, request, None);
        let next = if request.adopt { "taskpacket init" } else { "taskpacket init --adopt --dry-run" };
        let told = Told { others: vec![refusal], ..said(started, "nothing was written") };
        return Ok(tell(ctx, &Sources::default(), told, reporter, |_, _| Some(next.to_owned()))?);
    }
    let mut set_up = SetUp::new(&place);
    if request.adopt {
        set_up.adopt(&layout, status.head.as_ref())?;
        set_up.findings.extend(several_folders(&layout));
    } else {
        set_up.light(is_set_up)?;
    }
    justfiles::change(&mut set_up, request.adopt)?;
    set_up.asked_for(request)?;
    let hook = if request.hooks { hook::planned(&place, &mut set_up.findings)? } else { None };
    // All that can fail is asked for before the first file is written.
    let adopted = if request.adopt { active::packets(&place, &status, &set_up)? } else { Vec::new() };
    let nothing_new = set_up.changes().is_empty() && hook.as_ref().is_none_or(|hook| !hook.is_new);
    if !request.dry_run {
        place.replace_all(&set_up.changes())?;
        hook.iter().try_for_each(hook::Hook::install)?;
    }
    let files = files(&set_up, hook, request.dry_run);
    let count = files.iter().filter(|file| file.action != "unchanged").count();
    for file in files {
        reporter.event(&set_up.sources, Event::Wrote(file))?;
    }
    for packet in adopted {
        reporter.event(&set_up.sources, Event::Adopted(packet))?;
    }
    let summary = match (nothing_new, request.dry_run) {
        (true, _) => "everything is there already".to_owned(),
        (false, true) => "nothing was written".to_owned(),
        (false, false) => format!("{} written", plural(count, "file")),
    };
    let profile = set_up.config()?.profile;
    let mut told = said(started(&place, request, Some(profile)), &summary);
    told.started.context.extend(found(request, &layout));
    told.others = std::mem::take(&mut set_up.findings);
    let next = next(request, nothing_new, &layout, commit(&set_up, &status));
    Ok(tell(ctx, &set_up.sources, told, reporter, |_, _| Some(next))?)
}

/// Every file of the set-up, with what happens to it.
fn files(set_up: &SetUp, hook: Option<hook::Hook>, dry: bool) -> Vec<Written> {
    let told = |file: &FileChange| {
        let is_shown = dry || file.old.is_some();
        written(&file.path, file.old.as_deref(), &file.new, dry, is_shown)
    };
    set_up.files.iter().map(told).chain(hook.map(|hook| hook.told(dry))).collect()
}

/// Where to set up; outside of a repository, how to have one.
fn place(ctx: &Ctx) -> Result<Place, Error> {
    match ctx.place() {
        Err(Error::Gather(gather::Error::Git(GitError::NotARepository { start }))) => {
            Err(Error::NoRepositoryYet { dir: start })
        }
        place => place,
    }
}

/// Why there is nothing to set up in this way.
fn refusal(request: InitRequest, layout: &Layout, is_set_up: bool) -> Option<Finding> {
    match (request.adopt, layout.packets.is_empty()) {
        (true, true) => Some(
            Finding::error(
                &NOTHING_TO_ADOPT,
                "no file of this repository reads as a packet, so there is nothing to adopt",
            )
            .compare("`WP-*.md`, or `packet.md` in a folder of its own, with the sections of a packet", "none")
            .help("taskpacket init  sets up a repository without packets"),
        ),
        (false, false) if !is_set_up => {
            let count: usize = layout.packets.iter().map(|folder| folder.packets).sum();
            let folders = listed(layout.packets.iter().map(|folder| &folder.path), MOST_NAMED);
            let message = format!("{} are here already, in {folders}", plural(count, "packet"));
            Some(
                Finding::error(&PACKETS_TO_ADOPT, message)
                    .help("taskpacket init --adopt --dry-run  shows what would be done with them"),
            )
        }
        _ => None,
    }
}

fn several_folders(layout: &Layout) -> Option<Finding> {
    let (first, others) = layout.packets.split_first()?;
    if others.is_empty() {
        return None;
    }
    let named = others.iter().map(|folder| format!("{} ({})", folder.path, plural(folder.packets, "packet")));
    let message = format!("packets lie outside of `{}` too: {}", first.path, listed(named, MOST_NAMED));
    let help =
        "leave them where they are if they are an archive; else move them, or correct `packets` in taskpacket.yaml";
    Some(Finding::warning(&SEVERAL_FOLDERS, message).help(help))
}

fn started(place: &Place, request: InitRequest, profile: Option<Profile>) -> Started {
    let root = place.repo.root.display();
    let dry = if request.dry_run { ", nothing is written (--dry-run)" } else { "" };
    let profile = match profile {
        Some(Profile::Full) => ", profile full",
        Some(Profile::Light) => ", profile light",
        None => "",
    };
    Started { command: "init", headline: format!("{root}{profile}{dry}"), ..Started::default() }
}

fn said(started: Started, summary: &str) -> Told {
    Told {
        started,
        judged: Vec::new(),
        others: Vec::new(),
        details: Vec::new(),
        briefs: Vec::new(),
        summary: summary.to_owned(),
    }
}

/// What was found where, and what was not.
fn found(request: InitRequest, layout: &Layout) -> Vec<String> {
    let Some(folder) = layout.packets.first().filter(|_| request.adopt) else { return Vec::new() };
    let kinds = [
        ("refinements", &layout.refinements),
        ("specification", &layout.spec),
        ("board", &layout.board),
        ("registry", &layout.registry),
        ("signature audit log", &layout.signature_audit),
    ];
    let here = kinds.iter().filter_map(|(name, path)| Some(format!("{name} {}", path.as_ref()?)));
    let missing: Vec<&str> = kinds.iter().filter(|(_, path)| path.is_none()).map(|(name, _)| *name).collect();
    let packets = format!("{} in {}, {} of them active", plural(folder.packets, "packet"), folder.path, folder.active);
    let mut lines = vec![format!("found: {}", [packets].into_iter().chain(here).collect::<Vec<_>>().join("; "))];
    if !missing.is_empty() {
        let demand = "profile full wants the first two of every packet that is worked on";
        let demand =
            if layout.refinements.is_none() && layout.spec.is_none() { format!(" ({demand})") } else { String::new() };
        lines.push(format!("not found: {}{demand}", missing.join(", ")));
    }
    lines
}

/// The commit that brings what was written to everybody; `None` where it is committed.
fn commit(set_up: &SetUp, status: &Status) -> Option<String> {
    let is_loose = |path: &RepoPath| status.untracked.contains(path) || status.unstaged.contains(path);
    let is_staged = |path: &RepoPath| status.staged.iter().any(|change| change.path == *path);
    let is_open =
        |file: &&FileChange| file.old.as_ref() != Some(&file.new) || is_loose(&file.path) || is_staged(&file.path);
    let paths: Vec<String> = set_up.files.iter().filter(is_open).map(|file| file.path.quoted()).collect();
    let commit = format!("git add -- {} && git commit -m 'Work with task packets'", paths.join(" "));
    (!paths.is_empty()).then_some(commit)
}

fn next(request: InitRequest, nothing_new: bool, layout: &Layout, commit: Option<String>) -> String {
    let first = commit.map(|commit| format!("{commit}; then  ")).unwrap_or_default();
    match (request.adopt, request.dry_run) {
        (_, true) if !nothing_new => format!("taskpacket init{}", if request.adopt { " --adopt" } else { "" }),
        (true, _) => format!("{first}taskpacket lint --all, taskpacket status"),
        (false, _) if !layout.packets.is_empty() => format!("{first}taskpacket status"),
        (false, _) => format!("{first}taskpacket new WP-1-NAME, git commit, taskpacket pre-work WP-1-NAME"),
    }
}
