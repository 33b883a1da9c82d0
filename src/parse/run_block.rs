//! The block that records a run, read back: in a packet's EVIDENCE, or in a file of its own.

use chrono::{DateTime, Utc};

use super::key;
use crate::model::{Digest, Oid, RunEnd, RunId, RunRecord, StepRecord, StepResult};
use crate::text::unescape;

/// A block that could be read.
pub(super) struct RunBlock {
    /// What it says.
    pub run: RunRecord,
    /// How many lines it takes, the blank ones at its end left out.
    pub lines: usize,
}

/// The run that a text records which is one block and nothing else.
pub fn run_block(text: &str) -> Option<RunRecord> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let block = read(&lines).ok()?;
    lines[block.lines..].iter().all(|line| line.trim().is_empty()).then_some(block.run)
}

/// True where a heading's title is that of a recorded run: `Run`, an id, `of`.
pub(super) fn is_title(title: &str) -> bool {
    let mut words = title.split_ascii_whitespace();
    words.next() == Some("Run")
        && words.next().is_some_and(|id| RunId::parse(id).is_some())
        && words.next() == Some("of")
}

/// True for the line without which a heading is no run's: `- RUN_ID: ..`.
pub(super) fn names_run(line: &str) -> bool {
    line.contains("RUN_ID") && field(line).is_some_and(|(name, _)| name == "RUN_ID")
}

/// Reads the block whose heading is the first of the lines; what stands behind it is left alone. Says what is wrong
/// where it cannot be read.
pub(super) fn read(lines: &[&str]) -> Result<RunBlock, String> {
    let parts = Parts::of(lines);
    let title = lines.first().and_then(|line| line.trim().strip_prefix('#')).ok_or("its heading is missing")?;
    let title = title.trim_start_matches('#').trim();
    let id = RunId::parse(parts.value("RUN_ID")?).ok_or("RUN_ID is not eight hexadecimal digits")?;
    let written = parts.value("RUN_AT")?;
    let began: DateTime<Utc> =
        DateTime::parse_from_rfc3339(written).map_err(|_| "RUN_AT is not a moment in UTC".to_owned())?.to_utc();
    let end = title.strip_prefix(&format!("Run {id} of {written}:"));
    let end = end.ok_or("its heading names another run than RUN_ID and RUN_AT do")?.trim();
    let end = RunEnd::ALL.iter().copied().find(|it| it.word() == end);
    let digest = |name: &str| {
        let value = parts.value(name)?;
        Digest::parse(value).ok_or_else(|| format!("{name} is not 40 hexadecimal digits"))
    };
    let run = RunRecord {
        id,
        began,
        head: match parts.value("RUN_HEAD")? {
            "none" => None,
            digits => Some(Oid::parse(digits).ok_or("RUN_HEAD is neither a commit nor `none`")?),
        },
        tree: digest("RUN_TREE")?,
        plan: digest("RUN_PLAN")?,
        shell: unescape(parts.value("RUN_SHELL")?).ok_or("RUN_SHELL holds an escape that is none")?,
        loose: parts.optional("RUN_LOOSE")?.map_or(Some(Vec::new()), loose).ok_or("RUN_LOOSE is no list of paths")?,
        failed_before: match parts.optional("RUN_FAILED_BEFORE")? {
            Some(count) => count.parse().map_err(|_| "RUN_FAILED_BEFORE is no number".to_owned())?,
            None => 0,
        },
        end: end.ok_or("its heading does not say how it ended")?,
        steps: steps(&parts.rows)?,
    };
    Ok(RunBlock { run, lines: parts.lines })
}

/// A block taken apart.
struct Parts<'a> {
    fields: Vec<(String, &'a str)>,
    /// The lines of its table.
    rows: Vec<&'a str>,
    lines: usize,
}

