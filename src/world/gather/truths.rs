//! All that says something of packets: the survey, and what stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{OnDisk, Reader};
use super::signed::signed_otherwise;
use super::{Error, Place, refinements, signature_uses, survey};
use crate::gate;
use crate::model::{
    Commit, KnownToGit, Oid, PacketId, RepoPath, SignatureUse, SpecFile, Status as PacketStatus, Survey,
    SurveyedPacket, SurveyedRefinement, Truths,
};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files;
use crate::world::git::{Blobs, Ref, Spec, Status};
use crate::world::parallel::in_parallel;

/// How many steps of the default branch are looked through for a merge at most.
const MOST_STEPS: usize = 5000;

/// What the board is compared with.
pub fn board_truths(place: &Place, status: &Status) -> Result<Truths, Error> {
    Ok(with_boards(survey(place, status)?))
}

fn with_boards(mut survey: Survey) -> Truths {
    let sources = std::mem::take(&mut survey.sources);
    let board = survey.board.map(|source| parse::board(&sources, source));
    let trunk_board = survey.trunk.as_ref().and_then(|trunk| trunk.board).map(|source| parse::board(&sources, source));
    survey.sources = sources;
    Truths {
        survey,
        board,
        trunk_board,
        refinements: BTreeMap::new(),
        specs: BTreeMap::new(),
        spec_current: None,
        uses: Vec::new(),
        known: KnownToGit::default(),
        adopted: None,
        pending: Vec::new(),
        dead_holder: None,
    }
}

/// Everything that can disagree.
pub fn truths(place: &Place, status: &Status) -> Result<Truths, Error> {
    truths_of(place, status, survey(place, status)?)
}

/// The same, where the survey was made already.
pub fn truths_of(place: &Place, status: &Status, survey: Survey) -> Result<Truths, Error> {
    let mut truths = with_boards(survey);
    let mut sources = std::mem::take(&mut truths.survey.sources);
    let mut blobs = place.repo.blobs();
    truths.refinements = surveyed_refinements(place, status, &mut blobs, &mut sources)?;
    (truths.specs, truths.spec_current) = specs(place, &truths.survey, &mut sources)?;
    truths.survey.sources = sources;
    truths.uses = match signature_uses(place) {
        Err(Error::Shallow { .. }) => uses_here(&truths.survey),
        uses => uses?,
    };
    truths.known = known(place, status, &mut blobs, &truths.survey)?;
    if let Some(since) = &place.config.judge_since {
        truths.adopted = Some(blobs.commit(&since.text)?.committed);
    }
    truths.pending = files::pending(&place.repo.common_dir)?.iter().map(|path| shown(place, path)).collect();
    truths.dead_holder = files::dead_holder(&place.repo.common_dir);
    Ok(truths)
}

/// A path as people name it: relative to the root where it lies beneath that.
fn shown(place: &Place, path: &std::path::Path) -> String {
    path.strip_prefix(&place.repo.root).unwrap_or(path).display().to_string()
}

/// The refinements, and which of them are no longer what was signed.
fn surveyed_refinements(
    place: &Place,
    status: &Status,
    blobs: &mut Blobs,
    sources: &mut Sources,
) -> Result<BTreeMap<RepoPath, SurveyedRefinement>, Error> {
    let texts: Vec<_> = refinements(place, sources)?.into_iter().collect();
    let read = in_parallel(&texts, |(_, source)| parse::refinement(sources, *source).0);
    let found: BTreeMap<_, _> = texts.into_iter().map(|(path, _)| path).zip(read).collect();
    let mut changed = signed_otherwise(place, status, blobs, sources, &found)?;
    let both = found.into_iter().map(|(path, refinement)| {
        let signed_otherwise = changed.remove(&path);
        (path, SurveyedRefinement { refinement, signed_otherwise })
    });
    Ok(both.collect())
}

