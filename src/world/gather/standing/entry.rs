//! The verdict that governs, looked into.

use super::asked::Asked;
use super::graph::Graph;
use super::reach::Reach;
use super::rewritten::rewritten;
use super::work_tree::WorkTree;
use crate::gate::contract::contract_digest;
use crate::gate::standing::{brought, contract_moves, moves, standing};
use crate::model::{Bound, Commit, ContractMove, EntryStanding, FileList, Move, Oid, Packet, State, When};
use crate::parse;
use crate::text::{Source, Sources};
use crate::world::files::other_form;
use crate::world::gather::{Error, Place, governance};
use crate::world::git::{Blobs, Spec};

/// What is asked for verdicts.
pub struct Asking<'a> {
    pub place: &'a Place,
    pub head: &'a Oid,
    pub graph: Graph,
    pub blobs: Blobs<'a>,
    pub work_tree: &'a WorkTree,
}

/// What was found out of one verdict, before it is judged.
#[derive(Default)]
struct Found {
    judged: Option<Oid>,
    moves: Vec<Move>,
    doubt: Option<String>,
}

impl Asking<'_> {
    /// Looks into the verdict of that report.
    pub fn governing(&mut self, asked: &Asked, report: usize) -> Result<EntryStanding, Error> {
        let (of, now) = (&asked.of, &asked.now);
        let entry = &now.reports[report];
        let step = brought(&asked.past, now, entry, &asked.texts);
        let brought = step.and_then(|step| match &step.when {
            When::Commit(commit) => Some(commit.clone()),
            When::Uncommitted | When::Since(_) => None,
        });
        let bound = entry.bound.as_ref();
        let mut elsewhere = None;
        let then = self.contract_then(asked, bound, brought.as_ref(), &mut elsewhere)?;
        let texts = elsewhere.as_ref().unwrap_or(&asked.texts);
        let reach = Reach::of(self.place, of, then.as_ref().unwrap_or(now));
        let mut found = match bound {
            Some(bound) => self.bound(asked, bound, brought.as_ref(), &reach)?,
            None => self.by_hand(asked, brought.as_ref(), &reach)?,
        };
        let mut contract: Vec<ContractMove> = Vec::new();
        if let Some(then) = &then {
            let governance = governance(&self.place.config, &of.id, &of.path, now);
            contract = contract_moves(&asked.past, then, now, &governance, texts);
        }
        let judged = then.as_ref().unwrap_or(now);
        if let Some(bound) = bound.filter(|bound| contract_digest(judged, texts) != bound.contract) {
            let what = "the contract that was judged is in no version of the packet that this clone has: that of";
            found.doubt.get_or_insert(format!("{what} {}", bound.head.short()));
        }
        if let Some(commit) = brought.as_ref().filter(|commit| self.place.repo.is_cut_at(&commit.oid)) {
            let word = "this clone is shallow and ends with";
            found.doubt =
                Some(format!("{word} {}, so which commit brought the verdict cannot be told", commit.oid.short()));
        }
        Ok(EntryStanding {
            report,
            brought,
            judged: found.judged,
            standing: standing(&contract, &found.moves),
            successor: None,
            contract,
            moves: found.moves,
            doubt: found.doubt,
        })
    }

    /// A verdict written by hand judged what lay beneath it: the commit that brought it.
    fn by_hand(&mut self, asked: &Asked, brought: Option<&Commit>, reach: &Reach) -> Result<Found, Error> {
        let Some(brought) = brought else { return Ok(Found::default()) };
        let moves = self.moves_since(&brought.oid, asked, reach)?;
        Ok(Found { judged: Some(brought.oid.clone()), moves, doubt: None })
    }

    /// A verdict that is bound judged the files of a digest: they are looked for in its HEAD, then where it came to this
    /// history.
    fn bound(&mut self, asked: &Asked, bound: &Bound, brought: Option<&Commit>, reach: &Reach) -> Result<Found, Error> {
        let brought = brought.map(|commit| &commit.oid);
        if self.graph.holds(&bound.head) {
            let moves = self.moves_since(&bound.head, asked, reach)?;
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
                let moves = self.moves_since(brought, asked, reach)?;
                return Ok(Found { judged: Some(brought.clone()), moves, doubt: None });
            }
            return Ok(Found { judged: Some(bound.head.clone()), moves, doubt: None });
        }
        let Some(brought) = brought else {
            let doubt = (!self.now_is(bound, reach)?)
                .then(|| format!("what was judged, {}, is not in the history of HEAD", bound.head.short()));
            return Ok(Found { doubt, ..Found::default() });
        };
        let mut moves = self.moves_since(brought, asked, reach)?;
        let found = |moves, doubt| Found { judged: Some(brought.clone()), moves, doubt };
        if self.commit_is(brought, bound, reach)? {
            return Ok(found(moves, None));
        }
        if self.now_is(bound, reach)? {
            return Ok(found(Vec::new(), None));
        }
        if self.blobs.get(Spec::Oid(&bound.head))?.is_none() {
            let short = bound.head.short();
            let doubt =
                format!("what was judged, {short}, is not in this clone, and the files in scope are others here");
            return Ok(found(moves, Some(doubt)));
        }
        let before = rewritten(&self.place.repo, asked, &bound.head, brought, reach)?;
        moves.retain(|it| !before.iter().any(|other| other.path() == it.path() && !it.is_own()));
        moves.extend(before);
        moves.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(Found { judged: Some(bound.head.clone()), moves, doubt: None })
    }

    /// The packet as it was judged: of the versions that could be it, the one of that digest, else the last. `None` where
    /// it is the one of now. One that only the commit that was judged has is read into `elsewhere`, beside all others.
    fn contract_then(
        &mut self,
        asked: &Asked,
        bound: Option<&Bound>,
        brought: Option<&Commit>,
        elsewhere: &mut Option<Sources>,
    ) -> Result<Option<Packet>, Error> {
        let past = &asked.past;
        let came = past.steps.iter().find(|step| match (&step.when, brought) {
            (When::Commit(commit), Some(brought)) => commit == brought,
            (When::Uncommitted, None) => true,
            _ => false,
        });
        let came = came.and_then(|step| step.after.as_ref());
        let Some(bound) = bound else {
            return Ok(came
                .filter(|blob| past.now.as_ref() != Some(*blob))
                .and_then(|it| past.versions.get(it))
                .cloned());
        };
        let is_judged = |packet: &&Packet| contract_digest(packet, &asked.texts) == bound.contract;
        if is_judged(&&asked.now) {
            return Ok(None);
        }
        let came = came.and_then(|blob| past.versions.get(blob));
        let older = past.steps.iter().rev().filter_map(|step| past.versions.get(step.after.as_ref()?));
        if let Some(packet) = came.into_iter().chain(older).find(is_judged) {
            return Ok(Some(packet.clone()));
        }
        let known = self.blobs.get(Spec::Oid(&bound.head))?.is_some();
        for path in [asked.of.path.clone(), other_form(&asked.of.path)].iter().filter(|_| known) {
            let object = self.blobs.get(Spec::Commit(&bound.head, path))?;
            if let Some(bytes) = object.as_ref().and_then(|object| object.bytes()) {
                let texts = elsewhere.insert(asked.texts.clone());
                let source = texts.add(Source::new(path.to_string(), bytes.clone()).at_commit(bound.head.short()));
                return Ok(Some(parse::packet(texts, source).0));
            }
        }
        Ok(came.cloned())
    }

    /// What moved behind a commit, by content: what a merge brought together from both sides is no move of its own.
    pub fn moves_since(&mut self, start: &Oid, asked: &Asked, reach: &Reach) -> Result<Vec<Move>, Error> {
        let loose = self.work_tree.deed();
        let mut deeds = self.graph.behind(&self.place.repo, start, |path| reach.allows(path))?;
        deeds.extend(&loose);
        let mut found = Vec::new();
        for mut it in moves(&deeds, |path| reach.allows(path), |deed| asked.owns(deed)) {
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
        let blobs = &mut self.blobs;
        let then = blobs.get(Spec::Commit(start, &from.path))?.map(|object| object.oid);
        let now = self.work_tree.blob(blobs, self.head, &to.path)?;
        let same_mode = it.before.is_none() || it.after.is_none() || from.mode == to.mode;
        let same = then == now && same_mode && (from.path == to.path || then.is_none());
        it.before = then.map(|blob| State { blob, ..from });
        it.after = now.map(|blob| State { blob, ..to });
        Ok(!same)
    }

    /// True where the packet has work of its own behind a commit.
    pub fn has_own_behind(&mut self, start: &Oid, asked: &Asked) -> Result<bool, Error> {
        Ok(self.graph.behind(&self.place.repo, start, |_| true)?.iter().any(|deed| asked.owns(deed)))
    }

    fn commit_is(&mut self, commit: &Oid, bound: &Bound, reach: &Reach) -> Result<bool, Error> {
        let files = self.blobs.files(commit)?;
        Ok(is(files, bound, reach))
    }

    fn now_is(&mut self, bound: &Bound, reach: &Reach) -> Result<bool, Error> {
        let files = self.work_tree.files(&mut self.blobs, self.head)?;
        Ok(is(files, bound, reach))
    }
}

fn is(files: FileList, bound: &Bound, reach: &Reach) -> bool {
    files.without(|path| !reach.allows(path)).digest() == bound.scope_tree
}
