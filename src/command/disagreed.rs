//! What `board` and `doctor` tell in the same way: what was written, what disagrees, and who can mend it.

use std::io;

use super::Ctx;
use crate::finding::{Finding, Severity};
use crate::gate::Outcome;
use crate::gate::doctor::Disagreement;
use crate::report::{DisagreementRow, Ended, Event, Reporter, Started, Written};
use crate::text::Sources;

/// All that there is to say.
pub struct Disagreed {
    /// What is compared.
    pub started: Started,
    /// The files that were written.
    pub written: Vec<Written>,
    /// Findings of other kinds: of the configuration.
    pub others: Vec<Finding>,
    /// What disagrees.
    pub found: Vec<Disagreement>,
    /// A few words behind the outcome.
    pub summary: String,
}

/// True of a disagreement; a note is none yet.
pub fn is_wrong(it: &Disagreement) -> bool {
    it.finding.severity > Severity::Note
}

/// Emits everything in order and gives the outcome: one disagreement fails. `next` words the next command.
pub fn tell(
    ctx: &Ctx,
    sources: &Sources,
    told: Disagreed,
    reporter: &mut dyn Reporter,
    next: impl FnOnce(Outcome) -> Option<String>,
) -> io::Result<Outcome> {
    let denied = |finding: &Finding| ctx.deny_warnings && finding.severity == Severity::Warning;
    let fails = told.found.iter().any(is_wrong) || told.others.iter().any(denied);
    let outcome = if fails { Outcome::Fail } else { Outcome::Pass };
    reporter.event(sources, Event::Started(told.started))?;
    for written in told.written {
        reporter.event(sources, Event::Wrote(written))?;
    }
    let first = told.others.len();
    for finding in told.others {
        reporter.event(sources, Event::Found(finding))?;
    }
    for (at, it) in told.found.into_iter().enumerate() {
        let row = DisagreementRow {
            finding: first + at,
            about: it.finding.subject.clone(),
            fixable: is_wrong(&it) && it.mend.is_some(),
        };
        reporter.event(sources, Event::Found(it.finding))?;
        reporter.event(sources, Event::Disagreed(row))?;
    }
    let ended = Ended { outcome, summary: told.summary, next: next(outcome) };
    reporter.event(sources, Event::Ended(ended))?;
    Ok(outcome)
}
