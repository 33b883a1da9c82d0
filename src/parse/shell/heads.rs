//! The heads of `for`, `select` and `case`.

use super::frame::{Block, Case, For, Frame, Pair, State, Token};
use super::reader::{Reader, Step, parentheses};

impl Reader<'_> {
    /// A sign in the head of a `for`.
    pub fn for_sign(&mut self, state: For, select: bool, token: Token, from: usize) -> Step {
        if token == Token::Newline {
            self.here_documents()?;
        }
        let next = match (state, token) {
            (For::Name, Token::Open) if !select && self.peek(0) == Some(b'(') => {
                self.at += 1;
                self.turn(Frame::For { state: For::Arithmetic, select })?;
                return self.push(Frame::Matched(parentheses(Pair::ForArithmetic)), self.at - 1);
            }
            (For::Named | For::NamedLine, Token::Newline) => For::NamedLine,
            (For::Named | For::Words | For::Arithmetic, Token::Semicolon)
            | (For::Words | For::Arithmetic | For::Body, Token::Newline) => For::Body,
            _ => return Err(self.unexpected(token, from)),
        };
        self.turn(Frame::For { state: next, select })
    }

    /// A word in the head of a `for`.
    pub fn for_word(&mut self, state: For, select: bool, start: usize) -> Step {
        let next = match (state, &*self.word(start)) {
            (For::Name, _) => For::Named,
            (For::Named | For::NamedLine, "in") | (For::Words, _) => For::Words,
            (_, "do") => return self.turn(Frame::List { block: Block::LoopBody, state: State::Begin }),
            (For::NamedLine | For::Arithmetic | For::Body, "{") => {
                return self.turn(Frame::List { block: Block::Group, state: State::Begin });
            }
            _ => return Err(self.unexpected_word(start)),
        };
        self.turn(Frame::For { state: next, select })
    }

    /// A sign between the arms of a `case`.
    pub fn case_sign(&mut self, state: Case, token: Token, from: usize) -> Step {
        match (state, token) {
            (Case::In | Case::Arms, Token::Newline) => self.here_documents(),
            (Case::Arms, Token::Open) => self.turn(Frame::Case(Case::Pattern)),
            (Case::Matched, Token::Pipe) if self.bytes[from..self.at] == *b"|" => self.turn(Frame::Case(Case::Pattern)),
            (Case::Matched, Token::Close) => self.push(Frame::List { block: Block::Arm, state: State::Begin }, from),
            _ => Err(self.unexpected(token, from)),
        }
    }

    /// A word between the arms of a `case`.
    pub fn case_word(&mut self, state: Case, start: usize) -> Step {
        let next = match (state, &*self.word(start)) {
            (Case::Word, _) => Case::In,
            (Case::In, "in") => Case::Arms,
            (Case::Arms, "esac") => {
                self.open.pop();
                return Ok(());
            }
            (Case::Arms | Case::Pattern, _) => Case::Matched,
            _ => return Err(self.unexpected_word(start)),
        };
        self.turn(Frame::Case(next))
    }
}
