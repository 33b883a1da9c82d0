//! A refinement from its source, by the same readers as a packet.

use super::doc::Doc;
use super::{fields, key, value};
use crate::finding::Finding;
use crate::model::{Anchor, Digest, Field, Raw, Refinement, Section, Signature, Value};
use crate::text::{SourceId, Sources, Span};

/// Reads a refinement. Whatever the bytes are, there is one afterwards, and findings for what was not understood.
pub fn refinement(sources: &Sources, source: SourceId) -> (Refinement, Vec<Finding>) {
    let mut findings = Vec::new();
    let doc = Doc::read(sources.get(source).text(), source, &mut findings);
    let fields = fields::read(&doc);
    let field = |name: &str| fields.iter().find(|field| field.key == name);
    let text = |name: &str| value::typed(field(name), |text| Some(text.to_owned()));
    let refinement = Refinement {
        source,
        id: text("WP_ID"),
        spec_target: value::typed(field("SPEC_TARGET_RESOLVED"), arrow),
        spec_sha1: value::typed(field("SPEC_TARGET_SHA1"), Digest::parse),
        review_status: text("USER_REVIEW_STATUS"),
        signature: value::typed(field("USER_SIGNATURE"), Signature::parse),
        approval: as_written(field("USER_APPROVAL_EVIDENCE")),
        clearly_covers: text("CLEARLY_COVERS_VERDICT"),
        enrichment_needed: value::typed(field("ENRICHMENT_NEEDED"), yes_or_no),
        anchors: anchors(&doc, &fields),
        sections: doc.sections.iter().map(|section| (key::canonical(&section.title), section.clone())).collect(),
        fields,
    };
    (refinement, findings)
}

/// An anchor goes from its SPEC_ANCHOR to the next one, or to the end of the section around it; where a heading of its
/// own introduces it, it begins there.
fn anchors(doc: &Doc, fields: &[Field]) -> Vec<Anchor> {
    let starts: Vec<&Field> = fields.iter().filter(|field| field.key == "SPEC_ANCHOR").collect();
    let mut anchors = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let at = start.key_span.start;
        let around = innermost(&doc.sections, at);
        let own = around.filter(|section| key::canonical_whole(&section.title).starts_with("ANCHOR"));
        let from = own.map_or(at, |section| section.heading.start);
        let next = starts.get(index + 1).map_or(doc.text.len(), |next| next.key_span.start);
        let end = around.map_or(doc.text.len(), |section| section.body.end).min(next).max(from);
        anchors.push(anchor(doc, fields, start, Span::new(from, end)));
    }
    anchors
}

fn anchor(doc: &Doc, fields: &[Field], start: &Field, span: Span) -> Anchor {
    let within = || fields.iter().filter(|field| span.contains(field.key_span.start));
    let field = |name: &str| within().find(|field| field.key == name);
    let block = doc
        .outline
        .code_blocks
        .iter()
        .any(|block| span.contains(block.span.start) && !doc.slice(block.content).trim().is_empty());
    let inline = within().any(|it| it.key.starts_with("EXCERPT") && (it.value.get().is_some() || !it.items.is_empty()));
    let heading = doc.text[start.key_span.start..].lines().next().map_or(0, str::len);
    Anchor {
        anchor: as_written(Some(start)),
        start: value::typed(field("CONTEXT_START_LINE"), |text| text.parse().ok()),
        end: value::typed(field("CONTEXT_END_LINE"), |text| text.parse().ok()),
        token: as_written(field("CONTEXT_TOKEN")),
        has_excerpt: block || inline,
        span: Span::new(start.key_span.start, start.key_span.start + heading),
    }
}

/// The innermost section around a place.
fn innermost(sections: &[Section], at: usize) -> Option<&Section> {
    let mut index = sections.partition_point(|section| section.heading.start <= at).checked_sub(1)?;
    while !sections[index].body.contains(at) {
        index = sections[index].parent?;
    }
    Some(&sections[index])
}

/// A value of which nothing but surrounding backticks is taken off: what looks like an annotation belongs to it.
fn as_written(field: Option<&Field>) -> Value<String> {
    let Some(field) = field else { return Value::Absent };
    match &field.value {
        Value::Present(_, raw) => Value::Present(unquoted(raw).to_owned(), raw.clone()),
        value => value.clone(),
    }
}

fn unquoted(raw: &Raw) -> &str {
    let inner = raw.text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    inner.filter(|inner| !inner.contains('`')).unwrap_or(&raw.text)
}

/// `pointer -> file`.
fn arrow(text: &str) -> Option<(String, String)> {
    let (pointer, file) = text.split_once("->").or_else(|| text.split_once('\u{2192}'))?;
    let clean = |side: &str| side.trim().trim_matches('`').to_owned();
    let (pointer, file) = (clean(pointer), clean(file));
    (!pointer.is_empty() && !file.is_empty()).then_some((pointer, file))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_uppercase().as_str() {
        "YES" => Some(true),
        "NO" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    const TEXT: &str = "## TECHNICAL_REFINEMENT (MASTER SPEC)\n\n### METADATA\n- WP_ID: WP-7\n\
        - **SPEC_TARGET_RESOLVED**: `docs/SPEC.md` -> `Spec v1.md`\n- USER_APPROVAL_EVIDENCE: APPROVE REFINEMENT WP-7 (chat)\n\
        - ENRICHMENT_NEEDED: no\n\n### SPEC_ANCHORS\n\n#### ANCHOR 1\n- CONTEXT_START_LINE: 3\n- SPEC_ANCHOR: Spec.md 2.1 [A-1] (x)\n\
        - CONTEXT_END_LINE: 4\n- CONTEXT_TOKEN: **[A-1]** (must)\n- EXCERPT_ASCII_ESCAPED:\n  ```text\n  a\n  ```\n\n\
        #### ANCHOR 2\n- SPEC_ANCHOR: Spec.md 2.2\n- CONTEXT_START_LINE: three\n";

    fn read(text: &str) -> Refinement {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("r.md", text.as_bytes()));
        refinement(&sources, id).0
    }

    #[test]
    fn fields_and_anchors() {
        for text in [TEXT.to_owned(), TEXT.replace('\n', "\r\n"), format!("\u{feff}{TEXT}")] {
            let it = read(&text);
            assert_eq!(it.id.get().map(String::as_str), Some("WP-7"));
            assert_eq!(it.spec_target.get(), Some(&("docs/SPEC.md".to_owned(), "Spec v1.md".to_owned())));
            assert_eq!(it.approval.get().map(String::as_str), Some("APPROVE REFINEMENT WP-7 (chat)"));
            assert_eq!(it.enrichment_needed.get(), Some(&false));
            assert!(it.sections.iter().any(|(name, _)| name == "SPEC_ANCHORS"));
            let [one, two] = it.anchors.as_slice() else { panic!("{:?}", it.anchors) };
            assert_eq!((one.start.get(), one.end.get(), one.has_excerpt), (Some(&3), Some(&4), true));
            assert_eq!(one.token.get().map(String::as_str), Some("**[A-1]** (must)"));
            assert_eq!(one.anchor.get().map(String::as_str), Some("Spec.md 2.1 [A-1] (x)"));
            assert!(matches!(two.start, Value::Malformed(_)) && matches!(two.token, Value::Absent) && !two.has_excerpt);
        }
    }

    #[test]
    fn anything_is_read() {
        for text in ["", "\u{feff}", "```", "SPEC_ANCHOR:", "- SPEC_ANCHOR", "# ANCHOR\n# ANCHOR", "\0\r\r"] {
            read(text);
        }
    }
}
