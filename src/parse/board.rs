//! The task board: headings that hold packets, and an item for each packet.

use super::hidden::Hidden;
use super::lines::bullet_width;
use crate::model::{Board, BoardItem, BoardSection, BoardState, Column, PacketId};
use crate::text::{Source, SourceId, Sources, Span, Spanned};

/// What stands before and behind the part that the tool writes.
pub const BOARD_MARKERS: [&str; 2] = ["<!-- taskpacket:board begin -->", "<!-- taskpacket:board end -->"];

/// Reads a board. Where it has its two markers, each once and in order, only what lies between them is read.
pub fn board(sources: &Sources, source: SourceId) -> Board {
    let text = sources.get(source);
    let own = own_part(text);
    let whole = Span::new(0, text.bytes().len());
    let mut reader = Reader { text, own: own.unwrap_or(whole), sections: Vec::new(), items: Vec::new(), column: None };
    reader.read();
    Board { source, sections: reader.sections, items: reader.items, own }
}

/// The lines between the markers.
fn own_part(text: &Source) -> Option<Span> {
    let marks = |mark: &str| -> Vec<usize> {
        (1..=text.line_count()).filter(|number| trimmed(text, *number) == mark).collect()
    };
    let (begin, end) = (marks(BOARD_MARKERS[0]), marks(BOARD_MARKERS[1]));
    match (&begin[..], &end[..]) {
        ([begin], [end]) if begin < end => {
            Some(Span::new(text.line_span(begin + 1)?.start, text.line_span(*end)?.start))
        }
        _ => None,
    }
}

fn trimmed(text: &Source, number: usize) -> &str {
    text.slice(text.line_span(number).unwrap_or_default()).trim()
}

struct Reader<'a> {
    text: &'a Source,
    /// What is read.
    own: Span,
    sections: Vec<BoardSection>,
    items: Vec<BoardItem>,
    /// The heading that further ones beneath it do not end, by index.
    column: Option<usize>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let first = self.text.line_at(self.own.start);
        let spans = (first..=self.text.line_count()).map_while(|number| self.text.line_span(number));
        let spans: Vec<Span> = spans.take_while(|span| span.start < self.own.end).collect();
        let hidden = Hidden::of(spans.iter().map(|span| self.text.slice(*span)));
        // True where the line before belongs to an item, which an indented line goes on with.
        let mut open = false;
        for (span, hidden) in spans.into_iter().zip(hidden) {
            let line = self.text.slice(span);
            if open && line.starts_with([' ', '\t']) && !line.trim().is_empty() {
                if let Some(item) = self.items.last_mut() {
                    item.span.end = span.end;
                    item.bare = false;
                }
                continue;
            }
            open = false;
            if hidden {
                continue;
            }
            if let Some((level, title)) = heading(line) {
                self.heading(span, level, title);
            } else if let Some(item) = item(self.text, span, self.column) {
                self.items.push(item);
                open = true;
            }
        }
        if let Some(last) = self.sections.last_mut() {
            last.body.end = self.own.end;
        }
    }

    /// A heading beneath that of a column divides it; any other one begins a section.
    fn heading(&mut self, span: Span, level: usize, title: &str) {
        let column = Column::of_title(title);
        let current = self.column.and_then(|index| self.sections.get(index));
        if column.is_none() && current.is_some_and(|section| section.column.is_some() && section.level < level) {
            return;
        }
        let start = self.text.position(span.end).line + 1;
        let start = self.text.line_span(start).map_or(self.own.end, |next| next.start.min(self.own.end));
        if let Some(last) = self.sections.last_mut() {
            last.body.end = span.start;
        }
        self.column = Some(self.sections.len());
        self.sections.push(BoardSection { column, level, heading: span, body: Span::new(start, self.own.end) });
    }
}

/// `## Title` as its level and title.
fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    let title = title.strip_prefix([' ', '\t'])?.trim().trim_end_matches('#').trim_end();
    (1..=6).contains(&level).then_some((level, title))
}

