//! The specification that the packet is bound to exists, and holds what the packet cites.

use crate::finding::{Code, Finding, Page};
use crate::gate::Judgement;
use crate::gate::specs::{find_spec, tag_line};
use crate::model::{Before, Item, SpecAnchor, SpecFile, Value};
use crate::parse::spec_anchors;
use crate::text::{Span, nearest};

/// The page of this gate.
pub static CODE: Code = Code {
    id: "TP107",
    name: "spec_resolves",
    page: Page {
        checks: "SPEC_BASELINE and SPEC_TARGET lead to files (SPEC_TARGET by way of a pointer such as `SPEC_CURRENT.md`, or \
                 directly). The section number of each SPEC_ANCHOR is that of a heading of its file, and the tag in brackets \
                 stands in that section, on the heading or in the text under it.",
        why: "An anchor is how a reviewer finds the rule that the work is measured by. One that leads nowhere lets every \
              reader imagine a rule of their own.",
        fails: "- SPEC_ANCHOR:\n  - Spec_v1.md 2.3.99 [CX-404]",
        mend: "Correct the file, the number or the tag; `rg -n 'CX-404' Spec_v1.md` shows where a tag stands.",
    },
};

/// Whether the specification resolves.
pub fn check(facts: &Before) -> Judgement {
    let authority = &facts.packet.authority;
    let bound = authority.baseline.get().is_some() || authority.target.get().is_some();
    if !bound && authority.anchors.is_empty() {
        return super::left_to_completeness(facts, "SPEC_ANCHOR");
    }
    let mut findings = Vec::new();
    findings.extend(file(facts, "SPEC_BASELINE", &authority.baseline));
    findings.extend(target(facts));
    let (mut held, mut all) = (0, 0);
    for item in &authority.anchors {
        let anchors = spec_anchors(&item.text);
        let unnamed = anchors.iter().all(|anchor| anchor.number.is_none() && anchor.tag.is_none());
        if unnamed {
            findings.push(
                Finding::warning(&CODE, format!("`{}` names no section of a specification", item.text))
                    .at(facts.packet.source, item.span)
                    .compare("FILE NUMBER [TAG]", &item.text)
                    .help("write the anchor as FILE NUMBER [TAG]"),
            );
        }
        for anchor in anchors {
            all += usize::from(!unnamed);
            match find(facts, item, &anchor, &findings) {
                Found::Yes => held += usize::from(!unnamed),
                Found::No(finding) => findings.push(*finding),
                Found::Told => {}
            }
        }
    }
    let phrase =
        if all == 0 { "no anchor names a section".to_owned() } else { format!("{held} of {all} anchors in the spec") };
    Judgement::of(findings, phrase)
}

/// A field that must lead to a file.
fn file(facts: &Before, key: &str, value: &Value<String>) -> Option<Finding> {
    let name = value.get()?;
    if find_spec(&facts.specs, name).is_some() {
        return None;
    }
    let finding = Finding::error(&CODE, format!("`{key}` is `{name}`, and there is no such file"));
    Some(finding.at(facts.packet.source, value.span()?).about(name).help("correct the file name"))
}

/// SPEC_TARGET, and what it leads to.
fn target(facts: &Before) -> Option<Finding> {
    let value = &facts.packet.authority.target;
    if let Some(finding) = file(facts, "SPEC_TARGET", value) {
        return Some(finding);
    }
    let name = value.get()?;
    let message = match &facts.spec_target {
        None => format!("`{name}` names no specification"),
        Some(led) if find_spec(&facts.specs, led).is_none() => {
            format!("`{name}` leads to `{led}`, and there is no such file")
        }
        Some(_) => return None,
    };
    let finding = Finding::error(&CODE, message).at(facts.packet.source, value.span()?).about(name);
    Some(finding.help(format!("write the file name of the current specification into {name}, in bold")))
}

/// Whether an anchor is there.
enum Found {
    Yes,
    /// It is not.
    No(Box<Finding>),
    /// It is not, and its cause has been told.
    Told,
}

fn find(facts: &Before, item: &Item, anchor: &SpecAnchor, told: &[Finding]) -> Found {
    let error = |message: String| Finding::error(&CODE, message).at(facts.packet.source, item.span).about(&item.text);
    let no = |finding: Finding| Found::No(Box::new(finding));
    let baseline = facts.packet.authority.baseline.get();
    let Some(name) = anchor.file.as_ref().or(baseline).or(facts.spec_target.as_ref()) else {
        let finding = error(format!("`{}` names no file, and nothing else says which is meant", item.text));
        return no(finding.help("name the file in front of the number"));
    };
    let Some(spec) = find_spec(&facts.specs, name) else {
        if told.iter().any(|finding| finding.subject.as_deref() == Some(name.as_str())) {
            return Found::Told;
        }
        return no(error(format!("the anchor's file `{name}` does not exist"))
            .about(name)
            .help("correct the file name"));
    };
    let source = facts.sources.get(spec.spec.source);
    let whole = Span::new(0, source.text().len());
    let Some(number) = &anchor.number else {
        return match &anchor.tag {
            Some(tag) if tag_line(source, whole, tag).is_none() => {
                no(error(format!("`{tag}` stands nowhere in `{name}`")).help("correct the tag"))
            }
            _ => Found::Yes,
        };
    };
    let headings = || spec.spec.headings.iter().filter(|heading| heading.number.as_ref() == Some(number));
    let Some(first) = headings().next() else {
        let finding = error(format!("no heading of `{name}` has the number {number}"));
        return no(finding.help(nearest_number(spec, number)));
    };
    let Some(tag) = &anchor.tag else { return Found::Yes };
    if headings().any(|heading| tag_line(source, heading.section, tag).is_some()) {
        return Found::Yes;
    }
    let finding = error(format!("`{tag}` does not stand in section {number} of `{name}`")).related(
        spec.spec.source,
        first.span,
        format!("section {number}"),
    );
    no(match tag_line(source, whole, tag) {
        Some(line) => finding.help(format!("`{tag}` stands on line {line} of {name}: correct the number")),
        None => finding.help(format!("`{tag}` stands nowhere in {name}: correct the tag")),
    })
}

