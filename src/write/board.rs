//! Packets put where they belong on a board: the lines that are wrong are moved or changed, every other byte stays.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Board, BoardItem, BoardState, Column, PacketId, Status};
use crate::parse::BOARD_MARKERS;
use crate::text::{Edit, Source, Span};

/// The edits that show one packet with that status, and leave all others where they are.
pub fn board_status(source: &Source, board: &Board, id: &PacketId, status: Status) -> Vec<Edit> {
    board_items(source, board, &[(id.clone(), BoardState::Of(status))], &BTreeSet::new())
}

/// The edits that show each of these packets in its state, once; and take the lines out that begin at the places in
/// `gone`. A second line of a packet goes where it says no more than id and state, or lies between the markers.
pub fn board_items(
    source: &Source,
    board: &Board,
    states: &[(PacketId, BoardState)],
    gone: &BTreeSet<usize>,
) -> Vec<Edit> {
    let mut writer = Writer {
        source,
        board,
        ending: if source.text().contains("\r\n") { "\r\n" } else { "\n" },
        edits: Vec::new(),
        gone: gone.clone(),
        arriving: BTreeMap::new(),
    };
    for (id, state) in states {
        writer.place(id, *state);
    }
    writer.finish()
}

/// A new board that shows these packets.
pub fn new_board(states: &[(PacketId, BoardState)]) -> String {
    let mut arriving: BTreeMap<Column, Vec<Vec<u8>>> = BTreeMap::new();
    for (id, state) in states {
        arriving.entry(state.column()).or_default().push(line(id, *state));
    }
    let columns = String::from_utf8_lossy(&all_columns(&arriving, "\n")).into_owned();
    format!("# Task Board\n\n{}\n{columns}{}\n", BOARD_MARKERS[0], BOARD_MARKERS[1])
}

/// A line in the usual form.
fn line(id: &PacketId, state: BoardState) -> Vec<u8> {
    format!("- **[{id}]** - [{state}]").into_bytes()
}

/// Every column with what arrives in it; that of the stubs only where there is one.
fn all_columns(arriving: &BTreeMap<Column, Vec<Vec<u8>>>, ending: &str) -> Vec<u8> {
    let mut text = Vec::new();
    for column in Column::ALL {
        let lines = arriving.get(&column);
        if lines.is_none() && column == Column::Stubs {
            continue;
        }
        if !text.is_empty() {
            text.extend_from_slice(ending.as_bytes());
        }
        text.extend(section("##", column, lines.map(Vec::as_slice).unwrap_or_default(), ending));
    }
    text
}

fn section(marks: &str, column: Column, lines: &[Vec<u8>], ending: &str) -> Vec<u8> {
    let mut text = format!("{marks} {column}{ending}").into_bytes();
    for line in lines {
        text.extend_from_slice(line);
        text.extend_from_slice(ending.as_bytes());
    }
    text
}

struct Writer<'a> {
    source: &'a Source,
    board: &'a Board,
    ending: &'static str,
    edits: Vec<Edit>,
    /// Where the items begin that are taken out.
    gone: BTreeSet<usize>,
    /// The lines that are put in, by column.
    arriving: BTreeMap<Column, Vec<Vec<u8>>>,
}

