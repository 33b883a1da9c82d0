//! A step whose exit status is thrown away: it passes whatever happens. The rule `masked-status` and the gate
//! `test_plan_runnable` share [`masked`].

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{Shell, Step, StepKind};
use crate::text::Span;

pub(super) static MASKED_STATUS: Code = Code {
    id: "TP042",
    name: "masked-status",
    page: Page {
        checks: "No step of the plan throws its exit status away: `|| true`, `; true`, a trailing `&`. A pipe into \
                 `tail` and the like is a warning: steps are run with `pipefail`, a shell of your own may not be.",
        why: "Such a step passes whatever happens, so it proves nothing, and looks in the evidence as if it did.",
        fails: "cargo test || true\nnpm run build | tail -5",
        mend: "Take the mask away. Where a failure is expected, say so: `# expect-exit: 1` above the command, or \
               `# expect: no hits` above a search.",
    },
};

/// How a command's status is thrown away, and where in the command's text that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masked {
    /// By what.
    pub by: Mask,
    /// From the operator to the end of what hides the status; offsets into the command's text.
    pub span: Span,
}

/// What throws a status away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// `|| true`, `|| :`, `|| echo ..`: a failure is turned into success.
    Or,
    /// `; true`, `; :`, `; exit 0`: only what comes last counts.
    Sequence,
    /// A trailing `&`: nobody waits for it.
    Background,
    /// `| tail` and the like: only the last command of a pipe counts, unless the shell is told otherwise.
    Pipe,
}

impl Mask {
    /// True where no shell option saves the status; `pipefail` saves that of a pipe.
    pub fn is_certain(self) -> bool {
        self != Self::Pipe
    }
}

/// Where a bash command throws its status away; `None` where it does not. Quoted text and comments do not count.
pub fn masked(command: &str) -> Option<Masked> {
    let operators = operators(command);
    let last_one = operators.iter().rposition(|operator| !matches!(operator.text, "#" | "\n"));
    for (index, operator) in operators.iter().enumerate() {
        let next = operators.get(index + 1).map_or(command.len(), |next| next.span.start);
        let follower = command[operator.span.end..next].trim();
        let last = Some(index) == last_one;
        let by = match operator.text {
            "||" if always_succeeds(follower) => Mask::Or,
            ";" if last && always_succeeds(follower) => Mask::Sequence,
            "&" if last && follower.is_empty() => Mask::Background,
            "|" | "|&" if only_shows(follower) => Mask::Pipe,
            _ => continue,
        };
        let end = operator.span.end + command[operator.span.end..next].trim_end().len();
        return Some(Masked { by, span: Span::new(operator.span.start, end) });
    }
    None
}

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let steps = subject.packet.plan.steps.iter();
    steps
        .filter(|step| step.kind == StepKind::Command && step.shell != Shell::PowerShell)
        .filter_map(|step| Some(finding(subject, step, masked(&step.text)?)))
        .collect()
}

fn finding(subject: &Subject, step: &Step, masked: Masked) -> Finding {
    let operator = &step.text[masked.span.start..masked.span.end];
    let written = subject.source.slice(step.span).find(operator);
    let span = written.map_or(step.span, |at| Span::new(step.span.start + at, step.span.start + at + operator.len()));
    let message = match masked.by {
        Mask::Or | Mask::Sequence => format!("step {} passes whatever happens: `{operator}`", step.index),
        Mask::Background => format!("step {} is not waited for: `{operator}`", step.index),
        Mask::Pipe => format!("step {} shows the status of its last command only: `{operator}`", step.index),
    };
    let finding = if masked.by.is_certain() {
        subject.error(&MASKED_STATUS, span, message)
    } else {
        subject.warning(&MASKED_STATUS, span, message)
    };
    finding.help(format!("take `{operator}` away")).about("TEST_PLAN")
}

/// One operator of a command line outside of quotes, substitutions and comments.
struct Operator<'a> {
    text: &'a str,
    span: Span,
}

