//! A packet whose refinement is not approved, or carries another signature.

use super::Disagreement;
use super::signature_unlogged::approved;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP774",
    name: "refinement_unsigned",
    page: Page {
        checks: "The refinement of a signed packet is APPROVED, and its signature is the packet's.",
        why: "The packet claims an approval that its refinement does not know of.",
        fails: "docs/task_packets/WP-1-X.md: - USER_SIGNATURE: ann100120261200\ndocs/refinements/WP-1-X.md: - USER_SIGNATURE: <pending>",
        mend: "Have the refinement reviewed and signed (`taskpacket refinement sign`), and copy its signature into the packet.",
    },
};

/// Signed packets whose refinement says otherwise.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let metadata = &packet.packet.metadata;
        let (Some(signature), Some(span)) = (metadata.signature.get(), metadata.signature.span()) else { continue };
        let Some(refinement) = truths.refinement(packet).map(|it| &it.refinement) else { continue };
        let own = refinement.signature.get();
        let (so, expected, got, place) = if !approved(refinement) {
            let got = refinement.review_status.get().map_or("nothing", String::as_str);
            ("is not approved", "APPROVED".to_owned(), got.to_owned(), refinement.review_status.span())
        } else if own != Some(signature) {
            let got = own.map_or("none".to_owned(), ToString::to_string);
            ("carries another signature", signature.to_string(), got, refinement.signature.span())
        } else {
            continue;
        };
        let mut finding = Finding::error(&CODE, format!("`{}` is signed, and its refinement {so}", packet.id))
            .at(packet.packet.source, span)
            .compare(expected, got)
            .about(packet.id.as_str());
        if let Some(place) = place {
            finding = finding.related(refinement.source, place, "the refinement");
        }
        found.push(Disagreement::left(finding.help(format!("taskpacket refinement sign {}", packet.id))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_refinement_that_knows_of_no_approval() {
        for (from, to, so) in [
            ("APPROVED", "PENDING", "is not approved"),
            ("ann100120261200", "bea100120261200", "carries another signature"),
        ] {
            let unsigned = Fixture::new().refinement("WP-1-A", from, to);
            let expected =
                format!("error: `WP-1-A` is signed, and its refinement {so} @docs/task_packets/WP-1-A.md:9, left");
            assert_eq!(told(check, &unsigned), [expected]);
        }
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
