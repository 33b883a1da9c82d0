//! What reading had to guess, as findings.

use super::lines::{Class, Line};
use super::mend::{Trouble, TroubleKind};
use super::section_name::name_of;
use crate::finding::{Code, Finding, Page};
use crate::model::SectionName;
use crate::text::{SourceId, Span};

/// A fence that lost its backticks.
pub static MANGLED_FENCE: Code = Code {
    id: "TP016",
    name: "mangled-fence",
    page: Page {
        checks: "A fence is opened and closed by three backticks.",
        why: "Text that went through a double-quoted PowerShell string loses its backticks: ```` ```bash ```` becomes a \
              backtick, a backspace and `ash`, and the closing fence a lone backtick. CommonMark sees no fence, or one \
              that swallows the sections behind it. It is read as what it was.",
        fails: "### TEST_PLAN\n`ash\ncargo test\n`",
        mend: "Write the fences again; `taskpacket lint --fix` does.",
    },
};

/// A fence that nothing closes.
pub static UNCLOSED_FENCE: Code = Code {
    id: "TP017",
    name: "unclosed-fence",
    page: Page {
        checks: "Each fence is closed before the next section begins.",
        why: "CommonMark lets an unclosed fence run to the end of the file, and every section behind it is code then: no \
              AUTHORITY, no manifest, no verdicts. It is read as ending before the next section.",
        fails: "```bash\ncargo test\n\n## AUTHORITY",
        mend: "Close the fence with three backticks on a line of their own.",
    },
};

/// A fence in a list item whose content leaves the item.
pub static DEDENTED_FENCE: Code = Code {
    id: "TP018",
    name: "dedented-fence",
    page: Page {
        checks: "What stands in a fence within a list item is indented like the fence.",
        why: "CommonMark ends the item, and the fence with it, at the first line that is indented less; the closing fence \
              then opens another. It is read as one fence.",
        fails: "- TEST_PLAN:\n  ```bash\ncargo test\n  ```",
        mend: "Indent the lines as far as the fence, or take the fence out of the list.",
    },
};

/// A comment that nothing closes.
pub static UNCLOSED_COMMENT: Code = Code {
    id: "TP019",
    name: "unclosed-comment",
    page: Page {
        checks: "Each `<!--` has its `-->`.",
        why: "An unclosed comment hides all that follows from whoever reads the rendered packet. It is read as ending \
              with its line.",
        fails: "<!-- generated, do not edit",
        mend: "Close the comment with `-->`.",
    },
};

/// A heading behind a literal `\n`.
pub static GLUED_HEADING: Code = Code {
    id: "TP020",
    name: "glued-heading",
    page: Page {
        checks: "No line holds a backslash, an `n` and a heading where a line end was meant.",
        why: "The heading is part of the line above it, so its section does not exist for anybody.",
        fails: r"- Task Board: docs/TASK_BOARD.md\n\n## EVIDENCE_MAPPING",
        mend: r"Replace each literal `\n` by a line end.",
    },
};

/// The findings for what was mended: one a kind, at its first place, with a few of the others.
pub(super) fn findings(troubles: &[Trouble], source: SourceId) -> Vec<Finding> {
    let kinds = [
        TroubleKind::MangledFence,
        TroubleKind::LoneBacktick,
        TroubleKind::UnclosedFence,
        TroubleKind::DedentedFence,
        TroubleKind::UnclosedComment,
    ];
    kinds
        .into_iter()
        .filter_map(|kind| {
            let places: Vec<&Trouble> = troubles.iter().filter(|trouble| trouble.kind == kind).collect();
            let first = places.first()?;
            let finding = finding(kind, places.len()).at(source, first.span);
            let finding = finding.related(source, first.end, "read as ending here");
            let others = places.iter().skip(1).take(MOST_PLACES);
            Some(others.fold(finding, |finding, place| finding.related(source, place.span, "and here")))
        })
        .collect()
}

/// How many further places a finding names.
const MOST_PLACES: usize = 5;

fn finding(kind: TroubleKind, count: usize) -> Finding {
    let fences = if count == 1 { "one fence".to_owned() } else { format!("{count} fences") };
    let verb = |one: &str, many: &str| format!("{fences} {}", if count == 1 { one } else { many });
    match kind {
        TroubleKind::MangledFence => Finding::warning(&MANGLED_FENCE, format!("{fences} lost backticks"))
            .help("write ``` before the language and ``` to close it"),
        TroubleKind::LoneBacktick => {
            Finding::warning(&MANGLED_FENCE, verb("is closed by a lone backtick", "are closed by a lone backtick"))
                .help("close it with ```")
        }
        TroubleKind::UnclosedFence => Finding::warning(&UNCLOSED_FENCE, verb("is never closed", "are never closed"))
            .help("close it with ``` before the next section"),
        TroubleKind::DedentedFence => Finding::note(
            &DEDENTED_FENCE,
            verb("in a list holds lines that leave the list", "in lists hold lines that leave the list"),
        )
        .help("indent the lines as far as the fence"),
        TroubleKind::UnclosedComment => {
            let comments = if count == 1 { "one comment is".to_owned() } else { format!("{count} comments are") };
            Finding::warning(&UNCLOSED_COMMENT, format!("{comments} never closed")).help("close it with -->")
        }
    }
}

/// One finding for all headings that a literal `\n` glued to the line above them.
pub(super) fn glued_headings(text: &str, lines: &[Line], source: SourceId) -> Option<Finding> {
    let mut found: Option<Finding> = None;
    let mut count = 0_usize;
    for line in lines.iter().filter(|line| line.class == Class::Text) {
        for (span, title) in glued(&text[line.span.start..line.span.end], line.span.start) {
            count += 1;
            found = Some(match found.take() {
                None => {
                    let message = format!(r"heading `{title}` is glued to a line by a literal `\n`");
                    Finding::warning(&GLUED_HEADING, message)
                        .at(source, span)
                        .help(r"replace each literal `\n` by a line end")
                }
                Some(finding) if count <= 4 => finding.related(source, span, "and here"),
                Some(finding) => finding,
            });
        }
    }
    found
}

/// The glued headings of one line that name a part of the format.
fn glued(line: &str, start: usize) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices(r"\n#") {
        let rest = line[at + 2..].trim_start_matches('#');
        let title = rest.split(r"\n").next().unwrap_or_default();
        let hashes = line.len() - at - 2 - rest.len();
        let named = title.starts_with(' ') && name_of(title.trim()) != SectionName::Other;
        if hashes <= 6 && named {
            let end = at + 2 + hashes + title.len();
            found.push((Span::new(start + at, start + end), title.trim().to_owned()));
        }
    }
    found
}
