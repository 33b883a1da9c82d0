//! Steps that search, and do not say what they are to find.

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{Shell, Step, StepKind};

pub(super) static SEARCH_UNDECLARED: Code = Code {
    id: "TP043",
    name: "search-undeclared",
    page: Page {
        checks: "A step that is a search (`rg`, `grep`, `git grep`) says in a comment above or behind it what it is to \
                 find: `# expect: no hits`, `# expect: hits`, `# expect-exit: N`.",
        why: "A search that finds nothing exits with 1. Whether that is the proof or the failure is known to its author \
              only.",
        fails: "# no direct access\nrg -n \"sqlx::\" src/api",
        mend: "Write the expectation above it:\n\n    # expect: no hits\n    rg -n \"sqlx::\" src/api",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let silent = searches(subject).filter(|step| step.expectation.is_none());
    silent
        .map(|step| {
            let message = format!("step {} searches, and does not say what it is to find", step.index);
            subject
                .warning(&SEARCH_UNDECLARED, step.span, message)
                .help("write `# expect: no hits` or `# expect: hits` above it")
                .about("TEST_PLAN")
        })
        .collect()
}

/// The steps of the plan that are searches of a bash.
pub(super) fn searches<'a>(subject: &Subject<'a>) -> impl Iterator<Item = &'a Step> {
    let steps = subject.packet.plan.steps.iter();
    steps.filter(|step| step.kind == StepKind::Command && step.shell != Shell::PowerShell && is_search(&step.text))
}

/// True where the first command is a search.
fn is_search(command: &str) -> bool {
    let mut words = command.split_ascii_whitespace().skip_while(|word| matches!(*word, "!" | "\\rg" | "command"));
    match words.next() {
        Some("rg" | "grep" | "egrep" | "fgrep" | "findstr") => true,
        Some("git") => words.next() == Some("grep"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    fn plan(steps: &str) -> String {
        with(light(), "cargo test", steps)
    }

    #[test]
    fn a_declared_search_is_fine() {
        for steps in ["# expect: no hits\nrg -n \"sqlx::\" src", "# expect-exit: 1\ngrep -r x src", "cargo test"] {
            assert_eq!(lines(check, &plan(steps)), [""; 0], "{steps}");
        }
    }

    #[test]
    fn an_undeclared_search() {
        for step in ["rg -n \"sqlx::\" src", "git grep x"] {
            let expected = format!("warning: step 1 searches, and does not say what it is to find @ {step}");
            assert_eq!(lines(check, &plan(step)), [expected]);
        }
    }
}