impl Writer<'_> {
    /// Sees to it that one packet stands once, in the column and with the state that is its own.
    fn place(&mut self, id: &PacketId, state: BoardState) {
        let wanted = state.column();
        let board = self.board;
        let items: Vec<&BoardItem> = board.items_of(id).filter(|item| !self.gone.contains(&item.span.start)).collect();
        let right = items.iter().find(|item| board.column(item) == Some(wanted));
        let Some(kept) = right.or(items.first()) else {
            self.arriving.entry(wanted).or_default().push(line(id, state));
            return;
        };
        let doubled = items.iter().filter(|item| item.span != kept.span && (item.bare || board.own.is_some()));
        self.gone.extend(doubled.map(|item| item.span.start));
        if right.is_some() {
            self.edits.extend(restated(kept, state));
            return;
        }
        let mut moved = self.source.bytes()[kept.span.start..kept.span.end].to_vec();
        if let Some(Edit { span, replacement }) = restated(kept, state) {
            moved.splice(span.start - kept.span.start..span.end - kept.span.start, replacement);
        }
        self.gone.insert(kept.span.start);
        self.arriving.entry(wanted).or_default().push(moved);
    }

    fn finish(mut self) -> Vec<Edit> {
        if !self.board.has_columns() && !self.arriving.is_empty() {
            let edit = self.first_columns();
            self.edits.push(edit);
        } else {
            let arriving = std::mem::take(&mut self.arriving);
            let (there, missing): (BTreeMap<_, _>, BTreeMap<_, _>) =
                arriving.into_iter().partition(|(column, _)| self.first_section(*column).is_some());
            for (column, lines) in there {
                let edit = self.in_section(column, &lines);
                self.edits.extend(edit);
            }
            let edits = self.new_sections(&missing);
            self.edits.extend(edits);
        }
        for start in &self.gone {
            if let Some(item) = self.board.items.iter().find(|item| item.span.start == *start) {
                self.edits.push(Edit::new(Span::new(*start, self.behind_line(item.span.end)), ""));
            }
        }
        self.edits
    }

    /// The columns of a board that has none yet: between its markers, else at its end with markers of their own.
    fn first_columns(&self) -> Edit {
        let columns = all_columns(&self.arriving, self.ending);
        if let Some(own) = self.board.own {
            // Behind what stands there without a heading: before it, that would come under the last of the columns.
            return Edit::new(Span::at(own.end), columns);
        }
        let end = self.source.bytes().len();
        let mut text = self.gap_before(end);
        text.extend_from_slice(format!("{}{}", BOARD_MARKERS[0], self.ending).as_bytes());
        text.extend(columns);
        text.extend_from_slice(format!("{}{}", BOARD_MARKERS[1], self.ending).as_bytes());
        Edit::new(Span::at(end), text)
    }

    fn first_section(&self, column: Column) -> Option<usize> {
        self.board.sections.iter().position(|section| section.column == Some(column))
    }

    /// Puts lines behind the last item of a section, else behind what its heading is followed by.
    fn in_section(&self, column: Column, lines: &[Vec<u8>]) -> Option<Edit> {
        let index = self.first_section(column)?;
        let section = &self.board.sections[index];
        let mut items = self.board.items.iter().rev();
        let last = items.find(|item| item.section == Some(index) && !self.gone.contains(&item.span.start));
        let mut text = Vec::new();
        let at = match last {
            Some(item) => item.span.end,
            None => match self.last_words(section.body) {
                Some(end) => {
                    text.extend_from_slice(self.ending.as_bytes());
                    end
                }
                None => section.heading.end,
            },
        };
        for line in lines {
            text.extend_from_slice(self.ending.as_bytes());
            text.extend_from_slice(line);
        }
        Some(Edit::new(Span::at(at), text))
    }

    /// The end of the last line of a section that says something and stays.
    fn last_words(&self, body: Span) -> Option<usize> {
        let first = self.source.line_at(body.start);
        let lines = (first..=self.source.line_count()).map_while(|number| self.source.line_span(number));
        let leaves = |at: usize| {
            let going = self.board.items.iter().filter(|item| self.gone.contains(&item.span.start));
            going.into_iter().any(|item| item.span.start <= at && at <= item.span.end)
        };
        let says = |span: &Span| {
            let line = self.source.slice(*span).trim();
            line.chars().any(|letter| letter != '-') && !leaves(span.start)
        };
        lines.take_while(|span| span.start < body.end).filter(says).last().map(|span| span.end)
    }

    /// Sections that the board lacks, each behind the one that comes before it on a new board.
    fn new_sections(&self, missing: &BTreeMap<Column, Vec<Vec<u8>>>) -> Vec<Edit> {
        let end = self.board.own.map_or(self.source.bytes().len(), |own| own.end);
        let mut places: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
        for (column, lines) in missing {
            let there = |other: &Column| self.first_section(*other);
            let before = Column::ALL.iter().rev().filter(|other| *other < column).find_map(there);
            let behind = Column::ALL.iter().filter(|other| *other > column).find_map(there);
            let sections = &self.board.sections;
            let at = before.map(|index| sections[index].body.end);
            let at = at.or(behind.map(|index| sections[index].heading.start)).unwrap_or(end);
            let marks = before.or(behind).map_or(2, |index| sections[index].level);
            let text = match places.entry(at) {
                Entry::Vacant(place) => place.insert(self.gap_before(at)),
                Entry::Occupied(place) => {
                    let text = place.into_mut();
                    text.extend_from_slice(if at < end { b"" } else { self.ending.as_bytes() });
                    text
                }
            };
            text.extend(section(&"#".repeat(marks), *column, lines, self.ending));
            if at < end {
                text.extend_from_slice(self.ending.as_bytes());
            }
        }
        places.into_iter().map(|(at, text)| Edit::new(Span::at(at), text)).collect()
    }

    /// What is missing to a blank line in front of a place.
    fn gap_before(&self, at: usize) -> Vec<u8> {
        let before = &self.source.text()[..at];
        let bare = before.trim_end_matches(['\n', '\r']);
        let feeds = before[bare.len()..].matches('\n').count();
        let wanted = if bare.is_empty() { 0 } else { 2 };
        self.ending.repeat(wanted - feeds.min(wanted)).into_bytes()
    }

    /// Where the line behind a place begins; the end of the text where there is none.
    fn behind_line(&self, at: usize) -> usize {
        let text = self.source.text();
        text[at..].find('\n').map_or(text.len(), |feed| at + feed + 1)
    }
}

