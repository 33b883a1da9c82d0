//! Fences that were mangled, or never closed: `` `ash `` .. `` ` `` becomes ` ```bash ` .. ` ``` `.

use super::super::Subject;
use crate::model::CodeBlock;
use crate::text::{Edit, Span};

/// Writes the opening and the closing line of each mended block as they were meant.
pub(super) fn fix(subject: &Subject) -> Vec<Edit> {
    let mended = subject.packet.code_blocks.iter().filter(|block| block.mended);
    mended.flat_map(|block| opening(subject, block).into_iter().chain(closing(subject, block))).collect()
}

fn opening(subject: &Subject, block: &CodeBlock) -> Option<Edit> {
    let line = Span::new(block.span.start, block.content.start);
    let (span, text) = trimmed(subject, line);
    let language = if block.language == "ash" { "bash" } else { &block.language };
    (!is_fence(text)).then(|| Edit::new(span, format!("```{language}")))
}

fn closing(subject: &Subject, block: &CodeBlock) -> Option<Edit> {
    let (span, text) = trimmed(subject, Span::new(block.content.end, block.span.end));
    let (_, opener) = trimmed(subject, Span::new(block.span.start, block.content.start));
    let mark = opener.chars().next().filter(|_| is_fence(opener)).unwrap_or('`');
    let length = opener.chars().take_while(|letter| *letter == mark).count().max(3);
    let fence = mark.to_string().repeat(length);
    if text.starts_with(&fence) {
        return None;
    }
    if !text.is_empty() {
        return Some(Edit::new(span, fence));
    }
    let start = line_start(subject, block.span.start);
    let lead: String =
        subject.source.slice(Span::new(start, block.span.end)).chars().take_while(|it| *it == ' ').collect();
    let content = subject.source.slice(block.content);
    let ending = if subject.source.slice(Span::new(block.span.start, block.content.start)).ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let at = block.content.start + content.trim_end().len();
    if content.trim().is_empty() {
        return Some(Edit::new(Span::at(block.content.start), format!("{lead}{fence}{ending}")));
    }
    Some(Edit::new(Span::at(at), format!("{ending}{lead}{fence}")))
}

/// The text of a span without the white space around it, and where that stands.
fn trimmed<'a>(subject: &Subject<'a>, span: Span) -> (Span, &'a str) {
    let text = subject.source.slice(span);
    let start = span.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    (Span::new(start, start + text.len()), text)
}

fn line_start(subject: &Subject, at: usize) -> usize {
    subject.source.slice(Span::new(0, at)).rfind('\n').map_or(0, |feed| feed + 1)
}

fn is_fence(text: &str) -> bool {
    text.starts_with("```") || text.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{light, mended, with};

    #[test]
    fn mangled_fences_are_written_as_they_were_meant() {
        for wrong in ["`ash\ncargo test\n`", "`\u{8}ash\ncargo test\n`", "```bash\ncargo test\n`"] {
            assert_eq!(mended(with(light(), "```bash\ncargo test\n```", wrong)), light(), "{wrong:?}");
        }
    }

    #[test]
    fn a_fence_that_was_never_closed_is_closed_before_the_next_heading() {
        let text = with(light(), "cargo test\n```\n", "cargo test\n");
        assert_eq!(mended(text), light());
    }
}
