//! The refinement is for this packet, and its demanded sections say something.

use super::Subject;
use crate::finding::Finding;

/// What is missing. `NONE` is an answer; an empty section is not.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = subject.sources.get(subject.refinement.source);
    for name in &subject.config.demand.refinement {
        let wanted = name.to_ascii_uppercase().replace([' ', '-'], "_");
        if let Some((_, key)) = wanted.split_once('.') {
            if !subject.refinement.fields.iter().any(|field| field.key == key && field.value.get().is_some()) {
                findings.push(
                    subject
                        .error(subject.heading(&wanted), format!("the refinement has no `{name}`"))
                        .help(format!("fill in `{name}`")),
                );
            }
            continue;
        }
        let mut sections = subject.refinement.sections.iter().filter(|(title, _)| *title == wanted);
        match sections.next() {
            None => findings.push(
                subject
                    .error(subject.heading(""), format!("the refinement has no section `{name}`"))
                    .about(name)
                    .help(format!("add the section {name}; NONE is an answer")),
            ),
            Some((_, section)) if !says_something(text.slice(section.body)) => findings.push(
                subject
                    .error(section.heading, format!("`{name}` says nothing"))
                    .about(name)
                    .help("fill it in; NONE is an answer"),
            ),
            Some(_) => {}
        }
    }
    findings.extend(subject.lacking("METADATA", "WP_ID", &subject.refinement.id));
    if let Some(id) = subject.refinement.id.get()
        && id != subject.id
    {
        let span = subject.refinement.id.span().unwrap_or_default();
        let finding =
            subject.error(span, "the refinement is for another packet").compare(subject.id, id).about("WP_ID");
        findings.push(finding.help("correct WP_ID, or REFINEMENT_FILE in the packet"));
    }
    findings
}

/// True where a line is more than a heading, a rule, a comment, a template's hint or a blank.
fn says_something(body: &str) -> bool {
    body.lines().map(|line| line.trim().trim_start_matches(['-', '*', ' '])).any(|line| {
        let blank = line.starts_with('<') && line.ends_with('>');
        let hint = line.starts_with('(') && line.ends_with(')');
        !line.is_empty() && !line.starts_with('#') && !blank && !hint
    })
}
