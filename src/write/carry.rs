//! What a revision takes over from the packet before it: scope, plan and what proves the work; and where it comes from.

use crate::model::{Packet, SectionName};
use crate::text::{Edit, Source, Span};

/// The parts that are taken over.
const PARTS: [SectionName; 3] = [SectionName::Scope, SectionName::TestPlan, SectionName::DoneMeans];

/// A packet, and the text that it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Read<'a> {
    /// As understood.
    pub packet: &'a Packet,
    /// As it is.
    pub source: &'a Source,
}

/// The edits that give the new packet what the old one says under SCOPE, TEST_PLAN and DONE_MEANS, word for word but for
/// its own id.
pub fn carry(old: Read, new: Read, old_id: &str, new_id: &str) -> Vec<Edit> {
    let bodies = PARTS.iter().filter_map(|part| {
        let from = old.packet.section(*part)?;
        let to = new.packet.section(*part)?;
        let text = old.source.slice(from.body).trim_matches(['\r', '\n']);
        let text = renamed(text, old_id, new_id).replace("\r\n", "\n");
        let was = new.source.slice(to.body);
        let lead = if was.starts_with('\n') { "\n" } else { "" };
        Some(Edit::new(to.body, format!("{lead}{text}\n\n")))
    });
    bodies.collect()
}

/// The edit that puts LINEAGE_AUDIT into a new packet: `lines` as its items, then those of the old packet's own.
pub fn lineage(old: Read, new: Read, lines: &[String]) -> Edit {
    let is_lineage = |title: &str| title.to_ascii_uppercase().replace([' ', '-'], "_").starts_with("LINEAGE_AUDIT");
    let before = old.packet.sections.iter().find(|section| is_lineage(&section.title));
    let before = before.map_or("", |section| old.source.slice(section.body).trim());
    let items = lines.iter().fold(String::new(), |items, line| items + "- " + line + "\n");
    let before = if before.is_empty() { String::new() } else { format!("{}\n", before.replace("\r\n", "\n")) };
    let text = format!("## LINEAGE_AUDIT\n{items}{before}\n");
    match new.packet.section(SectionName::Bootstrap) {
        Some(section) => Edit::new(Span::at(section.heading.start), text),
        None => Edit::new(Span::at(new.source.text().len()), format!("\n{}", text.trim_end().to_owned() + "\n")),
    }
}

/// The text with one id in the place of another, where that stands as a whole.
fn renamed(text: &str, old: &str, new: &str) -> String {
    let part = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(old) {
        let whole = !text[..at].ends_with(part) && !text[at + old.len()..].starts_with(part);
        if whole {
            result.push_str(&text[done..at]);
            result.push_str(new);
            done = at + old.len();
        }
    }
    result + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Sources, apply};

    const OLD: &str = "# Task Packet: WP-1-v2\n\n## METADATA\n- WP_ID: WP-1-v2\n\n## SCOPE\n- What: a thing\n\
        - IN_SCOPE_PATHS:\n  - src/a.rs (new)\n- OUT_OF_SCOPE:\n  - WP-1-v21\n\n## QUALITY_GATE\n### TEST_PLAN\n```bash\n\
        # expect: no hits\nrg x src\njust post-work WP-1-v2\n```\n\n### DONE_MEANS\n- it works\n\n## LINEAGE_AUDIT (ALL)\n\
        - Prior packet: p/WP-1.md\n";

    const NEW: &str = "# Task Packet: WP-1-v3\n\n## METADATA\n- WP_ID: WP-1-v3\n\n## SCOPE\n- What: <WHAT>\n\n\
        ## TEST_PLAN\n```bash\n<TEST>\n```\n\n## DONE_MEANS\n- <DONE>\n\n## BOOTSTRAP\n- x\n";

    #[test]
    fn a_revision_goes_on_from_the_packet_before() {
        for old in [OLD.to_owned(), OLD.replace('\n', "\r\n")] {
            let mut sources = Sources::default();
            let (old, new) =
                (sources.add(Source::new("o", old.into_bytes())), sources.add(Source::new("n", NEW.as_bytes())));
            let packets = [old, new].map(|id| parse::packet(&sources, id).0);
            let read = |packet: usize, id| Read { packet: &packets[packet], source: sources.get(id) };
            let mut edits = carry(read(0, old), read(1, new), "WP-1-v2", "WP-1-v3");
            edits.push(lineage(read(0, old), read(1, new), &["Prior packet: p/WP-1-v2.md".to_owned()]));
            let text = String::from_utf8(apply(NEW.as_bytes(), &edits).unwrap()).unwrap();
            let expected = "# Task Packet: WP-1-v3\n\n## METADATA\n- WP_ID: WP-1-v3\n\n## SCOPE\n- What: a thing\n\
                - IN_SCOPE_PATHS:\n  - src/a.rs (new)\n- OUT_OF_SCOPE:\n  - WP-1-v21\n\n## TEST_PLAN\n```bash\n\
                # expect: no hits\nrg x src\njust post-work WP-1-v3\n```\n\n## DONE_MEANS\n- it works\n\n## LINEAGE_AUDIT\n\
                - Prior packet: p/WP-1-v2.md\n- Prior packet: p/WP-1.md\n\n## BOOTSTRAP\n- x\n";
            assert_eq!(text, expected);
        }
    }
}
