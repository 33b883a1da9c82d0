//! A record under WAIVERS GRANTED: a waiver of a gate, or an amendment of the contract.

use chrono::NaiveDate;

use super::block::line_around;
use super::scope::ending;
use crate::model::{Key, Packet, Section, SectionName, Waiver};
use crate::text::{Edit, Source, Span};

/// A record as it is to be written, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaiverRecord {
    /// Its id, such as `A-1`.
    pub id: String,
    /// The gate that it relaxes.
    pub covers: String,
    /// The section that an amendment names.
    pub section: Option<&'static str>,
    /// The paths that it is about.
    pub paths: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who grants it.
    pub approver: String,
    /// When.
    pub date: NaiveDate,
    /// The last day on which it holds.
    pub expires: Option<NaiveDate>,
}

impl WaiverRecord {
    /// The record without its bullet.
    pub fn line(&self) -> String {
        let mut fields = vec![
            ("WAIVER_ID", self.id.clone()),
            ("STATUS", "ACTIVE".to_owned()),
            ("COVERS", self.covers.clone()),
            ("SECTIONS", self.section.unwrap_or_default().to_owned()),
            ("PATHS", self.paths.join(", ")),
            ("REASON", self.reason.clone()),
            ("APPROVER", self.approver.clone()),
            ("DATE", self.date.to_string()),
            ("EXPIRES", self.expires.map(|day| day.to_string()).unwrap_or_default()),
        ];
        fields.retain(|(_, value)| !value.is_empty());
        fields.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" | ")
    }
}

/// The next id of that letter that no record of the packet has: `A-2` behind `A-1`.
pub fn next_waiver_id(packet: &Packet, letter: char) -> String {
    let number = |id: &str| id.strip_prefix(letter)?.strip_prefix('-')?.parse::<u32>().ok();
    let last = packet.waivers.iter().filter_map(|waiver| number(&waiver.id)).max();
    format!("{letter}-{}", last.unwrap_or(0).saturating_add(1))
}

/// The edits that put a record under WAIVERS GRANTED: behind the last one, in the place of `NONE`, or in a section of its
/// own behind SCOPE.
pub fn waiver(packet: &Packet, source: &Source, record: &WaiverRecord) -> Vec<Edit> {
    let Some(section) = packet.section(SectionName::WaiversGranted) else {
        return vec![new_section(packet, source, record)];
    };
    let ending = ending(source, section.heading.end);
    let last = packet.waivers.iter().rfind(|waiver| section.body.contains(waiver.span.start));
    if let Some(last) = last {
        let lead = lead(source, last.span.start);
        let end = line_around(source, last.span.end).end;
        return vec![Edit::new(Span::at(end), format!("{ending}{lead}{}", record.line()))];
    }
    if let Some(none) = none(source, section) {
        return vec![Edit::new(none, record.line())];
    }
    let end = lines(source, section).filter(|line| !source.slice(*line).trim().is_empty()).map(|line| line.end).last();
    let text = format!("{ending}- {}", record.line());
    vec![Edit::new(Span::at(end.unwrap_or(section.heading.end)), text)]
}

/// The edit that puts a record in the place of another one.
pub fn replaced_waiver(old: &Waiver, source: &Source, record: &WaiverRecord) -> Edit {
    let lead = lead(source, old.span.start);
    let bullet = lead.trim_start();
    Edit::new(old.span, format!("{bullet}{}", record.line()))
}

/// The section as it is to be, ahead of what follows SCOPE.
fn new_section(packet: &Packet, source: &Source, record: &WaiverRecord) -> Edit {
    let scope = packet.section(SectionName::Scope);
    let (level, at) = match scope.map(|section| (section.key, section.body.end)) {
        Some((Key::Heading(level), end)) if end < source.bytes().len() => (level, end),
        _ => (2, source.bytes().len()),
    };
    let ending = ending(source, at.saturating_sub(1));
    let title = format!("{} {}", "#".repeat(usize::from(level)), SectionName::WaiversGranted.word());
    let text = format!("{title}{ending}- {}{ending}", record.line());
    let before = source.slice(Span::new(0, at));
    let text = match (before.is_empty() || before.ends_with('\n'), at < source.bytes().len()) {
        (true, true) => format!("{text}{ending}"),
        (true, false) => format!("{ending}{text}"),
        (false, _) => format!("{ending}{ending}{text}"),
    };
    Edit::new(Span::at(at), text)
}

/// The word `NONE` where it stands for a list without records.
fn none(source: &Source, section: &Section) -> Option<Span> {
    lines(source, section).find_map(|line| {
        let text = source.slice(line);
        let bare = text.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
        let start = line.end - bare.len();
        let word = bare.trim_end().trim_matches(['*', '`', '_', '.']).to_ascii_uppercase();
        (word == "NONE").then_some(Span::new(start, line.end))
    })
}

