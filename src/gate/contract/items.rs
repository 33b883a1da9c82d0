//! Lists compared as items, by their words: DONE_MEANS, and the anchors of AUTHORITY.

use std::collections::{BTreeSet, VecDeque};

use super::difference::{Difference, is_blank, says};
use super::owner::Part;
use super::plan::masked;
use crate::gate::words;
use crate::model::{Packet, SectionName};
use crate::text::Span;

/// With how many new items one that is gone is compared.
const MOST_COMPARED: usize = 64;

/// Items that are gone, and items that are new. A template's sample item may be replaced.
pub fn changed(part: &'static Part, then: &Packet, now: &Packet) -> Vec<Difference> {
    let (old, new) = (items(part, then), items(part, now));
    let binding: Vec<&(String, Span)> = old.iter().filter(|(text, _)| !is_blank(text)).collect();
    if binding.is_empty() {
        return Vec::new();
    }
    let (old_keys, new_keys): (BTreeSet<String>, BTreeSet<String>) =
        (binding.iter().map(|(text, _)| key(text)).collect(), new.iter().map(|(text, _)| key(text)).collect());
    let gone = binding.iter().filter(|(text, _)| !new_keys.contains(&key(text)));
    let mut come = new.iter().filter(|(text, _)| !old_keys.contains(&key(text)));
    let blanks = old.len() - binding.len();
    let mut found = Vec::new();
    let mut left: VecDeque<&(String, Span)> = VecDeque::new();
    for (text, span) in gone {
        left.extend(come.by_ref().take(MOST_COMPARED.saturating_sub(left.len())));
        // Another encoding, or a blank filled in: the same item.
        if let Some(at) = left.iter().position(|(new, _)| says(&masked(new), &masked(text))) {
            left.remove(at);
            continue;
        }
        let replacement = left.pop_front();
        let what = if replacement.is_some() { "says something else" } else { "is gone" };
        let mut difference = Difference::new(part, format!("an item of {} {what}", part.key));
        difference.then = Some(*span);
        difference.now = replacement.map(|(_, span)| *span);
        let (expected, got) = words::difference(text, replacement.map_or("", |(text, _)| text));
        difference.expected = Some(expected);
        difference.got = replacement.map(|_| got);
        found.push(difference);
    }
    for (text, span) in left.into_iter().chain(come).skip(blanks) {
        let mut difference = Difference::new(part, format!("an item of {} is new", part.key));
        difference.now = Some(*span);
        difference.got = Some(text.clone());
        found.push(difference);
    }
    found
}

/// What makes each item the one it is, a template's samples left out.
pub(super) fn keys(part: &Part, packet: &Packet) -> Vec<String> {
    items(part, packet).iter().filter(|(text, _)| !is_blank(text)).map(|(text, _)| key(text)).collect()
}

fn items(part: &Part, packet: &Packet) -> Vec<(String, Span)> {
    if part.section == SectionName::Authority {
        return packet.authority.anchors.iter().map(|item| (item.text.clone(), item.span)).collect();
    }
    packet.done_means.iter().map(|item| (without_evidence(&item.text).to_owned(), item.span)).collect()
}

/// What makes an item the same one: its words, revision ranges masked.
fn key(text: &str) -> String {
    words::key(&masked(text))
}

/// An item without the pointer to its evidence that a coder may put behind it: `(evidence: ..)`.
fn without_evidence(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    match lower.rfind("(evidence") {
        Some(at) if text.trim_end().ends_with([')', '.']) => text[..at].trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::contract::PARTS;
    use crate::parse;
    use crate::text::{Source, Sources};

    fn packet(items: &[&str]) -> Packet {
        let mut sources = Sources::default();
        let list: String = items.iter().flat_map(|item| ["- ", *item, "\n"]).collect();
        let source = sources.add(Source::new("p.md", format!("## DONE_MEANS\n{list}").into_bytes()));
        parse::packet(&sources, source).0
    }

    #[test]
    fn items_are_known_by_what_they_say() {
        let part = PARTS.iter().find(|part| part.key == "DONE_MEANS").unwrap();
        let cases: &[(&[&str], &[&str], usize)] = &[
            (&["a", "b"], &["b", "a"], 0),
            (&["a"], &["b"], 1),
            (&["a"], &["a", "b"], 1),
            (&["`GET /parcel/<id>` answers 404"], &["all is well"], 1),
            (&["`GET /parcel/<id>` answers 404"], &["`GET /parcel/7` answers 404"], 0),
            (&["<criterion>", "a"], &["all is well", "a"], 0),
            (&["weights > 30 are refused"], &["weights < 30 are refused"], 1),
            (&["\u{43d}\u{438}\u{447}\u{435}\u{433}\u{43e} (A-1)"], &["\u{432}\u{441}\u{451} (A-1)"], 1),
            (&["the caf\u{e9} opens at 9"], &["the caf\u{c3}\u{a9} opens at 9"], 0),
            (&["the caf\u{e9} opens at 9"], &["the caf? opens at 9"], 0),
        ];
        for (then, now, expected) in cases {
            assert_eq!(changed(part, &packet(then), &packet(now)).len(), *expected, "{then:?} {now:?}");
        }
    }
}
