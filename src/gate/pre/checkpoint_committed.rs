//! The contract is in HEAD as it is on disk, and so is the refinement.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::contract::{Difference, differences};
use crate::model::{Before, RepoPath};
use crate::text::Span;

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP108",
    name: "checkpoint_committed",
    page: Page {
        checks: "HEAD holds the packet and its refinement, and the contract on disk (scope, quality gate, authority, the \
                 orchestrator's METADATA) means what the committed one means. What the coder fills in does not count.",
        why: "The commit that holds the packet is what post-work measures the work by. A contract that lies about uncommitted \
              can be bent to fit whatever was done.",
        fails: "docs/task_packets/WP-1-X.md names a path in scope that the packet in HEAD does not name",
        mend: "Commit the packet and its refinement alone, before any code: the finding prints the command.",
    },
};

/// Whether the checkpoint is committed.
pub fn check(facts: &Before) -> Judgement {
    let title = facts.packet.title.as_ref().map(|title| title.span).unwrap_or_default();
    let refinement = facts.refinement_path.as_ref().filter(|_| facts.refinement.is_some());
    let loose = refinement.filter(|_| !facts.refinement_committed);
    let Some(committed) = &facts.committed else {
        let so = if facts.head.is_some() { "the packet is not in HEAD" } else { "nothing is committed yet" };
        let mut paths = vec![&facts.path];
        paths.extend(loose);
        let finding = Finding::error(&CODE, so).at(facts.packet.source, title).about(facts.path.to_string());
        return Judgement::of(vec![finding.help(commit(&paths, facts.id.as_str()))], "");
    };
    let governance = facts.config.governance(&facts.path, facts.refinement_path.as_ref());
    let differences = differences(&facts.sources, committed, &facts.packet, &governance);
    let mut findings: Vec<Finding> = differences.iter().map(|it| of_difference(facts, it, title)).collect();
    if let Some(path) = loose {
        let at = facts.packet.metadata.refinement_file.span().unwrap_or(title);
        let finding = Finding::error(&CODE, format!("the refinement `{path}` is not in HEAD as it is on disk"));
        findings
            .push(finding.at(facts.packet.source, at).about(path.to_string()).help(commit(&[path], facts.id.as_str())));
    }
    Judgement::held(findings, "committed")
}

fn of_difference(facts: &Before, difference: &Difference, title: Span) -> Finding {
    let mut finding =
        Finding::error(&CODE, format!("the contract on disk is not the committed one: {}", difference.what))
            .at(facts.packet.source, difference.now.unwrap_or(title))
            .about(difference.part.name());
    finding.expected.clone_from(&difference.expected);
    finding.got.clone_from(&difference.got);
    if let (Some(then), Some(committed)) = (difference.then, &facts.committed) {
        finding = finding.related(committed.source, then, "committed as");
    }
    finding.help(commit(&[&facts.path], facts.id.as_str()))
}

/// The command that commits these paths and nothing else, whatever is staged.
fn commit(paths: &[&RepoPath], id: &str) -> String {
    let paths: Vec<String> = paths.iter().map(|path| path.quoted()).collect();
    let paths = paths.join(" ");
    format!("git add -- {paths} && git commit --only -m \"{id}: the contract\" -- {paths}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn what_the_coder_fills_in_does_not_count() {
        let facts = Fixture::new()
            .edit_disk("- (Coder fills", "- done\n- (Coder fills")
            .edit_disk("Ready for Dev", "In Progress");
        let judgement = check(&facts.facts());
        assert_eq!(
            (judgement.status, judgement.phrase.as_str()),
            (GateStatus::Pass, "committed"),
            "{:?}",
            judgement.findings
        );
    }

    #[test]
    fn a_changed_contract_fails_at_its_place() {
        let wider = Fixture::new().edit_disk("  - src/main.rs\n", "  - src/main.rs\n  - src/lib.rs\n");
        wider.fails(check, "not the committed one", "src/lib.rs");
        let riskier = Fixture::new().edit_disk("RISK_TIER: HIGH", "RISK_TIER: LOW");
        riskier.clone().fails(check, "RISK_TIER", "LOW");
        assert!(
            check(&riskier.facts()).findings[0].help[0]
                .starts_with("git add -- docs/task_packets/WP-1-Store-v2.md && git commit")
        );
    }

    #[test]
    fn an_uncommitted_packet_or_refinement_fails() {
        Fixture::new().with(|facts| facts.committed = None).fails(check, "not in HEAD", "# Task Packet: WP-1-Store-v2");
        let unborn = Fixture::new().with(|facts| (facts.committed, facts.head) = (None, None));
        unborn.fails(check, "nothing is committed yet", "# Task Packet: WP-1-Store-v2");
        let loose = Fixture::new().with(|facts| facts.refinement_committed = false);
        loose.fails(check, "the refinement `docs/refinements/WP-1-Store-v2.md`", "docs/refinements/WP-1-Store-v2.md");
    }
}
