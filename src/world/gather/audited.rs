//! The audits of post-work: which are asked for, and what they find at the head of the snapshot.

use super::audits::{Searching, Since, audits};
use super::ground::Ground;
use super::rules::{rules_of, rules_of_packet, with_recipes};
use super::{Error, Place};
use crate::model::{AuditFacts, Baseline, Packet, RepoPath, Rule};
use crate::parse;
use crate::text::Source;

/// The audits at the head: rules, configuration and baseline are those of the base, and the packet's blocks of rules those
/// that were frozen.
pub fn audited(place: &Place, on: &mut Ground, packet: &Packet) -> Result<AuditFacts, Error> {
    let asked = with_recipes(&on.config.audits, packet);
    let (blobs, base) = (&mut on.blobs, &on.base);
    let mut read = |path: &RepoPath| Ok(blobs.at(base, path)?.and_then(|object| object.bytes().cloned()));
    let (rules, mut unreadable) = rules_of(&asked, &mut on.sources, &mut read)?;
    let known = read(&RepoPath::from(on.config.audit_baseline.as_str()))?;
    let frozen = on.past.checkpoint.as_ref().map(|checkpoint| &checkpoint.packet);
    let (own, wrong) = rules_of_packet(&on.sources, packet, frozen);
    unreadable.extend(wrong);
    let rules: Vec<Rule> = own.into_iter().chain(rules).collect();
    if rules.is_empty() && unreadable.is_empty() {
        return Ok(AuditFacts::default());
    }
    let mut baseline = Baseline::default();
    if let Some(bytes) = known {
        let source = on.sources.add(Source::new(on.config.audit_baseline.clone(), bytes));
        let (read, wrong) = parse::baseline(&on.sources, source);
        baseline = read;
        unreadable.extend(wrong);
    }
    let changed = on.changes.iter().map(|change| change.path.clone()).collect();
    let searching = Searching::Tree { head: &on.sides.head, copy: on.sides.copy.as_ref(), blobs: &mut on.blobs };
    let since = Since { base: &on.base, changed: &changed };
    audits(place, &mut on.sources, rules, unreadable, baseline, searching, Some(&since))
}
