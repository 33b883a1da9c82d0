//! A claimed digest held against one side of a file, and what a wrong one is.

use super::claim::{Match, matches};
use super::sides::Sides;
use crate::finding::{Code, Finding};
use crate::model::{After, Digest, Entry, HashClaim, Image, Value};
use crate::text::Span;

/// Which of an entry's two digests is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Pre-SHA1.
    Pre,
    /// Post-SHA1.
    Post,
}

/// Everything wrong with one of an entry's digests.
pub fn findings(code: &'static Code, side: Side, entry: &Entry, sides: &Sides, after: &After) -> Vec<Finding> {
    let asked = Asked { code, side, entry, sides, after };
    match asked.value() {
        Value::Absent if asked.image().is_none() => {
            let message = format!("the entry of `{}` says nothing in {}", sides.target, asked.label());
            vec![asked.finding(Finding::warning(code, message)).help("write `N/A`: there is no file on that side")]
        }
        Value::Absent => vec![asked.missing("has no")],
        Value::Placeholder(..) => vec![asked.missing("leaves the template's blank in")],
        Value::Malformed(raw) => vec![asked.malformed(&raw.text)],
        Value::Present(claim, _) => match matches(*claim, asked.image()) {
            Match::Exact => Vec::new(),
            Match::Lf => vec![asked.variant("LF")],
            Match::CrLf => vec![asked.variant("CRLF")],
            Match::No => vec![asked.wrong(*claim)],
        },
    }
}

/// True where the digest is the right one, or that of the text with other line ends.
pub fn holds(side: Side, entry: &Entry, sides: &Sides) -> bool {
    let (value, image) = match side {
        Side::Pre => (&entry.pre, sides.base),
        Side::Post => (&entry.post, sides.head),
    };
    match value {
        Value::Present(claim, _) => matches(*claim, image) != Match::No,
        Value::Absent => image.is_none(),
        Value::Placeholder(..) | Value::Malformed(_) => false,
    }
}

struct Asked<'a> {
    code: &'static Code,
    side: Side,
    entry: &'a Entry,
    sides: &'a Sides<'a>,
    after: &'a After,
}

impl Asked<'_> {
    fn value(&self) -> &Value<HashClaim> {
        match self.side {
            Side::Pre => &self.entry.pre,
            Side::Post => &self.entry.post,
        }
    }

    fn image(&self) -> Option<&Image> {
        match self.side {
            Side::Pre => self.sides.base,
            Side::Post => self.sides.head,
        }
    }

    fn label(&self) -> &'static str {
        match self.side {
            Side::Pre => "Pre-SHA1",
            Side::Post => "Post-SHA1",
        }
    }

    fn side_name(&self) -> &str {
        match self.side {
            Side::Pre => self.sides.base_name,
            Side::Post => self.sides.head_name,
        }
    }

    fn finding(&self, finding: Finding) -> Finding {
        let span = self.value().span().unwrap_or(first_of(self.entry.span));
        finding.at(self.after.packet.source, span).about(self.sides.target)
    }

    fn error(&self, message: String) -> Finding {
        let finding = self.finding(Finding::error(self.code, message));
        finding.help(format!("taskpacket manifest {} --write", self.after.id))
    }

    fn missing(&self, what: &str) -> Finding {
        let mut finding = self.error(format!("the entry of `{}` {what} {}", self.sides.target, self.label()));
        finding.expected = Some(self.right());
        finding
    }

    fn malformed(&self, text: &str) -> Finding {
        let label = self.label();
        self.error(format!("{label} of `{}` is no SHA1", self.sides.target))
            .label(what_is_wrong(text))
            .compare(self.right(), text)
    }

    fn variant(&self, ends: &str) -> Finding {
        let message = format!("{} of `{}` is that of the text with {ends} line ends", self.label(), self.sides.target);
        let finding = self.finding(Finding::warning(self.code, message));
        finding.compare(self.right(), self.written()).help(format!("taskpacket manifest {} --write", self.after.id))
    }

    fn wrong(&self, claim: HashClaim) -> Finding {
        let (label, target, side) = (self.label(), self.sides.target, self.side_name());
        let message = match (self.image(), claim.says_absent()) {
            (None, _) => format!("{label} names content of `{target}`, and there is none at {side}"),
            (Some(_), true) => format!("{label} says that `{target}` is not there, and {side} has it"),
            (Some(image), false) if image.sha1().is_none() => {
                format!("{label} names content of `{target}`, which is a submodule and has none")
            }
            (Some(_), false) => format!("{label} is not that of `{target}` at {side}"),
        };
        let finding = self.error(message).compare(self.right(), self.written());
        match self.explained(claim) {
            Some(explanation) => finding.label(explanation),
            None => finding,
        }
    }

    /// What a wrong digest is, where it is something known.
    fn explained(&self, claim: HashClaim) -> Option<String> {
        let HashClaim::Sha1(digest) = claim else { return None };
        if let Some(known) = self.sides.file.known.get(&digest) {
            return Some(format!("it is {known}"));
        }
        let blob = |image: &Image| Digest::parse(image.oid.as_str()) == Some(digest);
        let content = |image: &Image| image.sha1() == Some(digest);
        let (base, head) = (self.sides.base, self.sides.head);
        let older = self.sides.file.merge_base.iter().flatten().next();
        let other = match self.side {
            Side::Pre => (self.entry.post.get(), "it repeats the post hash", head, "it is the file after the change"),
            Side::Post => (self.entry.pre.get(), "it repeats the pre hash", base, "it is the file before the change"),
        };
        let (other_claim, repeats, other_image, is_other) = other;
        if other_claim == Some(&claim) && !claim.says_absent() {
            return Some(repeats.to_owned());
        }
        if self.image().is_some_and(blob) || base.is_some_and(blob) || head.is_some_and(blob) {
            return Some("it is git's blob id: the SHA1 of the content has no header in front".to_owned());
        }
        if other_image.is_some_and(content) {
            return Some(is_other.to_owned());
        }
        older.is_some_and(content).then(|| "it is the file at the merge base".to_owned())
    }

    fn right(&self) -> String {
        match self.image() {
            None => "N/A: there is no such file".to_owned(),
            Some(image) => {
                image.sha1().map_or_else(|| "N/A: a submodule has no content".to_owned(), |sha1| sha1.to_string())
            }
        }
    }

    fn written(&self) -> String {
        self.value().raw().map(|raw| raw.text.trim_matches('`').to_owned()).unwrap_or_default()
    }
}

/// Why a text is no SHA1.
fn what_is_wrong(text: &str) -> String {
    let text = text.trim().trim_matches('`').trim();
    let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.chars().count() {
        64 if hex => "64 digits are a SHA-256".to_owned(),
        count if hex => format!("{count} digits; a SHA1 has 40"),
        _ => match text.chars().find(|letter| !letter.is_ascii_hexdigit()) {
            Some(letter) if text.len() == 40 => format!("`{letter}` is no hexadecimal digit"),
            _ => "not 40 hexadecimal digits".to_owned(),
        },
    }
}

/// The first character of a span: enough to point at an entry that lacks a value.
fn first_of(span: Span) -> Span {
    Span::new(span.start, span.end.min(span.start + 1))
}
