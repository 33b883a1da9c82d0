//! Further items of IN_SCOPE_PATHS, in the form of those that are there.

use super::block::line_around;
use crate::model::{Key, Packet, ScopeItem, Section, SectionName};
use crate::text::{Edit, Source, Span};

/// The edits that put these paths behind the last item of IN_SCOPE_PATHS; none where the packet has no such list.
pub fn scope_items(packet: &Packet, source: &Source, paths: &[String]) -> Vec<Edit> {
    let Some(section) = packet.section(SectionName::InScopePaths) else { return Vec::new() };
    let ending = ending(source, section.heading.end);
    let listed: Vec<(&ScopeItem, &str)> = packet
        .scope
        .items
        .iter()
        .filter(|item| section.body.contains(item.span.start))
        .map(|item| (item, lead(source, item)))
        .collect();
    let shallowest = listed.iter().map(|(_, lead)| indent(lead)).min();
    let Some((last, lead)) = listed.iter().rev().find(|(_, lead)| Some(indent(lead)) == shallowest) else {
        return vec![match packet.scope.items.last() {
            Some(inline) => {
                let more = paths.iter().map(|path| format!(", {}", like(source, inline, path)));
                Edit::new(Span::at(inline.span.end), more.collect::<String>())
            }
            None => first(section, paths, ending),
        }];
    };
    let end = end_of_item(source, last, section);
    let lines = paths.iter().map(|path| format!("{ending}{lead}{}", like(source, last, path)));
    vec![Edit::new(Span::at(end), lines.collect::<String>())]
}

/// The first items of a list that is still empty.
fn first(section: &Section, paths: &[String], ending: &str) -> Edit {
    let lead = match section.key {
        Key::Heading(_) => "- ".to_owned(),
        Key::Bullet(indent) => format!("{}- ", " ".repeat(indent + 2)),
    };
    let lines = paths.iter().map(|path| format!("{ending}{lead}{path}")).collect::<Vec<_>>().concat();
    Edit::new(Span::at(section.heading.end), lines)
}

/// What stands before an item on its line: indentation and bullet.
fn lead<'a>(source: &'a Source, item: &ScopeItem) -> &'a str {
    let line = line_around(source, item.span.start);
    source.slice(Span::new(line.start, item.span.start))
}

fn indent(lead: &str) -> usize {
    lead.len() - lead.trim_start().len()
}

/// A path as the item beside it is written: as code where that one is.
fn like(source: &Source, item: &ScopeItem, path: &str) -> String {
    let code = source.slice(item.span).starts_with('`') && !path.contains('`');
    if code { format!("`{path}`") } else { path.to_owned() }
}

/// The end of an item with the lines that belong to it: those that are indented more than its bullet.
fn end_of_item(source: &Source, item: &ScopeItem, section: &Section) -> usize {
    let own = line_around(source, item.span.start);
    let depth = indent(lead(source, item));
    let mut end = own.end;
    for number in source.line_at(own.start) + 1.. {
        let Some(line) = source.line_span(number).filter(|line| line.start < section.body.end) else { break };
        let text = source.slice(line);
        if text.trim().is_empty() || indent(text) <= depth {
            break;
        }
        end = line.end;
    }
    end
}

/// How the line around an offset ends.
pub(super) fn ending(source: &Source, at: usize) -> &'static str {
    let end = line_around(source, at).end;
    if source.bytes().get(end) == Some(&b'\r') { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    fn read(text: &str) -> (Sources, Packet) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("p.md", text.as_bytes()));
        let packet = parse::packet(&sources, id).0;
        (sources, packet)
    }

    fn with(text: &str, paths: &[&str]) -> String {
        let (sources, packet) = read(text);
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let edits = scope_items(&packet, sources.get(packet.source), &paths);
        String::from_utf8(apply(text.as_bytes(), &edits).unwrap()).unwrap()
    }

    #[test]
    fn each_form_keeps_its_form() {
        let cases = [
            (
                "- IN_SCOPE_PATHS:\n  - a.rs\n- OUT_OF_SCOPE:\n  - b.rs\n",
                "- IN_SCOPE_PATHS:\n  - a.rs\n  - n.rs\n- OUT_OF_SCOPE:\n  - b.rs\n",
            ),
            (
                "- **IN_SCOPE_PATHS**:\n  * `a.rs` (new)\n\n## X\n",
                "- **IN_SCOPE_PATHS**:\n  * `a.rs` (new)\n  * `n.rs`\n\n## X\n",
            ),
            ("### IN_SCOPE_PATHS\n- a.rs\n\n### OUT\n", "### IN_SCOPE_PATHS\n- a.rs\n- n.rs\n\n### OUT\n"),
            ("- IN_SCOPE_PATHS: a.rs, b.rs\n", "- IN_SCOPE_PATHS: a.rs, b.rs, n.rs\n"),
            (
                "- IN_SCOPE_PATHS:\n  - a.rs\n    - append-only, as agreed\n  - b.rs\n    with the cases\n",
                "- IN_SCOPE_PATHS:\n  - a.rs\n    - append-only, as agreed\n  - b.rs\n    with the cases\n  - n.rs\n",
            ),
            ("- IN_SCOPE_PATHS:\n- OUT_OF_SCOPE:\n", "- IN_SCOPE_PATHS:\n  - n.rs\n- OUT_OF_SCOPE:\n"),
            ("### IN_SCOPE_PATHS\n\n### OUT\n", "### IN_SCOPE_PATHS\n- n.rs\n\n### OUT\n"),
            ("- IN_SCOPE_PATHS:\r\n  - a.rs\r\n", "- IN_SCOPE_PATHS:\r\n  - a.rs\r\n  - n.rs\r\n"),
            ("- IN_SCOPE_PATHS:\n  - a.rs", "- IN_SCOPE_PATHS:\n  - a.rs\n  - n.rs"),
        ];
        for (before, after) in cases {
            let head = "# T\n\n## SCOPE\n";
            let once = with(&format!("{head}{before}"), &["n.rs"]);
            assert_eq!(once, format!("{head}{after}"));
            let (_, packet) = read(&once);
            assert!(packet.scope.allows(&crate::model::RepoPath::from("n.rs")), "{once}");
        }
    }

    #[test]
    fn several_stand_in_their_order() {
        let text = "# T\n\n## SCOPE\n- IN_SCOPE_PATHS:\n  - a.rs\n";
        assert!(with(text, &["b/", "c/*.rs"]).ends_with("  - a.rs\n  - b/\n  - c/*.rs\n"));
        assert_eq!(with("# T\n\n## SCOPE\n- What: x\n", &["b/"]), "# T\n\n## SCOPE\n- What: x\n");
    }
}
