//! Edits to a justfile: recipes taken out, an import put in.

use crate::model::{JustKind, Justfile};
use crate::text::{Edit, Span};

/// Takes out every recipe and alias of these names, with what belongs to it; of the blank lines around it, one stays.
pub fn without_recipes(text: &str, justfile: &Justfile, names: &[&str]) -> Vec<Edit> {
    let of_names = justfile
        .items
        .iter()
        .filter(|item| matches!(item.kind, JustKind::Recipe | JustKind::Alias) && names.contains(&item.name.as_str()));
    let whole = of_names.map(|item| {
        let blank = blank_lines(&text[item.span.end..]);
        Edit::new(Span::new(item.span.start, item.span.end + blank), Vec::new())
    });
    whole.collect()
}

/// Imports a file at the end, where it changes neither the default recipe nor anything that stands there.
pub fn with_import(text: &str, path: &str) -> Edit {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let kept = text.trim_end().len();
    // Spaces that somebody left at the end of the last line are no line of their own.
    let kept = kept + text[kept..].find(['\r', '\n']).unwrap_or(text.len() - kept);
    let gap = if kept == 0 { String::new() } else { ending.repeat(2) };
    Edit::new(Span::new(kept, text.len()), format!("{gap}import '{path}'{ending}"))
}

/// How many bytes of blank lines a text begins with.
fn blank_lines(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::apply;

    fn edited(text: &str, names: &[&str]) -> String {
        let mut edits = without_recipes(text, &parse::justfile(text), names);
        let without = apply(text.as_bytes(), &edits).unwrap();
        let without = String::from_utf8(without).unwrap();
        edits = vec![with_import(&without, "t.just")];
        String::from_utf8(apply(without.as_bytes(), &edits).unwrap()).unwrap()
    }

    #[test]
    fn recipes_go_and_the_import_comes() {
        let cases = [
            ("", "import 't.just'\n"),
            ("all:\n    a", "all:\n    a\n\nimport 't.just'\n"),
            ("all:\r\n    a\r\n\r\n", "all:\r\n    a\r\n\r\nimport 't.just'\r\n"),
            (
                "x := '1'\n\n# Old\npre-work wp:\n    old\n\nall:\n    a\n",
                "x := '1'\n\nall:\n    a\n\nimport 't.just'\n",
            ),
            ("alias pre-work := all\nall:\n    a\n", "all:\n    a\n\nimport 't.just'\n"),
            ("pre-work wp:\n    old\n", "import 't.just'\n"),
            ("pre-work := 'a variable'\n", "pre-work := 'a variable'\n\nimport 't.just'\n"),
        ];
        for (old, new) in cases {
            assert_eq!(edited(old, &["pre-work"]), new, "{old}");
        }
    }
}
