//! What is open around a place in a bash text: the stack of the reader, in the words of bash's grammar.

/// One open construct, and where it starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// What it is.
    pub frame: Frame,
    /// Where it starts.
    pub start: usize,
}

/// The constructs. Those that hold commands or words stand between tokens; the last three stand within a word.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame {
    /// Commands, up to what closes the block.
    List { block: Block, state: State },
    /// `for` and `select`, up to their body.
    For { state: For, select: bool },
    /// `case`, between its arms.
    Case(Case),
    /// `[[ .. ]]`, with so many parentheses open in it.
    Condition { state: Condition, depth: usize },
    /// The words of `name=( .. )`.
    Array,
    /// A word.
    Word(Word),
    /// `" .. "`.
    DoubleQuote,
    /// Text up to the sign that closes it.
    Matched(Matched),
}

/// What holds commands, by what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// The text itself: a line feed ends the command.
    Top,
    /// `{`, closed by `}`.
    Group,
    /// `(`, closed by `)`.
    Subshell,
    /// `$(`, `<(` and `>(`, closed by `)`; the number of here-documents that waited outside before it.
    Substitution(usize),
    /// `if` and `elif`, up to `then`.
    IfCondition,
    /// `then`, up to `elif`, `else` or `fi`.
    Then,
    /// `else`, up to `fi`.
    Else,
    /// `while` and `until`, up to `do`.
    LoopCondition,
    /// `do`, up to `done`.
    LoopBody,
    /// One arm of a `case`, up to `;;` or `esac`.
    Arm,
}

/// What a list has just read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing: a command must follow.
    Begin,
    /// `;`, `&` or a line feed: a command, or the end of the block.
    Again,
    /// `&&`, `||`: a command must follow.
    Wanted,
    /// `|`, `|&`: a command must follow, without `!`, and `time` is a word like others.
    Piped,
    /// `!` and `time`: a command, or the end of the line. True where `time` is last, and may take its `-p`.
    Prefix(bool),
    /// `coproc`.
    Coproc,
    /// `coproc` and a word: its name, or its command.
    CoprocWord,
    /// Words of a simple command.
    Simple(Simple),
    /// `function`.
    FunctionName,
    /// `function` and a name.
    FunctionNamed,
    /// A name and `(`.
    FunctionOpen,
    /// A function's head: a block must follow.
    FunctionBody,
    /// A block; true where redirections stand behind it.
    Compound(bool),
}

/// What matters of the words of a simple command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Simple {
    /// Assignments and redirections alone.
    Assignments,
    /// One word, which may be the name of a function.
    Name,
    /// Several words.
    Words,
    /// `declare` and its kin, which take arrays among their words.
    Declaration,
}

/// What a `for` has just read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// `for`.
    Name,
    /// The name.
    Named,
    /// The name, and a line feed.
    NamedLine,
    /// `in` and words.
    Words,
    /// `((..))`.
    Arithmetic,
    /// All of its head: the body must follow.
    Body,
}

/// What a `case` has just read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `case`.
    Word,
    /// Its word.
    In,
    /// `in`, or an arm.
    Arms,
    /// `(` or `|`: a pattern must follow.
    Pattern,
    /// A pattern.
    Matched,
}

/// What a `[[` has just read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// A term must follow.
    Term,
    /// `-f` and its kin: a word must follow.
    Unary,
    /// A word, alone or before an operator.
    Word,
    /// An operator between two words, and what its second word may hold.
    Binary(Side),
    /// A whole term.
    Done,
}

/// What the word behind an operator of `[[ .. ]]` may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Nothing out of the ordinary.
    Plain,
    /// A pattern, with its parentheses.
    Pattern,
    /// A regular expression, with its parentheses and bars.
    Regex,
}

/// A word that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// What it is for.
    pub role: Role,
    /// What it may hold.
    pub side: Side,
}

/// What a word is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is what the frame below makes of it.
    Plain,
    /// It may be an assignment.
    Assignment,
    /// An element of an array.
    Element,
    /// Where a redirection leads; true where that may be a number.
    Target(bool),
    /// The delimiter of a here-document; true where tabs before it do not count.
    Delimiter(bool),
}

/// Text between a pair of signs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matched {
    /// The sign that opens one more pair within; 0 where none does.
    pub open: u8,
    /// The sign that closes.
    pub close: u8,
    /// How many are open.
    pub depth: usize,
    /// What it is.
    pub role: Pair,
}

/// What a pair of signs encloses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// A part of a word.
    Part,
    /// Arithmetic in a word, in which bash looks for no `${`.
    Expression,
    /// A part of a word in which `<(` and `>(` hold commands: `${ .. }`, subscripts.
    Expansion,
    /// The inner parentheses of `(( .. ))` as a command.
    Arithmetic,
    /// The inner parentheses of `for (( .. ))`.
    ForArithmetic,
}

/// One token. Redirections and here-documents are followed by a word of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word: where it begins, nothing of it being taken.
    Word,
    /// A line feed.
    Newline,
    /// `;`
    Semicolon,
    /// `;;`, `;&`, `;;&`
    ArmEnd,
    /// `&`
    Background,
    /// `&&`, `||`
    AndOr,
    /// `|`, `|&`
    Pipe,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `<`, `>` and their kin.
    Redirect(Redirection),
    /// `<<`; true for `<<-`.
    HereDocument(bool),
}

/// What matters of a redirection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Redirection {
    /// `<`, `>`: comparisons in a condition.
    Plain,
    /// `<&`, `>&`: to a number.
    Descriptor,
    /// All others.
    Other,
}
