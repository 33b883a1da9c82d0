//! A specification: its headings, and the pointer file that names the current one.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::{Digest, Spec, SpecFile, SpecHeading};
use crate::text::{Source, SourceId, Sources, Span, Spanned};

/// Reads the headings of a specification.
pub fn spec(sources: &Sources, source: SourceId) -> Spec {
    let text = sources.get(source).text();
    let mut headings: Vec<SpecHeading> = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let Event::Start(Tag::Heading { level, .. }) = event else { continue };
        let line = Span::new(range.start, range.start + text[range.clone()].trim_end().len());
        let number = section_number(text[line.start..line.end].trim_start_matches(['#', ' ', '\t', '*', '_', '`']));
        headings.push(SpecHeading { level: level as u8, number, span: line, own: line, section: line });
    }
    close(&mut headings, text.len());
    Spec { source, headings }
}

/// A specification with everything that gates ask of it.
pub fn spec_file(sources: &Sources, source: SourceId) -> SpecFile {
    SpecFile { spec: spec(sources, source), digests: digests(sources.get(source).bytes()) }
}

/// The file name to which a pointer such as `SPEC_CURRENT.md` leads: its first bold one, else its first linked one, else
/// its first one at all. `None` where it names none, or where it is itself a specification, with numbered headings.
pub fn spec_pointer(source: &Source) -> Option<Spanned<String>> {
    let text = source.text();
    let own = source.name().rsplit('/').next().unwrap_or_default();
    let (mut bold, mut linked, mut plain): (_, _, Option<Spanned<String>>) = (None, None, None);
    let (mut strong, mut heading, mut numbered) = (0_usize, false, 0_usize);
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let found = |name: &str| {
            let name = name.trim().trim_end_matches(['.', ',', ';', ')']);
            let at = range.start + text[range.clone()].find(name).unwrap_or_default();
            let named = is_file_name(name) && name.rsplit('/').next() != Some(own);
            named.then(|| Spanned::new(name.to_owned(), Span::new(at, (at + name.len()).min(range.end))))
        };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading = true;
                let title = text[range.clone()].trim_start_matches(['#', ' ']);
                numbered += usize::from(section_number(title).is_some());
            }
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Start(Tag::Strong) => {
                strong += 1;
                bold = bold.or_else(|| found(text[range.clone()].trim_matches(['*', '_', '`'])));
            }
            Event::End(TagEnd::Strong) => strong -= 1,
            Event::Start(Tag::Link { dest_url, .. }) => linked = linked.or_else(|| found(&dest_url)),
            Event::Code(code) if !heading => plain = plain.or_else(|| found(&code)),
            Event::Text(words) if !heading && strong == 0 => {
                plain = plain.or_else(|| words.split_whitespace().find_map(found));
            }
            _ => {}
        }
    }
    if numbered > 1 { None } else { bold.or(linked).or(plain) }
}

/// The section number at the start of a heading's title: `2.3.12.5`, `§2.6`, `11.`; `None` where it starts otherwise.
pub(super) fn section_number(title: &str) -> Option<String> {
    let mut words = title.split_whitespace();
    let mut word = words.next()?;
    if ["section", "chapter", "appendix"].contains(&word.to_ascii_lowercase().as_str()) {
        word = words.next()?;
    }
    let word = word.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let word = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let mut parts = word.split('.');
    let first = parts.next()?;
    let lettered = first.len() == 1 && first.starts_with(|letter: char| letter.is_ascii_uppercase());
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = parts.collect();
    let reads = (is_number(first) || (lettered && !rest.is_empty())) && rest.iter().all(|part| is_number(part));
    reads.then(|| word.to_owned())
}

/// Says of each heading where its own text and its whole section end.
fn close(headings: &mut [SpecHeading], end: usize) {
    let starts: Vec<(u8, usize)> = headings.iter().map(|heading| (heading.level, heading.span.start)).collect();
    let mut open: Vec<usize> = Vec::new();
    for (index, (level, start)) in starts.iter().enumerate() {
        headings[index].own.end = starts.get(index + 1).map_or(end, |next| next.1);
        while let Some(last) = open.pop_if(|last| starts[*last].0 >= *level) {
            headings[last].section.end = *start;
        }
        open.push(index);
    }
    for index in open {
        headings[index].section.end = end;
    }
}

