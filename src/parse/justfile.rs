//! A justfile from its text, as far as it takes to know where each recipe begins and ends.
//!
//! Strings are read whole, because a line of one may look like a recipe; bodies are told by their indentation, as `just`
//! does it. What `just` would refuse is passed over.

use crate::model::{JustImport, JustItem, JustKind, Justfile};
use crate::text::Span;

/// Reads a justfile.
pub fn justfile(text: &str) -> Justfile {
    let mut read = Justfile::default();
    let mut at = if text.starts_with("#!") { line_end(text, 0) } else { 0 };
    // Where the comments and attributes begin that stand directly above.
    let mut above: Option<usize> = None;
    while at < text.len() {
        let line = &text[at..line_end(text, at)];
        if line.trim().is_empty() || line.starts_with([' ', '\t']) {
            above = None;
            at += line.len();
            continue;
        }
        if line.starts_with('#') {
            above.get_or_insert(at);
            at += line.len();
            continue;
        }
        let statement = Statement::read(text, at);
        if line.starts_with('[') {
            above.get_or_insert(at);
            at = statement.end;
            continue;
        }
        let start = above.take().unwrap_or(at);
        let end = take(&statement, start, text, &mut read);
        at = end.max(at + 1);
    }
    read
}

/// One logical line: up to the line feed that stands in no string, in no bracket and behind no backslash.
struct Statement<'a> {
    /// Where it begins.
    start: usize,
    /// Just behind its line ending.
    end: usize,
    /// Its text.
    text: &'a str,
    /// Where the first colon in no string and no bracket stands, relative to the start.
    colon: Option<usize>,
}

impl<'a> Statement<'a> {
    fn read(text: &'a str, start: usize) -> Self {
        let bytes = text.as_bytes();
        let (mut at, mut depth, mut colon) = (start, 0_usize, None);
        while at < bytes.len() {
            match bytes[at] {
                b'\n' if depth == 0 && !is_continued(&text[start..at]) => {
                    at += 1;
                    break;
                }
                b'#' if depth == 0 => {
                    at = line_end(text, at);
                    break;
                }
                b'\'' | b'"' | b'`' => {
                    at = string_end(text, at);
                    continue;
                }
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b':' if depth == 0 => {
                    colon.get_or_insert(at - start);
                }
                _ => {}
            }
            at += 1;
        }
        Self { start, end: at, text: &text[start..at], colon }
    }

    /// The first word, and where the next one begins; both relative to the start.
    fn words(&self) -> (&'a str, usize) {
        let end = self.text.find(|letter: char| !is_of_name(letter)).unwrap_or(self.text.len());
        let next = self.text[end..].find(|letter: char| !matches!(letter, ' ' | '\t')).unwrap_or(0);
        (&self.text[..end], end + next)
    }
}

/// Takes one statement in, and the body behind it where it is a recipe; gives where what follows begins.
fn take(statement: &Statement, start: usize, text: &str, read: &mut Justfile) -> usize {
    let (word, next) = statement.words();
    let rest = &statement.text[next..];
    let is_assignment = statement.colon.is_some_and(|colon| statement.text[colon..].starts_with(":="));
    let mut item = |kind, name_at: usize, end| {
        let name: String = statement.text[name_at..].chars().take_while(|letter| is_of_name(*letter)).collect();
        let name_span = Span::new(statement.start + name_at, statement.start + name_at + name.len());
        if !name.is_empty() {
            read.items.push(JustItem { kind, name, name_span, span: Span::new(start, end) });
        }
        end
    };
    match word {
        "import" if rest.starts_with(['\'', '"', '?']) => {
            if let Some(path) = first_string(rest) {
                read.imports.push(JustImport { path, span: Span::new(statement.start, statement.end) });
            }
            statement.end
        }
        "alias" if is_assignment => item(JustKind::Alias, next, statement.end),
        "set" if is_assignment => statement.end,
        "export" if is_assignment && rest.starts_with(is_of_name) => item(JustKind::Variable, next, statement.end),
        _ if is_assignment => item(JustKind::Variable, 0, statement.end),
        _ if statement.colon.is_some() => {
            let name_at = usize::from(statement.text.starts_with('@'));
            item(JustKind::Recipe, name_at, body_end(text, statement.end))
        }
        _ => statement.end,
    }
}

/// Just behind the last line of a body that begins here; the place itself where there is none.
fn body_end(text: &str, start: usize) -> usize {
    let (mut at, mut end) = (start, start);
    while at < text.len() {
        let next = line_end(text, at);
        let line = &text[at..next];
        if line.trim().is_empty() {
            at = next;
        } else if line.starts_with([' ', '\t']) {
            (at, end) = (next, next);
        } else {
            break;
        }
    }
    end
}

