//! What moved since verdicts were given: for one packet or for all, with one log over everything.

mod asked;
mod entry;
mod graph;
mod reach;
mod rewritten;
mod work_tree;

use std::collections::BTreeSet;

use self::asked::Asked;
use self::entry::Asking;
use self::graph::Graph;
use self::reach::Reach;
use self::work_tree::WorkTree;
use super::pasts::{Whose, pasts};
use super::place::named_by;
use super::{Error, Place};
use crate::model::{
    EntryStanding, Oid, PacketId, PacketStanding, Standing, State, Status as WorkStatus, Successor, When,
};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files;
use crate::world::git::{Repo, Status};

/// Where the verdicts of packets stand, and what that was read from.
pub struct Standings {
    /// The packets that have verdicts, sorted by id.
    pub packets: Vec<PacketStanding>,
    /// The texts that they point into.
    pub sources: Sources,
    work_tree: WorkTree,
}

impl Standings {
    /// The content of a file as it is now, or was in a commit.
    pub fn bytes(&self, place: &Place, state: &State) -> Result<Option<std::sync::Arc<[u8]>>, Error> {
        self.work_tree.bytes(place, state)
    }
}

/// Finds out where the verdicts of one packet stand, or those of all that are there.
pub fn standings(place: &Place, status: &Status, whose: Whose) -> Result<Standings, Error> {
    let repo = &place.repo;
    let head = status.head.as_ref().ok_or(Error::NoCommits)?;
    let ids: Vec<PacketId> = files::list(&repo.root, &place.config.packets)?.into_iter().map(|file| file.id).collect();
    let mut pasts = pasts(place, status, whose, None)?;
    let mut asked = Vec::new();
    let mut sources = place.sources.clone();
    for at in 0..pasts.len() {
        let mut texts = place.sources.clone();
        let past = pasts.read(place, &mut texts, at)?;
        let judged = past.now.as_ref().and_then(|blob| past.versions.get(blob)).cloned();
        if let Some(judged) = judged.filter(|packet| packet.last_verdict().is_some()) {
            // What is shown is the packet as it lies there, whichever commit has it so.
            let source = sources.add(Source::new(past.path.to_string(), texts.get(judged.source).bytes()));
            let (packet, _) = parse::packet(&sources, source);
            let of = PacketStanding { id: past.id.clone(), path: past.path.clone(), packet, entries: Vec::new() };
            asked.push(Asked::new(of, judged, past, texts));
        }
    }
    let reaches: Vec<Reach> = asked.iter().map(|it| Reach::of(place, &it.of, &it.of.packet)).collect();
    let work_tree = WorkTree::read(place, status, |path| reaches.iter().any(|reach| reach.allows(path)))?;
    let graph =
        if asked.is_empty() { Graph::default() } else { Graph::read(repo, since(repo, &asked).as_ref(), head)? };
    let blobs = repo.blobs();
    let mut asking = Asking { place, head, graph, blobs, work_tree: &work_tree };
    mark_at_work(place, status, &ids, &mut asked, &mut asking)?;
    let mut packets = Vec::new();
    for it in asked {
        let entries = entries(&it, &ids, &mut asking)?;
        packets.push(PacketStanding { entries, ..it.of });
    }
    packets.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(Standings { packets, sources, work_tree })
}

/// The commit before all that the packets' pasts tell of; `None` where that is the beginning, or is not in this clone, or
/// where there are several.
fn since(repo: &Repo, asked: &[Asked]) -> Option<Oid> {
    let first = |it: &Asked| it.past.steps.first()?.before.first()?.0.clone();
    let firsts: BTreeSet<Option<Oid>> = asked.iter().map(first).collect();
    let known = asked.iter().all(|it| match it.past.steps.first().map(|step| &step.when) {
        Some(When::Commit(commit)) => !repo.is_cut_at(&commit.oid),
        _ => true,
    });
    if firsts.len() == 1 && known { firsts.into_iter().next().flatten() } else { None }
}

/// The verdicts of a packet: only the last one has to be looked into.
fn entries(asked: &Asked, ids: &[PacketId], asking: &mut Asking) -> Result<Vec<EntryStanding>, Error> {
    let reports = asked.of.packet.reports.iter().enumerate();
    let verdicts: Vec<usize> = reports.filter(|(_, report)| report.verdict.is_some()).map(|(at, _)| at).collect();
    let Some((last, earlier)) = verdicts.split_last() else { return Ok(Vec::new()) };
    let superseded = |report: &usize| EntryStanding {
        report: *report,
        brought: None,
        judged: None,
        standing: Standing::Superseded,
        successor: Some(Successor::Report(*last)),
        contract: Vec::new(),
        moves: Vec::new(),
        doubt: None,
    };
    let mut entries: Vec<EntryStanding> = earlier.iter().map(superseded).collect();
    let mut governing = asking.governing(asked, *last)?;
    if let Some(revision) = later_revision(&asked.of.id, ids) {
        governing.standing = Standing::Superseded;
        governing.successor = Some(Successor::Revision(revision));
    }
    entries.push(governing);
    Ok(entries)
}

/// The last revision of the same packet behind this one.
fn later_revision(id: &PacketId, ids: &[PacketId]) -> Option<PacketId> {
    let of = |id: &PacketId| match id.revision() {
        Some((base, revision)) => (base.to_owned(), revision),
        None => (id.as_str().to_owned(), 1),
    };
    let (base, own) = of(id);
    let others = ids.iter().map(|id| (of(id), id)).filter(|((other, revision), _)| *other == base && *revision > own);
    others.max_by_key(|((_, revision), _)| *revision).map(|(_, id)| id.clone())
}

/// Marks the packets whose own work what is not committed would be: those that the branch names, or that have commits of
/// their own on it; on the default branch those In Progress.
fn mark_at_work(
    place: &Place,
    status: &Status,
    ids: &[PacketId],
    asked: &mut [Asked],
    asking: &mut Asking,
) -> Result<(), Error> {
    if asking.work_tree.deed().is_none() {
        return Ok(());
    }
    let trunk = place.repo.trunk(place.config.default_branch.as_deref(), status)?;
    let named = status.branch.as_deref().and_then(|branch| named_by(branch, &ids.iter()));
    let left: Option<Oid> = trunk.as_ref().filter(|trunk| !trunk.head_is_on_it).and_then(|it| it.merge_base.clone());
    for it in asked {
        it.at_work = match &left {
            _ if named == Some(&it.of.id) => true,
            Some(left) => asking.has_own_behind(left, it)?,
            None => it.of.packet.metadata.status.get() == Some(&WorkStatus::InProgress),
        };
    }
    Ok(())
}
