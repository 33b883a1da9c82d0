//! What a search found, rule by rule: plain counts and places, nothing judged yet.

use std::collections::BTreeMap;

use super::RepoPath;
use crate::text::{Position, Site, Span};

/// What came of one walk over a tree.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// Of each rule, in their order.
    pub tallies: Vec<Tally>,
    /// Files and folders that could not be read, with the reason.
    pub unread: BTreeMap<RepoPath, String>,
}

/// What one rule came upon.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many files were looked at.
    pub scanned: usize,
    /// Those of them that were left out because they are binary.
    pub binary: Vec<RepoPath>,
    /// The hits, sorted by place; at most as many as are kept.
    pub hits: Vec<Hit>,
    /// How many more there are that were only counted.
    pub uncounted: usize,
    /// How many hits lie where they are allowed; they are not among `hits`.
    pub allowed: usize,
    /// How many hits each entry of the rule's `allow` lets pass.
    pub allowed_by: Vec<usize>,
    /// Which of the rule's roots a file was found beneath.
    pub roots_met: Vec<bool>,
    /// Which of the rule's `files` globs matched a file beneath the roots.
    pub files_met: Vec<bool>,
    /// For a rule that requires something: the files that lack it.
    pub lacking: Vec<RepoPath>,
    /// For a rule about names: the files, with their size in bytes.
    pub files: Vec<(RepoPath, u64)>,
    /// Where those files are, and those that lack something, among the sources.
    pub sites: BTreeMap<RepoPath, Site>,
}

/// One line that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// In which file.
    pub path: RepoPath,
    /// Where the excerpt begins: its line, and the column of its first character.
    pub first: Position,
    /// The line, or for a long one what stands around the match.
    pub excerpt: String,
    /// What matched, within the excerpt.
    pub span: Span,
    /// The excerpt among the sources, once it is there.
    pub site: Option<Site>,
}

impl Hit {
    /// What matched, cut short.
    pub fn matched(&self) -> &str {
        const MOST: usize = 60;
        let text = self.excerpt.get(self.span.start..self.span.end).unwrap_or_default();
        text[..text.floor_char_boundary(MOST)].trim()
    }

    /// What was matched, with what stands around it on its line, white space being equal: the same wherever the line
    /// moves to.
    pub fn content(&self) -> String {
        self.excerpt.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
