//! What was recorded stays recorded: whatever is done to whichever byte of an entry, in whichever version, is found, and what
//! is done elsewhere is not. In memory over many positions, and over generated histories of real git.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::Index;
use taskpacket::finding::Severity;
use taskpacket::gate::recorded::{self, Before, Fault, FaultKind, Followed, Passage, RecordKind};
use taskpacket::model::{Bound, Commit, Digest, Oid, Packet, Verdict, When};
use taskpacket::text::{Source, SourceId, Sources, apply};
use taskpacket::{parse, write};

const HEAD: &str = "# Task Packet: WP-1\n\n## METADATA\n- WP_ID: WP-1\n- **Status:** In Progress\n\n\
                    ## EVIDENCE\n- (none)\n\n## VALIDATION_REPORTS\n(Validators append here.)\n";

/// Entries as people write them; every title is its own.
const BY_HAND: [&str; 4] = [
    "### VALIDATION REPORT 2026-01-12\nValidator: vera\nVerdict: FAIL\n\nall of it, word by word",
    "### Second REPORT of validation (PASS)\n- **Verdict**: PASS\n\n```text\n## no heading\nlog\n```\nthe end",
    "### Third VALIDATION REPORT\n| a | b |\n|---|---|\n| 1 | 2 |\n\n#### Findings\n1. one\n\n**Verdict:** OUTDATED_ONLY",
    "### Fourth look\n- Verdict: PASS (with waivers noted)\n- it holds, caf\u{e9} and all",
];

/// A version: its text, and the titles of its entries.
#[derive(Clone)]
struct Version {
    text: Vec<u8>,
}

impl Version {
    fn new() -> Self {
        Self { text: HEAD.as_bytes().to_vec() }
    }

    /// Appends an entry: one of those by hand, or one that the program writes.
    fn append(&self, number: usize) -> Self {
        let mut text = self.text.clone();
        if let Some(by_hand) = BY_HAND.get(number) {
            text.extend(format!("\n{by_hand}\n").bytes());
            return Self { text };
        }
        let (sources, packet) = read(&self.text);
        let source = sources.get(packet.source);
        let at: DateTime<Utc> = format!("2026-02-{number:02}T14:02:11Z").parse().unwrap();
        let report =
            parse::written_report(b"files checked: 3\n\n```\n### VALIDATION REPORT\n```\nREASON FOR PASS: it holds\n")
                .text;
        let digest = |text: &str| Digest::of(text.as_bytes());
        let bound = Bound {
            validator: "vera".to_owned(),
            at,
            report: digest(&report),
            head: oid(1),
            base: Some(oid(2)),
            mode: "committed".to_owned(),
            contract: digest("contract"),
            scope_tree: digest("tree"),
            before: packet.reports.last().map(|report| report.digest_in_lf(source)),
            unproven: Vec::new(),
        };
        let edit = write::verdict(&packet, source, Verdict::Pass, &bound, &report);
        Self { text: apply(source.bytes(), &[edit]).unwrap() }
    }

    fn of(entries: &[usize]) -> Self {
        let version = entries.iter().fold(Self::new(), |version, number| version.append(*number));
        let by_program = version.entries().iter().filter(|(_, by_program, _)| *by_program).count();
        assert_eq!(by_program, entries.iter().filter(|number| **number >= BY_HAND.len()).count());
        version
    }

    /// The entries: title, whether the program wrote it, and where it stands.
    fn entries(&self) -> Vec<(String, bool, std::ops::Range<usize>)> {
        let (_, packet) = read(&self.text);
        let entry = |report: &taskpacket::model::Report| {
            (report.title.clone(), report.bound.is_some(), report.span.start..report.span.end)
        };
        packet.reports.iter().map(entry).collect()
    }

    fn replaced(&self, range: std::ops::Range<usize>, with: &[u8]) -> Self {
        let mut text = self.text.clone();
        text.splice(range, with.iter().copied());
        Self { text }
    }
}

fn oid(number: usize) -> Oid {
    Oid::parse(&format!("{number:040x}")).unwrap()
}

fn read(text: &[u8]) -> (Sources, Packet) {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("WP-1.md", text));
    let packet = parse::packet(&sources, source).0;
    (sources, packet)
}

