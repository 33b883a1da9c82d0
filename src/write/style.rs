//! How a packet writes its manifest: bullets, marks, line endings. New entries look like the old ones.

use super::block::Line;
use super::row::{ManifestRow, digest, target};

/// How labels, tick boxes and lines are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// What stands before a label: indentation, bullet, opening mark.
    pub before: String,
    /// What stands behind a label, its colon included.
    pub behind: String,
    /// What stands before a tick box: indentation and bullet.
    pub tick: String,
    /// The line ending.
    pub ending: &'static str,
}

impl Default for Style {
    fn default() -> Self {
        Self { before: "- **".to_owned(), behind: "**:".to_owned(), tick: "  - ".to_owned(), ending: "\n" }
    }
}

impl Style {
    /// The style of an entry, taken from the line of its target and from what stands before its first tick box.
    pub fn of(target: &Line, tick: Option<&str>, ending: &'static str) -> Self {
        let tick = tick.map_or_else(|| format!("  {}", bullet(&target.before)), str::to_owned);
        Self { before: target.before.clone(), behind: target.behind.clone(), tick, ending }
    }

    /// A label with its value.
    pub fn label(&self, label: &str, value: &str) -> String {
        let space = if value.is_empty() { "" } else { " " };
        format!("{}{label}{}{space}{value}", self.before, self.behind)
    }

    /// A tick box with the name of its gate.
    pub fn gate(&self, name: &str, ticked: bool) -> String {
        format!("{}[{}] {name}", self.tick, if ticked { 'x' } else { ' ' })
    }

    /// A whole entry, without the ending of its last line.
    pub fn entry(&self, row: &ManifestRow, stamp: &str) -> String {
        let values = [
            ("Target File", target(&row.path)),
            ("Start", row.start().to_string()),
            ("End", row.end().to_string()),
            ("Line Delta", row.delta.to_string()),
            ("Pre-SHA1", format!("`{}`", digest(row.pre))),
            ("Post-SHA1", format!("`{}`", digest(row.post))),
        ];
        let gates = row.gates.iter().map(|gate| self.gate(gate.name, gate.holds));
        self.lines(&values, gates, stamp)
    }

    /// The template's entry, for a manifest that lists nothing; without the ending of its last line.
    pub fn blank(&self, gates: &[&str]) -> String {
        let values = [
            ("Target File", "`path/to/file`"),
            ("Start", "<line>"),
            ("End", "<line>"),
            ("Line Delta", "<adds - dels>"),
            ("Pre-SHA1", "`<hash>`"),
            ("Post-SHA1", "`<hash>`"),
        ];
        self.lines(
            &values.map(|(label, value)| (label, value.to_owned())),
            gates.iter().map(|it| self.gate(it, false)),
            "",
        )
    }

    fn lines(&self, values: &[(&str, String)], gates: impl Iterator<Item = String>, stamp: &str) -> String {
        let mut lines: Vec<String> = values.iter().map(|(label, value)| self.label(label, value)).collect();
        lines.push(self.label("Gates Passed", ""));
        lines.extend(gates);
        let rest = [("Lint Results", ""), ("Artifacts", ""), ("Timestamp", stamp), ("Operator", ""), ("Notes", "")];
        lines.extend(rest.map(|(label, value)| self.label(label, value)));
        lines.join(self.ending)
    }
}

/// Indentation and bullet of what stands before a label, its mark left out.
fn bullet(before: &str) -> String {
    let bare = before.trim_end_matches(['*', '_', '`']);
    if bare.trim().is_empty() { format!("{bare}- ") } else { bare.to_owned() }
}
