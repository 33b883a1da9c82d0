//! The scratch copy that the CommonMark reader sees: of the same length, with what it would misread taken out.
//!
//! Comments, mangled and unclosed fences, and fences within list items are blank in there, and are recorded as what they
//! were meant to be. So there is one outline afterwards, and headings behind a broken fence are headings again.

use super::comment::{self, Comments};
use super::fence_lines::{FenceLine, Fences, Meant};
use super::lines::{bullet_width, columns};
use crate::model::CodeBlock;
use crate::text::Span;

/// The scratch copy, and what was taken out of it.
#[derive(Debug, Default)]
pub(super) struct Mended {
    /// As long as the text; what is mended is blank here.
    pub scratch: String,
    /// The text with its comments and its byte order mark blank: what values are read from.
    pub view: String,
    /// The fences that were blanked out of the scratch copy, in order.
    pub blocks: Vec<CodeBlock>,
    /// What had to be guessed, in order.
    pub troubles: Vec<Trouble>,
}

/// One thing that had to be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// What it was.
    pub kind: TroubleKind,
    /// The line that shows it.
    pub span: Span,
    /// Where the thing was taken to end: the line, or the place of the first byte behind it.
    pub end: Span,
}

/// What had to be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TroubleKind {
    /// A fence lost backticks or letters, as a shell's escapes do to it.
    MangledFence,
    /// A fence is closed by a lone backtick.
    LoneBacktick,
    /// A fence is not closed before the next section, or at all.
    UnclosedFence,
    /// What stands in a fence is indented less than the fence, so that it ends the list and the fence.
    DedentedFence,
    /// A comment is not closed.
    UnclosedComment,
}

/// Makes the scratch copy.
pub(super) fn mend(text: &str) -> Mended {
    let lines = lines(text);
    let fences = Fences::find(text, &lines);
    let mut mender = Mender {
        text,
        lines: &lines,
        fences: &fences,
        comments: Comments::default(),
        scratch: plain(text),
        view: text.as_bytes().to_vec(),
        mended: Mended::default(),
        in_list: false,
    };
    if text.starts_with('\u{feff}') {
        mender.view[..3].copy_from_slice(b"   ");
    }
    mender.run();
    let Mender { scratch, view, mut mended, .. } = mender;
    mended.scratch = String::from_utf8(scratch).unwrap_or_else(|_| " ".repeat(text.len()));
    mended.view = String::from_utf8(view).unwrap_or_else(|_| text.to_owned());
    mended
}

struct Mender<'a> {
    text: &'a str,
    lines: &'a [Span],
    fences: &'a Fences,
    comments: Comments,
    scratch: Vec<u8>,
    view: Vec<u8>,
    mended: Mended,
    /// True where an indented line belongs to a list item.
    in_list: bool,
}

