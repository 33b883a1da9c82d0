//! Where a packet stands on the board, against what it says of itself.

use crate::model::{Board, BoardItem, BoardState, Column, Status, SurveyedPacket, Truths, Verdict};

/// How an item stands to its packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It says what the packet says.
    Agrees,
    /// The packet has gone on by so many steps since.
    Lags(u8),
    /// It says more than the packet does.
    Ahead,
    /// It contradicts itself, or the packet's verdict.
    AtOdds,
}

/// A packet with the item that stands for it.
pub(super) struct Placed<'a> {
    pub packet: &'a SurveyedPacket,
    pub status: Status,
    pub item: &'a BoardItem,
    pub column: Column,
    pub standing: Standing,
}

/// What the board should say of a packet: its status, or the verdict where that is the last word.
pub fn wanted(packet: &SurveyedPacket) -> Option<BoardState> {
    let status = packet.status()?;
    Some(BoardState::Of(match (status, packet.verdict()) {
        (Status::Done, Some(verdict)) => Status::Validated(verdict),
        _ => status,
    }))
}

/// Every judged packet that stands in a column of the board on disk.
pub(super) fn placed(truths: &Truths) -> Vec<Placed<'_>> {
    let Some(board) = &truths.board else { return Vec::new() };
    let judged = truths.judged().filter(|packet| !packet.behind);
    let placed = judged.filter_map(|packet| {
        let status = packet.status()?;
        let (item, column) = item(board, packet, status)?;
        let standing = tolerant(truths, packet, item, column, status);
        Some(Placed { packet, status, item, column, standing })
    });
    placed.collect()
}

/// The item that stands for a packet: the one in the right column, else the first.
fn item<'a>(board: &'a Board, packet: &'a SurveyedPacket, status: Status) -> Option<(&'a BoardItem, Column)> {
    let items: Vec<_> = board.items_of(&packet.id).filter_map(|item| Some((item, board.column(item)?))).collect();
    let right = items.iter().find(|(_, column)| *column == BoardState::Of(status).column());
    right.or(items.first()).copied()
}

/// The same, with what is no disagreement left out: an archived packet that a later one replaced, a packet that has come
/// so far on a branch of its own, and a board that has followed on the default branch already.
fn tolerant(truths: &Truths, packet: &SurveyedPacket, item: &BoardItem, column: Column, status: Status) -> Standing {
    let found = standing(item, column, status, packet.verdict());
    let excused = match found {
        Standing::Agrees => return found,
        Standing::Lags(_) => truths.trunk_board.as_ref().is_some_and(|board| {
            let item = self::item(board, packet, status);
            item.is_some_and(|(item, column)| standing(item, column, status, packet.verdict()) == Standing::Agrees)
        }),
        Standing::Ahead | Standing::AtOdds => {
            let archived = column == Column::Superseded && super::lineage::later(truths, packet).is_some();
            let agrees = |other: &SurveyedPacket| {
                let status = other.status();
                status.is_some_and(|status| standing(item, column, status, other.verdict()) == Standing::Agrees)
            };
            archived || truths.on_branches(&packet.id).any(agrees)
        }
    };
    if excused { Standing::Agrees } else { found }
}

/// How an item stands to a packet of this status and verdict.
pub(super) fn standing(item: &BoardItem, column: Column, status: Status, verdict: Option<Verdict>) -> Standing {
    let own = BoardState::Of(status).column();
    if column == own {
        return within(item, column, status, verdict);
    }
    match own.step().cmp(&column.step()) {
        std::cmp::Ordering::Less => Standing::Ahead,
        std::cmp::Ordering::Equal => Standing::Lags(1),
        std::cmp::Ordering::Greater => Standing::Lags(own.step() - column.step()),
    }
}

/// The same for an item that stands in the packet's own column.
fn within(item: &BoardItem, column: Column, status: Status, verdict: Option<Verdict>) -> Standing {
    let Some(state) = item.state.as_ref().map(|state| state.value) else { return Standing::Agrees };
    if state.column() != column {
        return Standing::AtOdds;
    }
    let BoardState::Of(said) = state else { return Standing::Agrees };
    match (said, status) {
        (_, Status::DoneHistorical) | (Status::DoneHistorical, _) => Standing::Agrees,
        (Status::Validated(said), Status::Done) if verdict == Some(said) => Standing::Agrees,
        (Status::Validated(_), Status::Done) if verdict.is_none() => Standing::Ahead,
        (Status::Done, Status::Validated(_)) => Standing::Lags(1),
        (said, status) if said == status => Standing::Agrees,
        _ => Standing::AtOdds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Source, Sources};

    #[test]
    fn an_item_against_its_packet() {
        let pass = Status::Validated(Verdict::Pass);
        let cases = [
            ("Ready for Dev", "[READY_FOR_DEV]", Status::ReadyForDev, None, Standing::Agrees),
            ("Ready for Dev", "", Status::ReadyForDev, None, Standing::Agrees),
            ("Ready for Dev", "[READY_FOR_DEV]", Status::InProgress, None, Standing::Lags(1)),
            ("Ready for Dev", "[READY_FOR_DEV]", Status::Done, None, Standing::Lags(2)),
            ("Stub Backlog", "[STUB]", Status::ReadyForDev, None, Standing::Lags(1)),
            ("In Progress", "[IN_PROGRESS]", Status::Blocked, None, Standing::Lags(1)),
            ("In Progress", "[IN_PROGRESS]", Status::ReadyForDev, None, Standing::Ahead),
            ("Done", "[IN_PROGRESS]", Status::InProgress, None, Standing::Ahead),
            ("In Progress", "[DONE]", Status::InProgress, None, Standing::AtOdds),
            ("Done", "[DONE]", Status::Done, Some(Verdict::Pass), Standing::Agrees),
            ("Done", "[DONE]", pass, Some(Verdict::Pass), Standing::Lags(1)),
            ("Done", "[VALIDATED]", Status::Done, Some(Verdict::Pass), Standing::Agrees),
            ("Done", "[VALIDATED]", Status::Done, None, Standing::Ahead),
            ("Done", "[FAIL]", pass, Some(Verdict::Pass), Standing::AtOdds),
            ("Done", "[OUTDATED_ONLY]", Status::DoneHistorical, None, Standing::Agrees),
            ("Superseded", "[SUPERSEDED]", Status::Done, None, Standing::Ahead),
        ];
        for (title, state, status, verdict, expected) in cases {
            let mut sources = Sources::default();
            let text = format!("## {title}\n- **[WP-1-A]** - {state}\n");
            let id = sources.add(Source::new("b.md", text.as_bytes()));
            let board = parse::board(&sources, id);
            let item = &board.items[0];
            assert_eq!(
                standing(item, board.column(item).unwrap(), status, verdict),
                expected,
                "{title} {state} {status}"
            );
        }
    }
}
