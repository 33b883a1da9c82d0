//! `report_finished`: the report says something, all of it, in a length that people read.

use super::Asked;
use crate::finding::{Code, Finding, Page};
use crate::model::{LONGEST_REPORT, WrittenReport};
use crate::text::{SourceId, Span, plural};

pub(super) static CODE: Code = Code {
    id: "TP802",
    name: "report_finished",
    page: Page {
        checks: "The report is not empty, has at most 512 KiB, and no part of it is left that a draft marks as to be filled in: \
                 `[[FILL IN: ..]]`.",
        why: "What a draft computes, anybody can compute. The verdict is what a person writes into it. And a packet that holds \
              megabytes of logs is read by nobody.",
        fails: "## REASON FOR PASS|FAIL\n\n[[FILL IN: why this verdict]]",
        mend: "Write what is asked for in the place of each mark. Where the report is too long, leave the logs where they lie \
               and name them.",
    },
};

/// What is wanting of the report itself.
pub(super) fn check(asked: &Asked) -> Vec<Finding> {
    unfinished(asked.report, asked.source, asked.file)
}

/// What is wanting of a report that stands in a file.
pub fn unfinished(report: &WrittenReport, source: SourceId, file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if report.text.trim().is_empty() {
        let finding = Finding::error(&CODE, "the report is empty").at(source, Span::at(0));
        findings.push(finding.help("taskpacket verdict draft WP-ID --output FILE  writes one to begin with"));
    }
    let length = report.text.len();
    if length > LONGEST_REPORT {
        let message = format!("the report has {} KiB", length.div_ceil(1024));
        let finding = Finding::error(&CODE, message).at(source, Span::at(0));
        let most = format!("at most {} KiB", LONGEST_REPORT / 1024);
        findings.push(
            finding
                .compare(most, format!("{} KiB", length.div_ceil(1024)))
                .help(format!("leave logs where they lie, and name them in {file}")),
        );
    }
    let Some((first, others)) = report.left.split_first() else { return findings };
    let message = match others.len() {
        0 => "a part of the report is still to be filled in".to_owned(),
        more => format!("{} of the report are still to be filled in", plural(more + 1, "part")),
    };
    let mut finding = Finding::error(&CODE, message).at(source, *first).label("to be filled in");
    for span in others.iter().take(20) {
        finding = finding.related(source, *span, "and here");
    }
    findings.push(finding.help(format!("write what each asks for, then  taskpacket verdict digest --report {file}")));
    findings
}
