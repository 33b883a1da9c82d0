//! What a commit of the packet alone would take along: changes of the contract that nobody asked for.

use crate::finding::{Code, Finding, Page};
use crate::gate::contract::{Difference, amends};
use crate::model::{Packet, RepoPath};

/// The packet on disk changes the contract in more than was asked for.
pub static COMES_ALONG: Code = Code {
    id: "TP724",
    name: "contract_comes_along",
    page: Page {
        checks: "Where a command edits the packet, the contract on disk is the frozen one, but for what the command is asked to \
                 change and for what records under WAIVERS GRANTED name.",
        why: "A commit of the packet alone takes along whatever else was edited in it. An amendment that covers only part of \
              what changed counts for nothing, and a claim is no place to move the goal.",
        fails: "a step of TEST_PLAN edited by hand, and then  taskpacket amend WP-1 --add src/x.rs ..",
        mend: "Take the other change back, or have it amended too: a record that names its section.",
    },
};

/// The differences that no record of the packet covers, each as a finding.
pub fn comes_along(differences: &[Difference], packet: &Packet, path: &RepoPath) -> Vec<Finding> {
    let covered = |difference: &&Difference| packet.waivers.iter().any(|record| amends(record, difference));
    differences
        .iter()
        .filter(|difference| !covered(difference))
        .map(|difference| {
            let message = format!("the packet on disk changes the contract in more than this: {}", difference.what);
            let mut finding = Finding::error(&COMES_ALONG, message)
                .about(difference.part.name())
                .help(format!("take it back; git diff HEAD -- {} shows it", path.quoted()));
            finding.expected.clone_from(&difference.expected);
            finding.got.clone_from(&difference.got);
            match difference.now {
                Some(span) => finding.at(packet.source, span),
                None => finding,
            }
        })
        .collect()
}
