//! The log of what touched packets, and where they lay before they were moved.

use std::collections::{BTreeMap, BTreeSet};

use super::Whose;
use super::pairs::{Pair, pairs};
use crate::model::{Change, Digest, Oid, RepoPath, When};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files::other_form;
use crate::world::gather::{Error, Place};
use crate::world::git::{Blobs, Commits, Recorded, Spec};

/// How often a packet, or all of them, may have been moved from place to place.
const MOST_MOVES: usize = 12;

/// What touched packets.
pub struct Logged {
    /// The commits, each behind its parents, with what became of which document on each of its sides.
    pub recorded: Vec<(Recorded, Vec<Vec<Pair>>)>,
    /// What no commit tells, in its order.
    pub extra: Vec<(When, Vec<Pair>)>,
}

/// Reads the log, again for each place from which something was moved here.
pub fn log(
    place: &Place,
    whose: Whose,
    commits: Commits,
    extra: &[(When, Vec<Change>)],
    blobs: &mut Blobs,
) -> Result<Logged, Error> {
    let mut tracked: BTreeSet<RepoPath> = match whose {
        Whose::One(_, path) => [path.clone(), other_form(path)].into(),
        Whose::All => [RepoPath::new(place.config.packets.trim_end_matches('/'))].into(),
    };
    let mut known_entries = BTreeMap::new();
    for _ in 0..MOST_MOVES {
        let is_tracked = |path: &RepoPath| tracked.iter().any(|it| path.is_within(it.as_bytes()));
        let mut find = |changes: &[Change]| {
            pairs(changes, is_tracked, |one, other| same_record(blobs, &mut known_entries, one, other))
        };
        let paths: Vec<RepoPath> = tracked.iter().filter(|it| !it.as_bytes().is_empty()).cloned().collect();
        let mut recorded = Vec::new();
        for commit in place.repo.history(commits, &paths)? {
            let sides = commit.sides.iter().map(|side| find(&side.changes)).collect::<Result<Vec<_>, _>>()?;
            recorded.push((commit, sides));
        }
        let mut loose = Vec::new();
        for (when, changes) in extra {
            loose.push((when.clone(), find(changes)?));
        }
        let all = recorded.iter().flat_map(|(_, sides)| sides).chain(loose.iter().map(|(_, pairs)| pairs)).flatten();
        let paths = all.flat_map(|pair| pair.before.iter().chain(&pair.after)).map(|(path, _)| path);
        let beyond: BTreeSet<RepoPath> =
            paths.filter(|path| !is_tracked(path)).flat_map(|path| home(whose, path)).collect();
        let known = tracked.len();
        tracked.extend(beyond);
        if tracked.len() == known {
            return Ok(Logged { recorded, extra: loose });
        }
    }
    Err(Error::MovedTooOften { most: MOST_MOVES })
}

/// What is followed where a packet lay elsewhere: its file in both forms, or the folder of all.
fn home(whose: Whose, path: &RepoPath) -> Vec<RepoPath> {
    let bytes = path.as_bytes();
    let unit = bytes.strip_suffix(b"/packet.md").unwrap_or(bytes);
    match (whose, unit.iter().rposition(|byte| *byte == b'/')) {
        (Whose::All, Some(end)) => vec![RepoPath::new(&unit[..end])],
        _ => vec![path.clone(), other_form(path)],
    }
}

/// True where two texts record one and the same entry; each is read once.
fn same_record(
    blobs: &mut Blobs,
    known: &mut BTreeMap<Oid, BTreeSet<Digest>>,
    one: &Oid,
    other: &Oid,
) -> Result<bool, Error> {
    for oid in [one, other] {
        if !known.contains_key(oid) {
            let object = blobs.get(Spec::Oid(oid))?;
            let bytes = object.as_ref().and_then(|object| object.bytes()).cloned().unwrap_or_default();
            let mut sources = Sources::default();
            let source = sources.add(Source::new(oid.as_str(), bytes));
            let (packet, _) = parse::packet(&sources, source);
            known.insert(oid.clone(), packet.reports.iter().map(|report| report.digest).collect());
        }
    }
    Ok(known[one].intersection(&known[other]).next().is_some())
}
