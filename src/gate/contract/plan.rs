//! Plans compared as their commands: what is run, what it is expected to say, and on what condition.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::difference::Difference;
use super::owner::Part;
use crate::model::{Condition, Digest, Expectation, Packet, Plan, Shell, Step, StepKind};

/// A revision range and the option before it: both move on with the branch.
static RANGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:--(?:range|rev)[= ]\s*)?(?:[0-9a-fA-F]{7,64}|<[^>\s]*>|HEAD|\$\{?[0-9A-Za-z_]+\}?|[0-9A-Za-z_./-]+?)[~^0-9]*\.{2,3}(?:HEAD(?-u:\b)|[0-9a-fA-F]{7,64}(?-u:\b)|<[^>\s]*>)[~^0-9]*|--rev[= ]\s*[0-9a-fA-F]{7,64}(?-u:\b)")
        .expect("the pattern is fixed and is tried by the tests")
});

/// Steps that are gone, and steps that are new, in the order of the plans.
pub fn changed(part: &'static Part, then: &Packet, now: &Packet) -> Vec<Difference> {
    let (old, new): (Vec<Command>, Vec<Command>) = (commands(then), commands(now));
    if old.is_empty() || old == new {
        return Vec::new();
    }
    let (was, is): (BTreeSet<&Command>, BTreeSet<&Command>) = (old.iter().collect(), new.iter().collect());
    let gone = old.iter().zip(&then.plan.steps).filter(|(command, _)| !is.contains(command));
    let mut come = new.iter().zip(&now.plan.steps).filter(|(command, _)| !was.contains(command));
    let mut found: Vec<Difference> = Vec::new();
    for (_, step) in gone {
        let replacement = come.next();
        let what = if replacement.is_some() { "is another one" } else { "is gone" };
        let mut difference = Difference::new(part, format!("step {} of TEST_PLAN {what}", step.index));
        difference.then = Some(step.span);
        difference.now = replacement.map(|(_, step)| step.span).or(now.plan.heading);
        difference.expected = Some(told(step));
        difference.got = replacement.map(|(_, step)| told(step));
        found.push(difference);
    }
    for (_, step) in come {
        let mut difference = Difference::new(part, format!("step {} of TEST_PLAN is new", step.index));
        difference.now = Some(step.span);
        difference.then = then.plan.heading;
        difference.got = Some(told(step));
        found.push(difference);
    }
    if found.is_empty() {
        let mut difference = Difference::new(part, "the steps of TEST_PLAN stand in another order, or in other number");
        difference.then = then.plan.heading;
        difference.now = now.plan.heading;
        found.push(difference);
    }
    found
}

/// The commands of a plan as far as they bind, in their order, one line each.
pub(super) fn canonical(packet: &Packet) -> Vec<String> {
    let line = |command: Command| format!("{}\0{}\0{:?}", command.text, command.declared, command.shell);
    commands(packet).into_iter().map(line).collect()
}

/// The digest of a plan: SHA1 over its commands with what they declare. What is for a person to do is not part of it.
///
/// What is carried out is bound by it, so only revision ranges are masked: white space is not folded as for a reader, for a
/// line feed can make a command of what was a comment.
pub fn plan_digest(plan: &Plan) -> Digest {
    let commands = plan.steps.iter().filter(|step| step.kind != StepKind::Manual);
    let lines = commands.map(|step| {
        let Command { declared, shell, text } = command(step);
        let text = match step.kind {
            StepKind::Gate { .. } => text,
            _ => RANGES.replace_all(&step.text, "").into_owned(),
        };
        format!("{text}\n{declared}\n{shell:?}\0")
    });
    Digest::of(lines.collect::<String>().as_bytes())
}

/// A step as far as it binds.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Command {
    text: String,
    declared: String,
    shell: Option<Shell>,
}

fn commands(packet: &Packet) -> Vec<Command> {
    packet.plan.steps.iter().map(command).collect()
}

fn command(step: &Step) -> Command {
    let text = match &step.kind {
        StepKind::Gate { gate, packet } => format!("{gate} {}", packet.as_deref().unwrap_or_default()),
        StepKind::Command | StepKind::Audit { .. } | StepKind::Manual => masked(&step.text),
    };
    // Gates of this tool and searches are judged natively, whatever fence they stand in.
    let shell = (step.kind == StepKind::Command).then_some(step.shell);
    Command { text, declared: declared(step), shell }
}

/// The text with revision ranges masked, white space folded.
pub fn masked(text: &str) -> String {
    RANGES.replace_all(text, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A step in words, with what it declares.
pub fn told(step: &Step) -> String {
    let first = step.text.lines().next().unwrap_or_default();
    format!("{first}{}", declared(step))
}

/// What a step's comments declare: its condition, and what it is expected to find.
fn declared(step: &Step) -> String {
    let expectation = match step.expectation {
        None => String::new(),
        Some(Expectation::NoHits) => "  # expect: no hits".to_owned(),
        Some(Expectation::Hits) => "  # expect: hits".to_owned(),
        Some(Expectation::Exit(code)) => format!("  # expect-exit: {code}"),
        Some(Expectation::Failure) => "  # expected to fail".to_owned(),
    };
    let condition = match &step.condition {
        None => String::new(),
        Some(Condition::NonDocFilesChanged(_)) => "  # if any non-doc files changed".to_owned(),
        Some(Condition::Unknown(text)) => format!("  # {}", masked(text)),
    };
    expectation + &condition
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_binds_what_is_carried_out() {
        let digest = |fence: &str| {
            let mut sources = crate::text::Sources::default();
            let text = format!("# T\n\n## TEST_PLAN\n```bash\n{fence}\n```\n");
            let source = sources.add(crate::text::Source::new("p.md", text.as_bytes()));
            plan_digest(&crate::parse::packet(&sources, source).0.plan)
        };
        let same =
            [("just post-work WP-1 --range a1b2c3d..HEAD", "just post-work WP-1"), ("a\nb", "# why\n\na\n\nb # so")];
        for (one, other) in same {
            assert_eq!(digest(one), digest(other), "{one}");
        }
        let other = [
            ("a\nb", "b\na"),
            ("{ echo a # rm x\n}", "{ echo a #\nrm x\n}"),
            ("echo 'a b'", "echo 'a  b'"),
            ("rg x src", "rg x src # expect: no hits"),
            ("a", "# If any non-doc files changed:\na"),
        ];
        for (one, other) in other {
            assert_ne!(digest(one), digest(other), "{one}");
        }
    }

    #[test]
    fn ranges_are_masked() {
        let cases = [
            ("just post-work WP-1 --range 3c1f22a..HEAD", "just post-work WP-1"),
            ("just post-work WP-1 --range <MERGE_BASE_SHA>..HEAD", "just post-work WP-1"),
            ("just post-work  WP-1", "just post-work WP-1"),
            ("git diff 1234567..89abcde -- src", "git diff -- src"),
            ("git diff main...HEAD", "git diff"),
            ("cargo test ../other", "cargo test ../other"),
            ("rg a..b src", "rg a..b src"),
        ];
        for (text, expected) in cases {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
