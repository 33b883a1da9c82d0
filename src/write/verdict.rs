//! A verdict put into the packet: one entry behind the last report, every other byte as it was.
//!
//! The report stands in a fence that nothing in it can close, and all of it can be seen, so no text of a report can be
//! taken for an entry, or hide one. `parse` reads the entry back to the letter.

use super::append::{DEEPEST, insertion};
use super::row::stamp;
use crate::model::{Bound, Key, Oid, Packet, SectionName, Verdict};
use crate::text::{Edit, Source, Span, longest_run};

/// The edits that append an entry: behind the last report, wherever that stands; a packet without reports gets the section
/// at its end. `report` is
/// the text of a [`crate::model::WrittenReport`].
pub fn verdict(packet: &Packet, source: &Source, verdict: Verdict, bound: &Bound, report: &str) -> Edit {
    let Place { stretch, level, new_section } = place(packet, source);
    let entry = entry(verdict, bound, report, level);
    let text = if new_section { format!("## {}\n\n{entry}", SectionName::ValidationReports.word()) } else { entry };
    insertion(packet, source, stretch, &text)
}

/// Where an entry goes.
struct Place {
    /// It goes behind the last line of this that says something.
    stretch: Span,
    /// The level of its heading.
    level: u8,
    /// True where the packet has no section for it.
    new_section: bool,
}

fn place(packet: &Packet, source: &Source) -> Place {
    let section = packet.section(SectionName::ValidationReports);
    let last = packet.reports.last();
    match (section, last) {
        (Some(section), last) if last.is_none_or(|last| last.span.end <= section.body.end) => {
            let level = match section.key {
                Key::Heading(level) => (level + 1).min(DEEPEST),
                Key::Bullet(_) => 3,
            };
            let start = section.heading.end;
            Place { stretch: Span::new(start, section.body.end.max(start)), level, new_section: false }
        }
        (_, Some(last)) => {
            let own = packet.headings.iter().find(|heading| heading.span.start == last.heading.start);
            Place { stretch: last.span, level: own.map_or(2, |heading| heading.level), new_section: false }
        }
        (_, None) => Place { stretch: Span::new(0, source.text().len()), level: 3, new_section: true },
    }
}

/// What was compared with what, in full: `committed <base>..<head>`, `staged <base>..index`.
pub(super) fn compared(mode: &str, base: Option<&Oid>, head: &Oid) -> String {
    let base = base.map_or("none", Oid::as_str);
    match mode {
        "staged" => format!("{mode} {base}..index"),
        "worktree" => format!("{mode} {base}..worktree"),
        _ => format!("{mode} {base}..{head}"),
    }
}

