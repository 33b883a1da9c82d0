//! The command line of `verdict`, as typed and as meant.

use clap::{Args, Subcommand};

use super::args::PacketArgs;
use crate::command::VerifyRequest;

/// What to do with verdicts.
#[derive(Debug, Args)]
pub struct VerdictArgs {
    /// What to do
    #[command(subcommand)]
    pub command: VerdictCommand,
}

/// What to do with verdicts.
#[derive(Debug, Subcommand)]
pub enum VerdictCommand {
    /// Whether the entries are still what was written: each commit that touched them, and what is not committed
    Verify(VerdictVerifyArgs),
    /// Whether verdicts still hold: current, stale, context moved or superseded, by what and by whom
    Status(VerdictStatusArgs),
    /// The merge check: 0 only if the last verdict is a PASS that holds, is what was written, and merges
    Require(PacketArgs),
    /// What moved in scope and contract since the tree that was judged last
    Diff(PacketArgs),
}

/// Whose verdicts.
#[derive(Debug, Args)]
pub struct VerdictStatusArgs {
    /// The packet's id; may be left out where the branch or the only packet In Progress tells it
    #[arg(value_name = "WP-ID", conflicts_with = "all")]
    pub id: Option<String>,
    /// The last verdict of every packet
    #[arg(long)]
    pub all: bool,
}

/// Whose entries, and from where on.
#[derive(Debug, Args)]
pub struct VerdictVerifyArgs {
    /// The packet's id; may be left out where the branch or the only packet In Progress tells it
    #[arg(value_name = "WP-ID", conflicts_with = "all")]
    pub id: Option<String>,
    /// Every packet that there is, or ever was
    #[arg(long)]
    pub all: bool,
    /// Take what commit REV holds as it is, and look at what came behind it
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
}

impl VerdictVerifyArgs {
    /// What is meant.
    pub fn request(self) -> VerifyRequest {
        VerifyRequest { id: self.id, all: self.all, since: self.since }
    }
}
