//! `line_delta_equals_expected`: the delta is lines added minus lines removed.

use super::claim::{delta, delta_holds};
use super::sides::ask;
use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::model::{After, Delta, Entry, Value};

/// The delta is lines added minus lines removed.
pub static CODE: Code = Code {
    id: "TP207",
    name: "line_delta_equals_expected",
    page: Page {
        checks: "Line Delta is the number of lines that the change added minus the number that it removed, written `N`, \
                 `+N`, `-N`, `A - B` or `+A/-B`; all of it is read, so `11 - 10` is 1. For a binary file it is `N/A` or 0.",
        why: "It is the quickest way to see that an entry is about another change than the one at hand.",
        fails: "- **Line Delta**: 12      (14 lines came, 3 went: 11)",
        mend: "`git diff --numstat` prints both numbers; `taskpacket manifest WP-ID --write` writes the delta.",
    },
};

/// Asks the gate.
pub fn check(entry: &Entry, after: &After) -> Judgement {
    ask(entry, after, |sides| {
        let right = delta(sides.base, sides.head);
        let target = sides.target;
        let message = match &entry.delta {
            Value::Present(claim, _) if delta_holds(*claim, sides.base, sides.head) => {
                return Judgement::pass(in_words(right));
            }
            Value::Present(..) => format!("the line delta of `{target}` is another one"),
            Value::Absent => format!("the entry of `{target}` has no Line Delta"),
            Value::Placeholder(..) => format!("Line Delta of `{target}` is still the template's blank"),
            Value::Malformed(_) => format!("Line Delta of `{target}` is no number of lines"),
        };
        let mut finding = Finding::error(&CODE, message)
            .at(after.packet.source, entry.delta.span().unwrap_or(entry.span))
            .about(target)
            .help(format!("taskpacket manifest {} --write", after.id));
        finding.expected = Some(in_words(right));
        finding.got = entry.delta.raw().map(|raw| raw.text.clone());
        Judgement::of(vec![finding], "")
    })
}

fn in_words(delta: Delta) -> String {
    match delta {
        Delta::Lines(lines) => format!("{lines:+}"),
        Delta::NoLines => "N/A".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::gate::fixture::Fixture;

    #[test]
    fn deltas() {
        for right in ["1", "+1", "`+1`", "11 - 10", "+2/-1"] {
            let fixture = Fixture::changed().edit("**Line Delta**: 1", &format!("**Line Delta**: {right}"));
            assert_eq!(fixture.findings(), [], "{right}");
        }
        for wrong in ["0", "2", "-1", "1 - 7", "11", "N/A", "1 line", ""] {
            let fixture = Fixture::changed().edit("**Line Delta**: 1", &format!("**Line Delta**: {wrong}"));
            assert_eq!(fixture.errors(), ["line_delta_equals_expected"], "{wrong}");
        }
    }

    #[test]
    fn a_binary_file_has_none() {
        let binary = Fixture::new().bytes("src/a.png", Some(b"\0a"), Some(b"\0b")).true_entry("src/a.png");
        assert_eq!(binary.clone().edit("**Line Delta**: N/A", "**Line Delta**: 0").findings(), []);
        assert_eq!(binary.edit("**Line Delta**: N/A", "**Line Delta**: 3").errors(), ["line_delta_equals_expected"]);
    }
}
