//! Every packet that the repository knows of: here, in the other worktrees, on the other branches.
//!
//! The number of git processes does not depend on how many packets, branches or commits there are: the branches, where
//! they left the default one, the worktrees, two logs, and one process for all content.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;

use super::historic::{Historic, blob_ids, packets_of};
use super::place::named_by;
use super::recorded::Recorded;
use super::{Error, Place, document, document_if_there};
use crate::finding::Finding;
use crate::model::{
    Oid, Packet, PacketId, PacketPlace, RepoPath, Stub, Survey, SurveyedBranch, SurveyedPacket, SurveyedTrunk,
    SurveyedWorktree, Touch, Work,
};
use crate::parse;
use crate::text::{Source, SourceId, Sources};
use crate::world::files::{self, PacketError, PacketFile};
use crate::world::git::{Blobs, Ref, Spec, Status, Trunk, os_string};
use crate::world::parallel::in_parallel;

/// Gathers what there is to know of all packets at once.
pub fn survey(place: &Place, status: &Status) -> Result<Survey, Error> {
    let repo = &place.repo;
    let config = &place.config;
    let mut sources = place.sources.clone();
    let refs = repo.refs()?;
    let trunk = repo.trunk_among(&refs, config.default_branch.as_deref(), status)?;
    let worktrees = worktrees(place)?;
    let branches = branches(&refs, trunk.as_ref());
    let trunk_tips: BTreeSet<&Oid> = match &trunk {
        Some(trunk) => trunk.refs.iter().map(|(_, oid)| oid).collect(),
        None => status.head.iter().collect(),
    };
    let heads = worktrees.iter().filter_map(|worktree| worktree.head.as_ref());
    let tips = branches.iter().map(|(_, oid)| *oid).chain(heads).chain(&status.head);
    let tips: BTreeSet<&Oid> = tips.chain(trunk_tips.iter().copied()).collect();
    let recorded = Recorded::read(repo, &tips, &trunk_tips, &RepoPath::from(config.packets.as_str()))?;
    let mut blobs = repo.blobs();
    let historic = Historic::of(place, &mut blobs)?;
    let surveyed_trunk = surveyed_trunk(place, trunk.as_ref(), &mut blobs, &mut sources)?;
    let mut reading = Reading { place, status, blobs, recorded: &recorded, historic, sources, trunk: None };
    if let Some(tip) = surveyed_trunk.as_ref().filter(|trunk| !trunk.is_here).and_then(|trunk| trunk.tip.as_ref()) {
        reading.trunk = Some(packets_of(&mut reading.blobs, tip, &config.packets)?);
    }
    let here = reading.here()?;
    let mut elsewhere = Vec::new();
    for worktree in worktrees.iter().filter(|worktree| !worktree.is_here && !worktree.without_files) {
        let is_trunk = trunk.as_ref().is_some_and(|trunk| worktree.branch.as_ref() == Some(&trunk.name));
        elsewhere.extend(reading.worktree(worktree, &here, is_trunk));
    }
    let is_checked_out = |name: &str| {
        worktrees.iter().any(|worktree| !worktree.without_files && worktree.branch.as_deref() == Some(name))
    };
    for (name, tip) in branches.iter().filter(|(name, _)| !is_checked_out(name)) {
        elsewhere.extend(reading.branch(name, tip, &here, false)?);
    }
    if let Some(SurveyedTrunk { name, tip: Some(tip), is_here: false, .. }) = &surveyed_trunk
        && !is_checked_out(name)
    {
        elsewhere.extend(reading.branch(name, tip, &here, true)?);
    }
    let mut sources = reading.sources;
    let stubs = stubs(place, &mut sources)?;
    let board = text(place, &mut sources, &config.board)?;
    let registry = text(place, &mut sources, &config.registry)?.map(|source| parse::registry(&sources, source));
    let signature_audit = text(place, &mut sources, &config.signature_audit)?;
    let signature_audit = signature_audit.map(|source| parse::signature_audit(&sources, source));
    let packets = parsed(&sources, here);
    let mut elsewhere = parsed(&sources, elsewhere);
    elsewhere.sort_by(|a, b| (&a.id, &a.place).cmp(&(&b.id, &b.place)));
    let own: Vec<SurveyedBranch> = branches
        .iter()
        .map(|(name, tip)| SurveyedBranch { name: name.clone(), tip: (*tip).clone(), own: recorded.own(tip) })
        .collect();
    let ids: BTreeSet<&PacketId> = packets.iter().chain(&elsewhere).map(|packet| &packet.id).collect();
    let work = work(&own, &ids, &worktrees, &recorded);
    Ok(Survey {
        now: place.now,
        config: config.clone(),
        head: status.head.clone(),
        branch: status.branch.clone(),
        trunk: surveyed_trunk,
        branches: own.into_iter().filter(|branch| !branch.own.is_empty()).collect(),
        worktrees,
        packets,
        elsewhere,
        stubs,
        board,
        registry,
        signature_audit,
        work,
        sources,
    })
}

