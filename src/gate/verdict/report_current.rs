//! `report_current`: the report is about what would be judged now.

use super::{Asked, Known};
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{Digest, Verdict};
use crate::text::Span;

pub(super) static CODE: Code = Code {
    id: "TP804",
    name: "report_current",
    page: Page {
        checks: "The report is about this packet, where it names one. The contract and the files in scope that the draft of the report names among its inputs are those of now. For a \
                 PASS they must be; for another verdict it is a warning where they are not.",
        why: "A report on yesterday's files would be bound to today's.",
        fails: "- SCOPE_TREE_SHA1: 5d3c..      (src/session/store.rs was edited since the draft)",
        mend: "Make a draft anew (taskpacket verdict draft WP-ID --output FILE), look at what moved, and take your judgement \
               over into it.",
    },
};

/// What is wanting of the report's inputs.
pub(super) fn check(asked: &Asked, known: &Known) -> Vec<Finding> {
    let inputs = [
        ("CONTRACT_SHA1", "contract", asked.report.contract, known.contract),
        ("SCOPE_TREE_SHA1", "files in scope", asked.report.scope_tree, known.scope_tree),
    ];
    let others = inputs.into_iter().filter_map(|(name, what, said, now)| input(asked, known, (name, what), said, now));
    match other_packet(asked, known) {
        Some(finding) => vec![finding],
        None => others.collect(),
    }
}

/// A report on another packet is never this one's.
fn other_packet(asked: &Asked, known: &Known) -> Option<Finding> {
    let said = asked.report.id.as_ref().filter(|said| **said != known.after.id)?;
    let finding =
        Finding::error(&CODE, format!("the report is about `{said}`, and the packet is `{}`", known.after.id))
            .at(asked.source, line_of(asked, "WP_ID"));
    Some(finding.help(format!(
        "name the report of this packet, or append to that one: taskpacket verdict append {said} .. --report {}",
        asked.file
    )))
}

/// The line of the report that names an input.
fn line_of(asked: &Asked, name: &str) -> Span {
    let at = asked.report.text.find(&format!("- {name}: ")).unwrap_or(0);
    let end = asked.report.text[at..].find('\n').map_or(at, |end| at + end);
    Span::new(at, end)
}

fn input(
    asked: &Asked,
    known: &Known,
    (name, what): (&str, &str),
    said: Option<Digest>,
    now: Digest,
) -> Option<Finding> {
    let is_pass = asked.verdict == Verdict::Pass;
    let severity = if is_pass { Severity::Error } else { Severity::Warning };
    let finding = match said {
        Some(said) if said == now => return None,
        None if !is_pass => return None,
        None => {
            Finding::new(&CODE, severity, format!("the report does not say which {what} it judged: it has no {name}"))
                .at(asked.source, Span::at(0))
        }
        Some(said) => {
            let message = format!("the report was drafted when the {what} said something else");
            let finding = Finding::new(&CODE, severity, message).at(asked.source, line_of(asked, name));
            finding.compare(now.to_string(), said.to_string())
        }
    };
    Some(finding.help(format!(
        "draft it anew, and take your judgement over: taskpacket verdict draft {} --output FILE",
        known.after.id
    )))
}