/// The specification files that active packets name, and what the pointer leads to.
fn specs(
    place: &Place,
    survey: &Survey,
    sources: &mut Sources,
) -> Result<(BTreeMap<String, SpecFile>, Option<String>), Error> {
    let mut disk = OnDisk::new(&place.repo);
    let pointer = &place.config.spec;
    let folder = pointer.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut current = None;
    if let Some(bytes) = disk.file(&RepoPath::from(pointer.as_str()))? {
        current = parse::spec_pointer(&Source::new(pointer.clone(), bytes)).map(|name| name.value);
    }
    let active = survey.packets.iter().filter(|packet| packet.is_active());
    let mut names: BTreeSet<String> = active.flat_map(|packet| gate::spec_names(&packet.packet, None)).collect();
    names.extend(current.clone());
    let mut specs = BTreeMap::new();
    for name in names {
        for path in [name.clone(), format!("{folder}/{name}")] {
            if let Some(bytes) = disk.file(&RepoPath::from(path.as_str()))? {
                let source = sources.add(Source::new(path, bytes));
                specs.insert(name, parse::spec_file(sources, source));
                break;
            }
        }
    }
    Ok((specs, current))
}

/// The uses of signatures that lie in this work tree, where the history is not all there.
fn uses_here(survey: &Survey) -> Vec<SignatureUse> {
    survey.packets.iter().filter_map(SurveyedPacket::signature_use).collect()
}

/// What git knows of what packets speak of.
fn known(place: &Place, status: &Status, blobs: &mut Blobs, survey: &Survey) -> Result<KnownToGit, Error> {
    let refs = place.repo.refs()?;
    let mut known = KnownToGit { branches: refs.iter().filter_map(branch_name).collect(), ..KnownToGit::default() };
    for packet in survey.packets.iter().filter(|packet| packet.is_active()) {
        if let Some(base) = packet.packet.metadata.merge_base.get().filter(|_| !place.repo.shallow) {
            let oid = Oid::parse(&base.to_ascii_lowercase());
            let there = match &oid {
                Some(oid) => blobs.get(Spec::Oid(oid))?.is_some(),
                None => false,
            };
            if !there {
                known.unknown_bases.insert(base.clone());
            }
        }
        if packet.uncommitted && packet.status() == Some(PacketStatus::InProgress) {
            let held = match &status.head {
                Some(head) => blobs.get(Spec::Commit(head, &packet.path))?.is_some(),
                None => false,
            };
            if !held {
                known.unheld.insert(packet.id.clone());
            }
        }
    }
    known.merged = merged(blobs, survey, &refs)?;
    Ok(known)
}

fn branch_name(it: &Ref) -> Option<String> {
    let remote = || it.name.strip_prefix("refs/remotes/")?.split_once('/').map(|(_, branch)| branch);
    it.name.strip_prefix("refs/heads/").or_else(remote).map(str::to_owned)
}

/// The branches of packets in progress that a merge of the default branch took in. One that was merely moved forward
/// cannot be told from one that was just made, and is none of them.
fn merged(blobs: &mut Blobs, survey: &Survey, refs: &[Ref]) -> Result<BTreeMap<PacketId, (String, Commit)>, Error> {
    let mut wanted: BTreeMap<&Oid, (&PacketId, &str)> = BTreeMap::new();
    for (id, work) in &survey.work {
        let in_progress = survey.packet(id).and_then(SurveyedPacket::status) == Some(PacketStatus::InProgress);
        if !in_progress || work.iter().any(|work| work.last.is_some()) {
            continue;
        }
        for work in work {
            let is_tip = |it: &&Ref| it.name.strip_prefix("refs/heads/") == Some(&work.branch);
            wanted.extend(refs.iter().find(is_tip).map(|it| (&it.oid, (id, work.branch.as_str()))));
        }
    }
    let mut merged = BTreeMap::new();
    let mut next = survey.trunk.as_ref().and_then(|trunk| trunk.tip.clone());
    for _ in 0..MOST_STEPS {
        let Some(oid) = next.take().filter(|_| !wanted.is_empty()) else { break };
        let info = blobs.commit(oid.as_str())?;
        for parent in info.parents.iter().skip(1) {
            if let Some((id, branch)) = wanted.remove(parent) {
                merged.insert(id.clone(), (branch.to_owned(), blobs.commit(parent.as_str())?.commit));
            }
        }
        next = info.parents.into_iter().next();
    }
    Ok(merged)
}
