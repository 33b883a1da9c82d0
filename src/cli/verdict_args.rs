//! The command line of `verdict`, as typed and as meant.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::which::{PacketArgs, SnapshotArgs};
use crate::command::{AppendRequest, Error, VerifyRequest};
use crate::model::Verdict;

/// What to do about verdicts.
#[derive(Debug, Args)]
pub struct VerdictArgs {
    /// What to do
    #[command(subcommand)]
    pub command: VerdictCommand,
}

/// What to do about verdicts.
#[derive(Debug, Subcommand)]
pub enum VerdictCommand {
    /// A report made from what can be computed, with a mark wherever a person has to judge
    Draft(DraftArgs),
    /// A report as it will stand in the packet, and its digest
    Digest(DigestArgs),
    /// Append a verdict with its report, bound to what was judged
    Append(AppendArgs),
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

/// Which draft, and where to.
#[derive(Debug, Args)]
pub struct DraftArgs {
    /// Which packet
    #[command(flatten)]
    pub packet: PacketArgs,
    /// Make FILE of it, which must not exist yet
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What is compared
    #[command(flatten)]
    pub snapshot: SnapshotArgs,
}

/// Which report.
#[derive(Debug, Args)]
pub struct DigestArgs {
    /// The file of the report, filled in
    #[arg(long, value_name = "FILE")]
    pub report: PathBuf,
}

/// Which verdict.
#[derive(Debug, Args)]
pub struct AppendArgs {
    /// The packet's id
    #[arg(value_name = "WP-ID")]
    pub id: String,
    /// What was decided
    #[arg(value_enum, ignore_case = true)]
    pub verdict: VerdictWord,
    /// The file of the report, filled in
    #[arg(long, value_name = "FILE")]
    pub report: PathBuf,
    /// Who decided it; nobody signs it
    #[arg(long, value_name = "NAME")]
    pub validator: String,
    /// The digest that `verdict digest` showed, or its first eight digits
    #[arg(long, value_name = "DIGEST")]
    pub acknowledge: String,
    /// Take on a gate that could not be judged; `--because` says why, once for each
    #[arg(long, value_name = "GATE")]
    pub unproven: Vec<String>,
    /// Why the gate before it is taken on
    #[arg(long, value_name = "TEXT")]
    pub because: Vec<String>,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Commit the packet, and nothing else
    #[arg(long)]
    pub commit: bool,
    /// What is compared
    #[command(flatten)]
    pub snapshot: SnapshotArgs,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VerdictWord {
    /// What was promised is done
    #[value(name = "PASS")]
    Pass,
    /// It is not
    #[value(name = "FAIL")]
    Fail,
    /// It was done, and the specification has moved on
    #[value(name = "OUTDATED_ONLY")]
    OutdatedOnly,
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

impl AppendArgs {
    /// What is meant.
    pub fn request(self) -> Result<AppendRequest, Error> {
        let (gates, reasons) = (self.unproven.len(), self.because.len());
        if gates != reasons {
            return Err(Error::UnpairedReasons { gates, reasons });
        }
        Ok(AppendRequest {
            id: self.id,
            verdict: match self.verdict {
                VerdictWord::Pass => Verdict::Pass,
                VerdictWord::Fail => Verdict::Fail,
                VerdictWord::OutdatedOnly => Verdict::OutdatedOnly,
            },
            report: self.report,
            validator: self.validator,
            acknowledge: self.acknowledge,
            unproven: self.unproven.into_iter().zip(self.because).collect(),
            selection: self.snapshot.selection(),
            dry_run: self.dry_run,
            commit: self.commit,
        })
    }
}

impl VerdictVerifyArgs {
    /// What is meant.
    pub fn request(self) -> VerifyRequest {
        VerifyRequest { id: self.id, all: self.all, since: self.since }
    }
}
