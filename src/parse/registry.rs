//! The traceability registry: a table with a row for each lineage.

use super::table;
use crate::model::{Registry, RegistryRow};
use crate::text::{SourceId, Sources};

/// Reads the rows of all tables that have a column for the base id and one for the active packet.
pub fn registry(sources: &Sources, source: SourceId) -> Registry {
    let mut rows = Vec::new();
    table::rows(sources.get(source), |row| {
        let (base, active) = (row.under(&["base"]), row.under(&["active"]));
        if let (Some(base), Some(active)) = (base, active)
            && !base.is_empty()
        {
            rows.push(RegistryRow { base_id: base.to_owned(), active: link_target(active).to_owned(), span: row.span });
        }
    });
    Registry { source, rows }
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
        let text = "# Registry\n\n| Base WP ID | Active Packet | Notes |\n|---|---|---|\n| WP-1-A | p/WP-1-A-v2.md | |\n\
                    | WP-1-B | [WP-1-B](p/WP-1-B.md) | x |\n| | | |\n\n| Other | Table |\n|---|---|\n| a | b |\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::new("r.md", text.as_bytes()));
        let read: Vec<_> = registry(&sources, id).rows.into_iter().map(|row| (row.base_id, row.active)).collect();
        let expected = [("WP-1-A", "p/WP-1-A-v2.md"), ("WP-1-B", "p/WP-1-B.md")];
        assert_eq!(read, expected.map(|(base, active)| (base.to_owned(), active.to_owned())));
    }
}
