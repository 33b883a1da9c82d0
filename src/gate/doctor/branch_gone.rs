//! A packet that names a branch which is gone.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The fields that name the branch of the work.
const KEYS: [&str; 2] = ["LOCAL_BRANCH", "BRANCH"];

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP782",
    name: "branch_gone",
    page: Page {
        checks: "The branch that a packet names in METADATA (`LOCAL_BRANCH`, `BRANCH`) is there, as long as the packet is not \
                 finished.",
        why: "The work may be lost, or lie where nobody looks for it.",
        fails: "- LOCAL_BRANCH: feat/wp-1-x\n\nand no such branch, here or on a remote",
        mend: "`git fetch` may bring it; `git reflog` finds one that was deleted. Else prepare the packet anew.",
    },
};

/// Active packets whose branch is nowhere.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.active() {
        let Some(field) = KEYS.iter().find_map(|key| packet.packet.field(key)) else { continue };
        let (Some(branch), Some(span)) = (field.value.get(), field.value.span()) else { continue };
        if truths.known.branches.is_empty()
            || truths.known.branches.contains(branch)
            || branch.eq_ignore_ascii_case("n/a")
        {
            continue;
        }
        let finding = Finding::error(&CODE, format!("`{}` names the branch `{branch}`, and there is none", packet.id))
            .at(packet.packet.source, span)
            .about(packet.id.as_str())
            .help("git fetch  may bring it; git reflog  finds one that was deleted");
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_branch_that_is_gone() {
        let field = "- CODER_MODEL: m\n- LOCAL_BRANCH: feat/gone\n";
        let gone = Fixture::new().packet("WP-1-A", "- CODER_MODEL: m\n", field);
        assert_eq!(
            told(check, &gone),
            ["error: `WP-1-A` names the branch `feat/gone`, and there is none @docs/task_packets/WP-1-A.md:7, left"]
        );
        let there = gone.packet("WP-1-A", "feat/gone", "main");
        assert_eq!(told(check, &there), [""; 0]);
    }
}
