//! The lines that open or close fences, sound or mangled, and what each opening was meant to reach to.

use super::key;
use super::lines::{bullet_width, columns};
use super::outline;
use super::section_name::{is_key_section, name_of};
use crate::model::SectionName;
use crate::text::Span;

/// A line that can open a fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FenceLine {
    /// Where the fence stands, behind indentation and bullets.
    pub start: usize,
    /// The column in which it stands.
    pub indent: usize,
    /// The language, with its lost letters put back.
    pub language: String,
    /// True where it lost backticks.
    pub mangled: bool,
    mark: u8,
    length: usize,
    /// True where nothing stands behind the fence, so that it can close one too.
    bare: bool,
}

impl FenceLine {
    /// True where CommonMark surely reads the fence as it is meant: at the start of its line, with a closing line that
    /// is not indented like code.
    pub(super) fn is_plain(&self, line_start: usize, closing: Option<&Self>) -> bool {
        self.start == line_start && self.length <= LONGEST && closing.is_some_and(|it| it.indent <= 3)
    }

    fn closes(&self, opening: &Self) -> bool {
        self.bare && self.mark == opening.mark && self.length.min(LONGEST) >= opening.length.min(LONGEST)
    }
}

/// What ends a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// A closing fence on this line.
    Closed(usize),
    /// A lone backtick on this line.
    ClosedByBacktick(usize),
    /// Nothing: it was meant to end before this line.
    EndsBefore(usize),
}

/// All lines of a text that matter to fences.
#[derive(Debug)]
pub(super) struct Fences {
    marks: Vec<Mark>,
    /// For backticks and tildes, by length: the last line that closes such a fence.
    last_closing: [[Option<usize>; LONGEST + 1]; 2],
}

/// Longer fences are taken to be this long.
const LONGEST: usize = 16;

/// What a line is to fences.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    /// Nothing.
    None,
    /// A fence.
    Fence(FenceLine),
    /// Nothing but a backtick.
    Backtick,
    /// The heading or the key of a part of the format; true where a list or a remark follows it, as in a packet.
    Part(bool),
}

impl Fences {
    /// Looks at each line once.
    pub(super) fn find(text: &str, lines: &[Span]) -> Self {
        let mut marks: Vec<Mark> = lines.iter().map(|line| mark(&text[line.start..line.end], line.start)).collect();
        let mut follows = false;
        let mut last_closing = [[None; LONGEST + 1]; 2];
        for (index, (mark, line)) in marks.iter_mut().zip(lines).enumerate().rev() {
            let line = text[line.start..line.end].trim();
            match mark {
                Mark::Part(listed) => *listed |= follows,
                Mark::Fence(fence) if fence.bare => {
                    let closing = &mut last_closing[usize::from(fence.mark == b'~')];
                    for last in &mut closing[..=fence.length.min(LONGEST)] {
                        last.get_or_insert(index);
                    }
                }
                _ => {}
            }
            if !line.is_empty() {
                follows = bullet_width(line) > 0
                    || line.starts_with('(')
                    || line.starts_with("##")
                    || line.starts_with("<!--");
            }
        }
        Self { marks, last_closing }
    }

    /// The fence that a line opens, if nothing around it is one.
    pub(super) fn opening(&self, line: usize) -> Option<&FenceLine> {
        match self.marks.get(line) {
            Some(Mark::Fence(fence)) => Some(fence),
            _ => None,
        }
    }

    /// What ends the fence that opens on `line`.
    pub(super) fn meant(&self, line: usize, fence: &FenceLine) -> Meant {
        if fence.mangled {
            return self.mangled_end(line);
        }
        let closable = self.last_closing[usize::from(fence.mark == b'~')][fence.length.min(LONGEST)];
        let closable = closable.is_some_and(|last| last > line);
        let sample = fence.mark == b'~' || fence.length > 3 || is_sample(&fence.language);
        let (mut backtick, mut part) = (None, None);
        for (index, mark) in self.marks.iter().enumerate().skip(line + 1) {
            let guess = || backtick.map(Meant::ClosedByBacktick).or(part.map(Meant::EndsBefore));
            match mark {
                Mark::Fence(it) if it.closes(fence) => {
                    return guess().filter(|_| !sample && part.is_some()).unwrap_or(Meant::Closed(index));
                }
                Mark::Fence(it) if !sample && it.mark == fence.mark && !it.bare && !it.mangled => {
                    return guess().unwrap_or(Meant::EndsBefore(index));
                }
                Mark::Backtick if part.is_none() && !sample => backtick = backtick.or(Some(index)),
                Mark::Part(listed) if !closable || (*listed && !sample) => {
                    part = part.or(Some(index));
                    if !closable {
                        break;
                    }
                }
                _ => {}
            }
        }
        let end = part.unwrap_or(self.marks.len());
        backtick.map_or(Meant::EndsBefore(end), Meant::ClosedByBacktick)
    }

