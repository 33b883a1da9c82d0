//! The facts of audits: the tree searched for all rules at once, and where something is compared, the base as well.

use std::collections::BTreeSet;

use super::rules::without_doubles;
use super::{Error, Place};
use crate::audit::RuleSet;
use crate::finding::Finding;
use crate::model::{AuditFacts, Baseline, RepoPath, Rule, Searched, Tree};
use crate::text::Sources;
use crate::world::git::{Blobs, Listing, WorktreeCopy};
use crate::world::search;

/// What is searched.
pub enum Searching<'a, 'repo> {
    /// The files on disk.
    Disk,
    /// What git keeps: the index, a commit, the copy of a work tree.
    Tree {
        /// Which.
        head: &'a Tree,
        /// The copy, where the work tree is the head.
        copy: Option<&'a WorktreeCopy>,
        /// Where content comes from.
        blobs: &'a mut Blobs<'repo>,
    },
}

/// What is compared with: a base, and every path in which the head differs from it.
pub struct Since<'a> {
    /// The base.
    pub base: &'a Tree,
    /// Every path in which the two may differ.
    pub changed: &'a BTreeSet<RepoPath>,
}

/// Searches for all of the rules.
pub fn audits(
    place: &Place,
    sources: &mut Sources,
    rules: Vec<Rule>,
    mut unreadable: Vec<Finding>,
    baseline: Baseline,
    searching: Searching,
    since: Option<&Since>,
) -> Result<AuditFacts, Error> {
    let (rules, doubled) = without_doubles(rules);
    unreadable.extend(doubled);
    let (set, wrong) = RuleSet::new(rules);
    unreadable.extend(wrong);
    let repo = &place.repo;
    let relaxable = set.rules.iter().any(|rule| !rule.rule.strict);
    let (mut head, base) = match searching {
        Searching::Disk => {
            let base = since.filter(|_| relaxable).map(|since| of_base(place, &mut repo.blobs(), &set, since));
            (search::on_disk(&repo.root, &set), base.transpose()?)
        }
        Searching::Tree { head, copy, blobs } => {
            let listing = match copy {
                _ if set.rules.is_empty() => Listing::default(),
                Some(copy) => repo.listing_of(copy)?,
                None => repo.listing(head)?,
            };
            let found = search::in_listing(blobs, &listing, &set, None)?;
            (found, since.filter(|_| relaxable).map(|since| of_base(place, blobs, &set, since)).transpose()?)
        }
    };
    search::place(&mut head, sources);
    let rules = set.rules.into_iter().map(|compiled| compiled.rule).collect();
    Ok(AuditFacts { rules, head, base, unreadable, baseline })
}

/// What was there before, in the files that changed.
fn of_base(place: &Place, blobs: &mut Blobs, set: &RuleSet, since: &Since) -> Result<Searched, Error> {
    let listing = if since.changed.is_empty() { Listing::default() } else { place.repo.listing(since.base)? };
    Ok(search::in_listing(blobs, &listing, set, Some(since.changed))?)
}
