//! A packet that stands on the board twice.

use std::collections::BTreeMap;

use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{BoardItem, PacketId, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP763",
    name: "board_item_doubled",
    page: Page {
        checks: "Each packet stands on the board once. Lists under headings that are none of the usual ones do not count.",
        why: "A packet that is both ready and done is taken up twice, or by nobody.",
        fails: "## Ready for Dev\n- **[WP-1-X]** - [READY_FOR_DEV]\n\n## Done\n- **[WP-1-X]** - [DONE]",
        mend: "`taskpacket board --write` takes out the lines that say no more than id and state. Of lines with words of their \
               own, remove those that are past.",
    },
};

/// Packets with more than one item.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(board) = &truths.board else { return Vec::new() };
    let mut items: BTreeMap<&PacketId, Vec<&BoardItem>> = BTreeMap::new();
    for item in board.items.iter().filter(|item| board.column(item).is_some()) {
        items.entry(&item.id.value).or_default().push(item);
    }
    let doubled = items.into_iter().filter(|(_, items)| items.len() > 1);
    doubled
        .map(|(id, items)| {
            let packet = truths.survey.packet(id);
            let state = packet.and_then(super::wanted);
            let right = |item: &&&BoardItem| state.is_some_and(|state| board.column(item) == Some(state.column()));
            let kept = items.iter().find(right).unwrap_or(&items[0]);
            let others = items.iter().filter(|item| item.span != kept.span);
            let bare = others.clone().all(|item| item.bare || board.own.is_some());
            let mut finding = Finding::error(&CODE, format!("`{id}` stands on the board {} times", items.len()))
                .at(board.source, kept.id.span)
                .about(id.as_str());
            for other in others {
                finding = finding.related(board.source, other.id.span, "and here");
            }
            match state.or(kept.state.as_ref().map(|state| state.value)).filter(|_| bare) {
                Some(state) => {
                    let finding = finding.help("taskpacket board --write");
                    Disagreement::mended(finding, Mend::Show(id.clone(), state))
                }
                None => {
                    Disagreement::left(finding.help("remove the lines that are past; what stands beside them is yours"))
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_packet_that_stands_twice() {
        let twice = Fixture::new().board("## Done\n", "## Done\n- **[WP-1-A]** - [DONE]\n");
        assert_eq!(told(check, &twice), ["error: `WP-1-A` stands on the board 2 times @docs/TASK_BOARD.md:7, mended"]);
        let worded = Fixture::new().board("## Done\n", "## Done\n- **[WP-1-A]** - [DONE] but for the paint\n");
        assert!(told(check, &worded)[0].ends_with(":7, left"));
        let elsewhere = Fixture::new().board("## Done\n", "## Who works where\n- **[WP-1-A]** - [ACTIVE]\n\n## Done\n");
        assert_eq!(told(check, &elsewhere), [""; 0]);
    }
}
