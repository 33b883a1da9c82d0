//! Evidence written by hand: commands with what they are said to have ended in, logs, and sentences.

use std::ops::Range;

use super::doc::Doc;
use super::lines::{Class, Line};
use super::prompt::{self, Logged};
use super::value;
use super::{key, phases};
use crate::model::{Claim, Key, SectionName};
use crate::text::Span;

/// Collects claims from the lines of EVIDENCE, from its first to its last.
pub(super) struct Claims<'a> {
    doc: &'a Doc,
    done: Vec<Claim>,
    draft: Option<Draft>,
    /// The command that the heading above is, for the log beneath it.
    headed: Option<(String, Span)>,
    after_blank: bool,
}

/// A claim while its lines are read.
struct Draft {
    claim: Claim,
    /// How far its first line is indented.
    indent: usize,
    /// True where a key introduced the command, so that keys beside it belong to it.
    keyed: bool,
    /// True where its last key waits for the list that follows.
    listing: bool,
    /// False while there are only labels and blanks of a template.
    said: bool,
}

impl Draft {
    /// True for what stands beneath it.
    fn takes(&self, line: &Line) -> bool {
        line.indent > self.indent || self.listing && line.bullet
    }
}

/// The keys that introduce a command.
const COMMANDS: &[&str] = &["COMMAND", "CMD", "COMMAND_RUN", "RAN", "RUN", "EXECUTED"];

/// The keys that may stand beside one, in small letters too.
const BESIDE: &[&str] =
    &["EXIT", "LOG", "PROOF", "RESULT", "OUTPUT", "SUMMARY", "STATUS", "NOTE", "CWD", "STDOUT", "STDERR"];

impl<'a> Claims<'a> {
    /// Nothing claimed yet.
    pub fn new(doc: &'a Doc) -> Self {
        Self { doc, done: Vec::new(), draft: None, headed: None, after_blank: true }
    }

    /// Reads these lines.
    pub fn read(&mut self, lines: Range<usize>) {
        let mut index = lines.start;
        while index < lines.end {
            if let Some(end) = other_part(self.doc, index) {
                self.close();
                index = end;
                continue;
            }
            let line = &self.doc.lines[index];
            let mut next = index + 1;
            match line.class {
                Class::Heading(at) => {
                    self.close();
                    let title = &self.doc.outline.headings[at].title;
                    self.headed = prompt::leading_code(title).map(|(code, _)| (code.to_owned(), line.span));
                }
                Class::Rule => self.close(),
                Class::Blank => {}
                Class::Code(block) => {
                    let within = |at: &usize| self.doc.lines[*at].class == Class::Code(block);
                    next = (index..lines.end).find(|at| !within(at)).unwrap_or(lines.end);
                    self.log(index..next);
                }
                Class::Text => self.text(line),
            }
            self.after_blank = line.class == Class::Blank;
            index = next;
        }
    }

    /// Adds one that was found otherwise.
    pub fn push(&mut self, claim: Claim) {
        self.close();
        self.done.push(claim);
    }

    /// Ends the claim that is being read: what follows is another.
    pub fn close(&mut self) {
        self.done.extend(self.draft.take().filter(|draft| draft.said).map(|draft| draft.claim));
        self.headed = None;
    }

    /// All of them, in order.
    pub fn finish(mut self) -> Vec<Claim> {
        self.close();
        self.done
    }

    fn text(&mut self, line: &Line) {
        let content = self.doc.slice(line.content);
        if let Some(command) = prompt::prompted(content, self.draft.is_some() && !self.after_blank) {
            return self.open(line, Some(command.to_owned()), None, true);
        }
        let Some(key) = key::parse(content) else { return self.prose(line, content) };
        let written = &content[key.key];
        let name = key::canonical(written);
        let value = &content[key.value];
        let beside = key::is_structural(written) || BESIDE.iter().any(|it| name.starts_with(it));
        if COMMANDS.contains(&name.as_str()) {
            let said = says(value);
            let command = said.then(|| prompt::command_of(value).to_owned());
            self.open(line, command, prompt::exit_in(value), said);
            if let Some(draft) = &mut self.draft {
                (draft.keyed, draft.listing) = (true, value.is_empty());
            }
        } else if let Some(draft) = self.draft.as_mut().filter(|it| it.takes(line) || it.keyed && beside) {
            let told = value.is_empty() || !says(value) || (name == "LOG_PATH" && value.contains('<'));
            draft.said |= !told;
            draft.listing = if draft.keyed { value.is_empty() } else { draft.listing };
            if name.starts_with("EXIT") && draft.claim.exit.is_none() {
                draft.claim.exit = prompt::number(value);
            }
            draft.claim.span.end = line.content.end;
        } else if value.is_empty() && prompt::leading_code(content).is_none() {
            let command = prompt::label(content).map(str::to_owned);
            let listing = command.is_some() && !line.bullet;
            self.open(line, command, None, false);
            if let Some(draft) = &mut self.draft {
                draft.listing = listing;
            }
        } else if says(value) || prompt::leading_code(content).is_some() {
            let exit = if name.starts_with("EXIT") { prompt::number(value) } else { prompt::exit_in(value) };
            self.open(line, prompt::told(content).map(str::to_owned), exit, true);
        } else {
            self.close();
        }
    }

