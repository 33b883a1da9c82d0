//! What every judging command tells in the same way: gates, findings, outcome, next command.

use std::io;

use super::Ctx;
use crate::finding::{Finding, Severity};
use crate::gate::{self, Judged, Outcome};
use crate::report::{Brief, Detail, Ended, Event, Reporter, Started};
use crate::text::Sources;

/// All that a judging command has to say.
pub struct Told {
    /// What is judged.
    pub started: Started,
    /// The gates, with their answers.
    pub judged: Vec<Judged>,
    /// Findings of no gate.
    pub others: Vec<Finding>,
    /// Tables beneath the topics.
    pub details: Vec<Detail>,
    /// What the reader may, may not and must do.
    pub briefs: Vec<Brief>,
    /// A few words behind the outcome; empty where the counts say it all.
    pub summary: String,
}

/// Emits everything in order and gives the outcome; `next` words the next command once the outcome is known.
pub fn tell(
    ctx: &Ctx,
    sources: &Sources,
    told: Told,
    reporter: &mut dyn Reporter,
    next: impl FnOnce(Outcome, &[Finding]) -> Option<String>,
) -> io::Result<Outcome> {
    tell_as(ctx, sources, told, reporter, |weighed| weighed, next)
}

/// The same where gates and findings are not all that the outcome depends on: `verdict` has the last word.
pub fn tell_as(
    ctx: &Ctx,
    sources: &Sources,
    told: Told,
    reporter: &mut dyn Reporter,
    verdict: impl FnOnce(Outcome) -> Outcome,
    next: impl FnOnce(Outcome, &[Finding]) -> Option<String>,
) -> io::Result<Outcome> {
    let mut findings: Vec<Finding> =
        told.judged.iter().flat_map(|judged| judged.judgement.findings.clone()).chain(told.others).collect();
    gate::follow(&mut findings);
    let gates = if told.judged.is_empty() { Outcome::Pass } else { gate::outcome(&told.judged) };
    let outcome = verdict(gates.max(weigh(ctx, &findings)));
    reporter.event(sources, Event::Started(told.started))?;
    for judged in told.judged {
        reporter.event(sources, Event::Judged(judged))?;
    }
    let next = next(outcome, &findings);
    for finding in findings {
        reporter.event(sources, Event::Found(finding))?;
    }
    for detail in told.details {
        reporter.event(sources, Event::Detail(detail))?;
    }
    for brief in told.briefs {
        reporter.event(sources, Event::Brief(brief))?;
    }
    reporter.event(sources, Event::Ended(Ended { outcome, summary: told.summary, next }))?;
    Ok(outcome)
}

/// What the findings alone come to: errors fail, and so do warnings where they are denied.
fn weigh(ctx: &Ctx, findings: &[Finding]) -> Outcome {
    let heaviest = findings.iter().map(|finding| finding.severity).max();
    match heaviest {
        Some(Severity::Error) => Outcome::Fail,
        Some(Severity::Warning) if ctx.deny_warnings => Outcome::Fail,
        _ => Outcome::Pass,
    }
}
