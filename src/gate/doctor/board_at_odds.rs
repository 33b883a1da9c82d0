//! An item of the board that contradicts itself, or the packet's verdict.

use super::board_lags::with_status;
use super::standing::{Standing, placed, wanted};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{BoardState, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP762",
    name: "board_at_odds",
    page: Page {
        checks: "The state that an item of the board gives belongs under the heading that it stands under, and is the \
                 packet's verdict where it is one.",
        why: "Of two things that one line says at most one is so, and every reader picks the other one.",
        fails: "## Done\n- **[WP-1-X]** - [IN_PROGRESS]",
        mend: "The packet governs: `taskpacket board --write` corrects the state.",
    },
};

/// Items whose state is not what their place or their packet says.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(board) = &truths.board else { return Vec::new() };
    let odd = placed(truths).into_iter().filter(|placed| placed.standing == Standing::AtOdds);
    odd.filter_map(|placed| {
        let id = &placed.packet.id;
        let said = placed.item.state.as_ref()?;
        let state = wanted(placed.packet).unwrap_or(BoardState::Of(placed.status));
        let message = format!("the board gives `{id}` as [{}] under {}", said.value, placed.column);
        let finding = Finding::error(&CODE, message)
            .at(board.source, said.span)
            .compare(state.to_string(), said.value.to_string())
            .about(id.as_str());
        let finding = with_status(finding, placed.packet).help("taskpacket board --write");
        Some(Disagreement::mended(finding, Mend::Show(id.clone(), state)))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_line_that_says_two_things() {
        let odd = Fixture::new().board("[IN_PROGRESS]", "[BLOCKED]");
        assert_eq!(
            told(check, &odd),
            ["error: the board gives `WP-1-A` as [BLOCKED] under In Progress @docs/TASK_BOARD.md:7, mended"]
        );
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
    }
}