/// The texts of all refinements of this work tree, by path; for those who need them, as the survey does not read them.
pub fn refinements(place: &Place, sources: &mut Sources) -> Result<BTreeMap<RepoPath, SourceId>, Error> {
    let mut found = BTreeMap::new();
    for PacketFile { path, .. } in listed(place, &place.config.refinements)? {
        let bytes = document(&place.repo.on_disk(&path))?;
        found.insert(path.clone(), sources.add(Source::new(path.to_string(), bytes)));
    }
    Ok(found)
}

/// Reads packets wherever they lie.
struct Reading<'a> {
    place: &'a Place,
    status: &'a Status,
    blobs: Blobs<'a>,
    recorded: &'a Recorded,
    historic: Historic,
    sources: Sources,
    /// The packets of the default branch's latest commit, where HEAD is not on it.
    trunk: Option<BTreeMap<RepoPath, Oid>>,
}

/// A packet that is read and not yet understood.
struct Unparsed {
    id: PacketId,
    path: RepoPath,
    place: PacketPlace,
    source: SourceId,
    historic: bool,
    uncommitted: bool,
    behind: bool,
    touched: Option<Touch>,
}

impl Reading<'_> {
    /// The packets of this work tree, sorted by id.
    fn here(&mut self) -> Result<Vec<Unparsed>, Error> {
        let repo = &self.place.repo;
        let folder = &self.place.config.packets;
        let in_head = match &self.status.head {
            Some(head) => packets_of(&mut self.blobs, head, folder)?,
            None => BTreeMap::new(),
        };
        let staged = self.status.staged.iter().map(|change| &change.path);
        let dirty: BTreeSet<&RepoPath> = staged.chain(&self.status.unstaged).collect();
        let mut here = Vec::new();
        for PacketFile { id, path } in listed(self.place, folder)? {
            let bytes = document(&repo.on_disk(&path))?;
            let committed = in_head.get(&path).filter(|_| !dirty.contains(&path));
            let of_trunk = self.trunk.as_ref().map(|trunk| trunk.get(&path));
            let behind = committed.is_some_and(|blob| {
                of_trunk.is_some_and(|trunk| trunk != Some(blob)) && self.recorded.is_of_trunk(&path, blob)
            });
            here.push(Unparsed {
                historic: self.historic.holds(repo, &mut self.blobs, &path, &bytes)?,
                uncommitted: committed.is_none(),
                behind,
                touched: committed.and_then(|blob| self.recorded.touched(&path, blob)).cloned(),
                source: self.sources.add(Source::new(path.to_string(), bytes)),
                place: PacketPlace::Here,
                id,
                path,
            });
        }
        Ok(here)
    }

    /// The packets of another worktree that are not as they are here, and not merely old. What cannot be read there is that
    /// worktree's own trouble.
    fn worktree(&mut self, worktree: &SurveyedWorktree, here: &[Unparsed], is_trunk: bool) -> Vec<Unparsed> {
        let repo = &self.place.repo;
        let mut found = Vec::new();
        for PacketFile { id, path } in files::list(&worktree.path, &self.place.config.packets).unwrap_or_default() {
            let Ok(bytes) = document(&worktree.path.join(os_string(path.as_bytes()))) else { continue };
            let same = |own: &Unparsed| own.path == path && self.sources.get(own.source).bytes() == bytes;
            let own = here.binary_search_by(|own| own.id.cmp(&id)).ok();
            if own.is_some_and(|at| same(&here[at])) {
                continue;
            }
            let ids = blob_ids(repo, &bytes);
            if !is_trunk && ids.iter().any(|blob| self.recorded.is_of_trunk(&path, blob)) {
                continue;
            }
            let touched = ids.iter().find_map(|blob| self.recorded.touched(&path, blob)).cloned();
            found.push(Unparsed {
                historic: false,
                uncommitted: touched.is_none(),
                behind: false,
                touched,
                source: self.sources.add(Source::new(path.to_string(), bytes)),
                place: PacketPlace::Worktree { path: worktree.path.clone(), branch: worktree.branch.clone() },
                id,
                path,
            });
        }
        found
    }

    /// The packets of a branch that are not as they are here: those that its own commits made so, or `all`.
    fn branch(&mut self, name: &str, tip: &Oid, here: &[Unparsed], all: bool) -> Result<Vec<Unparsed>, Error> {
        let repo = &self.place.repo;
        let mut found = Vec::new();
        for (path, blob) in packets_of(&mut self.blobs, tip, &self.place.config.packets)? {
            if !all && !self.recorded.is_own(&path, &blob) {
                continue;
            }
            let Some(id) = id_of(&path) else { continue };
            let Some(object) = self.blobs.get(Spec::Oid(&blob))? else { continue };
            let Some(bytes) = object.bytes() else { continue };
            let own = here.binary_search_by(|own| own.id.cmp(&id)).ok().map(|at| &here[at]);
            let same = own.is_some_and(|own| {
                own.path == path
                    && (*self.sources.get(own.source).bytes() == **bytes
                        || blob_ids(repo, self.sources.get(own.source).bytes()).contains(&blob))
            });
            if same {
                continue;
            }
            let source = Source::new(path.to_string(), bytes.clone()).at_commit(tip.short());
            found.push(Unparsed {
                historic: false,
                uncommitted: false,
                behind: false,
                touched: self.recorded.touched(&path, &blob).cloned(),
                source: self.sources.add(source),
                place: PacketPlace::Branch { name: name.to_owned() },
                id,
                path,
            });
        }
        Ok(found)
    }
}

