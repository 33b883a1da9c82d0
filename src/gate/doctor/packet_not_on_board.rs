//! A packet or a stub that the board does not show.

use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{Board, BoardState, PacketId, Status, Truths};
use crate::text::{SourceId, Span};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP765",
    name: "packet_not_on_board",
    page: Page {
        checks: "Each packet that is not superseded, and each stub, has an item on the board. Elsewhere than on the default \
                 branch a packet without one is a note.",
        why: "What the board does not show is planned a second time, or not at all.",
        fails: "docs/task_packets/WP-1-X.md, and no line `- **[WP-1-X]** - ..` in docs/TASK_BOARD.md",
        mend: "`taskpacket board --write` puts it under the heading of its Status.",
    },
};

/// Packets without an item.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(board) = &truths.board else { return Vec::new() };
    let mut found = Vec::new();
    for packet in truths.judged().filter(|packet| !packet.behind) {
        let Some(state) = super::wanted(packet) else { continue };
        let shown = shows(board, &packet.id) || stands_for_lineage(truths, board, packet.base_id(), &packet.id);
        if state == BoardState::Of(Status::Superseded) || shown {
            continue;
        }
        let title = packet.packet.title.as_ref().map(|title| title.span);
        let place = packet.packet.metadata.status.span().or(title).unwrap_or_default();
        found.push(missing(truths, (packet.packet.source, place), &packet.id, state));
    }
    for stub in truths.survey.stubs.iter().filter(|stub| !shows(board, &stub.id)) {
        if truths.survey.packet(&stub.id).is_none() {
            found.push(missing(truths, (stub.source, Span::at(0)), &stub.id, BoardState::Stub));
        }
    }
    found
}

fn missing(truths: &Truths, place: (SourceId, Span), id: &PacketId, state: BoardState) -> Disagreement {
    let severity = if truths.on_trunk() { Severity::Error } else { Severity::Note };
    let what = if state == BoardState::Stub { "the stub " } else { "" };
    let finding = Finding::new(&CODE, severity, format!("{what}`{id}` is not on the board"))
        .at(place.0, place.1)
        .compare(format!("an item under {}", state.column()), format!("none in {}", truths.survey.config.board))
        .about(id.as_str())
        .help(match severity {
            Severity::Note => "nothing here: the board of the default branch shows it once it is there",
            _ => "taskpacket board --write",
        });
    Disagreement::mended(finding, Mend::Show(id.clone(), state))
}

/// True where the board has an item of that packet, under whatever heading.
fn shows(board: &Board, id: &PacketId) -> bool {
    board.items.iter().any(|item| item.id.value == *id)
}

/// True where the board has the base id, and the registry says that this packet is meant.
fn stands_for_lineage(truths: &Truths, board: &Board, base: &str, id: &PacketId) -> bool {
    let Some(registry) = &truths.survey.registry else { return false };
    if truths.survey.packets.iter().any(|packet| packet.id.as_str() == base) {
        return false;
    }
    let row = registry.rows.iter().find(|row| row.base_id == base);
    let named = row.and_then(|row| super::lineage::named(truths, row));
    named.is_some_and(|packet| packet.id == *id) && board.items.iter().any(|item| item.id.value.as_str() == base)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_packet_without_an_item() {
        let unshown = Fixture::new().board("- **[WP-1-A]** - [IN_PROGRESS]\n", "");
        let found = told(check, &unshown);
        assert_eq!(found, ["error: `WP-1-A` is not on the board @docs/task_packets/WP-1-A.md:8, mended"]);
        assert!(told(check, &unshown.on_branch())[0].starts_with("note: "));
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
        let no_board = Fixture::new().with(|truths| truths.board = None);
        assert_eq!(told(check, &no_board), [""; 0], "a repository without a board lacks nothing");
    }
}
