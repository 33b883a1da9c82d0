//! Which specification files a packet and its refinement name, and what is looked up in them.

use std::collections::{BTreeMap, BTreeSet};

use super::links::normal;
use crate::model::{Packet, Refinement, SpecAnchor, SpecFile};
use crate::parse::spec_anchors;
use crate::text::{Source, Sources, Span};

/// Every name of a specification file that the gates will look up, as paths from the root. What SPEC_TARGET leads to
/// comes on top of them.
pub fn spec_names(packet: &Packet, refinement: Option<&Refinement>) -> BTreeSet<String> {
    let authority = [&packet.authority.baseline, &packet.authority.target];
    let mut names: Vec<String> = authority.into_iter().filter_map(|value| value.get().cloned()).collect();
    let anchors = packet.authority.anchors.iter().map(|item| item.text.as_str());
    let of_refinement = refinement.iter().flat_map(|it| &it.anchors).filter_map(|it| it.anchor.get());
    for text in anchors.chain(of_refinement.map(String::as_str)) {
        names.extend(spec_anchors(text).into_iter().filter_map(|anchor| anchor.file));
    }
    if let Some((pointer, file)) = refinement.and_then(|refinement| refinement.spec_target.get()) {
        names.extend([pointer.clone(), file.clone()]);
    }
    names.iter().filter_map(|name| normal(name)).collect()
}

/// The specification file of that name, as a packet writes it.
pub(super) fn find_spec<'a>(specs: &'a BTreeMap<String, SpecFile>, name: &str) -> Option<&'a SpecFile> {
    specs.get(&normal(name)?)
}

/// True where a file holds what an anchor names: a heading of its number, and its tag in that section.
pub(super) fn anchor_stands(sources: &Sources, file: &SpecFile, anchor: &SpecAnchor) -> bool {
    let source = sources.get(file.spec.source);
    let holds = |span: Span| anchor.tag.as_ref().is_none_or(|tag| tag_line(source, span, tag).is_some());
    match &anchor.number {
        None => holds(Span::new(0, source.text().len())),
        Some(number) => {
            let headings = file.spec.headings.iter().filter(|heading| heading.number.as_ref() == Some(number));
            headings.into_iter().any(|heading| holds(heading.section))
        }
    }
}

/// The first line (counted from 1) of `span` on which the tag stands as a whole word.
pub(super) fn tag_line(source: &Source, span: Span, tag: &str) -> Option<usize> {
    let text = source.slice(span);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let found = text.match_indices(tag).find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + tag.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    });
    found.map(|(at, _)| source.line_at(span.start + at))
}