fn nearest_number(spec: &SpecFile, number: &str) -> String {
    let chapter = |number: &str| number.split('.').next().unwrap_or_default().to_owned();
    let numbers = spec.spec.headings.iter().filter_map(|heading| heading.number.as_deref());
    match nearest(number, numbers.filter(|it| chapter(it) == chapter(number))) {
        Some(near) => format!("did you mean {near}?"),
        None => "correct the number".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::GateStatus;
    use crate::gate::pre::fixture::Fixture;

    #[test]
    fn anchors_pass_with_their_tag_on_the_heading_or_beneath() {
        let judgement = check(&Fixture::new().facts());
        assert_eq!((judgement.status, judgement.phrase.as_str()), (GateStatus::Pass, "2 of 2 anchors in the spec"));
        assert_eq!(judgement.findings, []);
    }

    #[test]
    fn what_leads_nowhere_fails() {
        let cases = [
            ("BASELINE: Spec_v1.md", "BASELINE: Spec_v0.md", "`SPEC_BASELINE` is `Spec_v0.md`", "Spec_v0.md"),
            ("TARGET: docs/SPEC_CURRENT.md", "TARGET: docs/SPEC.md", "`SPEC_TARGET` is `docs/SPEC.md`", "docs/SPEC.md"),
            (
                "Spec_v1.md 2.1 [CX-1]",
                "Spec_v1.md 2.11 [CX-1]",
                "no heading of `Spec_v1.md` has the number 2.11",
                "Spec_v1.md 2.11 [CX-1]",
            ),
            (
                "Spec_v1.md 2.1 [CX-1]",
                "Spec_v1.md 2.2 [CX-1]",
                "`CX-1` does not stand in section 2.2",
                "Spec_v1.md 2.2 [CX-1]",
            ),
            (
                "Spec_v1.md 2.1 [CX-1]",
                "Spec_v1.md 2.1 [CX-9]",
                "`CX-9` does not stand in section 2.1",
                "Spec_v1.md 2.1 [CX-9]",
            ),
            ("Spec_v1.md 2.1 [CX-1]", "Old.md 2.1 [CX-1]", "file `Old.md` does not exist", "Old.md 2.1 [CX-1]"),
        ];
        for (from, to, message, at) in cases {
            Fixture::new().edit(from, to).fails(check, message, at);
        }
        let astray = Fixture::new().pointer("# SPEC_CURRENT\n\n**Spec_v9.md**\n");
        astray.fails(check, "leads to `Spec_v9.md`, and there is no such file", "docs/SPEC_CURRENT.md");
        Fixture::new().pointer("# SPEC_CURRENT\n").fails(check, "names no specification", "docs/SPEC_CURRENT.md");
    }

    #[test]
    fn an_anchor_without_a_file_is_the_baselines_else_the_targets() {
        let bare = Fixture::new().edit("Spec_v1.md 2.1 [CX-1]", "\u{a7}2.1 [CX-1]");
        assert_eq!(check(&bare.clone().facts()).findings, []);
        let bare = bare.edit("- SPEC_BASELINE: Spec_v1.md\n", "");
        assert_eq!(check(&bare.clone().facts()).findings, []);
        bare.with(|facts| facts.spec_target = None).fails(check, "names no file", "2.1 [CX-1]");
    }

    #[test]
    fn prose_is_a_warning() {
        for anchor in ["the export section", "Spec_v1.md", "Spec_v1.md 2.1.x Search"] {
            let judgement = check(&Fixture::new().edit("Spec_v1.md 2.1 [CX-1]", anchor).facts());
            assert_eq!((judgement.status, judgement.findings.len()), (GateStatus::Pass, 1), "{anchor}");
            assert_eq!(judgement.phrase, "1 of 1 anchors in the spec");
        }
    }

    #[test]
    fn without_a_spec_there_is_nothing_to_judge() {
        let light = Fixture::new()
            .edit("- SPEC_BASELINE: Spec_v1.md\n", "")
            .edit("- SPEC_TARGET: docs/SPEC_CURRENT.md\n", "")
            .edit("- SPEC_ANCHOR:\n  - Spec_v1.md 2.1 [CX-1]\n  - Spec_v1.md 2.2 [CX-2]\n", "")
            .config(|config| config.demand.packet.clear());
        assert_eq!(check(&light.facts()).status, GateStatus::NotApplicable);
    }
}
