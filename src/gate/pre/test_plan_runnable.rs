//! The plan can be carried out here, and a step that fails cannot look as if it had passed.

use crate::finding::{Code, Finding, Page, Severity};
use crate::gate::Judgement;
use crate::lint::{Mask, Masked, masked};
use crate::model::{Before, PlaceholderKind, Shell, Step, StepKind};
use crate::parse;
use crate::text::{Span, plural};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP110",
    name: "test_plan_runnable",
    page: Page {
        checks: "The shell of each step is one that we know, and is on this machine, or the step is judged natively \
                 (search-and-throw audits, gates of this tool). Bash would read each step of bash whole. No step carries out this very plan again. No step throws its \
                 exit status away: `|| true`, `; true` and a trailing `&` are errors, a pipe into `tail` and the like is a \
                 warning.",
        why: "A plan that cannot be run proves nothing, and a step that cannot fail proves less: it looks like a proof.",
        fails: "```bash\ncargo test || true\nnpm run build &\n```",
        mend: "Take out what hides the status, and pipes that only shorten the output; where a failure is expected, say so in a comment above the step (`# expect: no hits`, `# expect-exit: N`).",
    },
};

/// Whether the plan can be run.
pub fn check(facts: &Before) -> Judgement {
    let steps = &facts.packet.plan.steps;
    if steps.is_empty() {
        return super::left_to_completeness(facts, "TEST_PLAN");
    }
    let findings: Vec<Finding> = steps
        .iter()
        .flat_map(|step| {
            let shell = || shell(facts, step).or_else(|| unreadable(facts, step));
            [blank(facts, step).or_else(shell), recursion(facts, step), status(facts, step)]
        })
        .flatten()
        .collect();
    Judgement::held(findings, phrase(facts, steps))
}

/// A step that is nothing but a blank of the template, and a step of another gate run whose packet was never named.
fn blank(facts: &Before, step: &Step) -> Option<Finding> {
    let whole = parse::blank(&step.text) == Some(PlaceholderKind::Blank) && step.text.starts_with('<');
    if !whole && !step.text.contains("<WP-ID>") {
        return None;
    }
    let finding = Finding::error(&CODE, format!("step {} still holds the template's blank", step.index));
    let help = if whole { "write the command that proves DONE_MEANS" } else { "write the packet's id for <WP-ID>" };
    Some(finding.at(facts.packet.source, step.span).help(help))
}

/// A step that nothing here can read.
fn shell(facts: &Before, step: &Step) -> Option<Finding> {
    if step.kind != StepKind::Command || facts.shells.contains(&step.shell) {
        return None;
    }
    let (severity, message, help) = match step.shell {
        Shell::Bash => (Severity::Error, "there is no `bash` here", "install bash, or put it on the PATH"),
        Shell::PowerShell => (
            Severity::Warning,
            "is PowerShell, and there is no `pwsh` here: it will stay unproven",
            "install pwsh, or write the step for bash",
        ),
        Shell::Unknown => {
            (Severity::Error, "stands in a fence of no shell that we know", "name the fence bash or powershell")
        }
    };
    let finding = Finding::new(&CODE, severity, format!("step {}: {message}", step.index)).help(help);
    Some(finding.at(facts.packet.source, step.span))
}

/// A step that bash would not read.
fn unreadable(facts: &Before, step: &Step) -> Option<Finding> {
    let unreadable = step.unreadable.as_ref()?;
    let message = format!("step {} is no bash, which would stop here: {}", step.index, unreadable.reason);
    let finding = Finding::error(&CODE, message)
        .at(facts.packet.source, unreadable.span)
        .help("mend the command, or name the fence by the shell that it is written for");
    Some(finding)
}

/// A step that would carry out this plan again.
fn recursion(facts: &Before, step: &Step) -> Option<Finding> {
    if step.kind != StepKind::Command {
        return None;
    }
    let command = runs_plan(&step.text, facts.id.as_str())?;
    let finding = Finding::error(&CODE, format!("step {} runs this very plan again: `{command}`", step.index))
        .at(facts.packet.source, step.span)
        .help("take the step out: a plan does not run itself");
    Some(finding)
}

/// `taskpacket run` or `handoff` of this packet, by its own name or by a recipe; the words of it.
fn runs_plan(command: &str, id: &str) -> Option<String> {
    let words: Vec<&str> =
        command.split(|letter: char| letter.is_whitespace() || ";&|()'\"".contains(letter)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let program = word.rsplit('/').next().unwrap_or(word);
        let own = program == "taskpacket" || program == "taskpacket.exe";
        if !own && program != "just" {
            return None;
        }
        let verb = words.iter().skip(at + 1).position(|word| matches!(*word, "run" | "handoff"))? + at + 1;
        let named = words.get(verb + 1).filter(|word| !word.starts_with('-'));
        let this = match named {
            Some(named) => *named == id,
            None => own,
        };
        this.then(|| words[at..(verb + 2).min(words.len())].join(" "))
    })
}