/// Just behind the line feed of the line that holds this place.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |feed| at + feed + 1)
}

fn is_continued(text: &str) -> bool {
    text.strip_suffix('\r').unwrap_or(text).ends_with('\\')
}

/// Just behind the string or backtick that begins here; three marks in a row make one that ends with three.
fn string_end(text: &str, at: usize) -> usize {
    let mark = &text[at..=at];
    let triple = mark.repeat(3);
    let marks = if text[at..].starts_with(&triple) { triple.as_str() } else { mark };
    let mut inside = at + marks.len();
    while let Some(rest) = text.get(inside..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(marks) {
            return inside + marks.len();
        }
        let skipped = if mark == "\"" && rest.starts_with('\\') { 2 } else { 1 };
        let letters = rest.chars().take(skipped).map(char::len_utf8).sum::<usize>();
        inside += letters;
    }
    text.len()
}

/// What stands in the first string of a text.
fn first_string(text: &str) -> Option<String> {
    let at = text.find(['\'', '"'])?;
    let whole = &text[at..string_end(text, at)];
    Some(whole.trim_matches(['\'', '"']).to_owned())
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each item as `kind name: first line .. last line` (counted from 1).
    fn read(text: &str) -> Vec<String> {
        let justfile = justfile(text);
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let items = justfile.items.iter().map(|item| {
            assert_eq!(&text[item.name_span.start..item.name_span.end], item.name);
            let last = line(item.span.end.saturating_sub(1));
            format!("{:?} {}: {}..{last}", item.kind, item.name, line(item.span.start))
        });
        let imports = justfile.imports.iter().map(|import| format!("import {}", import.path));
        items.chain(imports).collect()
    }

    #[test]
    fn recipes_with_all_that_belongs_to_them() {
        let text = "#!/usr/bin/env just --justfile\n# kept\n\n# Before coding\n[positional-arguments]\n[group: 'wp']\n\
                    pre-work wp *options: check && after\n    @a \"$@\"\n\n    b\n\n\n@post-work wp=\"a:b\" x=`c : d`:\n\tc\n\
                    last: a\n";
        let expected = ["Recipe pre-work: 4..10", "Recipe post-work: 13..14", "Recipe last: 15..15"];
        assert_eq!(read(text), expected);
        assert_eq!(read(&text.replace('\n', "\r\n")), expected);
        assert_eq!(read(text.trim_end()), expected, "no line feed at the end");
    }

    #[test]
    fn what_looks_like_a_recipe() {
        let cases: &[(&str, &[&str])] = &[
            ("a := 'x'\n", &["Variable a: 1..1"]),
            ("export A := 'x'\nset shell := ['bash', '-c']\n", &["Variable A: 1..1"]),
            ("alias pw := pre-work\n", &["Alias pw: 1..1"]),
            ("text := '''\npre-work wp:\n    no\n'''\nb:\n", &["Variable text: 1..4", "Recipe b: 5..5"]),
            ("text := \"it's \\\" a:\n\"\nb:\n", &["Variable text: 1..2", "Recipe b: 3..3"]),
            ("a := `echo 'x'`\n", &["Variable a: 1..1"]),
            ("a: # b:\n  c\n", &["Recipe a: 1..2"]),
            ("a b=('c' +\n  ':'):\n  d\n", &["Recipe a: 1..3"]),
            ("a: \\\n  b\n  c\nd:\n", &["Recipe a: 1..3", "Recipe d: 4..4"]),
            ("[doc('a: b')]\n[script(\n  'x'\n)]\na:\n", &["Recipe a: 1..5"]),
            ("import 'x.just'\nimport? \"y/z.just\"\n", &["import x.just", "import y/z.just"]),
            ("import:\n  a\n", &["Recipe import: 1..2"]),
            ("mod x\nmod? y 'z'\nunexport A\n", &[]),
            ("a := if b == 'c' { 'd' } else { 'e' }\n", &["Variable a: 1..1"]),
            ("    stray:\n", &[]),
            ("# only a comment\n", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([a:=@#'\"`\\\\\\[\\](){} \t\r\n\u{e9}]|'''|import |alias |:=){0,60}") {
            for item in justfile(&text).items {
                proptest::prop_assert!(item.span.start <= item.name_span.start && item.name_span.end <= item.span.end);
                proptest::prop_assert!(item.span.end <= text.len());
            }
        }
    }
}
