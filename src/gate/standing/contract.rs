//! What the contract no longer means, and which commit made it so.

use std::collections::BTreeSet;

use crate::gate::contract::differences;
use crate::model::{Commit, ContractMove, Packet, PacketPast, RepoPath, When};
use crate::text::Sources;

/// In what the contract of `now` differs from that of `then`, each with the step of the packet's past since which it does.
pub fn contract_moves(
    past: &PacketPast,
    then: &Packet,
    now: &Packet,
    governance: &BTreeSet<RepoPath>,
    sources: &Sources,
) -> Vec<ContractMove> {
    let found = differences(sources, then, now, governance).into_iter().map(|difference| {
        let part = difference.part.name();
        let has = |version: &Packet| {
            let all = differences(sources, then, version, governance);
            all.iter().any(|it| it.part.name() == part && it.what == difference.what)
        };
        let commit = since(past, has);
        ContractMove { part, what: difference.what.clone(), sides: (difference.expected, difference.got), commit }
    });
    found.collect()
}

/// The commit of the first of the last steps that all have it; `None` where that is not committed.
fn since(past: &PacketPast, has: impl Fn(&Packet) -> bool) -> Option<Commit> {
    let has =
        |step: &&crate::model::PastStep| step.after.as_ref().and_then(|blob| past.versions.get(blob)).is_some_and(&has);
    match &past.steps.iter().rev().take_while(has).last()?.when {
        When::Commit(commit) => Some(commit.clone()),
        When::Uncommitted | When::Since(_) => None,
    }
}
