//! A TEST_PLAN that runs nothing.

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::StepKind;

pub(super) static EMPTY_PLAN: Code = Code {
    id: "TP040",
    name: "empty-plan",
    page: Page {
        checks: "The TEST_PLAN has at least one step that can be carried out: a command in a fence, or one in inline \
                 code in a bullet.",
        why: "A plan that runs nothing proves nothing. Sentences are listed for a person, and are not proof.",
        fails: "### TEST_PLAN\n```bash\n# task-specific commands\n```",
        mend: "Write the commands that prove DONE_MEANS into a fence, one a line.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let plan = &subject.packet.plan;
    let Some(heading) = plan.heading else { return Vec::new() };
    let finding = if plan.steps.is_empty() {
        subject.error(&EMPTY_PLAN, heading, "the plan has no step")
    } else if plan.steps.iter().all(|step| step.kind == StepKind::Manual) {
        subject.warning(&EMPTY_PLAN, heading, "the plan has no step that can be carried out, only sentences")
    } else {
        return Vec::new();
    };
    vec![finding.help("add a fence with the commands that prove DONE_MEANS").about("TEST_PLAN")]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn a_step_in_a_fence_or_in_a_bullet() {
        assert_eq!(lines(check, light()), [""; 0]);
        assert_eq!(lines(check, &with(light(), "```bash\ncargo test\n```", "- `cargo test`")), [""; 0]);
    }

    #[test]
    fn no_step() {
        let text = with(light(), "cargo test\n", "# commands\n");
        assert_eq!(lines(check, &text), ["error: the plan has no step @ ### TEST_PLAN"]);
        let text = with(light(), "```bash\ncargo test\n```", "- Look at it closely");
        assert_eq!(
            lines(check, &text),
            ["warning: the plan has no step that can be carried out, only sentences @ ### TEST_PLAN"]
        );
    }
}
