//! `lint --fix`: the mechanical mends of all rules, applied until nothing is left to do.

mod encoding;
mod fences;

use super::{LINTS, Subject};
use crate::model::{Config, PacketId};
use crate::parse;
use crate::text::{Edit, Source, Sources, apply};

/// A mend uncovers at most a few others: a heading that is spelt right opens a section whose items can be mended.
const MOST_ROUNDS: usize = 6;

/// A packet after `--fix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// Its bytes; those outside of the mends are as they were.
    pub bytes: Vec<u8>,
    /// What was mended, by the names of the findings that went, each once.
    pub names: Vec<&'static str>,
}

/// The packet with all that is mechanical mended. What is no text at all comes back as it was.
pub fn mend(name: &str, bytes: &[u8], id: Option<&PacketId>, config: &Config) -> Mended {
    let mut mended = Mended { bytes: bytes.to_vec(), names: Vec::new() };
    if bytes.contains(&0) {
        return mended;
    }
    for _ in 0..MOST_ROUNDS {
        let (names, edits): (Vec<&'static str>, Vec<Edit>) = round(name, &mended.bytes, id, config).into_iter().unzip();
        match apply(&mended.bytes, &edits) {
            Ok(next) if next != mended.bytes => mended.bytes = next,
            _ => break,
        }
        for name in names {
            if !mended.names.contains(&name) {
                mended.names.push(name);
            }
        }
    }
    mended
}

/// The edits of one round, none of which overlaps another, each with the name of what it mends.
fn round(name: &str, bytes: &[u8], id: Option<&PacketId>, config: &Config) -> Vec<(&'static str, Edit)> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new(name, bytes));
    let (packet, _) = parse::packet(&sources, source);
    let subject = Subject { packet: &packet, source: sources.get(source), id, config };
    let of_rules = LINTS.iter().filter_map(|lint| Some((lint.code.name, lint.fix?(&subject))));
    let of_reading = [("encoding", encoding::fix(bytes)), ("fences", fences::fix(&subject))];
    let all = of_reading.into_iter().chain(of_rules);
    let mut edits: Vec<(&str, Edit)> =
        all.flat_map(|(name, edits)| edits.into_iter().map(move |edit| (name, edit))).collect();
    edits.sort_by_key(|(_, edit)| (edit.span.start, edit.span.end));
    let mut end = 0;
    edits.retain(|(_, edit)| {
        let is_free = edit.span.start >= end;
        end = if is_free { edit.span.end } else { end };
        is_free
    });
    edits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{light, mended, with};

    #[test]
    fn a_packet_without_a_fault_stays_as_it_is() {
        let crlf = light().replace('\n', "\r\n");
        assert_eq!(mended(light()), light());
        assert_eq!(mended(&crlf), crlf);
    }

    #[test]
    fn what_is_no_text_stays_as_it_is() {
        let binary = b"\x7fELF\0\x97\xff";
        assert_eq!(super::mend("a", binary, None, &crate::model::Config::default()).bytes, binary);
    }

    #[test]
    fn one_mend_may_uncover_another() {
        let text = with(light(), "- IN_SCOPE_PATHS:\n  - src/a.rs", "- IN_SCOPE_PATH:\n  - src\\a.rs");
        assert_eq!(mended(text), light());
    }

    #[test]
    fn what_was_mended_is_named_once() {
        let text = "\u{feff}## SCOPE\r\n- IN_SCOPE_PATHS:\r\n  - a\\b\r\n  - c\\d\\e\r\n";
        let mended = super::mend("a", text.as_bytes(), None, &crate::model::Config::default());
        assert_eq!(mended.bytes, b"## SCOPE\r\n- IN_SCOPE_PATHS:\r\n  - a/b\r\n  - c/d/e\r\n");
        assert_eq!(mended.names, ["encoding", "backslash-path"]);
    }

    /// Faults that can be joined in any combination: each with what it should become.
    const FAULTS: [(&str, &str); 6] = [
        ("### TEST_PLAN", "### TESTPLAN"),
        ("- IN_SCOPE_PATHS", "- IN_SCOPE_PATH"),
        ("Ready for Dev", "READY-FOR-DEV"),
        ("```bash\ncargo test\n```", "`ash\ncargo test\n`"),
        ("src/a.rs", "src\\a.rs"),
        ("# Task", "\u{feff}# Task"),
    ];

    proptest! {
        #[test]
        fn any_faults_are_mended_and_twice_is_once(chosen in proptest::collection::vec(any::<bool>(), FAULTS.len()), crlf: bool) {
            let mut text = light().to_owned();
            for ((right, wrong), _) in FAULTS.iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
                text = with(&text, right, wrong);
            }
            let ends = |text: &str| if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
            let once = mended(ends(&text));
            prop_assert_eq!(&once, &ends(light()));
            prop_assert_eq!(mended(&once), once);
        }

        #[test]
        fn anything_mended_twice_is_mended_once(lines in proptest::collection::vec(
            prop_oneof![
                "[ -~]{0,12}", Just("```bash".to_owned()), Just("`ash".to_owned()), Just("`".to_owned()), Just("```".to_owned()),
                Just("## SCOPES".to_owned()), Just("## TESTPLAN".to_owned()), Just("- IN_SCOPE_PATH:".to_owned()),
                Just("  - a\\b".to_owned()), Just("- RISK_TIER: low".to_owned()), Just("## VALIDATION".to_owned()),
                Just("  -[x] a_b".to_owned()), Just("- [] a_b".to_owned()),
            ], 0..12)) {
            let once = mended(lines.join("\n"));
            prop_assert_eq!(mended(&once), once);
        }
    }
}
