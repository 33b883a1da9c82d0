//! Each anchor's token stands within the lines that the anchor names: proof that somebody read them.

use super::Subject;
use crate::finding::Finding;
use crate::gate::specs::find_spec;
use crate::model::{Anchor, SpecFile};
use crate::parse::spec_anchors;
use crate::text::{Source, Span};

/// What is wrong with SPEC_ANCHORS.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let anchors = &subject.refinement.anchors;
    if anchors.is_empty() && subject.demands("SPEC_ANCHORS") && has_section(subject) {
        let finding =
            subject.error(subject.heading("SPEC_ANCHORS"), "the refinement has no anchor in the specification");
        return vec![
            finding
                .help("add an anchor: SPEC_ANCHOR, CONTEXT_START_LINE, CONTEXT_END_LINE, CONTEXT_TOKEN and an excerpt"),
        ];
    }
    anchors.iter().flat_map(|anchor| one(subject, anchor)).collect()
}

fn has_section(subject: &Subject) -> bool {
    subject.refinement.sections.iter().any(|(name, _)| name == "SPEC_ANCHORS")
}

fn one(subject: &Subject, anchor: &Anchor) -> Vec<Finding> {
    let mut findings: Vec<Finding> = [
        lacking(subject, anchor, "SPEC_ANCHOR", anchor.anchor.get().is_some(), anchor.anchor.span()),
        lacking(subject, anchor, "CONTEXT_START_LINE", anchor.start.get().is_some(), anchor.start.span()),
        lacking(subject, anchor, "CONTEXT_END_LINE", anchor.end.get().is_some(), anchor.end.span()),
        lacking(subject, anchor, "CONTEXT_TOKEN", anchor.token.get().is_some(), anchor.token.span()),
        lacking(subject, anchor, "excerpt", anchor.has_excerpt, None),
    ]
    .into_iter()
    .flatten()
    .collect();
    if findings.is_empty() {
        findings.extend(in_window(subject, anchor));
    }
    findings
}

fn lacking(subject: &Subject, anchor: &Anchor, key: &str, is_there: bool, span: Option<Span>) -> Option<Finding> {
    if is_there {
        return None;
    }
    let so = if span.is_some() { "says nothing that can be read" } else { "is missing" };
    Some(
        subject
            .error(span.unwrap_or(anchor.span), format!("the anchor's `{key}` {so}"))
            .help(format!("fill in `{key}`")),
    )
}

/// The token, looked for within its window.
fn in_window(subject: &Subject, anchor: &Anchor) -> Option<Finding> {
    let (start, end) = (*anchor.start.get()?, *anchor.end.get()?);
    let token = anchor.token.get()?;
    let (name, spec) = match file(subject, anchor) {
        Ok(found) => found?,
        Err(finding) => return Some(*finding),
    };
    let source = subject.sources.get(spec.spec.source);
    let lines = source.line_count();
    let window = format!("{start}..{end}");
    let at = anchor.start.span()?;
    let (Ok(first), Ok(last)) = (usize::try_from(start), usize::try_from(end)) else { return None };
    if first == 0 || first > last || last > lines {
        let finding = subject.error(at, format!("lines {window} do not exist in `{name}`"));
        return Some(
            finding
                .compare(format!("lines within 1..{lines}"), window)
                .help("correct CONTEXT_START_LINE and CONTEXT_END_LINE"),
        );
    }
    let found = places(source, token);
    if found.iter().any(|line| (first..=last).contains(line)) {
        return None;
    }
    let finding =
        subject.error(anchor.token.span()?, format!("`{token}` does not stand in lines {window} of `{name}`"));
    Some(match found.iter().min_by_key(|line| line.abs_diff(first)) {
        Some(line) => finding.help(format!("it stands on line {line}: correct the window, or read the section again")),
        None => finding.help(format!("it stands nowhere in {name}: read the section again")),
    })
}

/// The anchor's file, else the one that SPEC_TARGET_RESOLVED names. `Ok(None)` where that was told already.
fn file<'a>(subject: &Subject<'a>, anchor: &Anchor) -> Result<Option<(String, &'a SpecFile)>, Box<Finding>> {
    let text = anchor.anchor.get().map_or("", String::as_str);
    let named = spec_anchors(text).into_iter().find_map(|it| it.file);
    let target = subject.refinement.spec_target.get().map(|(_, file)| file.clone());
    let Some(name) = named.clone().or_else(|| target.clone()) else { return Ok(None) };
    match find_spec(subject.specs, &name) {
        Some(spec) => Ok(Some((name, spec))),
        None if target.as_ref() == Some(&name) => Ok(None),
        None => {
            let span = anchor.anchor.span().unwrap_or(anchor.span);
            let message = format!("the anchor's file `{name}` does not exist");
            Err(Box::new(subject.error(span, message).about(name).help("correct the file name")))
        }
    }
}

/// The lines on which a token stands, counted from 1.
fn places(source: &Source, token: &str) -> Vec<usize> {
    source.text().match_indices(token).map(|(at, _)| source.line_at(at)).collect()
}
