//! SARIF 2.1.0, for code scanning: a code is a rule, a finding is a result.

use std::io::{self, Write};

use serde::Serialize;

use super::collected::{Collected, Found};
use super::words::in_words;
use crate::catalog;
use crate::finding::{Code, Severity};

/// Writes a run: every code as a rule, every finding as a result.
pub fn sarif(collected: &Collected, out: &mut dyn Write) -> io::Result<()> {
    let codes = catalog::codes();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "taskpacket",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(|code| Rule::new(code)).collect(),
                },
            },
            results: collected.findings.iter().map(|found| Outcome::new(found, &codes)).collect(),
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
struct Run {
    tool: Tool,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Text,
    full_description: Text,
    help: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

/// A result, in SARIF's words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Rule {
    fn new(code: &'static Code) -> Self {
        let text = |text: &str| Text { text: text.trim().to_owned() };
        Self {
            id: code.id,
            name: code.name,
            short_description: text(code.name),
            full_description: text(&format!("{} {}", code.page.checks, code.page.why)),
            help: text(code.page.mend),
        }
    }
}

impl Outcome {
    fn new(found: &Found, codes: &[&'static Code]) -> Self {
        let finding = &found.finding;
        // A line of an earlier commit is no line of the file that people see.
        let place = found.place.iter().filter(|place| place.commit.is_none()).map(|place| Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(&place.file) },
                region: Region {
                    start_line: place.start.line,
                    start_column: place.start.column,
                    end_line: place.end.line,
                    end_column: place.end.column,
                },
            },
        });
        Self {
            rule_id: finding.code.id,
            rule_index: codes.iter().position(|code| *code == finding.code).unwrap_or_default(),
            level: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            message: Text { text: in_words(found) },
            locations: place.collect(),
        }
    }
}

/// A path as a relative reference: what is not harmless in one is percent-encoded.
fn uri(path: &str) -> String {
    let encoded = |byte: u8| {
        let harmless = byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
        if harmless { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    path.bytes().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("src/a b%[é].rs"), "src/a%20b%25%5B%C3%A9%5D.rs");
    }
}
