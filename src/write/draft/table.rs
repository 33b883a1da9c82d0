//! Tables, and text of others within them.

use crate::model::FILL_IN;
use crate::text::visible;

/// A table with its head; nothing where it has no row.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let names: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let rule: Vec<String> = head.iter().map(|_| "---".to_owned()).collect();
    let rows = rows.iter().map(|row| row.iter().map(|cell| shown(cell).replace('|', "\\|")).collect::<Vec<_>>());
    [names, rule].into_iter().chain(rows).map(|cells| line(&cells)).collect()
}

/// Text of others on one line, all of it visible; nothing in it is a mark of what is to be filled in.
pub(super) fn shown(text: &str) -> String {
    let text = visible(text.as_bytes()).split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace(FILL_IN, "[ [FILL IN")
}

/// The same as code, cut where it is long.
pub(super) fn code(text: &str) -> String {
    const MOST: usize = 80;
    let text = shown(text.lines().next().unwrap_or_default());
    let cut = match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{} ..", &text[..at]),
        None => text,
    };
    if cut.contains('`') { format!("`` {cut} ``") } else { format!("`{cut}`") }
}
