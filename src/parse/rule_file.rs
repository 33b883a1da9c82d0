//! A file of rules as it is written: the one truth of its keys, from which the decoder and the JSON Schema come.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

use super::yaml_serde::At;

/// Rules over the tree, as `taskpacket audit` asks them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "rules of taskpacket audit")]
pub(super) struct RuleFile {
    /// What may be set from outside, with what holds where nothing is: `{{name}}` in roots, globs and exceptions.
    #[serde(default)]
    pub parameters: BTreeMap<String, At>,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<RuleText>,
}

/// One rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleText {
    /// Its id, by which waivers and baselines name it: lower-case letters, digits and `-`.
    pub id: At,
    /// What it asks.
    pub kind: KindWord,
    /// What it demands, in a few words.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What to do about a hit.
    pub mend: Option<String>,
    /// What it answers to elsewhere, such as `CX-DBP-030`.
    pub tag: Option<String>,
    /// How much a hit weighs; `error` where nothing is said.
    pub severity: Option<SeverityWord>,
    /// A regular expression, as ripgrep takes it; for `forbid` and `require`.
    pub pattern: Option<At>,
    /// Several, of which one is enough.
    pub patterns: Option<Vec<At>>,
    /// Files, folders or globs of them that it looks at; the whole tree where nothing is said.
    pub roots: Option<Vec<At>>,
    /// Globs that a file must match; one without `/` is for its name.
    pub files: Option<Vec<At>>,
    /// Files, folders or globs of them that it leaves out.
    pub except: Option<Vec<At>>,
    /// Whether names that begin with a dot are looked at; `false` where nothing is said.
    pub hidden: Option<bool>,
    /// Files, folders or globs of them where hits are allowed.
    pub allow: Option<Vec<At>>,
    /// In which parts of a file a match counts; in all of it where nothing is said.
    pub within: Option<Vec<ZoneWord>>,
    /// For `require`: in every `file`, or in one of the `tree`; `file` where nothing is said.
    pub per: Option<PerWord>,
    /// For `numbered`: the first number; 1 where nothing is said.
    pub start: Option<u64>,
    /// For `numbered` and `paired`: a regular expression that reads a file's name by its groups.
    pub name: Option<At>,
    /// For `paired`: the name of the partner, with `{group}` for what a group of `name` holds.
    pub partner: Option<At>,
    /// For `smaller`: the most bytes that a file may have.
    pub most: Option<u64>,
    /// What it is worth where it could not have failed; `no-verdict` where nothing is said.
    pub vacuous: Option<VacuousWord>,
    /// Lines that prove its patterns; for rules about names, file names.
    pub examples: Option<ExampleTexts>,
}

/// Lines that prove a rule's patterns.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleTexts {
    /// Each must be a hit.
    #[serde(default)]
    pub hits: Vec<At>,
    /// None may be one.
    #[serde(default)]
    pub misses: Vec<At>,
}

/// What a rule asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindWord {
    /// No line matches, outside of where it is allowed.
    Forbid,
    /// A line matches.
    Require,
    /// The files of each folder are numbered without a gap.
    Numbered,
    /// Each file has its partner in the same folder.
    Paired,
    /// There is no such file.
    Absent,
    /// No file is larger.
    Smaller,
}

/// How much a hit weighs.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum SeverityWord {
    /// It fails.
    Error,
    /// It passes, unless warnings are denied.
    Warning,
    /// It is worth knowing.
    Note,
}

/// Part of a file.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ZoneWord {
    /// What is neither string nor comment.
    Code,
    /// String literals.
    Strings,
    /// Comments.
    Comments,
}

/// How often something is required.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PerWord {
    /// In every file.
    File,
    /// In one at least.
    Tree,
}

/// What a rule is worth that could not have failed.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum VacuousWord {
    /// No verdict.
    NoVerdict,
    /// A warning.
    Warning,
    /// It is skipped, and says so.
    Skipped,
}

impl KindWord {
    /// The keys that only some kinds have, for this one.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Forbid => &["pattern", "patterns", "allow", "within", "examples"],
            Self::Require => &["pattern", "patterns", "within", "per", "examples"],
            Self::Numbered => &["start", "name", "examples"],
            Self::Paired => &["name", "partner", "examples"],
            Self::Absent => &["allow", "examples"],
            Self::Smaller => &["allow", "most"],
        }
    }

    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Forbid => "forbid",
            Self::Require => "require",
            Self::Numbered => "numbered",
            Self::Paired => "paired",
            Self::Absent => "absent",
            Self::Smaller => "smaller",
        }
    }
}

impl JsonSchema for At {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string" })
    }
}
