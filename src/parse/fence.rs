//! One fence of a plan: comments, blank lines, PowerShell statements, and the bash between them.

use std::collections::HashMap;

use super::lines::columns;
use super::snippet::Snippet;
use super::step::{self, Notes};
use super::{powershell, shell};
use crate::model::{CodeBlock, Shell, Step, StepKind, Unreadable};
use crate::text::Span;

/// The steps of a fence, in order.
pub(super) fn steps(text: &str, block: &CodeBlock, shell: Shell, index: usize) -> Vec<Step> {
    let line = text[..block.span.start].rfind('\n').map_or(0, |feed| feed + 1);
    let opener = &text[line..block.content.start];
    let indent = columns(&opener[..opener.len() - opener.trim_start_matches([' ', '\t']).len()]);
    let snippet = Snippet::new(text, block.content, indent);
    let mut reader = Reader { snippet: &snippet, index, shell, notes: Notes::default(), steps: Vec::new() };
    reader.read();
    reader.steps
}

struct Reader<'a> {
    snippet: &'a Snippet,
    index: usize,
    shell: Shell,
    notes: Notes,
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let text = &self.snippet.text;
        let lines: Vec<&str> = text.split('\n').collect();
        let mut starts = Vec::with_capacity(lines.len() + 1);
        let mut at = 0;
        for line in &lines {
            starts.push(at);
            at += line.len() + 1;
        }
        starts.push(text.len());
        let hidden = heredoc_lines(&lines);
        let mut bash_from = 0;
        let mut line = 0;
        while line < lines.len() {
            let power = !hidden[line]
                && (powershell::is_statement(lines[line]) || (self.shell == Shell::PowerShell && is_code(lines[line])));
            if !power {
                line += 1;
                continue;
            }
            self.bash(starts[bash_from], starts[line]);
            let took = self.statement(&lines[line..], &starts[line..]);
            line += took;
            bash_from = line;
        }
        self.bash(starts[bash_from.min(lines.len())], text.len());
    }

    /// One PowerShell statement, or a search with the check that throws; returns how many lines it took.
    fn statement(&mut self, lines: &[&str], starts: &[usize]) -> usize {
        let mut took = powershell::statement_lines(lines);
        let mut audit = None;
        if took == 1 {
            let blank = lines[1..].iter().take(8).take_while(|line| !is_code(line)).count();
            if let Some(rest) = lines.get(1 + blank..).filter(|rest| !rest.is_empty()) {
                let check = powershell::statement_lines(rest);
                audit = powershell::audit(lines[0], &rest[..check].join("\n"));
                took = if audit.is_some() { 1 + blank + check } else { 1 };
            }
        }
        let end = starts[took - 1] + lines[took - 1].len();
        let (comments, condition, expectation) = self.notes.take(None);
        let range = trimmed(&self.snippet.text, starts[0], end);
        let kind = audit.unwrap_or_else(|| step::kind(&self.snippet.text[range.clone()]));
        self.push(range, Shell::PowerShell, Some(kind), comments, condition, expectation);
        took
    }

    /// The bash commands between two places, with the comments and blank lines around them.
    fn bash(&mut self, from: usize, to: usize) {
        let to = to.max(from);
        let text = &self.snippet.text[from..to];
        let mut at = 0;
        for shell::Command { range: command, trouble } in shell::commands(text) {
            self.notes.read(&text[at..command.start], at == 0);
            let line_end = text[command.end..].find('\n').map_or(text.len(), |feed| command.end + feed);
            let behind = text[command.end..line_end].trim().strip_prefix('#');
            let (comments, condition, expectation) = self.notes.take(behind);
            let shell = if self.shell == Shell::PowerShell { Shell::Bash } else { self.shell };
            self.push(from + command.start..from + command.end, shell, None, comments, condition, expectation);
            self.mark(trouble, from);
            at = if behind.is_some() { line_end } else { command.end };
        }
        self.notes.read(&text[at..], at == 0);
    }

    /// Says of the last step that bash would not read it.
    fn mark(&mut self, trouble: Option<shell::Trouble>, from: usize) {
        let Some(step) = self.steps.last_mut().filter(|step| step.shell == Shell::Bash) else { return };
        step.unreadable = trouble.map(|trouble| Unreadable {
            reason: trouble.kind.to_string(),
            span: self.snippet.span(from + trouble.at.start, from + trouble.at.end),
        });
    }

    fn push(
        &mut self,
        range: std::ops::Range<usize>,
        shell: Shell,
        kind: Option<StepKind>,
        comments: Vec<String>,
        condition: Option<crate::model::Condition>,
        expectation: Option<crate::model::Expectation>,
    ) {
        let text = &self.snippet.text[range.clone()];
        let span: Span = self.snippet.span(range.start, range.end);
        let mut step = step::command(text, span, Some(self.index), shell, comments);
        if let Some(kind) = kind {
            step.kind = kind;
        }
        step.condition = condition;
        step.expectation = expectation;
        self.steps.push(step);
    }
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

fn trimmed(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let part = &text[start..end];
    let from = start + (part.len() - part.trim_start().len());
    from..from + part.trim().len()
}

/// For each line whether it stands within a heredoc, where whatever looks like a statement is text.
fn heredoc_lines(lines: &[&str]) -> Vec<bool> {
    let mut hidden = vec![false; lines.len()];
    let last: HashMap<&str, usize> =
        lines.iter().enumerate().map(|(index, line)| (line.trim_start_matches('\t'), index)).collect();
    let mut delimiter: Option<String> = None;
    for (index, line) in lines.iter().enumerate() {
        if let Some(end) = &delimiter {
            hidden[index] = true;
            if line.trim_start_matches('\t') == end {
                delimiter = None;
            }
        } else if let Some((_, behind)) = line.split_once("<<").filter(|_| is_code(line)) {
            let word: String = behind
                .trim_start_matches(['-', ' ', '\'', '"', '\\'])
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            let ends = last.get(word.as_str()).is_some_and(|last| *last > index);
            delimiter = ends.then_some(word);
        }
    }
    hidden
}
