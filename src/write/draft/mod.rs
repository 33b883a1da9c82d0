//! The draft of a validator's report: everything that can be computed, and a mark wherever a person has to judge.
//!
//! It is Markdown of its own, good to read without the program. What the work's author wrote is shown with everything in
//! it visible.

mod findings;
mod gates;
mod inputs;
mod proofs;
mod table;

pub use gates::entry_rows;

use crate::finding::Finding;
use crate::gate::Judged;
use crate::model::{After, Digest, FILL_IN, Oid};

/// What a draft is made of.
#[derive(Clone, Copy)]
pub struct DraftFacts<'a> {
    /// The facts of post-work.
    pub after: &'a After,
    /// Its gates, with their answers.
    pub judged: &'a [Judged],
    /// Everything found wanting, of gates and of none.
    pub findings: &'a [Finding],
    /// The commit that is judged, or the one beneath what is.
    pub head: &'a Oid,
    /// The digest of the contract.
    pub contract: Digest,
    /// The digest of the files in scope, and how many there are.
    pub scope_tree: (Digest, usize),
    /// What SPEC_TARGET leads to, and the SHA1 of its content.
    pub spec: Option<(&'a str, Digest)>,
}

/// The draft.
pub fn draft(facts: &DraftFacts) -> String {
    let title = facts.after.packet.title.as_ref().map_or("", |title| title.value.as_str());
    let parts = [
        format!("# Validation of {}\n\n{}\n", facts.after.id, table::shown(title)),
        inputs::inputs(facts),
        gates::files(facts),
        gates::gates(facts),
        gates::audits(facts),
        proofs::steps(facts),
        proofs::done_means(facts),
        findings::findings(facts),
        findings::relaxations(facts),
        judgement(facts),
    ];
    parts.iter().map(|part| part.trim_end()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The parts that only a person can write.
fn judgement(facts: &DraftFacts) -> String {
    let unproven = gates::unproven(facts.judged);
    let mut text = String::from("## Judgement\n\n");
    for (gate, why) in unproven {
        let asks = fill_in(&format!("judge it by hand; a PASS takes it on with --unproven {gate}"));
        text = format!("{text}- Gate `{gate}` could not be judged ({why}): {asks}\n");
    }
    text = format!("{text}- Read beside the gates: {}\n", fill_in("what of the change was read, and how"));
    text = format!("{text}- Risks: {}\n\n", fill_in("what could still go wrong, and who would notice"));
    text = format!("{text}## REASON FOR PASS|FAIL\n\n{}\n", fill_in("why this verdict, in a sentence or two"));
    text
}

/// The mark of a part that a person has to write.
fn fill_in(what: &str) -> String {
    format!("{FILL_IN}: {what}]]")
}
