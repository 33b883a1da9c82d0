//! `KEY: value`, in all forms, outside of fences, comments and reports.

use super::doc::Doc;
use super::keys::KeyLine;
use super::{items, value};
use crate::model::{Field, SectionName};
use crate::text::Span;

/// Reads all fields, in order.
pub(super) fn read(doc: &Doc) -> Vec<Field> {
    let reports: Vec<Span> = doc.sections.iter().filter(|it| it.name.is_report()).map(|it| it.body).collect();
    let mut around = Covered::new(&reports);
    doc.keys.iter().filter(|key| !around.covers(key.line_start)).map(|key| field(doc, key)).collect()
}

/// The field of that key in the section of that name, else the first of that key.
pub(super) fn governing<'a>(doc: &Doc, fields: &'a [Field], section: SectionName, key: &str) -> Option<&'a Field> {
    let body = doc.section(section).map(|section| section.body);
    let within = |field: &&Field| body.is_some_and(|body| body.contains(field.key_span.start));
    let named = || fields.iter().filter(|field| field.key == key);
    named().find(within).or_else(|| named().next())
}

fn field(doc: &Doc, key: &KeyLine) -> Field {
    let (value, note) = value::read(&doc.text, key.value);
    let items = items::read(doc, key.body.clone()).into_iter().map(|listed| listed.item).collect();
    Field { key: key.name.clone(), key_span: key.key, value, note, items }
}

/// Tells for rising offsets whether any of some spans covers them; the spans rise by their starts.
struct Covered<'a> {
    spans: &'a [Span],
    end: usize,
}

impl<'a> Covered<'a> {
    fn new(spans: &'a [Span]) -> Self {
        Self { spans, end: 0 }
    }

    fn covers(&mut self, offset: usize) -> bool {
        while let Some((first, rest)) = self.spans.split_first()
            && first.start <= offset
        {
            self.end = self.end.max(first.end);
            self.spans = rest;
        }
        offset < self.end
    }
}
