//! Where a packet lay, and which commit brought which of its reports.

use std::collections::{BTreeMap, BTreeSet};

use crate::gate;
use crate::model::{Commit, Oid, Packet, RepoPath, Report};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files::other_form;
use crate::world::gather::Error;
use crate::world::git::{Blobs, Commits, Recorded, Repo, Spec};

/// How often a packet, or the folder of all packets, is followed to where it was moved from.
const MOST_MOVES: usize = 8;

/// Above this many packets their whole folder is asked for.
const MOST_PATHS: usize = 20;

/// The commits that touched packets, and where each packet lay.
pub struct Lineage {
    /// Parents before children.
    commits: Vec<Recorded>,
    /// By the path that a packet has now: where it lies and lay.
    homes: BTreeMap<RepoPath, BTreeSet<RepoPath>>,
}

impl Lineage {
    /// Reads the commits that touched the packets, followed to where they were moved from.
    pub fn read(repo: &Repo, head: &Oid, folder: &str, packets: &[&RepoPath]) -> Result<Self, Error> {
        let mut homes: BTreeMap<RepoPath, BTreeSet<RepoPath>> = packets
            .iter()
            .map(|path| ((*path).clone(), BTreeSet::from([(*path).clone(), other_form(path)])))
            .collect();
        let all = Commits { since: None, until: head };
        let mut asked: BTreeSet<RepoPath> = homes.values().flatten().cloned().collect();
        let paths = if packets.len() > MOST_PATHS { vec![RepoPath::from(folder)] } else { asked.iter().cloned().collect() };
        let mut commits = repo.history(all, &paths)?;
        for _ in 0..MOST_MOVES {
            let found: BTreeSet<RepoPath> =
                homes.values_mut().flat_map(|homes| follow(&commits, homes)).filter(|path| asked.insert(path.clone())).collect();
            if found.is_empty() {
                break;
            }
            let known: BTreeSet<Oid> = commits.iter().map(|it| it.info.commit.oid.clone()).collect();
            let mut older = repo.history(all, &found.into_iter().collect::<Vec<_>>())?;
            older.retain(|it| !known.contains(&it.info.commit.oid));
            // What was found by the old path lies before the move, and so before all that was found already.
            older.append(&mut commits);
            commits = older;
        }
        Ok(Self { commits, homes })
    }

    /// The first commit that touched any of the packets.
    pub fn first(&self) -> Option<&Recorded> {
        self.commits.first()
    }

    /// Where the packet that lies at `path` lies and lay.
    pub fn homes(&self, path: &RepoPath) -> &BTreeSet<RepoPath> {
        &self.homes[path]
    }

    /// The commits that touched the packet, the latest first, each with its blobs before (for each parent that it
    /// differs from) and after.
    pub fn steps<'a>(&'a self, path: &RepoPath) -> impl Iterator<Item = PacketStep<'a>> {
        let homes = self.homes(path);
        self.commits.iter().rev().filter_map(move |recorded| {
            let mut befores = Vec::new();
            let mut after = None;
            for side in &recorded.sides {
                let changes = side.changes.iter().filter(|change| homes.contains(&change.path));
                let changes: Vec<_> = changes.collect();
                if changes.is_empty() {
                    continue;
                }
                befores.push(changes.iter().find_map(|change| Some(&change.before.as_ref()?.1)));
                after = after.or_else(|| changes.iter().find_map(|change| Some(&change.after.as_ref()?.1)));
            }
            (!befores.is_empty()).then_some(PacketStep { recorded, befores, after })
        })
    }
}

/// A commit that touched a packet.
pub struct PacketStep<'a> {
    /// The commit.
    pub recorded: &'a Recorded,
    /// The packet in each parent that it differs from.
    pub befores: Vec<Option<&'a Oid>>,
    /// The packet in it.
    pub after: Option<&'a Oid>,
}

/// Where a packet was moved from, in the commits in which it came to one of its homes.
fn follow(commits: &[Recorded], homes: &mut BTreeSet<RepoPath>) -> Vec<RepoPath> {
    let mut found = Vec::new();
    for side in commits.iter().flat_map(|recorded| &recorded.sides) {
        for home in homes.clone() {
            let Some(arrival) = side.change(&home).filter(|change| change.before.is_none()) else { continue };
            let came_from = side.changes.iter().find(|change| {
                let gone = change.after.is_none() && !homes.contains(&change.path);
                gone && (change.before == arrival.after || tail(&change.path) == tail(&home))
            });
            found.extend(came_from.map(|change| change.path.clone()));
        }
    }
    for path in &found {
        homes.extend([path.clone(), other_form(path)]);
    }
    found
}

