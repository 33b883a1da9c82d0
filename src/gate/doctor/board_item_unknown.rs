//! An item of the board without a packet.

use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page};
use crate::model::{BoardItem, BoardState, Column, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP764",
    name: "board_item_unknown",
    page: Page {
        checks: "Each item of the board is that of a packet, in this work tree, another one or a branch; or a stub; or the \
                 base id of a lineage that the registry knows.",
        why: "Work that has no contract cannot be taken up, and looks as if it could.",
        fails: "## Ready for Dev\n- **[WP-1-Forgotten]** - [READY_FOR_DEV]",
        mend: "Write the packet, mark the line as what it is (`[STUB]`), or take it out. Between its own markers \
               `taskpacket board --write` takes it out.",
    },
};

/// Items of packets that are nowhere.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(board) = &truths.board else { return Vec::new() };
    let columns = board.items.iter().filter_map(|item| Some((item, board.column(item)?)));
    columns
        .filter(|(item, column)| !is_stub(item, *column) && !is_known(truths, item))
        .map(|(item, column)| {
            let id = &item.id.value;
            let message = format!("the board has `{id}` under {column}, and there is no such packet");
            let finding = Finding::error(&CODE, message).at(board.source, item.id.span).about(id.as_str());
            if board.own.is_some() {
                let finding =
                    finding.help("taskpacket board --write  takes it out").help(format!("taskpacket new {id}"));
                Disagreement::mended(finding, Mend::TakeOff(item.span.start))
            } else {
                Disagreement::left(
                    finding.help(format!("taskpacket new {id}")).help("mark it [STUB], or take the line out"),
                )
            }
        })
        .collect()
}

fn is_stub(item: &BoardItem, column: Column) -> bool {
    match &item.state {
        Some(state) => state.value == BoardState::Stub,
        None => column == Column::Stubs,
    }
}

fn is_known(truths: &Truths, item: &BoardItem) -> bool {
    let survey = &truths.survey;
    let id = &item.id.value;
    survey.packet(id).is_some()
        || survey.elsewhere.iter().any(|packet| packet.id == *id)
        || survey.stubs.iter().any(|stub| stub.id == *id)
        || survey.registry.as_ref().is_some_and(|registry| registry.rows.iter().any(|row| row.base_id == id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn an_item_of_nothing() {
        let line = "## Done\n- **[WP-9-Z]** - [DONE]\n";
        let unknown = Fixture::new().board("## Done\n", line);
        let expected =
            "error: the board has `WP-9-Z` under Done, and there is no such packet @docs/TASK_BOARD.md:10, left";
        assert_eq!(told(check, &unknown), [expected]);
        let stub = Fixture::new().board("## Done\n", "## Stubs\n- **[WP-9-Z]** - [STUB]\n\n## Done\n");
        assert_eq!(told(check, &stub), [""; 0]);
        let elsewhere = unknown.elsewhere("WP-9-Z", "", "");
        assert_eq!(told(check, &elsewhere), [""; 0]);
    }
}