/// The operators between the commands of a line; a comment's start is one, so that what is behind it counts no more.
fn operators(command: &str) -> Vec<Operator<'_>> {
    let bytes = command.as_bytes();
    let mut found: Vec<Operator> = Vec::new();
    let (mut at, mut depth, mut quote) = (0, 0usize, None);
    while at < bytes.len() {
        let byte = bytes[at];
        match (quote, byte) {
            (Some(b'\''), b'\'') | (Some(b'"'), b'"') => quote = None,
            (quote, b'\\') if quote != Some(b'\'') => at += 1,
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => depth = depth.saturating_sub(1),
            (None, b'#') if at == 0 || bytes[at - 1].is_ascii_whitespace() => {
                let end = command[at..].find('\n').map_or(bytes.len(), |length| at + length);
                found.push(Operator { text: "#", span: Span::new(at, end) });
                at = end;
                continue;
            }
            (None, b'|' | b'&' | b';' | b'\n') if depth == 0 => {
                let redirection = byte == b'&' && (at > 0 && bytes[at - 1] == b'>' || bytes.get(at + 1) == Some(&b'>'));
                let double = bytes.get(at + 1) == Some(&byte) && byte != b'\n' || command[at..].starts_with("|&");
                let length = if double { 2 } else { 1 };
                if !redirection {
                    found.push(Operator { text: &command[at..at + length], span: Span::new(at, at + length) });
                }
                at += length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// True for a command that succeeds whatever was before it.
fn always_succeeds(command: &str) -> bool {
    let words: Vec<&str> = command.split_ascii_whitespace().collect();
    matches!(words.as_slice(), ["true" | ":" | "echo" | "printf", ..] | ["exit", "0"])
}

/// True for a command that only shows what it is given, and succeeds.
fn only_shows(command: &str) -> bool {
    let word = command.split_ascii_whitespace().next().unwrap_or_default();
    matches!(word, "tail" | "head" | "tee" | "cat" | "less" | "more" | "wc" | "sort" | "uniq" | "column" | "nl")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn steps_of_a_plan() {
        assert_eq!(lines(check, light()), [""; 0]);
        let text = with(light(), "cargo test\n", "cargo test || true\ncargo doc | tail -3\n");
        assert_eq!(
            lines(check, &text),
            [
                "error: step 1 passes whatever happens: `|| true` @ || true",
                "warning: step 2 shows the status of its last command only: `| tail -3` @ | tail -3",
            ]
        );
    }

    #[test]
    fn what_throws_a_status_away() {
        let cases = [
            ("cargo test || true", Some((Mask::Or, "|| true"))),
            ("cargo test || true  # flaky", Some((Mask::Or, "|| true"))),
            ("cargo test ||:", Some((Mask::Or, "||:"))),
            ("cargo test || echo failed", Some((Mask::Or, "|| echo failed"))),
            ("cargo test || true && b", Some((Mask::Or, "|| true"))),
            ("cargo test; true", Some((Mask::Sequence, "; true"))),
            ("cargo test ; exit 0", Some((Mask::Sequence, "; exit 0"))),
            ("cargo test &", Some((Mask::Background, "&"))),
            ("cargo test & # in the background", Some((Mask::Background, "&"))),
            ("cargo test 2>&1 | tail -5", Some((Mask::Pipe, "| tail -5"))),
            ("cargo test |& tee log", Some((Mask::Pipe, "|& tee log"))),
            ("cargo test | tail -5; true", Some((Mask::Pipe, "| tail -5"))),
            ("cargo test", None),
            ("cargo test || exit 1", None),
            ("cargo test || ./fallback", None),
            ("cd src; cargo test", None),
            ("a && b", None),
            ("rg 'a || true' src", None),
            ("rg \"a | tail\" src", None),
            ("rg a\\|\\|true src", None),
            ("cargo test # || true", None),
            ("cargo test 2>&1", None),
            ("cargo test &> log", None),
            ("test -z \"$(git status | tail -1)\"", None),
            ("ps | grep server", None),
            ("true; cargo test", None),
            ("", None),
            ("'unclosed || true", None),
            ("a\\", None),
        ];
        for (command, expected) in cases {
            let got = masked(command).map(|masked| (masked.by, &command[masked.span.start..masked.span.end]));
            assert_eq!(got, expected, "{command}");
        }
    }
}