/// What names a packet in its path: `WP-1-X.md`, for `WP-1-X/packet.md` too.
fn tail(path: &RepoPath) -> Vec<u8> {
    let file = if path.as_bytes().ends_with(b"/packet.md") { other_form(path) } else { path.clone() };
    file.as_bytes().rsplit(|byte| *byte == b'/').next().unwrap_or_default().to_vec()
}

/// Reads versions of packets, each once.
pub struct Versions<'a, 'repo> {
    /// Where content comes from.
    pub blobs: &'a mut Blobs<'repo>,
    /// What the versions are read into.
    pub sources: &'a mut Sources,
    read: BTreeMap<Oid, Option<Packet>>,
}

impl<'a, 'repo> Versions<'a, 'repo> {
    /// Reads from there.
    pub fn new(blobs: &'a mut Blobs<'repo>, sources: &'a mut Sources) -> Self {
        Self { blobs, sources, read: BTreeMap::new() }
    }

    /// The version of a blob; `commit` names it in what points into it.
    pub fn of_blob(&mut self, blob: &Oid, path: &RepoPath, commit: &Oid) -> Result<Option<Packet>, Error> {
        if !self.read.contains_key(blob) {
            let bytes = self.blobs.get(Spec::Oid(blob))?.and_then(|object| object.bytes().cloned());
            let packet = bytes.map(|bytes| {
                let source = Source::new(path.to_string(), bytes).at_commit(commit.short());
                let source = self.sources.add(source);
                parse::packet(self.sources, source).0
            });
            self.read.insert(blob.clone(), packet);
        }
        Ok(self.read[blob].clone())
    }

    /// The packet as a commit has it, in whichever of its homes.
    pub fn of_commit(&mut self, commit: &Oid, homes: &BTreeSet<RepoPath>) -> Result<Option<Packet>, Error> {
        for home in homes {
            if let Some(object) = self.blobs.get(Spec::Commit(commit, home))?
                && object.bytes().is_some()
            {
                return self.of_blob(&object.oid, home, commit);
            }
        }
        Ok(None)
    }

    /// The commit that brought a report to this history: it holds it, and none of its parents does. `None` where HEAD
    /// does not hold the report.
    pub fn brought(
        &mut self,
        lineage: &Lineage,
        path: &RepoPath,
        packet: &Packet,
        report: &Report,
    ) -> Result<Option<Commit>, Error> {
        let mut holds: BTreeMap<Oid, bool> = BTreeMap::new();
        let mut bringer = None;
        for step in lineage.steps(path) {
            let commit = &step.recorded.info.commit;
            let mut ask = |blob: Option<&Oid>| -> Result<bool, Error> {
                let Some(blob) = blob else { return Ok(false) };
                if let Some(known) = holds.get(blob) {
                    return Ok(*known);
                }
                let known = self.holds(blob, path, &commit.oid, packet, report)?;
                holds.insert(blob.clone(), known);
                Ok(known)
            };
            if !ask(step.after)? {
                // A removal behind the bringer would have been seen as its after.
                continue;
            }
            let mut before = step.befores.len() < step.recorded.info.parents.len();
            for blob in &step.befores {
                before = before || ask(*blob)?;
            }
            if !before {
                bringer = Some(commit.clone());
                break;
            }
        }
        Ok(bringer)
    }

    /// True where a version holds the report: its very bytes, else one that says the same.
    fn holds(
        &mut self,
        blob: &Oid,
        path: &RepoPath,
        commit: &Oid,
        packet: &Packet,
        report: &Report,
    ) -> Result<bool, Error> {
        let text = self.sources.get(packet.source).slice(report.span).to_owned();
        let bytes = self.blobs.get(Spec::Oid(blob))?.and_then(|object| object.bytes().cloned());
        let Some(bytes) = bytes else { return Ok(false) };
        if contains(&bytes, text.as_bytes()) {
            return Ok(true);
        }
        let Some(version) = self.of_blob(blob, path, commit)? else { return Ok(false) };
        let source = self.sources.get(version.source);
        let same = |other: &Report| {
            other.verdict == report.verdict
                && match (&other.bound, &report.bound) {
                    (Some(one), Some(other)) => one == other,
                    _ => gate::standing::says_the_same(source.slice(other.span), &text),
                }
        };
        Ok(version.reports.iter().any(same))
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        if bytes[from + at..].starts_with(part) {
            return true;
        }
        from += at + 1;
    }
    false
}