fn is_file_name(text: &str) -> bool {
    let extension = text.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let known = ["md", "markdown", "txt", "rst", "adoc"];
    extension.is_some_and(|extension| known.contains(&extension.as_str())) && !text.contains("://")
}

/// SHA1 of the bytes as they are, with LF line ends, and with CRLF line ends.
fn digests(bytes: &[u8]) -> [Digest; 3] {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let ended = |ending: &'static [u8]| {
        let last = lines.len() - 1;
        let parts = lines.iter().enumerate().flat_map(move |(at, line)| {
            let line = if at < last { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
            [line, if at < last { ending } else { b"" }]
        });
        Digest::of_parts(parts)
    };
    [Digest::of(bytes), ended(b"\n"), ended(b"\r\n")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u8, Option<String>, String, String)> {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("spec.md", text.as_bytes()));
        let spec = spec(&sources, id);
        let cut = |span| sources.get(id).slice(span).to_owned();
        spec.headings.into_iter().map(|it| (it.level, it.number, cut(it.own), cut(it.section))).collect()
    }

    #[test]
    fn headings_hold_their_text_and_their_section() {
        let headings = read("# 1. One\na\n## 1.1 Deep\nb\n```\n# no heading\n```\n# Two\nc\n");
        let numbers: Vec<Option<&str>> = headings.iter().map(|it| it.1.as_deref()).collect();
        assert_eq!(numbers, [Some("1"), Some("1.1"), None]);
        assert_eq!(headings[0].2, "# 1. One\na\n");
        assert_eq!(headings[0].3, "# 1. One\na\n## 1.1 Deep\nb\n```\n# no heading\n```\n");
        assert_eq!(headings[2].3, "# Two\nc\n");
    }

    #[test]
    fn section_numbers() {
        let cases = [
            ("2.3.12.5 Rule [CX-1]", Some("2.3.12.5")),
            ("§2.6 Rule", Some("2.6")),
            ("11. Platform", Some("11")),
            ("Section 4.2: Rule", Some("4.2")),
            ("A.1 Appendix", Some("A.1")),
            ("A plan", None),
            ("v1.2 notes", None),
            ("3rd try", None),
            ("", None),
        ];
        for (title, expected) in cases {
            assert_eq!(section_number(title).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn pointers() {
        let cases = [
            ("# SPEC_CURRENT\n\nIt is:\n\n**Spec_v1_2.md**\n", Some("Spec_v1_2.md")),
            ("**Current:** Spec_v1.md (since May)\n", Some("Spec_v1.md")),
            ("See [the spec](../spec/v1.md), not `old.md`.\n", Some("../spec/v1.md")),
            ("The spec is `Master Spec v1.md`.\n", Some("Master Spec v1.md")),
            ("SPEC_CURRENT.md names docs/v1.md.\n", Some("docs/v1.md")),
            ("```\nSpec.md\n```\nnothing\n", Some("Spec.md")),
            ("# 1 One\nsee a.md\n# 2 Two\n", None),
            ("nothing here\n", None),
        ];
        for (text, expected) in cases {
            let source = Source::new("docs/SPEC_CURRENT.md", text.as_bytes());
            let found = spec_pointer(&source);
            assert_eq!(found.as_ref().map(|it| it.value.as_str()), expected, "{text}");
            if let Some(found) = found {
                assert_eq!(source.slice(found.span), found.value);
            }
        }
    }

    #[test]
    fn digests_of_both_line_ends() {
        let expected = [Digest::of(b"a\r\nb\nc\r"), Digest::of(b"a\nb\nc\r"), Digest::of(b"a\r\nb\r\nc\r")];
        assert_eq!(digests(b"a\r\nb\nc\r"), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([#*`\\[\\]()<>a-z0-9. \r\n-]|\\.md|\u{e9}){0,80}") {
            let mut sources = Sources::default();
            let id = sources.add(Source::new("docs/S.md", text.as_bytes()));
            for heading in spec(&sources, id).headings {
                proptest::prop_assert!(heading.span.end <= heading.own.end && heading.own.end <= heading.section.end);
                proptest::prop_assert!(heading.section.end <= text.len());
            }
            if let Some(found) = spec_pointer(sources.get(id)) {
                proptest::prop_assert!(found.span.end <= text.len());
            }
        }
    }
}
