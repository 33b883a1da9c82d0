//! What happens while a plan is carried out: on a terminal live, with a clock; elsewhere a line a step, as it ends.

use std::io::{IsTerminal, Write, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::human::harmless;
use crate::model::StepResult;
use crate::report::{Progress, StepRow, Watcher};
use crate::text::{duration, plural};

/// How many columns of a command stand beside the clock.
const LONGEST_COMMAND: usize = 60;

/// How many lines of what one step writes are shown at once while it runs: a flood is for the log.
const MOST_LINES: usize = 200;

/// Shows nothing.
pub struct Silent;

impl Watcher for Silent {
    fn progress(&mut self, _: Progress<'_>) {}
}

/// Shows a run on standard error.
pub struct Live {
    /// The clock of the running step; `None` where there is no terminal.
    bar: Option<ProgressBar>,
    /// Whether the output of steps is shown as it comes.
    output: bool,
    /// What came behind the last line feed.
    held: Vec<u8>,
    shown: usize,
}

impl Live {
    /// On a terminal with the output of the steps, elsewhere with it only where `verbose` asks for it.
    pub fn new(verbose: bool) -> Self {
        let terminal = stderr().is_terminal();
        let bar = terminal.then(|| {
            let bar = ProgressBar::new_spinner();
            let style = ProgressStyle::with_template("{spinner} {elapsed} {msg}");
            bar.set_style(style.expect("the template is a constant that the tests use"));
            bar
        });
        Self { bar, output: terminal || verbose, held: Vec::new(), shown: 0 }
    }

    fn line(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| write(line)),
            None => write(line),
        }
    }

    fn output(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
        let Some(end) = self.held.iter().rposition(|byte| *byte == b'\n') else { return };
        let rest = self.held.split_off(end + 1);
        let lines = std::mem::replace(&mut self.held, rest);
        for line in lines[..end].split(|byte| *byte == b'\n') {
            self.output_line(line);
        }
    }

    fn output_line(&mut self, line: &[u8]) {
        self.shown += 1;
        match self.shown {
            shown if shown <= MOST_LINES => self.line(&format!("      | {}", harmless(&String::from_utf8_lossy(line)))),
            shown if shown == MOST_LINES + 1 => self.line("      | .. and more, for the log"),
            _ => {}
        }
    }

    fn ended(&mut self, row: &StepRow) {
        let rest = std::mem::take(&mut self.held);
        if self.output && !rest.is_empty() {
            self.output_line(&rest);
        }
        let Some(result) = row.result else { return };
        let word = match result {
            StepResult::Fail | StepResult::Timeout | StepResult::Signal => result.word().to_uppercase(),
            other => other.word().to_owned(),
        };
        let note = if row.note.is_empty() { String::new() } else { format!("  ({})", row.note) };
        let time = duration(row.millis);
        self.line(&harmless(&format!("{word:>12} {time:>8}  step {}  {}{note}", row.index, row.command)));
    }
}

impl Watcher for Live {
    fn progress(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Began(id, packet, steps) => {
                self.line(&format!("{:>12} run {id} of {packet}: {}", "begins", plural(steps, "step")));
            }
            Progress::Step(number, line, command) => {
                self.shown = 0;
                let command: String = harmless(command).chars().take(LONGEST_COMMAND).collect();
                match &self.bar {
                    Some(bar) => {
                        bar.reset();
                        bar.set_message(format!("step {number} (line {line})  {command}"));
                        bar.enable_steady_tick(Duration::from_millis(100));
                    }
                    None if self.output => {
                        self.line(&format!("{:>12} step {number} (line {line})  {command}", "begins"));
                    }
                    None => {}
                }
            }
            Progress::Output(bytes) if self.output => self.output(bytes),
            Progress::Output(_) => {}
            Progress::Slow(seconds) => self.line(&format!("{:>12} for {seconds} s now", "SLOW")),
            Progress::Ended(row) => self.ended(row),
            Progress::Done => {
                if let Some(bar) = &self.bar {
                    bar.finish_and_clear();
                }
            }
        }
    }
}

/// A line on standard error; where that is closed there is nobody left to tell.
fn write(line: &str) {
    let _ = writeln!(stderr().lock(), "{line}");
}
