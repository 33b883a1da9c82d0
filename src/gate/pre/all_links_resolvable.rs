//! What the packet points to exists.

use crate::finding::{Code, Page};
use crate::gate::Judgement;
use crate::gate::links::unresolved;
use crate::model::Before;

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP111",
    name: "all_links_resolvable",
    page: Page {
        checks: "Markdown links, REFINEMENT_FILE, the fields of AUTHORITY, the items of FILES_TO_OPEN and the `path:line` of \
                 an evidence mapping lead to files or folders on disk. Links are tried from the packet's folder and from the \
                 root. A path that is in scope may be yet to come.",
        why: "A packet is read by people and agents who were not there when it was written. What it points to is what they \
              know.",
        fails: "- FILES_TO_OPEN:\n  - src/stroe/mod.rs",
        mend: "Correct the path, or take the pointer out.",
    },
};

/// Whether everything that the packet points to is there.
pub fn check(facts: &Before) -> Judgement {
    let (found, all, findings) = unresolved(&CODE, &facts.packet, &facts.path, &facts.existing);
    if all == 0 {
        return Judgement::not_applicable("");
    }
    Judgement::of(findings, format!("{found} of {all}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn what_exists_passes_and_so_does_what_is_to_come() {
        let judgement = check(&Fixture::new().facts());
        assert_eq!((judgement.status, judgement.findings), (GateStatus::Pass, Vec::new()));
        let (found, all) = judgement.phrase.split_once(" of ").unwrap();
        assert!(found == all && all != "0");
        let to_come = Fixture::new().edit(
            "  - docs/START.md
",
            "  - src/store/new.rs
",
        );
        assert_eq!(check(&to_come.facts()).status, GateStatus::Pass);
    }

    #[test]
    fn what_does_not_exist_fails() {
        let missing = Fixture::new().edit(
            "  - docs/START.md
",
            "  - docs/STRAT.md
",
        );
        missing.fails(check, "FILES_TO_OPEN points to `docs/STRAT.md`", "docs/STRAT.md");
        let link = Fixture::new().edit("- one new trait", "- one new trait, see [notes](notes.md)");
        link.fails(check, "the link points to `notes.md`", "notes.md");
    }

    #[test]
    fn links_start_at_the_packet_or_at_the_root() {
        for link in ["../START.md", "docs/START.md", "https://example.org/", "#skeleton"] {
            let facts =
                Fixture::new().edit("- one new trait", &format!("- one new trait, see [notes]({link})")).facts();
            assert_eq!(check(&facts).findings, [], "{link}");
        }
    }
}
