//! `audit --baseline write|prune`: a ratchet that only shrinks.

use super::Error;
use crate::audit::{self, RuleSet};
use crate::gate::Outcome;
use crate::model::{AuditFacts, Baseline, RepoPath};
use crate::parse;
use crate::report::{Ended, Event, Reporter, Started};
use crate::text::{Sources, plural};
use crate::world::gather::{self, Place};

/// What becomes of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineAction {
    /// Hits of rules that it does not know yet are written down; of those that it knows, none.
    Write,
    /// What is gone is taken out.
    Prune,
}

/// Writes the baseline anew.
pub(super) fn rewrite(
    place: &Place,
    sources: &Sources,
    action: BaselineAction,
    facts: &AuditFacts,
    reporter: &mut dyn Reporter,
) -> Result<Outcome, Error> {
    let old = &facts.baseline;
    let (new, refused) = next(old, facts, action);
    let path = RepoPath::from(place.config.audit_baseline.as_str());
    let text = parse::baseline_text(&new);
    let before = gather::document_if_there(&place.repo.on_disk(&path))?;
    if before.as_deref() != Some(text.as_bytes()) && (before.is_some() || !new.rules.is_empty()) {
        match before {
            Some(before) => place.replace(&path, &before, text.as_bytes())?,
            None => place.create(&path, text.as_bytes())?,
        }
    }
    let count = |baseline: &Baseline| baseline.known.values().sum::<usize>();
    let headline = format!("{path}: {} known before, {} now", plural(count(old), "hit"), count(&new));
    reporter.event(sources, Event::Started(Started { command: "audit", headline, ..Started::default() }))?;
    let (outcome, summary) = match refused {
        0 => (Outcome::Pass, format!("{} in the baseline", plural(new.rules.len(), "rule"))),
        more => {
            let more = plural(more, "hit");
            (Outcome::Fail, format!("{more} not taken in: a baseline that was written once only shrinks"))
        }
    };
    let next = Some("taskpacket audit".to_owned());
    reporter.event(sources, Event::Ended(Ended { outcome, summary, next }))?;
    Ok(outcome)
}

/// The baseline that follows, and how many hits it refuses to take in.
fn next(old: &Baseline, facts: &AuditFacts, action: BaselineAction) -> (Baseline, usize) {
    let (set, _) = RuleSet::new(facts.rules.clone());
    let judged = audit::judge_all(&set.rules, &facts.head);
    // What was not asked, or could not be looked at, stays as it is.
    let mut new = old.clone();
    let mut refused = 0;
    for one in judged.iter().filter(|one| !one.unproven) {
        let id = &one.rule.id;
        let is_new = !old.rules.contains(id);
        let mut there = Baseline::default().known;
        for fault in &one.faults {
            *there.entry(audit::known(id, fault)).or_default() += 1;
        }
        new.known.retain(|known, _| known.rule != *id);
        for (known, count) in there {
            let allowed = old.known.get(&known).copied().unwrap_or(0);
            let kept = if is_new && action == BaselineAction::Write { count } else { count.min(allowed) };
            refused += if action == BaselineAction::Write { count - kept } else { 0 };
            if kept > 0 {
                new.known.insert(known, kept);
            }
        }
        if action == BaselineAction::Write {
            new.rules.insert(id.clone());
        }
    }
    (new, refused)
}
