//! The fields at the head of a packet, typed.

use super::doc::Doc;
use super::fields::governing;
use super::{items, value};
use crate::model::{Authority, Field, Item, Metadata, RiskTier, SectionName, Signature, Status, Strength, Value};

/// Reads METADATA. What it does not hold is taken from wherever it stands first.
pub(super) fn read(doc: &Doc, fields: &[Field]) -> Metadata {
    let field = |key: &str| governing(doc, fields, SectionName::Metadata, key);
    let text = |key: &str| value::typed(field(key), |text| Some(text.to_owned()));
    let id = match text("WP_ID") {
        Value::Absent => text("TASK_ID"),
        id => id,
    };
    Metadata {
        id,
        base_id: text("BASE_WP_ID"),
        status: status(field("STATUS")),
        risk_tier: risk_tier(doc, fields),
        signature: value::typed(field("USER_SIGNATURE"), Signature::parse),
        coder_model: text("CODER_MODEL"),
        coder_strength: value::typed(field("CODER_REASONING_STRENGTH"), Strength::parse),
        refinement_file: text("REFINEMENT_FILE"),
        merge_base: value::typed(field("MERGE_BASE_SHA"), commit),
    }
}

/// Reads AUTHORITY.
pub(super) fn authority(doc: &Doc, fields: &[Field]) -> Authority {
    let field = |key: &str| governing(doc, fields, SectionName::Authority, key);
    let text = |key: &str| value::typed(field(key), |text| Some(text.to_owned()));
    Authority { baseline: text("SPEC_BASELINE"), target: text("SPEC_TARGET"), anchors: anchors(doc, fields) }
}

/// SPEC_ANCHOR's inline value, the items beneath it, and those beneath a heading of that name.
fn anchors(doc: &Doc, fields: &[Field]) -> Vec<Item> {
    let keys = ["SPEC_ANCHOR", "SPEC_ANCHORS"];
    let field = keys.iter().find_map(|key| governing(doc, fields, SectionName::Authority, key));
    let Some(field) = field else {
        let heading =
            doc.outline.headings.iter().position(|it| keys.contains(&super::key::canonical(&it.title).as_str()));
        return heading.map(|index| beneath(doc, index)).unwrap_or_default();
    };
    let inline = match &field.value {
        Value::Present(_, raw) => Some(Item { text: raw.text.clone(), span: raw.span, indent: 0 }),
        _ => None,
    };
    inline.into_iter().chain(field.items.iter().cloned()).filter(|item| !is_blank(&item.text)).collect()
}

fn beneath(doc: &Doc, heading: usize) -> Vec<Item> {
    let start = doc.outline.headings[heading].span.end;
    let section = doc.sections.iter().find(|section| section.heading.end == start);
    let Some(section) = section else { return Vec::new() };
    items::read(doc, doc.lines_in(section.body)).into_iter().map(|listed| listed.item).collect()
}

fn is_blank(text: &str) -> bool {
    value::placeholder(value::clean(text)).is_some()
}

/// The status: the words behind it in parentheses belong to it.
fn status(field: Option<&Field>) -> Value<Status> {
    let Some(Value::Present(_, raw) | Value::Placeholder(raw, _)) = field.map(|field| &field.value) else {
        return value::typed(field, Status::parse);
    };
    match Status::parse(raw.text.trim_matches(['`', '*', ' '])) {
        Some(status) => Value::Present(status, raw.clone()),
        None => value::typed(field, Status::parse),
    }
}

/// RISK_TIER as a field, else `Level:` beneath a heading of that name.
fn risk_tier(doc: &Doc, fields: &[Field]) -> Value<RiskTier> {
    let field = governing(doc, fields, SectionName::Metadata, "RISK_TIER");
    let tier = value::typed(field, RiskTier::parse);
    if tier != Value::Absent {
        return tier;
    }
    let body = doc.section(SectionName::RiskTier).map(|section| section.body);
    let level = fields.iter().find(|it| {
        matches!(it.key.as_str(), "LEVEL" | "TIER") && body.is_some_and(|body| body.contains(it.key_span.start))
    });
    value::typed(level, RiskTier::parse)
}

fn commit(text: &str) -> Option<String> {
    let hex = text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| text.to_ascii_lowercase())
}
