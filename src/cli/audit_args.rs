//! The command line of `audit`, as typed and as meant.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::command::{Audience, AuditRequest, BaselineAction};

/// What to ask of the tree.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct AuditArgs {
    /// What else there is to know of rules
    #[command(subcommand)]
    pub about: Option<AuditCommand>,
    /// What to ask
    #[command(flatten)]
    pub ask: AskArgs,
}

/// What else there is to know of rules.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Ask every rule its own examples
    Test(RuleArgs),
    /// Show a rule whole
    Explain(ExplainRuleArgs),
}

/// Which rules.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// A pack that ships with the program: storage, rust-hygiene, git-hygiene
    #[arg(long = "pack", value_name = "NAME")]
    pub packs: Vec<String>,
    /// A parameter of the packs and files that are named
    #[arg(long, value_name = "KEY=VALUE")]
    pub with: Vec<String>,
    /// A file of rules, relative to the current folder
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
}

/// Which rule.
#[derive(Debug, Args)]
pub struct ExplainRuleArgs {
    /// Its id
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// Where to look for it
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// What to ask, and of what.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The packet's id; may be left out where the branch or the only packet In Progress tells it
    #[arg(value_name = "WP-ID")]
    pub id: Option<String>,
    /// Which rules
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Search the index
    #[arg(long, conflicts_with = "rev")]
    pub staged: bool,
    /// Search commit R
    #[arg(long, value_name = "R")]
    pub rev: Option<String>,
    /// Let only those hits count that are new since BASE; since the merge base with the default branch where none is named
    #[arg(long, value_name = "BASE", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "clap's own form of an option whose value may be left out")]
    pub only_new: Option<Option<String>>,
    /// Write down what is there, for rules that are new; or take out what is gone
    #[arg(long, value_enum, value_name = "WHAT")]
    pub baseline: Option<BaselineWord>,
}

/// What becomes of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BaselineWord {
    /// Write down what is there, for rules that it does not know yet
    Write,
    /// Take out what is gone
    Prune,
}

impl RuleArgs {
    /// What is meant.
    pub fn request(self) -> AuditRequest {
        AuditRequest { packs: self.packs, with: self.with, rules: self.rules, ..AuditRequest::default() }
    }
}

impl AskArgs {
    /// What is meant.
    pub fn request(self) -> AuditRequest {
        AuditRequest {
            id: self.id,
            tree: match self.rev {
                Some(revision) => Audience::Commit(revision),
                None if self.staged => Audience::Index,
                None => Audience::Disk,
            },
            only_new: self.only_new,
            baseline: self.baseline.map(|word| match word {
                BaselineWord::Write => BaselineAction::Write,
                BaselineWord::Prune => BaselineAction::Prune,
            }),
            ..self.rules.request()
        }
    }
}
