//! `[[ .. ]]`: terms, operators, parentheses.

use super::frame::{Condition, Frame, Redirection, Side, Token};
use super::reader::{Reader, Step};

impl Reader<'_> {
    /// A sign within a condition.
    pub fn condition_sign(&mut self, state: Condition, depth: usize, token: Token, from: usize) -> Step {
        let (state, depth) = match (state, token) {
            (Condition::Term | Condition::Done, Token::Newline) => {
                self.here_documents()?;
                (state, depth)
            }
            (Condition::Term, Token::Open) => (Condition::Term, depth + 1),
            (Condition::Word, Token::Redirect(Redirection::Plain)) => (Condition::Binary(Side::Plain), depth),
            (Condition::Word | Condition::Done, Token::AndOr) => (Condition::Term, depth),
            (Condition::Word | Condition::Done, Token::Close) if depth > 0 => (Condition::Done, depth - 1),
            _ => return Err(self.unexpected(token, from)),
        };
        self.turn(Frame::Condition { state, depth })
    }

    /// A word within a condition.
    pub fn condition_word(&mut self, state: Condition, depth: usize, start: usize) -> Step {
        let word = &*self.word(start);
        let state = match state {
            Condition::Word | Condition::Done if word == "]]" && depth == 0 => {
                self.open.pop();
                return Ok(());
            }
            Condition::Term if word == "!" => Condition::Term,
            Condition::Term if word == "]]" => return Err(self.unexpected_word(start)),
            Condition::Term if is_unary(word) => Condition::Unary,
            Condition::Term => Condition::Word,
            Condition::Word => match binary(word) {
                Some(side) => Condition::Binary(side),
                None => return Err(self.unexpected_word(start)),
            },
            Condition::Unary | Condition::Binary(_) if word != "]]" => Condition::Done,
            _ => return Err(self.unexpected_word(start)),
        };
        self.turn(Frame::Condition { state, depth })
    }
}

/// What may stand on the right of an operator; `None` for a word that is none.
fn binary(word: &str) -> Option<Side> {
    Some(match word {
        "=" | "==" | "!=" => Side::Pattern,
        "=~" => Side::Regex,
        "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-nt" | "-ot" | "-ef" => Side::Plain,
        _ => return None,
    })
}

fn is_unary(word: &str) -> bool {
    matches!(word.as_bytes(), [b'-', letter] if b"abcdefghknoprstuvwxzGLNORS".contains(letter))
}
