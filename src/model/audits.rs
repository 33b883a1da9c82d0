//! The facts of audits: rules, what was found for them on both sides of a snapshot, and what is known already.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, Searched};
use crate::finding::Finding;

/// Everything that audits are judged by.
#[derive(Clone, Debug, Default)]
pub struct AuditFacts {
    /// The rules that could be read, in the order of the tallies.
    pub rules: Vec<Rule>,
    /// What was found at the head, or on disk.
    pub head: Searched,
    /// What was found at the base, in the files that changed since; `None` where nothing is compared.
    pub base: Option<Searched>,
    /// Rules that could not be read.
    pub unreadable: Vec<Finding>,
    /// Hits that were there when their rule came.
    pub baseline: Baseline,
}

/// Hits that were there when a rule came, by what they say: a ratchet that only loosens what is older than it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The rules that a baseline was written for.
    pub rules: BTreeSet<String>,
    /// How often a rule's fault is known, by rule, path and content.
    pub known: BTreeMap<Known, usize>,
}

/// A known fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The rule's id.
    pub rule: String,
    /// The file.
    pub path: String,
    /// What its line says, white space being equal.
    pub content: String,
}
