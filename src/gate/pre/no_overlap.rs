//! No other packet in progress claims the same files.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{Before, Claimed, RepoPath, ScopeItem, ScopeKind};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP113",
    name: "no_overlap",
    page: Page {
        checks: "No other packet that is In Progress, in this work tree, in another one of the repository or on another branch, \
                 has a path in scope that this packet has in scope too; of a packet that differs between them the version \
                 committed last counts. Packets, refinements, board, registry and audit log do not count, and neither does \
                 a claim that is dormant: without a commit of the packet or of a branch that names it for `dormant_days` \
                 (30 where the configuration says nothing).",
        why: "Two packets that change one file meet at the latest when the second is merged, and its hashes are then true of \
              a file that no longer exists.",
        fails: "WP-9-Clock (In Progress, ../wt-9) claims src/session/store.rs too",
        mend: "Agree who goes first, narrow one of the scopes, or accept the merge to come: it is a warning.",
    },
};

/// Whether others claim the same files.
pub fn check(facts: &Before) -> Judgement {
    let mut findings = Vec::new();
    let mut phrases = Vec::new();
    for other in facts.claims.iter().filter(|other| other.id != facts.id) {
        let Some((own, theirs)) = common(facts, other) else { continue };
        let place = other.place.as_deref().map(|place| format!(", {place}")).unwrap_or_default();
        let said = format!("{} (In Progress{place}) claims {} too", other.id, narrower(own, theirs));
        findings.push(
            Finding::warning(&CODE, &said)
                .at(facts.packet.source, own.span)
                .about(&own.path)
                .help(format!("agree with whoever works on {} who goes first", other.id)),
        );
        phrases.push(said);
    }
    let phrase = if phrases.is_empty() { "nobody else claims these files".to_owned() } else { phrases.join(", ") };
    Judgement::of(findings, phrase)
}

/// The first two items that cover a file in common.
fn common<'a>(facts: &'a Before, other: &'a Claimed) -> Option<(&'a ScopeItem, &'a ScopeItem)> {
    let counts = |item: &&ScopeItem| !matches!(item.kind, ScopeKind::Unreadable(_)) && !is_shared(facts, item);
    facts.packet.scope.items.iter().filter(counts).find_map(|own| {
        let theirs = other.scope.items.iter().filter(counts).find(|theirs| own.covers(theirs) || theirs.covers(own))?;
        Some((own, theirs))
    })
}

/// True for the files that every packet touches.
fn is_shared(facts: &Before, item: &ScopeItem) -> bool {
    let config = &facts.config;
    let path = RepoPath::from(item.path.as_str());
    let folders = [&config.packets, &config.refinements, &config.board, &config.registry, &config.signature_audit];
    folders.into_iter().any(|folder| path.is_within(folder.as_bytes()))
}

fn narrower<'a>(own: &'a ScopeItem, theirs: &'a ScopeItem) -> &'a str {
    if own.covers(theirs) { &theirs.path } else { &own.path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn others_elsewhere_do_not_matter() {
        for scope in ["docs/TASK_BOARD.md", "src/other/", "../x"] {
            let judgement = check(&Fixture::new().other("WP-9-Clock", Some("../wt-9"), scope).facts());
            assert_eq!(judgement.findings, [], "{scope}");
        }
        assert_eq!(check(&Fixture::new().other("WP-1-Store-v2", Some("../wt"), "src/").facts()).findings, []);
    }

    #[test]
    fn the_same_files_are_told() {
        for (scope, path) in
            [("src/store/a.rs", "src/store/a.rs"), ("src/**", "src/store/"), ("src/store/", "src/store/")]
        {
            let judgement = check(&Fixture::new().other("WP-9-Clock", Some("../wt-9"), scope).facts());
            assert_eq!(judgement.phrase, format!("WP-9-Clock (In Progress, ../wt-9) claims {path} too"));
            assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, 1));
        }
    }
}
