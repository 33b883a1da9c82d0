//! Lists compared as items, by their words: DONE_MEANS, and the anchors of AUTHORITY.

use std::collections::BTreeSet;

use super::difference::{Difference, is_blank};
use super::owner::Part;
use super::plan::masked;
use crate::gate::words;
use crate::model::{Packet, SectionName};
use crate::text::Span;

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
    for (text, span) in gone {
        let replacement = come.next();
        let what = if replacement.is_some() { "says something else" } else { "is gone" };
        let mut difference = Difference::new(part, format!("an item of {} {what}", part.key));
        difference.then = Some(*span);
        difference.now = replacement.map(|(_, span)| *span);
        let (expected, got) = words::difference(text, replacement.map_or("", |(text, _)| text));
        difference.expected = Some(expected);
        difference.got = replacement.map(|_| got);
        found.push(difference);
    }
    for (text, span) in come.skip(blanks) {
        let mut difference = Difference::new(part, format!("an item of {} is new", part.key));
        difference.now = Some(*span);
        difference.got = Some(text.clone());
        found.push(difference);
    }
    found
}

fn items(part: &Part, packet: &Packet) -> Vec<(String, Span)> {
    if part.section == SectionName::Authority {
        return packet.authority.anchors.iter().map(|item| (item.text.clone(), item.span)).collect();
    }
    packet.done_means.iter().map(|item| (without_evidence(&item.text).to_owned(), item.span)).collect()
}

/// What makes an item the same one: its words, revision ranges masked.
fn key(text: &str) -> String {
    words::words(&masked(text)).collect::<Vec<_>>().join(" ")
}

/// An item without the pointer to its evidence that a coder may put behind it: `(evidence: ..)`.
fn without_evidence(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    match lower.rfind("(evidence") {
        Some(at) if text.trim_end().ends_with([')', '.']) => text[..at].trim_end(),
        _ => text,
    }
}
