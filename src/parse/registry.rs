//! The traceability registry: a table with a row for each lineage.

use super::table;
use crate::model::{Registry, RegistryRow, TableShape};
use crate::text::{SourceId, Sources, Spanned};

/// Reads the rows of all tables that have a column for the base id and one for the active packet.
pub fn registry(sources: &Sources, source: SourceId) -> Registry {
    let mut registry = Registry { source, rows: Vec::new(), shape: None };
    for table in table::tables(sources.get(source)) {
        let (Some(base), Some(active)) = (table.column(&["base"]), table.column(&["active"])) else { continue };
        let board = table.column(&["board", "status"]);
        for row in table.rows.iter().filter(|row| !row.text(base).is_empty()) {
            registry.rows.push(RegistryRow {
                base_id: row.text(base).to_owned(),
                active: link_target(row.text(active)).to_owned(),
                active_cell: row.span_of(active),
                board: board.map(|board| Spanned::new(row.text(board).to_owned(), row.span_of(board))),
                span: row.span,
            });
        }
        registry.shape.get_or_insert(TableShape { head: table.head, rule: table.rule });
    }
    registry
}

/// `[name](path)` as its path, anything else as it is.
fn link_target(cell: &str) -> &str {
    let path = cell.split_once("](").and_then(|(_, rest)| rest.split_once(')'));
    path.map_or(cell, |(path, _)| path.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn rows_of_lineages() {
        let text = "# Registry\n\n| Base WP ID | Active Packet | Task Board | Notes |\n|---|---|---|---|\n\
                    | WP-1-A | p/WP-1-A-v2.md | Done: WP-1-A-v2 | |\n| WP-1-B | [WP-1-B](p/WP-1-B.md) | | x |\n\
                    | | | | |\n\n| Other | Table |\n|---|---|\n| a | b |\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::new("r.md", text.as_bytes()));
        let registry = registry(&sources, id);
        let source = sources.get(id);
        let read = registry.rows.iter().map(|row| {
            let board = row.board.as_ref().map(|board| board.value.as_str());
            (row.base_id.as_str(), row.active.as_str(), source.slice(row.active_cell), board)
        });
        let expected = [
            ("WP-1-A", "p/WP-1-A-v2.md", "p/WP-1-A-v2.md", Some("Done: WP-1-A-v2")),
            ("WP-1-B", "p/WP-1-B.md", "[WP-1-B](p/WP-1-B.md)", Some("")),
        ];
        assert_eq!(read.collect::<Vec<_>>(), expected);
        assert_eq!(registry.shape.map(|shape| source.line_at(shape.rule.start)), Some(4));
    }
}
