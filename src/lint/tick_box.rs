//! Tick boxes of the manifest that Markdown does not take for tick boxes.

use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use crate::finding::{Code, Finding, Page};
use crate::text::{Edit, Span};

pub(super) static TICK_BOX: Code = Code {
    id: "TP052",
    name: "tick-box",
    page: Page {
        checks: "Each tick box of a manifest entry is `- [ ] name` or `- [x] name`.",
        why: "A box that is written otherwise is no box to most readers: a tick in it claims nothing, and one that is \
              missing is not missed.",
        fails: "  - [] anchors_present\n  -[x] window_matches_plan\n  - [ x ] pre_sha1_captured",
        mend: "`taskpacket lint --fix` writes the box as it was meant; an empty one stays empty.",
    },
};

/// A bullet, a box, and the name of a gate behind it.
static BOX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*[-*+](?<box>[ \t]*\[(?<mark>[ \t]*[xX]?[ \t]*)\][ \t]*)[a-z0-9]+_[a-z0-9_]+")
        .expect("a fixed pattern")
});

/// How nearly every line begins: with a box as it should be. The pattern need not look at these.
const USUAL: [&str; 2] = ["- [x] ", "- [ ] "];

pub(super) fn check(subject: &Subject) -> Vec<Finding> {
    malformed(subject)
        .into_iter()
        .map(|(span, right)| {
            let got = subject.source.slice(span);
            let message = format!("`-{}` is no tick box", got.trim_end());
            subject
                .warning(&TICK_BOX, span, message)
                .compare(format!("-{right}"), format!("-{got}"))
                .help(subject.fix_command())
                .about("VALIDATION")
        })
        .collect()
}

pub(super) fn fix(subject: &Subject) -> Vec<Edit> {
    malformed(subject).into_iter().map(|(span, right)| Edit::new(span, right)).collect()
}

/// Boxes that are written otherwise: all between the bullet and the name, and what should stand there.
fn malformed(subject: &Subject) -> Vec<(Span, &'static str)> {
    let body = subject.packet.manifest.body;
    let in_code = |at: usize| {
        let next = subject.packet.code_blocks.partition_point(|block| block.span.start <= at);
        next > 0 && at < subject.packet.code_blocks[next - 1].span.end
    };
    let mut found = Vec::new();
    let mut start = body.start;
    for line in subject.source.slice(body).split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t']);
        let is_box = bare.starts_with(['-', '*', '+']) && !USUAL.iter().any(|usual| bare.starts_with(usual));
        if is_box
            && !in_code(start)
            && let Some(groups) = BOX.captures(line)
        {
            let written = groups.name("box").map(|it| it.range()).unwrap_or_default();
            let right = if groups["mark"].trim().is_empty() { " [ ] " } else { " [x] " };
            let usual = ["[ ]", "[x]", "[X]"].contains(&line[written.clone()].trim());
            let spaced = line[written.clone()].starts_with([' ', '\t']) && line[written.clone()].ends_with([' ', '\t']);
            if !(usual && spaced) {
                found.push((Span::new(start + written.start, start + written.end), right));
            }
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{light, lines, mended};
    use super::*;

    fn boxes(text: &str) -> String {
        format!("{}\n## VALIDATION\n- **Target File**: `src/a.rs`\n- **Gates Passed**:\n{text}", light())
    }

    #[test]
    fn boxes_of_markdown() {
        let text = boxes("  - [ ] anchors_present\n  - [x] window_matches_plan\n  *   [X]  pre_sha1_captured (yes)\n");
        assert_eq!(lines(check, &text), [""; 0]);
        assert_eq!(lines(check, &boxes("- [link](a)\n- [] words\n```\n- [] anchors_present\n```\n")), [""; 0]);
    }

    #[test]
    fn others_are_mended_and_none_is_ticked() {
        let cases = [
            ("  - [] anchors_present\n", "  - [ ] anchors_present\n"),
            ("  -[x] anchors_present\r\n", "  - [x] anchors_present\r\n"),
            ("  - [ x ] anchors_present (why)\n", "  - [x] anchors_present (why)\n"),
            ("  - [  ]anchors_present\n", "  - [ ] anchors_present\n"),
        ];
        for (wrong, right) in cases {
            assert_eq!(lines(check, &boxes(wrong)).len(), 1, "{wrong}");
            assert_eq!(mended(boxes(wrong)), boxes(right));
        }
    }
}
