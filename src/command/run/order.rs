//! What is to be done for each step of a plan, before anything is done.

use std::path::PathBuf;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Condition, PacketId, Plan, Shell, Step, StepKind};

/// What is to be done for a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// bash carries this out.
    Bash(String),
    /// PowerShell carries this out: the statements of a whole run of them, so that their variables carry over.
    PowerShell {
        /// What bash is given to start it.
        command: String,
        /// The last step that it carries out.
        last: usize,
    },
    /// The step of that number carries it out with its own.
    With(usize),
    /// It is a search, judged natively.
    Audit,
    /// It is a gate of this very packet, judged in this process.
    Gate(String),
    /// A person does it.
    ByHand,
    /// Its condition does not hold: why.
    Skip(String),
    /// It cannot be judged here: why.
    Nothing(String),
}

/// A step with what is to be done for it.
#[derive(Clone, Debug)]
pub struct Ordered<'a> {
    /// The step.
    pub step: &'a Step,
    /// What is to be done.
    pub task: Task,
}

/// What the order depends on besides the plan.
pub struct Surroundings<'a> {
    /// The packet whose plan it is.
    pub id: &'a PacketId,
    /// PowerShell, where there is one.
    pub powershell: Option<PathBuf>,
    /// Files that are no documentation and were changed.
    pub non_doc: Vec<String>,
}

impl Task {
    /// What carries it out, in a word.
    pub fn by(&self) -> &'static str {
        match self {
            Self::Bash(_) => "bash",
            Self::PowerShell { .. } | Self::With(_) => "pwsh",
            Self::Audit => "native",
            Self::Gate(_) => "in-process",
            Self::ByHand => "by hand",
            Self::Skip(_) | Self::Nothing(_) => "nothing",
        }
    }

    /// Why nothing carries it out, where nothing does.
    pub fn why_not(&self) -> Option<&str> {
        match self {
            Self::Skip(why) | Self::Nothing(why) => Some(why),
            _ => None,
        }
    }
}

/// The steps of a plan in order, or the one of that number alone.
pub fn ordered<'a>(plan: &'a Plan, only: Option<usize>, around: &Surroundings) -> Vec<Ordered<'a>> {
    let steps: Vec<&Step> = plan.steps.iter().filter(|step| only.is_none_or(|only| only == step.index)).collect();
    let mut ordered: Vec<Ordered> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let task = match ordered.last() {
            Some(Ordered { task: Task::PowerShell { last, .. }, step: first }) if step.index <= *last => {
                Task::With(first.index)
            }
            Some(Ordered { task: Task::With(first), .. }) if carried_out_to(&ordered, *first) >= step.index => {
                Task::With(*first)
            }
            _ => task(&steps[at..], around),
        };
        ordered.push(Ordered { step, task });
    }
    ordered
}

/// The last step that the PowerShell of a step carries out.
fn carried_out_to(ordered: &[Ordered], first: usize) -> usize {
    let task = ordered.iter().find(|it| it.step.index == first).map(|it| &it.task);
    match task {
        Some(Task::PowerShell { last, .. }) => *last,
        _ => 0,
    }
}

/// What is to be done for the first of these steps.
fn task(steps: &[&Step], around: &Surroundings) -> Task {
    let step = steps[0];
    if step.kind == StepKind::Manual {
        return Task::ByHand;
    }
    if matches!(step.condition, Some(Condition::NonDocFilesChanged(_))) && around.non_doc.is_empty() {
        return Task::Skip("nothing but documentation changed".to_owned());
    }
    match &step.kind {
        StepKind::Audit { .. } => Task::Audit,
        StepKind::Gate { gate, packet } if packet.as_deref().is_none_or(|packet| packet == around.id.as_str()) => {
            Task::Gate(gate.clone())
        }
        _ => match step.shell {
            Shell::Bash => Task::Bash(step.text.clone()),
            Shell::PowerShell => match exported(&step.text) {
                Some(export) => Task::Bash(export),
                None => powershell(steps, around),
            },
            Shell::Unknown => Task::Nothing("the fence names no shell that is known here".to_owned()),
        },
    }
}

