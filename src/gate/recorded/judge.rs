//! The judge: follows what is recorded from version to version.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::{Alike, alike};
use super::fault::{Codes, Fault, How, Teller};
use super::passage::Passage;
use super::version::{Entry, RecordKind, Version};
use crate::gate::words;
use crate::model::{Digest, Oid, When};
use crate::text::{SourceId, Sources, Span};

/// What came of following the entries of a packet.
#[derive(Default)]
pub struct Followed {
    /// What was done to recorded entries, in the order of the steps.
    pub faults: Vec<Fault>,
    /// The entries that came, in that order; a merge brings none that a parent holds.
    pub brought: Vec<Brought>,
}

/// An entry that came.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The index of the step.
    pub step: usize,
    /// Its title.
    pub title: String,
    /// SHA1 of its bytes.
    pub digest: Digest,
    /// Where it stands.
    pub source: SourceId,
    /// The line of its heading.
    pub heading: Span,
}

/// Follows the entries of one kind through all steps. `parents` are those of as many commits as are known: a merge may
/// lack what one of its parents lost before, and that parent's history tells whether it ever held it.
pub fn follow(
    passages: &[Passage],
    parents: &BTreeMap<Oid, Vec<Oid>>,
    sources: &Sources,
    kind: RecordKind,
    codes: &Codes,
) -> Followed {
    let mut followed = Followed::default();
    for (step, passage) in passages.iter().enumerate() {
        let version = |packet| Version::of(packet, sources, kind);
        let olds: Vec<Option<Version>> = passage.before.iter().map(|before| before.packet.and_then(version)).collect();
        let new = passage.after.and_then(version);
        let teller = Teller { codes, kind, when: &passage.when };
        let ever = |parent: usize| ever(passage, parent, passages, parents, sources, kind);
        let mut judge = Step {
            olds: &olds,
            new: new.as_ref(),
            teller,
            ever: &ever,
            told: BTreeSet::new(),
            named: BTreeSet::new(),
            faults: Vec::new(),
        };
        judge.all();
        let named = judge.named;
        // What is staged and lies on disk as well is told once.
        let faults = judge.faults.into_iter().filter(|fault| {
            let same = |told: &Fault| (told.kind, &told.entry, &told.when) == (fault.kind, &fault.entry, &fault.when);
            fault.when != When::Uncommitted || !followed.faults.iter().any(same)
        });
        let faults: Vec<Fault> = faults.collect();
        followed.faults.extend(faults);
        let Some(new) = &new else { continue };
        let known = |entry: &Entry| olds.iter().flatten().any(|old| old.holds(entry.digest));
        let fresh = new.entries.iter().enumerate().filter(|(at, entry)| !named.contains(at) && !known(entry));
        followed.brought.extend(fresh.map(|(_, entry)| Brought {
            step,
            title: entry.title.clone(),
            digest: entry.digest,
            source: new.source,
            heading: entry.heading,
        }));
    }
    followed
}

/// The digests of all entries that a parent of a step ever held, as far as the steps tell.
fn ever(
    passage: &Passage,
    parent: usize,
    passages: &[Passage],
    parents: &BTreeMap<Oid, Vec<Oid>>,
    sources: &Sources,
    kind: RecordKind,
) -> BTreeSet<Digest> {
    let own = &passage.before[parent];
    let steps: BTreeMap<&Oid, &Passage> = passages
        .iter()
        .filter_map(|passage| match &passage.when {
            When::Commit(commit) => Some((&commit.oid, passage)),
            When::Uncommitted | When::Since(_) => None,
        })
        .collect();
    let mut versions = vec![own.packet];
    let mut seen: BTreeSet<&Oid> = BTreeSet::new();
    let mut next: Vec<&Oid> = own.parent.into_iter().collect();
    while let Some(oid) = next.pop() {
        if !seen.insert(oid) {
            continue;
        }
        if let Some(step) = steps.get(oid) {
            versions.push(step.after);
            versions.extend(step.before.iter().map(|before| before.packet));
        }
        next.extend(parents.get(oid).into_iter().flatten());
    }
    let versions = versions.into_iter().flatten().filter_map(|packet| Version::of(packet, sources, kind));
    versions.flat_map(|version| version.entries.iter().map(|entry| entry.digest).collect::<Vec<_>>()).collect()
}

/// One step, as it is judged.
struct Step<'a> {
    /// What each parent holds.
    olds: &'a [Option<Version<'a>>],
    /// What came of it.
    new: Option<&'a Version<'a>>,
    teller: Teller<'a>,
    /// What a parent ever held.
    ever: &'a dyn Fn(usize) -> BTreeSet<Digest>,
    /// Entries of which was told already, against another parent.
    told: BTreeSet<Digest>,
    /// The places of new entries that are told to be something else: what an older one became, or put above older ones.
    named: BTreeSet<usize>,
    faults: Vec<Fault>,
}

impl<'a> Step<'a> {
    fn all(&mut self) {
        let mut between = Vec::new();
        for (own, old) in self.olds.iter().enumerate() {
            let Some(old) = old else { continue };
            let places = self.kept(own, old);
            self.reordered(own, old, &places);
            self.inserted(&places);
            between.push(self.put_between(old, &places));
        }
        // Text that one of the parents holds is not a merge's own.
        let all = between.iter().all(Option::is_some);
        if let (true, Some(Some((entry, place))), Some(new)) = (all, between.first(), self.new) {
            self.faults.push(self.teller.put_between(entry, *place, new));
        }
    }