    /// A mangled fence ends at the first lone backtick, at a fence without a language, or before the next part.
    fn mangled_end(&self, line: usize) -> Meant {
        for (index, mark) in self.marks.iter().enumerate().skip(line + 1) {
            match mark {
                Mark::Backtick => return Meant::ClosedByBacktick(index),
                Mark::Fence(it) if it.bare => return Meant::Closed(index),
                Mark::Fence(_) | Mark::Part(_) => return Meant::EndsBefore(index),
                Mark::None => {}
            }
        }
        Meant::EndsBefore(self.marks.len())
    }
}

/// Languages in which a packet is shown rather than run.
fn is_sample(language: &str) -> bool {
    matches!(language, "md" | "markdown" | "text" | "txt" | "plaintext" | "diff" | "patch" | "log")
}

fn mark(line: &str, start: usize) -> Mark {
    let bare = line.trim_start_matches([' ', '\t']);
    let indent = columns(&line[..line.len() - bare.len()]);
    if matches!(bare.trim_end(), "`" | "``") {
        return Mark::Backtick;
    }
    if is_part(bare, indent) {
        return Mark::Part(false);
    }
    let mut at = line.len() - bare.len();
    loop {
        let rest = &line[at..];
        let width = bullet_width(rest);
        if width == 0 {
            break;
        }
        at += width;
        at += line[at..].len() - line[at..].trim_start_matches([' ', '\t']).len();
    }
    let column = columns(&line[..at]);
    fence(&line[at..], start + at, column)
        .or_else(|| mangled(&line[at..], start + at, column))
        .map_or(Mark::None, Mark::Fence)
}

fn fence(text: &str, start: usize, indent: usize) -> Option<FenceLine> {
    let mark = *text.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = text.bytes().take_while(|byte| *byte == mark).count();
    let info = text[length..].trim();
    if length < 3 || (mark == b'`' && info.contains('`')) {
        return None;
    }
    let language = outline::language(info);
    Some(FenceLine { start, indent, language, mangled: false, mark, length, bare: info.is_empty() })
}

/// `` `ash `` and its kin: what is left of a fence when its backticks were read as escapes.
fn mangled(text: &str, start: usize, indent: usize) -> Option<FenceLine> {
    let name = text.strip_prefix('`')?.trim_end();
    let name = name.trim_start_matches(|letter: char| letter.is_ascii_control());
    let language = match name {
        "ash" | "bash" => "bash",
        "sh" | "hell" | "shell" => "sh",
        "owershell" | "powershell" => "powershell",
        "pwsh" | "wsh" => "pwsh",
        "ext" | "text" => "text",
        "ust" | "rust" => "rust",
        "json" | "yaml" | "toml" | "sql" | "md" | "diff" => name,
        _ => return None,
    };
    let language = language.to_owned();
    Some(FenceLine { start, indent, language, mangled: true, mark: b'`', length: 3, bare: false })
}

/// True for the heading of a known part, from the second level down, and for a key that opens one.
fn is_part(bare: &str, indent: usize) -> bool {
    let hashes = bare.bytes().take_while(|byte| *byte == b'#').count();
    if (2..=6).contains(&hashes) && indent <= 3 {
        let title = bare[hashes..].strip_prefix([' ', '\t']);
        return title.is_some_and(|title| name_of(title.trim()) != SectionName::Other);
    }
    let content = bare.get(bullet_width(bare)..).unwrap_or_default().trim_start();
    let keyed = content.starts_with("**") || bullet_width(bare) > 0;
    keyed && key::parse(content).is_some_and(|key| is_key_section(&key::canonical(&content[key.key])))
}
