//! The registry told which packet of a lineage is in force.

use super::table_row::{new_table, row_behind};
use crate::model::{ActivePacket, Registry, RegistryRow};
use crate::text::{Edit, Source, Span};

/// The edits that make a registry name this packet: in the row of its lineage, else in a row of its own.
pub fn registry_row(source: &Source, registry: &Registry, active: &ActivePacket) -> Vec<Edit> {
    if let Some(row) = registry.rows.iter().find(|row| row.base_id == active.base_id) {
        let mut edits = vec![Edit::new(row.active_cell, named_like(source, row, active))];
        edits.extend(row.board.as_ref().map(|board| {
            let text = if board.value.contains(':') {
                format!("{}: {}", active.board, active.id)
            } else {
                active.board.clone()
            };
            Edit::new(board.span, spaced(board.span.is_empty(), text))
        }));
        edits.retain(|edit| source.slice(edit.span).as_bytes() != edit.replacement);
        return edits;
    }
    let cell = |title: &str| {
        let is = |word: &str| title.contains(word);
        let text = if is("base") {
            &active.base_id
        } else if is("active") {
            &active.path
        } else if is("board") || is("status") {
            &active.board
        } else {
            return None;
        };
        Some(text.clone())
    };
    match &registry.shape {
        Some(shape) => vec![row_behind(source, place(registry, active).unwrap_or(shape.rule), &shape.head, cell)],
        None => vec![new_table(source, &["Base WP ID", "Active Packet", "Task Board", "Notes"], cell)],
    }
}

/// The row that the new one goes behind: the last one, or the one before it by name where the rows are in that order.
fn place(registry: &Registry, active: &ActivePacket) -> Option<Span> {
    let rows = &registry.rows;
    let name = |row: &RegistryRow| row.base_id.to_lowercase();
    if rows.len() > 1 && rows.is_sorted_by_key(name) {
        let before = rows.iter().rev().find(|row| name(row) < active.base_id.to_lowercase());
        return before.map(|row| row.span);
    }
    rows.last().map(|row| row.span)
}

/// The packet, named as the row names the one that it replaces: by link, path or id.
fn named_like(source: &Source, row: &RegistryRow, active: &ActivePacket) -> String {
    let old = source.slice(row.active_cell);
    let text = if old.contains("](") {
        format!("[{}]({})", active.id, active.path)
    } else if old.contains('/') || old.is_empty() {
        active.path.clone()
    } else {
        active.id.clone()
    };
    let text = if old.starts_with('`') && !old.contains("](") { format!("`{text}`") } else { text };
    spaced(old.is_empty(), text)
}

/// Text for a cell that was empty, and so has no white space of its own.
fn spaced(was_empty: bool, text: String) -> String {
    if was_empty { format!("{text} ") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    fn written(text: &str, base: &str, id: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("r.md", text.as_bytes()));
        let registry = parse::registry(&sources, source);
        let active = ActivePacket {
            base_id: base.to_owned(),
            id: id.to_owned(),
            path: format!("p/{id}.md"),
            board: "In Progress".to_owned(),
        };
        let edits = registry_row(sources.get(source), &registry, &active);
        String::from_utf8(apply(text.as_bytes(), &edits).unwrap()).unwrap()
    }

    const HEAD: &str = "# R\n\n| Base WP ID | Active Packet | Task Board | Notes |\n|---|---|---|---|\n";

    #[test]
    fn a_row_is_corrected_in_its_own_form() {
        for (old, new) in [
            ("| WP-1-A | p/WP-1-A.md | Done | n |", "| WP-1-A | p/WP-1-A-v2.md | In Progress | n |"),
            ("| WP-1-A | `WP-1-A` | Done: WP-1-A | n |", "| WP-1-A | `WP-1-A-v2` | In Progress: WP-1-A-v2 | n |"),
            ("| WP-1-A | [WP-1-A](x.md) | | n |", "| WP-1-A | [WP-1-A-v2](p/WP-1-A-v2.md) | In Progress | n |"),
        ] {
            assert_eq!(written(&format!("{HEAD}{old}\n"), "WP-1-A", "WP-1-A-v2"), format!("{HEAD}{new}\n"));
        }
    }

    #[test]
    fn a_new_row_goes_where_its_name_belongs() {
        let row = |base: &str| format!("| {base} | p/{base}.md | In Progress | |\n");
        let sorted = format!("{HEAD}{}{}\nwords\n", row("WP-1-A"), row("WP-1-C"));
        let expected = format!("{HEAD}{}{}{}\nwords\n", row("WP-1-A"), row("WP-1-B"), row("WP-1-C"));
        assert_eq!(written(&sorted, "WP-1-B", "WP-1-B"), expected);
        let mixed = format!("{HEAD}{}{}", row("WP-1-C"), row("WP-1-A"));
        assert_eq!(written(&mixed, "WP-1-B", "WP-1-B"), format!("{mixed}{}", row("WP-1-B")));
        assert_eq!(written(HEAD, "WP-1-B", "WP-1-B"), format!("{HEAD}{}", row("WP-1-B")));
        assert_eq!(written("# R\n", "WP-1-B", "WP-1-B"), format!("{HEAD}{}", row("WP-1-B")));
    }
}
