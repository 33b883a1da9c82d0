//! The board has not followed a packet.

use super::standing::{Standing, placed, standing, wanted};
use super::{Disagreement, Mend};
use crate::finding::{Code, Finding, Page, Severity};
use crate::model::{BoardItem, BoardState, Column, PacketPlace, SurveyedPacket, Truths};

/// The page of this disagreement.
pub static CODE: Code = Code {
    id: "TP760",
    name: "board_lags",
    page: Page {
        checks: "On the default branch, a packet stands on the board under the heading of its Status. Elsewhere boards lag by \
                 nature: a packet one step ahead of the board is a note there, one that is further ahead a warning.",
        why: "The board is what people look at who open no packet. One that lags shows work as free that somebody does, \
              and work as running that is done.",
        fails: "docs/TASK_BOARD.md:\n## Ready for Dev\n- **[WP-1-X]** - [READY_FOR_DEV]\n\ndocs/task_packets/WP-1-X.md:\n- **Status:** In Progress",
        mend: "The packet governs: `taskpacket board --write` moves the line, with what is written beside it.",
    },
};

/// Packets that have gone on, here and on their branches.
pub fn check(truths: &Truths) -> Vec<Disagreement> {
    let Some(board) = &truths.board else { return Vec::new() };
    let mut found = Vec::new();
    for placed in placed(truths) {
        let elsewhere = || further(truths, placed.packet, placed.item, placed.column);
        match placed.standing {
            Standing::Lags(steps) => {
                let severity = match (truths.on_trunk(), steps) {
                    (true, _) => Severity::Error,
                    (false, 1) => Severity::Note,
                    (false, _) => Severity::Warning,
                };
                let id = &placed.packet.id;
                let status = placed.status;
                let said = placed.item.state.as_ref().filter(|_| BoardState::Of(status).column() == placed.column);
                let said = said.map_or(placed.column.to_string(), |state| state.value.to_string());
                let message = format!("`{id}` is {status}, and the board still has it under {}", placed.column);
                let finding = Finding::new(&CODE, severity, message)
                    .at(board.source, placed.item.id.span)
                    .compare(status.to_string(), said)
                    .about(id.as_str());
                let finding = with_status(finding, placed.packet);
                let finding = match severity {
                    Severity::Note => finding.help("nothing here: the board of the default branch follows"),
                    _ => finding.help("taskpacket board --write"),
                };
                let state = wanted(placed.packet).unwrap_or(BoardState::Of(status));
                found.push(Disagreement::mended(finding, Mend::Show(id.clone(), state)));
            }
            Standing::Agrees => {
                if let Some((other, place)) = elsewhere() {
                    let status = other.status().map(|status| status.to_string()).unwrap_or_default();
                    let message = format!("`{}` is {status} {place}; the board follows once that is here", other.id);
                    let finding = Finding::note(&CODE, message).at(board.source, placed.item.id.span);
                    found.push(Disagreement::left(finding.about(other.id.as_str())));
                }
            }
            _ => {}
        }
    }
    found
}

/// The packet as it is elsewhere, where it has gone on there; and where that is.
fn further<'a>(
    truths: &'a Truths,
    packet: &'a SurveyedPacket,
    item: &BoardItem,
    column: Column,
) -> Option<(&'a SurveyedPacket, String)> {
    let mut further = truths.on_branches(&packet.id).filter(|other| {
        other
            .status()
            .is_some_and(|status| matches!(standing(item, column, status, other.verdict()), Standing::Lags(_)))
    });
    let other = further.next()?;
    let place = match &other.place {
        PacketPlace::Here => return None,
        PacketPlace::Worktree { branch: Some(branch), .. } => format!("on {branch}"),
        PacketPlace::Worktree { path, .. } => format!("in {}", path.display()),
        PacketPlace::Branch { name } => format!("on {name}"),
    };
    Some((other, place))
}

/// Shows where the packet says so.
pub(super) fn with_status(finding: Finding, packet: &SurveyedPacket) -> Finding {
    match packet.packet.metadata.status.span() {
        Some(span) => finding.related(packet.packet.source, span, "the packet says so"),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, told};
    use super::*;

    #[test]
    fn a_packet_that_has_gone_on() {
        let gone_on = Fixture::new().status("WP-1-A", "Done");
        assert_eq!(
            told(check, &gone_on),
            ["error: `WP-1-A` is Done, and the board still has it under In Progress @docs/TASK_BOARD.md:7, mended"]
        );
        let on_branch = gone_on.on_branch();
        assert!(told(check, &on_branch)[0].starts_with("note: `WP-1-A` is Done"));
    }

    #[test]
    fn a_board_that_agrees() {
        assert_eq!(told(check, &Fixture::new()), [""; 0]);
        let elsewhere = Fixture::new().elsewhere("WP-1-A", "In Progress", "Done");
        assert!(told(check, &elsewhere)[0].starts_with("note: `WP-1-A` is Done on feat/x"));
    }
}
