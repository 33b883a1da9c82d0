//! A packet's text with its lines, keys and sections: what the readers of its parts share.

use std::ops::Range;

use super::keys::KeyLine;
use super::lines::Line;
use super::mend::{Mended, mend};
use super::outline::Outline;
use super::{keys, lines, outline, section, trouble};
use crate::finding::Finding;
use crate::model::{Section, SectionName, governing};
use crate::text::{SourceId, Span};

/// What the readers of a packet's parts share.
pub(super) struct Doc {
    /// The text, with comments and byte order mark blank.
    pub text: String,
    /// Headings and code blocks.
    pub outline: Outline,
    /// All lines.
    pub lines: Vec<Line>,
    /// All lines that begin with a key.
    pub keys: Vec<KeyLine>,
    /// All sections.
    pub sections: Vec<Section>,
}

impl Doc {
    /// Reads the structure of a text.
    pub fn read(text: &str, source: SourceId, findings: &mut Vec<Finding>) -> Self {
        let Mended { scratch, view: text, blocks, troubles } = mend(text);
        findings.extend(trouble::findings(&troubles, source));
        let outline = outline::read(&text, &scratch, blocks);
        let lines = lines::read(&text, &outline);
        let keys = keys::read(&text, &outline, &lines);
        let sections = section::read(&text, &outline, &lines, &keys);
        findings.extend(trouble::glued_headings(&text, &lines, source));
        Self { text, outline, lines, keys, sections }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The section of that name that governs.
    pub fn section(&self, name: SectionName) -> Option<&Section> {
        governing(&self.sections, name)
    }

    /// The lines that begin within a span, by index.
    pub fn lines_in(&self, span: Span) -> Range<usize> {
        let first = self.lines.partition_point(|line| line.span.start < span.start);
        let last = self.lines.partition_point(|line| line.span.start < span.end);
        first..last.max(first)
    }

    /// The text behind the colon of a section that a key introduces, or of a heading such as `### RISK_TIER: HIGH`.
    pub fn inline_value(&self, section: &Section) -> Option<Span> {
        let at = self.keys.partition_point(|key| key.line_start < section.heading.start);
        let key = self.keys.get(at).filter(|key| key.line_start < section.heading.end)?;
        (!key.value.is_empty()).then_some(key.value)
    }
}
