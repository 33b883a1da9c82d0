//! Markdown, for a comment on a pull request or the summary of a job.

use std::io::{self, Write};

use super::collected::{Collected, Found};
use crate::gate::Outcome;
use crate::report::lines;

/// Writes a run: the outcome, a table of the topics, the findings, the next command.
pub fn markdown(collected: &Collected, out: &mut dyn Write) -> io::Result<()> {
    let started = &collected.started;
    let Some(ended) = &collected.ended else { return out.write_all(collected.text.as_bytes()) };
    let outcome = match ended.outcome {
        Outcome::Pass => "PASS",
        Outcome::NoVerdict => "UNPROVEN",
        Outcome::Fail => "FAIL",
    };
    let packet = started.packet.as_ref().map(|packet| format!(" {}", packet.id)).unwrap_or_default();
    writeln!(out, "### {outcome}: `{}{packet}`\n\n{}", started.command, escaped(&started.headline))?;
    for line in &started.context {
        writeln!(out, "\n{}", escaped(line))?;
    }
    let topics = lines(&collected.judged);
    if !topics.is_empty() {
        writeln!(out, "\n| | | |\n| --- | --- | --- |")?;
        for line in topics {
            writeln!(out, "| {} | {} | {} |", line.topic.word(), line.mark.word(), escaped(&line.phrase))?;
        }
    }
    let findings = collected.findings.iter().filter(|found| found.finding.follows.is_none());
    for found in findings {
        item(found, out)?;
    }
    match &ended.next {
        Some(next) => writeln!(out, "\nnext: {}", code(next)),
        None => Ok(()),
    }
}

fn item(found: &Found, out: &mut dyn Write) -> io::Result<()> {
    let finding = &found.finding;
    writeln!(out, "\n- **{}[{}]** {}", finding.severity.word(), finding.code.id, escaped(&finding.message))?;
    if let Some(place) = &found.place {
        writeln!(out, "  {}", code(&format!("{}:{}:{}", place.file, place.start.line, place.start.column)))?;
    }
    if let (Some(expected), Some(got)) = (&finding.expected, &finding.got) {
        writeln!(out, "  expected {}, got {}", code(expected), code(got))?;
    }
    for help in &finding.help {
        writeln!(out, "  mend: {}", code(help))?;
    }
    Ok(())
}

/// Text in one line that cannot end a table's cell, open a tag or mention anybody; code spans stay.
fn escaped(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('|', "\\|").replace('<', "&lt;").replace('@', "@\u{200b}")
}

/// A code span that its content cannot close.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_code() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a ``b` c"), "```a ``b` c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(escaped("a|b <c>\n@d"), "a\\|b &lt;c> @\u{200b}d");
    }
}
