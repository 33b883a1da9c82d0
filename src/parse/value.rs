//! Values as written: backticks and annotation taken off, blanks told from answers.

use crate::model::{Field, PlaceholderKind, Raw, Value};
use crate::text::Span;

/// A value with what surrounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cleaned<'a> {
    /// The value without backticks and annotation.
    pub value: &'a str,
    /// The annotation behind it, without its parentheses.
    pub note: Option<&'a str>,
}

/// Reads the text behind a key.
pub(super) fn read(text: &str, span: Span) -> (Value<String>, Option<String>) {
    let written = text[span.start..span.end].trim();
    let start = span.start + (text[span.start..span.end].len() - text[span.start..span.end].trim_start().len());
    if written.is_empty() {
        return (Value::Absent, None);
    }
    let raw = Raw { text: written.to_owned(), span: Span::new(start, start + written.len()) };
    let cleaned = clean(written);
    let value = match placeholder(cleaned) {
        Some(kind) => Value::Placeholder(raw, kind),
        None => Value::Present(cleaned.value.to_owned(), raw),
    };
    (value, cleaned.note.map(str::to_owned))
}

/// Reads a field's value as something else: what stands before any annotation counts, or the first word.
pub(super) fn typed<T>(field: Option<&Field>, parse: impl Fn(&str) -> Option<T>) -> Value<T> {
    match field.map(|field| &field.value) {
        None | Some(Value::Absent) => Value::Absent,
        Some(Value::Placeholder(raw, kind)) => Value::Placeholder(raw.clone(), *kind),
        Some(Value::Malformed(raw)) => Value::Malformed(raw.clone()),
        Some(Value::Present(text, raw)) => {
            let word = text.split([' ', '\t']).next().unwrap_or_default().trim_matches('`');
            match parse(text).or_else(|| parse(word)) {
                Some(value) => Value::Present(value, raw.clone()),
                None => Value::Malformed(raw.clone()),
            }
        }
    }
}

/// Takes emphasis, backticks and the annotation off.
pub(super) fn clean(written: &str) -> Cleaned<'_> {
    let written = written.trim();
    let written = match written.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
        Some(inner) if !inner.contains("**") => inner.trim(),
        _ => written,
    };
    if let Some((value, rest)) = written.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        let rest = rest.trim_start();
        if rest.is_empty() {
            return Cleaned { value: value.trim(), note: None };
        }
        if is_note(rest) {
            return Cleaned { value: value.trim(), note: Some(bare_note(rest)) };
        }
    }
    match annotation(written) {
        Some(at) => {
            let note = Some(bare_note(&written[at..]));
            let inner = clean_ticks(written[..at].trim_end());
            Cleaned { value: inner, note }
        }
        None => Cleaned { value: written, note: None },
    }
}

fn clean_ticks(text: &str) -> &str {
    match text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(inner) if !inner.contains('`') => inner.trim(),
        _ => text,
    }
}

/// Where the annotation begins: a final `(..)` with white space before it.
fn annotation(written: &str) -> Option<usize> {
    if !written.ends_with(')') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, byte) in written.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let before = &written[..at];
                    return (before.ends_with([' ', '\t']) && !before.trim().is_empty()).then_some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// True where the text behind a closing backtick is an annotation, and not the rest of a sentence.
fn is_note(rest: &str) -> bool {
    rest.starts_with('(')
        || rest.starts_with("- ")
        || rest.starts_with("-- ")
        || rest.starts_with(['\u{2013}', '\u{2014}', '['])
}

fn bare_note(note: &str) -> &str {
    let note = note.trim_start_matches(['-', '\u{2013}', '\u{2014}', ' ']).trim();
    match note.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if balanced(inner) => inner.trim(),
        _ => note,
    }
}

