//! Workflow commands, which GitHub shows as annotations beside the lines of a pull request.

use std::io::{self, Write};

use super::collected::{Collected, Found};
use crate::finding::Severity;

/// Writes a run: one annotation for each finding that does not follow from another one, then the outcome.
pub fn github(collected: &Collected, out: &mut dyn Write) -> io::Result<()> {
    for found in collected.findings.iter().filter(|found| found.finding.follows.is_none()) {
        annotation(found, out)?;
    }
    let Some(ended) = &collected.ended else { return Ok(()) };
    let packet = collected.started.packet.as_ref().map(|packet| format!(" {}", packet.id)).unwrap_or_default();
    writeln!(out, "{}{packet}: {}", collected.started.command, ended.outcome.word())
}

/// The error that kept everything from being judged.
pub fn github_error(message: &str, help: &[String]) -> String {
    let text = std::iter::once(message).chain(help.iter().map(String::as_str)).collect::<Vec<_>>().join("\n");
    format!("::error title=taskpacket::{}\n", data(&text))
}

fn annotation(found: &Found, out: &mut dyn Write) -> io::Result<()> {
    let finding = &found.finding;
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &found.place {
        properties.push(format!("file={}", property(&place.file)));
        // A line of an earlier commit is no line of the file that people see.
        if place.commit.is_none() {
            properties.push(format!("line={}", place.start.line));
            properties.push(format!("col={}", place.start.column));
        }
    }
    properties.push(format!("title={}", property(&format!("{} {}", finding.code.id, finding.code.name))));
    let mut text = vec![finding.message.clone()];
    if let (Some(expected), Some(got)) = (&finding.expected, &finding.got) {
        text.push(format!("expected {expected}, got {got}"));
    }
    text.extend(finding.help.iter().map(|help| format!("mend: {help}")));
    writeln!(out, "::{command} {}::{}", properties.join(","), data(&text.join("\n")))
}

/// The text of a command, in which a line feed would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property, in which `:` and `,` part one from the next.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_command() {
        assert_eq!(data("100%\n::error::x"), "100%25%0A::error::x");
        assert_eq!(property("a:b,c\r\n"), "a%3Ab%2Cc%0D%0A");
        assert_eq!(github_error("a\nb", &["c".to_owned()]), "::error title=taskpacket::a%0Ab%0Ac\n");
    }
}
