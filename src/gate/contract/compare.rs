//! What the contract meant then, held against what it means now.

use std::collections::BTreeSet;

use super::difference::{Difference, is_blank, says};
use super::owner::{Compared, PARTS, Part};
use super::{items, plan, scope};
use crate::gate::words;
use crate::model::{Field, Packet, RepoPath, SectionName, Value};
use crate::text::Sources;

/// Everything in which the contract of `now` differs from that of `then`, by meaning: what a template left blank may be
/// filled, the scope may become smaller, and the packet's own governance may be added to it. Both packets were read from
/// `sources`.
pub fn differences(sources: &Sources, then: &Packet, now: &Packet, governance: &BTreeSet<RepoPath>) -> Vec<Difference> {
    PARTS
        .iter()
        .flat_map(|part| match part.compared {
            Compared::Scope => scope::widened(part, &then.scope, &now.scope, governance),
            Compared::OutOfScope => scope::opened(part, &then.scope, &now.scope),
            Compared::Plan => plan::changed(part, then, now),
            Compared::Items => items::changed(part, then, now),
            Compared::Field => field(part, then, now).into_iter().collect(),
            Compared::Text => text(part, sources, then, now).into_iter().collect(),
            Compared::Not => Vec::new(),
        })
        .collect()
}

/// The field of a part: the first within its section, else, for METADATA, the first of the packet.
fn field_of<'a>(part: &Part, packet: &'a Packet) -> Option<&'a Field> {
    let within = packet.section(part.section).and_then(|section| {
        let whole = section.heading.to(section.body);
        packet.fields.iter().find(|field| field.key == part.key && whole.contains(field.key_span.start))
    });
    within.or_else(|| {
        let anywhere = matches!(part.section, SectionName::Metadata | SectionName::TechnicalRefinement);
        anywhere.then(|| packet.field(part.key)).flatten()
    })
}

/// What the field of a part says; `None` where it says nothing yet.
pub(super) fn field_text_of(part: &Part, packet: &Packet) -> Option<String> {
    let field = field_of(part, packet)?;
    let unsigned = part.key == "USER_SIGNATURE" && packet.metadata.signature.get().is_none();
    let text = field_text(part, field);
    let says = !unsigned && !matches!(field.value, Value::Placeholder(..)) && !words::is_empty(&text);
    says.then_some(text)
}

fn field(part: &'static Part, then: &Packet, now: &Packet) -> Option<Difference> {
    let (old, new) = (field_of(part, then)?, field_of(part, now));
    let old_text = field_text_of(part, then)?;
    let new_text = new.map(|new| field_text(part, new)).unwrap_or_default();
    if words::same(&old_text, &new_text) {
        return None;
    }
    let what = if new.is_some() { "says something else" } else { "is gone" };
    let mut difference = Difference::new(part, format!("`{}` {what}", part.key));
    difference.then = Some(old.key_span.to(old.value.span().unwrap_or(old.key_span)));
    difference.now = new.map(|field| field.value.span().unwrap_or(field.key_span));
    let (expected, got) = words::difference(&old_text, &new_text);
    difference.expected = Some(expected);
    difference.got = new.map(|_| got);
    Some(difference)
}

/// The value as understood, else as written, and the items beneath it; in METADATA, where a value is one line, the items
/// only where there is no value.
fn field_text(part: &Part, field: &Field) -> String {
    let value = field.value.get().or_else(|| field.value.raw().map(|raw| &raw.text));
    let one_line = part.section == SectionName::Metadata && value.is_some();
    let items = field.items.iter().filter(|_| !one_line).map(|item| item.text.as_str());
    value.map(String::as_str).into_iter().chain(items).collect::<Vec<_>>().join(" ")
}

fn text(part: &'static Part, sources: &Sources, then: &Packet, now: &Packet) -> Option<Difference> {
    let old = then.section(part.section)?;
    let old_text = sources.get(then.source).slice(old.body);
    if words::is_empty(old_text) || is_blank(old_text) {
        return None;
    }
    let new = now.section(part.section);
    let new_text = new.map(|section| sources.get(now.source).slice(section.body)).unwrap_or_default();
    if says(new_text, old_text) {
        return None;
    }
    let what = if new.is_some() { "says something else" } else { "is gone" };
    let mut difference = Difference::new(part, format!("{} {what}", part.name()));
    difference.then = Some(old.heading);
    difference.now = new.map(|section| section.heading);
    let (expected, got) = words::difference(old_text, new_text);
    difference.expected = Some(expected);
    difference.got = new.map(|_| got);
    Some(difference)
}
