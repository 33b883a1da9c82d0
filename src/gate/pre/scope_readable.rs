//! What may be changed can be read as paths, and is not forbidden in the same breath.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{Before, Packet, ScopeItem, ScopeKind};
use crate::text::plural;

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP104",
    name: "scope_readable",
    page: Page {
        checks: "Every item of IN_SCOPE_PATHS is a file, a directory or a pattern inside the repository. An item of \
                 OUT_OF_SCOPE counts as a path only if all of it is one: equal to or above an item that is in scope it is a \
                 conflict, beneath one it is carved out.",
        why: "What cannot be read as a path allows nothing, so whoever relies on it finds out at handoff. A path that is both \
              in and out of scope means whatever its reader wants.",
        fails: "- IN_SCOPE_PATHS:\n  - all the handlers\n  - ../other/src/a.rs\n  - src/store/\n- OUT_OF_SCOPE:\n  - src/",
        mend: "Write one path or pattern an item, relative to the repository's root; put remarks in parentheses behind it.",
    },
};

/// Whether the scope can be read.
pub fn check(facts: &Before) -> Judgement {
    let packet = &facts.packet;
    let scope = &packet.scope;
    if scope.items.is_empty() {
        return super::left_to_completeness(facts, "IN_SCOPE_PATHS");
    }
    let mut findings: Vec<Finding> = scope.items.iter().filter_map(|item| unreadable(packet, item)).collect();
    for out in &scope.out {
        let Some(path) = &out.path else { continue };
        for item in scope.items.iter().filter(|item| path.covers(item)) {
            let message = format!("`{}` is in scope, and OUT_OF_SCOPE forbids `{}`", item.path, path.path);
            let finding = Finding::error(&CODE, message)
                .at(packet.source, item.span)
                .related(packet.source, out.span, "forbidden here")
                .about(&item.path)
                .help("take one of the two out");
            findings.push(finding);
        }
    }
    Judgement::held(findings, plural(scope.items.len(), "path"))
}

fn unreadable(packet: &Packet, item: &ScopeItem) -> Option<Finding> {
    let ScopeKind::Unreadable(why) = item.kind else { return None };
    let finding = Finding::error(&CODE, format!("`{}` allows nothing: {why}", item.path))
        .at(packet.source, item.span)
        .about(&item.path)
        .help("write a path or a pattern inside the repository, relative to its root");
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn paths_pass_and_carving_out_is_fine() {
        assert_eq!(check(&Fixture::new().facts()).phrase, "2 paths");
        let carved = Fixture::new().edit("  - schema changes\n", "  - src/store/old.rs\n");
        assert_eq!(check(&carved.facts()).status, GateStatus::Pass);
    }

    #[test]
    fn what_is_no_path_fails() {
        Fixture::new().edit("  - src/main.rs\n", "  - ../other/a.rs\n").fails(
            check,
            "`../other/a.rs` allows nothing",
            "../other/a.rs",
        );
        let forbidden = Fixture::new().edit("  - schema changes\n", "  - src/\n");
        assert_eq!(check(&forbidden.clone().facts()).findings.len(), 2);
        forbidden.fails(check, "OUT_OF_SCOPE forbids `src/`", "src/store/");
    }

    #[test]
    fn no_scope_is_no_pass() {
        let facts = Fixture::new().edit("  - src/store/\n  - src/main.rs\n", "").facts();
        assert_eq!(check(&facts).status, GateStatus::NoVerdict);
    }
}