/// Follows a line of versions: the step of number N is that from version N to the one behind it.
fn follow(versions: &[Version]) -> Followed {
    let steps: Vec<(Vec<usize>, usize)> = (1..versions.len()).map(|at| (vec![at - 1], at)).collect();
    follow_graph(versions, &steps)
}

/// Follows steps: the versions before, and the one behind. The commit that made version N has the id N.
fn follow_graph(versions: &[Version], steps: &[(Vec<usize>, usize)]) -> Followed {
    let mut sources = Sources::default();
    let ids: Vec<SourceId> =
        versions.iter().map(|version| sources.add(Source::new("WP-1.md", version.text.as_slice()))).collect();
    let packets: Vec<Packet> = ids.iter().map(|id| parse::packet(&sources, *id).0).collect();
    let oids: Vec<Oid> = (0..versions.len()).map(oid).collect();
    let passages: Vec<Passage> = steps
        .iter()
        .map(|(before, after)| Passage {
            when: When::Commit(Commit { oid: oid(*after), author: "A <a@b>".to_owned(), subject: after.to_string() }),
            before: before.iter().map(|at| Before { parent: Some(&oids[*at]), packet: Some(&packets[*at]) }).collect(),
            after: Some(&packets[*after]),
        })
        .collect();
    let parents: BTreeMap<Oid, Vec<Oid>> =
        steps.iter().map(|(before, after)| (oid(*after), before.iter().map(|at| oid(*at)).collect())).collect();
    recorded::follow(&passages, &parents, &sources, RecordKind::Report, &recorded::OWN)
}

fn told(followed: &Followed) -> Vec<(FaultKind, &str, String)> {
    let commit = |fault: &Fault| match &fault.when {
        When::Commit(commit) => commit.subject.clone(),
        when => panic!("{when:?}"),
    };
    followed.faults.iter().map(|fault| (fault.kind, fault.entry.as_str(), commit(fault))).collect()
}

fn errors(followed: &Followed) -> usize {
    followed.faults.iter().filter(|fault| fault.finding.severity == Severity::Error).count()
}

/// What is done to a byte.
#[derive(Clone, Copy, Debug)]
enum Byte {
    Replaced(u8),
    Removed,
    Inserted(u8),
}

fn byte() -> impl Strategy<Value = Byte> {
    let any = prop_oneof![any::<u8>(), prop::sample::select(b"\n\r\t `#<>-|~ azAZ09\0\xff".to_vec())];
    (any, 0..3).prop_map(|(byte, what)| match what {
        0 => Byte::Replaced(byte),
        1 => Byte::Removed,
        _ => Byte::Inserted(byte),
    })
}

/// So many cases as can be waited for; PROPTEST_CASES asks for more.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").map(|_| ProptestConfig::default().cases);
    ProptestConfig { cases: asked.unwrap_or(cases), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any byte of any entry, in any version of a line of versions.
    #[test]
    fn any_byte_of_any_entry(
        entries in prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 1..=4).prop_shuffle(),
        which in any::<Index>(),
        at in any::<Index>(),
        deed in byte(),
        appended in any::<bool>(),
    ) {
        let version = Version::of(&entries);
        let known = version.entries();
        let (title, exact, span) = known[which.index(known.len())].clone();
        let at = span.start + at.index(span.len());
        let old = version.text[at];
        let forged = match deed {
            Byte::Replaced(byte) => {
                prop_assume!(byte != old);
                version.replaced(at..at + 1, &[byte])
            }
            Byte::Removed => version.replaced(at..at + 1, b""),
            // Ahead of the first byte it is no byte of the entry.
            Byte::Inserted(byte) => {
                prop_assume!(at > span.start);
                version.replaced(at..at, &[byte])
            }
        };
        let next = if appended { forged.append(7) } else { forged.clone() };
        let followed = follow(&[Version::of(&entries[..1]), version, forged.clone(), next]);
        let all = told(&followed);
        prop_assert!(all.iter().any(|(_, entry, commit)| *entry == title && commit == "2"), "{all:?}");
        prop_assert!(all.iter().all(|(_, _, commit)| commit != "1"), "{all:?}");
        let is_word = |byte: u8| byte.is_ascii_alphanumeric();
        let changes_a_word = match deed {
            Byte::Replaced(byte) => is_word(byte) || is_word(old),
            Byte::Removed => is_word(old),
            Byte::Inserted(byte) => is_word(byte),
        };
        if exact || changes_a_word {
            prop_assert!(errors(&followed) > 0, "{all:?}\n{}", String::from_utf8_lossy(&forged.text));
        }
    }
}

