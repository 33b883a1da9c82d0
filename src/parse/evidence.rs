//! EVIDENCE: recorded runs, and what people wrote beside them.

use super::claims::{self, Claims};
use super::doc::Doc;
use super::lines::Class;
use super::run_block;
use crate::finding::{Code, Finding, Page};
use crate::model::{Claim, Evidence, RecordedRun, Section, SectionName};
use crate::text::{SourceId, Span};

/// A recorded run that cannot be read back.
pub static EVIDENCE_UNREADABLE: Code = Code {
    id: "TP021",
    name: "evidence-unreadable",
    page: Page {
        checks: "Each block under EVIDENCE that records a run can be read back: heading, fields, table of steps.",
        why: "A run counts for the plan and the tree that its block names. A block that was edited, merged or cut so that \
              it no longer says both is no record of a run any more: it is shown as a claim, and proves nothing.",
        fails: "### Run 0f3a9c12 of 2026-01-12T14:31:07Z: pass\n\n- RUN_ID: 0f3a9c12\n- RUN_AT: 2026-01-12T14:31:07Z",
        mend: "Take the block out and run the plan again. The block as it was written lies beside the logs of the \
               run.",
    },
};

/// Reads the section that governs.
pub(super) fn read(doc: &Doc, source: SourceId, findings: &mut Vec<Finding>) -> Evidence {
    let Some(section) = doc.section(SectionName::Evidence) else { return Evidence::default() };
    let body = body(doc, section);
    let mut evidence = Evidence { heading: Some(section.heading), body, ..Evidence::default() };
    let mut claims = Claims::new(doc);
    let lines = doc.lines_in(body);
    let mut index = lines.start;
    while index < lines.end {
        if let Some(end) = claims::other_part(doc, index) {
            claims.close();
            index = end.min(lines.end);
            continue;
        }
        let next = (index + 1..lines.end).find(|at| matches!(doc.lines[*at].class, Class::Heading(_)));
        let stretch = index..next.unwrap_or(lines.end);
        let Some(start) = run_start(doc, stretch.clone()) else {
            claims.read(stretch.clone());
            index = stretch.end;
            continue;
        };
        claims.read(index..start);
        claims.close();
        let texts: Vec<&str> = doc.lines[start..stretch.end].iter().map(|line| doc.slice(line.span)).collect();
        let span = |count: usize| Span::new(doc.lines[start].span.start, doc.lines[start + count - 1].span.end);
        match run_block::read(&texts) {
            Ok(block) => {
                evidence.runs.push(RecordedRun { run: block.run, span: span(block.lines) });
                index = start + block.lines;
            }
            Err(wrong) => {
                let span = span(texts.iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0) + 1);
                claims.push(Claim { command: None, exit: None, span });
                findings.push(unreadable(&wrong).at(source, doc.lines[start].span));
                index = stretch.end;
            }
        }
    }
    evidence.claims = claims.finish();
    evidence
}

fn unreadable(wrong: &str) -> Finding {
    Finding::warning(&EVIDENCE_UNREADABLE, format!("a recorded run cannot be read: {wrong}"))
        .help("take the block out and run the plan again")
}

/// The line of a stretch in which the block of a run begins, whole or not: its heading, else the line of its id.
fn run_start(doc: &Doc, stretch: std::ops::Range<usize>) -> Option<usize> {
    let named = || {
        let lines = doc.lines[stretch.clone()].iter();
        lines.clone().position(|line| line.class == Class::Text && run_block::names_run(doc.slice(line.content)))
    };
    match doc.lines[stretch.start].class {
        Class::Heading(at) if run_block::is_title(&doc.outline.headings[at].title) => Some(stretch.start),
        Class::Heading(_) => named().map(|_| stretch.start),
        _ => named().map(|at| stretch.start + at),
    }
}

/// The body of the section, with the runs behind it whose headings are of its own level: one of the deepest level can
/// have none beneath it.
fn body(doc: &Doc, section: &Section) -> Span {
    let mut body = section.body;
    let mut next = doc.sections.partition_point(|it| it.heading.start < body.end);
    while let Some(run) = doc.sections.get(next).filter(|it| it.key == section.key && run_block::is_title(&it.title)) {
        body.end = run.body.end;
        next = doc.sections.partition_point(|it| it.heading.start < body.end);
    }
    body
}
