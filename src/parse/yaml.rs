//! YAML as a tree in which every value keeps its place, built from the parser's events.

use std::collections::HashSet;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::text::{Span, Spanned};

/// How deep collections may be nested; nothing that we read needs more, and what recurses over the tree stays shallow.
const DEEPEST: usize = 32;

/// One value.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    /// A scalar; plain ones may mean `null`, `true` or a number.
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<Node>),
    Mapping(Vec<(Spanned<String>, Node)>),
}

/// Why a text is no tree, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct YamlError {
    pub message: String,
    pub span: Span,
}

/// The root of the document, `None` for an empty one, and what had to be left out: second values of one key. Fails at
/// the first thing that is not YAML.
pub(super) fn read(text: &str) -> Result<(Option<Node>, Vec<YamlError>), YamlError> {
    let (bom, body) = text.strip_prefix('\u{feff}').map_or((0, text), |body| (3, body));
    let offsets: Vec<usize> = body.char_indices().map(|(at, _)| bom + at).collect();
    let offset = |index: usize| offsets.get(index).copied().unwrap_or(text.len());
    let mut builder = Builder::default();
    for event in Parser::new_from_str(body) {
        let (event, place) = event.map_err(|error| YamlError {
            message: error.info().to_owned(),
            span: Span::at(offset(error.marker().index())),
        })?;
        builder.take(event, Span::new(offset(place.start.index()), offset(place.end.index())))?;
    }
    Ok((builder.root, builder.doubled))
}

/// Puts nodes together; a stack of what is still open instead of recursion.
#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    doubled: Vec<YamlError>,
}

enum Open {
    Sequence(Vec<Node>, Span),
    Mapping { entries: Vec<(Spanned<String>, Node)>, seen: HashSet<String>, key: Option<Spanned<String>>, span: Span },
}

impl Builder {
    fn take(&mut self, event: Event, span: Span) -> Result<(), YamlError> {
        let refuse = |message: &str| Err(YamlError { message: message.to_owned(), span });
        match event {
            Event::Alias(_) => return refuse("aliases are not read here: write the value out"),
            Event::SequenceStart(..) | Event::MappingStart(..) if self.open.len() == DEEPEST => {
                return refuse("this is nested too deep");
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if self.wants_key() => {
                return refuse("a key that is not a word");
            }
            Event::DocumentStart(_) if self.root.is_some() => return refuse("a second document in one file"),
            Event::SequenceStart(..) => self.open.push(Open::Sequence(Vec::new(), span)),
            Event::MappingStart(..) => {
                self.open.push(Open::Mapping { entries: Vec::new(), seen: HashSet::new(), key: None, span });
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::Sequence(items, start)) => {
                    self.put(Node { kind: NodeKind::Sequence(items), span: start.to(span) });
                }
                Some(Open::Mapping { entries, span: start, .. }) => {
                    self.put(Node { kind: NodeKind::Mapping(entries), span: start.to(span) });
                }
                None => {}
            },
            Event::Scalar(text, style, ..) => {
                let text = text.into_owned();
                if let Some(Open::Mapping { key: key @ None, .. }) = self.open.last_mut() {
                    *key = Some(Spanned::new(text, span));
                } else {
                    self.put(Node { kind: NodeKind::Scalar { text, plain: style == ScalarStyle::Plain }, span });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Mapping { key: None, .. }))
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence(items, _)) => items.push(node),
            Some(Open::Mapping { entries, seen, key, .. }) => {
                let key = key.take().expect("a mapping's value follows its key");
                if seen.insert(key.value.clone()) {
                    entries.push((key, node));
                } else {
                    self.doubled
                        .push(YamlError { message: format!("`{}` stands here twice", key.value), span: key.span });
                }
            }
        }
    }
}

impl Node {
    /// True for nothing, `~` and `null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true } if ["", "~", "null", "Null", "NULL"].contains(&text.as_str()))
    }

    /// What it is, for messages.
    pub(super) fn what(&self) -> &'static str {
        match self.kind {
            _ if self.is_null() => "nothing",
            NodeKind::Scalar { .. } => "one word",
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "keys with values",
        }
    }

    /// Takes out the innermost entry of a mapping whose key or value holds `place`; false where there is none.
    pub(super) fn remove_entry(&mut self, place: Span) -> bool {
        let holds = |span: Span| span.start <= place.start && place.end <= span.end;
        match &mut self.kind {
            NodeKind::Scalar { .. } => false,
            NodeKind::Sequence(items) => items.iter_mut().any(|item| holds(item.span) && item.remove_entry(place)),
            NodeKind::Mapping(entries) => {
                let found = entries.iter().position(|(key, node)| holds(key.span) || holds(node.span));
                let Some(index) = found else { return false };
                if !entries[index].1.remove_entry(place) {
                    entries.remove(index);
                }
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, span: Span) -> &str {
        &text[span.start..span.end]
    }

    #[test]
    fn values_keep_their_places() {
        for text in ["é: ['ü', b]\r\nk: v\r\n", "\u{feff}é: ['ü', b]\nk: v\n"] {
            let (root, doubled) = read(text).unwrap();
            let NodeKind::Mapping(entries) = root.unwrap().kind else { panic!("no mapping") };
            assert!(doubled.is_empty());
            assert_eq!(cut(text, entries[0].0.span), "é");
            let NodeKind::Sequence(items) = &entries[0].1.kind else { panic!("no sequence") };
            assert_eq!(cut(text, items[0].span), "'ü'");
            assert_eq!(cut(text, entries[1].1.span), "v");
        }
    }

    #[test]
    fn what_is_not_read() {
        let deep = "[".repeat(10_000);
        for text in ["a: *b\n", "a: &b 1\nc: *b\n", "? [a]\n: b\n", "--- a\n--- b\n", "a: [\n", "a: b: c\n", &deep] {
            assert!(read(text).is_err(), "{text:.20}");
        }
        assert!(read("").unwrap().0.is_none());
        assert!(read("# nothing\n").unwrap().0.is_none());
    }

    #[test]
    fn a_key_counts_once() {
        let text = "a: 1\na: 2\n";
        let doubled = read(text).unwrap().1;
        assert_eq!((doubled.len(), doubled[0].span), (1, Span::new(5, 6)));
    }
}
