//! The named parts of a packet: headings and keys, and how they stand within one another.

use super::keys::{Carrier, KeyLine};
use super::lines::{Class, Line};
use super::outline::Outline;
use super::section_name::{key_section, name_of};
use crate::model::{Key, Section, SectionName};
use crate::text::Span;

/// Finds all sections: each heading is one, and each key that names a part of the format.
pub(super) fn read(text: &str, outline: &Outline, lines: &[Line], keys: &[KeyLine]) -> Vec<Section> {
    let mut builder = Builder { sections: Vec::new(), open: Vec::new(), end: text.len() };
    let mut next_key = 0;
    for (index, line) in lines.iter().enumerate() {
        while keys.get(next_key).is_some_and(|key| key.line < index) {
            next_key += 1;
        }
        let next_start = lines.get(index + 1).map_or(text.len(), |next| next.span.start);
        match line.class {
            Class::Heading(at) => {
                let heading = &outline.headings[at];
                builder.close_headings(heading.level, line.span.start);
                let name = name_of(&heading.title);
                builder.open(name, Key::Heading(heading.level), &heading.title, line.span, next_start);
            }
            Class::Text => {
                let key = keys.get(next_key).filter(|key| key.line == index && key.carrier != Carrier::Heading);
                let Some((key, name)) = key.and_then(|key| Some((key, key_section(&key.name)?))) else { continue };
                builder.close_keys(line.span.start);
                let end = lines.get(key.body.end).map_or(text.len(), |line| line.span.start);
                let title = &text[key.key.start..key.key.end];
                builder.open(name, Key::Bullet(key.indent), title, line.span, next_start);
                builder.end_last(end);
            }
            _ => {}
        }
    }
    builder.sections
}

struct Builder {
    sections: Vec<Section>,
    /// The sections around the place that is looked at, from the outermost in.
    open: Vec<usize>,
    end: usize,
}

impl Builder {
    fn open(&mut self, name: SectionName, key: Key, title: &str, heading: Span, body: usize) {
        let parent = self.open.last().copied();
        self.open.push(self.sections.len());
        let body = Span::new(body, self.end);
        self.sections.push(Section { name, key, title: title.to_owned(), heading, body, parent });
    }

    fn end_last(&mut self, end: usize) {
        if let Some(last) = self.sections.last_mut() {
            last.body.end = end.max(last.body.start);
        }
    }

    fn close_headings(&mut self, level: u8, at: usize) {
        while let Some(last) = self.open.last() {
            let section = &mut self.sections[*last];
            match section.key {
                Key::Heading(own) if own < level => break,
                Key::Heading(_) => section.body.end = at,
                Key::Bullet(_) => {}
            }
            self.open.pop();
        }
    }

    fn close_keys(&mut self, at: usize) {
        while let Some(last) = self.open.last() {
            let section = &self.sections[*last];
            if matches!(section.key, Key::Heading(_)) || section.body.end > at {
                break;
            }
            self.open.pop();
        }
    }
}
