//! A recorded merge base that git does not know.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP788",
    name: "merge_base_unknown",
    page: Page {
        checks: "The MERGE_BASE_SHA of a packet that is not finished is a commit of this repository. Not asked of a shallow \
                 clone.",
        why: "It says what the work began from. A commit that is nowhere proves nothing, and a rewritten history loses the \
              proofs that hang on it.",
        fails: "- MERGE_BASE_SHA: 0123456789012345678901234567890123456789",
        mend: "Write the commit that the branch began at: `git merge-base main BRANCH`.",
    },
};

/// Active packets with a merge base that is nowhere.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.active() {
        let value = &packet.packet.metadata.merge_base;
        let (Some(base), Some(span)) = (value.get(), value.span()) else { continue };
        if !truths.known.unknown_bases.contains(base) {
            continue;
        }
        let finding = Finding::error(&CODE, format!("the merge base that `{}` records is no commit here", packet.id))
            .at(packet.packet.source, span)
            .about(packet.id.as_str())
            .help("git merge-base main BRANCH  says where the work began");
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_commit_that_is_nowhere() {
        let sha = "0123456789012345678901234567890123456789";
        let field = format!("- CODER_MODEL: m\n- MERGE_BASE_SHA: {sha}\n");
        let recorded = Fixture::new().packet("WP-1-A", "- CODER_MODEL: m\n", &field);
        assert_eq!(told(check, &recorded), [""; 0]);
        let unknown = recorded.with(move |truths| {
            truths.known.unknown_bases.insert(sha.to_owned());
        });
        assert_eq!(
            told(check, &unknown),
            ["error: the merge base that `WP-1-A` records is no commit here @docs/task_packets/WP-1-A.md:7, left"]
        );
    }
}
