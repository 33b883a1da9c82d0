//! The TEST_PLAN: fences of steps, as written.

use crate::text::Span;

/// The steps of a plan, in order, whatever fence or bullet they stand in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The section or key that holds the plan; `None` where the packet has none.
    pub heading: Option<Span>,
    /// Everything of the plan, its fences included.
    pub body: Span,
    /// The fences, in order.
    pub fences: Vec<Fence>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One fence: one shell session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The first word of its info string, in lower case.
    pub language: String,
    /// What stands between the fences.
    pub content: Span,
}

/// One top-level command, or one thing to be done by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Counted from 1 over the whole plan.
    pub index: usize,
    /// The command as written, trailing comment left out; several lines where it is continued.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// The fence it belongs to; `None` for a bullet.
    pub fence: Option<usize>,
    /// The shell that its content asks for, else the one that the fence names.
    pub shell: Shell,
    /// What it is.
    pub kind: StepKind,
    /// The comment lines directly above it and the one behind it, without `#`.
    pub comments: Vec<String>,
    /// The condition that a comment puts on it.
    pub condition: Option<Condition>,
    /// What a search step declares to expect.
    pub expectation: Option<Expectation>,
    /// Why bash would not read it, where it is bash.
    pub unreadable: Option<Unreadable>,
}

/// Why a text is no whole bash command. Bash would stop here: what follows may belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub reason: String,
    /// Where.
    pub span: Span,
}

/// What reads a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shell {
    /// `bash`, `sh`, `shell`, or no language at all.
    Bash,
    /// PowerShell, by its fence or by its content.
    PowerShell,
    /// A language that names no shell we know.
    Unknown,
}

/// What a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A command to be run.
    Command,
    /// A search that must come back empty, written as search-and-throw; judged natively.
    Audit {
        /// The pattern, as the shell's quotes hold it.
        pattern: String,
        /// Where it looks.
        roots: Vec<String>,
        /// The regular expression whose paths are allowed, as the shell's quotes hold it.
        allow: Option<String>,
    },
    /// A gate of this tool: `pre-work`, `post-work` or `gate-check`, by whatever front door.
    Gate {
        /// Which one.
        gate: String,
        /// The packet it names, if it names one.
        packet: Option<String>,
    },
    /// A sentence, for a person to act on.
    Manual,
}

/// A condition in a comment; it reaches to the next blank line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// "If any non-doc files changed".
    NonDocFilesChanged(String),
    /// One that we do not know: shown, not evaluated.
    Unknown(String),
}

/// What a search step is meant to find, by its comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `# expect: no hits`.
    NoHits,
    /// `# expect: hits`.
    Hits,
    /// `# expect-exit: N`, or a negative check that must fail (1).
    Exit(i32),
    /// `# Negative check (expected FAIL: ..)`: any status but 0.
    Failure,
}