impl Mender<'_> {
    fn run(&mut self) {
        let mut index = 0;
        let mut after_blank = true;
        let has_comments = self.text.contains("<!--");
        while let Some(span) = self.lines.get(index).copied() {
            if let Some(fence) = self.fences.opening(index) {
                index = self.fence(index, fence);
                after_blank = false;
                continue;
            }
            let line = &self.text[span.start..span.end];
            let bare = line.trim_start_matches([' ', '\t']);
            if bullet_width(bare) > 0 {
                self.in_list = true;
            } else if bare.len() == line.len() && !bare.is_empty() && (after_blank || bare.starts_with('#')) {
                self.in_list = false;
            }
            after_blank = bare.is_empty();
            index = if has_comments && line.contains("<!--") { self.comments(index) } else { index + 1 };
        }
    }

    /// Takes the comments out that open on a line; returns the line behind the last one.
    fn comments(&mut self, index: usize) -> usize {
        let line = self.lines[index];
        let mut at = line.start;
        let mut last = line;
        while let Some(found) = self.comments.next(self.text, at, last.end) {
            match found {
                comment::Found::Closed(span) => {
                    self.blank(span, true);
                    at = span.end;
                    if span.end > last.end {
                        let after = self.lines.partition_point(|line| line.start < span.end);
                        last = self.lines[after.saturating_sub(1)];
                    }
                }
                comment::Found::Unclosed(start) => {
                    let span = Span::new(start, last.end);
                    self.blank(span, true);
                    self.trouble(TroubleKind::UnclosedComment, span, Span::at(last.end));
                    break;
                }
                comment::Found::Text(end) => at = end,
            }
        }
        self.lines.partition_point(|line| line.start <= last.start).max(index + 1)
    }

    /// Decides what the fence that opens on a line is; returns the line behind it.
    fn fence(&mut self, index: usize, fence: &FenceLine) -> usize {
        let meant = self.fences.meant(index, fence);
        let (closer, next) = match meant {
            Meant::Closed(at) | Meant::ClosedByBacktick(at) => (Some(at), at + 1),
            Meant::EndsBefore(at) => (None, at),
        };
        let kind = match meant {
            _ if fence.mangled => Some(TroubleKind::MangledFence),
            Meant::ClosedByBacktick(_) => Some(TroubleKind::LoneBacktick),
            Meant::EndsBefore(_) => Some(TroubleKind::UnclosedFence),
            Meant::Closed(_) if self.is_dedented(index, next, fence) => Some(TroubleKind::DedentedFence),
            Meant::Closed(_) => None,
        };
        let opening = self.lines[index];
        let closing = closer.and_then(|at| self.fences.opening(at));
        if kind.is_none() && fence.is_plain(opening.start, closing) {
            return next;
        }
        let content_start = self.lines.get(index + 1).map_or(self.text.len(), |line| line.start);
        let content_end = match closer {
            Some(at) => self.lines[at].start,
            None => self.lines.get(next).map_or(self.text.len(), |line| line.start),
        };
        let end = closer.map_or(content_end, |at| self.lines[at].end);
        let span = Span::new(fence.start, end);
        self.blank(span, false);
        let content = Span::new(content_start.min(content_end), content_end);
        self.mended.blocks.push(CodeBlock { language: fence.language.clone(), span, content, mended: kind.is_some() });
        if let Some(kind) = kind {
            let behind = closer.map_or(Span::at(content_end), |at| self.lines[at]);
            self.trouble(kind, Span::new(fence.start, opening.end), behind);
        }
        next
    }

    /// True where a fence stands in a list item and a line in it is indented less.
    fn is_dedented(&self, index: usize, next: usize, fence: &FenceLine) -> bool {
        self.in_list
            && fence.indent > 0
            && self.lines[index + 1..next].iter().any(|line| {
                let line = &self.text[line.start..line.end];
                let bare = line.trim_start_matches([' ', '\t']);
                !bare.is_empty() && columns(&line[..line.len() - bare.len()]) < fence.indent
            })
    }

    fn blank(&mut self, span: Span, everywhere: bool) {
        for at in span.start..span.end {
            if !matches!(self.scratch[at], b'\n' | b'\r') {
                self.scratch[at] = b' ';
                if everywhere {
                    self.view[at] = b' ';
                }
            }
        }
    }

    fn trouble(&mut self, kind: TroubleKind, span: Span, end: Span) {
        self.mended.troubles.push(Trouble { kind, span, end });
    }
}

/// The text in ASCII, with what could open a block of HTML, a link or an entity neutralised. Only a line feed ends a
/// line here: a lone carriage return is a space.
fn plain(text: &str) -> Vec<u8> {
    let mut scratch = text.as_bytes().to_vec();
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    scratch[..mark].fill(b' ');
    for byte in &mut scratch[mark..] {
        if matches!(*byte, b'<' | b'[' | b']' | b'&' | b'!' | b'\\' | 0x80..) {
            *byte = b'x';
        }
    }
    for (at, _) in text.match_indices('\r').filter(|(at, _)| !text[at + 1..].starts_with('\n')) {
        scratch[at] = b' ';
    }
    scratch
}

