//! The report that a validator wrote, on its way into the packet.

use crate::model::{Digest, FILL_IN, PacketId, WrittenReport};
use crate::text::{Span, visible, without_long_runs};

/// Readers of fences tell them apart up to this length.
const LONGEST_FENCE: usize = 16;

/// Reads a report: everything in it made visible, LF line ends, one line feed at its end.
pub fn written_report(bytes: &[u8]) -> WrittenReport {
    let mut text = without_long_runs(&visible(bytes), LONGEST_FENCE);
    text.truncate(text.trim_end().len());
    text.push('\n');
    WrittenReport {
        digest: Digest::of(text.as_bytes()),
        left: left(&text),
        id: input(&text, "WP_ID").and_then(PacketId::parse),
        contract: input(&text, "CONTRACT_SHA1").and_then(digest),
        scope_tree: input(&text, "SCOPE_TREE_SHA1").and_then(digest),
        text,
    }
}

/// The marks of what is still to be filled in, each to its end or that of its line.
fn left(text: &str) -> Vec<Span> {
    let mark = |(at, _): (usize, &str)| {
        let line = text[at..].find('\n').map_or(text.len(), |end| at + end);
        Span::new(at, text[at..line].find("]]").map_or(line, |end| at + end + 2))
    };
    text.match_indices(FILL_IN).map(mark).collect()
}

/// What the draft says that it was made for: the first line `- NAME: ..`.
fn input<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix("- ")?.strip_prefix(name)?.strip_prefix(": "))
}

/// The digest that a text begins with.
fn digest(text: &str) -> Option<Digest> {
    Digest::parse(text.get(..40)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_of_a_report() {
        let digest = Digest::of(b"x");
        let text = format!(
            "\u{feff}# R\r\n- WP_ID: WP-1\n- CONTRACT_SHA1: {digest}\n- SCOPE_TREE_SHA1: {digest} (3 files)\n[[FILL IN: a]] b\n[[FILL IN\n\n\n"
        );
        let report = written_report(text.as_bytes());
        assert!(report.text.starts_with("# R\n- WP_ID: WP-1\n- C") && report.text.ends_with("[[FILL IN\n"));
        assert_eq!((report.contract, report.scope_tree), (Some(digest), Some(digest)));
        assert_eq!(report.id, PacketId::parse("WP-1"));
        let left: Vec<&str> = report.left.iter().map(|span| &report.text[span.start..span.end]).collect();
        assert_eq!(left, ["[[FILL IN: a]]", "[[FILL IN"]);
        assert_eq!(report.digest, written_report(report.text.as_bytes()).digest);
        let empty = written_report(b" \n");
        assert_eq!((empty.text.as_str(), empty.contract), ("\n", None));
    }
}
