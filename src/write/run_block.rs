//! The block that records a run, in the packet and beside its logs: fields, a table of the steps, excerpts of their logs.
//!
//! It is ASCII, and nothing that a step printed or was called can be taken for a part of the packet: what means
//! something in Markdown is escaped, and each line of an excerpt begins with a bar.

use super::row::stamp;
use crate::model::{RunRecord, StepRecord};
use crate::text::{escape, plural};

/// Some of what a step wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The step's number.
    pub step: usize,
    /// The line of the packet in which the step stands.
    pub line: usize,
    /// How many lines the step wrote in all.
    pub lines_in_all: usize,
    /// The last of these lines, as written.
    pub text: Vec<u8>,
}

/// The head of the table of steps.
const HEAD: &str = "\
| step | line | result | exit | ms | bytes | SHA1 of the log | command | note |
| ---: | ---: | :--- | ---: | ---: | ---: | :--- | :--- | :--- |
";

/// What is escaped in inline code.
const IN_CODE: &[u8] = b"|`";

/// What is escaped in a text that is no code.
const IN_TEXT: &[u8] = b"|`[]<&*";

/// How many columns of a line are shown, about.
const LONGEST_LINE: usize = 240;

/// The block, from its heading to its last line end; `parse::run_block` reads it back.
pub fn run_block(run: &RunRecord, excerpts: &[Excerpt]) -> String {
    let head = run.head.as_ref().map_or("none", |head| head.as_str());
    let mut lines = vec![
        format!("### Run {} of {}: {}", run.id, stamp(run.began), run.end.word()),
        String::new(),
        format!("- RUN_ID: {}", run.id),
        format!("- RUN_AT: {}", stamp(run.began)),
        format!("- RUN_HEAD: {head}"),
        format!("- RUN_TREE: {}", run.tree),
        format!("- RUN_PLAN: {}", run.plan),
        format!("- RUN_SHELL: {}", guarded(&run.shell, IN_TEXT)).trim_end().to_owned(),
    ];
    if !run.loose.is_empty() {
        let paths: Vec<String> = run.loose.iter().map(|path| format!("`{}`", guarded(path, IN_CODE))).collect();
        lines.push(format!("- RUN_LOOSE: {}", paths.join(", ")));
    }
    if run.failed_before > 0 {
        lines.push(format!("- RUN_FAILED_BEFORE: {}", run.failed_before));
    }
    let mut block = lines.join("\n") + "\n\n" + HEAD;
    block.extend(run.steps.iter().map(row));
    block.extend(excerpts.iter().map(excerpt));
    block
}

fn row(step: &StepRecord) -> String {
    let none = || "-".to_owned();
    let command = guarded(&step.command, IN_CODE);
    let cells = [
        step.index.to_string(),
        step.line.to_string(),
        step.result.word().to_owned(),
        step.exit.map_or_else(none, |exit| exit.to_string()),
        step.millis.to_string(),
        step.bytes.to_string(),
        step.log.map_or_else(none, |log| log.to_string()),
        if command.is_empty() { command } else { format!("`{command}`") },
        guarded(&step.note, IN_TEXT),
    ];
    format!("| {} |\n", cells.join(" | "))
}

/// A text as a cell or a value: white space at its ends, which readers take off, is escaped too.
fn guarded(text: &str, also: &[u8]) -> String {
    let mut guarded = escape(text, also);
    if guarded.ends_with(' ') {
        guarded.pop();
        guarded.push_str("\\u{20}");
    }
    match guarded.strip_prefix(' ') {
        Some(rest) => format!("\\u{{20}}{rest}"),
        None => guarded,
    }
}

fn excerpt(excerpt: &Excerpt) -> String {
    let text = excerpt.text.strip_suffix(b"\n").unwrap_or(&excerpt.text);
    let lines: Vec<String> =
        if excerpt.text.is_empty() { Vec::new() } else { text.split(|byte| *byte == b'\n').map(quoted).collect() };
    let shown = match lines.len() {
        shown if shown < excerpt.lines_in_all => format!("last {shown} of {}", plural(excerpt.lines_in_all, "line")),
        shown => plural(shown, "line"),
    };
    let fence = fence(&lines);
    let mut block = format!("\n{fence}text\nstep {} (line {}), {shown}\n", excerpt.step, excerpt.line);
    for line in lines {
        block.push_str(&line);
        block.push('\n');
    }
    block + &fence + "\n"
}

/// One line of output: escaped, and cut where it is long.
fn quoted(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut quoted = String::from("| ");
    let mut taken = 0;
    'chunks: for chunk in line.utf8_chunks() {
        let valid = chunk.valid();
        let mut end = 0;
        for letter in valid.chars() {
            if taken + end >= LONGEST_LINE {
                break;
            }
            end += letter.len_utf8();
        }
        quoted.push_str(&escape(&valid[..end], b"`"));
        taken += end;
        if end < valid.len() {
            break 'chunks;
        }
        for byte in chunk.invalid() {
            if taken >= LONGEST_LINE {
                break 'chunks;
            }
            quoted.push_str(&byte.escape_ascii().to_string());
            taken += 1;
        }
    }
    if taken < line.len() {
        quoted = format!("{quoted} .. and {} more", plural(line.len() - taken, "byte"));
    }
    quoted.trim_end().to_owned()
}

/// Tildes, more of them than stand together in any of the lines.
fn fence(lines: &[String]) -> String {
    let runs = lines.iter().flat_map(|line| line.split(|letter| letter != '~')).map(str::len);
    "~".repeat(runs.max().unwrap_or(0).max(2) + 1)
}