proptest! {
    #![proptest_config(config(50))]

    /// Whole entries removed, swapped, put above others; text put between.
    #[test]
    fn whole_entries(
        entries in prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 2..=5).prop_shuffle(),
        which in any::<Index>(),
        other in any::<Index>(),
        deed in 0..4,
    ) {
        let version = Version::of(&entries);
        let known = version.entries();
        let (one, other) = (which.index(known.len()), other.index(known.len()));
        let (title, _, span) = known[one].clone();
        let (forged, expected) = match deed {
            0 => (version.replaced(span, b""), FaultKind::Lost),
            1 => {
                prop_assume!(one < other);
                let (_, _, later) = known[other].clone();
                let (first, second) = (version.text[span.clone()].to_vec(), version.text[later.clone()].to_vec());
                (version.replaced(later, &first).replaced(span, &second), FaultKind::Reordered)
            }
            2 => {
                let more = b"### VALIDATION REPORT slipped in\nVerdict: PASS\n\n";
                (version.replaced(span.start..span.start, more), FaultKind::Inserted)
            }
            _ => {
                let first = known[0].2.start;
                (version.replaced(first..first, b"a word put here\n\n"), FaultKind::PutBetween)
            }
        };
        let followed = follow(&[version, forged]);
        let all = told(&followed);
        prop_assert!(all.iter().any(|(kind, ..)| *kind == expected), "{title}: {all:?}");
        let is_error = matches!(expected, FaultKind::Lost | FaultKind::Reordered);
        prop_assert_eq!(errors(&followed) > 0, is_error, "{:?}", all);
    }

    /// What is done elsewhere in the packet, and how entries are parted, is nobody's business.
    #[test]
    fn elsewhere(entries in prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 0..=4).prop_shuffle(), deed in 0..6) {
        let version = Version::of(&entries);
        let text = String::from_utf8(version.text.clone()).unwrap();
        let changed = match deed {
            0 => text.replace("In Progress", "Done"),
            1 => text.replace("- (none)", "- COMMAND: cargo test\n- EXIT_CODE: 0\n\n```\n# log\n```"),
            2 => text.replace("## METADATA\n", "## METADATA\n\n<!-- generated -->\n"),
            3 => format!("{}\n\n\n", text.trim_end()),
            4 => text.replace("\n### ", "\n\n---\n\n### "),
            _ => format!("\u{feff}{text}"),
        };
        // A sample in a fence is no place of its own.
        prop_assume!(deed != 4 || !entries.iter().any(|entry| *entry > 3));
        let followed = follow(&[version.clone(), Version { text: changed.clone().into_bytes() }]);
        prop_assert_eq!(told(&followed), vec![]);
        let crlf = Version { text: text.replace('\n', "\r\n").into_bytes() };
        let swept = follow(&[version.clone(), crlf.clone(), version]);
        let lines = |at: usize| known_lines(&crlf, at) > 1;
        let expected: usize = (0..entries.len()).filter(|at| lines(*at)).count();
        prop_assert_eq!((errors(&swept), swept.faults.len()), (0, 2 * expected));
        prop_assert!(swept.faults.iter().all(|fault| fault.kind == FaultKind::Rewritten));
    }

    /// Two branches that each append: any order that keeps each branch's own is honest, and nothing else.
    #[test]
    fn merges(
        numbers in prop::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 3..=5).prop_shuffle(),
        cut in any::<(Index, Index)>(),
        order in any::<u8>(),
        left_out in prop::option::of(any::<Index>()),
    ) {
        let from = cut.0.index(numbers.len() - 1) ;
        let split = from + 1 + cut.1.index(numbers.len() - from - 1);
        let (shared, one, other) = (&numbers[..from], &numbers[from..split], &numbers[split..]);
        let (base, ours, theirs) = (Version::of(shared), [shared, one].concat(), [shared, other].concat());
        let (ours, theirs) = (Version::of(&ours), Version::of(&theirs));
        // The bytes of an entry are those of its own branch.
        let bytes = |version: &Version| -> Vec<Vec<u8>> {
            version.entries().iter().skip(from).map(|(_, _, span)| version.text[span.clone()].to_vec()).collect()
        };
        let (mut mine, mut yours) = (bytes(&ours).into_iter().peekable(), bytes(&theirs).into_iter().peekable());
        let mut merged = Vec::new();
        for turn in 0.. {
            let first = order >> (turn % 8) & 1 == 0;
            let next = match (mine.peek().is_some(), yours.peek().is_some()) {
                (false, false) => break,
                (true, false) => mine.next(),
                (false, true) => yours.next(),
                _ if first => mine.next(),
                _ => yours.next(),
            };
            merged.extend(next);
        }
        let dropped = left_out.map(|index| merged.remove(index.index(merged.len())));
        let mut text = base.text.clone();
        for entry in &merged {
            text.extend([&b"\n"[..], entry, b"\n"].concat());
        }
        let versions = [base, ours, theirs, Version { text }];
        let followed = follow_graph(&versions, &[(vec![0], 1), (vec![0], 2), (vec![1, 2], 3)]);
        let all = told(&followed);
        match dropped {
            None => prop_assert_eq!(all, vec![]),
            Some(_) => prop_assert!(matches!(&all[..], [(FaultKind::Lost, _, commit)] if commit == "3"), "{:?}", all),
        }
    }
}

