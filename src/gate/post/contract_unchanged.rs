//! `contract_unchanged`: what binds the coder means what it meant when it was frozen.

use std::collections::BTreeSet;

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::contract::{Amendment, Authors, Compared, Difference, amends, checkpoint, differences};
use crate::model::{After, Checkpoint, Waiver};

/// What binds the coder means what it meant when it was frozen.
pub static CODE: Code = Code {
    id: "TP303",
    name: "contract_unchanged",
    page: Page {
        checks: "SCOPE, QUALITY_GATE, AUTHORITY and the orchestrator's METADATA mean what they meant at the checkpoint: the \
                 commit that brought the packet, moved on by every amendment that was committed by itself. The comparison is \
                 by meaning: the scope is a set of paths and may become smaller, the plan its commands with revision ranges \
                 masked, DONE_MEANS its items; annotations, encoding, filled blanks and MERGE_BASE_SHA do not count.",
        why: "Whoever does the work must not move the goal. What has to move is moved by an amendment that a person \
              approves, ahead of the code that needs it.",
        fails: "- IN_SCOPE_PATHS:\n  - src/a.rs\n  - src/lib.rs      (was not there when the contract was frozen)",
        mend: "Take the change of the contract back, or have it amended in a commit of its own: `taskpacket amend WP-ID \
               --add PATH --reason .. --approver .. --commit`.",
    },
};

/// Asks the gate.
pub fn check(after: &After) -> Judgement {
    let Some(first) = &after.checkpoint else {
        let message = format!("no commit holds `{}`: its contract was never frozen", after.path);
        let finding = Finding::error(&CODE, message)
            .at(after.packet.source, after.packet.title.as_ref().map_or_else(Default::default, |title| title.span))
            .help(format!("git add -- {0} && git commit --only -- {0}", after.path.quoted()));
        return Judgement::of(vec![finding], "never frozen");
    };
    let authors = Authors { approvers: &after.config.amend_approvers, coders: &after.coders };
    let (checkpoint, amendments) =
        checkpoint(&after.sources, first.clone(), &after.revisions, &after.governance, authors);
    let changed = differences(&after.sources, &checkpoint.packet, &after.packet, &after.governance);
    let mut findings: Vec<Finding> =
        changed.iter().map(|difference| moved(difference, &amendments, &checkpoint, after)).collect();
    findings.extend(amendments.iter().filter(|amendment| amendment.counts).filter_map(|it| dubious(it, after)));
    let phrase = if changed.is_empty() { unchanged(&checkpoint, &amendments) } else { several(&changed) };
    Judgement::of(findings, phrase)
}

fn moved(difference: &Difference, amendments: &[Amendment], checkpoint: &Checkpoint, after: &After) -> Finding {
    let then = &checkpoint.packet;
    let record = after.packet.waivers.iter().find(|record| amends(record, difference));
    let refused = amendments.iter().find(|it| !it.counts && it.records.iter().any(|record| amends(record, difference)));
    let message = match (record, refused) {
        (Some(record), Some(amendment)) => {
            format!("{}, and amendment `{}` {}", difference.what, record.id, why_refused(amendment, after))
        }
        (Some(record), None) => {
            format!("{}, and amendment `{}` was not committed by itself", difference.what, record.id)
        }
        (None, _) => format!("{} since {}", difference.what, commit_name(checkpoint)),
    };
    let mut finding = Finding::error(&CODE, message);
    match (difference.now, difference.then) {
        (Some(now), then_span) => {
            finding = finding.at(after.packet.source, now);
            if let Some(span) = then_span.filter(|_| difference.expected.is_some()) {
                finding = finding.related(then.source, span, "as it was frozen");
            }
        }
        (None, Some(span)) => finding = finding.at(then.source, span).label("as it was frozen"),
        (None, None) => {}
    }
    if let Some(record) = record {
        finding = finding.related(after.packet.source, record.span, "the amendment");
    }
    finding.expected.clone_from(&difference.expected);
    finding.got.clone_from(&difference.got);
    finding = finding.about(difference.paths.first().cloned().unwrap_or_else(|| difference.part.name()));
    for help in mends(difference, record, checkpoint, after) {
        finding = finding.help(help);
    }
    finding
}

fn mends(difference: &Difference, record: Option<&Waiver>, checkpoint: &Checkpoint, after: &After) -> Vec<String> {
    let path = after.path.quoted();
    let seen = format!("git diff {} -- {path}", checkpoint.commit.oid.short());
    let take_back = format!("take it back; {seen} shows it");
    let widened = difference.part.compared == Compared::Scope && !difference.paths.is_empty();
    if !widened {
        return vec![take_back, "have it amended, with its record, in a commit that changes nothing else".to_owned()];
    }
    let blank = |text: Option<&str>| text.filter(|text| !text.is_empty()).map_or_else(|| "..".to_owned(), quoted);
    let paths: Vec<String> = difference.paths.iter().map(|path| format!("--add {}", quoted(path))).collect();
    let amend = format!(
        "taskpacket amend {} {} --reason {} --approver {} --commit",
        after.id,
        paths.join(" "),
        blank(record.map(|record| record.reason.as_str())),
        blank(record.map(|record| record.approver.as_str())),
    );
    if record.is_some() { vec![amend, take_back] } else { vec![take_back, amend] }
}

/// A text as one word for a shell.
fn quoted(text: &str) -> String {
    crate::model::RepoPath::from(text).quoted()
}

fn why_refused(amendment: &Amendment, after: &After) -> String {
    let commit = amendment.commit.oid.short();
    if !after.config.amend_approvers.is_empty() {
        return format!("({commit}) is not by one of the configured approvers");
    }
    if amendment.late && amendment.by_coder {
        return format!("({commit}) came after the code that needs it, from who wrote that code");
    }
    format!("({commit}) names no approver")
}

/// An amendment that counts, and that a reader should look at.
fn dubious(amendment: &Amendment, after: &After) -> Option<Finding> {
    let commit = amendment.commit.oid.short();
    let record = amendment.records.first()?;
    let message = match (amendment.late, amendment.by_coder) {
        (false, false) => return None,
        (true, false) => format!("amendment `{}` is late: {commit} came after the code that it names", record.id),
        (false, true) => format!("amendment `{}` ({commit}) is by the author of the code", record.id),
        (true, true) => format!("amendment `{}` ({commit}) is late, and by the author of the code", record.id),
    };
    let own = after.packet.waivers.iter().find(|waiver| waiver.id == record.id);
    let finding = Finding::warning(&CODE, message).about(record.id.clone());
    Some(match own {
        Some(waiver) => finding.at(after.packet.source, waiver.span),
        None => finding,
    })
}

fn unchanged(checkpoint: &Checkpoint, amendments: &[Amendment]) -> String {
    let ids: BTreeSet<&str> = amendments
        .iter()
        .filter(|it| it.counts)
        .flat_map(|it| it.records.iter().map(|record| record.id.as_str()))
        .filter(|id| !id.is_empty())
        .collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let by = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
    format!("as at its {}{by}", commit_name(checkpoint))
}

fn several(changed: &[Difference]) -> String {
    let parts: BTreeSet<String> = changed.iter().map(|difference| difference.part.name()).collect();
    format!("{} changed", parts.into_iter().collect::<Vec<_>>().join(", "))
}

/// `checkpoint 5e1d9aa`: the last commit that counts.
fn commit_name(checkpoint: &Checkpoint) -> String {
    let last = checkpoint.amendments.last().unwrap_or(&checkpoint.commit);
    format!("checkpoint {}", last.oid.short())
}
