//! The signs between words.

use super::frame::{Redirection, Token};
use super::reader::Reader;

impl Reader<'_> {
    /// Goes over blanks, continued lines and comments.
    pub fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'\\' if self.peek(1) == Some(b'\n') => self.at += 2,
                b'#' => self.skip_line(),
                _ => return,
            }
        }
    }

    /// Takes a sign; where none stands, a word begins, and nothing is taken.
    pub fn token(&mut self) -> Token {
        let rest = &self.bytes[self.at..];
        let (length, token) = match rest {
            [b'\n', ..] => (1, Token::Newline),
            [b';', b';', b'&', ..] => (3, Token::ArmEnd),
            [b';', b';' | b'&', ..] => (2, Token::ArmEnd),
            [b';', ..] => (1, Token::Semicolon),
            [b'&', b'&', ..] | [b'|', b'|', ..] => (2, Token::AndOr),
            [b'|', b'&', ..] => (2, Token::Pipe),
            [b'|', ..] => (1, Token::Pipe),
            [b'(', ..] => (1, Token::Open),
            [b')', ..] => (1, Token::Close),
            [b'<' | b'>', b'(', ..] => (0, Token::Word),
            [b'<', b'<', b'<', ..] | [b'&', b'>', b'>', ..] => (3, Token::Redirect(Redirection::Other)),
            [b'<', b'<', b'-', ..] => (3, Token::HereDocument(true)),
            [b'<', b'<', ..] => (2, Token::HereDocument(false)),
            [b'<' | b'>', b'&', ..] => (2, Token::Redirect(Redirection::Descriptor)),
            [b'<' | b'&', b'>', ..] | [b'>', b'>' | b'|', ..] => (2, Token::Redirect(Redirection::Other)),
            [b'&', ..] => (1, Token::Background),
            [b'<' | b'>', ..] => (1, Token::Redirect(Redirection::Plain)),
            _ => (0, Token::Word),
        };
        self.at += length;
        token
    }
}
