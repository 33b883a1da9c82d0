//! `audit test` and `audit explain`: what rules say of themselves.

use std::fmt::Write;

use super::audit::{Asked, AuditRequest, asked};
use super::{Ctx, Error};
use crate::audit::{self, RuleSet};
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::model::{Allow, AuditSource, Placed, Rule, RuleCheck, RuleOrigin};
use crate::parse;
use crate::report::{Ended, Event, Reporter, Started};
use crate::text::{nearest, plural};
use crate::world::gather;

/// Asks every rule its own examples.
pub fn audit_test(ctx: &Ctx, request: &AuditRequest, reporter: &mut dyn Reporter) -> Result<Outcome, Error> {
    let Asked { sources, rules, unreadable, .. } = with_all_packs(ctx, request)?;
    let asked = rules.len();
    let examples: usize = rules.iter().map(|rule| rule.examples.hits.len() + rule.examples.misses.len()).sum();
    // A step of a plan has no room for examples.
    let could_have = |rule: &&Rule| !rule.patterns().is_empty() && !matches!(rule.origin, RuleOrigin::Step(_));
    let without = rules.iter().filter(could_have).filter(|rule| rule.examples.hits.is_empty());
    let without: Vec<Finding> = without.map(audit::no_example).collect();
    let (set, wrong) = RuleSet::new(rules);
    let broken = set.rules.iter().flat_map(audit::broken);
    let findings: Vec<Finding> = unreadable.into_iter().chain(wrong).chain(broken).chain(without).collect();
    let outcome = match findings.iter().map(|finding| finding.severity).max() {
        Some(Severity::Error) => Outcome::Fail,
        Some(Severity::Warning) if ctx.deny_warnings => Outcome::Fail,
        _ if examples == 0 => Outcome::NoVerdict,
        _ => Outcome::Pass,
    };
    let headline = format!("the examples of {}", plural(asked, "rule"));
    reporter.event(&sources, Event::Started(Started { command: "audit test", headline, ..Started::default() }))?;
    for finding in findings {
        reporter.event(&sources, Event::Found(finding))?;
    }
    let summary = plural(examples, "example");
    reporter.event(&sources, Event::Ended(Ended { outcome, summary, next: None }))?;
    Ok(outcome)
}

/// Shows a rule whole.
pub fn audit_explain(
    ctx: &Ctx,
    request: &AuditRequest,
    id: &str,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let Asked { sources, rules, .. } = with_all_packs(ctx, request)?;
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let known: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        let nearest = nearest(id, known.iter().copied()).map(str::to_owned);
        return Err(Error::UnknownRule { id: id.to_owned(), nearest, known: known.join(", ") });
    };
    reporter.event(&sources, Event::Text(whole(rule)))?;
    Ok(Outcome::Pass)
}

/// What is asked, and of the packs those that nobody asked for, so that each rule can be looked up.
fn with_all_packs(ctx: &Ctx, request: &AuditRequest) -> Result<Asked, Error> {
    let mut all = asked(ctx, request)?;
    let by_hand = !request.packs.is_empty() || !request.rules.is_empty();
    for pack in parse::packs().iter().filter(|_| !by_hand) {
        let one = AuditSource { pack: Some(Placed::bare(pack.name)), ..AuditSource::default() };
        let (rules, _) = gather::rules_of(&[one], &mut all.sources, &mut |_| Ok(None))?;
        let known = |rule: &Rule| all.rules.iter().any(|other| other.id == rule.id);
        let new: Vec<Rule> = rules.into_iter().filter(|rule| !known(rule)).collect();
        all.rules.extend(new);
    }
    Ok(all)
}

fn whole(rule: &Rule) -> String {
    let mut text = format!("{}: {}\n  of {}\n", rule.id, rule.title, audit::origin(rule));
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name:9} {value}");
        }
    };
    line("why", rule.reason.clone());
    line("mend", rule.mend.clone());
    line("tag", rule.tag.clone().unwrap_or_default());
    line("weight", rule.severity.word().to_owned());
    line("looks at", texts(&rule.select.roots).join(", "));
    line("files", texts(&rule.select.files).join(", "));
    line("except", texts(&rule.select.except).join(", "));
    for pattern in rule.patterns() {
        line("pattern", pattern.text.clone());
    }
    let zones: Vec<&str> = rule.within().iter().map(|zone| zone.word()).collect();
    line("within", zones.join(", "));
    let allowed: Vec<&str> = rule.allow().into_iter().flat_map(Allow::entries).map(|it| it.text.as_str()).collect();
    line("allowed", allowed.join(", "));
    match &rule.check {
        RuleCheck::Numbered { start, name } => line("numbers", format!("from {start}, read by {}", name.text)),
        RuleCheck::Paired { name, partner } => line("partner", format!("{partner} for {}", name.text)),
        RuleCheck::Smaller { most, .. } => line("most", plural(usize::try_from(*most).unwrap_or(usize::MAX), "byte")),
        _ => {}
    }
    for example in &rule.examples.hits {
        line("hits", example.text.clone());
    }
    for example in &rule.examples.misses {
        line("misses", example.text.clone());
    }
    text
}

fn texts(all: &[Placed]) -> Vec<&str> {
    all.iter().map(|it| it.text.as_str()).collect()
}
