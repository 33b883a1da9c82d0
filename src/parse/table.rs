//! Markdown tables, with the place of each row; cells are read from the source.

use super::hidden::Hidden;
use crate::text::{Source, Span};

/// One table.
pub(super) struct Table {
    /// The head's cells, in order.
    pub head: Vec<String>,
    /// The line of dashes beneath the head.
    pub rule: Span,
    /// Its rows, in order.
    pub rows: Vec<Row>,
}

/// One row below a table's head.
pub(super) struct Row {
    /// Its cells, in order.
    pub cells: Vec<Cell>,
    /// The row's line.
    pub span: Span,
}

/// What stands between two pipes.
pub(super) struct Cell {
    /// Its text; escaped pipes are pipes, code and bold decoration is left out.
    pub text: String,
    /// Where it stands, decoration included.
    pub span: Span,
}

impl Table {
    /// The first column whose title holds one of the words, whatever the case.
    pub(super) fn column(&self, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.head.iter().position(|title| title.to_lowercase().contains(word)))
    }
}

impl Row {
    /// The text of a cell; a row may be shorter than its head.
    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }

    /// Where a cell stands; for one that a short row lacks, the end of the row.
    pub(super) fn span_of(&self, column: usize) -> Span {
        self.cells.get(column).map_or(Span::at(self.span.end), |cell| cell.span)
    }
}

/// Every table outside of fences and comments.
pub(super) fn tables(source: &Source) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut head: Option<Vec<Cell>> = None;
    let mut in_table = false;
    let mut hidden = Hidden::default();
    for number in 1..=source.line_count() {
        let span = source.line_span(number).unwrap_or_default();
        let line = source.slice(span);
        if hidden.hides(line.trim()) || !line.contains('|') {
            (head, in_table) = (None, false);
            continue;
        }
        let cells = cells(line, span.start);
        match (tables.last_mut(), head.take()) {
            (Some(table), _) if in_table => table.rows.push(Row { cells, span }),
            (_, Some(titles)) if cells.iter().all(|cell| is_rule(&cell.text)) => {
                let head = titles.into_iter().map(|cell| cell.text).collect();
                tables.push(Table { head, rule: span, rows: Vec::new() });
                in_table = true;
            }
            _ => head = Some(cells),
        }
    }
    tables
}

/// `| a | b |` as its cells; `start` is where the line begins.
fn cells(line: &str, start: usize) -> Vec<Cell> {
    let bare = line.trim();
    let bare = bare.strip_prefix('|').unwrap_or(bare);
    let at = start + line.len() - line.trim_start().len() + line.trim().len() - bare.len();
    let bare = if bare.ends_with("\\|") { bare } else { bare.strip_suffix('|').unwrap_or(bare) };
    let mut cells = Vec::new();
    let mut first = 0;
    let bytes = bare.as_bytes();
    for end in 0..=bytes.len() {
        let pipe = bytes.get(end) == Some(&b'|') && (end == 0 || bytes[end - 1] != b'\\');
        if pipe || end == bytes.len() {
            cells.push(cell(&bare[first..end], at + first));
            first = end + 1;
        }
    }
    cells
}

fn cell(raw: &str, start: usize) -> Cell {
    let trimmed = raw.trim();
    let start = start + raw.len() - raw.trim_start().len();
    let text = trimmed.replace("\\|", "|").trim_matches(['`', '*']).trim().to_owned();
    Cell { text, span: Span::new(start, start + trimmed.len()) }
}

fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| b"-: ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_their_heads() {
        let text = "x | y\n\n| Key | Value |\n|---|:-:|\r\n| `a` | b \\| c |\n| d\n\n```\n| no | row |\n|---|---|\n| n | n |\n```\n\
                    Key | Value\n--- | ---\n**e** | \n";
        let source = Source::new("t.md", text.as_bytes());
        let mut read = Vec::new();
        for table in tables(&source) {
            let value = table.column(&["value"]).unwrap();
            for row in &table.rows {
                let shown = source.slice(row.span_of(0)).trim_matches(['`', '*']);
                assert_eq!(shown, row.text(0));
                read.push((row.text(0).to_owned(), row.text(value).to_owned(), source.line_at(row.span.start)));
            }
        }
        let expected = [("a", "b | c", 5), ("d", "", 6), ("e", "", 15)];
        assert_eq!(read, expected.map(|(key, value, line)| (key.to_owned(), value.to_owned(), line)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([|\\\\`*a: \r\n-]|<!--|-->|\u{e9}){0,60}") {
            let source = Source::new("t.md", text.as_bytes());
            for table in tables(&source) {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    proptest::prop_assert!(cell.span.end <= text.len() && text.is_char_boundary(cell.span.start));
                }
            }
        }
    }
}