impl<'a> Parts<'a> {
    /// Fields, then the table, then excerpts in tildes; the first line of another kind ends the block.
    fn of(lines: &[&'a str]) -> Self {
        let mut parts = Self { fields: Vec::new(), rows: Vec::new(), lines: lines.len().min(1) };
        let mut index = 1;
        while let Some(line) = lines.get(index).map(|line| line.trim()) {
            if line.starts_with("~~~") && !parts.rows.is_empty() {
                let closing = lines[index + 1..].iter().position(|it| closes(it.trim(), line));
                index += closing.map_or(lines.len(), |at| at + 1);
            } else if line.starts_with('|') && lines[index - 1].trim().starts_with('|') != parts.rows.is_empty() {
                parts.rows.push(line);
            } else if let Some(found) =
                field(line).filter(|(name, _)| name.starts_with("RUN_") && parts.rows.is_empty())
            {
                parts.fields.push(found);
            } else if !line.is_empty() {
                break;
            }
            index += 1;
            if !line.is_empty() {
                parts.lines = index.min(lines.len());
            }
        }
        parts
    }

    fn value(&self, name: &str) -> Result<&'a str, String> {
        self.optional(name)?.ok_or_else(|| format!("{name} is missing"))
    }

    fn optional(&self, name: &str) -> Result<Option<&'a str>, String> {
        let mut values = self.fields.iter().filter(|(own, _)| own == name).map(|(_, value)| *value);
        let first = values.next();
        if values.next().is_some() { Err(format!("it has two of {name}")) } else { Ok(first) }
    }
}

fn closes(line: &str, opening: &str) -> bool {
    let length = opening.len() - opening.trim_start_matches('~').len();
    line.len() >= length && line.bytes().all(|byte| byte == b'~')
}

/// The name and the value of `- NAME: value`.
fn field(line: &str) -> Option<(String, &str)> {
    let content = line.trim().trim_start_matches(['-', '*', '+']).trim_start();
    let key = key::parse(content)?;
    Some((key::canonical(&content[key.key]), content[key.value].trim()))
}

/// `` `a`, `b` `` as its paths.
fn loose(value: &str) -> Option<Vec<String>> {
    let mut paths = Vec::new();
    let mut rest = value;
    loop {
        let (path, behind) = rest.strip_prefix('`')?.split_once('`')?;
        paths.push(unescape(path)?);
        if behind.is_empty() {
            return Some(paths);
        }
        rest = behind.strip_prefix(',')?.trim_start();
    }
}

/// The steps of a table, its head and the rule beneath it left out.
fn steps(rows: &[&str]) -> Result<Vec<StepRecord>, String> {
    let [head, rule, rows @ ..] = rows else { return Err("its table of steps is missing".to_owned()) };
    let is_rule = rule.bytes().all(|byte| b"|-: \t".contains(&byte)) && rule.contains("---");
    if !is_rule || !head.contains("step") {
        return Err("its table of steps has no head".to_owned());
    }
    let read =
        |(index, row): (usize, &&str)| step(row).ok_or_else(|| format!("row {} of its table is unreadable", index + 1));
    rows.iter().enumerate().map(read).collect()
}

fn step(row: &str) -> Option<StepRecord> {
    let cells = cells(row)?;
    let [index, line, result, exit, millis, bytes, log, command, note] = cells.as_slice() else { return None };
    Some(StepRecord {
        index: index.parse().ok()?,
        line: line.parse().ok()?,
        result: StepResult::ALL.iter().copied().find(|it| it.word() == *result)?,
        exit: if *exit == "-" { None } else { Some(exit.parse().ok()?) },
        millis: millis.parse().ok()?,
        bytes: bytes.parse().ok()?,
        log: if *log == "-" { None } else { Some(Digest::parse(log)?) },
        command: unescape(in_code(command)?)?,
        note: unescape(note)?,
    })
}

/// What a cell holds between backticks; nothing where it is empty.
fn in_code(cell: &str) -> Option<&str> {
    if cell.is_empty() { Some(cell) } else { cell.strip_prefix('`')?.strip_suffix('`') }
}

/// The cells of a row; a bar behind a backslash is text.
fn cells(row: &str) -> Option<Vec<&str>> {
    let row = row.strip_prefix('|')?;
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in row.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(row[start..at].trim());
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    row[start..].trim().is_empty().then_some(cells)
}
