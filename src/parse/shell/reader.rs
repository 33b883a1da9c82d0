//! The machine: takes token after token, and hands each to what is open around it.

use std::borrow::Cow;

use super::command::Command;
use super::frame::{Block, Case, Condition, For, Frame, Open, Pair, Role, Side, State, Token, Word};
use super::here_document::HereDocument;
use super::trouble::{DEEPEST, Kind, Trouble};

/// What a step of the machine gives: nothing, or why it cannot go on.
pub(super) type Step = Result<(), Trouble>;

pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub bytes: &'a [u8],
    pub at: usize,
    pub open: Vec<Open>,
    /// The here-documents announced on this line, and how many of them wait outside of the substitution around us.
    pub awaited: Vec<HereDocument<'a>>,
    pub outside: usize,
    /// What the next word is for, where a redirection asks for one.
    pub target: Option<Role>,
    /// Where `shopt -s extglob` stands: behind it, patterns may hold parentheses everywhere.
    extglob: usize,
    /// The end of the last token of the command.
    pub end: usize,
    done: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            open: Vec::new(),
            awaited: Vec::new(),
            outside: 0,
            target: None,
            extglob: text.find("shopt -s extglob").unwrap_or(text.len()),
            end: 0,
            done: false,
        }
    }

    /// The next command.
    pub fn command(&mut self) -> Option<Command> {
        self.skip_between();
        if self.at >= self.bytes.len() {
            return None;
        }
        let start = self.at;
        self.open.clear();
        self.open.push(Open { frame: Frame::List { block: Block::Top, state: State::Begin }, start });
        self.awaited.clear();
        (self.outside, self.target, self.done, self.end) = (0, None, false, start);
        let trouble = loop {
            if self.done {
                break None;
            }
            if let Err(trouble) = self.step() {
                break Some(trouble);
            }
        };
        if trouble.as_ref().is_some_and(|trouble| !self.resumes(trouble)) {
            self.at = self.bytes.len();
            self.end = self.text.trim_end().len();
        }
        Some(Command { range: start..self.end, trouble })
    }

    /// True where reading goes on at the next line: nothing is open, and all of this one was read.
    fn resumes(&self, trouble: &Trouble) -> bool {
        trouble.kind == Kind::EndOfLine && self.open.len() == 1 && self.awaited.is_empty()
    }

    /// Goes to the next character that begins a command.
    fn skip_between(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'#' => self.skip_line(),
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'\\' if self.peek(1) == Some(b'\n') => self.at += 2,
                _ => return,
            }
        }
    }

    pub fn skip_line(&mut self) {
        self.at += self.bytes[self.at..].iter().position(|byte| *byte == b'\n').unwrap_or(self.bytes.len() - self.at);
    }

    pub fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Takes one token, or goes on within a word.
    fn step(&mut self) -> Step {
        let Some(Open { frame, start }) = self.open.last().copied() else { return Ok(()) };
        match frame {
            Frame::Word(word) => return self.in_word(word, start),
            Frame::DoubleQuote => return self.in_double_quote(start),
            Frame::Matched(matched) => return self.in_matched(matched, start),
            _ => {}
        }
        self.skip_blanks();
        if self.at >= self.bytes.len() {
            return self.end_of_text();
        }
        let from = self.at;
        let regex = matches!(frame, Frame::Condition { state: Condition::Binary(Side::Regex), .. });
        let token = if regex && matches!(self.peek(0), Some(b'(' | b'|')) { Token::Word } else { self.token() };
        if token == Token::Word {
            let role = self.target.take();
            let word = self.word_for(frame, role);
            return self.push(Frame::Word(word), from);
        }
        if self.target.is_some() {
            return Err(self.unexpected(token, from));
        }
        let end = self.at;
        self.sign(token, from)?;
        if token != Token::Newline && !self.done {
            self.end = self.end.max(end);
        }
        Ok(())
    }

    /// Hands a sign to what is open.
    fn sign(&mut self, token: Token, from: usize) -> Step {
        match self.open.last().map(|open| open.frame) {
            Some(Frame::List { block, state }) => self.list_sign(block, state, token, from),
            Some(Frame::For { state, select }) => self.for_sign(state, select, token, from),
            Some(Frame::Case(state)) => self.case_sign(state, token, from),
            Some(Frame::Condition { state, depth }) => self.condition_sign(state, depth, token, from),
            Some(Frame::Array) => match token {
                Token::Newline => self.here_documents(),
                Token::Close => {
                    self.open.pop();
                    Ok(())
                }
                _ => Err(self.unexpected(token, from)),
            },
            _ => Ok(()),
        }
    }

    /// Hands a whole word to what is open.
    pub fn word_read(&mut self, role: Role, start: usize) -> Step {
        self.end = self.end.max(start + self.text[start..self.at].trim_end_matches("\\\n").len());
        match role {
            Role::Target(_) => return Ok(()),
            Role::Delimiter(tabs) => {
                self.awaited.push(HereDocument::new(&self.text[start..self.at], start, tabs));
                return Ok(());
            }
            Role::Plain | Role::Assignment | Role::Element => {}
        }
        match self.open.last().map(|open| open.frame) {
            Some(Frame::List { block, state }) => self.list_word(block, state, start),
            Some(Frame::For { state, select }) => self.for_word(state, select, start),
            Some(Frame::Case(state)) => self.case_word(state, start),
            Some(Frame::Condition { state, depth }) => self.condition_word(state, depth, start),
            _ => Ok(()),
        }
    }

    /// The word that ends here, its lines joined.
    pub fn word(&self, start: usize) -> Cow<'a, str> {
        let word = &self.text[start..self.at];
        if word.contains("\\\n") { Cow::Owned(word.replace("\\\n", "")) } else { Cow::Borrowed(word) }
    }

    /// What a word may hold that begins in `frame`.
    fn word_for(&self, frame: Frame, role: Option<Role>) -> Word {
        let plain = if self.at > self.extglob { Side::Pattern } else { Side::Plain };
        let (own, side) = match frame {
            Frame::List { state, .. } if state.takes_assignment() => (Role::Assignment, plain),
            Frame::Array => (Role::Element, plain),
            Frame::Condition { state: Condition::Binary(side), .. } if side != Side::Plain => (Role::Plain, side),
            _ => (Role::Plain, plain),
        };
        Word { role: role.unwrap_or(own), side }
    }

    /// Opens a construct.
    pub fn push(&mut self, frame: Frame, start: usize) -> Step {
        if self.open.len() >= DEEPEST {
            return Err(Trouble { at: start..self.at.max(start), kind: Kind::TooDeep });
        }
        self.open.push(Open { frame, start });
        Ok(())
    }

    /// Puts another construct in the place of the innermost.
    #[expect(clippy::unnecessary_wraps, reason = "it ends the arms of matches that give a step")]
    pub fn turn(&mut self, frame: Frame) -> Step {
        if let Some(open) = self.open.last_mut() {
            open.frame = frame;
        }
        Ok(())
    }

    /// The command is whole.
    #[expect(clippy::unnecessary_wraps, reason = "it ends the arms of matches that give a step")]
    pub fn finish(&mut self) -> Step {
        self.done = true;
        Ok(())
    }

    /// Reads the here-documents announced on the line that ends here.
    pub fn here_documents(&mut self) -> Step {
        for document in self.awaited.split_off(self.outside) {
            self.at = document.skip(self.text, self.at)?;
            self.end = self.at - usize::from(self.bytes[..self.at].ends_with(b"\n"));
        }
        Ok(())
    }

    /// The text ends: the command is whole, or something is open.
    fn end_of_text(&mut self) -> Step {
        let Some(Open { frame, start }) = self.open.last().copied() else { return Ok(()) };
        if let Some(document) = self.awaited.first() {
            return Err(document.unclosed());
        }
        match frame {
            _ if self.target.is_some() => Err(missing(self.at)),
            Frame::List { block: Block::Top, state } if state.is_whole() => self.finish(),
            Frame::List { block: Block::Top, .. } => Err(missing(self.at)),
            _ => Err(self.unclosed(start)),
        }
    }

    /// Trouble with a sign.
    pub fn unexpected(&self, token: Token, from: usize) -> Trouble {
        if token == Token::Newline {
            return missing(from);
        }
        Trouble { at: from..self.at, kind: Kind::Unexpected(self.text[from..self.at].to_owned()) }
    }

    /// Trouble with the word that ends here.
    pub fn unexpected_word(&self, start: usize) -> Trouble {
        let word = self.text[start..self.at].lines().next().unwrap_or_default();
        Trouble { at: start..self.at, kind: Kind::Unexpected(word.to_owned()) }
    }

    /// Trouble with what opens at `start`, named by its first word or sign.
    pub fn unclosed(&self, start: usize) -> Trouble {
        let rest = &self.text[start..];
        let letters = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_lowercase()).len();
        let signs = rest.len() - rest.trim_start_matches(['$', '<', '>', '(', '{', '[']).len();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = letters.max(signs.min(3)).max(first);
        Trouble { at: start..start + length, kind: Kind::Unclosed(rest[..length].to_owned()) }
    }
}

/// The head of a `for`, a `case` or a `[[`, just opened.
pub(super) fn head(word: &str) -> Option<Frame> {
    Some(match word {
        "for" | "select" => Frame::For { state: For::Name, select: word == "select" },
        "case" => Frame::Case(Case::Word),
        "[[" => Frame::Condition { state: Condition::Term, depth: 0 },
        "{" => Frame::List { block: Block::Group, state: State::Begin },
        "if" => Frame::List { block: Block::IfCondition, state: State::Begin },
        "while" | "until" => Frame::List { block: Block::LoopCondition, state: State::Begin },
        _ => return None,
    })
}

/// What parentheses of a pair are for, as a frame's start tells where they stand.
pub(super) const fn parentheses(role: Pair) -> super::frame::Matched {
    super::frame::Matched { open: b'(', close: b')', depth: 1, role }
}

/// Trouble where something must follow.
fn missing(at: usize) -> Trouble {
    Trouble { at: at..at, kind: Kind::EndOfLine }
}