fn lines<'a>(source: &'a Source, section: &Section) -> impl Iterator<Item = Span> + use<'a> {
    let end = section.body.end;
    let first = source.line_at(section.heading.start) + 1;
    (first..).map_while(|number| source.line_span(number)).take_while(move |line| line.start < end)
}

/// Indentation and bullet of the line in which a record stands.
fn lead(source: &Source, at: usize) -> String {
    let text = source.slice(line_around(source, at));
    let bare = text.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    let lead = &text[..text.len() - bare.len()];
    if lead.trim().is_empty() { format!("{lead}- ") } else { lead.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WaiverState;
    use crate::parse;
    use crate::text::{Sources, apply};

    fn record(id: &str) -> WaiverRecord {
        WaiverRecord {
            id: id.to_owned(),
            covers: "scope_respected".to_owned(),
            section: None,
            paths: vec!["src/{a,b}.rs".to_owned(), "lib/**".to_owned(), "f(a,b).rs".to_owned()],
            reason: "none of ours: STATUS: ACTIVE".to_owned(),
            approver: "ann".to_owned(),
            date: NaiveDate::from_ymd_opt(2026, 1, 10).unwrap(),
            expires: NaiveDate::from_ymd_opt(2026, 2, 1),
        }
    }

    fn read(text: &str) -> (Sources, Packet) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("p.md", text.as_bytes()));
        let packet = parse::packet(&sources, id).0;
        (sources, packet)
    }

    fn with(text: &str) -> String {
        let (sources, packet) = read(text);
        let record = record(&next_waiver_id(&packet, 'W'));
        let edits = waiver(&packet, sources.get(packet.source), &record);
        String::from_utf8(apply(text.as_bytes(), &edits).unwrap()).unwrap()
    }

    #[test]
    fn each_form_has_its_place() {
        let line = record("W-1").line();
        let second = record("W-2").line();
        let old = "WAIVER_ID: W-1 | COVERS: phase_order | REASON: x | APPROVER: ann";
        let cases = [
            (
                "## WAIVERS GRANTED\n- (One line each.)\n- NONE\n\n## X\n".to_owned(),
                format!("## WAIVERS GRANTED\n- (One line each.)\n- {line}\n\n## X\n"),
            ),
            ("## WAIVERS GRANTED\n- **NONE**.\n\n## X\n".to_owned(), format!("## WAIVERS GRANTED\n- {line}\n\n## X\n")),
            ("## WAIVERS GRANTED\nNONE\n\n## X\n".to_owned(), format!("## WAIVERS GRANTED\n{line}\n\n## X\n")),
            (
                "## WAIVERS GRANTED\n- (One line each.)\n\n## X\n".to_owned(),
                format!("## WAIVERS GRANTED\n- (One line each.)\n- {line}\n\n## X\n"),
            ),
            ("## WAIVERS GRANTED\n\n## X\n".to_owned(), format!("## WAIVERS GRANTED\n- {line}\n\n## X\n")),
            (
                format!("## WAIVERS GRANTED\n* {old}\n\n## X\n"),
                format!("## WAIVERS GRANTED\n* {old}\n* {second}\n\n## X\n"),
            ),
            (
                "## WAIVERS GRANTED\n- WAIVER_ID: W-1\n  - COVERS: phase_order\n  - REASON: x\n".to_owned(),
                format!("## WAIVERS GRANTED\n- WAIVER_ID: W-1\n  - COVERS: phase_order\n  - REASON: x\n- {second}\n"),
            ),
            (
                "## SCOPE\n- What: x\n\n## X\n".to_owned(),
                format!("## SCOPE\n- What: x\n\n## WAIVERS GRANTED\n- {line}\n\n## X\n"),
            ),
            ("## SCOPE\n- What: x\n".to_owned(), format!("## SCOPE\n- What: x\n\n## WAIVERS GRANTED\n- {line}\n")),
        ];
        for (before, after) in cases {
            for ending in ["\n", "\r\n"] {
                let with_ends = |text: &str| text.replace('\n', ending);
                assert_eq!(with(&with_ends(&format!("# T\n\n{before}"))), with_ends(&format!("# T\n\n{after}")));
            }
        }
    }

    #[test]
    fn it_is_read_back() {
        let (_, packet) = read(&with("# T\n\n## WAIVERS GRANTED\n- NONE\n"));
        let [waiver] = &packet.waivers[..] else { panic!("{:?}", packet.waivers) };
        let expected = record("W-1");
        let paths: Vec<&str> = waiver.paths.iter().map(|item| item.path.as_str()).collect();
        assert_eq!(
            (&waiver.id, waiver.state, &waiver.approver),
            (&expected.id, WaiverState::Active, &expected.approver)
        );
        assert_eq!((paths, &waiver.reason), (expected.paths.iter().map(String::as_str).collect(), &expected.reason));
        assert_eq!((waiver.date, waiver.expires), (Some(expected.date), expected.expires));
        assert_eq!(next_waiver_id(&packet, 'W'), "W-2");
        assert_eq!(next_waiver_id(&packet, 'A'), "A-1");
    }
}