/// One PowerShell for the statements that follow one another in a fence, with nothing of bash between them.
fn powershell(steps: &[&Step], around: &Surroundings) -> Task {
    let Some(program) = &around.powershell else {
        return Task::Nothing(
            "there is no pwsh on PATH: install PowerShell, or have the step written for bash".to_owned(),
        );
    };
    let first = steps[0];
    let belongs = |step: &&&Step| {
        step.fence == first.fence
            && step.fence.is_some()
            && step.shell == Shell::PowerShell
            && step.kind == StepKind::Command
            && step.condition == first.condition
            && exported(&step.text).is_none()
    };
    let mut run: Vec<&Step> = steps.iter().take_while(belongs).copied().collect();
    if run.is_empty() {
        run.push(first);
    }
    let text = run.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join("\n");
    let command =
        format!("{} -NoLogo -NoProfile -NonInteractive -Command {}", quoted(&program.to_string_lossy()), quoted(&text));
    Task::PowerShell { command, last: run.last().map_or(first.index, |step| step.index) }
}

/// `$env:NAME = "value"` as bash says it, so that what comes behind finds the variable; `None` for anything that PowerShell
/// would have to work out.
fn exported(text: &str) -> Option<String> {
    static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^\s*\$env:([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"([^"$`]*)"|'([^']*)')\s*;?\s*$"#)
            .expect("the pattern is a constant that the tests compile")
    });
    let found = ASSIGNMENT.captures(text)?;
    let value = found.get(2).or_else(|| found.get(3)).map_or("", |value| value.as_str());
    Some(format!("export {}={}", &found[1], quoted(value)))
}

/// A word that bash takes as it is.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::text::{Source, Sources};

    fn plan(fences: &str) -> Plan {
        let mut sources = Sources::default();
        let text = format!("# T\n\n## TEST_PLAN\n{fences}\n");
        let source = sources.add(Source::new("p.md", text.as_bytes()));
        parse::packet(&sources, source).0.plan
    }

    fn tasks(fences: &str, powershell: bool, non_doc: &[&str]) -> Vec<Task> {
        let id = PacketId::parse("WP-1").unwrap();
        let around = Surroundings {
            id: &id,
            powershell: powershell.then(|| PathBuf::from("/opt/pwsh")),
            non_doc: non_doc.iter().map(|path| (*path).to_owned()).collect(),
        };
        ordered(&plan(fences), None, &around).into_iter().map(|it| it.task).collect()
    }

    #[test]
    fn each_kind_of_step_has_its_task() {
        let text = "```bash\njust pre-work WP-1\ncargo test\njust post-work WP-2\n$env:A=\"it's\"\n```\n- look at it";
        let bash = |text: &str| Task::Bash(text.to_owned());
        let expected = [
            Task::Gate("pre-work".to_owned()),
            bash("cargo test"),
            bash("just post-work WP-2"),
            bash("export A='it'\\''s'"),
            Task::ByHand,
        ];
        assert_eq!(tasks(text, false, &[]), expected);
    }

    #[test]
    fn powershell_is_one_for_what_follows_one_another() {
        let text = "```bash\n$x = Get-Item a\nif ($x) { throw 'b' }\necho c\nGet-Item d\n```";
        let with = tasks(text, true, &[]);
        let command =
            "'/opt/pwsh' -NoLogo -NoProfile -NonInteractive -Command '$x = Get-Item a\nif ($x) { throw '\\''b'\\'' }'";
        assert_eq!(with[0], Task::PowerShell { command: command.to_owned(), last: 2 });
        assert_eq!(with[1], Task::With(1));
        assert_eq!(with[2], Task::Bash("echo c".to_owned()));
        assert!(matches!(with[3], Task::PowerShell { last: 4, .. }));
        let without = tasks(text, false, &[]);
        assert!(matches!(&without[0], Task::Nothing(why) if why.contains("no pwsh on PATH")), "{without:?}");
    }

    #[test]
    fn a_condition_is_asked() {
        let text = "```bash\n# If any non-doc files changed:\ncargo test\n\n# If touching the app:\ncargo run\n```";
        assert!(matches!(tasks(text, false, &[])[0], Task::Skip(_)));
        assert_eq!(tasks(text, false, &["src/a.rs"])[0], Task::Bash("cargo test".to_owned()));
        assert_eq!(tasks(text, false, &[])[1], Task::Bash("cargo run".to_owned()));
    }
}
