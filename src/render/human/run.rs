//! The steps of a plan with what came of them, and the runs that are kept.

use std::io::{self, Write};

use super::harmless::harmless;
use super::layout::columns;
use super::{DIM, GREEN, Look, RED, YELLOW, paint};
use crate::model::StepResult;
use crate::report::{RunRow, RunView, StepRow};
use crate::text::duration;

/// How many columns a command may take before it is cut.
const LONGEST_COMMAND: usize = 44;

/// The table of the steps, then the ends of the logs of what failed.
pub fn run(out: &mut impl Write, view: &RunView, look: Look) -> io::Result<()> {
    let carried_out = view.steps.iter().any(|step| step.result.is_some());
    let commands: Vec<String> = view.steps.iter().map(|step| clipped(&step.command)).collect();
    let command_width = commands.iter().map(|command| columns(command)).max().unwrap_or(0);
    if !view.steps.is_empty() {
        let head =
            if carried_out { " step  line  result          time  command" } else { " step  line  by          command" };
        writeln!(out, "{}", paint(look, DIM, head))?;
    }
    for (step, command) in view.steps.iter().zip(&commands) {
        let place = format!("{:>5} {:>5}", step.index, step.line);
        let state = match step.result {
            Some(result) => {
                let (word, style) = (shown(result), style(result));
                let pad = " ".repeat(11_usize.saturating_sub(word.len()));
                let time = if took_time(result) { duration(step.millis) } else { String::new() };
                format!("{}{pad} {time:>8}", paint(look, style, word))
            }
            None => format!("{:<10}", step.by),
        };
        let pad = " ".repeat(command_width.saturating_sub(columns(command)));
        let line = format!("{place}  {state}  {command}{pad}  {}", note(step));
        writeln!(out, "{}", line.trim_end())?;
    }
    if !view.steps.is_empty() {
        writeln!(out)?;
    }
    for tail in &view.tails {
        let whole = tail.whole.as_ref().map_or(String::new(), |command| format!(" (all: {command})"));
        let count = match tail.lines.len() {
            0 => "which wrote nothing".to_owned(),
            shown if shown < tail.lines_in_all => format!("last {shown} of {} lines", tail.lines_in_all),
            _ => "all it wrote".to_owned(),
        };
        writeln!(out, "step {}, {count}{whole}", tail.step)?;
        for line in &tail.lines {
            writeln!(out, "  {}", harmless(line))?;
        }
        writeln!(out)?;
    }
    match &view.rollback {
        Some(rollback) => {
            writeln!(out, "to go back, says the packet (nothing carries it out): {}\n", harmless(rollback))
        }
        None => Ok(()),
    }
}

/// One line a run that is kept.
pub fn listed(out: &mut impl Write, row: &RunRow, look: Look) -> io::Result<()> {
    let style = match row.end {
        "pass" => GREEN,
        "fail" => RED,
        _ => YELLOW,
    };
    let pad = " ".repeat(11_usize.saturating_sub(row.end.len()));
    let (passed, all) = row.passed;
    let steps = if row.digests.is_some() { format!("{passed} of {all} steps") } else { String::new() };
    let line =
        format!("{}  {:20}  {}{pad}  {steps:14}  {}", row.id, row.began, paint(look, style, row.end), row.packet);
    writeln!(out, "{}", line.trim_end())
}

fn note(step: &StepRow) -> String {
    let parts = [Some(step.note.clone()).filter(|note| !note.is_empty()), step.condition.clone()];
    harmless(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn clipped(command: &str) -> String {
    let command = harmless(command);
    match command.char_indices().nth(LONGEST_COMMAND) {
        Some((at, _)) => format!("{}..", command[..at - 2].trim_end()),
        None => command,
    }
}

/// What failed is loud.
fn shown(result: StepResult) -> &'static str {
    match result {
        StepResult::Fail => "FAIL",
        StepResult::Timeout => "TIMEOUT",
        StepResult::Signal => "SIGNAL",
        other => other.word(),
    }
}

fn style(result: StepResult) -> anstyle::Style {
    match result {
        StepResult::Pass => GREEN,
        StepResult::Fail | StepResult::Timeout | StepResult::Signal => RED,
        StepResult::Leak | StepResult::Unproven | StepResult::Interrupted => YELLOW,
        StepResult::Skipped | StepResult::Manual | StepResult::NotRun => DIM,
    }
}

fn took_time(result: StepResult) -> bool {
    !matches!(result, StepResult::Skipped | StepResult::Manual | StepResult::NotRun)
}
