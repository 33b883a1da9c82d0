//! What is typed for a packet is one line of text that can stand in it.

use crate::parse;
use crate::text::{Source, Sources};

/// Why a text cannot stand in a packet.
pub fn fits(text: &str) -> Result<(), &'static str> {
    let bare = text.trim();
    if bare.is_empty() {
        return Err("it is empty");
    }
    if text.chars().any(char::is_control) {
        return Err("it holds a line feed or another control character");
    }
    if text.chars().any(turns_text) {
        return Err("it holds a character that makes text show in another order than it is written");
    }
    if text.chars().any(|letter| matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')) {
        return Err("it holds a character that nobody sees");
    }
    if text.contains("<!--") || text.contains("-->") {
        return Err("it begins or ends a comment");
    }
    if ["```", "~~~", "#", ">"].iter().any(|mark| bare.starts_with(mark)) {
        return Err("it begins like a part of a document");
    }
    if parse::blank(bare).is_some() {
        return Err("it is a blank that is yet to be filled in");
    }
    if parts(bare) != parts("x") {
        return Err("a packet would take it for a part of its own, and not for text");
    }
    Ok(())
}

fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a packet holds that has the text as an item of a list.
fn parts(text: &str) -> [usize; 7] {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("", format!("# P\n\n## SCOPE\n- OUT_OF_SCOPE:\n  - {text}\n").into_bytes()));
    let (packet, _) = parse::packet(&sources, source);
    let approved = usize::from(packet.phases.approval.is_some());
    let (headings, sections) = (packet.headings.len(), packet.sections.len());
    let (blocks, entries) = (packet.code_blocks.len(), packet.manifest.entries.len());
    [headings, sections, blocks, entries, packet.waivers.len(), packet.reports.len(), approved]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_text_fits() {
        for text in
            ["mara", "cargo test -- --exact 'a b' | tail -1", "src/`a`.rs", "na\u{ef}ve \u{2014} yes", "$(x); ${y}"]
        {
            assert_eq!(fits(text), Ok(()), "{text}");
        }
        for text in [
            "",
            " ",
            "a\nb",
            "a\rb",
            "a\u{1b}[0m",
            "a\u{202e}b",
            "<fill>",
            "TBD",
            "<!-- x",
            "## VALIDATION",
            "```",
            " ~~~",
            "TEST_PLAN: x",
            "SKELETON APPROVED",
        ] {
            assert!(fits(text).is_err(), "{text:?}");
        }
    }
}
