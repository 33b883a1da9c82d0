//! Everything that is demanded of a packet is there, and filled in.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::contract::{Owner, PARTS};
use crate::lint::demand::{Lack, Missing, missing};
use crate::model::{Before, Packet, PlaceholderKind, SectionName, Value};
use crate::parse;
use crate::text::Span;

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP102",
    name: "packet_complete",
    page: Page {
        checks: "Every section and field that `require.packet` names in the configuration is there and says something, and no \
                 template's blank was left as a whole value in what the orchestrator owns. Text in angle brackets within \
                 code, fences and ROLLBACK_HINT is no blank.",
        why: "A coder works from the packet alone. What is not in it will be guessed, and what was guessed cannot be held \
              against anybody.",
        fails: "- RISK_TIER: LOW | MEDIUM | HIGH\n- DATE: <fill>",
        mend: "Fill in what is missing. What a team does not need, it takes out of `require.packet`; `profile: light` asks for \
               little.",
    },
};

/// Whether the packet is complete.
pub fn check(facts: &Before) -> Judgement {
    let packet = &facts.packet;
    let missing = missing(packet, &facts.config);
    let mut findings: Vec<Finding> =
        missing.iter().filter(|it| !is_judged_elsewhere(it)).map(|it| of_missing(packet, it)).collect();
    for (key, span) in blanks(packet).chain(blank_items(packet)) {
        if !missing.iter().any(|it| it.span == span) {
            findings.push(blank(packet, key, span));
        }
    }
    findings.sort_by_key(|finding| finding.site);
    Judgement::held(findings, "complete")
}

/// A signature that cannot be read is `signature_valid`'s to tell.
fn is_judged_elsewhere(missing: &Missing) -> bool {
    missing.name.ends_with("USER_SIGNATURE") && matches!(missing.lack, Lack::Malformed(_))
}

fn of_missing(packet: &Packet, missing: &Missing) -> Finding {
    let name = &missing.name;
    let finding = match &missing.lack {
        Lack::Absent => Finding::error(&CODE, format!("the packet has no `{name}`")).help(format!("add `{name}`")),
        Lack::Empty => Finding::error(&CODE, format!("`{name}` is empty")).help(format!("fill in `{name}`")),
        Lack::Placeholder(..) => return blank(packet, name.rsplit('.').next().unwrap_or(name), missing.span),
        Lack::Malformed(raw) => {
            let finding = Finding::error(&CODE, format!("`{name}` says nothing that can be read"));
            match choices(name) {
                Some(choices) => finding.compare(choices, &raw.text).help(format!("write one of: {choices}")),
                None => finding.help(format!("correct `{name}`")),
            }
        }
    };
    finding.at(packet.source, missing.span).about(name.rsplit('.').next().unwrap_or(name))
}

fn blank(packet: &Packet, key: &str, span: Span) -> Finding {
    let finding = Finding::error(&CODE, format!("`{key}` still holds the template's blank"));
    finding.at(packet.source, span).about(key).help(format!("fill in `{key}`"))
}

/// The words that a value can be, where it is a word of a list.
fn choices(name: &str) -> Option<&'static str> {
    match name.rsplit('.').next()? {
        "STATUS" => Some("Ready for Dev, In Progress, Blocked, Done, Validated (PASS|FAIL|OUTDATED_ONLY), Superseded"),
        "RISK_TIER" => Some("LOW, MEDIUM, HIGH"),
        "CODER_REASONING_STRENGTH" => Some("LOW, MEDIUM, HIGH, EXTRA_HIGH"),
        _ => None,
    }
}

/// The blanks in what the orchestrator owns.
fn blanks(packet: &Packet) -> impl Iterator<Item = (&str, Span)> {
    packet.fields.iter().filter_map(move |field| {
        let Value::Placeholder(raw, kind) = &field.value else { return None };
        let later = *kind == PlaceholderKind::Unclaimed || raw.text.contains("unassigned");
        // A list of words is a blank only where one of them is to be chosen; elsewhere it defines something.
        let listed = *kind == PlaceholderKind::Enumeration && !PARTS.iter().any(|part| part.key == field.key);
        (!later && !listed && is_owned(packet, field.key_span.start) && !is_coders(&field.key))
            .then_some((field.key.as_str(), raw.span))
    })
}

