//! What moved since verdicts were given: for one packet or for all, with one log over everything.

mod contract;
mod entry;
mod graph;
mod lineage;
mod rewritten;
mod work_tree;

use std::collections::BTreeSet;

use self::entry::Asking;
use self::graph::Graph;
use self::lineage::{Lineage, Versions};
use self::work_tree::WorkTree;
use super::place::named_by;
use super::{Error, Place, governance};
use crate::gate::{Permission, permission};
use crate::model::{
    Config, EntryStanding, Oid, Packet, PacketId, PacketStanding, RepoPath, Scope, Standing, State, Status as WorkStatus,
    Successor,
};
use crate::text::Sources;
use crate::world::files;
use crate::world::git::Status;

/// Where the verdicts of packets stand, and what that was read from.
pub struct Standings {
    /// Each packet, in the order asked for.
    pub packets: Vec<PacketStanding>,
    /// The texts that they point into.
    pub sources: Sources,
    /// What is not committed.
    work_tree: WorkTree,
}

impl Standings {
    /// The content of a file as it is now, or was in a commit.
    pub fn bytes(&self, place: &Place, state: &State) -> Result<Option<std::sync::Arc<[u8]>>, Error> {
        self.work_tree.bytes(place, state)
    }
}

/// Finds out where the verdicts of those packets stand.
pub fn standings(place: &Place, status: &Status, which: &[(PacketId, RepoPath)]) -> Result<Standings, Error> {
    let repo = &place.repo;
    let mut sources = place.sources.clone();
    let mut packets = Vec::new();
    for (id, path) in which {
        let packet = place.read(&mut sources, path)?;
        packets.push(PacketStanding { id: id.clone(), path: path.clone(), packet, entries: Vec::new() });
    }
    let judged = |it: &&PacketStanding| it.packet.last_verdict().is_some();
    let ids: Vec<PacketId> = files::list(&repo.root, &place.config.packets)?.into_iter().map(|file| file.id).collect();
    let work_tree = {
        let reaches: Vec<Reach> = packets.iter().filter(judged).map(|it| Reach::of(place, it, &it.packet)).collect();
        WorkTree::read(place, status, |path| reaches.iter().any(|reach| reach.allows(path)))?
    };
    let mut blobs = repo.blobs();
    let paths: Vec<&RepoPath> = packets.iter().filter(judged).map(|it| &it.path).collect();
    let lineage = match &status.head {
        Some(head) if !paths.is_empty() => Some((head, Lineage::read(repo, head, &place.config.packets, &paths)?)),
        _ => None,
    };
    let mut asking = match &lineage {
        Some((head, lineage)) => {
            let since = lineage.first().and_then(|first| first.info.parents.first());
            let graph = Graph::read(repo, since, head)?;
            let versions = Versions::new(&mut blobs, &mut sources);
            Some(Asking { place, head, graph, lineage, versions, work_tree: &work_tree, at_work: BTreeSet::new() })
        }
        None => None,
    };
    if let Some(asking) = &mut asking {
        asking.at_work = at_work(place, status, &ids, &packets, asking)?;
    }
    for packet in &mut packets {
        packet.entries = entries(packet, &ids, asking.as_mut())?;
    }
    drop(asking);
    Ok(Standings { packets, sources, work_tree })
}

/// The verdicts of a packet: only the last one, where no later revision governs, has to be looked into.
fn entries(
    of: &PacketStanding,
    ids: &[PacketId],
    mut asking: Option<&mut Asking>,
) -> Result<Vec<EntryStanding>, Error> {
    let reports = of.packet.reports.iter().enumerate();
    let verdicts: Vec<usize> = reports.filter(|(_, report)| report.verdict.is_some()).map(|(at, _)| at).collect();
    let Some(last) = verdicts.last().copied() else { return Ok(Vec::new()) };
    let revision = later_revision(&of.id, ids).map(Successor::Revision);
    let mut entries = Vec::new();
    for report in verdicts {
        let successor = if report == last { revision.clone() } else { Some(Successor::Report(last)) };
        entries.push(match (&successor, &mut asking) {
            (None, Some(asking)) => asking.governing(of, report)?,
            _ => EntryStanding {
                report,
                brought: None,
                judged: None,
                standing: if successor.is_some() { Standing::Superseded } else { Standing::Current },
                successor,
                contract: Vec::new(),
                moves: Vec::new(),
                doubt: None,
            },
        });
    }
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

/// What a packet lets its coder change.
pub struct Reach<'a> {
    scope: Scope,
    governance: BTreeSet<RepoPath>,
    config: &'a Config,
}

impl<'a> Reach<'a> {
    /// By the scope of `packet`, which may be a version of the packet as it was once.
    pub fn of(place: &'a Place, of: &PacketStanding, packet: &Packet) -> Self {
        let governance = governance(&place.config, &of.id, &of.path, packet);
        Self { scope: packet.scope.clone(), governance, config: &place.config }
    }

    /// True where the path is in scope.
    pub fn allows(&self, path: &RepoPath) -> bool {
        let permission = permission(path, &self.scope, &self.governance, self.config);
        matches!(permission, Permission::InScope(_) | Permission::Companion(_))
    }
}

/// The packets whose own work what is not committed would be: those that the branch names, or that have commits of their
/// own on it; on the default branch those In Progress.
fn at_work(
    place: &Place,
    status: &Status,
    ids: &[PacketId],
    packets: &[PacketStanding],
    asking: &mut Asking,
) -> Result<BTreeSet<PacketId>, Error> {
    if asking.work_tree.deed().is_none() {
        return Ok(BTreeSet::new());
    }
    let trunk = place.repo.trunk(place.config.default_branch.as_deref(), status)?;
    let named = status.branch.as_deref().and_then(|branch| named_by(branch, ids.iter()));
    let left: Option<Oid> = trunk.as_ref().filter(|trunk| !trunk.head_is_on_it).and_then(|it| it.merge_base.clone());
    let mut found = BTreeSet::new();
    for packet in packets.iter().filter(|it| it.packet.last_verdict().is_some()) {
        let here = match &left {
            _ if named == Some(&packet.id) => true,
            Some(left) => asking.has_own_behind(left, packet)?,
            None => packet.packet.metadata.status.get() == Some(&WorkStatus::InProgress),
        };
        if here {
            found.insert(packet.id.clone());
        }
    }
    Ok(found)
}
