//! A packet whose id does not come from its base.

use super::Disagreement;
use crate::finding::{Code, Finding, Page};
use crate::model::Truths;

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP787",
    name: "lineage_unlike",
    page: Page {
        checks: "The id of a packet is its BASE_WP_ID, or that with a revision behind it: `WP-1-X-v2` of `WP-1-X`.",
        why: "Registry and revisions are found by the base id. One that does not fit hides a packet from its own lineage.",
        fails: "docs/task_packets/WP-1-Export-v2.md:\n- BASE_WP_ID: WP-1-Import",
        mend: "Write the id without its revision into BASE_WP_ID, or rename the packet so that its id begins with the base id.",
    },
};

/// Packets of a foreign lineage.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let value = &packet.packet.metadata.base_id;
        let (Some(base), Some(span)) = (value.get(), value.span()) else { continue };
        let rest = packet.id.as_str().strip_prefix(base.as_str());
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-')) {
            continue;
        }
        let own = packet.id.revision().map_or(packet.id.as_str(), |(stem, _)| stem);
        let finding = Finding::error(&CODE, format!("`{}` does not come from its base `{base}`", packet.id))
            .at(packet.packet.source, span)
            .compare(own, base)
            .about(packet.id.as_str())
            .help(format!("write BASE_WP_ID: {own}, or rename the packet"));
        found.push(Disagreement::left(finding));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn another_base() {
        let unlike = Fixture::new().packet("WP-1-B-v2", "- BASE_WP_ID: WP-1-B\n", "- BASE_WP_ID: WP-1-Import\n");
        assert_eq!(
            told(check, &unlike),
            ["error: `WP-1-B-v2` does not come from its base `WP-1-Import` @docs/task_packets/WP-1-B-v2.md:5, left"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
