//! One file, read once for all rules that look at it.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use grep_matcher::LineTerminator;
use grep_regex::RegexMatcher;
use grep_searcher::{BinaryDetection, Searcher, SearcherBuilder, Sink, SinkFinish, SinkMatch};

use super::kept::{FileFinds, MOST_OF_A_FILE};
use crate::audit::{self, Compiled, RuleSet, Zones};
use crate::model::{Hit, RepoPath, RuleCheck};
use crate::text::{Position, Span};

/// The most bytes that a line may have; a file with a longer one is not searched, and said to be so.
const LONGEST_LINE: usize = 64 << 20;

/// The most bytes of a file in which comments and strings are told from code; in a larger one every match counts.
const LARGEST_WITH_ZONES: u64 = 32 << 20;

/// How much of a long line is kept around a match, on each side.
const AROUND: usize = 160;

/// Reads files for one thread.
pub struct FileSearch<'a> {
    set: &'a RuleSet,
    searcher: Searcher,
    /// One matcher for all patterns of the rules that look at a file, by those rules.
    matchers: HashMap<Vec<usize>, RegexMatcher>,
}

/// Where content comes from.
pub enum Content<'a> {
    /// A file on disk.
    Disk(&'a Path),
    /// Bytes at hand.
    Bytes(&'a [u8]),
}

impl<'a> FileSearch<'a> {
    /// For the rules of a set.
    pub fn new(set: &'a RuleSet) -> Self {
        let searcher = SearcherBuilder::new()
            .line_number(true)
            .line_terminator(LineTerminator::crlf())
            .heap_limit(Some(LONGEST_LINE))
            .binary_detection(BinaryDetection::quit(0))
            .build();
        Self { set, searcher, matchers: HashMap::new() }
    }

    /// What the file holds for each of `rules`.
    pub fn search(&mut self, path: &RepoPath, content: &Content, rules: &[usize]) -> io::Result<Vec<FileFinds>> {
        let set = self.set;
        let matcher = self.matchers.entry(rules.to_vec()).or_insert_with(|| {
            let patterns: Vec<&str> = rules
                .iter()
                .flat_map(|rule| set.rules[*rule].rule.patterns().iter().map(|pattern| pattern.text.as_str()))
                .collect();
            audit::matcher(&patterns).expect("each of the patterns was compiled by itself")
        });
        let mut lines = Lines { path, content, rules, set, finds: Vec::new(), zones: OnceCell::new() };
        lines.finds.resize_with(rules.len(), FileFinds::default);
        match content {
            Content::Disk(file) => self.searcher.search_file(&*matcher, &File::open(file)?, &mut lines)?,
            Content::Bytes(bytes) => self.searcher.search_slice(&*matcher, bytes, &mut lines)?,
        }
        Ok(lines.finds)
    }
}

/// Takes the lines in which any pattern matches, and asks each rule about them.
struct Lines<'a> {
    path: &'a RepoPath,
    content: &'a Content<'a>,
    rules: &'a [usize],
    set: &'a RuleSet,
    finds: Vec<FileFinds>,
    /// The file's comments and strings, once a rule needs them; `None` within where they cannot be told.
    zones: OnceCell<Option<Zones>>,
}

impl Sink for &mut Lines<'_> {
    type Error = io::Error;

    fn matched(&mut self, _: &Searcher, found: &SinkMatch<'_>) -> Result<bool, io::Error> {
        let line = found.bytes();
        let number = found.line_number().unwrap_or(1);
        let offset = found.absolute_byte_offset();
        for at in 0..self.rules.len() {
            let compiled = &self.set.rules[self.rules[at]];
            let mut places = compiled.matches(line);
            if !compiled.rule.within().is_empty() && !places.is_empty() {
                places.retain(|(start, _)| self.counts(compiled, offset + *start as u64));
            }
            let Some((start, end)) = places.first().copied() else { continue };
            let finds = &mut self.finds[at];
            finds.matched = true;
            if matches!(compiled.rule.check, RuleCheck::Require { .. }) {
                continue;
            }
            if finds.hits.len() < MOST_OF_A_FILE {
                finds.hits.push(hit(self.path, line, usize::try_from(number).unwrap_or(usize::MAX), start, end));
            } else {
                finds.uncounted += 1;
            }
        }
        Ok(true)
    }

    fn finish(&mut self, _: &Searcher, finish: &SinkFinish) -> Result<(), io::Error> {
        if finish.binary_byte_offset().is_some() {
            self.finds.iter_mut().for_each(|finds| finds.binary = true);
        }
        Ok(())
    }
}

impl Lines<'_> {
    /// True where a match that begins there lies in a part of the file that the rule asks about. Where the parts cannot be
    /// told, it does: better one hit too many than one too few.
    fn counts(&self, compiled: &Compiled, offset: u64) -> bool {
        let (path, content) = (self.path, self.content);
        let zones = self.zones.get_or_init(|| zones(path, content));
        let Some(zones) = zones else { return true };
        compiled.rule.within().contains(&zones.at(usize::try_from(offset).unwrap_or(usize::MAX)))
    }
}

/// The zones of a file, read a second time, for what few files have a match that they matter for.
fn zones(path: &RepoPath, content: &Content) -> Option<Zones> {
    if !audit::has_zones(path) {
        return None;
    }
    let read;
    let bytes = match content {
        Content::Bytes(bytes) => *bytes,
        Content::Disk(file) => {
            let mut bytes = Vec::new();
            File::open(file).ok()?.take(LARGEST_WITH_ZONES + 1).read_to_end(&mut bytes).ok()?;
            read = bytes;
            &read
        }
    };
    let two_bytes_a_letter = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if two_bytes_a_letter || bytes.len() as u64 > LARGEST_WITH_ZONES {
        return None;
    }
    // The searcher takes the mark at the head of UTF-8 off before it counts.
    audit::zones(path, bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// A hit with as much of its line as can be shown.
fn hit(path: &RepoPath, line: &[u8], number: usize, start: usize, end: usize) -> Hit {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (start, end) = (start.min(line.len()), end.min(line.len()));
    let is_inside = |at: usize| line.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let mut from = if line.len() <= 4 * AROUND { 0 } else { start.saturating_sub(AROUND) };
    while is_inside(from) {
        from += 1;
    }
    let mut to = if line.len() <= 4 * AROUND {
        line.len()
    } else {
        end.min(start + AROUND).saturating_add(AROUND).min(line.len())
    };
    while is_inside(to) {
        to -= 1;
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (before, matched) = (text(&line[from..start]), text(&line[start..end.min(to).max(start)]));
    let after = text(&line[end.min(to).max(start)..to]);
    let column = String::from_utf8_lossy(&line[..from]).chars().count() + 1;
    Hit {
        path: path.clone(),
        first: Position { line: number, column },
        span: Span::new(before.len(), before.len() + matched.len()),
        excerpt: format!("{before}{matched}{after}"),
        site: None,
    }
}
