//! A single step: what its text and the comments around it make of it.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Condition, Expectation, Shell, Step, StepKind};
use crate::text::Span;

/// A command.
pub(super) fn command(text: &str, span: Span, fence: Option<usize>, shell: Shell, comments: Vec<String>) -> Step {
    let expectation = comments.iter().rev().find_map(|comment| expectation(comment));
    let kind = kind(text);
    Step {
        index: 0,
        text: text.to_owned(),
        span,
        fence,
        shell,
        kind,
        comments,
        condition: None,
        expectation,
        unreadable: None,
    }
}

/// A sentence, for a person to act on.
pub(super) fn manual(text: &str, span: Span) -> Step {
    let mut step = command(text, span, None, Shell::Unknown, Vec::new());
    step.kind = StepKind::Manual;
    step
}

/// What a command is by its text alone.
pub(super) fn kind(text: &str) -> StepKind {
    static GATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^\s*(?:just(?:\s+-\S+)*|(?:\./)?taskpacket)\s+(pre-work|post-work|gate-check)(?:\s+(.*))?$",
            r"|^\s*node\s+(?:--\S+\s+)*\S*?(?-u:\b)(pre-work|post-work|gate)-check\.m?js(?:\s+(.*))?$",
        ))
        .expect("the pattern is a constant that the tests compile")
    });
    let Some(found) = GATE.captures(text.trim()).filter(|_| is_simple(text)) else { return StepKind::Command };
    let gate = found.get(1).or_else(|| found.get(3)).map_or("", |it| it.as_str());
    let gate = if gate == "gate" { "gate-check" } else { gate };
    let arguments = found.get(2).or_else(|| found.get(4)).map_or("", |it| it.as_str());
    let packet = arguments.split_whitespace().find(|word| !word.starts_with('-') && !word.contains(".."));
    StepKind::Gate { gate: gate.to_owned(), packet: packet.map(|word| word.trim_matches(['"', '\'']).to_owned()) }
}

/// True where a text is one command, without pipes, lists and redirections.
fn is_simple(text: &str) -> bool {
    !text.trim().contains(['\n', ';', '|', '&', '>', '`'])
}

/// The comments above a command, and the condition that they put on it.
#[derive(Default)]
pub(super) struct Notes {
    above: Vec<String>,
    condition: Option<Condition>,
}

impl Notes {
    /// Takes the comment lines between two commands. A blank line ends a condition, and parts comments from what
    /// follows. What stands before the first line feed belongs to the line above, unless `whole_line` says otherwise.
    pub(super) fn read(&mut self, between: &str, whole_line: bool) {
        let lines: Vec<&str> = between.split('\n').map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            if let Some(comment) = line.strip_prefix('#') {
                let comment = comment.trim_start_matches('#').trim();
                self.condition = condition(comment).or(self.condition.take());
                self.above.push(comment.to_owned());
            } else if line.is_empty() && (index > 0 || whole_line) && index + 1 < lines.len() {
                self.above.clear();
                self.condition = None;
            }
        }
    }

    /// What belongs to the next command, with the comment behind it.
    pub(super) fn take(&mut self, behind: Option<&str>) -> (Vec<String>, Option<Condition>, Option<Expectation>) {
        let mut comments = std::mem::take(&mut self.above);
        comments.extend(behind.map(|comment| comment.trim().to_owned()));
        let expectation = comments.iter().rev().find_map(|comment| expectation(comment));
        (comments, self.condition.clone(), expectation)
    }
}

/// The condition that a comment states: `If any non-doc files changed:`.
fn condition(comment: &str) -> Option<Condition> {
    let lower = comment.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_ascii_whitespace().collect();
    let opens = matches!(words.first(), Some(&("if" | "when" | "unless"))) || lower.starts_with("only if ");
    if !opens || words.len() < 2 {
        return None;
    }
    let doc = lower.contains("non-doc") || lower.contains("nondoc") || lower.contains("non doc");
    let changed = lower.contains("change") || lower.contains("touched") || lower.contains("modified");
    let text = comment.to_owned();
    let plain = words[0] != "unless" && !words.contains(&"no");
    Some(if doc && changed && plain { Condition::NonDocFilesChanged(text) } else { Condition::Unknown(text) })
}

/// What a comment declares a step to end with.
fn expectation(comment: &str) -> Option<Expectation> {
    let lower = comment.trim_start_matches('#').trim().to_ascii_lowercase();
    if let Some((_, status)) = lower.split_once("expect-exit:") {
        return status.split_ascii_whitespace().next()?.parse().ok().map(Expectation::Exit);
    }
    if let Some((_, what)) = lower.split_once("expect:") {
        let what = what.trim();
        return match what {
            _ if what.starts_with("no hits") || what.starts_with("no matches") => Some(Expectation::NoHits),
            _ if what.starts_with("hits") || what.starts_with("matches") => Some(Expectation::Hits),
            _ => None,
        };
    }
    let negative = lower.contains("negative check") && lower.contains("fail");
    (negative || lower.contains("expected fail")).then_some(Expectation::Failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_gates() {
        let gate = |gate: &str, packet: Option<&str>| StepKind::Gate {
            gate: gate.to_owned(),
            packet: packet.map(str::to_owned),
        };
        let cases = [
            ("just pre-work WP-7", gate("pre-work", Some("WP-7"))),
            ("just post-work WP-7 --range a..HEAD", gate("post-work", Some("WP-7"))),
            ("just -q gate-check", gate("gate-check", None)),
            ("taskpacket post-work WP-7", gate("post-work", Some("WP-7"))),
            ("node scripts/post-work-check.mjs WP-7", gate("post-work", Some("WP-7"))),
            ("node scripts/gate-check.mjs WP-7", gate("gate-check", Some("WP-7"))),
            ("just post-work-all", StepKind::Command),
            ("just post-work WP-7 && rm x", StepKind::Command),
            ("just test", StepKind::Command),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn comments_declare() {
        assert_eq!(expectation("expect: no hits"), Some(Expectation::NoHits));
        assert_eq!(expectation("expect: hits"), Some(Expectation::Hits));
        assert_eq!(expectation("expect-exit: 2"), Some(Expectation::Exit(2)));
        assert_eq!(expectation("Negative check (expected FAIL: unsigned)"), Some(Expectation::Failure));
        assert_eq!(expectation("quick check (expected NO matches)"), None);
        assert!(matches!(condition("If any non-doc files changed:"), Some(Condition::NonDocFilesChanged(_))));
        assert!(matches!(condition("If touching the app:"), Some(Condition::Unknown(_))));
        assert_eq!(condition("Run before handoff:"), None);
    }
}
