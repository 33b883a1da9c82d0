//! The task board: where each packet stands, for people who do not open packets.

use std::fmt;

use super::{PacketId, Status, Verdict};
use crate::text::{SourceId, Span, Spanned};

/// A board as understood.
#[derive(Clone, Debug)]
pub struct Board {
    /// The text it was read from.
    pub source: SourceId,
    /// Its sections, in order.
    pub sections: Vec<BoardSection>,
    /// Its items, in order: those of its own part where it has markers, else all.
    pub items: Vec<BoardItem>,
    /// What the tool may write: what lies between the markers; `None` where there are none.
    pub own: Option<Span>,
}

/// A heading of a board, and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardSection {
    /// Which packets it holds; `None` where its title is not one of the usual ones.
    pub column: Option<Column>,
    /// 2 for `##`.
    pub level: usize,
    /// The heading's line.
    pub heading: Span,
    /// From the line behind the heading to where the next section begins.
    pub body: Span,
}

/// One line of a board: `- **[WP-ID]** - [STATE]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardItem {
    /// The packet that it names.
    pub id: Spanned<PacketId>,
    /// The state that it gives; `None` where it gives none that is known.
    pub state: Option<Spanned<BoardState>>,
    /// The section that it stands under, by index; `None` above the first.
    pub section: Option<usize>,
    /// True where it says nothing but id and state.
    pub bare: bool,
    /// All its lines, without the ending of the last one.
    pub span: Span,
}

/// The sections that hold packets, in the order of a new board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the usual titles")]
pub enum Column {
    ReadyForDev,
    Stubs,
    InProgress,
    Done,
    Blocked,
    Superseded,
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::ReadyForDev, Self::Stubs, Self::InProgress, Self::Done, Self::Blocked, Self::Superseded];

    /// The column that a title means: the usual ones in any case, with `-`, `_` and space equal, emoji and `(..)` left out.
    pub fn of_title(title: &str) -> Option<Self> {
        let title = title.split(['(', '[']).next().unwrap_or_default();
        let letters = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { ' ' };
        let words: Vec<String> =
            title.chars().map(letters).collect::<String>().split_ascii_whitespace().map(str::to_owned).collect();
        Some(match words.join(" ").as_str() {
            "READY FOR DEV" | "READY" => Self::ReadyForDev,
            "STUB BACKLOG" | "STUBS" => Self::Stubs,
            "IN PROGRESS" => Self::InProgress,
            "DONE" | "COMPLETED" | "VALIDATED" => Self::Done,
            "BLOCKED" => Self::Blocked,
            "SUPERSEDED" => Self::Superseded,
            _ => return None,
        })
    }

    /// How far work has come that stands there.
    pub fn step(self) -> u8 {
        match self {
            Self::Stubs => 0,
            Self::ReadyForDev => 1,
            Self::InProgress | Self::Blocked => 2,
            Self::Done => 3,
            Self::Superseded => 4,
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReadyForDev => "Ready for Dev",
            Self::Stubs => "Stub Backlog (Not Activated)",
            Self::InProgress => "In Progress",
            Self::Done => "Done",
            Self::Blocked => "Blocked",
            Self::Superseded => "Superseded (Archive)",
        })
    }
}

/// What an item says of its packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardState {
    /// There is no packet yet.
    Stub,
    /// The packet has this status.
    Of(Status),
}

impl BoardState {
    /// Reads what stands in the brackets.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.trim().to_ascii_uppercase().replace(['-', ' '], "_");
        Some(match plain.as_str() {
            "STUB" => Self::Stub,
            "PASS" | "VALIDATED_PASS" => Self::Of(Status::Validated(Verdict::Pass)),
            "FAIL" | "VALIDATED_FAIL" => Self::Of(Status::Validated(Verdict::Fail)),
            "OUTDATED_ONLY" => Self::Of(Status::Validated(Verdict::OutdatedOnly)),
            "MERGE_PENDING" => Self::Of(Status::Done),
            _ => Self::Of(Status::parse(text)?),
        })
    }

    /// Under which heading it belongs.
    pub fn column(self) -> Column {
        match self {
            Self::Stub => Column::Stubs,
            Self::Of(Status::ReadyForDev) => Column::ReadyForDev,
            Self::Of(Status::InProgress) => Column::InProgress,
            Self::Of(Status::Blocked) => Column::Blocked,
            Self::Of(Status::Done | Status::DoneHistorical | Status::Validated(_)) => Column::Done,
            Self::Of(Status::Superseded) => Column::Superseded,
        }
    }
}

impl fmt::Display for BoardState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stub => "STUB",
            Self::Of(Status::ReadyForDev) => "READY_FOR_DEV",
            Self::Of(Status::InProgress) => "IN_PROGRESS",
            Self::Of(Status::Blocked) => "BLOCKED",
            Self::Of(Status::Done | Status::DoneHistorical) => "DONE",
            Self::Of(Status::Validated(Verdict::Pass)) => "VALIDATED",
            Self::Of(Status::Validated(Verdict::Fail)) => "FAIL",
            Self::Of(Status::Validated(Verdict::OutdatedOnly)) => "OUTDATED_ONLY",
            Self::Of(Status::Superseded) => "SUPERSEDED",
        })
    }
}

impl Board {
    /// The column that an item stands in; `None` for one under another heading.
    pub fn column(&self, item: &BoardItem) -> Option<Column> {
        self.sections.get(item.section?)?.column
    }

    /// The items of a packet that stand in a column.
    pub fn items_of<'a>(&'a self, id: &'a PacketId) -> impl Iterator<Item = &'a BoardItem> {
        self.items.iter().filter(move |item| item.id.value == *id && self.column(item).is_some())
    }

    /// True where it has a section that holds packets.
    pub fn has_columns(&self) -> bool {
        self.sections.iter().any(|section| section.column.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_columns() {
        let cases = [
            ("Ready for Dev", Some(Column::ReadyForDev)),
            ("IN-PROGRESS \u{1f7e0}", Some(Column::InProgress)),
            ("Superseded (Archive)", Some(Column::Superseded)),
            ("Superseded", Some(Column::Superseded)),
            ("Stub Backlog (Not Activated)", Some(Column::Stubs)),
            ("Done means", None),
            ("Active (Cross-Branch Status)", None),
            ("", None),
        ];
        for (title, expected) in cases {
            assert_eq!(Column::of_title(title), expected, "{title}");
        }
        assert_eq!(Column::ALL.map(|column| Column::of_title(&column.to_string())), Column::ALL.map(Some));
    }

    #[test]
    fn states_are_read_as_they_are_written() {
        let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::OutdatedOnly].map(Status::Validated);
        let others = [Status::ReadyForDev, Status::InProgress, Status::Blocked, Status::Done, Status::Superseded];
        for state in verdicts.into_iter().chain(others).map(BoardState::Of).chain([BoardState::Stub]) {
            assert_eq!(BoardState::parse(&state.to_string()), Some(state));
        }
        assert_eq!(BoardState::parse("READY FOR DEV"), Some(BoardState::Of(Status::ReadyForDev)));
        assert_eq!(BoardState::parse("MERGE_PENDING"), Some(BoardState::Of(Status::Done)));
        assert_eq!(BoardState::parse("ACTIVE"), None);
    }
}
