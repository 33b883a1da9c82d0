//! Markdown tables, with the place of each row; cells are read from the source.

use crate::text::{Source, Span};

/// One row below a table's head.
pub(super) struct Row<'a> {
    /// The head's cells, in order.
    pub head: &'a [String],
    /// The row's cells, in order; escaped pipes are pipes, code and bold decoration is left out.
    pub cells: Vec<String>,
    /// The row's line.
    pub span: Span,
}

impl Row<'_> {
    /// The cell under the first column whose title holds one of the words, whatever the case; a row may
    /// be shorter than its head.
    pub(super) fn under(&self, words: &[&str]) -> Option<&str> {
        let index =
            words.iter().find_map(|word| self.head.iter().position(|title| title.to_lowercase().contains(word)))?;
        Some(self.cells.get(index).map_or("", String::as_str))
    }
}

/// Hands every row of every table outside of fences and comments to `take`.
pub(super) fn rows(source: &Source, mut take: impl FnMut(Row)) {
    let mut head: Option<Vec<String>> = None;
    let mut in_table = false;
    let mut hidden = Hidden::default();
    for number in 1..=source.line_count() {
        let span = source.line_span(number).unwrap_or_default();
        let line = source.slice(span).trim();
        if hidden.hides(line) || !line.contains('|') {
            (head, in_table) = (None, false);
            continue;
        }
        let cells = cells(line);
        if in_table {
            take(Row { head: head.as_deref().unwrap_or_default(), cells, span });
        } else if head.is_some() && cells.iter().all(|cell| is_rule(cell)) {
            in_table = true;
        } else {
            head = Some(cells);
        }
    }
}

/// What hides lines from a reader of tables: fences and comments.
#[derive(Default)]
struct Hidden {
    fence: Option<String>,
    comment: bool,
}

impl Hidden {
    fn hides(&mut self, line: &str) -> bool {
        if let Some(fence) = &self.fence {
            if line.starts_with(fence.as_str()) && line.trim_start_matches(['`', '~']).is_empty() {
                self.fence = None;
            }
            return true;
        }
        if self.comment {
            self.comment = !line.contains("-->");
            return true;
        }
        let ticks = line.len() - line.trim_start_matches(['`', '~']).len();
        if ticks >= 3 {
            self.fence = Some(line[..ticks].to_owned());
            return true;
        }
        if line.starts_with("<!--") {
            self.comment = !line.contains("-->");
            return true;
        }
        false
    }
}

/// `| a | b |` as its cells.
fn cells(line: &str) -> Vec<String> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = if line.ends_with("\\|") { line } else { line.strip_suffix('|').unwrap_or(line) };
    let mut cells = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut().expect("the list begins with one cell");
        match letter {
            '\\' if letters.peek() == Some(&'|') => cell.extend(letters.next()),
            '|' => cells.push(String::new()),
            letter => cell.push(letter),
        }
    }
    cells.iter().map(|cell| cell.trim().trim_matches(['`', '*']).trim().to_owned()).collect()
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
        rows(&source, |row| {
            let value = row.under(&["value"]).unwrap_or("-").to_owned();
            read.push((row.cells[0].clone(), value, source.line_at(row.span.start)));
        });
        let expected = [("a", "b | c", 5), ("d", "", 6), ("e", "", 15)];
        assert_eq!(read, expected.map(|(key, value, line)| (key.to_owned(), value.to_owned(), line)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([|\\\\`*a: \r\n-]|<!--|-->|\u{e9}){0,60}") {
            rows(&Source::new("t.md", text.as_bytes()), |row| {
                row.under(&["a"]);
            });
        }
    }
}