/// `- **[WP-ID]** - [STATE]`; older boards have words between the two, or no state at all.
fn item(text: &Source, span: Span, section: Option<usize>) -> Option<BoardItem> {
    let line = text.slice(span);
    let bullet = bullet_width(line);
    let content = line[bullet..].trim_start();
    if bullet == 0 {
        return None;
    }
    let bare = content.trim_start_matches("**").strip_prefix('[')?;
    let (id, rest) = bare.split_once(']')?;
    let start = span.start + line.len() - bare.len();
    let id = Spanned::new(PacketId::parse(id)?, Span::new(start, start + id.len()));
    // A tick box and a link begin with a bracket as well.
    if rest.starts_with('(') || !content.starts_with("**") && !id.value.as_str().contains('-') {
        return None;
    }
    let rest = rest.strip_prefix("**").unwrap_or(rest);
    let state = state(rest, span.end - rest.len());
    let said = state.as_ref().map_or(rest, |state| text.slice(Span::new(span.end - rest.len(), state.span.start - 1)));
    let behind = state.as_ref().map_or("", |state| text.slice(Span::new(state.span.end + 1, span.end)));
    let is_bare = said.chars().chain(behind.chars()).all(|letter| letter.is_whitespace() || "-/:".contains(letter));
    Some(BoardItem { id, state, section, bare: is_bare, span })
}

/// The first brackets whose content is a state.
fn state(rest: &str, at: usize) -> Option<Spanned<BoardState>> {
    rest.match_indices('[').find_map(|(open, _)| {
        let inner = &rest[open + 1..];
        let inner = &inner[..inner.find(']')?];
        let start = at + open + 1;
        Some(Spanned::new(BoardState::parse(inner)?, Span::new(start, start + inner.len())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Option<String>) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("TASK_BOARD.md", text.as_bytes()));
        let board = board(&sources, id);
        let source = sources.get(id);
        let show = |item: &BoardItem| {
            let column = board.column(item).map_or("-".to_owned(), |column| column.to_string());
            let state = item.state.as_ref().map_or("-".to_owned(), |state| state.value.to_string());
            assert_eq!(source.slice(item.id.span), item.id.value.as_str());
            let bare = if item.bare { "" } else { " .." };
            format!("{column}: {} {state}{bare} @{}", item.id.value, source.line_at(item.span.start))
        };
        (board.items.iter().map(show).collect(), board.own.map(|own| source.slice(own).to_owned()))
    }

    #[test]
    fn items_of_every_age() {
        let text = "# Board\n\n- Form: `- **[WP_ID]** - [IN_PROGRESS]`\n- `- **[WP_ID]** - [ACTIVE]`\n\n\
                    ## Active (Cross-Branch Status)\n- **[WP-1-A]** - [ACTIVE] - branch: x\n\n\
                    ## Ready for Dev\r\n\r\n- **[WP-1-B]** / FAIL (again): `x` fails. [READY FOR DEV]\r\n\
                    * **[WP-1-C]** - [READY_FOR_DEV] - needs WP-1-B\n\n### Later\n- [WP-1-D] - [READY_FOR_DEV]\n- [ ] a box\n\
                    ## Blocked\n- **[WP-1-E]** - [BLOCKED]\n  waits for B\n\n```\n- **[WP-1-N]** - [DONE]\n```\n\
                    <!--\n- **[WP-1-N]** - [DONE]\n-->\n---\n## Superseded (Archive)\n- **[WP-1-F]** - Superseded by v2\n\
                    ## Notes\n- **[WP-1-G]** later\n";
        let expected = [
            "-: WP-1-A - .. @7",
            "Ready for Dev: WP-1-B READY_FOR_DEV .. @11",
            "Ready for Dev: WP-1-C READY_FOR_DEV .. @12",
            "Ready for Dev: WP-1-D READY_FOR_DEV @15",
            "Blocked: WP-1-E BLOCKED .. @18",
            "Superseded (Archive): WP-1-F - .. @29",
            "-: WP-1-G - .. @31",
        ];
        assert_eq!(read(text), (expected.map(str::to_owned).to_vec(), None));
    }

    #[test]
    fn only_the_marked_part_is_read() {
        let [begin, end] = BOARD_MARKERS;
        let text = format!(
            "## Done\n- **[WP-1-A]** - [DONE]\n\n{begin}\n## Done\n- **[WP-1-B]** - [DONE]\n{end}\n- **[WP-1-C]**\n"
        );
        let (items, own) = read(&text);
        assert_eq!(items, ["Done: WP-1-B DONE @6"]);
        assert_eq!(own.as_deref(), Some("## Done\n- **[WP-1-B]** - [DONE]\n"));
        let broken = text.replace(end, "");
        assert_eq!(read(&broken).0.len(), 3, "one marker alone marks nothing");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(## Done|- \\*\\*\\[A-1\\]\\*\\*|\\[DONE\\]|[\\[\\]*#`a \r\n-]|<!--|-->|\u{e9}){0,60}") {
            read(&text);
        }
    }
}
