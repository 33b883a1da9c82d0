//! `lint --fix`: the mechanical mends of all rules, applied until nothing is left to do.

mod encoding;
mod fences;

use super::{LINTS, Subject};
use crate::model::{Config, PacketId};
use crate::parse;
use crate::text::{Edit, Source, Sources, apply};

/// A mend uncovers at most a few others: a heading that is spelt right opens a section whose items can be mended.
const MOST_ROUNDS: usize = 6;

/// The packet's bytes with all that is mechanical mended. Bytes outside of the mends stay as they are; what has nothing
/// to mend comes back as it was, and what is no text at all too.
pub fn mend(name: &str, bytes: &[u8], id: Option<&PacketId>, config: &Config) -> Vec<u8> {
    let mut mended = bytes.to_vec();
    if bytes.contains(&0) {
        return mended;
    }
    for _ in 0..MOST_ROUNDS {
        let edits = edits(name, &mended, id, config);
        match apply(&mended, &edits) {
            Ok(next) if next != mended => mended = next,
            _ => break,
        }
    }
    mended
}

/// The edits of one round, none of which overlaps another.
fn edits(name: &str, bytes: &[u8], id: Option<&PacketId>, config: &Config) -> Vec<Edit> {
    let mut sources = Sources::default();
    let source = sources.add(Source::new(name, bytes));
    let (packet, _) = parse::packet(&sources, source);
    let subject = Subject { packet: &packet, source: sources.get(source), id, config };
    let of_rules = LINTS.iter().filter_map(|lint| lint.fix).flat_map(|fix| fix(&subject));
    let mut edits: Vec<Edit> = encoding::fix(bytes).into_iter().chain(fences::fix(&subject)).chain(of_rules).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.span.start >= end;
        end = if free { edit.span.end } else { end };
        free
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
        assert_eq!(super::mend("a", binary, None, &crate::model::Config::default()), binary);
    }

    #[test]
    fn one_mend_may_uncover_another() {
        let text = with(light(), "- IN_SCOPE_PATHS:\n  - src/a.rs", "- IN_SCOPE_PATH:\n  - src\\a.rs");
        assert_eq!(mended(text), light());
    }

    /// Faults that can be joined in any combination: each with what it should become.
    const FAULTS: [(&str, &str); 5] = [
        ("### TEST_PLAN", "### TESTPLAN"),
        ("- IN_SCOPE_PATHS", "- IN_SCOPE_PATH"),
        ("Ready for Dev", "READY-FOR-DEV"),
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
