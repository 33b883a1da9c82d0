//! The verdict that governs, looked into.

use std::collections::BTreeSet;

use super::contract::contract_moves;
use super::graph::Graph;
use super::lineage::{Lineage, Versions};
use super::rewritten::rewritten;
use super::work_tree::WorkTree;
use super::{Error, Place, Reach};
use crate::gate::contract::contract_digest;
use crate::gate::standing::{is_own, moves, standing};
use crate::model::{Bound, Commit, Deed, EntryStanding, FileList, Move, Oid, Packet, PacketId, PacketStanding, RepoPath};
use crate::world::git::Spec;

/// What is asked for a verdict.
pub struct Asking<'a, 'repo> {
    pub place: &'a Place,
    pub head: &'a Oid,
    pub graph: Graph,
    pub lineage: &'a Lineage,
    pub versions: Versions<'a, 'repo>,
    pub work_tree: &'a WorkTree,
    /// The packets whose own work is what is not committed.
    pub at_work: BTreeSet<PacketId>,
}

/// What was found out of one verdict, before it is judged.
#[derive(Default)]
struct Found {
    judged: Option<Oid>,
    moves: Vec<Move>,
    doubt: Option<String>,
}

impl Asking<'_, '_> {
    /// Looks into the verdict of that report.
    pub fn governing(&mut self, of: &PacketStanding, report: usize) -> Result<EntryStanding, Error> {
        let entry = &of.packet.reports[report];
        let brought = self.versions.brought(self.lineage, &of.path, &of.packet, entry)?;
        let bound = entry.bound.as_ref();
        let then = self.contract_then(of, bound, brought.as_ref())?;
        let reach = Reach::of(self.place, of, then.as_ref().unwrap_or(&of.packet));
        let mut found = match bound {
            Some(bound) => self.bound(of, bound, brought.as_ref(), &reach)?,
            None => self.by_hand(of, brought.as_ref(), &reach)?,
        };
        let (contract, doubt) = contract_moves(self, of, bound, then.as_ref(), found.judged.as_ref())?;
        found.doubt = found.doubt.or(doubt);
        if let Some(commit) = brought.as_ref().filter(|commit| self.place.repo.is_cut_at(&commit.oid)) {
            let word = "this clone is shallow and ends with";
            found.doubt = Some(format!("{word} {}, so which commit brought the verdict cannot be told", commit.oid.short()));
        }
        Ok(EntryStanding {
            report,
            brought,
            judged: found.judged,
            standing: standing(None, &contract, &found.moves),
            successor: None,
            contract,
            moves: found.moves,
            doubt: found.doubt,
        })
    }

    /// A verdict written by hand judged what lay beneath it: the commit that brought it.
    fn by_hand(&mut self, of: &PacketStanding, brought: Option<&Commit>, reach: &Reach) -> Result<Found, Error> {
        let Some(brought) = brought else { return Ok(Found::default()) };
        let moves = self.moves_since(&brought.oid, of, reach)?;
        Ok(Found { judged: Some(brought.oid.clone()), moves, doubt: None })
    }

    /// A verdict that is bound judged the files of a digest: they are looked for in its HEAD, then where it came to this
    /// history.
    fn bound(
        &mut self,
        of: &PacketStanding,
        bound: &Bound,
        brought: Option<&Commit>,
        reach: &Reach,
    ) -> Result<Found, Error> {
        let brought = brought.map(|commit| &commit.oid);
        if self.graph.holds(&bound.head) {
            let moves = self.moves_since(&bound.head, of, reach)?;
            if !moves.iter().any(Move::is_own) {
                return Ok(Found { judged: Some(bound.head.clone()), moves, doubt: None });
            }
            // What was judged may have been committed only with the verdict.
            if self.now_is(bound, reach)? {
                return Ok(Found { judged: brought.or(Some(&bound.head)).cloned(), ..Found::default() });
            }
            if let Some(brought) = brought
                && self.commit_is(brought, bound, reach)?
            {
                let moves = self.moves_since(brought, of, reach)?;
                return Ok(Found { judged: Some(brought.clone()), moves, doubt: None });
            }
            return Ok(Found { judged: Some(bound.head.clone()), moves, doubt: None });
        }
        let Some(brought) = brought else {
            let doubt = (!self.now_is(bound, reach)?)
                .then(|| format!("what was judged, {}, is not in the history of HEAD", bound.head.short()));
            return Ok(Found { doubt, ..Found::default() });
        };
        let mut moves = self.moves_since(brought, of, reach)?;
        let found = |moves, doubt| Found { judged: Some(brought.clone()), moves, doubt };
        if self.commit_is(brought, bound, reach)? {
            return Ok(found(moves, None));
        }
        if self.now_is(bound, reach)? {
            return Ok(found(Vec::new(), None));
        }
        if self.versions.blobs.get(Spec::Oid(&bound.head))?.is_none() {
            let short = bound.head.short();
            let doubt = format!("what was judged, {short}, is not in this clone, and the files in scope are others here");
            return Ok(found(moves, Some(doubt)));
        }
        let before = rewritten(self, of, &bound.head, brought, reach)?;
        moves.retain(|it| !before.iter().any(|other| other.path() == it.path() && !it.is_own()));
        moves.extend(before);
        moves.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(Found { judged: Some(bound.head.clone()), moves, doubt: None })
    }

