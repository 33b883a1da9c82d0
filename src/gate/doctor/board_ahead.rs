//! The board says more of a packet than the packet says of itself.

use super::board_lags::with_status;
use super::standing::{Standing, placed, wanted};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{BoardState, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP761",
    name: "board_ahead",
    page: Page {
        checks: "The board does not have a packet further on than its Status, neither by heading nor by state: `Done` for one \
                 that is In Progress, `[VALIDATED]` for one without a verdict. A packet that has come so far on a branch of its \
                 own is no error, and neither is an archived one that a later revision replaced.",
        why: "Nobody's word is taken, and the board's least of all: what it calls done was never judged.",
        fails: "docs/TASK_BOARD.md:\n## Done\n- **[WP-1-X]** - [VALIDATED]\n\ndocs/task_packets/WP-1-X.md:\n- **Status:** In Progress",
        mend: "The packet governs: `taskpacket board --write` moves the line back. Where the board is right, bring the packet \
               there by its own way (`taskpacket claim`, `handoff`, `verdict append`).",
    },
};

/// Items that run ahead.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(board) = &truths.board else { return Vec::new() };
    let ahead = placed(truths).into_iter().filter(|placed| placed.standing == Standing::Ahead);
    ahead
        .map(|placed| {
            let (id, status) = (&placed.packet.id, placed.status);
            let said = placed.item.state.as_ref().map_or(String::new(), |state| format!(" [{}]", state.value));
            let message = format!("the board has `{id}` under {}, and the packet is {status}", placed.column);
            let finding = Finding::error(&CODE, message)
                .at(board.source, placed.item.id.span)
                .compare(status.to_string(), format!("{}{said}", placed.column))
                .about(id.as_str());
            let finding = with_status(finding, placed.packet).help("taskpacket board --write");
            let state = wanted(placed.packet).unwrap_or(BoardState::Of(status));
            Disagreement::mended(finding, Mend::Show(id.clone(), state))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_board_that_runs_ahead() {
        let ahead = Fixture::new().status("WP-1-A", "Ready for Dev");
        let expected = "error: the board has `WP-1-A` under In Progress, and the packet is Ready for Dev @docs/TASK_BOARD.md:7, mended";
        assert_eq!(told(check, &ahead), [expected]);
        assert_eq!(told(check, &ahead.on_branch()), [expected]);
    }

    #[test]
    fn a_packet_that_has_come_so_far_on_its_branch() {
        let there =
            Fixture::new().status("WP-1-A", "Ready for Dev").elsewhere("WP-1-A", "Ready for Dev", "In Progress");
        assert_eq!(told(check, &there), [""; 0]);
    }
}
