//! Lists of commands: what may follow what, between a block's opening and its close.

use super::frame::{Block, Case, Frame, Pair, Redirection, Role, Simple, State, Token};
use super::reader::{Reader, Step, head, parentheses};

impl State {
    /// True where a command may begin.
    fn begins(self) -> bool {
        matches!(self, Self::Begin | Self::Again | Self::Wanted | Self::Piped | Self::Prefix(_))
    }

    /// True where a word may open a block.
    fn takes_block(self) -> bool {
        self.begins() || matches!(self, Self::Coproc | Self::CoprocWord | Self::FunctionNamed | Self::FunctionBody)
    }

    /// True where a command has ended, or may.
    fn ends(self) -> bool {
        matches!(self, Self::Simple(_) | Self::Compound(_) | Self::CoprocWord)
    }

    /// True where the end of the line, or of the text, ends the command.
    pub fn is_whole(self) -> bool {
        self.ends() || matches!(self, Self::Again | Self::Prefix(_))
    }

    /// True where a reserved word may close the block.
    fn closes(self) -> bool {
        matches!(self, Self::Again | Self::Compound(false))
    }

    /// True where a word may be an assignment.
    pub fn takes_assignment(self) -> bool {
        let simple = matches!(self, Self::Simple(Simple::Assignments | Simple::Declaration));
        simple || self.begins() || self == Self::Coproc
    }
}

/// The commands that take assignments, arrays included, among their words.
const DECLARATIONS: [&str; 8] = ["alias", "declare", "eval", "export", "let", "local", "readonly", "typeset"];

impl Reader<'_> {
    /// A sign within a list.
    pub fn list_sign(&mut self, block: Block, state: State, token: Token, from: usize) -> Step {
        let next = match token {
            Token::Newline => return self.list_line(block, state, from),
            Token::Semicolon if state.ends() || matches!(state, State::Prefix(_)) => State::Again,
            Token::Background if state.ends() => State::Again,
            Token::AndOr if state.ends() => State::Wanted,
            Token::Pipe if state.ends() => State::Piped,
            Token::ArmEnd if block == Block::Arm && (state.is_whole() || state == State::Begin) => {
                self.open.pop();
                return self.turn(Frame::Case(Case::Arms));
            }
            Token::Redirect(redirection) => {
                let Some(next) = redirected(state) else { return Err(self.unexpected(token, from)) };
                self.target = Some(Role::Target(redirection == Redirection::Descriptor));
                next
            }
            Token::HereDocument(tabs) => {
                let Some(next) = redirected(state) else { return Err(self.unexpected(token, from)) };
                self.target = Some(Role::Delimiter(tabs));
                next
            }
            Token::Open => return self.list_open(block, state, from),
            Token::Close => return self.list_close(block, state, from),
            _ => return Err(self.unexpected(token, from)),
        };
        self.turn(Frame::List { block, state: next })
    }

    /// A line feed within a list.
    fn list_line(&mut self, block: Block, state: State, from: usize) -> Step {
        if matches!(state, State::Coproc | State::FunctionName | State::FunctionOpen) {
            return Err(self.unexpected(Token::Newline, from));
        }
        self.here_documents()?;
        if state == State::FunctionNamed {
            return self.turn(Frame::List { block, state: State::FunctionBody });
        }
        if !state.is_whole() {
            return Ok(());
        }
        if block == Block::Top {
            return self.finish();
        }
        self.turn(Frame::List { block, state: State::Again })
    }

    /// `(`: a subshell, arithmetic, or what follows a function's name.
    fn list_open(&mut self, block: Block, state: State, from: usize) -> Step {
        let behind = self.text[self.at..].trim_start_matches([' ', '\t']);
        if state == State::Simple(Simple::Name) || (state == State::FunctionNamed && behind.starts_with(')')) {
            return self.turn(Frame::List { block, state: State::FunctionOpen });
        }
        if !state.takes_block() {
            return Err(self.unexpected(Token::Open, from));
        }
        self.turn(Frame::List { block, state: State::Compound(false) })?;
        if self.peek(0) == Some(b'(') {
            self.at += 1;
            return self.push(Frame::Matched(parentheses(Pair::Arithmetic)), self.at - 1);
        }
        self.push(Frame::List { block: Block::Subshell, state: State::Begin }, from)
    }

    /// `)`: the end of a subshell or a substitution, or of the parentheses behind a function's name.
    fn list_close(&mut self, block: Block, state: State, from: usize) -> Step {
        let whole = state.ends() || state == State::Again;
        match block {
            _ if state == State::FunctionOpen => self.turn(Frame::List { block, state: State::FunctionBody }),
            Block::Subshell if whole => {
                self.open.pop();
                Ok(())
            }
            Block::Substitution(outside) if state.is_whole() || state == State::Begin => {
                if let Some(document) = self.awaited.get(self.outside) {
                    return Err(document.unclosed());
                }
                self.open.pop();
                self.outside = outside;
                Ok(())
            }
            _ => Err(self.unexpected(Token::Close, from)),
        }
    }

    /// A word within a list.
    pub fn list_word(&mut self, block: Block, state: State, start: usize) -> Step {
        let word = &*self.word(start);
        if let State::Simple(simple) = state {
            let next = State::Simple(simple.and(word));
            return self.turn(Frame::List { block, state: next });
        }
        if let Some(frame) = head(word).filter(|_| state.takes_block()) {
            self.turn(Frame::List { block, state: State::Compound(false) })?;
            return self.push(frame, start);
        }
        let plain = match state {
            State::FunctionName | State::Compound(true) => true,
            State::Coproc | State::Piped => word == "time",
            _ => false,
        };
        if is_reserved(word) && !plain {
            return self.reserved(block, state, start);
        }
        let next = match state {
            State::Prefix(true) if matches!(word, "-p" | "--") => State::Prefix(true),
            State::Coproc if is_assigned(word) => State::Simple(Simple::Assignments),
            State::Coproc => State::CoprocWord,
            State::CoprocWord => State::Simple(Simple::Words),
            State::FunctionName => State::FunctionNamed,
            _ if state.begins() => State::Simple(Simple::first(word)),
            _ => return Err(self.unexpected_word(start)),
        };
        self.turn(Frame::List { block, state: next })
    }

    /// A reserved word that opens no block.
    fn reserved(&mut self, block: Block, state: State, start: usize) -> Step {
        let next = match (&*self.word(start), block) {
            ("!", _) if state.begins() && state != State::Piped => Frame::List { block, state: State::Prefix(false) },
            ("time", _) if state.begins() => Frame::List { block, state: State::Prefix(true) },
            ("function", _) if state.begins() => Frame::List { block, state: State::FunctionName },
            ("coproc", _) if state.begins() => Frame::List { block, state: State::Coproc },
            ("then", Block::IfCondition) if state.closes() => Frame::List { block: Block::Then, state: State::Begin },
            ("elif", Block::Then) if state.closes() => Frame::List { block: Block::IfCondition, state: State::Begin },
            ("else", Block::Then) if state.closes() => Frame::List { block: Block::Else, state: State::Begin },
            ("do", Block::LoopCondition) if state.closes() => {
                Frame::List { block: Block::LoopBody, state: State::Begin }
            }
            ("}", Block::Group) | ("fi", Block::Then | Block::Else) | ("done", Block::LoopBody) if state.closes() => {
                self.open.pop();
                return Ok(());
            }
            ("esac", Block::Arm) if state.closes() || state == State::Begin => {
                self.open.pop();
                self.open.pop();
                return Ok(());
            }
            _ => return Err(self.unexpected_word(start)),
        };
        self.turn(next)
    }
}

