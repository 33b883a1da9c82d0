//! A refinement that was changed after it was signed.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP775",
    name: "refinement_changed",
    page: Page {
        checks: "The refinement of a packet says, white space aside, what it said in the commit that brought its signature.",
        why: "A person put a name under that text. What was written into it afterwards nobody approved.",
        fails: "docs/refinements/WP-1-X.md as of the commit that signed it, and one more section today",
        mend: "Take the change back (`git diff COMMIT -- PATH` shows it), or have the refinement signed anew.",
    },
};

/// Packets whose refinement is no longer what was signed.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let Some(refined) = truths.refinement(packet) else { continue };
        let Some(commit) = &refined.signed_otherwise else { continue };
        let refinement = &refined.refinement;
        let name = truths.survey.sources.get(refinement.source).name();
        let short = commit.oid.short();
        let message = format!("the refinement of `{}` was changed after {short} had signed it", packet.id);
        let finding = Finding::error(&CODE, message)
            .at(refinement.source, refinement.signature.span().unwrap_or_default())
            .about(packet.id.as_str())
            .help(format!("git diff {short} -- {name}  shows the change: take it back"))
            .help(format!("taskpacket refinement sign {}", packet.id));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, commit, told};
    use super::*;

    #[test]
    fn a_refinement_that_is_another_one_now() {
        let changed = Fixture::new().with(|truths| {
            for refined in truths.refinements.values_mut().take(1) {
                refined.signed_otherwise = Some(commit());
            }
        });
        assert_eq!(
            told(check, &changed),
            [
                "error: the refinement of `WP-1-A` was changed after 1111111 had signed it @docs/refinements/WP-1-A.md:6, left"
            ]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
