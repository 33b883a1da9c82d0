//! The block of STATUS_HANDOFF that a handoff writes: facts alone, between two marks. What stands around it is somebody
//! else's.

use chrono::{DateTime, Utc};

use super::append::append_to;
use super::row::stamp;
use crate::model::{Packet, SectionName};
use crate::text::{Edit, Source, Span, plural};

/// The line that the block begins with.
const BEGIN: &str = "<!-- taskpacket handoff: written by the tool, up to the next mark -->";

/// The line that it ends with.
const END: &str = "<!-- taskpacket handoff: end -->";

/// What the line with the moment begins with: the moment moves only with what it is the moment of.
const AT: &str = "- Handed over: ";

/// What is handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handoff {
    /// The files that changed, each with what happened to it.
    pub files: Vec<String>,
    /// The run that proves them.
    pub run: String,
    /// The amendments that count.
    pub amendments: Vec<String>,
    /// The waivers in force.
    pub waivers: Vec<String>,
    /// The items of DONE_MEANS that are left to a person.
    pub left: Vec<String>,
}

/// The edit that makes STATUS_HANDOFF say so; `None` where it does already.
pub fn handoff(packet: &Packet, source: &Source, facts: &Handoff, now: DateTime<Utc>) -> Option<Edit> {
    let text = source.text();
    let own = own_block(packet, source);
    let Some(own) = own else {
        let block = block(facts, &stamp(now)) + "\n";
        return Some(append_to(packet, source, SectionName::StatusHandoff, &block));
    };
    let old = &text[own.start..own.end];
    let crlf = old.contains("\r\n");
    let with_ends = |block: String| if crlf { block.replace('\n', "\r\n") } else { block };
    let at = old.lines().find_map(|line| line.strip_prefix(AT)).unwrap_or_default();
    if with_ends(block(facts, at)) == old {
        return None;
    }
    Some(Edit::new(own, with_ends(block(facts, &stamp(now)))))
}

/// From the mark that the last block begins with to the end of the one that it ends with, both within STATUS_HANDOFF.
fn own_block(packet: &Packet, source: &Source) -> Option<Span> {
    let body = packet.section(SectionName::StatusHandoff)?.body;
    let text = source.slice(body);
    let end = text.rfind(END)?;
    let begin = text[..end].rfind(BEGIN)?;
    Some(Span::new(body.start + begin, body.start + end + END.len()))
}

fn block(facts: &Handoff, at: &str) -> String {
    let mut lines = vec![BEGIN.to_owned(), format!("{AT}{at}")];
    let mut list = |title: String, items: &[String]| {
        lines.push(title);
        lines.extend(items.iter().map(|item| format!("  - {}", harmless(item))));
    };
    list(format!("- {} changed", plural(facts.files.len(), "file")), &facts.files);
    list(format!("- Proven by {}", harmless(&facts.run)), &[]);
    let optional = [("amendment", &facts.amendments), ("waiver", &facts.waivers)];
    for (word, items) in optional.into_iter().filter(|(_, items)| !items.is_empty()) {
        list(format!("- {} in force", plural(items.len(), word)), items);
    }
    list(
        match facts.left.len() {
            0 => "- Nothing of DONE_MEANS is left to the eye".to_owned(),
            some => format!("- {} of DONE_MEANS left to the validator's eye", plural(some, "item")),
        },
        &facts.left,
    );
    lines.push(END.to_owned());
    lines.join("\n")
}

/// A text on one line that opens and closes no comment.
fn harmless(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("<!", "< !").replace("-->", "-- >")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    fn written(text: &str, facts: &Handoff, minute: u32) -> String {
        let now = DateTime::parse_from_rfc3339(&format!("2026-01-10T14:{minute:02}:00Z")).unwrap().to_utc();
        let mut sources = Sources::default();
        let id = sources.add(Source::new("p.md", text.as_bytes()));
        let (packet, _) = parse::packet(&sources, id);
        let edits: Vec<Edit> = handoff(&packet, sources.get(id), facts, now).into_iter().collect();
        String::from_utf8(apply(text.as_bytes(), &edits).unwrap()).unwrap()
    }

    fn facts() -> Handoff {
        Handoff {
            files: vec!["`src/a.rs` +3".to_owned()],
            run: "run 1b9e".to_owned(),
            left: vec!["it reads --> well <!-- so\n## there".to_owned()],
            ..Handoff::default()
        }
    }

    #[test]
    fn it_replaces_its_own_block_and_nothing_else() {
        for ending in ["\n", "\r\n"] {
            let around =
                ["# T", "", "## STATUS_HANDOFF", "- mine, above", "", "## EVIDENCE", "- (Logs.)", ""].join(ending);
            let once = written(&around, &facts(), 1);
            assert!(
                once.contains(&["- mine, above", "", BEGIN, "- Handed over: 2026-01-10T14:01:00Z"].join(ending)),
                "{once}"
            );
            assert_eq!(written(&once, &facts(), 2), once);
            assert_eq!(ending == "\r\n", once.matches('\n').count() == once.matches("\r\n").count());
            let below = once.replace(END, &[END, "- mine, below"].join(ending));
            let other = Handoff { run: "run 2c0f".to_owned(), ..facts() };
            let twice = written(&below, &other, 2);
            assert!(twice.contains("- mine, above") && twice.contains("- mine, below"), "{twice}");
            assert_eq!(twice.replace("2c0f", "1b9e").replace("14:02", "14:01"), below);
        }
    }

    #[test]
    fn a_block_whose_end_was_lost_is_left_alone() {
        let once = written("# T\n\n## STATUS_HANDOFF\n\n## EVIDENCE\n", &facts(), 1);
        let torn = once.replace(END, "- mine");
        let again = written(&torn, &facts(), 2);
        assert!(again.contains("- mine\n") && again.matches(BEGIN).count() == 2, "{again}");
        let other = Handoff { run: "run 2c0f".to_owned(), ..facts() };
        assert!(written(&again, &other, 3).contains("- mine\n"));
    }

    #[test]
    fn it_makes_no_part_of_the_packet() {
        let mut sources = Sources::default();
        let text = written("# T\n", &facts(), 1);
        let id = sources.add(Source::new("p.md", text.as_bytes()));
        let (packet, _) = parse::packet(&sources, id);
        assert_eq!(packet.headings.len(), 2, "{text}");
    }
}
