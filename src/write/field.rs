//! The value of one field of METADATA, in the form that the packet writes it in.

use crate::model::{Field, Packet, SectionName};
use crate::text::{Edit, Source, Span};

/// The edit that gives a field of METADATA its value: in the place of what stands there, behind a key without value, or
/// on a line of its own behind the last field where there is no such key. `key` is canonical: `STATUS`, `CODER_MODEL`.
pub fn set_field(packet: &Packet, source: &Source, key: &str, value: &str) -> Edit {
    let fields = fields(packet);
    let text = source.text();
    if let Some(field) = fields.iter().find(|field| field.key == key) {
        if let Some(span) = field.value.span() {
            return Edit::new(span, value);
        }
        let end = text[..line_end(text, field.key_span.end)].trim_end().len();
        return Edit::new(Span::at(end), format!(" {value}"));
    }
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (at, bullet) = match (fields.last(), packet.section(SectionName::Metadata)) {
        (Some(last), _) => (last_line(text, last), bullet(text, last)),
        (None, Some(section)) => (line_end(text, section.heading.start), "- ".to_owned()),
        (None, None) => {
            let title = packet.headings.first().map_or(0, |heading| line_end(text, heading.span.start));
            let heading = format!("{ending}{ending}## {}", SectionName::Metadata.word());
            return Edit::new(Span::at(title), format!("{heading}{ending}- {key}: {value}"));
        }
    };
    Edit::new(Span::at(at), format!("{ending}{bullet}{key}: {value}"))
}

/// The fields of METADATA; where there is no such section, all that stand before the first of the others.
fn fields(packet: &Packet) -> Vec<&Field> {
    let within = match packet.section(SectionName::Metadata) {
        Some(section) => section.heading.to(section.body),
        None => Span::new(0, packet.headings.get(1).map_or(usize::MAX, |heading| heading.span.start)),
    };
    packet.fields.iter().filter(|field| within.contains(field.key_span.start)).collect()
}

/// Where the line ends that an offset stands in, its line ending left out.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |feed| at + feed);
    if text[..end].ends_with('\r') { end - 1 } else { end }
}

/// The end of the last line that belongs to a field.
fn last_line(text: &str, field: &Field) -> usize {
    let value = field.value.span().map(|span| span.end);
    let ends = field.items.iter().map(|item| item.span.end).chain(value).chain([field.key_span.end]);
    line_end(text, ends.max().unwrap_or(field.key_span.end))
}

/// What stands before a key, its decoration left out: indentation and bullet.
fn bullet(text: &str, field: &Field) -> String {
    let start = text[..field.key_span.start].rfind('\n').map_or(0, |feed| feed + 1);
    text[start..field.key_span.start].trim_end_matches(['*', '_', '`']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    fn set(text: &str, key: &str, value: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("p.md", text.as_bytes()));
        let (packet, _) = parse::packet(&sources, id);
        let edit = set_field(&packet, sources.get(id), key, value);
        String::from_utf8(apply(text.as_bytes(), &[edit]).unwrap()).unwrap()
    }

    #[test]
    fn each_form_keeps_its_form() {
        let cases = [
            ("# P\n\n## METADATA\n- **Status:** Ready for Dev\n", "STATUS", "# P\n\n## METADATA\n- **Status:** Done\n"),
            ("# P\n\n## METADATA\n- STATUS: x\r\n", "STATUS", "# P\n\n## METADATA\n- STATUS: Done\r\n"),
            ("# P\n**Status:** Blocked\n\n## SCOPE\n", "STATUS", "# P\n**Status:** Done\n\n## SCOPE\n"),
            (
                "# P\n\n## METADATA\n- A_B: 1\n- CODER_MODEL: <unclaimed>\n\n## SCOPE\n",
                "CODER_MODEL",
                "# P\n\n## METADATA\n- A_B: 1\n- CODER_MODEL: Done\n\n## SCOPE\n",
            ),
            ("# P\n\n## METADATA\n- STATUS:\n- X: 1\n", "STATUS", "# P\n\n## METADATA\n- STATUS: Done\n- X: 1\n"),
            (
                "# P\n\n## METADATA\n  * **WP_ID**: a\n    - b\n\n## SCOPE\n",
                "STATUS",
                "# P\n\n## METADATA\n  * **WP_ID**: a\n    - b\n  * STATUS: Done\n\n## SCOPE\n",
            ),
            ("# P\r\n\r\n## METADATA\r\n", "STATUS", "# P\r\n\r\n## METADATA\r\n- STATUS: Done\r\n"),
            ("# P\n\n## SCOPE\n- WHAT: x\n", "STATUS", "# P\n\n## METADATA\n- STATUS: Done\n\n## SCOPE\n- WHAT: x\n"),
        ];
        for (text, key, expected) in cases {
            assert_eq!(set(text, key, "Done"), expected, "{text}");
        }
    }
}
