//! What the threads of a walk have found so far, put together.

use crate::audit::{Compiled, RuleSet};
use crate::model::{Allow, Hit, RepoPath, RuleCheck, Searched, Tally};

/// How many hits of one rule are kept of one file, and of all.
pub const MOST_OF_A_FILE: usize = 1_000;
const MOST_OF_ALL: usize = 100_000;

/// What one file holds for one rule.
#[derive(Debug, Default)]
pub struct FileFinds {
    /// The hits, in order; for a rule that requires something, matches are counted only.
    pub hits: Vec<Hit>,
    /// How many more there are.
    pub uncounted: usize,
    /// True where anything matched.
    pub matched: bool,
    /// True where the file was left because it is binary.
    pub binary: bool,
}

/// Finds of all files.
#[derive(Debug, Default)]
pub struct Kept {
    searched: Searched,
}

impl Kept {
    /// Nothing yet, for so many rules.
    pub fn new(set: &RuleSet) -> Self {
        let tally = |compiled: &Compiled| Tally {
            allowed_by: vec![0; compiled.rule.allow().map_or(0, Allow::len)],
            roots_met: vec![false; compiled.rule.select.roots.len()],
            files_met: vec![false; compiled.rule.select.files.len()],
            ..Tally::default()
        };
        Self { searched: Searched { tallies: set.rules.iter().map(tally).collect(), ..Searched::default() } }
    }

    /// A rule looks at a file: beneath that root, by those globs.
    pub fn selected(&mut self, rule: usize, root: usize, globs: &[usize]) {
        let tally = &mut self.searched.tallies[rule];
        tally.scanned += 1;
        if let Some(met) = tally.roots_met.get_mut(root) {
            *met = true;
        }
        for glob in globs {
            tally.files_met[*glob] = true;
        }
    }

    /// A file that a rule about names looks at; one that is small enough is not kept.
    pub fn named(&mut self, rule: usize, compiled: &Compiled, path: &RepoPath, size: u64) {
        if matches!(compiled.rule.check, RuleCheck::Smaller { most, .. } if size <= most) {
            return;
        }
        let tally = &mut self.searched.tallies[rule];
        match compiled.allows(path) {
            Some(entry) => {
                tally.allowed += 1;
                tally.allowed_by[entry] += 1;
            }
            None => tally.files.push((path.clone(), size)),
        }
    }

    /// What a file holds for a rule.
    pub fn finds(&mut self, rule: usize, compiled: &Compiled, path: &RepoPath, finds: FileFinds) {
        let tally = &mut self.searched.tallies[rule];
        if finds.binary {
            tally.scanned -= 1;
            tally.binary.push(path.clone());
        } else if !finds.matched {
            if matches!(compiled.rule.check, RuleCheck::Require { .. }) {
                tally.lacking.push(path.clone());
            }
            return;
        }
        let count = finds.hits.len() + finds.uncounted;
        if count == 0 {
            return;
        }
        if let Some(entry) = compiled.allows(path) {
            tally.allowed += count;
            tally.allowed_by[entry] += count;
        } else {
            tally.uncounted += finds.uncounted;
            let room = MOST_OF_ALL.saturating_sub(tally.hits.len());
            tally.uncounted += finds.hits.len().saturating_sub(room);
            tally.hits.extend(finds.hits.into_iter().take(room));
        }
    }

    /// A file or folder that could not be read.
    pub fn unread(&mut self, path: RepoPath, reason: String) {
        self.searched.unread.insert(path, reason);
    }

    /// All of it, in an order that does not depend on the threads.
    pub fn finish(mut self) -> Searched {
        for tally in &mut self.searched.tallies {
            tally
                .hits
                .sort_by(|a, b| (&a.path, a.first.line, a.span.start).cmp(&(&b.path, b.first.line, b.span.start)));
            tally.lacking.sort();
            tally.files.sort();
            tally.binary.sort();
        }
        self.searched
    }
}