/// The lines without their endings.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|raw| {
            let bare = raw.strip_suffix('\n').unwrap_or(raw);
            let bare = bare.strip_suffix('\r').unwrap_or(bare);
            let span = Span::new(start, start + bare.len());
            start += raw.len();
            span
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks as `language: content`, with `!` where they were mended, and the kinds of trouble.
    fn check(text: &str, blocks: &[&str], troubles: &[TroubleKind]) {
        let mended = mend(text);
        assert_eq!(mended.scratch.len(), text.len());
        let outline = super::super::outline::read(text, &mended.scratch, mended.blocks);
        let got: Vec<String> = outline
            .code_blocks
            .iter()
            .map(|block| {
                let content = text[block.content.start..block.content.end].replace('\n', "/");
                format!("{}{}: {content}", if block.mended { "!" } else { "" }, block.language)
            })
            .collect();
        assert_eq!(got, blocks, "{text}");
        let got: Vec<TroubleKind> = mended.troubles.iter().map(|trouble| trouble.kind).collect();
        assert_eq!(got, troubles, "{text}");
    }

    #[test]
    fn sound_fences_stay() {
        check("```bash\na\n```\nb\n", &["bash: a/"], &[]);
        check("- X:\n  ```bash\n  a\n  ```\n", &["bash:   a/"], &[]);
        check("- ```bash\n  a\n  ```\n", &["bash:   a/"], &[]);
        check("~~~\n```\n~~~\n", &[": ```/"], &[]);
        check("````md\n## SCOPE\n```bash\na\n```\n````\n", &["md: ## SCOPE/```bash/a/```/"], &[]);
        check("```text\n## SCOPE\n- x\n```\n", &["text: ## SCOPE/- x/"], &[]);
        check("```\n```\n", &[": "], &[]);
        check("a ```b``` c\n", &[], &[]);
        check("```bash\necho `\n`\na\n```\n", &["bash: echo `/`/a/"], &[]);
    }

    #[test]
    fn mangled_fences() {
        use TroubleKind::MangledFence;
        check("`ash\na\n`\nb\n", &["!bash: a/"], &[MangledFence]);
        check("`\u{8}ash\na\n`\n", &["!bash: a/"], &[MangledFence]);
        check("`powershell\na\n`\n", &["!powershell: a/"], &[MangledFence]);
        check("`owershell\na\n`\n", &["!powershell: a/"], &[MangledFence]);
        check("- X:\n  `\u{8}ash\n  a\n  `\nb\n", &["!bash:   a/"], &[MangledFence]);
        check("`ash\na\n## SCOPE\n", &["!bash: a/"], &[MangledFence]);
        check("`ash` is no fence\n", &[], &[]);
        check("```text\n`ash\na\n`\n```\n", &["text: `ash/a/`/"], &[]);
    }

    #[test]
    fn broken_fences() {
        use TroubleKind::{DedentedFence, LoneBacktick, UnclosedFence};
        check("```bash\na\n`\n\n## SCOPE\n- x\n", &["!bash: a/"], &[LoneBacktick]);
        check("```bash\na\n`\n- x\n```bash\nb\n```\n", &["!bash: a/", "bash: b/"], &[LoneBacktick]);
        check("```bash\na\n## SCOPE\n- x\n", &["!bash: a/"], &[UnclosedFence]);
        check("```bash\na\n## SCOPE\n- x\n```bash\nb\n```\n", &["!bash: a/", "bash: b/"], &[UnclosedFence]);
        check("```bash\na\n", &["!bash: a/"], &[UnclosedFence]);
        check("```bash\na\n## Check the scope\nb\n```\n", &["bash: a/## Check the scope/b/"], &[]);
        check("- X:\n  ```bash\na\n  ```\nb\n", &["!bash: a/"], &[DedentedFence]);
        check("- X:\n  ```bash\n  a\n```\nb\n", &["!bash:   a/"], &[DedentedFence]);
    }

    #[test]
    fn comments() {
        let view = |text: &str| {
            let mended = mend(text);
            (mended.view, mended.troubles.len())
        };
        let cases = [
            ("a <!-- b --> c\n", "a            c\n", 0),
            ("<!-- a\n## SCOPE\n-->\nb\n", "      \n        \n   \nb\n", 0),
            ("`<!--` a\n", "`<!--` a\n", 0),
            ("a <!-- b\nc\n", "a       \nc\n", 1),
            ("<!-- a\nb\n<!-- c -->\n", "      \nb\n          \n", 1),
            ("```\n<!-- a\n```\n", "```\n<!-- a\n```\n", 0),
            ("<!-- é -->a\n", "           a\n", 0),
        ];
        for (text, expected, troubles) in cases {
            assert_eq!(view(text), (expected.to_owned(), troubles), "{text}");
        }
    }
}