    /// A line without a key: it goes on with the claim above it, or is one.
    fn prose(&mut self, line: &Line, content: &str) {
        let after_blank = self.after_blank;
        if let Some(draft) = self.draft.as_mut().filter(|it| it.takes(line) || !line.bullet && !after_blank) {
            if says(content) {
                if draft.keyed && draft.listing && !draft.said {
                    draft.claim.command = Some(prompt::command_of(content).to_owned());
                }
                draft.said = true;
            }
            draft.claim.span.end = line.content.end;
        } else if says(content) {
            self.open(line, prompt::told(content).map(str::to_owned), prompt::exit_in(content), true);
        } else {
            self.close();
        }
    }

    fn open(&mut self, line: &Line, command: Option<String>, exit: Option<i32>, said: bool) {
        self.close();
        let lead = self.doc.slice(line.span).len() - self.doc.slice(line.span).trim_start().len();
        let span = Span::new(line.span.start + lead, line.content.end.max(line.span.start + lead));
        let claim = Claim { command, exit, span };
        self.draft = Some(Draft { claim, indent: line.indent, keyed: false, listing: false, said });
    }

    /// A fence: the log of the command above it, else one claim for each prompt in it, else one for all of it.
    fn log(&mut self, lines: Range<usize>) {
        let all = &self.doc.lines[lines];
        let Class::Code(block) = all[0].class else { return };
        let block = &self.doc.outline.code_blocks[block];
        let inner = |line: &&Line| block.content.start <= line.span.start && line.span.end <= block.content.end;
        let inner = || all.iter().filter(inner).filter(|line| !self.doc.slice(line.content).is_empty());
        let Some(last) = inner().next_back().filter(|_| inner().any(|line| says(self.doc.slice(line.content)))) else {
            return;
        };
        let span = Span::new(block.span.start, all[all.len() - 1].span.end.max(last.span.end));
        let prompts = inner().any(|line| prompt::prompted(self.doc.slice(line.content), false).is_some());
        let takes = |draft: &Draft| draft.claim.command.is_some() || !prompts && (draft.takes(&all[0]) || !draft.said);
        if let Some(draft) = self.draft.as_mut().filter(|it| takes(it)) {
            draft.said = true;
            draft.claim.span.end = span.end;
            return;
        }
        let headed = self.headed.take();
        self.close();
        let mut found: Vec<Claim> = Vec::new();
        for line in inner().filter(|_| headed.is_none()) {
            let text = self.doc.slice(line.span);
            let span = Span::new(line.span.end - text.trim_start().len(), line.span.end);
            match (prompt::logged(text.trim(), !found.is_empty()), found.last_mut()) {
                (Some(Logged::Command(command)), _) => {
                    found.push(Claim { command: Some(command.to_owned()), exit: None, span });
                }
                (Some(Logged::Exit(exit)), Some(last)) => {
                    last.exit = last.exit.or(Some(exit));
                    last.span.end = span.end;
                }
                (_, Some(last)) => last.span.end = span.end,
                (_, None) => {}
            }
        }
        if found.is_empty() {
            let span = headed.as_ref().map_or(span, |(_, heading)| heading.to(span));
            found.push(Claim { command: headed.map(|(command, _)| command), exit: None, span });
        }
        self.done.append(&mut found);
    }
}

/// Where a part of another name ends that begins on a line: an EVIDENCE_MAPPING, a report.
pub(super) fn other_part(doc: &Doc, index: usize) -> Option<usize> {
    let start = doc.lines[index].span.start;
    let at = doc.sections.partition_point(|it| it.heading.start < start);
    let section = doc.sections.get(at).filter(|it| it.heading.start == start)?;
    let named = !matches!(section.name, SectionName::Other | SectionName::Evidence);
    let counts = matches!(section.key, Key::Heading(_)) || section.name == SectionName::EvidenceMapping;
    (named && counts).then(|| doc.lines_in(section.body).end.max(index + 1))
}

/// False for blanks, for `NONE` and its kin, and for a template's lines in parentheses.
fn says(text: &str) -> bool {
    let bare = text.trim_matches(['`', '*', '_', ' ', '.', '-']);
    !bare.is_empty() && phases::is_prose(text) && value::placeholder(value::clean(text)).is_none()
}