    /// Finds each entry again, and tells of those that are gone or not as they were; gives the place of each.
    fn kept(&mut self, own: usize, old: &'a Version<'a>) -> Vec<Option<usize>> {
        let Some(new) = self.new else {
            for entry in &old.entries {
                if !self.is_carried(own, entry) && self.told.insert(entry.digest) {
                    self.faults.push(self.teller.lost(entry, old, None));
                }
            }
            return vec![None; old.entries.len()];
        };
        let mut places = old.places_in(new);
        let elsewhere = |entry: &Entry| self.others(own).any(|other| other.holds(entry.digest));
        let mut free: BTreeSet<usize> =
            (0..new.entries.len()).filter(|at| !places.contains(&Some(*at)) && !elsewhere(&new.entries[*at])).collect();
        for (entry, place) in old.entries.iter().zip(&mut places) {
            if let Some(place) = *place {
                let now = &new.entries[place];
                let reads = entry.verdict.is_some() && entry.verdict != now.verdict;
                if reads && self.told.insert(entry.digest) {
                    self.faults.push(self.teller.altered(How::Verdict, entry, now, new));
                }
                continue;
            }
            if self.is_carried(own, entry) {
                continue;
            }
            let is = |place: &usize| alike(entry.text, new.entries[*place].text) != Alike::No;
            let titled = |place: &usize| words::same(&new.entries[*place].title, &entry.title);
            let retitled = |place: &usize| words::same(new.entries[*place].body(), entry.body());
            let mut found = free.iter().copied().find(is);
            found = found.or_else(|| free.iter().copied().find(titled));
            *place = found.or_else(|| free.iter().copied().find(retitled));
            if let Some(place) = *place {
                free.remove(&place);
                self.named.insert(place);
            }
            if !self.told.insert(entry.digest) {
                continue;
            }
            self.faults.push(match *place {
                Some(place) => {
                    self.teller.altered(how(entry, &new.entries[place], new), entry, &new.entries[place], new)
                }
                None => self.teller.lost(entry, old, Some(new)),
            });
        }
        places
    }

    /// Tells of entries that stand ahead of older ones, unless another parent has them so.
    fn reordered(&mut self, own: usize, old: &'a Version<'a>, places: &[Option<usize>]) {
        let known: Vec<(usize, usize)> =
            places.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?))).collect();
        for (at, (later, place)) in known.iter().enumerate() {
            let entry = &old.entries[*later];
            let so_elsewhere = |older: &Entry| {
                self.others(own)
                    .any(|other| other.place(entry.digest).zip(other.place(older.digest)).is_some_and(|(a, b)| a < b))
            };
            let ahead = known[..at].iter().filter(|(_, before)| before > place);
            let ahead = ahead.map(|(older, _)| &old.entries[*older]).find(|older| !so_elsewhere(older));
            if let Some(older) = ahead
                && self.told.insert(entry.digest)
            {
                self.faults.push(self.teller.reordered(entry, older, old));
            }
        }
    }

    /// Tells of new entries above one that was there.
    fn inserted(&mut self, places: &[Option<usize>]) {
        let (Some(new), Some(last)) = (self.new, places.iter().flatten().max()) else { return };
        for (at, entry) in new.entries[..*last].iter().enumerate() {
            let is_new = !places.contains(&Some(at)) && !self.olds.iter().flatten().any(|old| old.holds(entry.digest));
            if is_new && self.named.insert(at) {
                self.faults.push(self.teller.inserted(entry, new));
            }
        }
    }

    /// The entry above which new text stands in VALIDATION_REPORTS, and that text's place.
    fn put_between(&self, old: &'a Version<'a>, places: &[Option<usize>]) -> Option<(&'a Entry<'a>, Span)> {
        let last = old.last_in_section()?;
        let (last, place) = (0..=last).rev().find_map(|at| Some((at, places[at]?)))?;
        let (before, now) = (old.loose_before(last)?, self.new?.loose_before(place)?);
        Some((&old.entries[last], now.first_new(&before)?))
    }

    /// True where another parent lacks the entry, and had it before: that parent's history is told of its loss.
    fn is_carried(&self, own: usize, entry: &Entry) -> bool {
        let lacks = |old: &Option<Version>| old.as_ref().is_none_or(|old| !old.holds(entry.digest));
        let mut others = self.olds.iter().enumerate().filter(|(at, old)| *at != own && lacks(old));
        others.any(|(at, _)| (self.ever)(at).contains(&entry.digest))
    }

    fn others(&self, own: usize) -> impl Iterator<Item = &Version<'a>> {
        self.olds.iter().enumerate().filter(move |(at, _)| *at != own).filter_map(|(_, old)| old.as_ref())
    }
}

/// How an entry that was found again differs from what it was.
fn how(old: &Entry, now: &Entry, new: &Version) -> How {
    if without_returns(old.bytes).eq(without_returns(now.bytes)) && new.has_one_line_end() {
        How::LineEnds
    } else if old.exact {
        How::Bytes
    } else if old.verdict.is_some() && old.verdict != now.verdict {
        How::Verdict
    } else {
        How::Words(alike(old.text, now.text))
    }
}

/// The bytes of a text, those left out with which CRLF begins.
fn without_returns(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let ends = move |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    (0..bytes.len()).filter(move |at| !ends(*at)).map(|at| bytes[at])
}