    /// The packet as it was judged: the version of that digest, else of the commit that brought the verdict. `None` where
    /// it is what lies on disk.
    fn contract_then(
        &mut self,
        of: &PacketStanding,
        bound: Option<&Bound>,
        brought: Option<&Commit>,
    ) -> Result<Option<Packet>, Error> {
        if bound.is_some_and(|bound| contract_digest(&of.packet, self.versions.sources) == bound.contract) {
            return Ok(None);
        }
        let homes = self.lineage.homes(&of.path);
        let mut last = None;
        let head = bound.map(|bound| &bound.head);
        for commit in head.into_iter().chain(brought.map(|commit| &commit.oid)) {
            if self.versions.blobs.get(Spec::Oid(commit))?.is_none() {
                continue;
            }
            let Some(version) = self.versions.of_commit(commit, homes)? else { continue };
            if bound.is_some_and(|bound| contract_digest(&version, self.versions.sources) == bound.contract) {
                return Ok(Some(version));
            }
            last = Some(version);
        }
        Ok(last)
    }

    /// What moved behind a commit, by content: what a merge brought together from both sides is no move of its own.
    pub fn moves_since(&mut self, start: &Oid, of: &PacketStanding, reach: &Reach) -> Result<Vec<Move>, Error> {
        let homes = self.lineage.homes(&of.path);
        let own = |deed: &Deed| match deed.commit {
            Some(_) => is_own(deed, &of.id, homes),
            None => self.at_work.contains(&of.id),
        };
        let loose = self.work_tree.deed();
        let mut deeds = self.graph.behind(&self.place.repo, start, |path| reach.allows(path))?;
        deeds.extend(&loose);
        let mut found = Vec::new();
        for mut it in moves(&deeds, |path| reach.allows(path), own) {
            if self.settle(start, &mut it)? {
                found.push(it);
            }
        }
        Ok(found)
    }

    /// Takes both sides of a move from where they are: the commit that was judged, and now. False where they are equal.
    fn settle(&mut self, start: &Oid, it: &mut Move) -> Result<bool, Error> {
        const SUBMODULE: u32 = 0o160_000;
        let mut states = it.before.iter().chain(&it.after);
        if states.any(|state| state.mode == SUBMODULE) {
            return Ok(true);
        }
        let (Some(from), Some(to)) = (it.before.clone().or(it.after.clone()), it.after.clone().or(it.before.clone()))
        else {
            return Ok(false);
        };
        let blobs = &mut *self.versions.blobs;
        let then = blobs.get(Spec::Commit(start, &from.path))?.map(|object| object.oid);
        let now = self.work_tree.blob(blobs, self.head, &to.path)?;
        let same_mode = it.before.is_none() || it.after.is_none() || from.mode == to.mode;
        let same = then == now && same_mode && (from.path == to.path || then.is_none());
        it.before = then.map(|blob| crate::model::State { blob, ..from });
        it.after = now.map(|blob| crate::model::State { blob, ..to });
        Ok(!same)
    }

    /// True where the packet has work of its own behind a commit.
    pub fn has_own_behind(&mut self, start: &Oid, of: &PacketStanding) -> Result<bool, Error> {
        let homes = self.lineage.homes(&of.path);
        let deeds = self.graph.behind(&self.place.repo, start, |_: &RepoPath| true)?;
        Ok(deeds.iter().any(|deed| is_own(deed, &of.id, homes)))
    }

    fn commit_is(&mut self, commit: &Oid, bound: &Bound, reach: &Reach) -> Result<bool, Error> {
        let files = self.versions.blobs.files(commit)?;
        Ok(is(files, bound, reach))
    }

    fn now_is(&mut self, bound: &Bound, reach: &Reach) -> Result<bool, Error> {
        let files = self.work_tree.files(self.versions.blobs, self.head)?;
        Ok(is(files, bound, reach))
    }
}

fn is(files: FileList, bound: &Bound, reach: &Reach) -> bool {
    files.without(|path| !reach.allows(path)).digest() == bound.scope_tree
}
