//! A rule's own examples, asked of it: each that must hit does, and none that must not.

use super::codes::EXAMPLE;
use super::{Compiled, names, zones};
use crate::finding::Finding;
use crate::model::{Placed, RepoPath, Rule, RuleCheck};

/// The examples that do not behave as the rule says.
pub fn broken(compiled: &Compiled) -> Vec<Finding> {
    let rule = &compiled.rule;
    let hits = rule.examples.hits.iter().filter(|example| !is_hit(compiled, &example.text));
    let hits = hits.map(|example| finding(rule, example, "should be a hit, and is none"));
    let misses = rule.examples.misses.iter().filter(|example| is_hit(compiled, &example.text));
    hits.chain(misses.map(|example| finding(rule, example, "should be no hit, and is one"))).collect()
}

/// A rule that has a pattern and no example that it must hit.
pub fn no_example(rule: &Rule) -> Finding {
    let finding = Finding::warning(&EXAMPLE, format!("`{}` has no example that must hit", rule.id));
    let finding = finding.about(rule.id.clone()).help("add `examples: {hits: [..]}`");
    match rule.site {
        Some(site) => finding.at(site.source, site.span),
        None => finding,
    }
}

fn finding(rule: &Rule, example: &Placed, what: &str) -> Finding {
    let finding = Finding::error(&EXAMPLE, format!("an example of `{}` {what}: `{}`", rule.id, example.text));
    let finding = finding.about(rule.id.clone()).help("correct the pattern, or the example");
    match example.site.or(rule.site) {
        Some(site) => finding.at(site.source, site.span),
        None => finding,
    }
}

/// True where the rule would find fault with the line, in one of the languages that it looks at; for a rule about names,
/// with a file of that name alone.
fn is_hit(compiled: &Compiled, text: &str) -> bool {
    let rule = &compiled.rule;
    let alone = || vec![(RepoPath::from(text), 0)];
    match &rule.check {
        RuleCheck::Numbered { start, .. } => !names::numbered(compiled, &alone(), *start).is_empty(),
        RuleCheck::Paired { partner, .. } => !names::paired(compiled, &alone(), partner).is_empty(),
        RuleCheck::Absent { .. } | RuleCheck::Smaller { .. } => compiled.selects(&RepoPath::from(text)).is_some(),
        RuleCheck::Forbid { .. } | RuleCheck::Require { .. } => {
            let found = compiled.matches(text.as_bytes());
            let counts = |name: &RepoPath| {
                let Some(zones) = zones(name, text.as_bytes()) else { return !found.is_empty() };
                found.iter().any(|(start, _)| rule.within().contains(&zones.at(*start)))
            };
            if rule.within().is_empty() { !found.is_empty() } else { languages(rule).iter().any(counts) }
        }
    }
}

/// A file name for each language that the rule looks at.
fn languages(rule: &Rule) -> Vec<RepoPath> {
    let names = rule.select.files.iter().filter_map(|glob| glob.text.rsplit_once('.'));
    let names: Vec<RepoPath> = names.map(|(_, extension)| RepoPath::from(format!("a.{extension}").as_str())).collect();
    if names.is_empty() { vec![RepoPath::from("a")] } else { names }
}