/// The edit that gives an item its state; `None` where it gives it already, or tells a story and no state.
fn restated(item: &BoardItem, state: BoardState) -> Option<Edit> {
    match &item.state {
        Some(said) if said.value.to_string() == state.to_string() => None,
        Some(said) => Some(Edit::new(said.span, state.to_string())),
        None if item.bare => Some(Edit::new(Span::at(item.span.end), format!(" - [{state}]"))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    const BOARD: &str = "# Board\n\nwords\n\n## Ready for Dev\n- **[WP-1-A]** - [READY_FOR_DEV]\n\n## In Progress\n\nThe packet says who.\n\n\
                         ## Done\n- **[WP-1-B]** - [DONE] - since May\n- **[WP-1-C]** - [VALIDATED]\n\n---\n\n\
                         ## Superseded (Archive)\n- **[WP-1-D]** - gone\n";

    fn written(text: &[u8], states: &[(&str, BoardState)]) -> Vec<u8> {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("TASK_BOARD.md", text));
        let board = parse::board(&sources, id);
        let states: Vec<_> = states.iter().map(|(id, state)| (PacketId::parse(id).unwrap(), *state)).collect();
        apply(text, &board_items(sources.get(id), &board, &states, &BTreeSet::new())).unwrap()
    }

    fn check(text: &str, states: &[(&str, BoardState)], expected: &str) {
        let new = written(text.as_bytes(), states);
        assert_eq!(String::from_utf8_lossy(&new), expected);
        assert_eq!(written(&new, states), new, "a second time changes nothing");
    }

    const READY: BoardState = BoardState::Of(Status::ReadyForDev);
    const IN_PROGRESS: BoardState = BoardState::Of(Status::InProgress);
    const BLOCKED: BoardState = BoardState::Of(Status::Blocked);
    const DONE: BoardState = BoardState::Of(Status::Done);
    const SUPERSEDED: BoardState = BoardState::Of(Status::Superseded);

    #[test]
    fn what_is_right_stays_as_it_is() {
        check(BOARD, &[("WP-1-A", READY), ("WP-1-B", DONE), ("WP-1-D", SUPERSEDED)], BOARD);
    }

    #[test]
    fn an_item_moves_with_what_is_written_beside_it() {
        let expected = BOARD
            .replace("- **[WP-1-B]** - [DONE] - since May\n", "")
            .replace("The packet says who.\n", "The packet says who.\n\n- **[WP-1-B]** - [IN_PROGRESS] - since May\n");
        check(BOARD, &[("WP-1-B", IN_PROGRESS)], &expected);
        let expected = BOARD
            .replace("- **[WP-1-A]** - [READY_FOR_DEV]\n", "")
            .replace("- **[WP-1-C]** - [VALIDATED]\n", "- **[WP-1-C]** - [VALIDATED]\n- **[WP-1-A]** - [DONE]\n");
        check(BOARD, &[("WP-1-A", DONE)], &expected);
    }

    #[test]
    fn the_last_item_of_a_section_makes_room_for_another() {
        let text = "## Ready for Dev\n- **[WP-1-A]** - [READY_FOR_DEV]\n## In Progress\n- **[WP-1-B]** - [IN_PROGRESS]";
        let expected =
            "## Ready for Dev\n- **[WP-1-B]** - [READY_FOR_DEV]\n## In Progress\n- **[WP-1-A]** - [IN_PROGRESS]\n";
        check(text, &[("WP-1-A", IN_PROGRESS), ("WP-1-B", READY)], expected);
    }

    #[test]
    fn a_missing_section_is_put_where_it_belongs() {
        let expected = BOARD.replace(
            "## Superseded (Archive)\n",
            "## Blocked\n- **[WP-1-E]** - [BLOCKED]\n\n## Superseded (Archive)\n",
        );
        check(BOARD, &[("WP-1-E", BLOCKED)], &expected);
        let text = "## Done\r\n- **[WP-1-A]** - [DONE]";
        let expected = "## In Progress\r\n- **[WP-1-C]** - [IN_PROGRESS]\r\n\r\n## Done\r\n\r\n## Blocked\r\n\
                        - **[WP-1-A]** - [BLOCKED]\r\n\r\n## Superseded (Archive)\r\n- **[WP-1-B]** - [SUPERSEDED]\r\n";
        let states = [("WP-1-A", BLOCKED), ("WP-1-B", SUPERSEDED), ("WP-1-C", IN_PROGRESS)];
        let new = String::from_utf8(written(text.as_bytes(), &states)).unwrap();
        assert_eq!(new.replace("\r\n\r\n\r\n", "\r\n\r\n"), expected);
    }

    #[test]
    fn a_second_line_goes_where_it_says_nothing_of_its_own() {
        let twice = BOARD.replace("## Done\n", "- **[WP-1-C]** - [IN_PROGRESS]\n\n## Done\n");
        let expected = BOARD.replace("## Done\n", "\n## Done\n");
        check(&twice, &[("WP-1-C", BoardState::Of(Status::Validated(crate::model::Verdict::Pass)))], &expected);
        let told = BOARD.replace("## Done\n", "- **[WP-1-C]** waits for paint\n\n## Done\n");
        check(&told, &[("WP-1-C", BoardState::Of(Status::Validated(crate::model::Verdict::Pass)))], &told);
    }

    #[test]
    fn only_the_marked_part_is_written() {
        let [begin, end] = BOARD_MARKERS;
        let text = format!("## Done\n- **[WP-1-A]** - [DONE]\n\n{begin}\n{end}\nbelow");
        let filled = "## Ready for Dev\n- **[WP-1-A]** - [READY_FOR_DEV]\n\n## In Progress\n\n## Done\n\n## Blocked\n\n\
                      ## Superseded (Archive)\n";
        let expected = format!("## Done\n- **[WP-1-A]** - [DONE]\n\n{begin}\n{filled}{end}\nbelow");
        check(&text, &[("WP-1-A", READY)], &expected);
        let expected = format!("# Ours\n\nwords\n\n{begin}\n{filled}{end}\n");
        check("# Ours\n\nwords", &[("WP-1-A", READY)], &expected);
        let id = PacketId::parse("WP-1-A").unwrap();
        assert_eq!(new_board(&[(id, READY)]), format!("# Task Board\n\n{begin}\n{filled}{end}\n"));
    }

    #[test]
    fn bytes_that_are_not_text_move_as_they_are() {
        let text = b"## Ready for Dev\n- **[WP-1-A]** - [READY_FOR_DEV] \x97 soon\n\n## Done\n";
        let expected = b"## Ready for Dev\n\n## Done\n- **[WP-1-A]** - [DONE] \x97 soon\n";
        assert_eq!(written(text, &[("WP-1-A", DONE)]), expected);
    }

    const LINES: &[&str] = &[
        "## Ready for Dev",
        "## In Progress",
        "## Done",
        "### Later",
        "## Notes",
        "## Superseded (Archive)",
        "",
        "words",
        "---",
        "- **[A-1]** - [READY_FOR_DEV]",
        "- **[A-1]** - [DONE]",
        "- **[A-2]** - [IN_PROGRESS] - soon",
        "- **[A-2]** / x [DONE]",
        "- **[A-3]**",
        "  goes on",
        "```",
        BOARD_MARKERS[0],
        BOARD_MARKERS[1],
    ];

    proptest::proptest! {
        #[test]
        fn any_board_ends_up_right_and_stays_so(
            picked in proptest::collection::vec(0..LINES.len(), 0..14),
            states in proptest::collection::vec(0_usize..5, 3),
            crlf: bool,
        ) {
            let mut text: String = picked.iter().flat_map(|at| [LINES[*at], "\n"]).collect();
            if crlf { text = text.replace('\n', "\r\n"); }
            let all = [READY, IN_PROGRESS, BLOCKED, DONE, SUPERSEDED];
            let states: Vec<_> = ["A-1", "A-2", "A-3"].iter().zip(states).map(|(id, at)| (*id, all[at])).collect();
            let once = written(text.as_bytes(), &states);
            let again = String::from_utf8(written(&once, &states)).unwrap();
            proptest::prop_assert_eq!(again.as_str(), std::str::from_utf8(&once).unwrap());
            let mut sources = Sources::default();
            let id = sources.add(Source::new("b.md", once));
            let board = parse::board(&sources, id);
            for (id, state) in &states {
                let id = PacketId::parse(id).unwrap();
                let shown = board.items_of(&id).any(|item| board.column(item) == Some(state.column()));
                proptest::prop_assert!(shown, "{} is not under {}:\n{}", id, state.column(), sources.get(board.source).text());
            }
        }
    }
}
