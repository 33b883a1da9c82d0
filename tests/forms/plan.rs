//! TEST_PLAN: fences, steps, comments.

use taskpacket::model::{Condition, Expectation, Shell, StepKind};

use crate::{packet, slice};

fn steps(plan: &str) -> Vec<String> {
    packet(plan).plan.steps.into_iter().map(|step| step.text).collect()
}

#[test]
fn steps_are_found_in_every_form() {
    let forms = [
        "### TEST_PLAN\n```bash\na\nb c\n```\n",
        "- **TEST_PLAN**:\n  ```bash\n  a\n  b c\n  ```\n- **DONE_MEANS**:\n  - x\n",
        "- **TEST_PLAN:**\n  ```\n  a\n  b c\n  ```\n",
        "- **TEST_PLAN**:\n```bash\na\nb c\n```\n- **DONE_MEANS**:\n  - x\n",
        "## TEST_PLAN\n- `a`\n- `b c` (slow)\n",
        "## TEST_PLAN\n- Commands:\n  - `a`\n  - `b c`\n",
        "## TEST_PLAN\n`ash\na\nb c\n`\n",
        "## TEST_PLAN\n```bash\na\n```\n```sh\nb c\n```\n## DONE_MEANS\n",
        "## TEST_PLAN\n- `a`\n\n```bash\nb c\n```\n",
        "## TEST_PLAN\r\n```bash\r\na\r\nb c\r\n```\r\n",
    ];
    for text in forms {
        assert_eq!(steps(text), ["a", "b c"], "{text}");
    }
}

#[test]
fn each_step_knows_its_place() {
    let text = "- TEST_PLAN:\n  ```bash\n  # first\n  cat <<E\n  x\n  E\n  if a; then\n    b\n  fi # note\n  ```\n";
    let plan = packet(text).plan;
    assert_eq!(plan.steps[0].text, "cat <<E\nx\nE");
    assert_eq!(slice(text, plan.steps[0].span), "cat <<E\n  x\n  E");
    assert_eq!(plan.steps[1].text, "if a; then\n  b\nfi");
    assert_eq!(plan.steps[1].comments, ["note"]);
    assert_eq!(
        plan.steps.iter().map(|step| (step.index, step.fence)).collect::<Vec<_>>(),
        [(1, Some(0)), (2, Some(0))]
    );
}

#[test]
fn the_shell_is_what_the_content_is() {
    let text = "### TEST_PLAN\n```bash\n$env:A=\"b\"\ncargo test\nGet-Item x | Where-Object { $_ }\n```\n\
                ```powershell\ncargo fmt\n```\n```python\nprint(1)\n```\n";
    let shells: Vec<Shell> = packet(text).plan.steps.iter().map(|step| step.shell).collect();
    assert_eq!(shells, [Shell::PowerShell, Shell::Bash, Shell::PowerShell, Shell::PowerShell, Shell::Unknown]);
}

#[test]
fn powershell_in_a_heredoc_is_text() {
    assert_eq!(steps("### TEST_PLAN\n```bash\ncat <<E\n$hits = x\nE\n```\n"), ["cat <<E\n$hits = x\nE"]);
}

#[test]
fn search_and_throw_is_one_audit() {
    let text = "### TEST_PLAN\n```bash\na\n# CX-1: none outside\n$hits = rg -n \"x::\" src app | Where-Object { $_ -notmatch 'src\\\\db\\\\' }\n\
                if ($hits) {\n  $hits\n  throw \"FAIL\"\n} else { \"PASS\" }\nb\n```\n";
    let steps = packet(text).plan.steps;
    assert_eq!(steps.len(), 3);
    let expected = StepKind::Audit {
        pattern: "x::".to_owned(),
        roots: vec!["src".to_owned(), "app".to_owned()],
        allow: Some("src\\\\db\\\\".to_owned()),
    };
    assert_eq!(steps[1].kind, expected);
    assert_eq!(steps[1].shell, Shell::PowerShell);
    assert_eq!(steps[1].comments, ["CX-1: none outside"]);
    assert!(
        slice(text, steps[1].span).starts_with("$hits") && slice(text, steps[1].span).ends_with("else { \"PASS\" }")
    );
}

#[test]
fn a_search_that_does_not_throw_is_a_command() {
    let steps = packet("### TEST_PLAN\n```bash\n$hits = rg x src\nif ($hits) { $hits }\n```\n").plan.steps;
    assert!(steps.len() == 2 && steps.iter().all(|step| step.kind == StepKind::Command), "{steps:?}");
}

#[test]
fn own_gates_and_manual_steps() {
    let text = "### TEST_PLAN\n```bash\njust pre-work WP-7\nnode tools/post-work-check.mjs WP-7\n```\n- Look at the page.\n- (template)\n";
    let kinds: Vec<StepKind> = packet(text).plan.steps.into_iter().map(|step| step.kind).collect();
    let gate = |gate: &str| StepKind::Gate { gate: gate.to_owned(), packet: Some("WP-7".to_owned()) };
    assert_eq!(kinds, [gate("pre-work"), gate("post-work"), StepKind::Manual]);
}

#[test]
fn comments_condition_and_expect() {
    let text = "### TEST_PLAN\n```bash\n# If any non-doc files changed:\na\nb\n\nc\n# expect: no hits\nrg x src\nrg y src # expect: hits\n\
                # Negative check (expected FAIL: unsigned)\nd\n# If the app is touched:\ne\n```\n";
    let steps = packet(text).plan.steps;
    let conditions: Vec<bool> =
        steps.iter().map(|step| matches!(step.condition, Some(Condition::NonDocFilesChanged(_)))).collect();
    assert_eq!(conditions, [true, true, false, false, false, false, false]);
    assert!(matches!(steps[6].condition, Some(Condition::Unknown(_))));
    let expected =
        [None, None, None, Some(Expectation::NoHits), Some(Expectation::Hits), Some(Expectation::Failure), None];
    assert_eq!(steps.iter().map(|step| step.expectation).collect::<Vec<_>>(), expected);
}

#[test]
fn what_does_not_balance_is_one_step() {
    assert_eq!(steps("### TEST_PLAN\n```bash\na\necho 'b\nc\n```\n"), ["a", "echo 'b\nc"]);
}

#[test]
fn no_plan_is_no_plan() {
    let plan = packet("## SCOPE\n- x\n").plan;
    assert!(plan.heading.is_none() && plan.steps.is_empty());
}
