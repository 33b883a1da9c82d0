//! Within words: quotes, expansions, substitutions, and all that may stand in parentheses there.

use super::frame::{Block, Frame, Matched, Open, Pair, Role, Side, State, Word};
use super::reader::{Reader, Step, parentheses};
use super::trouble::Trouble;

impl Reader<'_> {
    /// Goes on within a word, to its end or to what opens in it.
    pub fn in_word(&mut self, word: Word, start: usize) -> Step {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'|' if word.side != Side::Regex => break,
                b'<' | b'>' if self.peek(1) == Some(b'(') => {
                    self.at += 2;
                    return self.substitution(self.at - 2);
                }
                b' ' | b'\t' | b'\n' | b';' | b'&' | b')' | b'<' | b'>' => break,
                b'(' => {
                    let opens = self.parenthesis(word, start);
                    let Some(frame) = opens else { break };
                    self.at += 1;
                    return self.push(frame, self.at - 1);
                }
                b'[' if self.opens_subscript(word, start) => {
                    self.at += 1;
                    let pair = Matched { open: b'[', close: b']', depth: 1, role: Pair::Expansion };
                    return self.push(Frame::Matched(pair), self.at - 1);
                }
                b'"' => {
                    self.at += 1;
                    return self.push(Frame::DoubleQuote, self.at - 1);
                }
                b'\\' => self.skip_escaped(),
                b'\'' | b'`' => self.skip_quoted(byte)?,
                b'$' => {
                    if self.dollar(true)? {
                        return Ok(());
                    }
                }
                _ => self.at += 1,
            }
        }
        self.open.pop();
        if matches!(self.peek(0), Some(b'<' | b'>')) && is_descriptor(&self.word(start)) {
            let within = matches!(self.open.last(), Some(Open { frame: Frame::List { .. }, .. }));
            return match word.role {
                Role::Target(true) => Ok(()),
                Role::Plain | Role::Assignment if within => Ok(()),
                _ => Err(self.unexpected_word(start)),
            };
        }
        self.word_read(word.role, start)
    }

    /// Goes on within double quotes.
    pub fn in_double_quote(&mut self, start: usize) -> Step {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'"' => {
                    self.at += 1;
                    self.open.pop();
                    return Ok(());
                }
                b'\\' => self.skip_escaped(),
                b'`' => self.skip_quoted(b'`')?,
                b'$' => {
                    if self.dollar(false)? {
                        return Ok(());
                    }
                }
                _ => self.at += 1,
            }
        }
        Err(self.unclosed(start))
    }

    /// Goes on within a pair of signs.
    pub fn in_matched(&mut self, mut matched: Matched, start: usize) -> Step {
        while let Some(byte) = self.peek(0) {
            match byte {
                _ if byte == matched.close => {
                    self.at += 1;
                    matched.depth -= 1;
                    if matched.depth == 0 {
                        return self.close_matched(matched.role, start);
                    }
                }
                _ if byte == matched.open => {
                    self.at += 1;
                    matched.depth += 1;
                }
                b'<' | b'>' if matched.role == Pair::Expansion && self.peek(1) == Some(b'(') => {
                    self.turn(Frame::Matched(matched))?;
                    self.at += 2;
                    return self.substitution(self.at - 2);
                }
                b'"' => {
                    self.at += 1;
                    self.turn(Frame::Matched(matched))?;
                    return self.push(Frame::DoubleQuote, self.at - 1);
                }
                b'\\' => self.skip_escaped(),
                b'\'' | b'`' => self.skip_quoted(byte)?,
                b'$' if matched.role == Pair::Expression && matches!(self.peek(1), Some(b'{' | b'[')) => self.at += 1,
                b'$' => {
                    self.turn(Frame::Matched(matched))?;
                    if self.dollar(true)? {
                        return Ok(());
                    }
                }
                _ => self.at += 1,
            }
        }
        Err(self.unclosed(start))
    }

    /// The pair is closed. Two parentheses that are not closed as they were opened are subshells.
    fn close_matched(&mut self, role: Pair, start: usize) -> Step {
        self.open.pop();
        if matches!(role, Pair::Part | Pair::Expression | Pair::Expansion) {
            return Ok(());
        }
        if self.peek(0) == Some(b')') {
            self.at += 1;
            self.end = self.end.max(self.at);
            return Ok(());
        }
        if role == Pair::ForArithmetic {
            return Err(self.unexpected_word(start));
        }
        self.at = start;
        self.push(Frame::List { block: Block::Subshell, state: State::Begin }, start - 1)
    }

    /// What a dollar sign opens, if anything; true where something did.
    fn dollar(&mut self, unquoted: bool) -> Result<bool, Trouble> {
        let start = self.at;
        let pair = |open, close, role| Frame::Matched(Matched { open, close, depth: 1, role });
        let (length, frame) = match self.bytes[start + 1..] {
            [b'(', ..] => {
                self.at += 2;
                self.substitution(start)?;
                return Ok(true);
            }
            [b'{', ..] => (2, pair(0, b'}', Pair::Expansion)),
            [b'[', ..] => (2, pair(b'[', b']', Pair::Expression)),
            [b'\'', ..] if unquoted => {
                self.at += 1;
                self.skip_ansi_quoted()?;
                return Ok(false);
            }
            _ => {
                self.at += 1;
                return Ok(false);
            }
        };
        self.at += length;
        self.push(frame, start)?;
        Ok(true)
    }

    /// Commands within a word; with one more parenthesis, bash only looks for the one that closes.
    fn substitution(&mut self, start: usize) -> Step {
        if self.peek(0) == Some(b'(') {
            return self.push(Frame::Matched(parentheses(Pair::Expression)), start);
        }
        let block = Block::Substitution(std::mem::replace(&mut self.outside, self.awaited.len()));
        self.push(Frame::List { block, state: State::Begin }, start)
    }

    /// What a parenthesis opens within a word: the elements of an array, or a part of a pattern.
    fn parenthesis(&self, word: Word, start: usize) -> Option<Frame> {
        let before = &self.bytes[start..self.at];
        let pattern = match word.side {
            Side::Regex => true,
            Side::Pattern => matches!(before.last(), Some(b'?' | b'*' | b'+' | b'@' | b'!')),
            Side::Plain => false,
        };
        if pattern {
            return Some(Frame::Matched(parentheses(Pair::Part)));
        }
        (word.role == Role::Assignment && is_assignment(&self.word(start))).then_some(Frame::Array)
    }

    /// True where `[` begins the subscript of an assignment, which may hold blanks.
    fn opens_subscript(&self, word: Word, start: usize) -> bool {
        match word.role {
            Role::Assignment => self.at - start < LONGEST_NAME && is_name(&self.word(start)),
            Role::Element => self.at == start,
            _ => false,
        }
    }

    /// A backslash and what it takes the meaning from.
    fn skip_escaped(&mut self) {
        let next = self.text[self.at + 1..].chars().next().map_or(0, char::len_utf8);
        self.at += 1 + next;
    }

    /// Quotes that end at their mark; between backquotes a backslash escapes.
    fn skip_quoted(&mut self, mark: u8) -> Step {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                _ if byte == mark => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' if mark == b'`' => self.skip_escaped(),
                _ => self.at += 1,
            }
        }
        Err(self.unclosed(start))
    }

    /// `$'..'`, in which a backslash escapes.
    fn skip_ansi_quoted(&mut self) -> Step {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\'' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.skip_escaped(),
                _ => self.at += 1,
            }
        }
        Err(self.unclosed(start))
    }
}

/// Longer names of variables are not looked for.
const LONGEST_NAME: usize = 200;

/// True for what stands directly before a redirection and belongs to it: `2`, `{name}`.
fn is_descriptor(word: &str) -> bool {
    let named = word.strip_prefix('{').and_then(|word| word.strip_suffix('}'));
    word.bytes().all(|byte| byte.is_ascii_digit()) || named.is_some_and(is_name)
}

/// True for `name=`, `name+=`, `name[..]=`.
fn is_assignment(word: &str) -> bool {
    let Some(left) = word.strip_suffix('=') else { return false };
    let left = left.strip_suffix('+').unwrap_or(left);
    is_name(left.split_once('[').filter(|(_, behind)| behind.ends_with(']')).map_or(left, |(name, _)| name))
}

fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