impl Simple {
    /// What a command is by its first word.
    fn first(word: &str) -> Self {
        match Self::Assignments.and(word) {
            Self::Words => Self::Name,
            other => other,
        }
    }

    /// What the command is with one more word.
    fn and(self, word: &str) -> Self {
        match self {
            Self::Assignments if is_assigned(word) => Self::Assignments,
            Self::Assignments if DECLARATIONS.contains(&word) => Self::Declaration,
            Self::Assignments | Self::Name | Self::Words => Self::Words,
            Self::Declaration => Self::Declaration,
        }
    }
}

/// What a redirection makes of a list.
fn redirected(state: State) -> Option<State> {
    match state {
        State::Compound(_) => Some(State::Compound(true)),
        State::Simple(Simple::Name) | State::CoprocWord => Some(State::Simple(Simple::Words)),
        State::Simple(_) => Some(state),
        State::Coproc => Some(State::Simple(Simple::Assignments)),
        _ if state.begins() => Some(State::Simple(Simple::Assignments)),
        _ => None,
    }
}

/// True for `name=..` and its kin.
fn is_assigned(word: &str) -> bool {
    let name = word.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    if name == 0 || word.as_bytes()[0].is_ascii_digit() {
        return false;
    }
    let rest = &word[name..];
    let subscript = rest.starts_with('[') && (rest.contains("]=") || rest.contains("]+="));
    subscript || rest.starts_with('=') || rest.starts_with("+=")
}

/// The words of the grammar that open no block of their own.
fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "!" | "time"
            | "function"
            | "coproc"
            | "then"
            | "elif"
            | "else"
            | "fi"
            | "do"
            | "done"
            | "esac"
            | "in"
            | "}"
            | "]]"
            | "{"
            | "if"
            | "while"
            | "until"
            | "for"
            | "select"
            | "case"
            | "[["
    )
}