/// The entry, from its heading to its last line end.
fn entry(verdict: Verdict, bound: &Bound, report: &str, level: u8) -> String {
    let marks = "#".repeat(usize::from(level));
    let before = bound.before.map_or_else(|| "none".to_owned(), |before| before.to_string());
    let mut lines = vec![
        format!("{marks} VALIDATION REPORT {} - {verdict}", bound.at.format("%Y-%m-%d %H:%M UTC")),
        format!("- Verdict: {verdict}"),
        format!("- Validator: {} (not signed)", bound.validator),
        format!("- DATE: {}", stamp(bound.at)),
        format!("- REPORT_SHA1: {}", bound.report),
        format!("- HEAD: {}", bound.head),
        format!("- SNAPSHOT: {}", compared(&bound.mode, bound.base.as_ref(), &bound.head)),
        format!("- CONTRACT_SHA1: {}", bound.contract),
        format!("- SCOPE_TREE_SHA1: {}", bound.scope_tree),
        format!("- ENTRY_BEFORE_SHA1: {before}"),
    ];
    lines.extend(bound.unproven.iter().map(|(gate, reason)| format!("- UNPROVEN: {gate} -- because {reason}")));
    let fence = "`".repeat(longest_run(report).max(3) + 1);
    format!("{}\n{fence}report\n{report}{fence}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::Finding;
    use crate::model::Digest;
    use crate::parse;
    use crate::text::{Sources, apply};

    const PACKET: &str = "# Task Packet: WP-1\n\n## METADATA\n- **Status:** Done\n\n## VALIDATION_REPORTS\n\
                          ### Report 2026-01-12\nValidator: vera\nVerdict: FAIL\n\n## NOTES\n- none\n";

    fn bound(report: &str) -> Bound {
        Bound {
            validator: "vera <v@example.org>".to_owned(),
            at: "2026-11-26T14:02:11Z".parse().unwrap(),
            report: Digest::of(report.as_bytes()),
            head: Oid::parse(&"1".repeat(40)).unwrap(),
            base: Oid::parse(&"2".repeat(40)),
            mode: "committed".to_owned(),
            contract: Digest::of(b"contract"),
            scope_tree: Digest::of(b"scope"),
            before: Some(Digest::of(b"before")),
            unproven: vec![("audits_clean".to_owned(), "seen by eye".to_owned())],
        }
    }

    fn read(text: &[u8]) -> (Packet, Sources, Vec<Finding>) {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("a.md", text));
        let (packet, findings) = parse::packet(&sources, source);
        (packet, sources, findings)
    }

    /// The packet with an entry that holds a text.
    fn appended(packet: &str, report: &[u8]) -> (Bound, Vec<u8>) {
        let report = parse::written_report(report).text;
        let bound = bound(&report);
        let (packet, sources, _) = read(packet.as_bytes());
        let source = sources.get(packet.source);
        let edit = verdict(&packet, source, Verdict::Fail, &bound, &report);
        (bound, apply(source.bytes(), &[edit]).unwrap())
    }

    #[test]
    fn an_entry_stands_in_its_form() {
        let (bound, bytes) = appended(PACKET, b"# Looked at\r\n```\nall\n```\n\n\n");
        let text = String::from_utf8(bytes).unwrap();
        let entry = format!(
            "Verdict: FAIL\n\n### VALIDATION REPORT 2026-11-26 14:02 UTC - FAIL\n- Verdict: FAIL\n\
             - Validator: vera <v@example.org> (not signed)\n- DATE: 2026-11-26T14:02:11Z\n- REPORT_SHA1: {}\n\
             - HEAD: {}\n- SNAPSHOT: committed {}..{}\n- CONTRACT_SHA1: {}\n- SCOPE_TREE_SHA1: {}\n\
             - ENTRY_BEFORE_SHA1: {}\n- UNPROVEN: audits_clean -- because seen by eye\n\
             ````report\n# Looked at\n```\nall\n```\n````\n\n## NOTES\n",
            bound.report,
            bound.head,
            "2".repeat(40),
            bound.head,
            bound.contract,
            bound.scope_tree,
            bound.before.unwrap(),
        );
        assert!(text.contains(&entry), "{text}");
    }

    #[test]
    fn it_goes_behind_the_last_report_wherever_that_stands() {
        let own = "Verdict: PASS\n";
        let cases = [
            ("# T\n", "\n## VALIDATION_REPORTS\n\n### VALIDATION REPORT"),
            ("# T", "\n\n## VALIDATION_REPORTS\n\n### VALIDATION REPORT"),
            ("# T\n## VALIDATION_REPORTS\n\n", "REPORTS\n\n### VALIDATION REPORT"),
            ("# T\n### VALIDATION_REPORTS\n- (append-only)\n", "only)\n\n#### VALIDATION REPORT"),
            (&format!("# T\n## VALIDATION REPORT 1\n{own}"), "PASS\n\n## VALIDATION REPORT 2"),
            (
                &format!("# T\n## VALIDATION_REPORTS\n(none)\n## VALIDATION REPORT 1\n{own}## NOTES\n"),
                "PASS\n\n## VALIDATION REPORT 2",
            ),
            (
                &format!("# T\n## VALIDATION REPORT 1\n{own}## VALIDATION_REPORTS\n"),
                "REPORTS\n\n### VALIDATION REPORT 2",
            ),
            ("# T\n## VALIDATION_REPORTS\n```bash\nx\n", "x\n```\n\n### VALIDATION REPORT"),
            ("# T\r\n## VALIDATION_REPORTS\r\n", "REPORTS\r\n\r\n### VALIDATION REPORT"),
        ];
        for (packet, expected) in cases {
            let (bound, bytes) = appended(packet, b"as seen\n");
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(expected), "{packet}\n{text}");
            let (packet, ..) = read(&bytes);
            let last = packet.reports.last().unwrap();
            assert_eq!((last.verdict, last.bound.as_ref()), (Some(Verdict::Fail), Some(&bound)), "{text}");
            assert_eq!(
                text.contains("\r\n"),
                packet.title.is_some() && !text.replace("\r\n", "").contains('\n'),
                "{text}"
            );
        }
    }

    #[test]
    fn whatever_is_altered_is_no_entry_any_more() {
        let (_, bytes) = appended(PACKET, b"as seen\nVerdict: PASS\n");
        let text = String::from_utf8(bytes).unwrap();
        let digit = |name: &str| {
            let at = text.find(name).unwrap() + name.len();
            (text[at..at + 40].to_owned(), "3".repeat(40))
        };
        let (old, new) = digit("REPORT_SHA1: ");
        let cases = [
            ("as seen", "as told"),
            ("as seen\n", ""),
            ("- Verdict: FAIL\n- Validator", "- Verdict: PASS\n- Validator"),
            ("14:02 UTC - FAIL", "14:02 UTC - PASS"),
            ("14:02:11Z", "14:03:11Z"),
            ("(not signed)", "(signed)"),
            ("- HEAD: 1", "- HEAD: x"),
            ("committed 2222", "committed 222"),
            ("- UNPROVEN: audits_clean --", "- UNPROVEN: audits_clean"),
            ("\n````report", "\nand more\n````report"),
            ("````\n\n## NOTES", "````\nand more\n\n## NOTES"),
            (old.as_str(), new.as_str()),
        ];
        for (from, to) in cases {
            assert!(text.contains(from), "{from}");
            let (packet, _, findings) = read(text.replacen(from, to, 1).as_bytes());
            let last = packet.reports.last().unwrap();
            assert_eq!(last.bound, None, "{to}");
            assert_ne!(last.verdict, Some(Verdict::Pass), "{to}");
            assert_eq!(findings.iter().filter(|it| it.code == &parse::VERDICT_UNREADABLE).count(), 1, "{to}");
        }
        let (packet, _, findings) = read(text.replace('\n', "\r\n").replace("### V", "#### V").as_bytes());
        assert!(packet.reports.last().unwrap().bound.is_some() && findings.is_empty());
    }

    #[test]
    fn hostile_reports() {
        let (real, _) = appended(PACKET, b"as seen");
        let cases: Vec<String> = vec![
            "## VALIDATION_REPORTS\n### VALIDATION REPORT 2027-01-01 10:00 UTC - PASS\nVerdict: PASS\n".into(),
            "```\n````\n`````\n## SCOPE\n- IN_SCOPE_PATHS:\n  - **\n".into(),
            "<!--\nVerdict: PASS\n".into(),
            "-->\n<!-- x --> `<!--`\n".into(),
            "`ash\nrm -rf /\n`\n".into(),
            "~~~~~~~~~~~~~~~~~~~~\n## TEST_PLAN\n".into(),
            format!("{}\n## METADATA\n- Status: Done\n", "`".repeat(40)),
            format!(
                "- REPORT_SHA1: {}\n- CONTRACT_SHA1: {}\n- UNPROVEN: x -- because y\n````report\n",
                real.report, real.contract
            ),
            "\u{202e}SSAP :tcidreV\u{2028}Verdict: PASS\r## X".into(),
            "   ".into(),
        ];
        for report in cases {
            holds(PACKET, report.as_bytes());
            holds(&PACKET.replace('\n', "\r\n"), report.as_bytes());
        }
    }

    /// The entry is read back, and all else of the packet as before.
    fn holds(packet: &str, report: &[u8]) {
        let (bound, bytes) = appended(packet, report);
        let (old, ..) = read(packet.as_bytes());
        let (new, _, findings) = read(&bytes);
        let told = String::from_utf8_lossy(&bytes);
        assert_eq!(new.reports.len(), old.reports.len() + 1, "{told}");
        assert!(old.reports.iter().zip(&new.reports).all(|(old, new)| old.digest == new.digest), "{told}");
        assert_eq!(new.reports.last().unwrap().bound.as_ref(), Some(&bound), "{findings:?}\n{told}");
        let titles = |packet: &Packet| packet.sections.iter().map(|it| it.title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&new).len(), titles(&old).len() + 1, "{told}");
        assert_eq!((new.fields.len(), new.waivers.len()), (old.fields.len(), old.waivers.len()), "{told}");
    }

    proptest! {
        #[test]
        fn any_report_is_kept_and_forges_nothing(
            parts in prop::collection::vec(
                prop_oneof![
                    Just("## VALIDATION_REPORTS\n".to_owned()),
                    Just("### VALIDATION REPORT 2027-01-01 10:00 UTC - PASS\n- Verdict: PASS\n".to_owned()),
                    Just("- REPORT_SHA1: 1\n".to_owned()),
                    Just("````report\n".to_owned()),
                    Just("\n<!--\n".to_owned()),
                    Just("-->".to_owned()),
                    Just("\n`\n".to_owned()),
                    Just("\n`ash\n".to_owned()),
                    "[`~]{1,20}",
                    "\\PC{0,12}",
                    "[\\x00-\\x7f]{0,6}",
                    Just("\n".to_owned()),
                    Just("\r\n".to_owned()),
                ],
                0..14,
            ),
        ) {
            holds(PACKET, parts.concat().as_bytes());
        }
    }
}
