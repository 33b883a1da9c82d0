//! Anchors into a specification: `FILE NUMBER [TAG]`, several of them in one line at times.

use super::spec::section_number;
use crate::model::SpecAnchor;

/// Reads all anchors of one item. The file stands in front and holds for all of them; numbers are taken behind it, and
/// behind `,`, `;`, `+` and `and`, outside of parentheses; tags are single words in brackets with a hyphen. Text that
/// names nothing of this is no anchor, and the list is empty.
pub fn spec_anchors(text: &str) -> Vec<SpecAnchor> {
    let text = text.replace("\\u00a7", "§").replace(['`', '*'], "");
    let (file, rest) = split_file(&text);
    let mut anchors: Vec<SpecAnchor> = Vec::new();
    let mut expected = true;
    for (word, tag) in words(rest) {
        if let Some(tag) = tag {
            match anchors.last_mut() {
                Some(last) if last.tag.is_none() => last.tag = Some(tag),
                _ => anchors.push(SpecAnchor { file: file.clone(), number: None, tag: Some(tag) }),
            }
            continue;
        }
        let numbers = numbers(word.split_once('(').map_or(word, |(number, _)| number));
        let marked = !word.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        match numbers.first() {
            Some(number) if expected || (marked && number.contains('.')) => {
                let anchor = |number| SpecAnchor { file: file.clone(), number: Some(number), tag: None };
                anchors.extend(numbers.into_iter().map(anchor));
                expected = false;
            }
            _ if ["sections", "section", "and", "+", "&"].contains(&word) => expected = true,
            _ => expected = false,
        }
        expected |= word.ends_with([',', ';', '+']);
    }
    if anchors.is_empty() && file.is_some() {
        anchors.push(SpecAnchor { file, number: None, tag: None });
    }
    anchors
}

/// The section number of a word, or both ends of a range: `2.5.1-2.5.4`.
fn numbers(word: &str) -> Vec<String> {
    let ends: Option<Vec<String>> = word.split(['-', '\u{2013}']).map(section_number).collect();
    ends.unwrap_or_default()
}

/// The file name in front, which may hold spaces, and what stands behind it.
fn split_file(text: &str) -> (Option<String>, &str) {
    let text = text.trim();
    let end = [".md", ".markdown", ".txt"]
        .iter()
        .filter_map(|extension| {
            let end = text.find(extension)? + extension.len();
            text[end..].chars().next().is_none_or(|next| next.is_whitespace() || ":,;#".contains(next)).then_some(end)
        })
        .min();
    match end {
        Some(end) => (Some(text[..end].to_owned()), text[end..].trim_start_matches([':', '#', ',', ' '])),
        None => (None, text),
    }
}

/// The words outside of parentheses, and the tags in brackets.
fn words(text: &str) -> Vec<(&str, Option<String>)> {
    let mut words = Vec::new();
    let mut depth = 0_usize;
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if depth == 0 && rest.starts_with('[') {
            let close = rest.find(']').unwrap_or(rest.len() - 1);
            words.extend(rest[1..=close].split([',', ']']).filter_map(tag).map(|tag| ("", Some(tag))));
            rest = rest[close + 1..].trim_start();
            continue;
        }
        let end = rest.find(|letter: char| letter.is_whitespace() || letter == '[').unwrap_or(rest.len());
        let end = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { end };
        let word = &rest[..end];
        if depth == 0 && !word.starts_with('(') {
            words.push((word, None));
        }
        depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
        rest = rest[end..].trim_start();
    }
    words
}

/// A tag: one word with a hyphen, such as `CX-DBP-030`. `ADD v02.130` is a remark.
fn tag(text: &str) -> Option<String> {
    let text = text.trim();
    let formed = text.contains('-') && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    formed.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let cases = [
            ("Spec_v1.md 2.3.12.5 [CX-DBP-030]", "Spec_v1.md 2.3.12.5 CX-DBP-030"),
            ("`Master Spec v1.4.md` 7 Loom", "Master Spec v1.4.md 7 -"),
            ("Spec.md §2.6.8 (Mailbox) + §2.6.9 (Log) + 3.1", "Spec.md 2.6.8 -|Spec.md 2.6.9 -|Spec.md 3.1 -"),
            ("Spec.md \\u00a75.4 Tests", "Spec.md 5.4 -"),
            ("??2.3 [A-1], Â§2.4 [B-2]", "- 2.3 A-1|- 2.4 B-2"),
            ("**10.5** Consoles", "- 10.5 -"),
            ("Spec.md 2.6.6 [HSK-1, HSK-2]", "Spec.md 2.6.6 HSK-1|Spec.md - HSK-2"),
            ("Spec.md 2.6.6(B), 2.6.7", "Spec.md 2.6.6 -|Spec.md 2.6.7 -"),
            ("Spec.md 7.2 Infrastructure [UPDATED v02.137]", "Spec.md 7.2 -"),
            ("Spec.md sections 2.3 (X) and 2.4 (3.4)", "Spec.md 2.3 -|Spec.md 2.4 -"),
            ("Spec.md Section on 3 things", "Spec.md - -"),
            ("Spec.md 2.5.1-2.5.4; 3.1", "Spec.md 2.5.1 -|Spec.md 2.5.4 -|Spec.md 3.1 -"),
            ("Spec.md 2.3.x Search", "Spec.md - -"),
            ("Spec.md", "Spec.md - -"),
            ("the export section", ""),
            ("[unclosed", ""),
            ("", ""),
        ];
        for (text, expected) in cases {
            let part = |part: &Option<String>| part.as_deref().unwrap_or("-").to_owned();
            let read = spec_anchors(text);
            let read = read.iter().map(|it| [part(&it.file), part(&it.number), part(&it.tag)].join(" "));
            assert_eq!(read.collect::<Vec<_>>().join("|"), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[a-z0-9 \\[\\](),;+.\u{a7}\u{e9}\u{2013}-]{0,60}|\\PC{0,60}") {
            spec_anchors(&text);
        }
    }
}
