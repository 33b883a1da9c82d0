//! The rules of `audit`, one line each.

use std::io::{self, Write};

use super::layout::wrap;
use super::{DIM, GREEN, Look, RED, YELLOW, paint};
use crate::report::AuditLine;

/// One line a rule: its id, how it ended, what it looked at.
pub fn audits(out: &mut impl Write, lines: &[AuditLine], look: Look) -> io::Result<()> {
    let width = lines.iter().map(|line| line.rule.len()).max().unwrap_or(0);
    for line in lines {
        let (word, style) = match line.outcome {
            "pass" => ("pass", GREEN),
            "fail" => ("FAIL", RED),
            "skipped" => ("-", DIM),
            _ => ("unproven", YELLOW),
        };
        let tag = line.tag.as_ref().map(|tag| format!("  {tag}")).unwrap_or_default();
        let phrase = if line.outcome == "skipped" { "nothing to look at".to_owned() } else { line.phrase.clone() };
        let pad = " ".repeat(8_usize.saturating_sub(word.len()));
        let text = wrap(&format!("{phrase}{tag}"), look.width, width + 12);
        writeln!(out, "  {:width$} {}{pad}  {text}", line.rule, paint(look, style, word))?;
    }
    if lines.is_empty() { Ok(()) } else { writeln!(out) }
}
