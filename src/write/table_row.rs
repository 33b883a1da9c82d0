//! A row put into a table of another file: in the table's own columns, every other byte as it was.

use crate::text::{Edit, Source, Span};

/// The edit that puts a row behind `behind` (a row of the same table, or the rule beneath its head). Each cell is given by
/// its column's title; a column that nothing is given for stays empty.
pub(super) fn row_behind(
    source: &Source,
    behind: Span,
    head: &[String],
    cell: impl Fn(&str) -> Option<String>,
) -> Edit {
    let ending = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
    let mut row = String::from("|");
    for title in head {
        let cell = cell(&title.to_lowercase()).unwrap_or_default().replace('|', "\\|").replace(['\r', '\n'], " ");
        row.extend([if cell.is_empty() { "" } else { " " }, &cell, " |"]);
    }
    Edit::new(Span::at(behind.end), format!("{ending}{row}"))
}

/// The edit that puts a whole table at the end of a file, with one row.
pub(super) fn new_table(source: &Source, head: &[&str], cell: impl Fn(&str) -> Option<String>) -> Edit {
    let text = source.text();
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let end = text.len();
    let feeds = text.len() - text.trim_end_matches(['\n', '\r']).len();
    let feeds = text[text.len() - feeds..].matches('\n').count().min(2);
    let gap = if text.is_empty() { String::new() } else { ending.repeat(2 - feeds) };
    let rule = "---|".repeat(head.len());
    let titles: Vec<String> = head.iter().map(|title| (*title).to_owned()).collect();
    let row = row_behind(source, Span::at(end), &titles, cell).replacement;
    let row = String::from_utf8_lossy(&row);
    Edit::new(Span::at(end), format!("{gap}| {} |{ending}|{rule}{row}{ending}", head.join(" | ")))
}
