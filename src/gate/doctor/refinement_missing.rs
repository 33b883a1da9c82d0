//! A packet whose refinement is nowhere.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP773",
    name: "refinement_missing",
    page: Page {
        checks: "The REFINEMENT_FILE that a packet names is there.",
        why: "What was thought through and approved before the work can no longer be read, so nobody can say whether the work \
              is what was approved.",
        fails: "- REFINEMENT_FILE: docs/refinements/WP-1-Lost.md",
        mend: "Bring the file back (`git log --diff-filter=D -- PATH` finds where it went), or correct the path.",
    },
};

/// Packets that name a refinement that is not there.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let file = &packet.packet.metadata.refinement_file;
        let (Some(name), Some(span)) = (file.get(), file.span()) else { continue };
        let beneath = name.starts_with(&format!("{}/", truths.survey.config.refinements));
        if truths.refinement(packet).is_some() || !beneath {
            continue;
        }
        let finding = Finding::error(&CODE, format!("the refinement of `{}` is not there: `{name}`", packet.id))
            .at(packet.packet.source, span)
            .about(packet.id.as_str())
            .help(format!("bring it back, or write it: taskpacket new --refinement {}", packet.id));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_refinement_that_is_not_there() {
        let lost = Fixture::new().packet("WP-1-A", "refinements/WP-1-A.md", "refinements/WP-1-Q.md");
        assert_eq!(
            told(check, &lost),
            ["error: the refinement of `WP-1-A` is not there: `docs/refinements/WP-1-Q.md` \
              @docs/task_packets/WP-1-A.md:10, left"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
