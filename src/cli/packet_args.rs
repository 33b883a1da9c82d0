//! The command line of `new`, `refinement` and `prepare`, as typed and as meant.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::command::{NewKind, NewRequest, PacketTexts, Preparation, Signing};
use crate::model::RiskTier;

/// What is to be made.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The id: letters, digits, `.`, `_` and `-`
    #[arg(value_name = "WP-ID")]
    pub id: String,
    /// Make the refinement, which comes before the packet
    #[arg(long, conflicts_with_all = ["stub", "from", "texts"])]
    pub refinement: bool,
    /// Make a stub: an idea that is worth keeping and binds nobody
    #[arg(long, conflicts_with = "from")]
    pub stub: bool,
    /// Make a revision of that packet, which it supersedes
    #[arg(long, value_name = "WP-ID", conflicts_with = "texts")]
    pub from: Option<String>,
    /// What is known of it
    #[command(flatten)]
    pub texts: TextArgs,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What is known of a packet; what is not stays a blank.
#[derive(Debug, Args)]
#[group(id = "texts", multiple = true)]
#[command(next_help_heading = "What goes into the packet")]
pub struct TextArgs {
    /// What is to be done
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub what: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub why: Option<String>,
    /// What may be changed: a file, a folder or a pattern, relative to the current folder; several times
    #[arg(long, value_name = "PATH")]
    pub scope: Vec<String>,
    /// What may not be changed; several times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub out_of_scope: Vec<String>,
    /// A command that proves it; several times
    #[arg(long, value_name = "COMMAND", allow_hyphen_values = true)]
    pub test: Vec<String>,
    /// What is so once it is done; several times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub done: Vec<String>,
    /// How much is at stake
    #[arg(long, value_enum, ignore_case = true, value_name = "TIER")]
    pub risk: Option<RiskWord>,
    /// Who asks for it; whom git would name where nothing is said
    #[arg(long, value_name = "NAME")]
    pub requestor: Option<String>,
}

/// How much is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RiskWord {
    /// Little
    Low,
    /// Something
    Medium,
    /// Much
    High,
}

/// What to do with a refinement.
#[derive(Debug, Args)]
pub struct RefinementArgs {
    /// What to do with it
    #[command(subcommand)]
    pub command: RefinementCommand,
}

/// What to do with a refinement.
#[derive(Debug, Subcommand)]
pub enum RefinementCommand {
    /// What is still missing, each with its place
    Check {
        /// The packet's id
        #[arg(value_name = "WP-ID")]
        id: String,
    },
    /// Sign it, and with it its packet and the signature audit log where there are such
    Sign(SignArgs),
}

/// How a refinement is to be signed.
#[derive(Debug, Args)]
pub struct SignArgs {
    /// The packet's id
    #[arg(value_name = "WP-ID")]
    pub id: String,
    /// Who signs; the signature is the name and the minute, in UTC
    #[arg(long, value_name = "NAME", required_unless_present = "signature")]
    pub name: Option<String>,
    /// The signature itself: a name and DDMMYYYYHHMM
    #[arg(long, value_name = "SIGNATURE", conflicts_with = "name")]
    pub signature: Option<String>,
    /// The sentence of whoever approves it: APPROVE REFINEMENT WP-ID
    #[arg(long, value_name = "SENTENCE")]
    pub approval: Option<String>,
    /// Sign one anew that carries a signature already
    #[arg(long)]
    pub anew: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Who is to do the work, and where.
#[derive(Debug, Args)]
pub struct PrepareArgs {
    /// The packet's id
    #[arg(value_name = "WP-ID")]
    pub id: String,
    /// Who is to do it: a person, a model
    #[arg(value_name = "CODER")]
    pub coder: String,
    /// Make a branch and go there; feat/WP-ID where no name is given
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "clap's own form of an option whose value may be left out")]
    pub branch: Option<Option<String>>,
    /// Make a worktree for that branch; beside this one where no folder is given
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "clap's own form of an option whose value may be left out")]
    pub worktree: Option<Option<PathBuf>>,
    /// Show what would be made, and make nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl NewArgs {
    /// What is meant.
    pub fn request(self) -> NewRequest {
        let kind = match (self.refinement, self.stub) {
            (true, _) => NewKind::Refinement,
            (_, true) => NewKind::Stub,
            _ => NewKind::Packet,
        };
        NewRequest { id: self.id, kind, from: self.from, texts: self.texts.meant(), dry_run: self.dry_run }
    }
}

impl TextArgs {
    fn meant(self) -> PacketTexts {
        PacketTexts {
            what: self.what,
            why: self.why,
            scope: self.scope,
            out: self.out_of_scope,
            tests: self.test,
            done: self.done,
            risk: self.risk.map(|risk| match risk {
                RiskWord::Low => RiskTier::Low,
                RiskWord::Medium => RiskTier::Medium,
                RiskWord::High => RiskTier::High,
            }),
            requestor: self.requestor,
        }
    }
}

impl SignArgs {
    /// The packet, and what is meant.
    pub fn signing(self) -> (String, Signing) {
        let Self { id, name, signature, approval, anew, dry_run } = self;
        (id, Signing { name, signature, approval, anew, dry_run })
    }
}

impl PrepareArgs {
    /// What is meant.
    pub fn preparation(self) -> Preparation {
        let Self { id, coder, branch, worktree, dry_run } = self;
        Preparation { id, coder, branch, worktree, dry_run }
    }
}
