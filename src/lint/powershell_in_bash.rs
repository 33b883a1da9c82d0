//! PowerShell statements in a fence that says bash.

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{Shell, Step};

pub(super) static POWERSHELL_IN_BASH: Code = Code {
    id: "TP041",
    name: "powershell-in-bash",
    page: Page {
        checks: "A fence that says `bash` holds no PowerShell statements, such as `$hits = ..` or `| Where-Object`.",
        why: "Pasted into a bash, such a line fails or does something else. The plan is still carried out: PowerShell \
              statements are taken out first, and the search-and-throw form is judged natively, without PowerShell. \
              This is a note.",
        fails: "```bash\n$hits = rg -n \"sqlx::\" src | Where-Object { $_ -notmatch 'storage' }\n```",
        mend: "Give the statements a fence of their own that says `powershell`, or write them as a search with \
               `# expect: no hits` above it.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let plan = &subject.packet.plan;
    let mut findings = Vec::new();
    for (index, fence) in plan.fences.iter().enumerate() {
        if !matches!(fence.language.as_str(), "bash" | "sh" | "shell") {
            continue;
        }
        let from = plan.steps.partition_point(|step| step.span.start < fence.content.start);
        let own = plan.steps[from..].iter().take_while(|step| step.span.start < fence.content.end);
        let foreign: Vec<&Step> =
            own.filter(|step| step.fence == Some(index) && step.shell == Shell::PowerShell).collect();
        let Some(first) = foreign.first() else { continue };
        let message = match foreign.len() {
            1 => format!("a step of this `{}` fence is PowerShell", fence.language),
            count => format!("{count} steps of this `{}` fence are PowerShell", fence.language),
        };
        let help = "give them a fence of their own that says `powershell`";
        findings.push(subject.note(&POWERSHELL_IN_BASH, first.span, message).help(help).about("TEST_PLAN"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, with};
    use super::*;

    #[test]
    fn bash_in_bash_and_powershell_in_powershell() {
        assert_eq!(lines(check, light()), [""; 0]);
        let text = with(light(), "```bash\ncargo test", "```powershell\n$env:X = \"1\"\ncargo test");
        assert_eq!(lines(check, &text), [""; 0]);
    }

    #[test]
    fn powershell_in_bash() {
        let text = with(light(), "cargo test\n", "$env:X = \"1\"\ncargo test\n");
        assert_eq!(lines(check, &text), ["note: a step of this `bash` fence is PowerShell @ $env:X = \"1\""]);
    }
}
