//! Whose step is whose: every change of a document, given to the packet that it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::Whose;
use super::pairs::{Pair, stem};
use super::tracked::Logged;
use crate::model::{Oid, PacketId, PastStep, RepoPath, When};
use crate::world::files::{self, other_form};
use crate::world::gather::{Error, Place};

/// A packet, and the steps of its past.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Its id.
    pub id: PacketId,
    /// Where it lies, or lay last.
    pub path: RepoPath,
    /// Its steps.
    pub steps: Vec<PastStep>,
}

/// Gives every step to its packet: those that there are first, then those that are gone.
pub fn steps(place: &Place, whose: Whose, logged: &Logged) -> Result<Vec<Owner>, Error> {
    let mut owners = Owners::new(place, whose, logged)?;
    for (recorded, sides) in &logged.recorded {
        let when = When::Commit(recorded.info.commit.clone());
        let parents = &recorded.info.parents;
        let sides = recorded.sides.iter().map(|side| side.parent.clone()).zip(sides);
        let sides: Vec<(Option<Oid>, &[Pair])> = sides.map(|(parent, pairs)| (parent, pairs.as_slice())).collect();
        owners.add(&when, &sides, if parents.len() > 1 { parents } else { &[] });
    }
    for (when, pairs) in &logged.extra {
        owners.add(when, &[(None, pairs.as_slice())], &[]);
    }
    Ok(owners.all)
}

struct Owners {
    all: Vec<Owner>,
    by_path: BTreeMap<RepoPath, usize>,
    /// Where documents were moved to.
    moved: BTreeMap<RepoPath, RepoPath>,
    one: bool,
}

impl Owners {
    fn new(place: &Place, whose: Whose, logged: &Logged) -> Result<Self, Error> {
        let mut owners = Self { all: Vec::new(), by_path: BTreeMap::new(), moved: BTreeMap::new(), one: false };
        match whose {
            Whose::One(id, path) => {
                owners.one = true;
                owners.all.push(Owner { id: id.clone(), path: path.clone(), steps: Vec::new() });
            }
            Whose::All => {
                for file in files::list(&place.repo.root, &place.config.packets)? {
                    owners.by_path.insert(file.path.clone(), owners.all.len());
                    owners.all.push(Owner { id: file.id, path: file.path, steps: Vec::new() });
                }
            }
        }
        let recorded = logged.recorded.iter().flat_map(|(_, sides)| sides);
        for pair in recorded.chain(logged.extra.iter().map(|(_, pairs)| pairs)).flatten() {
            if let (Some((from, _)), Some((to, _))) = (&pair.before, &pair.after)
                && from != to
            {
                owners.moved.insert(from.clone(), to.clone());
            }
        }
        Ok(owners)
    }

    /// Adds what one commit did, or what is not committed: its sides, and its parents where it is a merge. Of a parent
    /// from which it does not differ, it holds the very version.
    fn add(&mut self, when: &When, sides: &[(Option<Oid>, &[Pair])], parents: &[Oid]) {
        let mut found: BTreeMap<RepoPath, PastStep> = BTreeMap::new();
        for (parent, pairs) in sides {
            for pair in *pairs {
                let Some((path, _)) = pair.after.as_ref().or(pair.before.as_ref()) else { continue };
                let new = || PastStep { when: when.clone(), before: Vec::new(), after: None };
                let step = found.entry(path.clone()).or_insert_with(new);
                step.before.push((parent.clone(), pair.before.as_ref().map(|(_, oid)| oid.clone())));
                step.after = step.after.take().or_else(|| pair.after.as_ref().map(|(_, oid)| oid.clone()));
            }
        }
        for (path, mut step) in found {
            let told = |oid: &Oid| step.before.iter().any(|(parent, _)| parent.as_ref() == Some(oid));
            let untouched: Vec<_> =
                parents.iter().filter(|oid| !told(oid)).map(|oid| (Some(oid.clone()), step.after.clone())).collect();
            step.before.extend(untouched);
            let owner = self.owner(&path);
            self.all[owner].steps.push(step);
        }
    }

    /// Whose path that is: that of the packet which lies there, else of the one that was moved from there.
    fn owner(&mut self, path: &RepoPath) -> usize {
        if self.one {
            return 0;
        }
        let mut last = path.clone();
        let mut seen = BTreeSet::new();
        while seen.insert(last.clone()) {
            if let Some(at) = self.by_path.get(&last).or_else(|| self.by_path.get(&other_form(&last))) {
                return *at;
            }
            match self.moved.get(&last) {
                Some(next) => last = next.clone(),
                None => break,
            }
        }
        let name = String::from_utf8_lossy(stem(&last)).into_owned();
        let id = PacketId::parse(&name).or_else(|| PacketId::parse("unnamed")).expect("`unnamed` is an id");
        self.by_path.insert(last.clone(), self.all.len());
        self.all.push(Owner { id, path: last, steps: Vec::new() });
        self.all.len() - 1
    }
}
