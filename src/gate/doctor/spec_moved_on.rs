//! The specification has moved on since an active packet was written.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP776",
    name: "spec_moved_on",
    page: Page {
        checks: "The SPEC_BASELINE of a packet that is not finished is the file that the pointer to the specification \
                 (`SPEC_CURRENT.md`) leads to. A warning.",
        why: "The work is measured by one text and will be judged by another.",
        fails: "- SPEC_BASELINE: Spec_v1.md\n\nwhile docs/SPEC_CURRENT.md leads to Spec_v2.md",
        mend: "Read what changed between the two. Have the refinement checked against the new text and signed anew; or finish \
               the packet against the old one, and say so.",
    },
};

/// Active packets with another baseline than the pointer's.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(current) = &truths.spec_current else { return Vec::new() };
    let file = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let mut found = Vec::new();
    for packet in truths.active() {
        let authority = &packet.packet.authority;
        let (Some(baseline), Some(span)) = (authority.baseline.get(), authority.baseline.span()) else { continue };
        let by_pointer = authority.target.get().is_none_or(|target| *target == truths.survey.config.spec);
        if file(baseline) == file(current) || !by_pointer {
            continue;
        }
        let message =
            format!("`{}` was written against `{baseline}`, and the specification is `{current}` now", packet.id);
        let finding = Finding::warning(&CODE, message)
            .at(packet.packet.source, span)
            .compare(current, baseline)
            .about(packet.id.as_str())
            .help(format!("taskpacket refinement check {}  says what no longer holds", packet.id));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_specification_that_has_moved_on() {
        let moved = Fixture::new().with(|truths| truths.spec_current = Some("Spec_v2.md".to_owned()));
        let found = told(check, &moved);
        let expected = "warning: `WP-1-A` was written against `Spec_v1.md`, and the specification is `Spec_v2.md` now \
                    @docs/task_packets/WP-1-A.md:13, left";
        assert_eq!(found[0], expected);
        assert_eq!(told(check, &moved.status("WP-1-A", "Done").status("WP-1-B-v2", "Done")), [""; 0]);
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