/// Understands all of them; every processor takes a part.
fn parsed(sources: &Sources, unparsed: Vec<Unparsed>) -> Vec<SurveyedPacket> {
    let read: Vec<(Packet, Vec<Finding>)> = in_parallel(&unparsed, |packet| parse::packet(sources, packet.source));
    let both = unparsed.into_iter().zip(read);
    both.map(|(it, (packet, findings))| SurveyedPacket {
        id: it.id,
        path: it.path,
        place: it.place,
        packet,
        findings,
        historic: it.historic,
        uncommitted: it.uncommitted,
        behind: it.behind,
        touched: it.touched,
    })
    .collect()
}

/// The branches besides the default one, each with its latest commit; those of remotes only where no local one has the
/// name.
fn branches<'a>(refs: &'a [Ref], trunk: Option<&Trunk>) -> Vec<(String, &'a Oid)> {
    let is_trunk = |it: &&Ref| trunk.is_some_and(|trunk| trunk.refs.iter().any(|(name, _)| *name == it.name));
    let counts = refs.iter().filter(|it| it.leads_to.is_empty()).filter(|it| !is_trunk(it));
    let local: BTreeMap<&str, &Oid> =
        counts.clone().filter_map(|it| Some((it.name.strip_prefix("refs/heads/")?, &it.oid))).collect();
    let remote = counts.filter_map(|it| Some((it.name.strip_prefix("refs/remotes/")?, &it.oid)));
    let remote = remote.filter(|(name, _)| {
        name.split_once('/')
            .is_some_and(|(_, branch)| !local.contains_key(branch) && trunk.is_none_or(|trunk| trunk.name != branch))
    });
    let mut all: Vec<_> = local.iter().map(|(name, oid)| ((*name).to_owned(), *oid)).collect();
    all.extend(remote.map(|(name, oid)| (name.to_owned(), oid)));
    all.sort();
    all
}