/// A step that throws its exit status away.
fn status(facts: &Before, step: &Step) -> Option<Finding> {
    if step.shell != Shell::Bash || !matches!(step.kind, StepKind::Command | StepKind::Gate { .. }) {
        return None;
    }
    let masked = masked(&step.text)?;
    let hidden = &step.text[masked.span.start..masked.span.end];
    let severity = if masked.by.is_certain() { Severity::Error } else { Severity::Warning };
    let so = match masked.by {
        Mask::Or | Mask::Sequence => "passes whatever happens",
        Mask::Background => "is not waited for",
        Mask::Pipe => "has the status of what shows it, outside of a run of this tool",
    };
    let finding = Finding::new(&CODE, severity, format!("step {} {so}: `{hidden}`", step.index))
        .at(facts.packet.source, place(facts, step, &masked))
        .help(format!("take `{hidden}` out"));
    Some(finding)
}

/// Where the mask stands, if the step's text is its source as it is; else the step.
fn place(facts: &Before, step: &Step, masked: &Masked) -> Span {
    let span = Span::new(step.span.start + masked.span.start, step.span.start + masked.span.end);
    let source = facts.sources.get(facts.packet.source);
    if source.slice(span) == &step.text[masked.span.start..masked.span.end] { span } else { step.span }
}

/// `7 steps: 3 bash, 2 PowerShell searches judged natively, 2 gates of this packet`.
fn phrase(facts: &Before, steps: &[Step]) -> String {
    let own = |packet: &Option<String>| packet.as_deref().is_none_or(|packet| packet == facts.id.as_str());
    let count = |is: &dyn Fn(&Step) -> bool| steps.iter().filter(|step| is(step)).count();
    let in_bash = count(&|step| step.kind == StepKind::Command && step.shell == Shell::Bash);
    let in_power = count(&|step| step.kind == StepKind::Command && step.shell == Shell::PowerShell);
    let searches = count(&|step| matches!(step.kind, StepKind::Audit { .. }));
    let gates = count(&|step| matches!(&step.kind, StepKind::Gate { packet, .. } if own(packet)));
    let others = count(&|step| matches!(&step.kind, StepKind::Gate { packet, .. } if !own(packet)));
    let manual = count(&|step| step.kind == StepKind::Manual);
    let search = if searches == 1 { "search" } else { "searches" };
    let parts = [
        (in_bash, format!("{in_bash} bash")),
        (in_power, format!("{in_power} PowerShell")),
        (searches, format!("{searches} PowerShell {search} judged natively")),
        (gates, format!("{} of this packet", plural(gates, "gate"))),
        (others, format!("{} of other packets", plural(others, "gate"))),
        (manual, format!("{manual} by hand")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    format!("{}: {}", plural(steps.len(), "step"), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    fn plan(command: &str) -> Fixture {
        Fixture::new().edit("cargo test\n", &format!("{command}\n"))
    }

    #[test]
    fn a_mixed_plan_passes_without_pwsh() {
        let audit = "$hits = rg -n \"sqlx::\" src | Where-Object { $_ -notmatch 'src\\\\store\\\\' }\nif ($hits) { $hits; throw \"FAIL\" } else { \"PASS\" }\n\ncargo test";
        let judgement = check(&plan(audit).facts());
        assert_eq!(judgement.findings, []);
        assert_eq!(judgement.phrase, "3 steps: 1 bash, 1 PowerShell search judged natively, 1 gate of this packet");
    }

    #[test]
    fn blanks_are_no_steps() {
        for command in ["<TEST-COMMAND>", "just post-work <WP-ID>"] {
            plan(command).fails(check, "step 2 still holds the template's blank", command);
        }
        assert_eq!(check(&plan("sort < in.txt > out.txt").facts()).findings, []);
    }

    #[test]
    fn thrown_away_statuses_fail() {
        for (command, at) in [("cargo test || true", "|| true"), ("cargo test; true", "; true"), ("cargo test &", "&")]
        {
            plan(command).fails(check, "step 2", at);
        }
        let judgement = check(&plan("cargo test | tail -5").facts());
        assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, 1));
    }

    #[test]
    fn what_bash_would_not_read_fails() {
        for (command, at) in [("echo 'a", "'"), ("if true; then\n  ls", "if"), ("ls\nfi", "fi"), ("echo $(ls", "$(")] {
            plan(command).fails(check, "is no bash, which would stop here", at);
        }
    }

    #[test]
    fn the_plan_does_not_run_itself() {
        for command in [
            "taskpacket run WP-1-Store-v2",
            "taskpacket -C . handoff",
            "just run WP-1-Store-v2",
            "(./bin/taskpacket run)",
        ] {
            plan(command).fails(check, "runs this very plan again", command);
        }
        for command in ["taskpacket run WP-9", "just run", "taskpacket lint --all", "npm run build"] {
            assert_eq!(check(&plan(command).facts()).findings, [], "{command}");
        }
    }

    #[test]
    fn shells_must_be_known_and_here() {
        Fixture::new().edit("```bash\njust", "```fish\njust").fails(check, "no shell that we know", "cargo test");
        Fixture::new().with(|facts| facts.shells.clear()).fails(check, "no `bash` here", "cargo test");
        let judgement = check(&plan("$env:X = \"1\"").facts());
        assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, 1));
    }
}
