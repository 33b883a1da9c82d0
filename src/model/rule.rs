//! An audit: a rule over the tree, as data.

use crate::finding::Severity;
use crate::text::Site;

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its id, such as `storage-boundary`, by which waivers and baselines name it.
    pub id: String,
    /// What it demands, in a few words.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What to do about a hit; empty where the reason says it all.
    pub mend: String,
    /// What it answers to elsewhere, such as `CX-DBP-030`.
    pub tag: Option<String>,
    /// How much a hit weighs.
    pub severity: Severity,
    /// What it looks at.
    pub select: Select,
    /// What it asks of that.
    pub check: RuleCheck,
    /// What it is worth where it could not have failed.
    pub vacuous: Vacuous,
    /// Lines that prove that its patterns work.
    pub examples: Examples,
    /// Whose rule it is.
    pub origin: RuleOrigin,
    /// True where old hits count as well as new ones.
    pub strict: bool,
    /// Where it is written.
    pub site: Option<Site>,
}

/// Whose rule it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleOrigin {
    /// A step of a packet's TEST_PLAN, by its number.
    Step(usize),
    /// A block of rules in a packet.
    Packet,
    /// A pack that ships with the program, by its name.
    Pack(String),
    /// A file of rules, by its path.
    File(String),
}

/// A text of a rule, with the place where it is written; `None` for the parameters and packs that ship. Two are equal
/// that say the same, wherever they are written.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Where it is written.
    pub site: Option<Site>,
}

/// Which files a rule looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// Files, folders or globs of them; empty: the whole tree.
    pub roots: Vec<Placed>,
    /// Globs that a file's path must match, beneath the roots; empty: every file.
    pub files: Vec<Placed>,
    /// Globs of what is left out.
    pub except: Vec<Placed>,
    /// True where names that begin with a dot are looked at as well.
    pub hidden: bool,
}

/// What a rule asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleCheck {
    /// No line matches, outside of where it is allowed.
    Forbid {
        /// Regular expressions; one that matches is a hit.
        patterns: Vec<Placed>,
        /// Where hits are allowed.
        allow: Allow,
        /// In which parts of a file a hit counts; empty: in all of it.
        within: Vec<Zone>,
    },
    /// A line matches.
    Require {
        /// Regular expressions; one that matches is enough.
        patterns: Vec<Placed>,
        /// In which parts of a file a match counts; empty: in all of it.
        within: Vec<Zone>,
        /// Whether every file needs it, or one.
        per: Per,
    },
    /// The files of each folder are numbered without a gap, and no number is taken twice.
    Numbered {
        /// The first number.
        start: u64,
        /// Reads a file's name: its group `number`, and `rest`, by which the files of one number are told from others.
        name: Placed,
    },
    /// Each file has its partner in the same folder.
    Paired {
        /// Reads the name of a file that needs one: its groups may be used in `partner`.
        name: Placed,
        /// The partner's name, with `{group}` for what the groups of `name` hold.
        partner: String,
    },
    /// There is no such file.
    Absent {
        /// Where there may be one.
        allow: Allow,
    },
    /// No file is larger.
    Smaller {
        /// The most bytes that a file may have.
        most: u64,
        /// Which files may.
        allow: Allow,
    },
}

/// Where hits are allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    /// Files, folders or globs of them.
    pub globs: Vec<Placed>,
    /// Regular expressions that a path may match, `/` and `\` being equal.
    pub regexes: Vec<Placed>,
}

/// Part of a file, by the language that its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Neither of the others.
    Code,
    /// String literals, quotes included.
    Strings,
    /// Comments.
    Comments,
}

/// How often something is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// In every file.
    File,
    /// In one file at least.
    Tree,
}

/// What a rule is worth that could not have failed: no file to look at, or no hit even where hits are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vacuous {
    /// It is no verdict.
    NoVerdict,
    /// It passes with a warning.
    Warning,
    /// It passes, and says that there was nothing to look at.
    Skipped,
}

/// Lines that prove a rule's patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Each must be a hit.
    pub hits: Vec<Placed>,
    /// None may be one.
    pub misses: Vec<Placed>,
}

impl Zone {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Strings => "strings",
            Self::Comments => "comments",
        }
    }
}

impl Rule {
    /// The patterns that are searched for; none for a rule about names.
    pub fn patterns(&self) -> &[Placed] {
        match &self.check {
            RuleCheck::Forbid { patterns, .. } | RuleCheck::Require { patterns, .. } => patterns,
            _ => &[],
        }
    }

    /// Where hits are allowed, for the rules that know of it.
    pub fn allow(&self) -> Option<&Allow> {
        match &self.check {
            RuleCheck::Forbid { allow, .. } | RuleCheck::Absent { allow } | RuleCheck::Smaller { allow, .. } => {
                Some(allow)
            }
            _ => None,
        }
    }

    /// In which parts of a file a match counts; empty: in all of it.
    pub fn within(&self) -> &[Zone] {
        match &self.check {
            RuleCheck::Forbid { within, .. } | RuleCheck::Require { within, .. } => within,
            _ => &[],
        }
    }

    /// True where one file can answer for all: what part of a tree lacks says nothing.
    pub fn is_of_whole_tree(&self) -> bool {
        matches!(self.check, RuleCheck::Require { per: Per::Tree, .. })
    }

    /// True where the size of a file is looked at.
    pub fn is_of_sizes(&self) -> bool {
        matches!(self.check, RuleCheck::Smaller { .. })
    }

    /// True where only the names and sizes of files are looked at.
    pub fn is_of_names(&self) -> bool {
        self.patterns().is_empty()
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Placed {}

impl Placed {
    /// A text that is written nowhere.
    pub fn bare(text: impl Into<String>) -> Self {
        Self { text: text.into(), site: None }
    }
}

impl Allow {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.globs.len() + self.regexes.len()
    }

    /// True where nothing is allowed anywhere.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, globs first.
    pub fn entries(&self) -> impl Iterator<Item = &Placed> {
        self.globs.iter().chain(&self.regexes)
    }
}