fn balanced(text: &str) -> bool {
    let mut depth = 0_i64;
    for byte in text.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Which kind of blank a text is, backticks and annotation left aside; `None` where it says something.
pub fn blank(text: &str) -> Option<PlaceholderKind> {
    placeholder(clean(text))
}

/// Which kind of blank a value is, if it is one.
pub(super) fn placeholder(cleaned: Cleaned) -> Option<PlaceholderKind> {
    let value = cleaned.value.trim();
    let lower = value.to_ascii_lowercase();
    if lower.starts_with("<unclaimed") || lower.starts_with("<unassigned") || lower == "unclaimed" {
        return Some(PlaceholderKind::Unclaimed);
    }
    let note = cleaned.note.unwrap_or_default().to_ascii_lowercase();
    if is_blank(&lower) || (lower == "n/a" && note.starts_with("fill")) || lower.starts_with("n/a (fill") {
        return Some(PlaceholderKind::Blank);
    }
    if is_enumeration(value) {
        return Some(PlaceholderKind::Enumeration);
    }
    let samples = ["path/to/", "relative/file/path", "out/of/scope/path", "measurable criterion", "# ...task-specific"];
    let sample = samples.iter().any(|sample| lower.starts_with(sample)) || lower.contains("vxx.xx");
    sample.then_some(PlaceholderKind::Sample)
}

/// `<fill>`, `<adds - dels>`, `{user or source}`, `...`, `TBD`: nothing but a blank.
fn is_blank(lower: &str) -> bool {
    let angled = lower.starts_with('<') && lower.ends_with('>') && !lower[1..].contains('<') && lower.len() > 2;
    let braced = lower.starts_with('{') && lower.ends_with('}') && !lower.contains([',', ':', '"']) && lower.len() > 2;
    angled || braced || matches!(lower, "tbd" | "todo" | "..." | "???")
}

/// `LOW | MEDIUM | HIGH`: choices of which none was chosen.
fn is_enumeration(value: &str) -> bool {
    let choice = |word: &str| {
        let word = word.trim();
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte == b' ')
    };
    value.len() < 200 && value.contains('|') && value.split('|').all(choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_and_backticks() {
        let cases = [
            ("WP-7 (stable ID without a revision)", "WP-7", Some("stable ID without a revision")),
            ("`src/a.rs`", "src/a.rs", None),
            ("`src/a.rs` (new)", "src/a.rs", Some("new")),
            ("`a` - the first", "a", Some("the first")),
            ("HIGH (LOW | MEDIUM | HIGH)", "HIGH", Some("LOW | MEDIUM | HIGH")),
            ("fonts/R(wdth,wght).ttf", "fonts/R(wdth,wght).ttf", None),
            ("fonts/R(wdth,wght).ttf (new)", "fonts/R(wdth,wght).ttf", Some("new")),
            ("a (one (two) three)", "a", Some("one (two) three")),
            ("Check (a) against b.", "Check (a) against b.", None),
            ("`a`, `b`", "`a`, `b`", None),
            ("(none)", "(none)", None),
            ("**Done**", "Done", None),
        ];
        for (written, value, note) in cases {
            assert_eq!(clean(written), Cleaned { value, note }, "{written}");
        }
    }

    #[test]
    fn blanks() {
        use PlaceholderKind::{Blank, Enumeration, Sample, Unclaimed};
        let cases = [
            ("<unclaimed>", Some(Unclaimed)),
            ("<unclaimed> (LOW | MEDIUM | HIGH)", Some(Unclaimed)),
            ("<unassigned>", Some(Unclaimed)),
            ("<pending>", Some(Blank)),
            ("`<hash>`", Some(Blank)),
            ("<adds - dels>", Some(Blank)),
            ("<fill in the list>", Some(Blank)),
            ("N/A (fill after implementation)", Some(Blank)),
            ("`N/A (fill after implementation)`", Some(Blank)),
            ("N/A", None),
            ("{user or source}", Some(Blank)),
            ("src/{a,b}.rs", None),
            ("LOW | MEDIUM | HIGH", Some(Enumeration)),
            ("a | b", None),
            ("`path/to/file`", Some(Sample)),
            ("out/of/scope/path", Some(Sample)),
            ("measurable criterion 1", Some(Sample)),
            ("docs/S.md -> Spec_vXX.XX.md", Some(Sample)),
            ("<a> and <b>", None),
            ("Vec<T>", None),
        ];
        for (written, expected) in cases {
            assert_eq!(placeholder(clean(written)), expected, "{written}");
        }
    }
}