fn worktrees(place: &Place) -> Result<Vec<SurveyedWorktree>, Error> {
    let worktrees = place.repo.worktrees()?.into_iter();
    Ok(worktrees
        .map(|worktree| SurveyedWorktree {
            is_here: worktree.path == place.repo.root,
            path: worktree.path,
            branch: worktree.branch,
            head: worktree.head,
            without_files: worktree.without_files,
        })
        .collect())
}

fn surveyed_trunk(
    place: &Place,
    trunk: Option<&Trunk>,
    blobs: &mut Blobs,
    sources: &mut Sources,
) -> Result<Option<SurveyedTrunk>, Error> {
    let Some(trunk) = trunk else { return Ok(None) };
    let tip = trunk.refs.first().map(|(_, oid)| oid.clone());
    let mut board = None;
    if let Some(tip) = tip.as_ref().filter(|_| !trunk.head_is_on_it) {
        let path = RepoPath::from(place.config.board.as_str());
        let object = blobs.get(Spec::Commit(tip, &path))?;
        board = object
            .and_then(|object| object.bytes().cloned())
            .map(|bytes| sources.add(Source::new(place.config.board.clone(), bytes).at_commit(tip.short())));
    }
    Ok(Some(SurveyedTrunk { name: trunk.name.clone(), tip, is_here: trunk.head_is_on_it, board }))
}

/// Where each packet is worked on: on the branch that names it; a branch that names none, and whose commits touched just
/// one packet, is that one's.
fn work(
    branches: &[SurveyedBranch],
    ids: &BTreeSet<&PacketId>,
    worktrees: &[SurveyedWorktree],
    recorded: &Recorded,
) -> BTreeMap<PacketId, Vec<Work>> {
    let mut work: BTreeMap<PacketId, Vec<Work>> = BTreeMap::new();
    for branch in branches {
        let touched = || recorded.only_packet(&branch.own).and_then(id_of);
        let Some(id) = named_by(&branch.name, &ids.iter().copied()).cloned().or_else(touched) else { continue };
        let worktree = worktrees.iter().find(|worktree| worktree.branch.as_ref() == Some(&branch.name));
        work.entry(id).or_default().push(Work {
            branch: branch.name.clone(),
            tip: branch.tip.clone(),
            worktree: worktree.filter(|worktree| !worktree.without_files).map(|worktree| worktree.path.clone()),
            is_here: worktree.is_some_and(|worktree| worktree.is_here),
            last: branch.own.first().cloned(),
        });
    }
    work
}

fn stubs(place: &Place, sources: &mut Sources) -> Result<Vec<Stub>, Error> {
    let mut stubs = Vec::new();
    for PacketFile { id, path } in listed(place, &place.config.stubs)? {
        let bytes = document(&place.repo.on_disk(&path))?;
        let source = sources.add(Source::new(path.to_string(), bytes));
        stubs.push(Stub { id, path, source });
    }
    Ok(stubs)
}

/// The packets of a folder; none where there is no folder.
fn listed(place: &Place, folder: &str) -> Result<Vec<PacketFile>, Error> {
    match files::list(&place.repo.root, folder) {
        Err(PacketError::Folder { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        listed => Ok(listed?),
    }
}

/// A text beside the packets, where there is one.
fn text(place: &Place, sources: &mut Sources, file: &str) -> Result<Option<SourceId>, Error> {
    let bytes = document_if_there(&place.repo.on_disk(&RepoPath::from(file)))?;
    Ok(bytes.map(|bytes| sources.add(Source::new(file, bytes))))
}

/// The id that a packet's path gives it.
fn id_of(path: &RepoPath) -> Option<PacketId> {
    let text = path.to_string();
    let stem = text.strip_suffix("/packet.md").or_else(|| text.strip_suffix(".md"))?;
    PacketId::parse(stem.rsplit('/').next()?)
}
