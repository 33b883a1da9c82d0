//! A revision goes on from the latest one of its lineage.

use crate::finding::{Code, Finding, Page};
use crate::model::PacketId;

/// A revision that goes on from the wrong packet.
pub static REVISION_OF: Code = Code {
    id: "TP715",
    name: "revision_of",
    page: Page {
        checks: "`new ID --from OLD`: both ids are of one lineage (they differ in `-vN` alone), the new one is the later \
                 one, and no packet here is later than OLD.",
        why: "Of one lineage exactly one packet is in force. A revision of what was replaced already would bring back what was \
              given up.",
        fails: "taskpacket new WP-1-v3 --from WP-1        (and WP-1-v2 is there)",
        mend: "Go on from the latest packet of the lineage.",
    },
};

/// Why the packet `id` cannot go on from `old`; `all` are the ids of the packets that are here.
pub fn heir_of(id: &PacketId, old: &PacketId, all: &[PacketId]) -> Option<Finding> {
    let (base, number) = parts(old);
    let next = format!("{base}-v{}", number.saturating_add(1));
    let refused = |message: String| Finding::error(&REVISION_OF, message).about(id.to_string());
    let (own_base, own_number) = parts(id);
    if own_base != base || own_number <= number {
        let finding = refused(format!("`{id}` is no later revision of `{old}`")).compare(&next, id.to_string());
        return Some(finding.help(format!("taskpacket new {next} --from {old}")));
    }
    let later = all.iter().filter(|it| parts(it).0 == base).max_by_key(|it| parts(it).1)?;
    if parts(later).1 <= number {
        return None;
    }
    let finding = refused(format!("`{old}` is not the latest of its lineage: `{later}` is"));
    Some(finding.help(format!("taskpacket new {base}-v{} --from {later}", parts(later).1.saturating_add(1))))
}

/// The id without its revision, and the revision; the first packet of a lineage is 1.
fn parts(id: &PacketId) -> (&str, u32) {
    id.revision().unwrap_or((id.as_str(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_alone_has_heirs() {
        let id = |text: &str| PacketId::parse(text).unwrap();
        let all = [id("WP-1"), id("WP-1-v2"), id("WP-10-v9"), id("WP-1-v")];
        let said = |new: &str, old: &str| heir_of(&id(new), &id(old), &all).map(|finding| finding.message);
        assert_eq!(said("WP-1-v3", "WP-1-v2"), None);
        assert_eq!(said("WP-1-v7", "WP-1-v2"), None);
        assert_eq!(said("WP-10-v10", "WP-10-v9"), None);
        assert_eq!(said("WP-1-v3", "WP-1").as_deref(), Some("`WP-1` is not the latest of its lineage: `WP-1-v2` is"));
        for new in ["WP-1-v2", "WP-1", "WP-2-v3", "WP-1-v3-x"] {
            assert_eq!(said(new, "WP-1-v2"), Some(format!("`{new}` is no later revision of `WP-1-v2`")));
        }
    }
}