/// The items of lists that are nothing but a blank.
fn blank_items(packet: &Packet) -> impl Iterator<Item = (&str, Span)> {
    let done = packet.done_means.iter().map(|item| ("DONE_MEANS", item.text.as_str(), item.span));
    let out = packet.scope.out.iter().map(|item| ("OUT_OF_SCOPE", item.text.as_str(), item.span));
    let is_blank = |text: &str| matches!(parse::blank(text), Some(PlaceholderKind::Blank | PlaceholderKind::Sample));
    done.chain(out).filter(move |(_, text, _)| is_blank(text)).map(|(key, _, span)| (key, span))
}

/// True where the innermost known section around a place is one of the orchestrator's, or where the place stands before
/// all sections of a packet without METADATA.
fn is_owned(packet: &Packet, at: usize) -> bool {
    let before = packet.sections.partition_point(|section| section.heading.start <= at);
    let mut index = before.checked_sub(1);
    while let Some(section) = index.and_then(|index| packet.sections.get(index)) {
        let around = section.body.contains(at) || section.heading.contains(at);
        if around && section.name != SectionName::Other {
            return OWNED.contains(&section.name);
        }
        index = section.parent;
    }
    packet.section(SectionName::Metadata).is_none() && before <= 1
}

/// The sections in which only the orchestrator writes.
const OWNED: &[SectionName] = &[
    SectionName::Metadata,
    SectionName::TechnicalRefinement,
    SectionName::Scope,
    SectionName::InScopePaths,
    SectionName::OutOfScope,
    SectionName::QualityGate,
    SectionName::RiskTier,
    SectionName::TestPlan,
    SectionName::DoneMeans,
    SectionName::Authority,
];

fn is_coders(key: &str) -> bool {
    PARTS.iter().any(|part| part.key == key && part.owner != Owner::Orchestrator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn a_whole_packet_passes() {
        let judgement = check(&Fixture::new().facts());
        assert_eq!((judgement.status, judgement.findings), (GateStatus::Pass, Vec::new()));
    }

    #[test]
    fn what_is_missing_fails_at_its_place() {
        let cases = [
            ("- DATE: 2026-01-10\n", "", "no `METADATA.DATE`", "## METADATA"),
            ("RISK_TIER: HIGH", "RISK_TIER: LOW | MEDIUM | HIGH", "`RISK_TIER` still holds", "LOW | MEDIUM | HIGH"),
            ("RISK_TIER: HIGH", "RISK_TIER: huge", "`METADATA.RISK_TIER` says nothing", "huge"),
            (
                "Status:** Ready for Dev",
                "Status:** Ready for Validation",
                "`METADATA.STATUS` says nothing",
                "Ready for Validation",
            ),
            ("- What: keep one store", "- What: <fill>", "`WHAT` still holds", "<fill>"),
            ("- What: keep one store\n", "", "no `SCOPE.WHAT`", "## SCOPE"),
            ("- REQUESTOR: ann", "- REQUESTOR: {user or source}", "`REQUESTOR` still holds", "{user or source}"),
            ("## SKELETON", "## X", "no `SKELETON`", "# Task Packet: WP-1-Store-v2"),
            ("- sessions expire\n", "", "`DONE_MEANS` is empty", "### DONE_MEANS"),
            ("- sessions expire\n", "- <DONE-MEANS>\n", "`DONE_MEANS` still holds", "<DONE-MEANS>"),
            ("  - schema changes\n", "  - <OUT-OF-SCOPE>\n", "`OUT_OF_SCOPE` still holds", "<OUT-OF-SCOPE>"),
        ];
        for (from, to, message, at) in cases {
            Fixture::new().edit(from, to).fails(check, message, at);
        }
    }

    #[test]
    fn what_is_filled_in_later_is_no_blank_and_a_definition_is_none() {
        let cases = [
            ("CODER_MODEL: GPT-5", "CODER_MODEL: <unclaimed>"),
            ("- REQUESTOR: ann", "- REQUESTOR: ann\n- VALIDATOR_OF_RECORD: <unassigned>"),
            ("- REQUESTOR: ann", "- REQUESTOR: ann\n- LEGAL_VERDICTS: PASS | FAIL | PENDING"),
            ("### ROLLBACK_HINT", "### ROLLBACK_HINT\n- COMMIT: <sha>"),
            ("- one new trait", "- OPEN: <fill>"),
        ];
        for (from, to) in cases {
            assert_eq!(check(&Fixture::new().edit(from, to).facts()).findings, [], "{to}");
        }
    }

    #[test]
    fn a_team_can_ask_for_less() {
        let facts = Fixture::new().edit("## SKELETON", "## X").config(|config| config.demand.packet.clear()).facts();
        assert_eq!(check(&facts).status, GateStatus::Pass);
    }
}