fn known_lines(version: &Version, at: usize) -> usize {
    let (_, _, span) = version.entries()[at].clone();
    version.text[span].split(|byte| *byte == b'\n').count()
}

/// A merge is not told again of what one of its sides did: that commit is.
#[test]
fn a_merge_carries_what_its_sides_did() {
    let base = Version::of(&[0, 1]);
    let text = String::from_utf8(base.text.clone()).unwrap();
    let altered = Version { text: text.replace("Verdict: FAIL", "Verdict: PASS").into_bytes() };
    let lost = Version { text: text.replace(BY_HAND[0], "").into_bytes() };
    let other = base.append(2);
    let with = |version: &Version| version.append(2);
    for (bad, kind) in [(altered, FaultKind::Altered), (lost, FaultKind::Lost)] {
        let versions = [base.clone(), bad.clone(), other.clone(), with(&bad)];
        let steps = [(vec![0], 1), (vec![0], 2), (vec![1, 2], 3)];
        let followed = follow_graph(&versions, &steps);
        assert_eq!(told(&followed), [(kind, "VALIDATION REPORT 2026-01-12", "1".to_owned())]);
        // A merge that does the same by itself is named: neither side did.
        let versions = [base.clone(), base.append(3), other.clone(), with(&bad)];
        let followed = follow_graph(&versions, &steps);
        assert!(told(&followed).contains(&(kind, "VALIDATION REPORT 2026-01-12", "3".to_owned())));
    }
}

/// Sweeps over what people wrote are warnings, a verdict is none.
#[test]
fn sweeps_and_verdicts() {
    let version = Version::of(&[0, 1, 2, 3]);
    let text = String::from_utf8(version.text.clone()).unwrap();
    let cases = [
        ("caf\u{e9}", "caf\u{c3}\u{a9}", FaultKind::Rewritten, 0),
        ("### VALIDATION REPORT 2026", "#### VALIDATION REPORT 2026", FaultKind::Rewritten, 0),
        // It becomes a part of the report above it.
        ("### Fourth look", "#### Fourth look", FaultKind::Hidden, 1),
        ("**Verdict**: PASS", "Verdict: PASS", FaultKind::Rewritten, 0),
        ("- **Verdict**: PASS", "- `Verdict`: PASS is meant", FaultKind::Altered, 1),
        ("all of it, word by word", "some of it, word by word", FaultKind::Altered, 1),
        ("### VALIDATION REPORT 2026-01-12\n", "```\n### VALIDATION REPORT 2026-01-12\n", FaultKind::Hidden, 1),
        ("### VALIDATION REPORT 2026-01-12", "### VALIDATION REPORT 2026-01-13", FaultKind::Altered, 1),
    ];
    for (from, to, kind, count) in cases {
        assert!(text.contains(from));
        let followed = follow(&[version.clone(), Version { text: text.replacen(from, to, 1).into_bytes() }]);
        let all = told(&followed);
        assert!(all.iter().any(|(own, ..)| *own == kind), "{to}: {all:?}");
        assert_eq!(errors(&followed) > 0, count > 0, "{to}: {all:?}");
    }
}
