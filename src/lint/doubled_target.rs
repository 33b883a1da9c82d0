//! Two manifest entries for one file.

use std::collections::HashMap;

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::model::{EntryState, RepoPath};
use crate::text::Span;

pub(super) static DOUBLED_TARGET: Code = Code {
    id: "TP046",
    name: "doubled-target",
    page: Page {
        checks: "The manifest lists each file once.",
        why: "Two entries for one file claim two windows and two hashes; at most one of them can be true.",
        fails: "- **Target File**: `src/a.rs`\n..\n- **Target File**: `./src/a.rs`",
        mend: "Remove the one that is out of date, then `taskpacket manifest WP-ID --write`.",
    },
};

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    let mut first: HashMap<RepoPath, Span> = HashMap::new();
    let mut findings = Vec::new();
    for entry in subject.packet.manifest.entries.iter().filter(|entry| entry.state != EntryState::Placeholder) {
        let (Some(path), Some(span)) = (entry.path(), entry.target.span()) else { continue };
        match first.get(&path) {
            Some(known) => findings.push(
                subject
                    .error(&DOUBLED_TARGET, span, format!("the manifest lists `{path}` twice"))
                    .related(subject.packet.source, *known, "first listed here")
                    .help("remove the entry that is out of date")
                    .about(path.to_string()),
            ),
            None => {
                first.insert(path, span);
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines};
    use super::*;

    fn entries(targets: &[&str]) -> String {
        let hash = "a".repeat(40);
        targets.iter().fold(format!("{}\n## VALIDATION\n", light()), |text, target| {
            text + &format!(
                "- **Target File**: `{target}`\n- **Start**: 1\n- **End**: 2\n- **Line Delta**: 0\n\
                 - **Pre-SHA1**: `{hash}`\n- **Post-SHA1**: `{hash}`\n\n"
            )
        })
    }

    #[test]
    fn each_file_once() {
        assert_eq!(lines(check, &entries(&["src/a.rs", "src/b.rs"])), [""; 0]);
    }

    #[test]
    fn a_file_twice() {
        let found = lines(check, &entries(&["src/a.rs", "src/b.rs", "./src/a.rs"]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("error: the manifest lists `src/a.rs` twice @"));
    }
}
