//! `validator_independent`: nobody passes their own work.

use super::{Asked, Known};
use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::contract::is_person;
use crate::model::{Packet, Verdict};

pub(super) static CODE: Code = Code {
    id: "TP806",
    name: "validator_independent",
    page: Page {
        checks: "A PASS does not come from the packet's own coder: the validator's name is another one than CODER_MODEL. Where \
                 the validator, or whom git would name now, is an author of the commits in scope, that is a warning.",
        why: "Whoever wrote the code sees what it was meant to do. The names are typed and prove nothing by themselves: they \
              keep an honest person from a mistake.",
        fails: "- CODER_MODEL: some-model\n..  verdict append WP-1 PASS --validator some-model",
        mend: "Have somebody else judge the work.",
    },
};

/// What is wanting of the validator.
pub(super) fn check(asked: &Asked, known: &Known) -> Vec<Finding> {
    let after = known.after;
    // Whoever claimed the packet in an earlier version of it coded it too.
    let recorded = after.revisions.iter().filter_map(|revision| revision.after.as_ref());
    let mut versions = [&after.packet].into_iter().chain(recorded).chain(after.checkpoint.iter().map(|it| &it.packet));
    let judged = versions.find_map(|packet| coder_judges(packet, asked.verdict, asked.validator));
    let mut findings: Vec<Finding> = judged.into_iter().collect();
    let by = |name: &str| known.after.coders.iter().find(|coder| is_person(name, coder));
    if let Some(coder) = by(asked.validator) {
        let message = format!("`{}` is an author of the commits in scope: {coder}", asked.validator);
        findings.push(Finding::warning(&CODE, message).help("have somebody else judge the work"));
    } else if let Some(coder) = known.identity.and_then(by) {
        let message = format!("git would name `{coder}` for this verdict, who wrote the commits in scope");
        findings.push(Finding::warning(&CODE, message).help("have the validator append it, from a clone of their own"));
    }
    findings
}

/// The coder of a packet who judges it: a PASS is refused, another verdict is worth a word.
pub fn coder_judges(packet: &Packet, verdict: Verdict, validator: &str) -> Option<Finding> {
    let model = packet.metadata.coder_model.get()?;
    if plain(model).is_empty() || plain(model) != plain(validator) {
        return None;
    }
    let severity = if verdict == Verdict::Pass { Severity::Error } else { Severity::Warning };
    let finding = Finding::new(&CODE, severity, format!("`{validator}` is the packet's own coder"));
    let span = packet.metadata.coder_model.span().unwrap_or_default();
    Some(finding.at(packet.source, span).label("CODER_MODEL").help("have somebody else judge the work"))
}

/// A name by its letters and digits.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
