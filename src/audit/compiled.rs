//! Rules made ready: their expressions compiled, once, with every mistake told at its place.

use globset::GlobMatcher;
use grep_matcher::Matcher;
use grep_regex::RegexMatcher;
use regex::Regex;

use super::paths::{PathGlob, file_glob, literal_part, path_regex};
use super::{PatternError, matcher};
use crate::finding::Finding;
use crate::model::{Placed, RepoPath, Rule, RuleCheck};
use crate::parse::RULE_READABLE;

/// All rules of a walk.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The rules that can be looked for, in their order.
    pub rules: Vec<Compiled>,
}

/// One rule with its expressions.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The rule.
    pub rule: Rule,
    roots: Vec<PathGlob>,
    files: Vec<GlobMatcher>,
    except: Vec<PathGlob>,
    allow_globs: Vec<PathGlob>,
    allow_regexes: Vec<Regex>,
    patterns: Vec<RegexMatcher>,
    /// The name that a rule about names reads.
    name: Option<Regex>,
}

impl RuleSet {
    /// Makes the rules ready. One with a mistake in it is left out, and told: nothing is searched for by half.
    pub fn new(rules: Vec<Rule>) -> (Self, Vec<Finding>) {
        let mut set = Self::default();
        let mut findings = Vec::new();
        for rule in rules {
            match Compiled::new(rule) {
                Ok(compiled) => set.rules.push(compiled),
                Err(finding) => findings.push(*finding),
            }
        }
        (set, findings)
    }

    /// The folders in which a walk must begin to meet everything that a rule looks at; none lies within another.
    pub fn starts(&self) -> Vec<String> {
        let mut starts: Vec<String> = Vec::new();
        for compiled in &self.rules {
            let roots = &compiled.rule.select.roots;
            starts.extend(roots.iter().map(|root| literal_part(&root.text).to_owned()));
            if roots.is_empty() {
                starts.push(String::new());
            }
        }
        starts.sort();
        starts.dedup();
        let all = starts.clone();
        let is_within = |inner: &String, outer: &String| {
            inner != outer && RepoPath::from(inner.as_str()).is_within(outer.as_bytes())
        };
        starts.retain(|start| !all.iter().any(|other| is_within(start, other)));
        starts
    }
}

impl Compiled {
    fn new(rule: Rule) -> Result<Self, Box<Finding>> {
        let globs = |all: &[Placed]| each(&rule, all, "glob", PathGlob::new);
        let select = &rule.select;
        let allow = rule.allow();
        let patterns = each(&rule, rule.patterns(), "pattern", |text| matcher(&[text]))?;
        let name = match &rule.check {
            RuleCheck::Numbered { name, .. } | RuleCheck::Paired { name, .. } => Some(name),
            _ => None,
        };
        Ok(Self {
            roots: globs(&select.roots)?,
            files: each(&rule, &select.files, "glob", file_glob)?,
            except: globs(&select.except)?,
            allow_globs: globs(allow.map_or(&[], |allow| &allow.globs))?,
            allow_regexes: each(&rule, allow.map_or(&[], |allow| &allow.regexes), "exception", path_regex)?,
            patterns,
            name: each(&rule, name.map_or(&[], std::slice::from_ref), "name", name_regex)?.pop(),
            rule,
        })
    }

    /// The root beneath which a file is looked at, by its position (0 where the rule has none), and the positions of the
    /// `files` globs that match it; `None` where the rule does not look at it.
    pub fn selects(&self, path: &RepoPath) -> Option<(usize, Vec<usize>)> {
        let root = if self.roots.is_empty() { 0 } else { self.roots.iter().position(|root| root.holds(path))? };
        let below = self.rule.select.roots.get(root).map_or("", |root| literal_part(&root.text));
        if !self.rule.select.hidden && is_hidden(path, below) || self.except.iter().any(|glob| glob.holds(path)) {
            return None;
        }
        let text = String::from_utf8_lossy(path.as_bytes());
        let met: Vec<usize> = (0..self.files.len()).filter(|at| self.files[*at].is_match(&*text)).collect();
        (self.files.is_empty() || !met.is_empty()).then_some((root, met))
    }

    /// True where something that the rule looks at may lie in a folder, or be a file, that could not be read.
    pub fn may_hold(&self, path: &RepoPath) -> bool {
        let roots = &self.rule.select.roots;
        let above = |root: &Placed| RepoPath::from(literal_part(&root.text)).is_within(path.as_bytes());
        let meets = self.roots.is_empty() || self.roots.iter().any(|root| root.holds(path)) || roots.iter().any(above);
        meets && !self.except.iter().any(|glob| glob.holds(path))
    }

    /// The entry of `allow` that lets hits in a file pass, by its position.
    pub fn allows(&self, path: &RepoPath) -> Option<usize> {
        let text = String::from_utf8_lossy(path.as_bytes());
        let glob = self.allow_globs.iter().position(|glob| glob.holds(path));
        let regex = || self.allow_regexes.iter().position(|regex| regex.is_match(&text));
        glob.or_else(|| regex().map(|at| at + self.allow_globs.len()))
    }

    /// Everything in a line that one of the patterns matches, in order.
    pub fn matches(&self, line: &[u8]) -> Vec<(usize, usize)> {
        const MOST: usize = 64;
        let mut found = Vec::new();
        for pattern in &self.patterns {
            let mut left = MOST;
            // This matcher has no way to fail.
            let _ = pattern.find_iter(line, |place| {
                found.push((place.start(), place.end()));
                left -= 1;
                left > 0
            });
        }
        found.sort_unstable();
        found
    }

    /// What the rule reads of a file's name; `None` for rules that do not.
    pub fn name(&self) -> Option<&Regex> {
        self.name.as_ref()
    }
}

fn each<T>(
    rule: &Rule,
    texts: &[Placed],
    what: &str,
    read: impl Fn(&str) -> Result<T, PatternError>,
) -> Result<Vec<T>, Box<Finding>> {
    let one = |placed: &Placed| {
        read(&placed.text).map_err(|error| {
            let message = format!("the {what} `{}` of `{}` cannot be read: {error}", placed.text, rule.id);
            Box::new(at(Finding::error(&RULE_READABLE, message).about(rule.id.clone()), placed, rule))
        })
    };
    texts.iter().map(one).collect()
}

/// A finding at the place of a text, else at that of its rule.
fn at(finding: Finding, placed: &Placed, rule: &Rule) -> Finding {
    match placed.site.or(rule.site) {
        Some(site) => finding.at(site.source, site.span),
        None => finding,
    }
}

fn name_regex(text: &str) -> Result<Regex, PatternError> {
    Regex::new(text).map_err(|error| PatternError {
        reason: error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    })
}

/// True where a name on the way from `below` to the file begins with a dot; what a root names itself is meant.
fn is_hidden(path: &RepoPath, below: &str) -> bool {
    let rest = path.as_bytes().strip_prefix(below.as_bytes()).unwrap_or(path.as_bytes());
    rest.split(|byte| *byte == b'/').any(|part| part.starts_with(b"."))
}
